//! Every mistake in a rule names its place.

use crate::document::{Diagnostic, Severity};
use crate::program::Program;

pub(super) const HEAD: &str = r#"voc: 1
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
pub(super) fn first_error(line: &str) -> (String, (u32, u32)) {
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
