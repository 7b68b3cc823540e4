# SPDX-License-Identifier: EUPL-1.2
# Log-in, sessions, access and idempotent use cases on a real store.
house_test(service_session_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/store/service_session_test.c
          ${CMAKE_CURRENT_SOURCE_DIR}/store/core_place.c
  USES service store vault base PACKAGES sqlite3)
