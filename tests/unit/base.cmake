# SPDX-License-Identifier: EUPL-1.2
# Unit tests of server/base.
foreach(noun arena clock config json json_stream log public_id)
  house_test(base_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/base_${noun}_test.c
    USES base PACKAGES jansson)
endforeach()
