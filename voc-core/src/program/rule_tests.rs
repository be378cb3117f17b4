//! What a program may declare about rules, and what it may not.

use super::*;
use crate::time::{DAY, Span};

/// The example of DESIGN.md §5, without what is not read yet.
const ALDERSGATE: &str = r#"voc: 1
name: Aldersgate Insurance, motor and home
time_zone: Europe/London
lateness: P2D
live_from: 2026-01-01
privacy: {contact_consent: may_contact}
kinds:
  response: {fields: [ltr, csat, effort, resolved, may_contact]}
  contact: {fields: [claim_id, topic_code]}
  review: {fields: [stars]}
  observation: {fields: [qa_score]}
  claim_opened: {fields: [claim_id]}
  claim_paid: {fields: [claim_id, amount], lateness: P10D}
  renewal: {fields: [renewed]}
fields:
  ltr: {type: int, label: Likelihood to recommend}
  csat: int
  effort: int
  stars: int
  resolved: bool
  renewed: bool
  may_contact: bool
  qa_score: number
  amount: {type: number, decimals: 2}
  claim_id: text
  topic_code: {type: text, one_of: [question, complaint]}
customer: {tier: text, vulnerable: bool, agent_code: text, renewals: int}
surveys:
  relationship: {type: relationship, questions: {ltr: {text: "How likely are you to recommend us?", scale: [0, 10]}}}
  claim-settled: {type: transactional, after: claim_paid, delay: P2D, questions: {csat: {text: "How satisfied were you?", scale: [1, 5]}, effort: {text: "It was easy to settle my claim", scale: [1, 7]}}}
metrics:
  nps: {kind: nps, of: ltr, scale: [0, 10]}
  csat: {kind: csat, of: csat, scale: [1, 5], top_box: 2}
topics: {payout: ["too little", settlement], silence: ["no one called"]}
segments: {gold: 'customer.tier == "gold"', vulnerable: 'customer.vulnerable'}
roles:
  executive: {level: executive}
  manager: {level: middle}
units: {company: {}, claims: {parent: company}}
channels: {phone: {}, web: {}}
touch_points: {report-claim: {channels: [phone, web], owner: claims}}
routes:
  - {to: unit, role: manager, else: owner}
rules:
  detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
  gold-detractor: {when: 'kind == "response" && ltr <= 6 && segment("gold")', raise: {case: recovery, priority: high}, supersedes: [detractor]}
  third-contact: {when: 'kind == "contact"', count: {at_least: 3, within: P30D, same: claim_id}, raise: {case: recovery}}
  not-paid: {when: 'kind == "claim_opened"', absent: {when: 'kind == "claim_paid"', within: P20D, same: claim_id}, raise: {case: recovery}}
  tenth-renewal: {when: 'kind == "renewal" && renewed', nth: 10, raise: {praise: true, to: owner}}
  promoter: {when: 'kind == "response" && ltr >= 9 && size(verbatim) > 0', raise: {praise: true, to: employee, copy: manager}}
  sliding: {when: 'kind == "response"', change: {field: ltr, by: -3, since: previous}, raise: {case: recovery}, shadow: true}
  csat-down: {metric: csat, by: [touch_point, unit], over: P28D, every: P1D, below: 0.7, clear: 0.75, min_n: 30, confidence: 0.95, raise: {to: manager}}
cases:
  recovery: {priorities: [normal, high]}
quarantine: {one-a-month: {invitations: 1, per: respondent, within: P30D, except: [claim-settled]}}
suppress: {same-alert: {alerts: 1, per: [customer, rule], within: P7D}}
"#;

