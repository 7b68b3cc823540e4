# SPDX-License-Identifier: EUPL-1.2
# Store tests of the core: writer, audit, migration, steps of it, crash, failing disk, backup, outbox, accounts, query plans.
foreach(noun accounts audit backup crash failure migration outbox plans steps write)
  house_test(core_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/store/core_${noun}_test.c
            ${CMAKE_CURRENT_SOURCE_DIR}/store/core_place.c
    USES store vault base PACKAGES sqlite3)
endforeach()
target_sources(core_failure_test PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/store/core_fault_vfs.c)
