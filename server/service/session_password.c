// SPDX-License-Identifier: EUPL-1.2
// What may be a password: long enough, not a famous one, not the account's own name (ASVS 5.0 6.2).
#include "service/session.h"

#include <ctype.h>
#include <string.h>

#include "service/famous_words.h"

// Words of this house, which are the first that somebody tries here.
static const char *const house[] = {"sostegno", "unisalute", "password"};

static size_t characters(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return count;
}

static void lower(const char *text, char *out, size_t size) {
    size_t i = 0;
    for (; text[i] != '\0' && i + 1 < size; i++) {
        out[i] = (char)tolower((unsigned char)text[i]);
    }
    out[i] = '\0';
}

// Does what remains beside `word` make a password of its own?
static bool leans_on(const char *password, const char *word) {
    const char *at = word[0] == '\0' ? NULL : strstr(password, word);
    return at != NULL && characters(password) - characters(word) < SESSION_PASSWORD_MIN / 2;
}

enum rc session_password_check(const char *username, const char *password, const char *pointer,
                               struct fault *fault) {
    size_t length = characters(password);
    if (length < SESSION_PASSWORD_MIN) {
        return fault_at(fault, pointer, "too-short");
    }
    if (length > SESSION_PASSWORD_MAX) {
        return fault_at(fault, pointer, "too-long");
    }
    char low[SESSION_PASSWORD_MAX * 4 + 1];
    char name[80];
    lower(password, low, sizeof low);
    lower(username, name, sizeof name);
    if (leans_on(low, name)) {
        return fault_at(fault, pointer, "contains-username");
    }
    // A year, a name of a month or three digits behind a famous word do not make it less famous.
    if (famous_words_leave(password) < SESSION_PASSWORD_MIN / 2) {
        return fault_at(fault, pointer, "too-common");
    }
    for (size_t i = 0; i < sizeof house / sizeof house[0]; i++) {
        if (leans_on(low, house[i])) {
            return fault_at(fault, pointer, "too-common");
        }
    }
    return RC_OK;
}
