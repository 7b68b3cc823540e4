# SPDX-License-Identifier: EUPL-1.2
# Unit tests of the subscriber door.
house_test(subscriber_packet_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/subscriber_packet_test.c
  USES subscriber inbox)
house_test(subscriber_receipts_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/subscriber_receipts_test.c
  USES subscriber inbox)
house_test(subscriber_seeds_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/subscriber_seeds_test.c ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/packet_check.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds.c
  USES subscriber inbox)
target_include_directories(subscriber_seeds_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
house_test(subscriber_intake_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/subscriber_intake_test.c ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/intake_check.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds.c
  USES subscriber inbox)
target_include_directories(subscriber_intake_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
