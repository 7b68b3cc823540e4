// SPDX-License-Identifier: EUPL-1.2
// The peer of the doors: a subscriber as most people write one. A persistent session with QoS 1, the
// loop of libmosquitto, and one flushed SQLite transaction for each message.
// sqlite_peer PORT DATABASE; ends at SIGTERM.
#include <mosquitto.h>
#include <sqlite3.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static volatile sig_atomic_t stopping;
static sqlite3_stmt *insert;

static void on_signal(int number) {
    (void)number;
    stopping = 1;
}

static void on_connect(struct mosquitto *client, void *context, int code) {
    (void)context;
    if (code == 0)
        (void)mosquitto_subscribe(client, NULL, "ltc/v1/+/up/#", 1);
}

static void on_subscribe(struct mosquitto *client, void *context, int mid, int count,
                         const int *granted) {
    (void)client, (void)context, (void)mid, (void)count, (void)granted;
    puts("ready");
    (void)fflush(stdout);
}

static void on_message(struct mosquitto *client, void *context,
                       const struct mosquitto_message *message) {
    (void)client;
    (void)context;
    (void)sqlite3_bind_text(insert, 1, message->topic, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 2, message->payload, message->payloadlen, SQLITE_STATIC);
    if (sqlite3_step(insert) != SQLITE_DONE)
        fputs("not stored\n", stderr);
    (void)sqlite3_reset(insert);
}

int main(int argc, char **argv) {
    sqlite3 *db = NULL;
    if (argc != 3 || sqlite3_open(argv[2], &db) != SQLITE_OK ||
        sqlite3_exec(db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                     "CREATE TABLE IF NOT EXISTS reading"
                     " (id INTEGER PRIMARY KEY, topic TEXT, payload TEXT)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, "INSERT INTO reading (topic, payload) VALUES (?, ?)", -1, &insert,
                           NULL) != SQLITE_OK)
        return 1;
    struct sigaction action = {.sa_handler = on_signal};
    (void)sigaction(SIGTERM, &action, NULL);
    (void)mosquitto_lib_init();
    struct mosquitto *client = mosquitto_new("sqlite-peer", false, NULL);
    if (client == NULL)
        return 1;
    mosquitto_connect_callback_set(client, on_connect);
    mosquitto_subscribe_callback_set(client, on_subscribe);
    mosquitto_message_callback_set(client, on_message);
    if (mosquitto_connect(client, "127.0.0.1", (int)strtol(argv[1], NULL, 10), 60) !=
        MOSQ_ERR_SUCCESS)
        return 1;
    while (!stopping && mosquitto_loop(client, 100, 100) == MOSQ_ERR_SUCCESS) {
    }
    mosquitto_destroy(client);
    (void)mosquitto_lib_cleanup();
    (void)sqlite3_finalize(insert);
    (void)sqlite3_close(db);
    return stopping ? 0 : 1;
}
