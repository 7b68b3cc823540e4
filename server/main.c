// SPDX-License-Identifier: EUPL-1.2
// sostegno: reads the words, meets the needs of the command they name, runs it.
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/log.h"
#include "cli/command.h"
#include "cli/control.h"
#include "cli/exit.h"
#include "cli/settings.h"

static int print_help(FILE *out) {
    fputs("usage: sostegno [--config FILE] COMMAND\n\n", out);
    for (const struct command *command = commands; command->name; command++) {
        fprintf(out, "  %s%s%s\n      %s\n", command->name, command->arguments[0] ? " " : "",
                command->arguments, command->help);
    }
    fputs("\n  --check-config   say whether the settings are good\n"
          "  --print-config   print all settings with one sentence each\n"
          "  --version, --help\n",
          out);
    return EXIT_CODE_OK;
}

static int usage(const char *text, const char *word) {
    fprintf(stderr, "sostegno: %s%s; see sostegno --help\n", text, word);
    return EXIT_CODE_USAGE;
}

static void configure_log(const struct config *config) {
    const char *level = config_text(config, "log", "level");
    enum log_level least = LOG_LEVEL_INFO;
    if (strcmp(level, "debug") == 0) {
        least = LOG_LEVEL_DEBUG;
    } else if (strcmp(level, "warning") == 0) {
        least = LOG_LEVEL_WARNING;
    } else if (strcmp(level, "error") == 0) {
        least = LOG_LEVEL_ERROR;
    }
    bool text = strcmp(config_text(config, "log", "format"), "text") == 0;
    log_configure(text ? LOG_FORMAT_TEXT : LOG_FORMAT_JSON, least);
}

// The server of the data folder runs the command if there is one; otherwise we open the stores.
static int run_on_store(const struct command *command, struct invocation *invocation, int count,
                        const char *const *words) {
    int code = EXIT_CODE_FAILURE;
    enum rc rc = control_ask(invocation->config, count, words, &code);
    if (rc == RC_OK) {
        return code;
    }
    struct fault fault = {0};
    if (rc == RC_INVALID) {
        return EXIT_CODE_USAGE;
    }
    if (rc != RC_NOT_FOUND) {
        fputs("sostegno: the server does not answer on its control socket\n", stderr);
        return EXIT_CODE_UNREACHABLE;
    }
    struct node node = {0};
    if (node_open(invocation->config, NULL, NULL, &node, &fault) != RC_OK) {
        return command_fail(invocation, &fault);
    }
    invocation->node = &node;
    code = command_run(command, invocation);
    node_close(&node);
    return code;
}

static int run(const struct command *command, const struct config *config, int used, int count,
               const char *const *words) {
    char directory[4096];
    struct invocation invocation = {
        .config = config,
        .directory = getcwd(directory, sizeof directory) ? directory : "/",
        .count = count - used,
        .words = words + used,
        .out = stdout,
        .err = stderr,
        .arena = arena_new(0),
    };
    if (!invocation.arena) {
        return EXIT_CODE_FAILURE;
    }
    // No core files with keys in them (a demo's are invented, and debuggers want them).
    if (!config || !config_bool(config, "demo", "enabled")) {
        prctl(PR_SET_DUMPABLE, 0);
    }
    int code = command->need == COMMAND_STORE ? run_on_store(command, &invocation, count, words)
                                              : command_run(command, &invocation);
    arena_free(invocation.arena);
    return code;
}

int main(int argc, char **argv) {
    const char *file = NULL;
    const char *words[64] = {0};
    int count = 0;
    bool check = false, print = false;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            return print_help(stdout);
        } else if (strcmp(argv[i], "--version") == 0) {
            printf("sostegno %s\n", SOSTEGNO_VERSION);
            return EXIT_CODE_OK;
        } else if (strcmp(argv[i], "--check-config") == 0) {
            check = true;
        } else if (strcmp(argv[i], "--print-config") == 0) {
            print = true;
        } else if (strcmp(argv[i], "--config") == 0 && i + 1 < argc) {
            file = argv[++i];
        } else if (count < (int)(sizeof words / sizeof *words)) {
            words[count++] = argv[i];
        } else {
            return usage("too many words: ", argv[i]);
        }
    }
    int used = 0;
    const struct command *command = command_find(count, words, &used);
    if (!command && !check && !print) {
        return count == 0 ? (print_help(stderr), EXIT_CODE_USAGE)
                          : usage("unknown command: ", words[0]);
    }
    if (command && command->need == COMMAND_NOTHING && !check && !print) {
        return run(command, NULL, used, count, words);
    }
    struct settings settings = {0};
    char message[CONFIG_MESSAGE_SIZE];
    if (settings_load(file, &settings, message) != RC_OK) {
        fprintf(stderr, "sostegno: %s\n", message);
        return EXIT_CODE_CONFIG;
    }
    int code = EXIT_CODE_OK;
    configure_log(settings.config);
    if (print) {
        config_print(settings.config, stdout);
    } else if (check) {
        puts("the settings are good");
    } else {
        code = run(command, settings.config, used, count, words);
    }
    settings_release(&settings);
    return code;
}
