//! What `check` warns of, and what it leaves alone.

use super::Program;

const BASE: &str = r#"voc: 1
name: Aldersgate
kinds: {response: {}, contact: {}}
fields: {ltr: int, csat: int, agent: text}
customer: {tier: text}
surveys:
  after: {type: transactional, after: contact, questions: {csat: {text: "How satisfied were you?", scale: [1, 5]}}}
metrics:
  csat: {kind: csat, of: csat, scale: [1, 5]}
roles: {manager: {level: middle}}
units:
  company: {}
  claims: {parent: company, calendar: office}
touch_points: {report: {owner: claims}}
journeys: {claim: {stages: [{id: tell, touch_points: [report], metric: csat}]}}
calendars: {office: {hours: {mon-fri: ["09:00-17:30"]}}}
routes:
  - {if: 'customer.tier == "gold"', to: claims}
  - {to: owner}
rules:
  unhappy: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
cases: {recovery: {targets: {resolve: {within: P5D, calendar: unit}}}}
"#;

/// The findings where one piece of the text is another, in words.
fn found(old: &str, new: &str) -> Vec<String> {
    assert!(BASE.contains(old), "{old}");
    read(&BASE.replace(old, new))
}

fn read(text: &str) -> Vec<String> {
    match Program::parse(text) {
        Ok(program) => program.check().iter().map(ToString::to_string).collect(),
        Err(error) => error.diagnostics.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn nothing_is_found_where_nothing_is_wrong() {
    assert_eq!(found("Aldersgate", "Aldersgate"), Vec::<String>::new());
}

#[test]
fn what_is_probably_not_meant_is_found_at_its_place() {
    finds(&[
        (
            "agent: text}",
            "agent: text, loop: int}",
            "int}\ncustomer",
            "`loop` is a word of the condition language",
        ),
        (
            "How satisfied were you?",
            "How friendly and fast were we?",
            "\"How friendly",
            "two questions in one: `friendly` and `fast` (ask them apart",
        ),
        (
            "text: \"How satisfied were you?\"",
            "text: {en-GB: \"How friendly and fast were we?\"}",
            "\"How friendly",
            "two questions in one",
        ),
        (
            "of: csat, scale: [1, 5]}\nroles",
            "of: ltr, scale: [1, 5]}\nroles",
            "csat}]}}",
            "stage `tell` is never asked about: no survey asks for `ltr`",
        ),
        (
            ", metric: csat}]",
            "}]",
            "tell, touch",
            "stage `tell` is never asked about: it has no metric",
        ),
        (
            "  - {to: owner}",
            "  - {to: unit}",
            "unit}\nrules",
            "ends nowhere where a signal has no `unit` (say where to go then",
        ),
        (
            "  - {to: owner}",
            "  - {to: agent}",
            "agent}\nrules",
            "ends nowhere where a signal has no `agent`",
        ),
        (
            "  - {to: owner}",
            "  - {to: owner, else: owner}",
            "owner}\nrules",
            "ends nowhere: where `owner`",
        ),
        (
            "{report: {owner: claims}}",
            "{report: {owner: claims}, call: {}}",
            "owner}\nrules",
            "ends nowhere for touch point `call`, which has no owner",
        ),
        (
            "  - {to: owner}",
            "  - {if: 'ltr <= 3 && customer.tier == \"gold\"', to: claims}\n  - {to: owner}",
            "{if: 'ltr",
            "never taken: where its condition holds, so does that of route 1",
        ),
        (
            "cases: {",
            "  worst: {when: 'ltr <= 3 && kind == \"response\"', raise: {case: recovery}}\n  all: {when: 'ltr <= 6', raise: {case: recovery}, supersedes: [worst, unhappy]}\ncases: {",
            "{when: 'ltr <= 3",
            "never raised: `all`, which supersedes it, fires at each of its signals",
        ),
        (
            "{mon-fri: [\"09:00-17:30\"]}",
            "{}",
            "unit}}}}",
            "calendar `office` of unit `claims` has no hours: the target can never be due",
        ),
    ]);
}

#[test]
fn questions_and_uses_that_are_not_meant_are_found() {
    finds(&[
        (
            "How satisfied were you?",
            "How satisfied were you with our excellent service?",
            "\"How satisfied",
            "`our excellent` says what answer is wanted (ask so",
        ),
        (
            "surveys:\n",
            "surveys:\n  yearly: {type: relationship, questions: {csat: {text: \"And all in all?\", scale: [1, 7]}}}\n",
            "[1, 7]}}}",
            "`csat` has another scale in survey `after`",
        ),
        (
            "journeys: {",
            "uses: [{metric: csta, for: pay, roles: [manager]}]\njourneys: {",
            "csta, for",
            "unknown metric `csta` (did you mean `csat`?)",
        ),
        (
            "journeys: {",
            "uses: [{metric: csat, for: pay, roles: [manger]}]\njourneys: {",
            "manger]",
            "unknown role `manger` (did you mean `manager`?)",
        ),
        (
            "journeys: {",
            "uses: [{metric: csat, for: pay, roles: []}]\njourneys: {",
            "[]}]",
            "a use touches the people of a role",
        ),
        (
            "journeys: {",
            "uses: [{metric: csat, for: pay, roles: [manager]}, {metric: csat, for: pay, roles: [manager]}]\njourneys: {",
            "csat, for: pay, roles: [manager]}]",
            "`csat` is registered for pay twice",
        ),
        (
            "metrics:\n",
            "uses: [{metric: nps, for: correction, roles: [manager]}]\nmetrics:\n  nps: {kind: nps, of: ltr}\n",
            "nps, for",
            "`nps` is used for correction, and no survey asks for `ltr`",
        ),
    ]);
}

/// What is found where one piece of the text is another: before which words, and in which.
fn finds(cases: &[(&str, &str, &str, &str)]) {
    for (old, new, at, part) in cases {
        let text = BASE.replace(old, new);
        let before = &text[..text.find(at).unwrap()];
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        let place = format!(
            "line {}, column {column}: ",
            before.lines().count().max(1) + usize::from(before.ends_with('\n'))
        );
        let found = read(&text);
        let told = |text: &String| text.starts_with(&place) && text.contains(part);
        assert!(found.iter().any(told), "{place}{new}: {found:#?}");
    }
}

#[test]
fn what_may_be_meant_is_left_alone() {
    for (old, new) in [
        // Not named by conditions.
        ("tier: text}", "tier: text, loop: int}"),
        (
            "How satisfied were you?",
            "How likely are you to recommend us to friends and family?",
        ),
        (
            "journeys: {",
            "uses: [{metric: csat, for: pay, roles: [manager]}, {metric: csat, for: improvement, roles: [manager]}]\njourneys: {",
        ),
        // Nothing is asked by survey at all.
        ("surveys:\n  after:", "surveys: {}\n#"),
        ("  - {to: owner}", "  - {to: unit, else: owner}"),
        (
            "  - {to: owner}",
            "  - {if: 'has(agent) && ltr < 3', to: agent}\n  - {to: owner}",
        ),
        (
            "  - {to: owner}",
            "  - {if: 'agent != \"\"', to: agent}\n  - {to: owner}",
        ),
        (
            "  - {to: owner}",
            "  - {if: 'customer.tier in [\"gold\", \"basic\"]', to: company}\n  - {to: owner}",
        ),
        // The narrower one above the wider.
        (
            "cases: {",
            "  worst: {when: 'kind == \"response\" && ltr <= 3', raise: {case: recovery}, supersedes: [unhappy]}\ncases: {",
        ),
        // A concern with a case of another type is raised all the same.
        (
            "cases: {",
            "  all: {when: 'ltr <= 7', raise: {case: billing}, supersedes: [unhappy]}\ncases: {billing: {}, ",
        ),
        // It may be known of other fields alone.
        (
            "cases: {",
            "  all: {when: 'ltr <= 7 || csat <= 2', raise: {case: recovery}, supersedes: [unhappy]}\ncases: {",
        ),
        (
            "resolve: {within: P5D, calendar: unit}",
            "resolve: {within: P5D}",
        ),
    ] {
        assert_eq!(found(old, new), Vec::<String>::new(), "{new}");
    }
}
