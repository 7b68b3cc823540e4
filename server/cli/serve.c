// SPDX-License-Identifier: EUPL-1.2
// Starts the parts of the server in the order of their dependence and stops them in reverse.
#include "cli/serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "cli/control.h"
#include "cli/exit.h"
#include "cli/node.h"
#include "http/server.h"
#include "inbox/supervisor.h"
#include "service/device_life.h"
#include "service/drain.h"
#include "service/enrolment.h"
#include "service/receipt_keeper.h"
#include "service/reconcile.h"
#include "service/roster_writer.h"
#include "service/scheduler.h"
#include "service/standing.h"
#include "service/wait_keeper.h"
#include "store/accounts.h"
#include "store/audit.h"
#include "store/idempotency.h"

#define SECOND_US INT64_C(1000000)

struct running {
    struct node node;
    struct control *control;
    struct drain *drain;
    struct roster_writer *roster;
    struct scheduler *scheduler;
    struct wait_keeper waits;
    struct standing_keeper standings;
    struct reconcile_job reconcile;
    _Atomic(struct http_server *) http; // set once it listens: commits before that wake nobody
    atomic_bool stopping;
};

static void wake_streams(void *context, enum store_db db, int64_t last_seq) {
    (void)db;
    (void)last_seq;
    struct running *running = context;
    struct http_server *http = atomic_load(&running->http);
    if (http) {
        http_server_wake(http);
    }
}

static bool ready(void *context, struct http_readiness *readiness) {
    struct running *running = context;
    *readiness = (struct http_readiness){
        .database_writable = store_ready(running->node.store),
        .migrated = true, // store_open refuses anything else
        .accepting = !atomic_load(&running->stopping),
        .drain_age_seconds = drain_age_seconds(running->drain),
    };
    return true;
}

static enum rc forget_old(void *context) {
    struct running *running = context;
    enum rc rc = idempotency_prune(running->node.store, STORE_MONITORING);
    if (rc == RC_OK) {
        rc = idempotency_prune(running->node.store, STORE_OFFICE);
    }
    if (rc == RC_OK) {
        rc = session_prune(running->node.store, clock_technical_us());
    }
    int64_t days = config_integer(running->node.config, "monitoring", "receipt-days");
    return rc == RC_OK ? receipts_forget(&running->node.service, (int)days) : rc;
}

// In the log it leaves the machine together with the log, out of reach of who cuts the databases.
static enum rc sign_audit(void *context) {
    struct running *running = context;
    char text[AUDIT_CHECKPOINT_SIZE];
    enum rc rc = audit_checkpoint(running->node.store, text);
    if (rc == RC_OK) {
        log_notice("audit.checkpoint", log_text("text", text));
    }
    return rc;
}

static enum rc start_drain(struct running *running, struct fault *fault) {
    const struct config *config = running->node.config;
    const struct drain_options options = {
        .service = &running->node.service,
        .inboxes = config_text(config, "doors", "inboxes"),
        .wake = config_text(config, "doors", "wake"),
        .record_only = config_bool(config, "monitoring", "record-only"),
    };
    enum rc rc = drain_open(&options, &running->drain, fault);
    return rc == RC_OK ? drain_start(running->drain) : rc;
}

static enum rc start_http(struct running *running, struct fault *fault) {
    struct http_settings settings;
    http_settings_read(running->node.config, &settings);
    settings.demo = config_bool(running->node.config, "demo", "enabled");
    settings.ready = ready;
    settings.ready_closure = running;
    struct http_server *http = NULL;
    enum rc rc = http_server_start(&settings, &running->node.service, fault, &http);
    if (rc == RC_OK) {
        atomic_store(&running->http, http);
        log_notice("serve.listening", log_int("port", http_server_port(http)));
    }
    return rc;
}

static enum rc start_all(struct running *running, const struct config *config,
                         struct fault *fault) {
    enum rc rc = node_open(config, wake_streams, running, &running->node, fault);
    if (rc == RC_OK) {
        rc = roster_writer_start(&running->node.service, config_text(config, "doors", "roster"),
                                 config_integer(config, "doors", "report-every"), &running->roster,
                                 fault);
    }
    if (rc == RC_OK) {
        rc = start_drain(running, fault);
    }
    if (rc == RC_OK) {
        running->waits = (struct wait_keeper){.service = &running->node.service};
        running->standings = (struct standing_keeper){.service = &running->node.service};
        running->reconcile = (struct reconcile_job){.service = &running->node.service};
        const struct scheduler_job jobs[] = {
            {"enrolment", SECOND_US / 5, enrolment_apply, &running->node.service},
            {"standing", SECOND_US / 2, standing_apply, &running->node.service},
            {"standing-days", SECOND_US, standing_keeper_run, &running->standings},
            {"silence", SECOND_US, drain_note_silence, running->drain},
            {"claim-waits", SECOND_US, wait_keeper_run, &running->waits},
            {"reconcile", 60 * SECOND_US, reconcile_run_due, &running->reconcile},
            {"device-checks", 5 * SECOND_US, device_life_tell_checks, &running->node.service},
            {"audit-checkpoint", 600 * SECOND_US, sign_audit, running},
            {"forget", 3600 * SECOND_US, forget_old, running},
        };
        rc = scheduler_start(jobs, sizeof jobs / sizeof *jobs, &running->scheduler);
    }
    if (rc == RC_OK) {
        rc = control_start(&running->node, &running->control, fault);
    }
    return rc == RC_OK ? start_http(running, fault) : rc;
}

static void stop_all(struct running *running) {
    atomic_store(&running->stopping, true);
    struct http_server *http = atomic_exchange(&running->http, NULL);
    http_server_stop(http);
    control_stop(running->control);
    scheduler_stop(running->scheduler);
    drain_close(running->drain);
    roster_writer_stop(running->roster);
    node_close(&running->node);
    http_server_free(http); // only now can no writer thread wake it any more
}

int serve(const struct config *config) {
    // Broken pipes are results of write, not signals.
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignore, NULL);
    // Blocked before any thread starts, so that only sigwait below sees them.
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, NULL);

    struct running running;
    memset(&running, 0, sizeof running);
    struct fault fault = {0};
    int code = 0;
    enum rc rc = start_all(&running, config, &fault);
    if (rc == RC_OK) {
        int number = 0;
        (void)supervisor_tell("READY=1"); // nobody listens when it was started by hand
        sigwait(&stop, &number);
        (void)supervisor_tell("STOPPING=1");
        log_notice("serve.stopping", log_int("signal", number));
    } else {
        log_error("serve.not-started", log_text("code", fault.code), log_rc(rc));
        code = exit_code_of(rc);
    }
    stop_all(&running);
    return code;
}
