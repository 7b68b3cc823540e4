# SPDX-License-Identifier: EUPL-1.2
# Unit tests of server/vault.
foreach(noun blind keys password seal)
  house_test(vault_${noun}_test
    SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/vault_${noun}_test.c ${CMAKE_CURRENT_SOURCE_DIR}/unit/vault_place.c
    USES vault base)
endforeach()
