# SPDX-License-Identifier: EUPL-1.2
# Unit tests of scoring (the rules) and plan_file; the vitals have their own list.
foreach(noun money civil_date rome_time holiday deadline codice_fiscale iban claim_course claim_state
  claim_state_table check_letter
  partita_iva identity_match names plan)
  house_test(scoring_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_${noun}_test.c
    USES scoring)
endforeach()
foreach(noun plan_file plan_file_damage assessment survival proposal benefit_month allocation property
  act_term exchange claw_back limitation benefit_history
  insurability exclusion dossier readings beyond proposal_reason proposal_term)
  house_test(scoring_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_${noun}_test.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plans.c USES scoring plan_file)
endforeach()
foreach(noun coverage coverage_told coverage_unknown)
  house_test(scoring_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_${noun}_test.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_coverage_told.c ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_telling.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plans.c
    USES scoring plan_file)
endforeach()
house_test(scoring_allocation_told_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_allocation_told_test.c
  ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_telling.c ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plans.c
  USES scoring plan_file)
foreach(noun assessment_group assessment_answer)
  house_test(scoring_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_${noun}_test.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_group_plan.c ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plans.c
    USES scoring plan_file)
endforeach()
foreach(noun evaluation evaluation_course evaluation_end evaluation_money evaluation_terms)
  house_test(scoring_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_${noun}_test.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_evaluation_told.c ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_telling.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plans.c
    USES scoring plan_file)
endforeach()
house_test(scoring_plan_file_reader_test
  SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plan_file_reader_test.c
    USES scoring plan_file PACKAGES jansson)
foreach(noun plan_file_sheet plan_file_fault plan_file_range plan_file_change plan_file_benefit plan_file_place)
  house_test(scoring_${noun}_test SOURCES ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_${noun}_test.c
    ${CMAKE_CURRENT_SOURCE_DIR}/unit/scoring_plans.c USES scoring plan_file PACKAGES jansson)
endforeach()

# Reads codes line by line for the oracles in tests/api.
add_executable(code_check ${CMAKE_CURRENT_SOURCE_DIR}/api/code_check.c)
target_link_libraries(code_check PRIVATE scoring)
set_target_properties(code_check PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/probes)
