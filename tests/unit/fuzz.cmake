# SPDX-License-Identifier: EUPL-1.2
# The seeds of the fuzz targets that have no test of their own, replayed.
house_test(fuzz_seeds_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/fuzz_seeds_test.c ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/topic_check.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/seeds.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/csv_check.c ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/sfloat_check.c
          ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/replay_check.c
  USES broker inbox payload scoring)
target_include_directories(fuzz_seeds_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
