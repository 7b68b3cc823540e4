// SPDX-License-Identifier: EUPL-1.2
// Writing a record.
#include "case_file/case_record.h"

#include <string.h>

#include "base/json_stream.h"

enum rc case_record_write(const char *digest, const json_t *json, struct arena *arena,
                          const struct case_result *result, struct buffer *out) {
    const char *input = json_render_canonical(arena, json);
    if (!input) {
        return RC_NOMEM;
    }
    struct json_stream stream = json_stream_begin(out);
    json_stream_open(&stream, '{');
    json_stream_name(&stream, "record");
    json_stream_integer(&stream, 1);
    json_stream_name(&stream, "plan");
    json_stream_open(&stream, '{');
    json_stream_name(&stream, "id");
    json_stream_text(&stream, result->plan->id);
    json_stream_name(&stream, "version");
    json_stream_integer(&stream, result->plan->version);
    json_stream_name(&stream, "digest");
    json_stream_text(&stream, digest);
    json_stream_close(&stream, '}');
    json_stream_name(&stream, "input");
    json_stream_raw(&stream, input, strlen(input));
    json_stream_name(&stream, "result");
    case_output_json(&stream, result);
    json_stream_close(&stream, '}');
    return stream.rc;
}
