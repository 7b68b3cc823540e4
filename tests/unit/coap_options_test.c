// SPDX-License-Identifier: EUPL-1.2
// The content formats that the CoAP door lets in are those that the payload decoder reads.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "coap/options.h"
#include "payload/payload.h"

// A message that is refused at the door stays in the device for ever; one let in that nobody reads
// would fill the quarantine.
static void the_door_lets_in_what_the_decoder_reads(void **state) {
    (void)state;
    for (int32_t format = -1; format <= 65535; format++) {
        struct payload_message message = {0};
        struct payload_fault fault;
        struct payload_envelope envelope = {.content_format = format};
        enum payload_fault_code code = PAYLOAD_OK;
        const char *const bytes[] = {"{", "[", "\xa0", "\x80"};
        bool read = false;
        for (size_t i = 0; i < 4; i++) {
            code = payload_read(&envelope, bytes[i], 1, &message, &fault);
            read |= code != PAYLOAD_UNKNOWN_FORMAT;
            payload_release(&message);
        }
        assert_int_equal(options_format_known(format), read);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_door_lets_in_what_the_decoder_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
