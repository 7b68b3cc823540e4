// SPDX-License-Identifier: EUPL-1.2
// The drain's thread, its folder and its sockets.
#include "service/drain.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "inbox/wake.h"
#include "service/drain_acks.h"
#include "service/drain_doors.h"
#include "service/drain_inbox.h"
#include "service/drain_renewals.h"
#include "service/drain_troubles.h"
#include "service/drain_watch.h"
#include "service/half_keeper.h"
#include "service/inbox_folder.h"
#include "service/ingest_memory.h"
#include "service/service.h"
#include "service/silence.h"
#include "vault/vault.h"

enum { INBOXES_MAX = 64, LOOK_EVERY_MS = 1000, PASS_EVERY_MS = 25 };

struct drain {
    const struct service *service;
    char folder[DRAIN_PATH_SIZE - 256];
    bool record_only;
    struct inbox_keypair keys;
    int wake;   // -1: none
    int sender; // -1: none
    int stop;   // eventfd
    pthread_t thread;
    bool running;
    struct drain_inbox inboxes[INBOXES_MAX];
    size_t count;
    bool overfull; // there are more
    struct drain_watch watch;
    struct drain_doors doors;
    struct drain_troubles troubles;
    struct drain_questions questions;
    struct drain_renewals renewals;
    struct ingest_memory *memory; // during a pass
    struct silence_keeper silence;     // of the scheduler's thread
    atomic_int_least64_t looked_us;    // monotonic, end of the last pass; 0: none
    atomic_int_least64_t caught_up_us; // domain
};

static void remember(void *context, const char *path) {
    struct drain *drain = context;
    for (size_t i = 0; i < drain->count; i++) {
        if (strcmp(drain->inboxes[i].path, path) == 0) {
            return;
        }
    }
    if (drain->count == INBOXES_MAX) {
        if (!drain->overfull) {
            drain->overfull = true; // said once, not every second
            log_error("drain.too-many-inboxes", log_int("most", INBOXES_MAX));
        }
        return;
    }
    struct drain_inbox *inbox = &drain->inboxes[drain->count];
    *inbox = (struct drain_inbox){.batch = DRAIN_BATCH_MAX};
    int length = snprintf(inbox->path, sizeof inbox->path, "%s", path);
    if (length > 0 && (size_t)length < sizeof inbox->path) {
        drain->count++;
    }
}

static size_t list_present(const struct drain *drain, struct public_id present[INBOXES_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i < drain->count; i++) {
        if (drain->inboxes[i].reader != NULL) {
            present[count++] = public_id_of_bytes(inbox_reader_id(drain->inboxes[i].reader));
        }
    }
    return count;
}

static void listen_to_doors(struct drain *drain) {
    const struct inbox_ears ears = {.heard = drain_doors_heard,
                                    .heard_context = &drain->doors,
                                    .troubled = drain_troubles_heard,
                                    .troubled_context = &drain->troubles,
                                    .asked = drain_acks_asked,
                                    .asked_context = &drain->questions,
                                    .renewed = drain_renewals_heard,
                                    .renewed_context = &drain->renewals};
    (void)inbox_wake_receive(drain->wake, &ears);
}

// What doors have said meanwhile is heard before one is called silent.
static enum rc look_at_doors(struct drain *drain, const struct public_id *present, size_t count) {
    if (drain->wake < 0) {
        return RC_OK; // nobody can tell us
    }
    listen_to_doors(drain);
    return drain_doors_look(&drain->doors, drain->service, present, count, clock_monotonic_us());
}

enum rc drain_run_once(struct drain *drain) {
    int64_t began_us = service_domain_now(drain->service);
    struct drain_hand hand = {.service = drain->service,
                              .keys = &drain->keys,
                              .record_only = drain->record_only,
                              .memory = drain->memory,
                              .sender = drain->sender,
                              .inboxes = drain->inboxes};
    inbox_folder_walk(drain->folder, remember, drain);
    hand.inbox_count = drain->count;
    enum rc first = RC_OK;
    for (size_t i = 0; i < drain->count; i++) {
        enum rc rc = drain_inbox_empty(&drain->inboxes[i], &hand);
        if (rc != RC_OK && rc != RC_NOT_FOUND && first == RC_OK) {
            first = rc;
        }
    }
    ingest_memory_forget(drain->memory); // it is about persons and does not lie about
    struct public_id present[INBOXES_MAX];
    size_t count = list_present(drain, present);
    if (first == RC_OK) {
        first = drain_watch_look(&drain->watch, drain->service, present, count);
    }
    enum rc doors = look_at_doors(drain, present, count);
    first = first == RC_OK ? doors : first;
    if (drain->count > 0) {
        atomic_store(&drain->looked_us, clock_monotonic_us());
        if (first == RC_OK) {
            atomic_store(&drain->caught_up_us, began_us);
        }
    }
    // What doors refused says nothing about what was read: it must not hide who is silent.
    enum rc troubles = drain_troubles_write(&drain->troubles, drain->service, clock_monotonic_us());
    enum rc answers = drain_acks_answer(&drain->questions, drain->service, drain->sender,
                                        drain->inboxes, drain->count);
    enum rc renewals = drain_renewals_write(&drain->renewals, drain->service);
    troubles = troubles == RC_OK ? answers : troubles;
    troubles = troubles == RC_OK ? renewals : troubles;
    return first == RC_OK ? troubles : first;
}

