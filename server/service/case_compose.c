// SPDX-License-Identifier: EUPL-1.2
// From stored facts to the engine's case, and its evaluation.
#include "service/case_compose.h"

#include <stdint.h>
#include <string.h>

#include "base/log.h"
#include "case_file/case_record.h"
#include "scoring/money.h"
#include "scoring/rome_time.h"
#include "service/benefits.h"
#include "service/case_course.h"
#include "service/case_expenses.h"
#include "service/case_particulars.h"
#include "service/case_sheets.h"
#include "service/person_cover.h"
#include "service/plan_shelf.h"
#include "service/service.h"
#include "store/cover_events.h"

enum { RECORD_MAX = 4 * 1024 * 1024 };

static json_t *day_json(struct civil_date date) {
    char text[CIVIL_DATE_TEXT_SIZE];
    return civil_date_format(date, text) == 0 ? NULL : json_string(text);
}

// An absent member is "unknown" to the engine; null would be a wrong type.
static void put_day(json_t *object, const char *name, struct civil_date date) {
    if (civil_date_known(date))
        (void)json_put(object, name, day_json(date));
}

static void put_text(json_t *object, const char *name, const char *text) {
    if (text != NULL)
        (void)json_put(object, name, json_string(text));
}

static json_t *money_json(int64_t cents) {
    char text[MONEY_TEXT_SIZE];
    (void)money_format(cents, text);
    return json_string(text);
}

// Evidence travels with its fact into the record.
static void put_evidence(json_t *object, const char *evidence) {
    if (evidence != NULL)
        (void)json_put(object, "evidence", json_pack("[s]", evidence));
}

// What staff established goes before what the family said.
static struct civil_date onset_of(const struct claim_view *view) {
    const char *established = view->dates[CLAIM_DATE_ONSET].on;
    return case_date(established != NULL ? established : view->statement.onset_date);
}

static const char *late_ruling_of(const struct claim_view *view) {
    const char *ruling = view->late_ruling.ruling;
    if (ruling == NULL)
        return NULL;
    if (strcmp(ruling, "reduce") == 0)
        return "reduced";
    return strcmp(ruling, "lose") == 0 ? "lost" : "accepted";
}

static const char *early_ruling_of(const struct claim_view *view) {
    const char *ruling = view->early_ruling.ruling;
    if (ruling == NULL)
        return NULL;
    return strcmp(ruling, "accept") == 0 ? "accepted" : "refused";
}

// What is still to be borne of the proven prejudice; a later ruling may have lowered it (S-09).
static void put_prejudice(json_t *claim, const struct claim_case *c) {
    const struct claim_person_ruling *ruling = &c->view.late_ruling;
    if (ruling->ruling == NULL || strcmp(ruling->ruling, "reduce") != 0)
        return;
    int64_t left = ruling->prejudice_cents - ruling->borne_cents;
    (void)json_put(claim, "prejudice", money_json(left > 0 ? left : 0));
}

// What a person has decided, as long as it stands; an end leaves it standing.
static const char *decision_of(const struct claim_case *c) {
    bool open = c->state == CLAIM_OPENED || c->state == CLAIM_WAITING_DOCUMENTS ||
                c->state == CLAIM_COMPLETE || c->state == CLAIM_UNDER_EVALUATION ||
                c->state == CLAIM_LATE || c->state == CLAIM_NOTICE;
    return open || c->view.decision_count == 0 ? "none" : c->view.decisions[0].outcome;
}

// A person's end with its day (S-11, S-22, S-26). A death and months that are used up are facts
// that the engine has anyway.
static void put_end(json_t *claim, const struct claim_view *view) {
    enum claim_end end = CLAIM_END_NONE;
    if (view->ending.reason == NULL || !claim_end_from_name(view->ending.reason, &end) ||
        !claim_end_fits(view->plan, end))
        return;
    if (end == CLAIM_END_WITHDRAWN) {
        put_text(claim, "withdrawn", view->ending.on);
    } else if (end == CLAIM_END_STATE_ENDED || end == CLAIM_END_CONSOLIDATED ||
               end == CLAIM_END_COVER) {
        put_text(claim, "ended", view->ending.on);
        put_text(claim, "endedBy", view->ending.reason);
    }
}

