# SPDX-License-Identifier: EUPL-1.2
# Tests of the office: persons and claims through their use cases, on real databases.
foreach(noun claims ends money persons rights standing upgrade work_list)
  house_test(office_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/store/${noun}_test.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/office_house.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/core_place.c
    USES service case_file store vault base PACKAGES sqlite3 jansson)
endforeach()
house_test(office_demo_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/store/demo_test.c
          ${CMAKE_CURRENT_SOURCE_DIR}/store/core_place.c
  USES service store vault base PACKAGES sqlite3)