static void *run(void *context) {
    struct drain *drain = context;
    for (;;) {
        int64_t began_us = clock_monotonic_us();
        // What failed is logged where it happened, and the next look comes within a second.
        (void)!drain_run_once(drain);
        // Each pass costs a flush of the disk on which the doors flush, too: under load a pass
        // takes what came in a while, and the doors keep the disk.
        struct pollfd stop = {.fd = drain->stop, .events = POLLIN};
        int64_t rest_us = began_us + PASS_EVERY_MS * 1000 - clock_monotonic_us();
        if (rest_us > 0 && poll(&stop, 1, (int)((rest_us + 999) / 1000)) > 0) {
            return NULL;
        }
        struct pollfd wait[2] = {{.fd = drain->stop, .events = POLLIN},
                                 {.fd = drain->wake, .events = POLLIN}};
        int ready = poll(wait, 2, LOOK_EVERY_MS);
        if (ready > 0 && wait[0].revents != 0) {
            return NULL;
        }
        if (ready > 0 && wait[1].revents != 0) {
            // Which door has something new does not matter.
            listen_to_doors(drain);
        }
    }
}

enum rc drain_open(const struct drain_options *options, struct drain **out, struct fault *fault) {
    struct drain *drain = calloc(1, sizeof *drain);
    if (drain == NULL) {
        return fault_set(fault, RC_NOMEM, "no-memory");
    }
    *drain = (struct drain){.service = options->service,
                            .silence = {.service = options->service},
                            .record_only = options->record_only,
                            .wake = -1,
                            .sender = -1,
                            .stop = eventfd(0, EFD_CLOEXEC)};
    enum rc rc = ingest_memory_open(&drain->memory);
    int length = snprintf(drain->folder, sizeof drain->folder, "%s", options->inboxes);
    if (rc != RC_OK) {
        fault_set(fault, rc, "no-memory");
    } else if (length < 0 || (size_t)length >= sizeof drain->folder) {
        rc = fault_set(fault, RC_INVALID, "inboxes-path-too-long");
    } else if (drain->stop < 0 || inbox_socket_sender(&drain->sender) != INBOX_OK ||
               (options->wake != NULL && options->wake[0] != '\0' &&
                inbox_socket_bind(options->wake, &drain->wake) != INBOX_OK)) {
        rc = fault_set(fault, RC_IO, "wake-socket");
    }
    if (rc != RC_OK) {
        drain_close(drain);
        return rc;
    }
    vault_inbox_keys(options->service->vault, drain->keys.public, drain->keys.secret);
    *out = drain;
    return RC_OK;
}

enum rc drain_start(struct drain *drain) {
    if (drain->running) {
        return RC_CONFLICT;
    }
    if (pthread_create(&drain->thread, NULL, run, drain) != 0) {
        return RC_NOMEM;
    }
    drain->running = true;
    return RC_OK;
}

void drain_stop(struct drain *drain) {
    if (drain == NULL || !drain->running) {
        return;
    }
    uint64_t one = 1;
    while (write(drain->stop, &one, sizeof one) < 0 && errno == EINTR) {
    }
    pthread_join(drain->thread, NULL);
    drain->running = false;
}

void drain_close(struct drain *drain) {
    if (drain == NULL) {
        return;
    }
    drain_stop(drain);
    for (size_t i = 0; i < drain->count; i++) {
        drain_inbox_close(&drain->inboxes[i]);
    }
    int sockets[] = {drain->wake, drain->sender, drain->stop};
    for (size_t i = 0; i < sizeof sockets / sizeof sockets[0]; i++) {
        if (sockets[i] >= 0) {
            close(sockets[i]);
        }
    }
    ingest_memory_close(drain->memory);
    vault_wipe(&drain->keys, sizeof drain->keys);
    free(drain);
}

int64_t drain_age_seconds(const struct drain *drain) {
    int64_t looked_us = atomic_load(&drain->looked_us);
    return looked_us == 0 ? -1 : (clock_monotonic_us() - looked_us) / CLOCK_SECOND_US;
}

int64_t drain_caught_up_us(const struct drain *drain) {
    return atomic_load(&drain->caught_up_us);
}

enum rc drain_note_silence(void *context) {
    struct drain *drain = context;
    int64_t as_of_us = drain_caught_up_us(drain);
    enum rc rc =
        silence_keep(&drain->silence, as_of_us, clock_technical_us(), clock_monotonic_us());
    return rc == RC_OK ? halves_check(drain->service, as_of_us) : rc;
}
