// SPDX-License-Identifier: EUPL-1.2
// The words for the codes that plan files use.
#ifndef CASE_FILE_CASE_NAMES_H
#define CASE_FILE_CASE_NAMES_H

#include "case_file/case_page.h"

#include <stddef.h>

// A condition, exclusion or holiday in the language of the page; the code itself where a plan has
// one of its own. Never NULL.
const char *case_name(const struct case_page *page, const char *code);

// A value of a setting, of that length; NULL when there are no words for it.
const char *case_setting_name(const struct case_page *page, const char *value, size_t length);

#endif
