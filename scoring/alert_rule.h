// SPDX-License-Identifier: EUPL-1.2
// The four-bound alert rule per member and quantity.
#ifndef SCORING_ALERT_RULE_H
#define SCORING_ALERT_RULE_H

#include "scoring/quantity.h"

#include <stdbool.h>
#include <stdint.h>

enum alert_level {
    ALERT_LEVEL_NONE = 0,
    ALERT_LEVEL_WARNING_LOW,
    ALERT_LEVEL_WARNING_HIGH,
    ALERT_LEVEL_ALERT_LOW,
    ALERT_LEVEL_ALERT_HIGH,
};

// A limit that is not set never fires; no limit has a default.
struct alert_limit {
    bool set;
    int64_t value; // thousandths of the quantity's canonical unit
};

struct alert_rule {
    enum quantity quantity;
    struct alert_limit alert_low;
    struct alert_limit warn_low;
    struct alert_limit warn_high;
    struct alert_limit alert_high;
};

struct alert_verdict {
    enum alert_level level;
    int64_t limit; // the limit that was crossed; 0 when ALERT_LEVEL_NONE
};

enum alert_rule_fault {
    ALERT_RULE_OK = 0,
    ALERT_RULE_QUANTITY, // no such quantity
    ALERT_RULE_ORDER,    // not alert_low <= warn_low < warn_high <= alert_high among the limits set
    ALERT_RULE_BOUNDS,   // a limit outside what is possible for the quantity: it could never, or
                         // always, fire
    ALERT_RULE_EMPTY,    // no limit is set
};

// Whether a rule may be stored. The checks come in the order of the enum.
enum alert_rule_fault alert_rule_check(const struct alert_rule *rule);

// Judges a canonical value of the rule's quantity. A value equal to a limit is still inside it: low
// limits fire strictly below, high limits strictly above. The most severe level wins. An unordered
// rule is judged too (alert before warning, low before high) but never passes alert_rule_check.
struct alert_verdict alert_rule_evaluate(const struct alert_rule *rule, int64_t canonical);

// Judges a value that the meter could not show, being below or above its range ("LO", "HI";
// telemonitoring §2.1 and §5 case 23). Such a value is beyond every limit that may be set, so it is
// always an alert, also of a member for whom no limit has been set: `rule` may be NULL. The limit
// of the verdict is the alert limit on that side, else the warning limit, else the value's own
// canonical, the end of the meter's range. ALERT_LEVEL_NONE for a value within.
struct alert_verdict alert_rule_evaluate_beyond(const struct alert_rule *rule,
                                                const struct quantity_value *value);

// Stable code for API and database: "none", "warning-low", "warning-high", "alert-low",
// "alert-high".
const char *alert_level_code(enum alert_level level);

// How urgent a level is: 0 none, 1 warning, 2 alert. Low and high are equally urgent.
int alert_level_severity(enum alert_level level);

#endif