static json_t *claim_json(const struct claim_case *c) {
    const struct claim_view *view = &c->view;
    json_t *claim = json_object();
    const char *sent = view->dates[CLAIM_DATE_SENT].on;
    put_day(claim, "onset", onset_of(view));
    put_text(claim, "firstContact", view->dates[CLAIM_DATE_FIRST_CONTACT].on);
    // The portal delivers at once; a letter was posted on the day that staff recorded.
    put_day(claim, "sent", sent != NULL ? case_date(sent) : view->received_on);
    put_day(claim, "received", view->received_on);
    put_day(claim, "complete", view->complete_on);
    put_text(claim, "lateRuling", late_ruling_of(view));
    put_prejudice(claim, c);
    put_text(claim, "lastDayRuling", view->survival_ruling.ruling);
    put_text(claim, "earlyRuling", early_ruling_of(view));
    const struct claim_check_fact *cause = case_particular_of(view, "cause-class", NULL);
    bool known = cause != NULL && strcmp(cause->answer, "yes") == 0;
    put_text(claim, "cause", known ? cause->code : NULL);
    put_end(claim, view);
    bool decided = strcmp(decision_of(c), "none") != 0;
    put_text(claim, "decided", decided ? view->decisions[0].decided_on : NULL);
    put_text(claim, "reviewOn", decided ? view->decisions[0].review_on : NULL);
    json_t *evidence = json_object();
    static const char *const names[] = {"onset", "firstContact", "sent"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *proof = view->dates[CLAIM_DATE_ONSET + i].evidence;
        if (proof != NULL)
            (void)json_put(evidence, names[i], json_pack("[s]", proof));
    }
    if (json_object_get(claim, "ended") != NULL && view->ending.evidence != NULL)
        (void)json_put(evidence, "ended", json_pack("[s]", view->ending.evidence));
    (void)json_put(claim, "evidence", evidence);
    return claim;
}

static json_t *life_json(const struct claim_case *c) {
    const struct claim_view *view = &c->view;
    json_t *life = json_object();
    // Seen alive on a day proves the days before it whole, not that day (S-29).
    struct civil_date alive = civil_date_add_days(view->proven_on, -1);
    if (civil_date_compare(alive, c->today) > 0)
        alive = c->today;
    if (civil_date_known(view->died_on) && civil_date_compare(alive, view->died_on) > 0)
        alive = view->died_on;
    put_day(life, "aliveThrough", alive);
    put_day(life, "death", view->died_on);
    put_text(life, "deathNotified", view->death.notified_on);
    const struct {
        const char *name, *proof;
    } proofs[] = {{"aliveThrough", view->proven_evidence},
                  {"death", view->death.evidence},
                  {"deathNotified", view->death.notified_on ? view->death.evidence : NULL}};
    json_t *evidence = json_object();
    for (size_t i = 0; i < sizeof proofs / sizeof proofs[0]; i++) {
        if (proofs[i].proof != NULL && json_object_get(life, proofs[i].name) != NULL)
            (void)json_put(evidence, proofs[i].name, json_pack("[s]", proofs[i].proof));
    }
    (void)json_put(life, "evidence", evidence);
    return life;
}

// What the codice fiscale is compared with (chapter 5).
static json_t *member_json(const struct claim_case *c) {
    json_t *member = json_object();
    put_text(member, "codiceFiscale", c->identity.codice_fiscale);
    put_text(member, "familyName", c->identity.last_name);
    put_text(member, "givenName", c->identity.first_name);
    put_text(member, "birth", c->identity.birth_date);
    return member;
}

static json_t *account_json(const struct claim_case *c) {
    const struct person_account *account = &c->view.account;
    if (account->iban == NULL)
        return json_null();
    return json_pack("{s:s, s:{s:[s]}}", "iban", account->iban, "evidence", "iban",
                     account->evidence);
}

static json_t *paid_json(const struct claim_case *c) {
    json_t *paid = json_array();
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        if (c->used[i] > 0)
            paid = json_append(paid, json_pack("{s:i, s:o}", "month", (int)i + 1, "amount",
                                               money_json(c->used[i])));
    }
    return paid;
}

