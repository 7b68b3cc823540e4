// SPDX-License-Identifier: EUPL-1.2
// Certificates issued to devices and not taken back.
#include "store/device_certificates.h"

#include "store/devices.h"
#include "store/rows.h"
#include "store/statement.h"

#define CERTIFICATE_COLUMNS "c.device_id, c.fingerprint, c.pem, c.issued_us, c.until_us"

enum { Q_INSERT, Q_REMOVE, Q_LIST, Q_ROSTER, Q_COUNT };

static const struct statement STATEMENTS[] = {
    [Q_INSERT] = {"device-certificate.insert",
                  SQL("INSERT INTO device_certificates (device_id, fingerprint, pem, issued_us, "
                      "until_us) VALUES ($1, $2, $3, $4, $5)")},
    [Q_REMOVE] = {"device-certificate.remove",
                  SQL("DELETE FROM device_certificates WHERE device_id = $1 AND fingerprint = $2")},
    [Q_LIST] = {"device-certificate.list",
                SQL("SELECT " CERTIFICATE_COLUMNS " FROM device_certificates c "
                    "WHERE c.device_id = $1 ORDER BY c.id DESC")},
    [Q_ROSTER] = {"device-certificate.roster",
                  SQL("SELECT " CERTIFICATE_COLUMNS " FROM device_certificates c "
                      "ORDER BY c.device_id, c.id DESC")},
};

const struct statement_table DEVICE_CERTIFICATE_STATEMENTS = {
    "device-certificates", STORE_IN_MONITORING, STATEMENTS, Q_COUNT};

enum rc device_certificate_insert(struct tx *tx, const struct device_certificate *certificate) {
    struct query *query = tx_query(tx, &DEVICE_CERTIFICATE_STATEMENTS, Q_INSERT);
    bind_int(query, 1, certificate->device_id);
    bind_text(query, 2, certificate->fingerprint);
    bind_text(query, 3, certificate->pem);
    bind_int(query, 4, certificate->issued_us);
    bind_int(query, 5, certificate->until_us);
    enum rc rc = query_run(query);
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

enum rc device_certificate_remove(struct tx *tx, int64_t device_id, const char *fingerprint) {
    struct query *query = tx_query(tx, &DEVICE_CERTIFICATE_STATEMENTS, Q_REMOVE);
    bind_int(query, 1, device_id);
    bind_text(query, 2, fingerprint);
    enum rc rc = query_run_one(query);
    return rc == RC_OK ? device_roster_changed(tx) : rc;
}

static void take(struct query *query, struct arena *arena, void *row) {
    *(struct device_certificate *)row = (struct device_certificate){
        .device_id = column_int(query, 0),
        .fingerprint = column_copy(query, 1, arena),
        .pem = column_copy(query, 2, arena),
        .issued_us = column_int(query, 3),
        .until_us = column_int(query, 4),
    };
}

static enum rc take_all(struct query *query, struct arena *arena,
                        struct device_certificate **certificates, size_t *count) {
    void *rows;
    enum rc rc = rows_collect(query, arena, sizeof **certificates, take, &rows, count);
    if (rc == RC_OK) {
        *certificates = rows;
    }
    return rc;
}

enum rc device_certificate_list(struct tx *tx, int64_t device_id, struct arena *arena,
                                struct device_certificate **certificates, size_t *count) {
    struct query *query = tx_query(tx, &DEVICE_CERTIFICATE_STATEMENTS, Q_LIST);
    bind_int(query, 1, device_id);
    return take_all(query, arena, certificates, count);
}

enum rc device_certificate_roster(struct tx *tx, struct arena *arena,
                                  struct device_certificate **certificates, size_t *count) {
    return take_all(tx_query(tx, &DEVICE_CERTIFICATE_STATEMENTS, Q_ROSTER), arena, certificates,
                    count);
}
