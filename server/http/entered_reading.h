// SPDX-License-Identifier: EUPL-1.2
// The members of a value that a person writes down.
#ifndef HTTP_ENTERED_READING_H
#define HTTP_ENTERED_READING_H

#include "base/json.h"

extern const struct json_field ENTERED_VALUE_FIELDS[]; // of struct entered_value

#endif
