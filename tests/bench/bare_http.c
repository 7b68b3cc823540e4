// SPDX-License-Identifier: EUPL-1.2
// The peer of the read benchmarks: bare libmicrohttpd (poll, two threads) that runs given SQL on a
// database and prints the rows as JSON arrays. No sessions, no access check, no audit, no names.
// bare_http PORT DATABASE SQL-FILE BINDS-FILE: for every request the statement runs once per line of
// BINDS-FILE, its tab-separated words ("i123", "ttext", "xa0b1" for a blob, "n" for NULL) bound as $1…$n.
// Listens on 127.0.0.1. Whatever does not fit or fails ends the program: a peer that answers with less
// than was asked for would look fast.
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINES_MAX = 4096, WORDS_MAX = 16, TEXT_MAX = 1 << 20 };

struct bench {
    const char *database;
    char *sql;
    char *binds; // the file; words point into it
    char *words[LINES_MAX][WORDS_MAX];
    int counts[LINES_MAX];
    int lines;
};

static _Thread_local sqlite3 *connection;
static _Thread_local sqlite3_stmt *statement;

static void give_up(const char *why) {
    fprintf(stderr, "bare_http: %s\n", why);
    exit(1);
}

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    char *text = calloc(1, TEXT_MAX + 1);
    if (!text || fread(text, 1, TEXT_MAX, file) == 0) {
        exit(1);
    }
    fclose(file);
    return text;
}

static void split(struct bench *bench) {
    char *line = bench->binds;
    while (*line && bench->lines < LINES_MAX) {
        char *end = strchr(line, '\n');
        if (end) {
            *end = '\0';
        }
        int count = 0;
        for (char *word = line; word;) {
            if (count == WORDS_MAX) {
                give_up("too many words in a line");
            }
            char *tab = strchr(word, '\t');
            if (tab) {
                *tab = '\0';
            }
            bench->words[bench->lines][count++] = word;
            word = tab ? tab + 1 : NULL;
        }
        bench->counts[bench->lines++] = count;
        if (!end) {
            break;
        }
        line = end + 1;
    }
}

static size_t row_text(char *out, size_t room) {
    size_t used = 0;
    int columns = sqlite3_column_count(statement);
    for (int i = 0; i < columns && used + 128 < room; i++) {
        const char *text = sqlite3_column_type(statement, i) == SQLITE_BLOB
                               ? "blob"
                               : (const char *)sqlite3_column_text(statement, i);
        used += (size_t)snprintf(out + used, room - used, "%s\"%.100s\"", i ? "," : "[",
                                 text ? text : "");
    }
    used += (size_t)snprintf(out + used, room - used, "],");
    return used;
}

static void bind_word(int at, const char *text) {
    unsigned char blob[64];
    size_t length = strlen(text + 1) / 2;
    int code = SQLITE_OK;
    switch (text[0]) {
    case 'i':
        code = sqlite3_bind_int64(statement, at, strtoll(text + 1, NULL, 10));
        break;
    case 'x':
        for (size_t i = 0; i < length && i < sizeof blob; i++) {
            char digits[3] = {text[1 + 2 * i], text[2 + 2 * i], '\0'};
            blob[i] = (unsigned char)strtoul(digits, NULL, 16);
        }
        code = sqlite3_bind_blob(statement, at, blob, (int)length, SQLITE_TRANSIENT);
        break;
    case 't':
        code = sqlite3_bind_text(statement, at, text + 1, -1, SQLITE_STATIC);
        break;
    default:
        code = sqlite3_bind_null(statement, at);
    }
    if (code) {
        give_up(sqlite3_errmsg(connection));
    }
}

static enum MHD_Result answer(void *closure, struct MHD_Connection *http, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **state) {
    (void)url, (void)method, (void)version, (void)data;
    struct bench *bench = closure;
    if (!*state) {
        *state = bench;
        return MHD_YES;
    }
    *size = 0;
    if (!connection) {
        if (sqlite3_open_v2(bench->database, &connection, SQLITE_OPEN_READONLY, NULL) ||
            sqlite3_prepare_v3(connection, bench->sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               NULL)) {
            give_up(sqlite3_errmsg(connection));
        }
    }
    char *body = malloc(TEXT_MAX);
    size_t used = 0;
    for (int line = 0; body && line < bench->lines; line++) {
        for (int word = 0; word < bench->counts[line]; word++) {
            const char *text = bench->words[line][word];
            char name[16];
            snprintf(name, sizeof name, "$%d", word + 1);
            int at = sqlite3_bind_parameter_index(statement, name);
            bind_word(at, text);
        }
        int code;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW && used + 2048 < TEXT_MAX) {
            used += row_text(body + used, TEXT_MAX - used);
        }
        if (code != SQLITE_DONE) {
            give_up(code == SQLITE_ROW ? "more rows than fit" : sqlite3_errmsg(connection));
        }
        sqlite3_reset(statement);
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(used, body, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result result = MHD_queue_response(http, MHD_HTTP_OK, response);
    MHD_destroy_response(response);
    return result;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fputs("usage: bare_http PORT DATABASE SQL-FILE BINDS-FILE\n", stderr);
        return 2;
    }
    static struct bench bench;
    bench.database = argv[2];
    bench.sql = read_file(argv[3]);
    bench.binds = read_file(argv[4]);
    split(&bench);
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);
    uint16_t port = (uint16_t)strtoul(argv[1], NULL, 10);
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, port, NULL, NULL, answer, &bench,
        MHD_OPTION_SOCK_ADDR, (const struct sockaddr *)&address, MHD_OPTION_THREAD_POOL_SIZE, 2u,
        MHD_OPTION_END);
    if (!daemon) {
        give_up("cannot listen");
    }
    int number = 0;
    sigwait(&stop, &number);
    MHD_stop_daemon(daemon);
    return 0;
}
