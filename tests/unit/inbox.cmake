# SPDX-License-Identifier: EUPL-1.2
# Unit tests of custody.
foreach(noun keys custody damage storage wake roster)
  house_test(inbox_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/inbox_${noun}_test.c
            ${CMAKE_CURRENT_SOURCE_DIR}/unit/inbox_place.c
    USES inbox PACKAGES sqlite3)
endforeach()