static json_t *elsewhere_json(const struct claim_case *c) {
    json_t *elsewhere = json_array();
    for (size_t i = 0; i < PLAN_MONTHS_MAX; i++) {
        if (c->elsewhere[i] > 0)
            elsewhere = json_append(elsewhere, json_pack("{s:i, s:o}", "month", (int)i + 1,
                                                         "amount", money_json(c->elsewhere[i])));
    }
    return elsewhere;
}

static json_t *earlier_json(const struct claim_case *c) {
    json_t *list = json_array();
    for (size_t i = 0; i < c->view.earlier_count; i++) {
        const struct claim_earlier *one = &c->view.earlier[i];
        const struct claim_check_fact *same =
            case_particular_of(&c->view, "earlier-benefit", &one->claim);
        json_t *json = json_pack("{s:i, s:s}", "paidMonths", (int)one->paid_months, "sameCause",
                                 same == NULL ? "unknown" : same->answer);
        put_day(json, "from", one->from);
        put_day(json, "to", one->to);
        put_evidence(json, same == NULL ? NULL : same->evidence);
        list = json_append(list, json);
    }
    return list;
}

// The register as it stood when the claim was opened, unless an event says it (B-26, A-05).
static enum fact holder_of(const struct claim_case *c) {
    return cover_holder_of(c->cover_events, c->cover_event_count, c->claim.plan_id,
                           c->claim.holder);
}

// Nobody is a relative, or a child, under a cover of their own: what an earlier event said of that
// does not count any more.
static json_t *cover_json(const struct claim_case *c) {
    json_t *cover = json_object();
    json_t *events = json_array();
    bool relative = holder_of(c) != FACT_YES;
    put_text(cover, "birth", c->identity.birth_date);
    if (relative)
        put_text(cover, "holderBirth",
                 cover_holder_birth_of(c->cover_events, c->cover_event_count, c->claim.plan_id));
    for (size_t i = 0; i < c->cover_event_count; i++) {
        const struct cover_event_row *row = &c->cover_events[i];
        if (strcmp(row->kind, "annual-expiry") == 0) {
            put_text(cover, "annualExpiry", row->on_day);
        } else if (strcmp(row->kind, "child") == 0 || strcmp(row->kind, "not-child") == 0) {
            bool child = strcmp(row->kind, "child") == 0;
            put_text(cover, "child", !relative ? NULL : child ? "yes" : "no");
        } else if (cover_event_counts(row->kind)) {
            json_t *event = json_pack("{s:s, s:s, s:s}", "kind", row->kind, "date", row->on_day,
                                      "paid", row->paid);
            put_text(event, "communicated", row->communicated_on);
            if (strcmp(row->kind, "window-request") == 0)
                put_text(event, "forAll", row->for_all);
            events = json_append(events, event);
        }
    }
    (void)json_put(cover, "events", events);
    return cover;
}

static json_t *checks_json(const struct claim_case *c) {
    const struct proposal_check *check = &c->view.registered_cover;
    // A plan may name no rule for its cut-off day; a check has one.
    const char *rule = check->rule[0] == '\0' ? "cover" : check->rule;
    return json_pack("[{s:s, s:s, s:s}]", "kind", "coverage", "rule", rule, "hit",
                     fact_name(check->hit));
}

static bool is_about(const struct claim_check_fact *check, const char *about) {
    return strcmp(check->about, about) == 0;
}

static json_t *invalidity_json(const struct claim_check_fact *check) {
    json_t *invalidity = json_pack("{s:s}", "status", check->answer);
    if (check->number >= 0)
        (void)json_put(invalidity, "percent", json_integer(check->number));
    put_text(invalidity, "since", check->since);
    put_evidence(invalidity, check->evidence);
    return invalidity;
}

// "No" is none of them; nobody knowing is not the silence of a whole statement.
static void put_substances(json_t *health, const struct claim_check_fact *check) {
    if (check->number >= 0)
        (void)json_put(health, "substances", json_integer(check->number));
    else if (strcmp(check->answer, fact_name(FACT_NO)) == 0)
        (void)json_put(health, "substances", json_integer(0));
    else
        put_text(health, "drugsKnown", fact_name(FACT_NO));
}

