// SPDX-License-Identifier: EUPL-1.2
// The table of commands and the reading of their words.
#include "cli/command.h"

#include <string.h>

#include "cli/exit.h"
#include "cli/serve.h"

int command_serve(struct invocation *invocation) {
    return serve(invocation->config);
}

const struct command commands[] = {
    {"serve", "", "Run the server.", COMMAND_CONFIG, command_serve},
    {"key init", "DIR", "Make the keys of a node: root.key, door.key, server.pub.", COMMAND_NOTHING,
     command_key_init},
    {"fund add", "NAME", "Add a fund; prints its id.", COMMAND_STORE, command_fund_add},
    {"fund list", "", "List the funds: id and name.", COMMAND_STORE, command_fund_list},
    {"user add", "NAME --role ROLE [--fund NAME] [--display TEXT] [--language it|en]",
     "Add a user; prints a one-time password.", COMMAND_STORE, command_user_add},
    {"user list", "[--json]", "List the users.", COMMAND_STORE, command_user_list},
    {"user disable", "NAME", "Refuse the user and end all sessions.", COMMAND_STORE,
     command_user_disable},
    {"user enable", "NAME", "Admit the user again.", COMMAND_STORE, command_user_enable},
    {"user password", "NAME", "Make a new one-time password and end all sessions.", COMMAND_STORE,
     command_user_password},
    {"backup", "DIR", "Copy both databases as of one instant, while the server runs.",
     COMMAND_STORE, command_backup},
    {"restore", "--verify DIR [--into DIR]", "Prove that a backup is whole; lay it out in DIR.",
     COMMAND_CONFIG, command_restore},
    {"reconcile", "", "Count what the doors took against what the database has; print the days.",
     COMMAND_STORE, command_reconcile},
    {"audit verify", "[--against FILE]", "Recompute both audit chains; compare with checkpoints.",
     COMMAND_CONFIG, command_audit_verify},
    {"audit checkpoint", "", "Sign the heads of both audit chains; print the text to keep elsewhere.",
     COMMAND_STORE, command_audit_checkpoint},
    {"evaluate", "--plan FILE [--as-of DAY] [--explain it|en | --record | --replay FILE]",
     "Evaluate cases given as JSON lines (docs/evaluate.md).", COMMAND_NOTHING, command_evaluate},
    {"plan check", "FILE", "Say whether a plan file is good, or where it is not.", COMMAND_NOTHING,
     command_plan_check},
    {"plan compare", "OLD NEW", "Evaluate cases under two plans: who changes, what it costs.",
     COMMAND_NOTHING, command_plan_compare},
    {"device ca", "DIR", "Make the certificate authority of devices: root, issuing, devices.crt.",
     COMMAND_NOTHING, command_device_ca},
    {"device certificate", "ID --csr FILE", "Issue a certificate for a device's key; prints it.",
     COMMAND_STORE, command_device_certificate},
    {"demo seed", "[--devices FILE] [--accounts-only]",
     "Fill an empty demo installation with invented data.", COMMAND_STORE, command_demo_seed},
    {"demo logins", "[--json]", "Give every demo account a new one-time password and print them.",
     COMMAND_STORE, command_demo_logins},
    {0},
};

// How many of the words the space-separated name covers; 0 when it does not match.
static int match(const char *name, int count, const char *const *words) {
    int used = 0;
    while (*name) {
        size_t length = strcspn(name, " ");
        if (used == count || strlen(words[used]) != length ||
            strncmp(words[used], name, length) != 0) {
            return 0;
        }
        used++;
        name += length;
        name += strspn(name, " ");
    }
    return used;
}

const struct command *command_find(int count, const char *const *words, int *used) {
    const struct command *found = NULL;
    *used = 0;
    for (const struct command *command = commands; command->name; command++) {
        int length = match(command->name, count, words);
        if (length > *used) {
            *used = length;
            found = command;
        }
    }
    return found;
}

// Is the option among those that the command's usage names?
static bool takes_option(const struct command *command, const char *option) {
    size_t length = strlen(option);
    for (const char *at = strstr(command->arguments, option); at; at = strstr(at + 1, option)) {
        bool begins = at == command->arguments || at[-1] == ' ' || at[-1] == '[';
        if (begins && strchr(" ]", at[length])) { // the end of the text included
            return true;
        }
    }
    return false;
}

int command_run(const struct command *command, struct invocation *invocation) {
    for (int i = 0; i < invocation->count; i++) {
        if (strncmp(invocation->words[i], "--", 2) == 0 &&
            !takes_option(command, invocation->words[i])) {
            fprintf(invocation->err, "sostegno: %s takes no option '%s'\n", command->name,
                    invocation->words[i]);
            return EXIT_CODE_USAGE;
        }
    }
    int code = command->run(invocation);
    if (fflush(invocation->out) != 0 && code == EXIT_CODE_OK) {
        return EXIT_CODE_FAILURE;
    }
    return code;
}

const char *command_option(const struct invocation *invocation, const char *name) {
    for (int i = 0; i + 1 < invocation->count; i++) {
        if (strcmp(invocation->words[i], name) == 0) {
            return invocation->words[i + 1];
        }
    }
    return NULL;
}

bool command_flag(const struct invocation *invocation, const char *name) {
    for (int i = 0; i < invocation->count; i++) {
        if (strcmp(invocation->words[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_flag(const char *word, const char *const *flags) {
    for (; *flags; flags++) {
        if (strcmp(word, *flags) == 0) {
            return true;
        }
    }
    return false;
}

const char *command_word(const struct invocation *invocation, int n, const char *const *flags) {
    for (int i = 0; i < invocation->count; i++) {
        const char *word = invocation->words[i];
        if (strncmp(word, "--", 2) == 0) {
            i += is_flag(word, flags) ? 0 : 1;
        } else if (n-- == 0) {
            return word;
        }
    }
    return NULL;
}

const char *command_path(const struct invocation *invocation, const char *path) {
    return path[0] == '/' ? arena_strdup(invocation->arena, path)
                          : arena_printf(invocation->arena, "%s/%s", invocation->directory, path);
}

int command_fail(const struct invocation *invocation, const struct fault *fault) {
    fprintf(invocation->err, "sostegno: %s", fault->code[0] ? fault->code : rc_name(fault->rc));
    for (size_t i = 0; i < fault->count; i++) {
        fprintf(invocation->err, "; %s %s", fault->at[i].pointer, fault->at[i].code);
    }
    fputc('\n', invocation->err);
    return exit_code_of(fault->rc);
}

int command_usage(const struct invocation *invocation, const char *text) {
    fprintf(invocation->err, "sostegno: %s\n", text);
    return EXIT_CODE_USAGE;
}
