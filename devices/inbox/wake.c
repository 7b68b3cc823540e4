// SPDX-License-Identifier: EUPL-1.2
// Best-effort datagrams on Unix sockets between doors and server.
#include "inbox/wake.h"

#include "inbox/bytes.h"
#include "inbox/replace.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

// Datagram: 8 bytes what it says, the inbox id, a number (a sequence, a state, 0 in a wake, a count
// of troubles or acks), little endian. A trouble goes on with the device id and u32 which trouble,
// a question with the device id, a renewal with device id and tag, acks with device id, boot, from,
// upto and newest of each.
#define WORD_SIZE 8
#define DATAGRAM_SIZE (WORD_SIZE + INBOX_ID_SIZE + 8)
#define TROUBLE_SIZE (DATAGRAM_SIZE + INBOX_DEVICE_SIZE + 4)
#define ASK_SIZE (DATAGRAM_SIZE + INBOX_DEVICE_SIZE)
#define RENEWED_SIZE (ASK_SIZE + INBOX_TAG_SIZE)
#define ACK_SIZE (INBOX_DEVICE_SIZE + 4 * 8)
#define ACKS_SIZE (DATAGRAM_SIZE + INBOX_ACKS_MAX * ACK_SIZE)
#define RECEIVE_MAX 256

static const char wake_word[] = "SOSWAKE1";
static const char state_word[] = "SOSDOOR1";
static const char trouble_word[] = "SOSTRBL1";
static const char trim_word[] = "SOSTRIM1";
static const char ask_word[] = "SOSASKS1";
static const char renewed_word[] = "SOSRNEW1";
static const char acks_word[] = "SOSACKS1";

static bool address_of(const char *path, struct sockaddr_un *out) {
    size_t length = path == NULL ? 0 : strlen(path);
    if (length == 0 || length >= sizeof out->sun_path)
        return false;
    *out = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(out->sun_path, path, length + 1);
    return true;
}

enum inbox_result inbox_socket_sender(int *out) {
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return replace_errno(errno);
    *out = fd;
    return INBOX_OK;
}

enum inbox_result inbox_socket_bind(const char *path, int *out) {
    struct sockaddr_un address;
    struct stat status;
    int fd = -1;
    if (!address_of(path, &address))
        return INBOX_INVALID;
    // Only a socket is ever replaced: a wrong path must not delete somebody's file.
    if (lstat(path, &status) == 0) {
        if (!S_ISSOCK(status.st_mode))
            return INBOX_INVALID;
        if (unlink(path) != 0)
            return replace_errno(errno);
    }
    enum inbox_result result = inbox_socket_sender(&fd);
    if (result != INBOX_OK)
        return result;
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        chmod(path, 0660) != 0) {
        result = replace_errno(errno);
        (void)close(fd); // nothing was written
        return result;
    }
    *out = fd;
    return INBOX_OK;
}

static void put_word(uint8_t *datagram, const char *word, const uint8_t id[INBOX_ID_SIZE],
                     int64_t number) {
    memcpy(datagram, word, WORD_SIZE);
    memcpy(datagram + WORD_SIZE, id, INBOX_ID_SIZE);
    bytes_put_i64(datagram + WORD_SIZE + INBOX_ID_SIZE, number);
}

static bool hand_over(int sender, const char *path, const uint8_t *datagram, size_t length) {
    struct sockaddr_un address;
    return address_of(path, &address) &&
           sendto(sender, datagram, length, MSG_DONTWAIT | MSG_NOSIGNAL,
                  (const struct sockaddr *)&address, sizeof address) == (ssize_t)length;
}

static bool send_word(int sender, const char *path, const char *word,
                      const uint8_t id[INBOX_ID_SIZE], int64_t sequence) {
    uint8_t datagram[DATAGRAM_SIZE];
    put_word(datagram, word, id, sequence);
    return hand_over(sender, path, datagram, sizeof datagram);
}

bool inbox_wake_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE]) {
    return send_word(sender, drain_path, wake_word, id, 0);
}

bool inbox_state_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                      enum inbox_state state) {
    return send_word(sender, drain_path, state_word, id, (int64_t)state);
}

