// SPDX-License-Identifier: EUPL-1.2
// Sentences, amounts and days of the plain text.
#include "case_file/case_page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "scoring/civil_date.h"
#include "scoring/money.h"

enum { LINE_SIZE = 2048 };

void case_page_say(struct case_page *page, const char *format, ...) {
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (page->rc == RC_OK) {
        page->rc = buffer_text(page->out, line);
    }
}

const char *case_page_word(const struct case_page *page, const char *it, const char *en) {
    return page->language == CASE_ITALIAN ? it : en;
}

const char *case_page_label(const struct case_page *page, const struct plan_text *text) {
    return case_page_word(page, text->it, text->en);
}

struct case_day_text case_page_rule(const struct case_page *page, const char *rule) {
    static const char chapter[] = "chapter ";
    struct case_day_text made;
    bool named = strncmp(rule, chapter, sizeof chapter - 1) == 0;
    (void)snprintf(made.text, sizeof made.text, "%s%.15s",
                   named ? case_page_word(page, "capitolo ", chapter) : "",
                   named ? rule + sizeof chapter - 1 : rule);
    return made;
}

struct case_amount case_page_amount(const struct case_page *page, int64_t cents) {
    bool italian = page->language == CASE_ITALIAN;
    char plain[MONEY_TEXT_SIZE];
    size_t length = money_format(cents, plain);
    size_t whole = length - 3; // without the point and the cents
    size_t sign = plain[0] == '-' ? 1 : 0;
    struct case_amount made = {""};
    char grouped[2 * MONEY_TEXT_SIZE - 8];
    size_t used = 0;
    for (size_t i = 0; i < whole; i++) {
        if (i > sign && (whole - i) % 3 == 0) {
            grouped[used++] = italian ? '.' : ',';
        }
        grouped[used++] = plain[i];
    }
    grouped[used] = '\0';
    (void)snprintf(made.text, sizeof made.text, "%s%s%c%s%s", italian ? "" : "EUR ", grouped,
                   italian ? ',' : '.', plain + whole + 1, italian ? " euro" : "");
    return made;
}

struct case_points case_page_points(const struct case_page *page, int32_t points) {
    struct case_points made;
    (void)points_format(points, made.text);
    char *point = strchr(made.text, '.');
    if (point && page->language == CASE_ITALIAN) {
        *point = ',';
    }
    return made;
}

struct case_day_text case_page_day(const struct case_page *page, struct civil_date day) {
    int year = 0;
    int month = 0;
    int number = 0;
    struct case_day_text made;
    if (!civil_date_split(day, &year, &month, &number)) {
        (void)snprintf(made.text, sizeof made.text, "%s",
                       case_page_word(page, "giorno non noto", "day not known"));
    } else if (page->language == CASE_ITALIAN) {
        (void)snprintf(made.text, sizeof made.text, "%02d/%02d/%04d", number, month, year);
    } else {
        (void)snprintf(made.text, sizeof made.text, "%04d-%02d-%02d", year, month, number);
    }
    return made;
}

struct case_day_text case_page_at_day(const struct case_page *page, enum case_before_day before,
                                      struct civil_date day) {
    static const struct {
        const char *it;
        const char *vowel;
        const char *en;
    } words[] = {
        [CASE_FROM_DAY] = {"dal ", "dall’", "from "},
        [CASE_TO_DAY] = {"al ", "all’", "to "},
        [CASE_ON_DAY] = {"al ", "all’", "on "},
        [CASE_OF_DAY] = {"del ", "dell’", ""},
    };
    int number = 0;
    struct case_day_text made;
    bool vowel = civil_date_split(day, NULL, NULL, &number) && (number == 8 || number == 11);
    (void)snprintf(
        made.text, sizeof made.text, "%s%.24s",
        case_page_word(page, vowel ? words[before].vowel : words[before].it, words[before].en),
        case_page_day(page, day).text);
    return made;
}
