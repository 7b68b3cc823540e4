// SPDX-License-Identifier: EUPL-1.2
// Many CoAP devices in one process, for the speed tests: DTLS with pre-shared keys, confirmable
// POST /v1/r, one message of each device in flight, repeated after 2 to 3 s as RFC 7252 §4.8 says.
// coap_load PORT DEVICES CLIENTS MESSAGES SECONDS NEWEST
// DEVICES: lines "<id> <secret>". MESSAGES of each device, 0: until SECONDS are over. A line "connected"
// tells when all have shaken hands; ends with one line of JSON.
#include "bench_message.h"

#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define CLIENTS_MAX 12000
#define TIMES_MAX 2000000
#define HANDSHAKES_AT_ONCE 200
#define HEADER_MAX 16
#define SWEEP_US 50000
#define REPEATS_MAX 4

enum state {
    STATE_NEW = 0,
    STATE_HANDSHAKE,
    STATE_IDLE,
    STATE_WAITING,
    STATE_OVER,
};

struct line {
    int socket;
    enum state state;
    SSL *tls;
    char id[33];
    char secret[129];
    uint16_t mid;
    long number;
    int repeats;
    int64_t since_us;
    int64_t again_us;
    int64_t patience_us;
};

static struct {
    SSL_CTX *context;
    struct line *lines;
    size_t count;
    size_t ready;
    size_t shaking;
    int64_t *times;
    size_t answered;
    size_t refused;
    size_t repeated;
    size_t given_up;
    long messages;
    time_t newest;
    int poll;
} load;

static int64_t now_us(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000000 + at.tv_nsec / 1000;
}

static unsigned give_key(SSL *tls, const char *hint, char *identity, unsigned identity_max,
                         unsigned char *key, unsigned key_max) {
    const struct line *line = SSL_get_app_data(tls);
    size_t length = strlen(line->secret);
    (void)hint;
    if (length > key_max || snprintf(identity, identity_max, "%s", line->id) != 32)
        return 0;
    memcpy(key, line->secret, length);
    return (unsigned)length;
}

static bool dial(struct line *line, const struct sockaddr_in *door) {
    line->socket = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    line->tls = SSL_new(load.context);
    if (line->socket < 0 || line->tls == NULL ||
        connect(line->socket, (const struct sockaddr *)door, sizeof *door) != 0)
        return false;
    BIO *bio = BIO_new_dgram(line->socket, BIO_NOCLOSE);
    if (bio == NULL)
        return false;
    struct sockaddr_in copy = *door;
    (void)BIO_ctrl(bio, BIO_CTRL_DGRAM_SET_CONNECTED, 0, &copy);
    SSL_set_bio(line->tls, bio, bio);
    SSL_set_app_data(line->tls, line);
    SSL_set_connect_state(line->tls);
    (void)SSL_set_options(line->tls, SSL_OP_NO_QUERY_MTU);
    (void)SSL_set_mtu(line->tls, 1400);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = line};
    line->state = STATE_HANDSHAKE;
    load.shaking++;
    return epoll_ctl(load.poll, EPOLL_CTL_ADD, line->socket, &event) == 0;
}

static bool shake(struct line *line) {
    int result = SSL_do_handshake(line->tls);
    if (result == 1) {
        line->state = STATE_IDLE;
        load.ready++;
        load.shaking--;
        return true;
    }
    return SSL_get_error(line->tls, result) == SSL_ERROR_WANT_READ;
}

static void transmit(struct line *line) {
    static char text[BENCH_MESSAGE_SIZE];
    static const uint8_t options[] = {0xb2, 'v', '1', 0x01, 'r', 0x11, 50, 0xff};
    uint8_t packet[HEADER_MAX + 1200] = {0x44, 2, (uint8_t)(line->mid >> 8), (uint8_t)line->mid,
                                         (uint8_t)line->mid, 7, 7, 7};
    memcpy(packet + 8, options, sizeof options);
    size_t length = bench_message(text, load.newest, line->number, 1, 1);
    memcpy(packet + 8 + sizeof options, text, length);
    (void)SSL_write(line->tls, packet, (int)(8 + sizeof options + length)); // lost ones are repeated
}

static void send_new(struct line *line, int64_t now) {
    line->mid++;
    line->repeats = 0;
    line->since_us = now;
    line->patience_us = 2000000 + random() % 1000000;
    line->again_us = now + line->patience_us;
    line->state = STATE_WAITING;
    transmit(line);
}

static void repeat(struct line *line, int64_t now) {
    if (line->repeats++ == REPEATS_MAX) {
        line->state = STATE_OVER;
        load.given_up++;
        return;
    }
    load.repeated++;
    line->patience_us *= 2;
    line->again_us = now + line->patience_us;
    transmit(line);
}

