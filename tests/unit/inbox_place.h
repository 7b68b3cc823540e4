// SPDX-License-Identifier: EUPL-1.2
// A temporary place with keys and an inbox path, and short ways to append and read, for custody
// tests.
#ifndef UNIT_INBOX_PLACE_H
#define UNIT_INBOX_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "inbox/inbox.h"

struct place {
    char folder[64];
    char path[96];
    struct inbox_keypair keys;
};

// cmocka set-up and tear-down; state is a struct place.
int place_setup(void **state);
int place_teardown(void **state);

// `<folder>/<name>`, valid until the next call with the same slot (0 to 3).
const char *place_file(const struct place *place, int slot, const char *name);

struct inbox_writer *place_writer(const struct place *place);
struct inbox_reader *place_reader(const struct place *place);

// Facts of a message of the place's only device.
struct inbox_facts place_facts(void);

// Appends text, requires success, returns the sequence.
int64_t place_append(struct inbox_writer *writer, const char *text);

// Trims and does the upkeep until nothing is left to do.
void place_trim(struct inbox_writer *writer, int64_t upto);

// Requires that the inbox holds exactly the given texts (NULL ends the list), all sound, none
// missing.
void place_expect(const struct place *place, const char *const *texts);

#endif
