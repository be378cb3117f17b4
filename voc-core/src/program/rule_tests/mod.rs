//! What a program may declare about rules, and what it may not.

mod mistakes;

use super::*;
use crate::time::{DAY, Span};
use mistakes::{HEAD, first_error};

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
  invitation: {fields: [survey]}
fields:
  survey: text
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
        (
            "surveys: {s: {type: relationship, questions: {ltr: {text: x, scale: [10, 0]}}}}",
            "runs from low to high",
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