static void receive(struct line *line, int64_t now) {
    uint8_t packet[1500];
    for (int length; (length = SSL_read(line->tls, packet, sizeof packet)) >= 4;) {
        if (line->state != STATE_WAITING || packet[2] != line->mid >> 8 ||
            packet[3] != (line->mid & 255))
            continue; // the answer to a repeated message, again
        if (packet[1] != 0x44) {
            load.refused++;
            line->state = STATE_OVER;
            continue;
        }
        if (load.answered < TIMES_MAX)
            load.times[load.answered++] = now - line->since_us;
        line->number++;
        line->state = load.messages > 0 && line->number >= load.messages ? STATE_OVER : STATE_IDLE;
    }
}

static void sweep(int64_t now) {
    static int64_t next;
    if (now < next)
        return;
    next = now + SWEEP_US;
    for (size_t i = 0; i < load.count; i++) {
        struct line *line = &load.lines[i];
        if (line->state == STATE_HANDSHAKE)
            (void)DTLSv1_handle_timeout(line->tls); // nothing to do is no fault
        else if (line->state == STATE_WAITING && now >= line->again_us)
            repeat(line, now);
    }
}

static bool serve(bool sending) {
    static struct epoll_event events[256];
    int count = epoll_wait(load.poll, events, 256, 10);
    int64_t now = now_us();
    for (int i = 0; i < count; i++) {
        struct line *line = events[i].data.ptr;
        if (line->state == STATE_HANDSHAKE) {
            if (!shake(line))
                return false;
            continue;
        }
        receive(line, now);
        if (sending && line->state == STATE_IDLE)
            send_new(line, now_us());
    }
    sweep(now);
    return true;
}

static bool connect_all(int port) {
    struct sockaddr_in door = {.sin_family = AF_INET,
                               .sin_port = htons((uint16_t)port),
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int64_t until = now_us() + 120000000;
    for (size_t i = 0; i < load.count; i++) {
        if (!dial(&load.lines[i], &door) || !shake(&load.lines[i]))
            return false;
        while (load.shaking >= HANDSHAKES_AT_ONCE && now_us() < until)
            if (!serve(false))
                return false;
    }
    while (load.ready < load.count && now_us() < until)
        if (!serve(false))
            return false;
    return load.ready == load.count;
}

static int by_size(const void *a, const void *b) {
    int64_t one = *(const int64_t *)a;
    int64_t other = *(const int64_t *)b;
    return (one > other) - (one < other);
}

static bool prepare(const char *devices, size_t wanted) {
    char text[600];
    FILE *file = fopen(devices, "r");
    load.lines = calloc(CLIENTS_MAX, sizeof *load.lines);
    load.times = calloc(TIMES_MAX, sizeof *load.times);
    load.context = SSL_CTX_new(DTLS_client_method());
    load.poll = epoll_create1(EPOLL_CLOEXEC);
    if (file == NULL || wanted > CLIENTS_MAX || load.lines == NULL || load.times == NULL ||
        load.context == NULL || load.poll < 0 ||
        SSL_CTX_set_cipher_list(load.context, "PSK-AES128-GCM-SHA256:PSK-AES128-CCM8") != 1)
        return false;
    SSL_CTX_set_psk_client_callback(load.context, give_key);
    while (load.count < wanted && fgets(text, sizeof text, file) != NULL) {
        struct line *line = &load.lines[load.count];
        if (bench_device(text, line->id, line->secret))
            load.count++;
    }
    (void)fclose(file);
    return load.count == wanted;
}

int main(int argc, char **argv) {
    if (argc != 7 || !prepare(argv[2], strtoul(argv[3], NULL, 10)))
        return 2;
    load.messages = strtol(argv[4], NULL, 10);
    int64_t patience_us = (int64_t)(strtod(argv[5], NULL) * 1e6);
    load.newest = (time_t)strtol(argv[6], NULL, 10);
    if (!connect_all((int)strtol(argv[1], NULL, 10))) {
        fprintf(stderr, "coap_load: %zu of %zu shook hands\n", load.ready, load.count);
        return 1;
    }
    puts("connected");
    (void)fflush(stdout);
    int64_t begin = now_us();
    for (size_t i = 0; i < load.count; i++)
        send_new(&load.lines[i], now_us());
    size_t all = load.messages > 0 ? load.count * (size_t)load.messages : TIMES_MAX;
    while (now_us() - begin < patience_us &&
           load.answered + load.refused + load.given_up < all)
        (void)serve(true);
    double seconds = (double)(now_us() - begin) / 1e6;
    size_t count = load.answered;
    qsort(load.times, count, sizeof *load.times, by_size);
    printf("{\"acknowledged\":%zu,\"rate\":%.0f,\"seconds\":%.2f,\"p50\":%.2f,\"p99\":%.2f,"
           "\"repeated\":%zu,\"refused\":%zu,\"givenUp\":%zu}\n",
           count, (double)count / seconds, seconds,
           count ? (double)load.times[count / 2] / 1000 : 0,
           count ? (double)load.times[count * 99 / 100] / 1000 : 0, load.repeated, load.refused,
           load.given_up);
    for (size_t i = 0; i < load.count; i++) {
        SSL_free(load.lines[i].tls);
        (void)close(load.lines[i].socket);
    }
    SSL_CTX_free(load.context);
    free(load.lines);
    free(load.times);
    return 0;
}
