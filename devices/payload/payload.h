// SPDX-License-Identifier: EUPL-1.2
// Bytes from a device to readings: strict, bounded, exact (docs/payload.md).
//
// Every format that is read stands in one table (format.c); which of them a message is in says its
// content type or content format, else its topic, else its first byte. All formats end in the same
// struct payload_message.
//
// What is refused, and how much of a message a fault takes with it:
// - Bytes that are not well formed (syntax, UTF-8, depth, size), or a message whose own fields are
//   wrong (unknown, twice, missing, of the wrong type): the whole message; the fault is returned.
// - A fault inside one reading: that reading only. It stays in the array with its fault set so
//   that it can be put into quarantine; the others are good (ingestion case 10).
// Nothing here judges values: plausibility and freshness are scoring/plausibility.h, called by the
// server.
//
// The JSON text is read by a small tokeniser of our own and not by jansson, because a number must
// be kept exactly as sent ("8.10" is not 8.1 to a person who reads a meter) and jansson turns
// numbers into double.
//
// The functions keep no state and may be called from any thread.
#ifndef PAYLOAD_PAYLOAD_H
#define PAYLOAD_PAYLOAD_H

#include "payload/message.h"

#define PAYLOAD_NO_CONTENT_FORMAT (-1)

// What the transport says about the bytes.
struct payload_envelope {
    const char *media_type; // MQTT 5 content type as sent; "" or NULL when there is none
    int32_t content_format; // CoAP content format, or PAYLOAD_NO_CONTENT_FORMAT
    const char *kind;       // last segment of the MQTT topic; "" or NULL when there is none
    int64_t received_us;    // domain instant of receipt, microseconds UTC: "now" of relative times
};

// Reads one message. On PAYLOAD_OK *out holds it, to be released by payload_release. On anything
// else *out is untouched and *fault (never NULL) says what and where. A content type, content
// format or first byte that is none of ours: PAYLOAD_UNKNOWN_FORMAT.
enum payload_fault_code payload_read(const struct payload_envelope *envelope, const void *bytes,
                                     size_t length, struct payload_message *out,
                                     struct payload_fault *fault);

// The same with nothing known but the bytes.
enum payload_fault_code payload_decode(const void *bytes, size_t length,
                                       struct payload_message *out, struct payload_fault *fault);

// Reads what was kept of one faulty reading of the primary profile: an element of "readings" alone,
// in JSON or CBOR. Its own fault, if any, is in *reading as it was; places and offsets count from
// the element; it may have no time. False, and *reading untouched, when the bytes are no such
// element (a whole message, a record of another format).
bool payload_read_element(const void *bytes, size_t length, struct payload_reading *reading);

// The bytes of readings[index] alone, as they came: what lies between the records of a regrouped
// reading may be about other people. Several records are given as an array of them. Writes at most
// `length` + 3 bytes, the message's length and 3, and returns how many. `bytes` is the message that
// was read; index < reading_count.
size_t payload_reading_raw(const struct payload_message *message, size_t index, const void *bytes,
                           void *out);

// What makes a reading the same reading (design §3.5). Each key is printable ASCII and
// NUL-terminated, without a newline; hashing is the caller's. Identity is the hash of slot, one
// newline, values.
// - slot: where the values were put: the meter (else the device), the kind, and the meter's own
// time; of a live
//   reading without a time of its own, boot and sequence if both were sent, else the time of
//   sending (a sequence without boot starts anew at every restart and would hide real readings).
//   Transport, gateway, offset and user slot are not part of it.
// - values: the canonical values, by quantity.
//   Same slot, same values: the same reading again. Same slot, other values: kept as a second
//   reading; to be flagged as doubtful when the slot is a sequence, and quite usual for two
//   measurements in one minute.
// - sequence: device, boot, sequence and index in the message; "" when the message has no sequence.
// Met again
//   with another identity, the device has reused a sequence (case 7).
#define PAYLOAD_KEY_SIZE 192
struct payload_keys {
    char slot[PAYLOAD_KEY_SIZE];
    char values[PAYLOAD_KEY_SIZE];
    char sequence[PAYLOAD_KEY_SIZE];
};

// Keys of readings[index], sent by `device` (32 lower-case hex digits). False, and *out untouched,
// when the reading has a fault (quarantine rows are told apart by their raw bytes) or index or
// device are not valid.
bool payload_reading_keys(const struct payload_message *message, size_t index, const char *device,
                          struct payload_keys *out);

#endif
