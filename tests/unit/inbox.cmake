# SPDX-License-Identifier: EUPL-1.2
# Unit tests of custody.
foreach(noun keys custody damage storage wake roster supervisor)
  house_test(inbox_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/inbox_${noun}_test.c
            ${CMAKE_CURRENT_SOURCE_DIR}/unit/inbox_place.c
    USES inbox PACKAGES sqlite3)
endforeach()

house_test(broker_topic_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/broker_topic_test.c
  USES broker inbox)
house_test(broker_sessions_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/broker_sessions_test.c
  USES broker inbox)

# Probes of the door and fault tests, which run without the server.
foreach(probe inbox_dump roster_make)
  add_executable(${probe} ${CMAKE_CURRENT_SOURCE_DIR}/doors/${probe}.c)
  target_link_libraries(${probe} PRIVATE inbox)
  set_target_properties(${probe} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/probes)
endforeach()
add_executable(kill_at ${CMAKE_CURRENT_SOURCE_DIR}/faults/kill_at.c)
add_executable(coap_burst ${CMAKE_CURRENT_SOURCE_DIR}/doors/coap_burst.c)
set_target_properties(kill_at coap_burst PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/probes)
house_packages(coap_burst libcoap-3-openssl)
