# SPDX-License-Identifier: EUPL-1.2
# The simulated fleet.
foreach(noun curve member options scenario)
  house_test(fleet_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/fleet_${noun}_test.c USES fleet payload scoring)
endforeach()
house_test(fleet_mqtt_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/fleet_mqtt_test.c
  USES fleet payload scoring PACKAGES libmosquitto)
house_test(fleet_coap_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/fleet_coap_test.c
  USES fleet payload scoring PACKAGES libcoap-3-openssl)
