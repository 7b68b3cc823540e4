# SPDX-License-Identifier: EUPL-1.2
# The payload decoder, and its fuzz seeds replayed.
foreach(noun json message cbor keys senml adapter heartbeat export)
  house_test(payload_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/payload_${noun}_test.c USES payload scoring)
endforeach()
house_test(payload_seeds_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/payload_seeds_test.c ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/payload_check.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds.c
  USES payload scoring)
target_include_directories(payload_seeds_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
