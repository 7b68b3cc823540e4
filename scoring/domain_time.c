// SPDX-License-Identifier: EUPL-1.2
// The mapping from real to domain time, and its one line of text.
#include "scoring/domain_time.h"

#include <string.h>

static const char prefix[] = "domain 1 ";

struct domain_time domain_time_real(void) {
    return (struct domain_time){0, 0, 1000};
}

static bool valid_speed(int64_t speed) {
    return speed >= 0 && speed <= DOMAIN_TIME_SPEED_MAX;
}

static bool add(int64_t a, int64_t b, int64_t *out) {
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum)) {
        return false;
    }
    *out = sum;
    return true;
}

static bool subtract(int64_t a, int64_t b, int64_t *out) {
    int64_t difference;
    if (__builtin_sub_overflow(a, b, &difference)) {
        return false;
    }
    *out = difference;
    return true;
}

// *out = value * factor / divisor, rounded down. factor and divisor are at most
// DOMAIN_TIME_SPEED_MAX, so the product of a rest with the factor fits.
static bool scale_down(int64_t value, int64_t factor, int64_t divisor, int64_t *out) {
    int64_t whole = value / divisor;
    int64_t rest = value % divisor;
    if (rest < 0) {
        rest += divisor;
        whole -= 1;
    }
    if (factor != 0 && (whole > INT64_MAX / factor || whole < -(INT64_MAX / factor))) {
        return false;
    }
    return add(whole * factor, rest * factor / divisor, out);
}

bool domain_time_at(const struct domain_time *clock, int64_t real_us, int64_t *out) {
    int64_t passed = 0;
    return valid_speed(clock->speed_permille) &&
           subtract(real_us, clock->anchor_real_us, &passed) &&
           scale_down(passed, clock->speed_permille, 1000, &passed) &&
           add(clock->anchor_domain_us, passed, out);
}

bool domain_time_when(const struct domain_time *clock, int64_t domain_us, int64_t *out) {
    int64_t wanted = 0;
    if (!valid_speed(clock->speed_permille) || clock->speed_permille == 0 ||
        !subtract(domain_us, clock->anchor_domain_us, &wanted)) {
        return false;
    }
    // Rounding up is rounding the opposite down. INT64_MIN has no opposite, and is out of reach
    // anyway.
    int64_t passed = 0;
    if (wanted == INT64_MIN || !scale_down(-wanted, 1000, clock->speed_permille, &passed)) {
        return false;
    }
    // scale_down keeps to multiples of 1000 above INT64_MIN, so passed has an opposite.
    return add(clock->anchor_real_us, -passed, out);
}

// One decimal integer without leading zeros; moves *at behind it.
static bool read_number(const char *text, size_t length, size_t *at, int64_t *out) {
    bool negative = *at < length && text[*at] == '-';
    size_t from = *at + (negative ? 1 : 0);
    size_t to = from;
    int64_t number = 0;
    for (; to < length && text[to] >= '0' && text[to] <= '9'; to++) {
        int64_t figure = text[to] - '0';
        if (number < (INT64_MIN + figure) / 10) {
            return false;
        }
        number = number * 10 - figure;
    }
    bool leading_zero = to - from > 1 && text[from] == '0';
    if (to == from || leading_zero || (negative && number == 0) ||
        (!negative && number == INT64_MIN)) {
        return false;
    }
    *out = negative ? number : -number;
    *at = to;
    return true;
}

static bool read_space(const char *text, size_t length, size_t *at) {
    if (*at >= length || text[*at] != ' ') {
        return false;
    }
    *at += 1;
    return true;
}

bool domain_time_parse(const char *text, size_t length, struct domain_time *out) {
    struct domain_time clock = {0};
    size_t at = sizeof prefix - 1;
    if (length < at || memcmp(text, prefix, at) != 0 ||
        !read_number(text, length, &at, &clock.anchor_real_us) || !read_space(text, length, &at) ||
        !read_number(text, length, &at, &clock.anchor_domain_us) ||
        !read_space(text, length, &at) || !read_number(text, length, &at, &clock.speed_permille)) {
        return false;
    }
    if (at < length && text[at] == '\n') {
        at++;
    }
    if (at != length || !valid_speed(clock.speed_permille)) {
        return false;
    }
    *out = clock;
    return true;
}

static size_t print_number(int64_t number, char last, char *out) {
    char reversed[24];
    size_t count = 0;
    uint64_t amount = number < 0 ? UINT64_C(0) - (uint64_t)number : (uint64_t)number;
    do {
        reversed[count++] = (char)('0' + amount % 10);
        amount /= 10;
    } while (amount != 0);
    if (number < 0) {
        reversed[count++] = '-';
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = reversed[count - 1 - i];
    }
    out[count] = last;
    return count + 1;
}

size_t domain_time_print(const struct domain_time *clock, char out[DOMAIN_TIME_TEXT_SIZE]) {
    size_t at = sizeof prefix - 1;
    memcpy(out, prefix, at);
    at += print_number(clock->anchor_real_us, ' ', out + at);
    at += print_number(clock->anchor_domain_us, ' ', out + at);
    at += print_number(clock->speed_permille, '\n', out + at);
    out[at] = '\0';
    return at;
}