bool inbox_trouble_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                        const struct inbox_trouble_report *report) {
    uint8_t datagram[TROUBLE_SIZE];
    put_word(datagram, trouble_word, id, report->count);
    memcpy(datagram + DATAGRAM_SIZE, report->device, INBOX_DEVICE_SIZE);
    bytes_put_u32(datagram + DATAGRAM_SIZE + INBOX_DEVICE_SIZE, (uint32_t)report->trouble);
    return hand_over(sender, drain_path, datagram, sizeof datagram);
}

bool inbox_ask_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                    const uint8_t device[INBOX_DEVICE_SIZE]) {
    uint8_t datagram[ASK_SIZE];
    put_word(datagram, ask_word, id, 0);
    memcpy(datagram + DATAGRAM_SIZE, device, INBOX_DEVICE_SIZE);
    return hand_over(sender, drain_path, datagram, sizeof datagram);
}

bool inbox_renewed_send(int sender, const char *drain_path, const uint8_t id[INBOX_ID_SIZE],
                        const uint8_t device[INBOX_DEVICE_SIZE],
                        const uint8_t tag[INBOX_TAG_SIZE]) {
    uint8_t datagram[RENEWED_SIZE];
    put_word(datagram, renewed_word, id, 0);
    memcpy(datagram + DATAGRAM_SIZE, device, INBOX_DEVICE_SIZE);
    memcpy(datagram + ASK_SIZE, tag, INBOX_TAG_SIZE);
    return hand_over(sender, drain_path, datagram, sizeof datagram);
}

bool inbox_acks_send(int sender, const char *door_path, const uint8_t id[INBOX_ID_SIZE],
                     const struct inbox_ack *acks, size_t count) {
    uint8_t datagram[ACKS_SIZE];
    if (count == 0 || count > INBOX_ACKS_MAX)
        return false;
    put_word(datagram, acks_word, id, (int64_t)count);
    uint8_t *at = datagram + DATAGRAM_SIZE;
    for (size_t i = 0; i < count; i++, at += ACK_SIZE) {
        memcpy(at, acks[i].device, INBOX_DEVICE_SIZE);
        bytes_put_i64(at + INBOX_DEVICE_SIZE, acks[i].boot);
        bytes_put_i64(at + INBOX_DEVICE_SIZE + 8, acks[i].from);
        bytes_put_i64(at + INBOX_DEVICE_SIZE + 16, acks[i].upto);
        bytes_put_i64(at + INBOX_DEVICE_SIZE + 24, acks[i].newest);
    }
    return hand_over(sender, door_path, datagram, DATAGRAM_SIZE + count * ACK_SIZE);
}

bool inbox_trim_send(int sender, const char *door_path, const uint8_t id[INBOX_ID_SIZE],
                     int64_t upto) {
    return send_word(sender, door_path, trim_word, id, upto);
}

static void hear_trouble(const uint8_t *datagram, const struct inbox_ears *ears) {
    uint32_t trouble = bytes_get_u32(datagram + DATAGRAM_SIZE + INBOX_DEVICE_SIZE);
    struct inbox_trouble_report report = {
        .count = bytes_get_i64(datagram + WORD_SIZE + INBOX_ID_SIZE)};
    if (ears->troubled == NULL || trouble == INBOX_TROUBLE_NONE || trouble >= INBOX_TROUBLE_KINDS ||
        report.count < 1 || report.count > INBOX_TROUBLE_COUNT_MAX ||
        memcmp(datagram, trouble_word, WORD_SIZE) != 0)
        return;
    report.trouble = (enum inbox_trouble)trouble;
    memcpy(report.device, datagram + DATAGRAM_SIZE, INBOX_DEVICE_SIZE);
    ears->troubled(ears->troubled_context, &report);
}

static void hear_question(const uint8_t *datagram, const struct inbox_ears *ears) {
    if (ears->asked != NULL && memcmp(datagram, ask_word, WORD_SIZE) == 0)
        ears->asked(ears->asked_context, datagram + WORD_SIZE, datagram + DATAGRAM_SIZE);
}

static void hear_renewal(const uint8_t *datagram, const struct inbox_ears *ears) {
    if (ears->renewed != NULL && memcmp(datagram, renewed_word, WORD_SIZE) == 0)
        ears->renewed(ears->renewed_context, datagram + DATAGRAM_SIZE, datagram + ASK_SIZE);
}

