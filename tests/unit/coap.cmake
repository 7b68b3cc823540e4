# SPDX-License-Identifier: EUPL-1.2
# Unit tests of the CoAP door, and its probe for clients that know no DTLS.
foreach(noun answers blocks paces)
  house_test(coap_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/coap_${noun}_test.c
    USES coap inbox)
endforeach()
house_test(coap_options_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/coap_options_test.c
  USES coap inbox payload PACKAGES libcoap-3-openssl)
house_test(coap_seeds_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/coap_seeds_test.c ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/blocks_check.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds.c
  USES coap inbox)
target_include_directories(coap_seeds_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)

# The door's own sources with a plain port; the product has no such switch.
set(coap_room ${CMAKE_SOURCE_DIR}/devices/coap)
add_executable(coap_plain_door ${coap_room}/main.c ${coap_room}/endpoint.c ${coap_room}/speaker.c)
target_compile_definitions(coap_plain_door PRIVATE COAP_PLAIN_PROBE)
target_link_libraries(coap_plain_door PRIVATE coap inbox)
house_packages(coap_plain_door libcoap-3-openssl)
set_target_properties(coap_plain_door PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/probes)

# What libcoap would do by itself.
add_executable(coap_single_body ${CMAKE_CURRENT_SOURCE_DIR}/doors/coap_single_body.c)
house_packages(coap_single_body libcoap-3-openssl)
set_target_properties(coap_single_body PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/probes)