// Null when nothing is recorded about the health at the start of cover.
static json_t *health_json(const struct claim_case *c) {
    json_t *health = json_object();
    json_t *findings = json_array();
    for (size_t i = 0; i < c->view.check_count; i++) {
        const struct claim_check_fact *check = &c->view.checks[i];
        if (is_about(check, "health-statement")) {
            put_text(health, "statement", check->answer);
        } else if (is_about(check, "invalidity")) {
            (void)json_put(health, "invalidity", invalidity_json(check));
        } else if (is_about(check, "substances")) {
            put_substances(health, check);
        } else if (is_about(check, "finding")) {
            json_t *finding =
                json_pack("{s:s, s:s}", "code", check->code, "present", check->answer);
            put_text(finding, "since", check->since);
            put_evidence(finding, check->evidence);
            findings = json_append(findings, finding);
        }
    }
    bool given = json_object_size(health) > 0 || findings == NULL || json_array_size(findings) > 0;
    (void)json_put(health, "findings", findings);
    put_text(health, "testedOn", c->cover_from);
    if (given)
        return health;
    json_decref(health);
    return json_null();
}

static json_t *causes_json(const struct claim_case *c) {
    json_t *causes = json_object();
    json_t *found = json_array();
    for (size_t i = 0; i < c->view.check_count; i++) {
        const struct claim_check_fact *check = &c->view.checks[i];
        if (is_about(check, "causes-examined")) {
            put_text(causes, "examined", check->answer);
        } else if (is_about(check, "exclusion")) {
            json_t *exceptions = json_array();
            for (size_t k = 0; k < check->exception_count; k++)
                exceptions = json_append(exceptions, json_string(check->exceptions[k]));
            found = json_append(found, json_pack("{s:s, s:s, s:o}", "code", check->code, "present",
                                                 check->answer, "exceptions", exceptions));
        }
    }
    bool given = json_object_size(causes) > 0 || found == NULL || json_array_size(found) > 0;
    (void)json_put(causes, "found", found);
    if (given)
        return causes;
    json_decref(causes);
    return json_null();
}

static json_t *dossier_json(const struct claim_view *view) {
    if (view->document_count == 0 && view->situation.signature.at_us == 0)
        return json_null();
    json_t *documents = json_array();
    for (size_t i = 0; i < view->document_count; i++)
        documents =
            json_append(documents, json_pack("{s:s, s:s, s:s}", "code", view->documents[i].code,
                                             "received", view->documents[i].received_on, "accepted",
                                             fact_name(view->documents[i].accepted)));
    return json_pack("{s:s, s:s, s:s, s:o}", "admitted", fact_name(view->situation.admitted),
                     "homeService", fact_name(view->situation.home_service), "inpatient",
                     fact_name(view->situation.inpatient), "documents", documents);
}

// What was paid, with the days of service that lie in its month: asked back from a death on.
static json_t *payments_json(const struct claim_case *c) {
    json_t *payments = json_array();
    for (size_t i = 0; i < c->paid_count; i++) {
        json_t *payment = json_pack(
            "{s:o, s:o}", "id",
            // One expense may have several lines of a month (S-09).
            json_sprintf("%s/%d/%d", c->paid[i].expense.text, (int)c->paid[i].month, (int)i),
            "amount", money_json(c->paid[i].cents));
        put_day(payment, "from", c->paid[i].from);
        put_day(payment, "to", c->paid[i].to);
        payments = json_append(payments, payment);
    }
    return payments;
}

