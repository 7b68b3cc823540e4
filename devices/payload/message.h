// SPDX-License-Identifier: EUPL-1.2
// What a message says once it is read, whatever it was written in, and what can be wrong with it.
#ifndef PAYLOAD_MESSAGE_H
#define PAYLOAD_MESSAGE_H

#include "scoring/quantity.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAYLOAD_BYTES_MAX 65536
#define PAYLOAD_DEPTH_MAX 16
#define PAYLOAD_READINGS_MAX 200
#define PAYLOAD_DEVICE_LENGTH 32 // hex digits of a device id
#define PAYLOAD_METER_SIZE 65    // up to 64 characters and NUL
#define PAYLOAD_NUMBER_SIZE 32   // up to 31 characters and NUL
#define PAYLOAD_UNIT_SIZE 16     // up to 15 characters and NUL
#define PAYLOAD_POINTER_SIZE 192 // a JSON Pointer; a sender's names in it are cut at 32 bytes
#define PAYLOAD_SLOT_UNKNOWN 255 // the meter does not know whose turn it was
#define PAYLOAD_PLACE_SIZE 64
#define PAYLOAD_SEQUENCE_MAX INT64_C(9007199254740991) // 2^53 - 1, RFC 7493 §2.2

// New faults are appended.
enum payload_fault_code {
    PAYLOAD_OK = 0,
    // Of the whole message.
    PAYLOAD_EMPTY,          // no bytes: clears a retained message, carries nothing (case 18)
    PAYLOAD_TOO_LARGE,      // above PAYLOAD_BYTES_MAX
    PAYLOAD_UNKNOWN_FORMAT, // neither JSON nor CBOR begins like this (also a byte order mark)
    PAYLOAD_MALFORMED,      // not well formed, or bytes after the end
    PAYLOAD_BAD_TEXT,       // not UTF-8, a lone surrogate, or a NUL in a string
    PAYLOAD_TOO_DEEP,       // deeper than PAYLOAD_DEPTH_MAX
    PAYLOAD_TOO_MANY,  // more than PAYLOAD_READINGS_MAX readings, or more tokens than they can need
    PAYLOAD_NO_MEMORY, // ours, not the sender's: try again later
    // Of the message or of one reading.
    PAYLOAD_UNKNOWN_FIELD,
    PAYLOAD_DUPLICATE_FIELD,
    PAYLOAD_MISSING_FIELD, // the pointer names the field that is not there
    PAYLOAD_WRONG_TYPE,
    PAYLOAD_OUT_OF_RANGE, // integer outside the range of its field, text too long
    PAYLOAD_BAD_TIME, // not YYYY-MM-DDThh:mm:ss[.f] with Z or ±hh:mm, or no such moment; at most 9
                      // digits f, those below the microsecond are cut off
    PAYLOAD_NO_OFFSET, // a time without offset: which moment it means is not known (case 14)
    // Of one reading.
    PAYLOAD_UNKNOWN_KIND,
    PAYLOAD_UNKNOWN_QUANTITY, // no such quantity, or not one of this kind (case 56)
    PAYLOAD_UNKNOWN_UNIT,     // no such unit, or not one of this quantity
    PAYLOAD_UNKNOWN_FLAG,
    PAYLOAD_BAD_NUMBER, // more digits than can be kept exactly, or not a decimal at all
    PAYLOAD_BAD_METER,  // empty, too long, or with characters outside A-Z a-z 0-9 : . _ -
    // Of a SenML pack.
    PAYLOAD_MUST_UNDERSTAND, // a label that ends in "_": whoever does not know it takes nothing
    PAYLOAD_UNKNOWN_VERSION, // "bver" is not 10 and not 26 (10 and secondary units, RFC 9100)
    PAYLOAD_BAD_NAME,        // not a name of RFC 8428 §4.5.1
    PAYLOAD_AMBIGUOUS,       // two answers to one question: a quantity twice, a pulse of two meters
    PAYLOAD_NO_SEQUENCE,     // a relative time, and nothing that would tell a repeated message
    // Of one reading: a measurement that gave no number (case 23). Never a value.
    PAYLOAD_NO_VALUE,    // NaN, not at this resolution, infinite, reserved, error of the meter
    PAYLOAD_BELOW_RANGE, // "LO" of a quantity whose meters mean nothing by it (quantity_of_word)
    PAYLOAD_ABOVE_RANGE, // "HI", likewise
};

