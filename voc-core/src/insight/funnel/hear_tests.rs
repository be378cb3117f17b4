//! Occasions out of a log.

use super::*;
use crate::program::Program;
use crate::signal::Input;
use crate::time::Span;
use proptest::prelude::*;

const PROGRAM: &str = r#"voc: 1
name: Shop
privacy: {contact_consent: may_contact}
fields: {survey: text, invitation: text, csat: int, ltr: int, may_contact: bool}
customer: {tier: text}
segments: {gold: 'customer.tier == "gold"'}
surveys:
  after-order: {type: transactional, after: order, delay: P1D, questions: {csat: {text: "How satisfied were you?", scale: [1, 5]}}}
  year: {type: relationship, questions: {ltr: {text: "How likely are you to recommend us?", scale: [0, 10]}}}
quarantine: {one-a-month: {invitations: 1, per: customer, within: P30D}}
"#;

fn input(text: &str) -> Input {
    Input::from_json(text).unwrap()
}

fn signal(id: &str, day: u32, kind: &str, customer: &str, fields: &str) -> Input {
    input(&format!(
        r#"{{"id":"{id}","signal":{{"at":"2026-03-{day:02}T10:00:00Z","kind":"{kind}","customer":"{customer}","unit":"north","fields":{{{fields}}}}}}}"#
    ))
}

fn hear(inputs: &[Input], query: &HearQuery) -> HeardOccasions {
    occasions(&Program::parse(PROGRAM).unwrap(), inputs, query).unwrap()
}

const AFTER: &str = r#""survey":"after-order""#;