json_t *case_compose_for(const struct claim_case *c, const struct public_id *expense) {
    const struct claim_view *view = &c->view;
    json_t *json =
        json_pack("{s:s, s:o, s:s, s:s, s:o, s:o, s:o, s:o}", "id", c->claim.number, "asOf",
                  day_json(c->today), "holder", fact_name(holder_of(c)), "decision", decision_of(c),
                  "claim", claim_json(c), "life", life_json(c), "paid", paid_json(c), "expenses",
                  case_expenses_json(c, expense));
    case_put_sheets(json, c);
    json_t *sections[] = {member_json(c),
                          account_json(c),
                          case_visits_json(view),
                          case_complaints_json(view),
                          payments_json(c),
                          health_json(c),
                          causes_json(c),
                          dossier_json(view),
                          earlier_json(c),
                          elsewhere_json(c),
                          case_interruptions_json(view),
                          case_services_json(c),
                          case_quotations_json(c)};
    static const char *const names[] = {
        "member",  "account", "visits",    "complaints",    "payments",       "health",    "causes",
        "dossier", "earlier", "elsewhere", "interruptions", "authorisations", "quotations"};
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (!json_is_null(sections[i]))
            (void)json_put(json, names[i], sections[i]);
    }
    if (view->cover_by_events)
        (void)json_put(json, "cover", cover_json(c));
    else
        (void)json_put(json, "checks", checks_json(c));
    return json;
}

json_t *case_compose(const struct claim_case *c) {
    return case_compose_for(c, NULL);
}

// Facts that cannot all be true (an onset after the death) are not kept out by every writer: the
// case is then read without the onset, the page says so, and a person has to state it. Only a case
// that cannot be read even so is a fault of ours.
static enum rc read_case(struct claim_case *c, json_t *json) {
    struct fault fault = {0};
    enum rc rc = case_input_read(c->view.plan, json, c->today, c->arena, &c->input, &fault);
    if (rc != RC_INVALID)
        return rc;
    c->contradictory = c->view.facts_contradict = true;
    (void)json_object_del(json_object_get(json, "claim"), "onset");
    if (!c->view.cover_by_events) {
        c->view.registered_cover.hit = FACT_UNKNOWN; // of an onset that does not count
        (void)json_put(json, "checks", checks_json(c));
    }
    fault_clear(&fault);
    rc = case_input_read(c->view.plan, json, c->today, c->arena, &c->input, &fault);
    c->unreadable = rc == RC_INVALID;
    if (c->unreadable && !c->probe)
        log_bug("claim.facts-contradict", log_text("place", fault.at[0].pointer),
                log_text("code", fault.at[0].code));
    return rc;
}

enum rc case_probe(struct claim_case *c) {
    json_t *json = case_compose(c);
    if (json == NULL)
        return RC_NOMEM;
    enum rc rc = read_case(c, json);
    json_decref(json);
    return rc == RC_INVALID ? RC_OK : rc;
}

enum rc case_evaluate(struct claim_case *c) {
    json_t *json = case_compose(c);
    if (json == NULL)
        return RC_NOMEM;
    enum rc rc = read_case(c, json);
    json_decref(json);
    if (rc != RC_OK)
        return rc == RC_INVALID ? RC_BUG : rc;
    c->allocations =
        arena_array(c->arena, c->input.facts.expense_count + 1, sizeof *c->allocations);
    if (c->allocations == NULL)
        return RC_NOMEM;
    if (!evaluation_make(c->view.plan, &c->input.facts, &c->evaluation, c->allocations))
        return RC_BUG;
    c->facts = c->input.facts.facts;
    if (c->evaluation.sheet < c->input.facts.sheet_count) {
        c->facts.assessment = c->input.facts.sheets[c->evaluation.sheet].assessment;
        c->view.rater = case_sheet_rater(c, c->evaluation.sheet);
    }
    c->view.holder = c->facts.holder;
    c->view.assessment = c->facts.assessment;
    c->view.evaluation = &c->evaluation;
    c->view.proposal = c->evaluation.proposal;
    c->view.dossier = c->input.facts.dossier;
    return RC_OK;
}

enum rc case_record_text(const struct claim_case *c, const char **text) {
    char digest[PLAN_DIGEST_SIZE];
    plan_shelf_digest(c->service->plans, c->view.plan, digest);
    json_t *json = case_compose(c);
    if (json == NULL)
        return RC_NOMEM;
    struct case_result result = {c->view.plan, &c->input, &c->evaluation, c->allocations};
    struct buffer out;
    buffer_init(&out, RECORD_MAX);
    enum rc rc = case_record_write(digest, json, c->arena, &result, &out);
    json_decref(json);
    if (rc == RC_OK) {
        *text = arena_strndup(c->arena, out.data, out.length);
        rc = *text == NULL ? RC_NOMEM : RC_OK;
    }
    buffer_free(&out);
    return rc;
}
