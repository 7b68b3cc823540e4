// SPDX-License-Identifier: EUPL-1.2
// Commands over a Unix socket, so that one process alone writes the databases.
#include "cli/control.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/log.h"
#include "cli/command.h"
#include "cli/exit.h"

enum { REQUEST_MAX = 16384, WORDS_MAX = 64, PEERS_MAX = 16, BACKLOG = 64, REST_MS = 100 };

// For the whole request, and again for the whole reply: no drip of bytes prolongs it.
static const int64_t PATIENCE_US = 5 * CLOCK_SECOND_US;

struct control {
    struct node *node;
    pthread_t thread;
    int socket;
    char path[sizeof(((struct sockaddr_un *)0)->sun_path)];
    pthread_mutex_t lock; // guards what follows
    pthread_cond_t left;  // a peer left, or stopping
    int peers[PEERS_MAX]; // descriptors, -1: free
    size_t count;
    bool stopping;
};

struct peer {
    struct control *control;
    size_t place;
    int socket;
};

static bool address_of(const struct config *config, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    int length = snprintf(address->sun_path, sizeof address->sun_path, "%s/control.sock",
                          config_text(config, "data", "directory"));
    return length > 0 && (size_t)length < sizeof address->sun_path;
}

// Only root and the server's own user may ask; the socket's mode says the same to everybody else.
// SO_PEERCRED's struct ucred, spelled out because glibc hides it without _GNU_SOURCE.
static bool peer_allowed(int peer) {
    struct {
        pid_t pid;
        uid_t uid;
        gid_t gid;
    } credentials = {0};
    socklen_t size = sizeof credentials;
    return getsockopt(peer, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 &&
           (credentials.uid == 0 || credentials.uid == geteuid());
}

// False when the deadline has passed.
static bool wait_for(int socket, short events, int64_t until) {
    int64_t left = until - clock_monotonic_us();
    struct pollfd ready = {.fd = socket, .events = events};
    return left > 0 && (poll(&ready, 1, (int)(left / 1000) + 1) > 0 || errno == EINTR);
}

static bool try_again(ssize_t moved) {
    return moved < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

static ssize_t read_line(int socket, char *line, size_t room) {
    int64_t until = clock_monotonic_us() + PATIENCE_US;
    size_t used = 0;
    while (used < room && wait_for(socket, POLLIN, until)) {
        ssize_t got = recv(socket, line + used, room - used, MSG_DONTWAIT);
        if (try_again(got)) {
            continue;
        }
        if (got <= 0) {
            return -1;
        }
        used += (size_t)got;
        char *end = memchr(line, '\n', used);
        if (end) {
            return end - line;
        }
    }
    return -1;
}

static bool write_all(int socket, const char *bytes, size_t length) {
    int64_t until = clock_monotonic_us() + PATIENCE_US;
    while (length > 0 && wait_for(socket, POLLOUT, until)) {
        ssize_t sent = send(socket, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (try_again(sent)) {
            continue;
        }
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return length == 0;
}

static int run_words(struct control *control, const char *directory, int count,
                     const char *const *words, FILE *out, FILE *err) {
    int used = 0;
    const struct command *command = command_find(count, words, &used);
    if (!command || command->need != COMMAND_STORE) {
        fputs("sostegno: the server does not run this command\n", err);
        return EXIT_CODE_USAGE;
    }
    struct invocation invocation = {
        .config = control->node->config,
        .node = control->node,
        .directory = directory,
        .count = count - used,
        .words = words + used,
        .out = out,
        .err = err,
        .arena = arena_new(0),
    };
    log_notice("control.command", log_text("command", command->name));
    int code = invocation.arena ? command_run(command, &invocation) : EXIT_CODE_FAILURE;
    arena_free(invocation.arena);
    return code;
}

static json_t *answer(struct control *control, const json_t *request) {
    const char *directory = json_string_value(json_object_get(request, "directory"));
    const json_t *list = json_object_get(request, "words");
    const char *words[WORDS_MAX];
    size_t count = json_array_size(list);
    if (!directory || count == 0 || count > WORDS_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        words[i] = json_string_value(json_array_get(list, i));
        if (!words[i]) {
            return NULL;
        }
    }
    char *out_text = NULL, *err_text = NULL;
    size_t out_size = 0, err_size = 0;
    FILE *out = open_memstream(&out_text, &out_size);
    FILE *err = open_memstream(&err_text, &err_size);
    json_t *reply = NULL;
    int code = out && err ? run_words(control, directory, (int)count, words, out, err) : 1;
    if (out) {
        fclose(out);
    }
    if (err) {
        fclose(err);
    }
    if (out_text && err_text) {
        reply = json_pack("{s:i, s:s, s:s}", "code", code, "out", out_text, "err", err_text);
    }
    free(out_text);
    free(err_text);
    return reply;
}

static void serve_peer(struct control *control, int socket) {
    if (!peer_allowed(socket)) {
        log_peer("control.refused");
        return;
    }
    char line[REQUEST_MAX];
    ssize_t length = read_line(socket, line, sizeof line);
    struct fault fault = {0};
    json_t *request = NULL;
    if (length < 0 || json_read(line, (size_t)length, NULL, &fault, &request) != RC_OK) {
        log_peer("control.malformed");
        return;
    }
    json_t *reply = answer(control, request);
    char *text = reply ? json_dumps(reply, JSON_COMPACT) : NULL;
    if (!text || !write_all(socket, text, strlen(text)) || !write_all(socket, "\n", 1)) {
        log_peer("control.not-answered");
    }
    free(text);
    json_decref(reply);
    json_decref(request);
}

static void leave(const struct peer *peer) {
    struct control *control = peer->control;
    pthread_mutex_lock(&control->lock);
    control->peers[peer->place] = -1;
    close(peer->socket); // under the lock: control_stop must not shut down a stranger's descriptor
    control->count--;
    pthread_cond_broadcast(&control->left); // the last touch: control_stop may free it now
    pthread_mutex_unlock(&control->lock);
}

static void *serve_thread(void *closure) {
    struct peer peer = *(struct peer *)closure;
    free(closure);
    serve_peer(peer.control, peer.socket);
    leave(&peer);
    return NULL;
}

// Waits for a free place and takes it; false when stopping.
static bool enter(struct control *control, int socket, struct peer *peer) {
    pthread_mutex_lock(&control->lock);
    while (control->count == PEERS_MAX && !control->stopping) {
        pthread_cond_wait(&control->left, &control->lock);
    }
    bool entered = !control->stopping;
    size_t place = 0;
    while (entered && control->peers[place] >= 0) {
        place++;
    }
    if (entered) {
        control->peers[place] = socket;
        control->count++;
    }
    pthread_mutex_unlock(&control->lock);
    *peer = (struct peer){.control = control, .place = place, .socket = socket};
    return entered;
}

// A thread for each peer, so that who sends nothing or reads nothing holds up nobody else.
static void take_in(struct control *control, int socket) {
    struct peer entered;
    pthread_attr_t detached;
    pthread_t thread;
    if (!enter(control, socket, &entered)) {
        close(socket);
        return;
    }
    struct peer *peer = malloc(sizeof *peer);
    bool runs = false;
    pthread_attr_init(&detached);
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    if (peer) {
        *peer = entered;
        runs = pthread_create(&thread, &detached, serve_thread, peer) == 0;
    }
    pthread_attr_destroy(&detached);
    if (!runs) {
        log_error("control.no-thread");
        free(peer);
        leave(&entered);
    }
}

static bool is_stopping(struct control *control) {
    pthread_mutex_lock(&control->lock);
    bool stopping = control->stopping;
    pthread_mutex_unlock(&control->lock);
    return stopping;
}

static void *listen_loop(void *closure) {
    struct control *control = closure;
    while (!is_stopping(control)) {
        int socket = accept(control->socket, NULL, NULL);
        if (socket >= 0) {
            take_in(control, socket);
        } else if (errno != EINTR && errno != ECONNABORTED && !is_stopping(control)) {
            // Descriptors or memory are short, which passes.
            log_warning("control.accept", log_text("reason", strerror(errno)));
            nanosleep(&(struct timespec){.tv_nsec = REST_MS * 1000000L}, NULL);
        }
    }
    return NULL;
}

static void release(struct control *control) {
    if (control->socket >= 0) {
        close(control->socket);
    }
    pthread_cond_destroy(&control->left);
    pthread_mutex_destroy(&control->lock);
    free(control);
}

enum rc control_start(struct node *node, struct control **out, struct fault *fault) {
    struct sockaddr_un address;
    struct control *control = calloc(1, sizeof *control);
    if (!control) {
        return fault_set(fault, RC_NOMEM, "control-socket");
    }
    pthread_mutex_init(&control->lock, NULL);
    pthread_cond_init(&control->left, NULL);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        control->peers[i] = -1;
    }
    control->node = node;
    control->socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (control->socket < 0 || !address_of(node->config, &address)) {
        goto failed;
    }
    memcpy(control->path, address.sun_path, sizeof control->path);
    // The lock on the databases is ours, so whoever bound this before is dead.
    unlink(control->path);
    // Nobody can connect before listen(); the umask belongs to all threads, some of which are
    // writing files for the doors just now.
    if (bind(control->socket, (const struct sockaddr *)&address, sizeof address) != 0 ||
        chmod(control->path, 0600) != 0 || listen(control->socket, BACKLOG) != 0 ||
        pthread_create(&control->thread, NULL, listen_loop, control) != 0) {
        goto failed;
    }
    *out = control;
    return RC_OK;
failed:
    release(control);
    return fault_set(fault, RC_IO, "control-socket");
}

void control_stop(struct control *control) {
    if (!control) {
        return;
    }
    pthread_mutex_lock(&control->lock);
    control->stopping = true;
    pthread_cond_broadcast(&control->left);
    for (size_t i = 0; i < PEERS_MAX; i++) {
        if (control->peers[i] >= 0) {
            shutdown(control->peers[i],
                     SHUT_RD); // who still asks is cut off, who waits is answered
        }
    }
    pthread_mutex_unlock(&control->lock);
    shutdown(control->socket, SHUT_RDWR);
    pthread_join(control->thread, NULL);
    pthread_mutex_lock(&control->lock);
    while (control->count > 0) {
        pthread_cond_wait(&control->left, &control->lock);
    }
    pthread_mutex_unlock(&control->lock);
    unlink(control->path);
    release(control);
}

static enum rc send_request(int peer, int count, const char *const *words) {
    char directory[4096];
    json_t *list = json_array();
    bool whole = true;
    for (int i = 0; i < count; i++) {
        // What is no UTF-8 is no JSON text. A word that got lost would turn the others into its place.
        whole = json_array_append_new(list, json_string(words[i])) == 0 && whole;
    }
    json_t *request = whole && getcwd(directory, sizeof directory)
                          ? json_pack("{s:s, s:O}", "directory", directory, "words", list)
                          : NULL;
    json_decref(list);
    char *text = request ? json_dumps(request, JSON_COMPACT) : NULL;
    json_decref(request);
    if (!whole) {
        fputs("sostegno: a word of the command is not UTF-8\n", stderr);
    }
    bool sent = text && write_all(peer, text, strlen(text)) && write_all(peer, "\n", 1);
    free(text);
    if (!whole) {
        return RC_INVALID;
    }
    return sent ? RC_OK : RC_IO;
}

static enum rc receive_reply(int peer, int *code) {
    // Answers are as long as the command makes them; the server closes behind the line.
    struct buffer text;
    buffer_init(&text, 64u << 20);
    char part[65536];
    ssize_t got = 0;
    enum rc rc = RC_OK;
    while (rc == RC_OK && (got = recv(peer, part, sizeof part, 0)) > 0) {
        rc = buffer_append(&text, part, (size_t)got);
    }
    json_t *reply = NULL;
    const struct json_limits limits = {.bytes = 64u << 20, .depth = 4, .keys = 8};
    if (rc == RC_OK) {
        rc = json_read(buffer_string(&text), text.length, &limits, NULL, &reply) == RC_OK ? RC_OK
                                                                                          : RC_IO;
    }
    if (rc == RC_OK) {
        const char *out = json_string_value(json_object_get(reply, "out"));
        const char *err = json_string_value(json_object_get(reply, "err"));
        fputs(out ? out : "", stdout);
        fputs(err ? err : "", stderr);
        *code = (int)json_integer_value(json_object_get(reply, "code"));
    }
    json_decref(reply);
    buffer_free(&text);
    return rc;
}

enum rc control_ask(const struct config *config, int count, const char *const *words, int *code) {
    struct sockaddr_un address;
    int peer = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    enum rc rc = RC_NOT_FOUND;
    if (peer >= 0 && address_of(config, &address) &&
        connect(peer, (const struct sockaddr *)&address, sizeof address) == 0) {
        rc = send_request(peer, count, words);
        if (rc == RC_OK) {
            rc = receive_reply(peer, code);
        }
    }
    if (peer >= 0) {
        close(peer);
    }
    return rc;
}