#[test]
fn a_log_tells_every_step() {
    let inputs = [
        signal("o-1", 1, "order", "a", ""),
        signal("i-1", 2, "invitation", "a", AFTER),
        signal("d-1", 2, "survey_delivered", "a", AFTER),
        signal("b-1", 3, "survey_started", "a", AFTER),
        signal("r-1", 3, "response", "a", r#""csat":4"#),
        // Eligible, and held back by the quarantine.
        signal("o-2", 5, "order", "a", ""),
        // Eligible, and does not want to be asked.
        signal("o-3", 5, "order", "b", r#""may_contact":false"#),
        // Eligible, and nobody knows why not.
        signal("o-4", 6, "order", "c", ""),
        // Comes unasked, to the survey that asks for `ltr`.
        signal("r-2", 7, "response", "c", r#""ltr":9"#),
        // Not due before the log ends.
        signal("o-5", 9, "order", "d", ""),
    ];
    let query = HearQuery {
        answer: Some("csat".to_owned()),
        concern: Some("has(csat) && csat <= 2".to_owned()),
        ..HearQuery::default()
    };
    let heard = hear(&inputs, &query);
    assert_eq!((heard.pending, heard.repeated, heard.refused), (1, 0, 0));
    let told: Vec<_> = heard
        .occasions
        .iter()
        .map(|one| {
            let steps = Step::ALL.iter().filter(|step| one.has(**step)).count();
            let customer = one.customer.as_deref().unwrap();
            (customer, one.survey.as_str(), steps, one.reason.as_deref())
        })
        .collect();
    assert_eq!(
        told,
        [
            ("a", "after-order", 5, None),
            ("a", "after-order", 1, Some("quarantine:one-a-month")),
            ("b", "after-order", 1, Some("no_consent")),
            ("c", "after-order", 1, None),
            ("c", "year", 1, None),
        ]
    );
    let first = &heard.occasions[0];
    assert_eq!((first.answer, first.concern), (Some(4.0), Some(false)));
    assert_eq!(first.unit.as_deref(), Some("north"));
    let rows = funnel(&heard.occasions, &FunnelQuery::default()).unwrap();
    let [after, year] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    assert_eq!(after.response_rate.value, Some(1.0));
    assert_eq!((after.impossible, after.uninvited), (0, 0));
    // Of the other survey no invitation is known at all.
    assert_eq!(year.response_rate.value, None);
}

#[test]
fn an_invitation_that_is_named_is_the_one() {
    let named = r#""survey":"after-order","invitation":"i-1""#;
    let inputs = [
        signal("i-1", 2, "invitation", "a", AFTER),
        signal("i-2", 3, "invitation", "a", AFTER),
        signal("r-1", 5, "response", "a", named),
        signal("r-2", 6, "response", "a", AFTER),
        signal("r-3", 7, "response", "a", AFTER),
        signal("r-4", 1, "response", "b", AFTER),
        signal("i-3", 2, "invitation", "b", AFTER),
    ];
    let heard = hear(&inputs, &HearQuery::default());
    let days: Vec<_> = heard
        .occasions
        .iter()
        .map(|one| {
            let day = |step| one.at(step).map(|at| at.to_string()[8..10].to_owned());
            (day(Step::Invited), day(Step::Completed))
        })
        .collect();
    let day = |day: &str| Some(day.to_owned());
    // What was answered before anybody asked was not asked for.
    assert_eq!(
        days,
        [
            (day("02"), day("05")),
            (day("03"), day("06")),
            (None, day("01")),
            (day("02"), None)
        ]
    );
    assert_eq!(heard.repeated, 1);
}

#[test]
fn corrections_mergers_and_what_was_known_count() {
    let mut corrected = signal("r-1", 3, "response", "a", r#""csat":2"#);
    corrected.revision = 1;
    let inputs = [
        signal("o-1", 1, "order", "a", ""),
        signal("i-1", 2, "invitation", "a2", AFTER),
        signal("r-1", 3, "response", "a", r#""csat":4"#),
        corrected,
        signal("r-1", 3, "response", "a", r#""csat":5"#),
        signal("o-2", 4, "order", "a", ""),
        signal("o-3", 4, "order", "z", ""),
        input(r#"{"id":"x","retract":{"signal":"o-3"}}"#),
        input(r#"{"id":"m","merge":{"from":"a2","into":"a"}}"#),
        input(
            r#"{"id":"c","customer":{"at":"2026-03-02T00:00:00Z","customer":"a","attributes":{"tier":"gold"}}}"#,
        ),
        input(r#"{"id":"t","tick":{"at":"2026-03-09T00:00:00Z"}}"#),
        input(
            r#"{"id":"n","signal":{"at":"2026-03-03T10:00:00Z","kind":"response","fields":{"survey":"year"}}}"#,
        ),
    ];
    let query = HearQuery {
        answer: Some("csat".to_owned()),
        concern: Some("has(csat) && csat <= 2".to_owned()),
        ..HearQuery::default()
    };
    let heard = hear(&inputs, &query);
    assert_eq!((heard.refused, heard.without_customer), (1, 1));
    let [first, second] = heard.occasions.as_slice() else {
        panic!("{heard:?}")
    };
    assert_eq!((first.answer, first.has(Step::Invited)), (Some(2.0), true));
    assert_eq!((first.concern, second.concern), (Some(false), Some(true)));
    assert!(first.segments.is_empty());
    assert_eq!(second.segments, ["gold"]);
    let unknown = HearQuery {
        answer: Some("csatt".to_owned()),
        ..HearQuery::default()
    };
    let program = Program::parse(PROGRAM).unwrap();
    let error = occasions(&program, &inputs, &unknown).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("answer"));
    let wrong = HearQuery {
        concern: Some("csat <=".to_owned()),
        ..HearQuery::default()
    };
    let error = occasions(&program, &inputs, &wrong).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("concern"));
}

proptest! {
    /// Every signal that tells of a step is found again: on an occasion, as pending or as told once more;
    /// and the order of the log leaves no trace.
    #[test]
    fn nothing_is_lost(
        said in prop::collection::vec((1_u32..28, 0_usize..5, 0..3_u8), 0..25),
        turn in 0_usize..25,
    ) {
        let kinds = ["order", "invitation", "survey_delivered", "survey_started", "response"];
        let inputs: Vec<Input> = said
            .iter()
            .enumerate()
            .map(|(place, (day, kind, customer))| {
                let fields = if *kind == 0 { "" } else { AFTER };
                signal(&format!("s-{place:02}"), *day, kinds[*kind], &customer.to_string(), fields)
            })
            .collect();
        let heard = hear(&inputs, &HearQuery::default());
        let reached = |step: Step| heard.occasions.iter().filter(|one| one.has(step)).count() as u64;
        let all: u64 = Step::ALL.into_iter().map(reached).sum();
        // What is pending may have been delivered or started, without invitation, as well.
        let pending_more = 2 * heard.pending;
        let told = all + heard.pending + heard.repeated;
        prop_assert!(told <= inputs.len() as u64 && inputs.len() as u64 <= told + pending_more);
        let invited = said.iter().filter(|(_, kind, _)| *kind == 1).count() as u64;
        prop_assert_eq!(reached(Step::Invited), invited);
        let mut turned = inputs.clone();
        if !turned.is_empty() {
            turned.rotate_left(turn % inputs.len());
        }
        prop_assert_eq!(hear(&turned, &HearQuery::default()), heard);
    }
}

/// What happens to a customer on a day of March, at ten.
fn shop(id: &str, day: u32, kind: &str, customer: &str, fields: &str) -> Input {
    let text = format!(
        r#"{{"id":"{id}","signal":{{"at":"2026-03-{day:02}T10:00:00Z","kind":"{kind}","customer":"{customer}","unit":"north","touch_point":"desk","fields":{{{fields}}}}}}}"#
    );
    input(&text)
}

fn looking() -> HearQuery {
    HearQuery {
        good: Some(r#"kind == "praise" || has(ltr) && ltr >= 9"#.to_owned()),
        bad: Some(r#"kind == "complaint" || has(ltr) && ltr <= 6"#.to_owned()),
        invited_within: Some(Span::of_days(3)),
        ..HearQuery::default()
    }
}

/// Whose, on which day, good, invited.
fn happened(inputs: &[Input], query: &HearQuery) -> Vec<(String, String, bool, bool)> {
    let heard = hear(inputs, query);
    let happenings = heard.happenings.into_iter();
    happenings
        .map(|one| {
            assert_eq!(
                (one.unit.as_deref(), one.touch_point.as_deref()),
                (Some("north"), Some("desk"))
            );
            let day = one.at.unwrap().to_string()[8..10].to_owned();
            (one.customer.unwrap(), day, one.good, one.invited)
        })
        .collect()
}

fn row(customer: &str, day: &str, good: bool, invited: bool) -> (String, String, bool, bool) {
    (customer.to_owned(), day.to_owned(), good, invited)
}

const YEAR: &str = r#""survey":"year""#;

#[test]
fn what_happened_before_an_invitation() {
    let inputs = [
        // Invited on the last day on which it counts, and a day too late.
        shop("a-1", 1, "praise", "a", ""),
        shop("a-2", 4, "invitation", "a", YEAR),
        shop("b-1", 1, "complaint", "b", ""),
        shop("b-2", 5, "invitation", "b", YEAR),
        // The later of two things counts; at one instant they are one, and bad.
        shop("c-1", 1, "praise", "c", ""),
        shop("c-2", 3, "praise", "c", ""),
        shop("c-3", 3, "complaint", "c", ""),
        shop("c-4", 3, "invitation", "c", YEAR),
        // Who was just invited is not invited again; and what is answered to an invitation overtakes nothing.
        shop("d-1", 1, "praise", "d", ""),
        shop("d-2", 2, "invitation", "d", YEAR),
        shop("d-3", 3, "response", "d", r#""ltr":10"#),
        // Who does not want to be asked is not in it.
        shop("e-1", 1, "praise", "e", r#""may_contact":false"#),
        // An answer that comes unasked is something that happened.
        shop("f-1", 2, "response", "f", r#""ltr":3"#),
        // What could still be followed by an invitation is not in it yet.
        shop("g-1", 7, "praise", "g", ""),
        shop("h-1", 9, "contact", "h", ""),
    ];
    let wanted = [
        row("a", "01", true, true),
        row("b", "01", false, false),
        row("c", "03", false, true),
        row("d", "01", true, true),
        row("f", "02", false, false),
    ];
    assert_eq!(happened(&inputs, &looking()), wanted);
    assert!(hear(&inputs, &HearQuery::default()).happenings.is_empty());
}

#[test]
fn happenings_need_both_conditions_and_some_time() {
    let path = |query: HearQuery| {
        let program = Program::parse(PROGRAM).unwrap();
        occasions(&program, &[], &query).unwrap_err().path.unwrap()
    };
    let but = |change: &dyn Fn(&mut HearQuery)| {
        let mut query = looking();
        change(&mut query);
        path(query)
    };
    assert_eq!(but(&|query| query.bad = None), "bad");
    assert_eq!(but(&|query| query.good = None), "good");
    assert_eq!(but(&|query| query.bad = Some("no such".to_owned())), "bad");
    let none = but(&|query| query.invited_within = Some(Span::of_days(0)));
    assert_eq!(none, "invited_within");
}

proptest! {
    /// Held to a reading straight off the definition, day by day.
    #[test]
    fn happenings_are_as_defined(log in prop::collection::vec((0_u32..3, 1_u32..28, 0_usize..3), 0..25)) {
        let kinds = ["praise", "complaint", "invitation"];
        let inputs = log.iter().enumerate().map(|(place, (customer, day, kind))| {
            let fields = if *kind == 2 { YEAR } else { "" };
            shop(&format!("s-{place}"), *day, kinds[*kind], &customer.to_string(), fields)
        });
        let mut inputs: Vec<Input> = inputs.collect();
        inputs.push(shop("end", 28, "contact", "x", ""));
        let mut wanted = Vec::new();
        for customer in 0..3 {
            let on = |day: u32, kind: usize| log.contains(&(customer, day, kind));
            let happens = |day: u32| on(day, 0) || on(day, 1);
            for day in (1..28_u32).filter(|day| happens(*day) && day + 3 <= 28) {
                let overtaken = (day + 1..=day + 3).any(happens);
                let asked = (day.saturating_sub(2)..day).any(|day| on(day, 2));
                if !overtaken && !asked {
                    let invited = (day..=day + 3).any(|day| on(day, 2));
                    wanted.push(row(&customer.to_string(), &format!("{day:02}"), !on(day, 1), invited));
                }
            }
        }
        prop_assert_eq!(happened(&inputs, &looking()), wanted);
    }
}