#[test]
fn the_example_of_the_design_is_read() {
    let program = Program::parse(ALDERSGATE).unwrap();
    assert_eq!(program.check(), []);
    let third = program.rule("third-contact").unwrap();
    let Pattern::Count(count) = &third.pattern else {
        panic!("{third:?}");
    };
    assert_eq!(count.at_least, 3);
    assert_eq!(count.window, CountWindow::Rolling(Span::of_days(30)));
    assert_eq!(count.same, Some(Part::Field("claim_id".into())));
    assert_eq!(program.lateness_of("claim_paid"), 10 * DAY);
    assert_eq!(program.lateness_of("claim_opened"), 2 * DAY);
    let down = program.metric_rules().next().unwrap();
    assert_eq!(down.every, Period::Day);
    assert_eq!(down.over, Span::of_days(28));
    let test = MetricTest::Below {
        level: 0.7,
        clear: 0.75,
    };
    assert_eq!(down.test, test);
    assert_eq!(program.suppressions()[0].per, [Part::Customer, Part::Rule]);
    assert!(!program.quarantines()[0].covers("claim-settled"));
    assert!(program.quarantines()[0].covers("relationship"));
}

#[test]
fn json_says_the_same() {
    let program = Program::parse(ALDERSGATE).unwrap();
    let json = serde_json::to_string_pretty(program.spec()).unwrap();
    let again = Program::parse(&json).unwrap();
    assert_eq!(again.spec(), program.spec());
    assert_eq!(again.digest(), program.digest());
}

const HEAD: &str = r#"voc: 1
name: t
fields: {ltr: int, amount: number, claim: text, paid: bool}
customer: {renewals: int, tier: text}
channels: {phone: {}, web: {}}
surveys: {nps: {type: relationship}}
metrics: {csat: {kind: csat, of: ltr, scale: [0, 10], by: [claim]}, nps: {kind: nps, of: ltr}}
roles: {manager: {level: middle}}
cases: {recovery: {}}
rules:
  base: {when: 'kind == "contact"'}
  level: {metric: csat, below: 0.7}
"#;

