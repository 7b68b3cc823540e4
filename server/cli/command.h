// SPDX-License-Identifier: EUPL-1.2
// The subcommands of the program, as one constant table.
//
// To add one: write its function in server/cli/<noun>.c, declare it below, add its line in command.c.
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/fault.h"
#include "cli/node.h"

// What a command needs of the node. COMMAND_STORE: both databases; when a server owns them, the
// command runs inside that server, asked over its control socket (cli/control.h).
enum command_need { COMMAND_NOTHING = 0, COMMAND_CONFIG, COMMAND_STORE };

struct invocation {
    const struct config *config; // COMMAND_CONFIG and more
    struct node *node;           // COMMAND_STORE
    const char *directory;       // where the caller stands: relative paths are taken from here
    int count;                   // words after the command's own
    const char *const *words;
    FILE *out; // what was asked for
    FILE *err; // what went wrong, one line
    struct arena *arena;
};

typedef int command_fn(struct invocation *invocation);

struct command {
    const char *name;      // "user add"
    const char *arguments; // "NAME --role ROLE", "" for none; options it does not name are refused
    const char *help;      // one sentence
    enum command_need need;
    command_fn *run; // returns the exit code
};

extern const struct command commands[]; // ends with a zeroed element

// The command that the words begin with, the longest name first; NULL when none. *used is how many
// words its name takes.
const struct command *command_find(int count, const char *const *words, int *used);

// Runs one command whose needs are met by `invocation`.
int command_run(const struct command *command, struct invocation *invocation);

// Value of "--NAME VALUE" among the words, NULL when absent; and whether "--NAME" is among them.
const char *command_option(const struct invocation *invocation, const char *name);
bool command_flag(const struct invocation *invocation, const char *name);

// The n-th word (from 0) that is neither an option nor an option's value. `flags` lists the options
// without a value, ends with NULL.
const char *command_word(const struct invocation *invocation, int n, const char *const *flags);

// An absolute path: `path` itself, or taken from the caller's directory. Arena text.
const char *command_path(const struct invocation *invocation, const char *path);

// Says a fault in one line and returns its exit code.
int command_fail(const struct invocation *invocation, const struct fault *fault);
int command_usage(const struct invocation *invocation, const char *text);

command_fn command_serve;
command_fn command_key_init;
command_fn command_fund_add;
command_fn command_fund_list;
command_fn command_user_add;
command_fn command_user_list;
command_fn command_user_disable;
command_fn command_user_enable;
command_fn command_user_password;
command_fn command_backup;
command_fn command_restore;
command_fn command_reconcile;
command_fn command_audit_verify;
command_fn command_audit_checkpoint;
command_fn command_demo_seed;
command_fn command_demo_logins;
command_fn command_device_ca;
command_fn command_device_certificate;
command_fn command_evaluate;
command_fn command_plan_check;
command_fn command_plan_compare;

#endif
