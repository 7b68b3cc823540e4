// SPDX-License-Identifier: EUPL-1.2
// Reading what runs beside the claim.
#include "case_file/case_rights.h"

#include <string.h>

#include "case_file/case_day.h"
#include "case_file/case_table.h"
#include "scoring/money.h"

enum { AMOUNT_LENGTH_MAX = 24, CURRENCY_LENGTH = 3, UNITS_DECIMALS = 6 };

// As for expenses: above it an amount is a slip of the pen.
static const int64_t cents_max = INT64_C(100000000000);

const struct json_field case_earlier_fields[] = {
    DATE_NEEDED("from", earlier_json, from),
    DATE_NEEDED("to", earlier_json, to),
    {.name = "paidMonths",
     .kind = JSON_KIND_INT,
     .optional = true,
     AT(earlier_json, paid_months),
     .min = 0,
     .max = CASE_PAID_MONTHS_MAX},
    FACT("sameCause", earlier_json, same_cause),
    EVIDENCE(earlier_json),
    JSON_END,
};

const struct json_field case_payment_fields[] = {
    TEXT_NEEDED("id", payment_json, id, CASE_ID_MAX),
    DATE_NEEDED("from", payment_json, from),
    DATE("to", payment_json, to),
    TEXT_NEEDED("amount", payment_json, amount, AMOUNT_LENGTH_MAX),
    EVIDENCE(payment_json),
    JSON_END,
};

const struct json_field case_interruption_fields[] = {
    DATE_NEEDED("date", interruption_json, date),
    EVIDENCE(interruption_json),
    JSON_END,
};

const struct json_field case_complaint_fields[] = {
    DATE_NEEDED("received", complaint_json, received),
    DATE("answered", complaint_json, answered),
    EVIDENCE(complaint_json),
    JSON_END,
};

const struct json_field case_quotation_fields[] = {
    TEXT_NEEDED("currency", quotation_json, currency, CURRENCY_LENGTH),
    DATE_NEEDED("day", quotation_json, day),
    TEXT_NEEDED("units", quotation_json, units, AMOUNT_LENGTH_MAX),
    EVIDENCE(quotation_json),
    JSON_END,
};

static bool read_earlier(const struct json_list *list, struct arena *arena,
                         struct evaluation_case *facts, struct fault *fault) {
    const struct earlier_json *items = list->items;
    struct civil_date as_of = facts->facts.as_of;
    struct earlier_benefit *made = arena_array(arena, list->count, sizeof *made);
    if (!made) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        made[i] = (struct earlier_benefit){
            .from = case_day_of_item(items[i].from, as_of, "earlier", i, "from", fault),
            .to = case_day_of_item(items[i].to, as_of, "earlier", i, "to", fault),
            .paid_months = (int32_t)items[i].paid_months,
            .same_cause = (enum fact)items[i].same_cause,
        };
        if (civil_date_compare(made[i].to, made[i].from) < 0) {
            fault_atf(fault, "contradiction", "/earlier/%zu/to", i);
        }
    }
    facts->earlier = made;
    facts->earlier_count = list->count;
    return true;
}

static bool read_payments(const struct json_list *list, struct arena *arena,
                          struct evaluation_case *facts, const char *const **ids,
                          struct fault *fault) {
    const struct payment_json *items = list->items;
    struct civil_date as_of = facts->facts.as_of;
    struct paid_service *made = arena_array(arena, list->count, sizeof *made);
    const char **found = arena_array(arena, list->count, sizeof *found);
    if (!made || !found) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        int64_t cents = 0;
        if (!money_parse(items[i].amount, strlen(items[i].amount), &cents)) {
            fault_atf(fault, "not-an-amount", "/payments/%zu/amount", i);
        } else if (cents <= 0 || cents > cents_max) {
            fault_atf(fault, "out-of-range", "/payments/%zu/amount", i);
        }
        struct civil_date from =
            case_day_of_item(items[i].from, as_of, "payments", i, "from", fault);
        made[i] = (struct paid_service){
            .from = from,
            .to = items[i].to ? case_day_of_item(items[i].to, as_of, "payments", i, "to", fault)
                              : from,
            .cents = cents,
        };
        if (civil_date_compare(made[i].to, from) < 0) {
            fault_atf(fault, "contradiction", "/payments/%zu/to", i);
        }
        found[i] = items[i].id;
        for (size_t k = 0; k < i; k++) {
            if (strcmp(found[k], found[i]) == 0) {
                fault_atf(fault, "duplicate", "/payments/%zu/id", i);
                break;
            }
        }
    }
    facts->payments = made;
    facts->payment_count = list->count;
    *ids = found;
    return true;
}

static bool read_interruptions(const struct json_list *list, struct arena *arena,
                               struct evaluation_case *facts, struct fault *fault) {
    const struct interruption_json *items = list->items;
    struct civil_date *made = arena_array(arena, list->count, sizeof *made);
    if (!made) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        made[i] =
            case_day_of_item(items[i].date, facts->facts.as_of, "interruptions", i, "date", fault);
    }
    facts->interruptions = made;
    facts->interruption_count = list->count;
    return true;
}

