# SPDX-License-Identifier: EUPL-1.2
# The drain on real inbox files.
foreach(noun custody kill troubles)
  house_test(drain_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/drain_${noun}_test.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/ward.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/core_place.c
    USES service store vault base inbox payload PACKAGES sqlite3)
endforeach()
