# SPDX-License-Identifier: EUPL-1.2
# Unit tests of server/http and of the session rules it stands on.
foreach(noun framing route cursor problem origin reply pool connections)
  house_test(http_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/http_${noun}_test.c
    USES http service base PACKAGES jansson)
endforeach()
