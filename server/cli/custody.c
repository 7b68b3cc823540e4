// SPDX-License-Identifier: EUPL-1.2
// sostegno backup, restore, audit …: what proves that nothing was lost or changed.
#include "cli/command.h"

#include <unistd.h>

#include "cli/exit.h"
#include "service/reconcile.h"
#include "store/audit.h"
#include "store/backup.h"

static const char *const RESTORE_FLAGS[] = {"--verify", NULL};
enum { RECONCILE_PRINTED = 14 };

static const char *const NO_FLAGS[] = {NULL};

int command_backup(struct invocation *invocation) {
    const char *directory = command_word(invocation, 0, NO_FLAGS);
    struct fault fault = {0};
    if (!directory) {
        return command_usage(invocation, "backup DIR");
    }
    directory = command_path(invocation, directory);
    if (!directory || store_backup(invocation->node->store, directory, &fault) != RC_OK) {
        return command_fail(invocation, &fault);
    }
    fprintf(invocation->out, "backup %s\n", directory);
    return EXIT_CODE_OK;
}

static void print_chains(FILE *out, const struct audit_report *report) {
    for (int db = 0; db < STORE_DATABASES; db++) {
        fprintf(out, "%s audit entries %lld\n", store_db_name((enum store_db)db),
                (long long)report->entries[db]);
    }
    fprintf(out, "checkpoints %lld\n", (long long)report->checkpoints);
}

// What lies between the backup and now, and who puts it right.
static void print_restored(const struct invocation *invocation, const char *into,
                           const char *made_at) {
    const char *roster = config_text(invocation->config, "doors", "roster");
    FILE *out = invocation->out;
    fprintf(out, "restored into %s, as of %s: what was done since is not in it\n", into, made_at);
    fputs("accounts: disable again who was disabled since; passwords are those of that time; all "
          "sessions have ended\n",
          out);
    if (access(roster, R_OK) == 0) {
        fprintf(out,
                "devices: those revoked since are revoked again when the server starts, from %s "
                "(log line roster.revoked-again); register again, or give a new secret, to those "
                "registered or renewed since\n",
                roster);
    } else {
        fprintf(out,
                "devices: %s cannot be read, so those revoked since are let in again: revoke them "
                "before the doors start; register again, or give a new secret, to those registered "
                "or renewed since\n",
                roster);
    }
}

int command_restore(struct invocation *invocation) {
    const char *directory = command_word(invocation, 0, RESTORE_FLAGS);
    const char *into = command_option(invocation, "--into");
    struct vault *vault = NULL;
    struct fault fault = {0};
    struct backup_report report;
    if (!directory || !command_flag(invocation, "--verify")) {
        return command_usage(invocation, "restore --verify DIR [--into DIR]");
    }
    if (node_open_vault(invocation->config, &vault, &fault) != RC_OK) {
        return command_fail(invocation, &fault);
    }
    struct store_crypto crypto = node_crypto(vault);
    enum rc rc = store_restore_verify(command_path(invocation, directory), &crypto,
                                      into ? command_path(invocation, into) : NULL, &report);
    vault_close(vault);
    if (rc != RC_OK) {
        fprintf(invocation->err, "sostegno: %s\n", report.problem);
        return exit_code_of(rc);
    }
    fprintf(invocation->out, "backup of %s is whole: %lld bytes\n", report.made_at,
            (long long)report.bytes);
    print_chains(invocation->out, &report.audit);
    if (into) {
        print_restored(invocation, into, report.made_at);
    }
    return EXIT_CODE_OK;
}

static void print_day(FILE *out, const struct reconciled_day *day) {
    fprintf(out, "%s %-10s %.8s given %lld read %lld stored %lld duplicate %lld quarantined %lld rejected %lld "
            "in-custody %lld missing %lld mismatched %lld\n",
            day->day, day->door, day->inbox.text, (long long)day->given,
            (long long)day->read, (long long)day->stored,
            (long long)day->duplicate, (long long)day->quarantined,
            (long long)day->rejected, (long long)day->in_custody, (long long)day->missing,
            (long long)day->mismatched);
}

int command_reconcile(struct invocation *invocation) {
    const struct service *service = &invocation->node->service;
    struct fault fault = {0};
    struct reconciled_day *days;
    size_t differences = 0;
    size_t count = 0;
    enum rc rc = reconcile(service, &differences);
    if (rc != RC_OK) {
        fault_set(&fault, rc, "not-reconciled");
    } else {
        rc = reconcile_days(service, NULL, RECONCILE_PRINTED, invocation->arena, &fault, &days, &count);
    }
    if (rc != RC_OK) {
        return command_fail(invocation, &fault);
    }
    for (size_t i = 0; i < count; i++) {
        print_day(invocation->out, &days[i]);
    }
    if (differences > 0) {
        fprintf(invocation->err, "sostegno: doors and database differ on %zu days\n", differences);
        return EXIT_CODE_CONFLICT;
    }
    fputs("doors and database agree\n", invocation->out);
    return EXIT_CODE_OK;
}

int command_audit_verify(struct invocation *invocation) {
    const char *against = command_option(invocation, "--against");
    struct vault *vault = NULL;
    struct fault fault = {0};
    struct audit_report report;
    if (node_open_vault(invocation->config, &vault, &fault) != RC_OK) {
        return command_fail(invocation, &fault);
    }
    struct store_crypto crypto = node_crypto(vault);
    enum rc rc = audit_verify(config_text(invocation->config, "data", "directory"), &crypto,
                              against ? command_path(invocation, against) : NULL, &report);
    vault_close(vault);
    if (rc != RC_OK) {
        fprintf(invocation->err, "sostegno: %s\n", report.problem);
        return exit_code_of(rc);
    }
    print_chains(invocation->out, &report);
    fputs("audit is whole\n", invocation->out);
    return EXIT_CODE_OK;
}

int command_audit_checkpoint(struct invocation *invocation) {
    char text[AUDIT_CHECKPOINT_SIZE];
    struct fault fault = {0};
    enum rc rc = audit_checkpoint(invocation->node->store, text);
    if (rc != RC_OK) {
        fault_set(&fault, rc, "checkpoint-not-kept");
        return command_fail(invocation, &fault);
    }
    fputs(text, invocation->out);
    return EXIT_CODE_OK;
}