struct payload_fault {
    enum payload_fault_code code;
    char pointer[PAYLOAD_POINTER_SIZE]; // RFC 6901; "" is the whole message
    size_t offset; // of the byte at which it was noticed, from the message's start
};

// Closed set; new flags are appended, values are bits.
enum payload_flag {
    PAYLOAD_FLAG_NONE = 0,
    PAYLOAD_FLAG_IRREGULAR = 1,      // "irregular": irregular pulse seen by the cuff
    PAYLOAD_FLAG_MOVEMENT = 2,       // "movement"
    PAYLOAD_FLAG_CUFF_LOOSE = 4,     // "cuff-loose"
    PAYLOAD_FLAG_POSITION = 8,       // "position": improper position
    PAYLOAD_FLAG_LOW_PERFUSION = 16, // "low-perfusion"
    PAYLOAD_FLAG_BEFORE_MEAL = 32,   // "before-meal"
    PAYLOAD_FLAG_AFTER_MEAL = 64,    // "after-meal"
    PAYLOAD_FLAG_CONTROL = 128, // "control": control solution, test or demo user. Technical: never
                                // evaluated, never a member's reading (case 29)
};

// One value as it stood in the message.
struct payload_sent {
    char number[PAYLOAD_NUMBER_SIZE]; // "8.10"
    char unit[PAYLOAD_UNIT_SIZE];     // "mmol/L"
};

struct payload_reading {
    // PAYLOAD_OK: everything below holds. Otherwise the pointer lies in the reading and only
    // what could be read is set: kind may be NONE, has_time false, values fewer; the raw bytes are
    // always there.
    struct payload_fault fault;
    char place[PAYLOAD_PLACE_SIZE]; // JSON Pointer of the reading's first bytes: "/readings/3"
    enum quantity_kind kind;
    bool has_time;
    bool time_from_sent; // no "t": the message's only reading, live, has the time of "sent"
    bool time_relative;  // counted back from the receipt: known again by boot and sequence only
    bool hour_twice;     // a wall clock of the hour that comes twice: the other moment may be meant
    int64_t time_us;     // microseconds UTC
    int offset_minutes;  // as sent, east of Greenwich positive
    char meter[PAYLOAD_METER_SIZE]; // canonical (payload_meter_canonical); "" when not sent
    int slot;       // user slot of a shared meter, 0 … 254, PAYLOAD_SLOT_UNKNOWN; -1: not sent
    unsigned flags; // of enum payload_flag
    size_t value_count;
    struct quantity_value values[QUANTITY_VALUES_MAX]; // in the order of enum quantity
    struct payload_sent sent[QUANTITY_VALUES_MAX];     // sent[i] is values[i] as it stood there
    size_t
        raw_offset; // where this reading's own bytes lie in the message; of a regrouped one, those
                    // of its first record: payload_reading_raw has all of them and no others
    size_t raw_length;
};

// One record of a regrouped reading.
struct payload_piece {
    size_t reading; // index
    size_t offset;  // in the message
    size_t length;
};

struct payload_message {
    int64_t seq;     // message sequence of the device, 0 … PAYLOAD_SEQUENCE_MAX; -1 when not sent
    int64_t boot;    // boot epoch of the device, the same range; -1 when not sent
    int battery;     // per cent, 0 … 100; -1 when not sent
    int64_t sent_us; // the device's clock when it made the message, microseconds UTC; of a format
                     // that does not say it, when it was received
    int sent_offset_minutes;
    bool sent_told; // the message said it itself
    bool heartbeat; // made when it is sent, never kept for later
    size_t reading_count; // may be 0: a sign of life with a battery level
    struct payload_reading *readings;
    size_t piece_count; // 0: every reading lies in one piece
    struct payload_piece *pieces;
};

// Releases what payload_decode allocated and clears the message. Harmless on a cleared one.
void payload_release(struct payload_message *message);

// Stable code for quarantine rows, receipts and the API: "unknown-field", "malformed", …; "ok".
// Static.
const char *payload_fault_text(enum payload_fault_code code);

// The flag's name as in the profile; "" for anything but a single flag. Static.
const char *payload_flag_text(enum payload_flag flag);

// One spelling for a meter's serial or address (case 54): letters in upper case; 12 hex digits
// written in pairs with ':' or '-' lose the separators. False, and out untouched, when it is not a
// meter name.
bool payload_meter_canonical(const char *text, size_t length, char out[PAYLOAD_METER_SIZE]);

#endif
