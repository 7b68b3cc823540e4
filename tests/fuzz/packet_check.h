// SPDX-License-Identifier: EUPL-1.2
// What must hold for the packets of a foreign broker, whatever bytes it sends.
#ifndef FUZZ_PACKET_CHECK_H
#define FUZZ_PACKET_CHECK_H

#include <stddef.h>
#include <stdint.h>

// What became of a stream of bytes.
struct packet_fate {
    size_t read;   // packets that were read
    size_t broken; // 1 when the stream ended with what is no packet
};

// The first byte says which version is spoken (odd: 5), the rest is the stream. Reads packet after
// packet and aborts, naming what does not hold, when a promise of subscriber/packet.h or
// subscriber/uptopic.h is broken.
struct packet_fate packet_check(const uint8_t *bytes, size_t length);

#endif
