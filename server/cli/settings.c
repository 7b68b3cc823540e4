// SPDX-License-Identifier: EUPL-1.2
// The table of settings that belong to no room but to the node.
#include "cli/settings.h"

#include "http/server.h"
#include "service/receipt_keeper.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DEFAULT_FILE "/etc/sostegno/sostegno.conf"

static const char *const LOG_FORMATS[] = {"json", "text", NULL};
static const char *const LOG_LEVELS[] = {"debug", "info", "warning", "error", NULL};

static const struct config_option TABLE[] = {
    {"data", "directory", CONFIG_PATH, "/var/lib/sostegno", 0, 0, NULL,
     "Folder of the two databases, the lock file and the control socket."},
    {"keys", "root", CONFIG_PATH, "/etc/sostegno/keys/root.key", 0, 0, NULL,
     "File of the root key, readable by the server alone."},
    {"plans", "directory", CONFIG_PATH, "/usr/share/sostegno/plans", 0, 0, NULL,
     "Folder of the plan files."},
    {"clock", "file", CONFIG_PATH, "", 0, 0, NULL,
     "File with the mapping of domain time; empty: domain time is real time."},
    {"devices", "authority", CONFIG_PATH, "", 0, 0, NULL,
     "Folder with issuing.key and issuing.crt; empty: no device certificates are issued."},
    {"doors", "inboxes", CONFIG_PATH, "/var/lib/sostegno-doors", 0, 0, NULL,
     "Folder in which each door keeps its inbox."},
    {"doors", "roster", CONFIG_PATH, "/var/lib/sostegno-roster/devices.snapshot", 0, 0, NULL,
     "File that tells the doors which devices to let in."},
    {"doors", "report-every", CONFIG_INTEGER, "0", 0, 86400, NULL,
     "Seconds between two reports, as devices are told when they ask; 0: they are not told."},
    {"doors", "wake", CONFIG_PATH, "/run/sostegno/drain.sock", 0, 0, NULL,
     "Datagram socket on which doors wake the drain."},
    {"monitoring", "record-only", CONFIG_BOOL, "no", 0, 0, NULL,
     "Store and show readings but raise no alerts from them."},
    {"monitoring", "receipt-days", CONFIG_INTEGER, "400", RECEIPT_DAYS_LEAST, 36500, NULL,
     "Days for which the receipt of each message is kept; the counts of a day are kept for ever."},
    {"log", "format", CONFIG_CHOICE, "json", 0, 0, LOG_FORMATS, "Form of the log on standard error."},
    {"log", "level", CONFIG_CHOICE, "info", 0, 0, LOG_LEVELS, "Least severe level that is written."},
    {"demo", "enabled", CONFIG_BOOL, "no", 0, 0, NULL,
     "Invented data: banner on every page, cheap password hashes, loopback only."},
};

enum rc settings_load(const char *file, struct settings *settings, char *message) {
    if (!file) {
        file = getenv("SOSTEGNO_CONFIG");
    }
    if (!file && access(DEFAULT_FILE, R_OK) == 0) {
        file = DEFAULT_FILE;
    }
    size_t own = sizeof TABLE / sizeof *TABLE;
    size_t brought = 0;
    while (http_options[brought].section) {
        brought++;
    }
    struct config_option *table = calloc(own + brought + 1, sizeof *table);
    if (!table) {
        return RC_NOMEM;
    }
    memcpy(table, TABLE, sizeof TABLE);
    memcpy(table + own, http_options, brought * sizeof *table);
    struct config *config = NULL;
    enum rc rc = config_load(table, file, &config, message);
    if (rc != RC_OK) {
        free(table);
        return rc;
    }
    *settings = (struct settings){.config = config, .table = table, .owned = config};
    return RC_OK;
}

void settings_release(struct settings *settings) {
    config_free(settings->owned);
    free(settings->table);
    *settings = (struct settings){0};
}
