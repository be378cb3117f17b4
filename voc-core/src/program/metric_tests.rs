//! What is found in metrics: scales that do not fit, surveys that nobody can tell, keys of other kinds.

use super::Program;
use super::doubt_tests::read;

const BASE: &str = r#"voc: 1
name: Measured
fields: {ltr: int, stars: int, hoped: int, wait: {type: number, decimals: 1}, mood: {type: text, one_of: [angry, calm]}, solved: bool, note: text}
customer: {weight: number, tier: text}
surveys:
  once: {type: relationship, questions: {stars: {text: "How was it?", scale: [1, 5]}, ltr: {text: "Recommend?", scale: [0, 10]}}}
  later: {type: transactional, questions: {ltr: {text: "Recommend?", scale: [0, 10]}}}
metrics:
  it: {METRIC}
"#;

fn found(metric: &str) -> Vec<String> {
    read(&BASE.replace("METRIC", metric))
}

fn one(metric: &str) -> String {
    found(metric).join("\n")
}

#[test]
fn metrics_that_are_good() {
    for metric in [
        "kind: ces, of: stars, scale: [1, 5], better: low",
        "kind: top_box, of: stars, scale: [1, 5], top_box: 1, better: low, survey: once",
        "kind: bottom_box, of: stars, scale: [1, 5]",
        "kind: mean, of: wait, better: low, weight: customer.weight, by: [respondent_role, segment, mood]",
        "kind: median, of: stars, scale: [1, 5]",
        "kind: share, of: mood, one_of: [angry]",
        "kind: share, of: wait, one_of: [1, 2.5]",
        "kind: share, of: stars, when: 'stars >= 4 && size(verbatim) > 0'",
        "kind: points, of: mood, points: {angry: -1, calm: 0.5}",
        "kind: points, of: stars, points: {1: 0, 5: 100}, scale: [1, 5]",
        "kind: points, of: solved, points: {true: 1, false: 0}",
        "kind: gap, of: stars, expected: hoped, scale: [1, 5]",
        "kind: nps, of: ltr, weight: wait",
    ] {
        assert_eq!(found(metric), Vec::<String>::new(), "{metric}");
    }
}

/// A metric, and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    (
        "kind: ces, of: stars, scale: [1, 5]",
        "CES needs to know which end is `better`",
    ),
    ("kind: ces, of: stars, better: low", "it needs its `scale`"),
    (
        "kind: ces, of: mood, scale: [1, 5], better: low",
        "`mood` holds no whole numbers",
    ),
    (
        "kind: ces, of: strs, scale: [1, 5], better: low",
        "did you mean `stars`?",
    ),
    (
        "kind: top_box, of: stars, scale: [1, 5], top_box: 5",
        "the top box must leave out",
    ),
    (
        "kind: bottom_box, of: stars, scale: [1, 5], bottom_box: 0",
        "the bottom box must leave out",
    ),
    (
        "kind: bottom_box, of: stars, scale: [1, 5], top_box: 1",
        "only CSAT and `top_box` has `top_box`",
    ),
    (
        "kind: mean, of: stars, scale: [5, 1]",
        "a scale runs from low to high",
    ),
    ("kind: mean, of: wait, scale: [0, 10]", "it has no scale"),
    (
        "kind: mean, of: wait, out_of: 'true'",
        "only a rate has `out_of`",
    ),
    ("kind: mean, of: note", "`note` holds no numbers"),
    (
        "kind: median, of: wait, weight: stars",
        "a median of answers that do not count alike",
    ),
    (
        "kind: mean, of: wait, weight: customer.tier",
        "`customer.tier` is no number",
    ),
    (
        "kind: mean, of: wait, weight: customer.wieght",
        "did you mean `customer.weight`?",
    ),
    ("kind: share, of: mood", "which answers count"),
    (
        "kind: share, of: mood, one_of: [angri]",
        "did you mean `angry`?",
    ),
    (
        "kind: share, of: stars, one_of: [1.5]",
        "`stars` is never `1.5`",
    ),
    (
        "kind: share, of: mood, one_of: [angry], when: 'true'",
        "one of `one_of` and `when`",
    ),
    (
        "kind: share, of: stars, one_of: [5], scale: [1, 5]",
        "it has no scale",
    ),
    ("kind: share, of: stars, when: 'stars >'", "expected"),
    ("kind: points, of: mood", "what no answer is worth"),
    (
        "kind: points, of: mood, points: {angry: 1, clam: 2, calm: 0}",
        "did you mean `calm`?",
    ),
    (
        "kind: points, of: mood, points: {angry: 1}",
        "`calm` is worth no points",
    ),
    (
        "kind: points, of: stars, points: {6: 1}, scale: [1, 5]",
        "`stars` is never `6`",
    ),
    (
        "kind: points, of: solved, points: {maybe: 1}",
        "`solved` is never `maybe`",
    ),
    (
        "kind: points, of: stars, points: {1: 0.0000001}",
        "is not counted exactly",
    ),
    (
        "kind: points, of: wait, points: {1: 1}",
        "points are of answers that there are few of",
    ),
    ("kind: gap, of: stars", "what was `expected`"),
    (
        "kind: gap, of: stars, expected: stars",
        "between an answer and itself",
    ),
    (
        "kind: nps, of: ltr, better: high",
        "of NPS and CSAT the high answers",
    ),
    (
        "kind: csat, of: stars, scale: [1, 5], points: {1: 1}",
        "only `points` has `points`",
    ),
    ("kind: nps, of: ltr, survey: oncee", "did you mean `once`?"),
    (
        "kind: mean, of: stars, survey: later",
        "survey `later` does not ask for `stars`",
    ),
    (
        "kind: nps, of: ltr, survey: once",
        "`later` and `once` ask for `ltr`",
    ),
    (
        "kind: rate, of: 'stars > 3', survey: once",
        "which survey a signal is of is not said",
    ),
    (
        "kind: mean, of: stars, by: [respondent_roles]",
        "unknown field `respondent_roles`",
    ),
    ("kind: mode, of: stars", "known: nps, csat, rate, ces"),
];