static bool read_complaints(const struct json_list *list, struct arena *arena,
                            struct evaluation_case *facts, struct fault *fault) {
    const struct complaint_json *items = list->items;
    struct civil_date as_of = facts->facts.as_of;
    struct complaint *made = arena_array(arena, list->count, sizeof *made);
    if (!made) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        made[i] = (struct complaint){
            .received =
                case_day_of_item(items[i].received, as_of, "complaints", i, "received", fault),
            .answered =
                case_day_of_item(items[i].answered, as_of, "complaints", i, "answered", fault),
        };
        if (items[i].answered && civil_date_compare(made[i].answered, made[i].received) < 0) {
            fault_atf(fault, "contradiction", "/complaints/%zu/answered", i);
        }
    }
    facts->complaints = made;
    facts->complaint_count = list->count;
    return true;
}

const char *case_foreign(const char *currency) {
    return currency && strcmp(currency, "EUR") != 0 ? currency : NULL;
}

bool case_currency(const char *text) {
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == CURRENCY_LENGTH &&
           text[CURRENCY_LENGTH] == '\0';
}

// "1.0823" in millionths; 0 for what is no quotation.
static int64_t units_of(const char *text) {
    int64_t whole = 0;
    size_t i = 0;
    size_t decimals = 0;
    bool point = false;
    for (; text[i] != '\0'; i++) {
        if (text[i] == '.' && !point && i > 0) {
            point = true;
        } else if (text[i] >= '0' && text[i] <= '9' && whole <= EXCHANGE_UNITS_MAX / 10 &&
                   decimals < UNITS_DECIMALS) {
            whole = whole * 10 + (text[i] - '0');
            decimals += point ? 1 : 0;
        } else {
            return 0;
        }
    }
    if (point && decimals == 0) {
        return 0;
    }
    for (; decimals < UNITS_DECIMALS; decimals++) {
        whole = whole <= EXCHANGE_UNITS_MAX / 10 ? whole * 10 : 0;
    }
    return whole;
}

// Is one of those before it of the same currency and day? Two would be averaged as if they were of
// two days.
static bool quoted_before(const struct quotation *all, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (civil_date_compare(all[i].day, all[index].day) == 0 &&
            strcmp(all[i].currency, all[index].currency) == 0) {
            return true;
        }
    }
    return false;
}

static bool read_quotations(const struct json_list *list, struct arena *arena,
                            struct evaluation_case *facts, struct fault *fault) {
    const struct quotation_json *items = list->items;
    struct quotation *made = arena_array(arena, list->count, sizeof *made);
    if (!made) {
        return false;
    }
    for (size_t i = 0; i < list->count; i++) {
        made[i] = (struct quotation){
            .currency = items[i].currency,
            .day =
                case_day_of_item(items[i].day, facts->facts.as_of, "quotations", i, "day", fault),
            .units = units_of(items[i].units),
        };
        if (!case_currency(items[i].currency)) {
            fault_atf(fault, "not-a-currency", "/quotations/%zu/currency", i);
        }
        if (quoted_before(made, i)) {
            fault_atf(fault, "duplicate", "/quotations/%zu/day", i);
        }
        if (made[i].units == 0) {
            fault_atf(fault, "not-a-quotation", "/quotations/%zu/units", i);
        } else if (made[i].units < EXCHANGE_UNITS_MIN || made[i].units > EXCHANGE_UNITS_MAX) {
            fault_atf(fault, "out-of-range", "/quotations/%zu/units", i);
        }
    }
    facts->quotations = made;
    facts->quotation_count = list->count;
    return true;
}

bool case_rights_read(const struct rights_json *json, struct arena *arena,
                      struct evaluation_case *facts, const char *const **payment_ids,
                      struct case_evidence *evidence, struct fault *fault) {
    evidence->earlier = EVIDENCE_COLUMN(json->earlier, earlier_json);
    evidence->payments = EVIDENCE_COLUMN(json->payments, payment_json);
    evidence->interruptions = EVIDENCE_COLUMN(json->interruptions, interruption_json);
    evidence->complaints = EVIDENCE_COLUMN(json->complaints, complaint_json);
    evidence->quotations = EVIDENCE_COLUMN(json->quotations, quotation_json);
    return (json->earlier.count == 0 || read_earlier(&json->earlier, arena, facts, fault)) &&
           (json->payments.count == 0 ||
            read_payments(&json->payments, arena, facts, payment_ids, fault)) &&
           (json->interruptions.count == 0 ||
            read_interruptions(&json->interruptions, arena, facts, fault)) &&
           (json->complaints.count == 0 ||
            read_complaints(&json->complaints, arena, facts, fault)) &&
           (json->quotations.count == 0 || read_quotations(&json->quotations, arena, facts, fault));
}
