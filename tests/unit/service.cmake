# SPDX-License-Identifier: EUPL-1.2
house_test(service_scheduler_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/service_scheduler_test.c USES service base)
house_test(service_measure_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/service_measure_test.c USES service payload scoring base)