#[test]
fn mistakes_are_named() {
    for (metric, said) in MISTAKES {
        let found = one(metric);
        assert!(found.contains(said), "{metric}: {found}");
    }
}

/// posthog PR 42157: NPS was offered for any scale of 1 to 10, and NPS of 1 to 10 is another number.
#[test]
fn posthog_42157_nps_is_of_0_to_10_alone() {
    for scale in ["[1, 10]", "[1, 5]", "[0, 5]"] {
        let found = found(&format!("kind: nps, of: hoped, scale: {scale}"));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0].contains("NPS is defined on a scale of 0 to 10"),
            "{found:?}"
        );
        assert!(found[0].contains("fit `csat`, `top_box`"), "{found:?}");
        // The scale is that of the question.
        let asked = BASE.replace(
            "scale: [0, 10]}}}\n  later",
            &format!("scale: {scale}}}}}}}\n  later"),
        );
        let found = read(&asked.replace("METRIC", "kind: nps, of: ltr"));
        assert!(
            found[0].contains("surveys.once.questions.ltr.scale"),
            "{found:?}"
        );
        assert!(
            found[0].contains("another scale in metric `it`")
                && found[0].contains("`nps` fits 0 to 10 alone")
        );
    }
    let other = BASE.replace(
        "METRIC",
        "kind: nps, of: ltr}\n  also: {kind: mean, of: ltr, scale: [1, 10]",
    );
    let found = read(&other).join("\n");
    assert!(
        found.contains("`ltr` has another scale in metric `also`"),
        "{found}"
    );
}

#[test]
fn where_answers_name_their_survey_two_may_ask() {
    let named = BASE.replace("note: text", "note: text, survey: text");
    assert_eq!(
        read(&named.replace("METRIC", "kind: nps, of: ltr, survey: once")),
        Vec::<String>::new()
    );
    let rate = "kind: rate, of: 'stars > 3', survey: once";
    assert_eq!(read(&named.replace("METRIC", rate)), Vec::<String>::new());
}

#[test]
fn levels_lie_where_the_metric_does() {
    let with = |metric: &str, rule: &str| {
        let text = BASE.replace("METRIC", metric);
        read(&format!("{text}rules: {{watch: {{metric: it, {rule}}}}}\n"))
    };
    let ces = "kind: ces, of: stars, scale: [1, 5], better: high";
    assert_eq!(with(ces, "below: 3.5"), Vec::<String>::new());
    assert!(with(ces, "below: 0.5")[0].contains("metric `it` runs from 1 to 5"));
    let gap = "kind: gap, of: stars, expected: hoped, scale: [1, 5]";
    assert_eq!(with(gap, "below: -4"), Vec::<String>::new());
    assert!(with(gap, "below: -4.5")[0].contains("runs from -4 to 4"));
    assert_eq!(
        with("kind: mean, of: wait", "above: 1e6"),
        Vec::<String>::new()
    );
    let points = "kind: points, of: mood, points: {angry: -1, calm: 2}";
    assert!(with(points, "above: 3")[0].contains("runs from -1 to 2"));
    let median = "kind: median, of: stars";
    assert_eq!(
        with(median, "above: 3, confidence: 0.9"),
        Vec::<String>::new()
    );
    assert!(with(median, "change: {by: -1}")[0].contains("how far two medians lie apart"));
}

#[test]
fn a_program_without_them_has_the_digest_that_it_had() {
    let plain = Program::parse(&BASE.replace("METRIC", "kind: nps, of: ltr")).unwrap();
    let written = serde_json::to_string(&plain.spec().metrics).unwrap();
    assert_eq!(written, r#"{"it":{"kind":"nps","of":"ltr"}}"#);
}