/// The first error of a program whose last line is this.
fn first_error(line: &str) -> (String, (u32, u32)) {
    let text = format!("{HEAD}{line}\n");
    let error = Program::parse(&text).map(|_| ()).expect_err(line);
    let severe = |found: &&Diagnostic| found.severity == Severity::Error;
    let first = error.diagnostics.iter().find(severe).unwrap();
    let place = first.position.unwrap();
    (first.to_string(), (place.line, place.column))
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn every_mistake_in_a_rule_names_its_place() {
    for (line, column, part) in [
        (
            "  r: {}",
            6,
            "the key `when`, `alert` or `metric` is missing",
        ),
        (
            "  r: {when: 'true', alert: base}",
            28,
            "either `when` or `alert`",
        ),
        (
            "  r: {alert: bas}",
            14,
            "unknown rule `bas` (did you mean `base`?)",
        ),
        ("  r: {alert: level}", 14, "its alerts are of no customer"),
        ("  r: {alert: r}", 14, "rule `r` waits on its own alert"),
        (
            "  r: {when: 'true', nth: 2, count: {at_least: 2, within: P1D}}",
            26,
            "`count` and `nth` are two patterns",
        ),
        (
            "  r: {when: 'true', count: {at_least: 0, within: P1D}}",
            39,
            "a count is at least 1",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2}}",
            28,
            "the key `within` or `calendar` is missing",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, within: P1D, calendar: day}}",
            65,
            "either `within` or `calendar`",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, calendar: moon}}",
            52,
            "`moon` is not known here",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, within: PT0S}}",
            50,
            "the window has no length",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, within: P1D, same: chanel}}",
            61,
            "unknown field `chanel` (did you mean `channel`?)",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, within: P1D, distinct: amount}}",
            65,
            "are not grouped by",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, within: P1D, distinct: verbatim}}",
            65,
            "group by a field",
        ),
        (
            "  r: {when: 'true', count: {at_least: 2, within: P1D, same: claim, distinct: claim}}",
            78,
            "one value only",
        ),
        ("  r: {when: 'true', nth: 0}", 26, "`k` is at least 1"),
        (
            "  r: {when: 'true', nth: ten}",
            26,
            "a whole number such as 10",
        ),
        (
            "  r: {when: 'true', nth: {k: 10, seed: renewal}}",
            40,
            "did you mean `renewals`?",
        ),
        (
            "  r: {when: 'true', nth: {k: 10, seed: tier}}",
            40,
            "`tier` holds no whole numbers",
        ),
        (
            "  r: {when: 'true', every: {k: 10, seed: renewals, same: claim}}",
            42,
            "not by value of `same`",
        ),
        (
            "  r: {when: 'true', every: P1D}",
            28,
            "`every` is for a rule over a `metric`",
        ),
        ("  r: {when: 'true', every: 1D}", 28, "not a length of time"),
        (
            "  r: {sequence: {steps: [{when: 'true'}], within: P1D}}",
            25,
            "at least two steps",
        ),
        (
            "  r: {sequence: {steps: [{when: 'true'}, {}], within: P1D}}",
            42,
            "the key `when` or `alert` is missing",
        ),
        (
            "  r: {sequence: {steps: [{when: 'true', gap: P1D}, {alert: base}], within: P1D}}",
            46,
            "no step before the first",
        ),
        (
            "  r: {sequence: {steps: [{when: 'true'}, {when: 'ltrr > 2'}], within: P1D}}",
            50,
            "unknown name `ltrr`",
        ),
        (
            "  r: {when: 'true', sequence: {steps: [{when: 'true'}, {alert: base}], within: P1D}}",
            13,
            "`when` stands in each step",
        ),
        (
            "  r: {when: 'true', absent: {within: P1D}}",
            29,
            "the key `when` or `alert` is missing",
        ),
        (
            "  r: {when: 'true', change: {field: claim, by: 1}}",
            37,
            "`claim` holds no numbers",
        ),
        (
            "  r: {when: 'true', change: {field: ltr, by: 0}}",
            46,
            "by more than nothing",
        ),
        (
            "  r: {when: 'true', change: {field: ltr}}",
            29,
            "the key `by` is missing",
        ),
        (
            "  r: {when: 'true', change: {field: ltr, by: 1, since: {mean: 0}}}",
            56,
            "at least 1 value",
        ),
        (
            "  r: {when: 'true', change: {field: ltr, by: 1, significant: true}}",
            62,
            "it is for a `metric`",
        ),
        (
            "  r: {when: 'true', streak: {k: 3, of: 'ltr'}}",
            41,
            "expected true or false",
        ),
        (
            "  r: {alert: base, silence: P1D}",
            14,
            "a silence follows a signal",
        ),
        ("  r: {silence: P0D}", 16, "the window has no length"),
        (
            "  r: {when: 'true', below: 0.5}",
            28,
            "`below` is for a rule over a `metric`",
        ),
        (
            "  r: {when: 'kind == \"a\"', supersedes: [bse]}",
            41,
            "did you mean `base`?",
        ),
        (
            "  r: {when: 'kind == \"a\"', supersedes: [r]}",
            40,
            "rule `r` supersedes itself",
        ),
        (
            "  r: {metric: csta, below: 0.5}",
            15,
            "did you mean `csat`?",
        ),
        (
            "  r: {metric: csat}",
            6,
            "`below`, `above` or `change` is missing",
        ),
        ("  r: {metric: csat, below: 70}", 28, "runs from 0 to 1"),
        (
            "  r: {metric: csat, below: 0.5, above: 0.6}",
            6,
            "make two rules of it",
        ),
        (
            "  r: {metric: csat, below: 0.5, clear: 0.4}",
            40,
            "it clears above the level",
        ),
        (
            "  r: {metric: csat, below: 0.5, when: 'true'}",
            39,
            "`when` is about one customer's signals",
        ),
        (
            "  r: {metric: csat, below: 0.5, every: P3D}",
            40,
            "P1D, P1W or P1M",
        ),
        (
            "  r: {metric: csat, below: 0.5, over: PT5H}",
            39,
            "whole days",
        ),
        (
            "  r: {metric: csat, below: 0.5, by: [clam]}",
            38,
            "did you mean `claim`?",
        ),
        (
            "  r: {metric: csat, below: 0.5, confidence: 95}",
            45,
            "between 0 and 1",
        ),
        (
            "  r: {metric: csat, below: 0.5, min_n: 0}",
            40,
            "at least 1",
        ),
        (
            "  r: {metric: csat, below: 0.5, raise: {case: recovery}}",
            47,
            "opens no case",
        ),
        (
            "  r: {metric: csat, change: {by: 0.1, field: ltr}}",
            46,
            "against the period before",
        ),
        (
            "  r: {metric: csat, change: {}}",
            29,
            "`by` or `significant` is missing",
        ),
        (
            "suppress: {s: {alerts: 0, per: rule, within: P1D}}",
            24,
            "lets at least 1 through",
        ),
        (
            "suppress: {s: {alerts: 1, per: [rle], within: P1D}}",
            33,
            "unknown field `rle`",
        ),
        (
            "suppress: {s: {alerts: 1, per: rule, within: P1D, rules: [bas]}}",
            59,
            "did you mean `base`?",
        ),
        (
            "quarantine: {q: {invitations: 1, per: customer, within: P1D, except: csat}}",
            70,
            "unknown survey `csat`",
        ),
    ] {
        let (message, place) = first_error(line);
        assert!(message.contains(part), "{line}: {message}");
        assert_eq!(place, (13, column), "{line}: {message}");
    }
}

