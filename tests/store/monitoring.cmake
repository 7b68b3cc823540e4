# SPDX-License-Identifier: EUPL-1.2
# The monitoring vertical on a real store and a real inbox.
foreach(noun readings cases alerts devices feed receipts)
  house_test(monitoring_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/store/${noun}_test.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/ward.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/core_place.c
    USES service store vault base inbox payload PACKAGES sqlite3)
endforeach()