// Whether it was a wake.
static bool hear(const uint8_t *datagram, const struct inbox_ears *ears) {
    int64_t number = bytes_get_i64(datagram + WORD_SIZE + INBOX_ID_SIZE);
    enum inbox_state state = INBOX_STATE_NONE;
    bool woken = memcmp(datagram, wake_word, WORD_SIZE) == 0;
    if (!woken) {
        if (memcmp(datagram, state_word, WORD_SIZE) != 0 || number < INBOX_STATE_WELL ||
            number > INBOX_STATE_AWAY)
            return false;
        state = (enum inbox_state)number;
    }
    if (ears->heard != NULL)
        ears->heard(ears->heard_context, datagram + WORD_SIZE, state);
    return woken;
}

_Static_assert(RENEWED_SIZE > TROUBLE_SIZE, "the longest of them");

// Bounded, so that a sender in a loop cannot hold its reader.
bool inbox_wake_receive(int socket, const struct inbox_ears *ears) {
    static const struct inbox_ears deaf = {0};
    bool any = false;
    uint8_t datagram[RENEWED_SIZE + 1]; // the longest there is
    for (int i = 0; i < RECEIVE_MAX; i++) {
        ssize_t got = recv(socket, datagram, sizeof datagram, MSG_DONTWAIT);
        if (got < 0)
            break;
        if (got == ASK_SIZE)
            hear_question(datagram, ears == NULL ? &deaf : ears);
        else if (got == RENEWED_SIZE)
            hear_renewal(datagram, ears == NULL ? &deaf : ears);
        else if (got == TROUBLE_SIZE)
            hear_trouble(datagram, ears == NULL ? &deaf : ears);
        else if (got == DATAGRAM_SIZE && hear(datagram, ears == NULL ? &deaf : ears))
            any = true;
    }
    return any;
}

static void hear_acks(const uint8_t *datagram, size_t length, inbox_acked *acked, void *context) {
    int64_t count = bytes_get_i64(datagram + WORD_SIZE + INBOX_ID_SIZE);
    if (acked == NULL || count < 1 || count > INBOX_ACKS_MAX ||
        length != DATAGRAM_SIZE + (size_t)count * ACK_SIZE)
        return;
    const uint8_t *at = datagram + DATAGRAM_SIZE;
    for (int64_t i = 0; i < count; i++, at += ACK_SIZE) {
        struct inbox_ack ack = {.boot = bytes_get_i64(at + INBOX_DEVICE_SIZE),
                                .from = bytes_get_i64(at + INBOX_DEVICE_SIZE + 8),
                                .upto = bytes_get_i64(at + INBOX_DEVICE_SIZE + 16),
                                .newest = bytes_get_i64(at + INBOX_DEVICE_SIZE + 24)};
        memcpy(ack.device, at, INBOX_DEVICE_SIZE);
        if (ack.boot >= -1 && ack.from >= 0 && ack.from <= ack.upto && ack.upto <= ack.newest)
            acked(context, &ack);
    }
}

bool inbox_words_receive(int socket, const uint8_t id[INBOX_ID_SIZE], inbox_acked *acked,
                         void *context, int64_t *upto) {
    bool any = false;
    int64_t highest = 0;
    uint8_t datagram[ACKS_SIZE + 1];
    for (int i = 0; i < RECEIVE_MAX; i++) {
        ssize_t got = recv(socket, datagram, sizeof datagram, MSG_DONTWAIT);
        if (got < 0)
            break;
        if (got < DATAGRAM_SIZE || memcmp(datagram + WORD_SIZE, id, INBOX_ID_SIZE) != 0)
            continue;
        if (memcmp(datagram, acks_word, WORD_SIZE) == 0)
            hear_acks(datagram, (size_t)got, acked, context);
        if (got != DATAGRAM_SIZE || memcmp(datagram, trim_word, WORD_SIZE) != 0)
            continue;
        int64_t sequence = bytes_get_i64(datagram + WORD_SIZE + INBOX_ID_SIZE);
        if (sequence > highest)
            highest = sequence;
        any = true;
    }
    if (any)
        *upto = highest;
    return any;
}