#[test]
fn cycles_and_twins_are_seen_across_rules() {
    let (message, place) = first_error("  a: {alert: b}\n  b: {alert: a, nth: 2}");
    assert!(
        message.contains("rule `a` waits on its own alert"),
        "{message}"
    );
    assert_eq!(place, (13, 14));
    let text = format!("{HEAD}  twin: {{when: 'kind == \"contact\"'}}");
    let program = Program::parse(&text).unwrap();
    let found = program.check()[0].to_string();
    assert!(
        found.contains("rule `twin` fires exactly where rule `base` does"),
        "{found}"
    );
    let shadow = text.replace("\"contact\"'}", "\"contact\"', shadow: true}");
    assert_eq!(Program::parse(&shadow).unwrap().check(), []);
}

#[test]
fn rules_come_after_those_they_wait_on() {
    let text = format!("{HEAD}  a: {{alert: z}}\n  z: {{alert: base, nth: 2}}");
    let program = Program::parse(&text).unwrap();
    let order: Vec<&str> = program
        .rules_in_order()
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(order, ["base", "z", "a"]);
}

#[test]
fn what_may_be_written_short() {
    let text = format!(
        "{HEAD}  r: {{when: 'true', every: 5}}\n  s: {{alert: base, every: {{k: 5, same: channel}}}}\nsuppress: {{s: {{alerts: 1, per: [customer, respondent, rule, claim], within: P1M, except: base}}}}"
    );
    let program = Program::parse(&text).unwrap();
    let Pattern::Every(every) = &program.rule("r").unwrap().pattern else {
        panic!("{program:?}");
    };
    assert_eq!((every.k, &every.same), (5, &None));
    assert_eq!(program.rule("s").unwrap().same(), Some(&Part::Channel));
    assert_eq!(program.suppressions()[0].except, ["base"]);
    let json = serde_json::to_string(program.spec()).unwrap();
    assert_eq!(Program::parse(&json).unwrap().spec(), program.spec());
}

#[test]
fn surveys_topics_and_decimals() {
    let base =
        "voc: 1\nname: t\nfields: {ltr: int, why: text}\nmetrics: {nps: {kind: nps, of: ltr}}\n";
    for (line, part) in [
        (
            "surveys: {s: {type: relationship, after: order}}",
            "follows no single signal",
        ),
        (
            "surveys: {s: {type: transactional, delay: P1D}}",
            "counted from the signal",
        ),
        (
            "surveys: {s: {type: relationship, questions: {ltrr: {text: x}}}}",
            "did you mean `ltr`?",
        ),
        (
            "surveys: {s: {type: relationship, questions: {ltr: {text: x, scale: [1, 5]}}}}",
            "another scale in metric `nps`",
        ),
        (
            "surveys: {s: {type: relationship, questions: {why: {text: x, scale: [1, 5]}}}}",
            "holds no numbers",
        ),
        ("topics: {bill: [\"\"]}", "made of words"),
        (
            "customer: {age: {type: int, decimals: 2}}",
            "`decimals` is for a number",
        ),
        ("customer: {sum: {type: number, decimals: 20}}", "at most 9"),
    ] {
        let error = Program::parse(&format!("{base}{line}")).unwrap_err();
        assert!(error.to_string().contains(part), "{line}: {error}");
    }
}
