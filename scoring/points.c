// SPDX-License-Identifier: EUPL-1.2
// Points to text and back: the same decimals as money has.
#include "scoring/points.h"

#include "scoring/money.h"
#include "scoring/plan.h"

#include <string.h>

size_t points_format(int32_t points, char text[POINTS_TEXT_SIZE]) {
    char decimals[MONEY_TEXT_SIZE];
    size_t length = money_format(points, decimals);
    if (points % 100 == 0) {
        length -= strlen(".00");
    } else if (points % 10 == 0) {
        length -= strlen("0");
    }
    memcpy(text, decimals, length);
    text[length] = '\0';
    return length;
}

bool points_parse(const char *text, size_t length, int32_t *points) {
    int64_t hundredths;
    if (!money_parse(text, length, &hundredths) || hundredths > PLAN_POINTS_MAX ||
        hundredths < -PLAN_POINTS_MAX) {
        return false;
    }
    *points = (int32_t)hundredths;
    return true;
}
