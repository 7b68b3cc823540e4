// SPDX-License-Identifier: EUPL-1.2
// Handlers of the telemonitoring resources; each is one line of the table in http/routes.c.
#ifndef HTTP_MONITORING_H
#define HTTP_MONITORING_H

#include "http/route.h"

http_handler worklist_get;

http_handler patient_get;
http_handler readings_get;
http_handler reading_post;
http_handler import_look_post;
http_handler import_post;
http_handler monitoring_end_post;
http_handler reading_withdraw_post;
http_handler limits_get;
http_handler limit_put;

http_handler alert_get;
http_handler alert_take_post;
http_handler alert_call_post;
http_handler alert_close_post;

http_handler quarantine_get;
http_handler quarantine_decision_post;

http_handler devices_get;
http_handler device_post;
http_handler device_get;
http_handler device_receipts_get;
http_handler receipt_get;
http_handler reconciliation_get;
http_handler device_credential_post;
http_handler device_old_secret_end_post;
http_handler device_enrolment_code_post;
http_handler device_cleaning_post;
http_handler device_check_post;
http_handler device_retire_post;
http_handler enrolment_post;
http_handler device_certificate_post;
http_handler device_certificate_revoke_post;
http_handler device_revoke_post;
http_handler device_assignment_post;
http_handler device_assignment_end_post;
http_handler device_slot_post;
http_handler device_slot_end_post;

#endif
