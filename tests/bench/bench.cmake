# SPDX-License-Identifier: EUPL-1.2
# Programs that measure the machine's limit and a bare peer in the same run as the product.
add_executable(flush_rate bench/flush_rate.c)
add_executable(bare_http bench/bare_http.c)
target_link_libraries(bare_http PRIVATE Threads::Threads)
house_packages(bare_http libmicrohttpd sqlite3)
add_executable(evaluate_rate bench/evaluate_rate.c)
target_link_libraries(evaluate_rate PRIVATE plan_file scoring)
foreach(program flush_rate bare_http evaluate_rate)
  set_target_properties(${program} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
endforeach()
