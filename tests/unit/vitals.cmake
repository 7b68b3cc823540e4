# SPDX-License-Identifier: EUPL-1.2
# Vital quantities, plausibility, alert rules and domain time of scoring/.
foreach(noun decimal quantity plausibility alert_rule stuck_sensor device_clock domain_time)
  house_test(vitals_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/vitals_${noun}_test.c USES scoring)
endforeach()
