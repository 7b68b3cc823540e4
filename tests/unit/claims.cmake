# SPDX-License-Identifier: EUPL-1.2
# Unit tests of the claims use cases that need no database.
foreach(noun plan_shelf age)
  house_test(claims_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/claims_${noun}_test.c
    USES service store vault base PACKAGES jansson)
endforeach()
