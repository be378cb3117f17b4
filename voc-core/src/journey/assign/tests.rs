//! Signals assigned by hand, and by three ways that must agree.

use super::machine::Reason;
use super::oracle::{Heard, read};
use super::rows::Over;
use super::{Actual, Book, Ids, Placement, assign};
use crate::journey::Journey;
use crate::ordered::Few;
use crate::program::Program;
use crate::rule::batch::{ABSENT, Column, Columns};
use crate::signal::{Body, CustomerStatement, Input, Merge, Retract, Signal};
use crate::time::{HOUR, MINUTE, Time};
use crate::value::Value;
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

const INSURANCE: &str = include_str!("../../../../examples/insurance/program.yaml");

fn insurance() -> Journey {
    Journey::of(&Program::parse(INSURANCE).unwrap(), "claim").unwrap()
}

fn input(text: &str) -> Input {
    Input::from_json(text).unwrap()
}

/// A signal of customer `c1`, at an hour of a day.
fn signal(id: &str, day: u32, hour: u32, kind: &str, more: &str) -> Input {
    let more = if more.is_empty() {
        String::new()
    } else {
        format!(", {more}")
    };
    input(&format!(
        r#"{{"id": "{id}", "signal": {{"at": "2026-03-{day:02}T{hour:02}:00:00Z", "kind": "{kind}", "customer": "c1"{more}}}}}"#
    ))
}

fn book(journey: Journey, inputs: &[Input]) -> Book {
    let mut book = Book::new(journey);
    for input in inputs {
        book.take(input).unwrap();
    }
    book
}

fn counted(actual: &Actual) -> Vec<(&'static str, u64)> {
    let rows = actual
        .unassigned()
        .into_iter()
        .filter(|row| row.signals > 0);
    rows.map(|row| (row.reason.name(), row.signals)).collect()
}

/// Two claims of one customer.
fn claims() -> Book {
    let inputs = [
        signal("s0", 1, 8, "contact", r#""fields": {"claim_id": "A"}"#),
        signal(
            "s1",
            1,
            9,
            "claim_opened",
            r#""touch_point": "report-claim", "fields": {"claim_id": "A"}, "attributes": {"vulnerable": true}"#,
        ),
        signal(
            "s2",
            2,
            9,
            "contact",
            r#""touch_point": "claim-status", "channel": "phone""#,
        ),
        signal(
            "s3",
            3,
            9,
            "claim_opened",
            r#""touch_point": "report-claim", "fields": {"claim_id": "B"}"#,
        ),
        signal("s4", 4, 9, "contact", r#""touch_point": "claim-status""#),
        signal(
            "s5",
            5,
            9,
            "claim_paid",
            r#""touch_point": "payout", "fields": {"claim_id": "A"}"#,
        ),
        signal("s6", 6, 9, "contact", r#""fields": {"claim_id": "A"}"#),
        // An answer to the survey after the claim is about claim A, although it is over.
        signal(
            "s7",
            7,
            9,
            "response",
            r#""touch_point": "payout", "fields": {"csat": 4}"#,
        ),
        signal("s8", 8, 9, "review", r#""fields": {"stars": 4}"#),
    ];
    book(insurance(), &inputs)
}

#[test]
fn claims_are_told_apart_by_their_key() {
    let book = claims();
    let actual = book.actual();
    let rows: Vec<_> = actual.instances().collect();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.key.as_deref(),
                row.number,
                row.signals,
                row.steps,
                row.over,
            )
        })
        .collect();
    // A has s1, s2 (the only open one then) and s5; B has s3, and s7, which carries no key when B alone is open.
    assert_eq!(
        told,
        [
            (Some("A"), 1, 3, 3, Some(Over::Ends)),
            (Some("B"), 1, 2, 1, None)
        ]
    );
    assert_eq!(rows[0].segments, ["vulnerable"]);
    // What is known of the customer holds on.
    assert_eq!(rows[1].segments, ["vulnerable"]);
    assert_eq!(
        counted(&actual),
        [
            ("elsewhere", 1),
            ("before_start", 1),
            ("after_end", 1),
            ("several_open", 1)
        ]
    );
    assert_eq!(actual.assigned(), 5);
    let log = actual.log();
    let paths: Vec<Vec<&str>> = log
        .instances()
        .map(|one| {
            one.events
                .iter()
                .map(|event| log.activity(event.activity))
                .collect()
        })
        .collect();
    assert_eq!(
        paths,
        [
            vec!["report-claim", "claim-status", "payout"],
            vec!["report-claim"]
        ]
    );
    // From the report (claims) to the status (the service centre), where nobody says which claim; the payout is
    // of claims again.
    let passed = log.hand_overs().unwrap();
    let lost: Vec<_> = passed
        .iter()
        .map(|row| {
            let lost = &row.lost[0];
            (
                row.from.as_str(),
                lost.name.as_str(),
                lost.lost,
                lost.share.n,
            )
        })
        .collect();
    assert_eq!(
        lost,
        [
            ("claims", "claim_id", 1, 1),
            ("service-centre", "claim_id", 0, 0)
        ]
    );
    assert_eq!(
        book.placement("s4"),
        Some(Placement::Unassigned(Reason::SeveralOpen))
    );
    assert_eq!(
        book.placement("s5"),
        Some(Placement::Instance(rows[0].instance.clone()))
    );
    assert_eq!(book.placement("s9"), None);
    assert_eq!(book.instances_of("c1"), rows);
}

#[test]
fn a_value_begins_again_where_it_starts_again() {
    let key = r#""fields": {"claim_id": "A"}"#;
    let inputs = [
        signal("s1", 1, 9, "claim_opened", key),
        signal("s2", 2, 9, "claim_paid", key),
        signal("s3", 3, 9, "contact", key),
        signal("s4", 4, 9, "claim_opened", key),
        signal("s5", 5, 9, "contact", r#""touch_point": "claim-status""#),
    ];
    let actual = book(insurance(), &inputs).actual();
    let told: Vec<_> = actual
        .instances()
        .map(|row| (row.number, row.signals))
        .collect();
    assert_eq!(told, [(1, 2), (2, 2)]);
    assert_eq!(counted(&actual), [("after_end", 1)]);
}

#[test]
fn what_is_corrected_or_taken_back_is_as_if_it_had_never_been() {
    let key = |value: &str| format!(r#""fields": {{"claim_id": "{value}"}}"#);
    let inputs = [
        signal("s1", 1, 9, "claim_opened", &key("A")),
        signal("s2", 2, 9, "contact", &key("A")),
        signal("s3", 3, 9, "contact", &key("A")),
    ];
    let mut book = book(insurance(), &inputs);
    let corrected = Input {
        revision: 1,
        ..signal("s2", 2, 10, "contact", &key("B"))
    };
    book.take(&corrected).unwrap();
    let wrong = book.take(&inputs[1]).unwrap_err();
    assert_eq!(wrong.message, "`s2` came before with other content");
    book.take(&corrected).unwrap();
    assert_eq!(counted(&book.actual()), [("before_start", 1)]);
    let retract = |id: &str, signal: &str| {
        let signal = signal.to_owned();
        Input::new(id, Body::Retract(Retract { signal }))
    };
    book.take(&retract("r1", "s3")).unwrap();
    book.take(&retract("r2", "s4")).unwrap();
    book.take(&inputs[2]).unwrap();
    book.take(&signal("s4", 4, 9, "contact", &key("A")))
        .unwrap();
    let told: Vec<_> = book.actual().instances().map(|row| row.signals).collect();
    assert_eq!(told, [1]);
    let refused = book.take(&signal("s5", 4, 9, "contct", "")).unwrap_err();
    assert_eq!(refused.path.as_deref(), Some("signal.kind"));
}

/// The journeys of random histories: every way of telling instances apart.
fn program(key: u8, starts: bool, ends: bool, gap: u8) -> Program {
    let key = ["", "key: order, ", "key: number, "][usize::from(key)];
    let starts = if starts {
        "starts: 'kind == \"go\" && segment(\"known\")', "
    } else {
        ""
    };
    let ends = if ends {
        "ends: 'kind == \"end\" || note == \"bye\"', "
    } else {
        ""
    };
    let gap = ["", "gap: PT3H, ", "gap: P1M, "][usize::from(gap)];
    let text = format!(
        "voc: 1
name: Random
kinds: {{go: {{}}, end: {{}}, talk: {{}}, other: {{}}, answer: {{}}, invitation: {{}}, seen: {{subject: employee}}}}
fields: {{order: text, number: int, note: text, csat: int}}
customer: {{known: bool}}
surveys: {{after: {{type: transactional, after: talk, questions: {{csat: {{text: Well?, scale: [1, 5]}}}}}}}}
segments: {{known: 'has(customer.known) && customer.known'}}
touch_points: {{a: {{}}, b: {{}}, c: {{}}}}
journeys:
  way: {{{key}{starts}{ends}{gap}stages: [{{id: one, touch_points: [a]}}, {{id: two, touch_points: [b, a]}}], moments_of_truth: {{m: {{at: b}}}}}}
  away: {{stages: [{{id: three, touch_points: [c]}}]}}
"
    );
    Program::parse(&text).unwrap()
}

/// A signal out of a few numbers.
fn random(id: usize, dice: [u8; 8]) -> Input {
    let pick = |from: &[&str], dice: u8| {
        let text = from[usize::from(dice) % from.len()];
        (!text.is_empty()).then(|| text.to_owned())
    };
    let kinds = [
        "go",
        "end",
        "talk",
        "talk",
        "other",
        "answer",
        "invitation",
        "seen",
    ];
    let kind = kinds[usize::from(dice[0] % 8)].to_owned();
    let mut fields: Few<String, Value> = Few::new();
    if let Some(order) = pick(&["", "", "x", "y", "z"], dice[1]) {
        fields.insert("order".into(), Value::Text(order));
        fields.insert("number".into(), Value::Int(i64::from(dice[1] % 5)));
    }
    if let Some(note) = pick(&["", "", "", "bye"], dice[2]) {
        fields.insert("note".into(), Value::Text(note));
    }
    if kind == "answer" {
        fields.insert("csat".into(), Value::Int(i64::from(dice[3] % 5) + 1));
    }
    let mut attributes: Few<String, Value> = Few::new();
    if dice[4] % 4 < 2 {
        attributes.insert("known".into(), Value::Bool(dice[4].is_multiple_of(4)));
    }
    let employee = (kind == "seen").then(|| "e1".to_owned());
    let signal = Signal {
        at: Time::parse("2026-01-30T00:00:00Z")
            .unwrap()
            .plus(i64::from(dice[5] % 40) * 30 * MINUTE + i64::from(dice[5] / 128) * 700 * HOUR),
        kind,
        customer: pick(&["", "c1", "c2", "c2", "c1"], dice[6]),
        respondent: None,
        respondent_role: None,
        touch_point: pick(&["", "a", "b", "c"], dice[7]),
        stage: pick(&["", "", "", "one", "three"], dice[7] / 4),
        channel: None,
        unit: None,
        employee,
        verbatim: None,
        fields,
        attributes,
    };
    Input::new(format!("s{id:02}"), Body::Signal(Box::new(signal)))
}

/// Everything that is told of actual journeys.
fn told(actual: &Actual) -> (String, String) {
    let rows: Vec<_> = actual.instances().collect();
    let all = serde_json::to_string(&(rows, actual.unassigned())).unwrap();
    (all, format!("{:?}", actual.log()))
}

/// Signals as an engine accepts them, in order.
fn checked<'i>(journey: &Journey, inputs: &'i [Input]) -> Vec<(Time, &'i str, Signal)> {
    let mut signals: Vec<(Time, &str, Signal)> = inputs
        .iter()
        .map(|input| {
            let Body::Signal(signal) = &input.body else {
                panic!()
            };
            let mut signal = (**signal).clone();
            crate::signal::check_signal(journey.program(), &mut signal).unwrap();
            (signal.at, input.id.as_str(), signal)
        })
        .collect();
    signals.sort_by(|one, two| (one.0, one.1).cmp(&(two.0, two.1)));
    signals
}

/// The same by columns.
fn by_columns(journey: &Arc<Journey>, inputs: &[Input]) -> Actual {
    let signals = checked(journey, inputs);
    let at: Vec<i64> = signals.iter().map(|(at, ..)| at.micros()).collect();
    let texts = |of: &dyn Fn(&Signal) -> Option<String>| {
        let mut names: Vec<String> = Vec::new();
        let codes = signals.iter().map(|(.., signal)| match of(signal) {
            None => ABSENT,
            Some(name) => {
                let known = names.iter().position(|known| *known == name);
                let code = known.unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                });
                u32::try_from(code).unwrap()
            }
        });
        let codes: Vec<u32> = codes.collect();
        (codes, names)
    };
    let (customer, customers) = texts(&|signal| signal.customer.clone());
    let own = [
        ("kind", texts(&|signal| Some(signal.kind.clone()))),
        ("touch_point", texts(&|signal| signal.touch_point.clone())),
        ("stage", texts(&|signal| signal.stage.clone())),
        (
            "order",
            texts(&|signal| signal.fields.get("order").map(ToString::to_string)),
        ),
        (
            "note",
            texts(&|signal| signal.fields.get("note").map(ToString::to_string)),
        ),
    ];
    let number = u32::try_from(customers.len()).unwrap();
    let mut columns = Columns::new(&at, &customer, number).unwrap();
    for (name, (codes, names)) in &own {
        let texts = names.iter().map(String::as_str).collect();
        columns = columns.with(name, Column::Text { codes, texts }).unwrap();
    }
    let ints = |name: &str| {
        let values = signals
            .iter()
            .map(|(.., signal)| match signal.fields.get(name) {
                Some(Value::Int(value)) => Some(*value),
                _ => None,
            });
        let values: Vec<Option<i64>> = values.collect();
        let valid = values.chunks(64).map(|chunk| {
            let bits = chunk.iter().enumerate();
            bits.fold(0_u64, |word, (bit, value)| {
                word | u64::from(value.is_some()) << bit
            })
        });
        let valid: Vec<u64> = valid.collect();
        let values: Vec<i64> = values.into_iter().map(Option::unwrap_or_default).collect();
        (values, valid)
    };
    let (csat, numbers) = (ints("csat"), ints("number"));
    for (name, (values, valid)) in [("csat", &csat), ("number", &numbers)] {
        let column = Column::Int {
            values,
            valid: Some(valid),
        };
        columns = columns.with(name, column).unwrap();
    }
    let mut known: BTreeMap<Option<String>, bool> = BTreeMap::new();
    let (mut bits, mut valid) = (
        vec![0; at.len().div_ceil(64)],
        vec![0; at.len().div_ceil(64)],
    );
    for (row, (.., signal)) in signals.iter().enumerate() {
        if let Some(Value::Bool(value)) = signal.attributes.get("known") {
            known.insert(signal.customer.clone(), *value);
        }
        if let Some(value) = known.get(&signal.customer) {
            valid[row / 64] |= 1_u64 << (row % 64);
            bits[row / 64] |= u64::from(*value) << (row % 64);
        }
    }
    let column = Column::Bool {
        bits: &bits,
        valid: Some(&valid),
    };
    columns = columns.with("customer.known", column).unwrap();
    let names: Vec<&str> = customers.iter().map(String::as_str).collect();
    let signal = |row: u32| Cow::Borrowed(signals[row as usize].1);
    let ids = Ids {
        customers: &names,
        signal: &signal,
    };
    assign(journey, &columns, ids, None).unwrap()
}

fn histories() -> impl Strategy<Value = Vec<Input>> {
    let one = prop::array::uniform8(any::<u8>());
    prop::collection::vec(one, 0..60).prop_map(|all| {
        let numbered = all.iter().enumerate();
        numbered.map(|(id, dice)| random(id, *dice)).collect()
    })
}

proptest! {
    #[test]
    fn every_signal_belongs_where_the_definition_says(
        inputs in histories(),
        (key, starts, ends, gap) in (0_u8..3, any::<bool>(), any::<bool>(), 0_u8..3),
    ) {
        let journey = Journey::of(&program(key, starts, ends, gap), "way").unwrap();
        let book = book(journey.clone(), &inputs);
        let actual = book.actual();
        let unassigned: u64 = actual.unassigned().iter().map(|row| row.signals).sum();
        prop_assert_eq!(actual.assigned() + unassigned, inputs.len() as u64);
        for customer in ["c1", "c2"] {
            let mut heard: Vec<Heard> = inputs
                .iter()
                .filter_map(|input| match &input.body {
                    Body::Signal(signal) if signal.customer.as_deref() == Some(customer) => {
                        Some(Heard { id: input.id.clone(), signal: (**signal).clone(), known: Few::new() })
                    }
                    _ => None,
                })
                .collect();
            heard.sort_by(|one, two| (one.signal.at, &one.id).cmp(&(two.signal.at, &two.id)));
            let mut known: Few<String, Value> = Few::new();
            for one in &mut heard {
                for (name, value) in &one.signal.attributes {
                    known.insert(name.clone(), value.clone());
                }
                one.known = known.clone();
            }
            let mut of: BTreeMap<String, usize> = BTreeMap::new();
            for (one, belongs) in heard.iter().zip(read(&journey, &heard)) {
                let placement = book.placement(&one.id).unwrap();
                match (belongs, placement) {
                    (Err(reason), Placement::Unassigned(found)) => prop_assert_eq!(reason, found),
                    // One id an instance, and one instance an id.
                    (Ok(first), Placement::Instance(id)) => {
                        prop_assert_eq!(*of.entry(id).or_insert(first), first);
                    }
                    (wanted, found) => prop_assert!(false, "{}: {wanted:?}, {found:?}", one.id),
                }
            }
            let mut firsts: Vec<usize> = of.into_values().collect();
            let all = firsts.len();
            firsts.sort_unstable();
            firsts.dedup();
            prop_assert_eq!(firsts.len(), all);
        }
    }

    #[test]
    fn all_at_once_one_by_one_in_any_order_and_shared_out_say_the_same(
        (inputs, shuffled) in histories().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        (key, starts, ends, gap) in (0_u8..3, any::<bool>(), any::<bool>(), 0_u8..3),
        again in prop::collection::vec((any::<prop::sample::Index>(), prop::array::uniform8(any::<u8>())), 0..8),
    ) {
        let program = program(key, starts, ends, gap);
        let journey = Arc::new(Journey::of(&program, "way").unwrap());
        let new = || Journey::of(&program, "way").unwrap();
        let wanted = told(&by_columns(&journey, &inputs));
        prop_assert_eq!(&told(&book(new(), &inputs).actual()), &wanted);
        // In any order, with things said in between that are corrected or taken back.
        let mut book = Book::new(new());
        for (number, (at, dice)) in again.iter().enumerate() {
            let wrong = random(at.index(inputs.len().max(1)), *dice);
            if at.index(2) == 0 && wrong.id < format!("s{:02}", inputs.len()) {
                let wrong = Input { revision: 0, ..wrong };
                let _ = book.take(&wrong);
            } else {
                let wrong = random(70 + number, *dice);
                book.take(&wrong).unwrap();
                let signal = wrong.id.clone();
                book.take(&Input::new(format!("r{number}"), Body::Retract(Retract { signal }))).unwrap();
            }
        }
        for input in &shuffled {
            let input = Input { revision: 1, ..input.clone() };
            book.take(&input).unwrap();
        }
        let mut actual = book.actual();
        // Time has heard of what was taken back.
        actual.now = inputs.iter().filter_map(Input::at).max();
        prop_assert_eq!(&told(&actual), &wanted);
        // Customers shared out.
        let (mut rows, mut unassigned) = (Vec::new(), BTreeMap::new());
        for part in [Some("c1"), Some("c2"), None] {
            let own: Vec<Input> = inputs.iter().filter(|input| match &input.body {
                Body::Signal(signal) => signal.customer.as_deref() == part,
                _ => false,
            }).cloned().collect();
            let mut actual = by_columns(&journey, &own);
            actual.now = inputs.iter().filter_map(Input::at).max();
            rows.extend(actual.instances());
            for row in actual.unassigned() {
                *unassigned.entry(row.reason).or_insert(0) += row.signals;
            }
        }
        let whole = by_columns(&journey, &inputs);
        prop_assert_eq!(rows, whole.instances().collect::<Vec<_>>());
        for row in whole.unassigned() {
            prop_assert_eq!(unassigned.get(&row.reason).copied(), Some(row.signals));
        }
    }

    #[test]
    fn merged_customers_are_read_as_one_whenever_it_is_told(
        inputs in histories(),
        stated in prop::collection::vec((0_u8..40, any::<bool>()), 0..4),
        place in any::<prop::sample::Index>(),
        (key, starts, ends, gap) in (0_u8..3, any::<bool>(), any::<bool>(), 0_u8..3),
    ) {
        let program = program(key, starts, ends, gap);
        let new = || Journey::of(&program, "way").unwrap();
        let state = |customer: &str| {
            let stated: Vec<Input> = stated.iter().enumerate().map(|(number, (at, known))| {
                let mut attributes: Few<String, Value> = Few::new();
                attributes.insert("known".into(), Value::Bool(*known));
                let at = Time::parse("2026-01-30T00:10:00Z").unwrap().plus(i64::from(*at) * 30 * MINUTE);
                let customer = customer.to_owned();
                Input::new(format!("k{number}"), Body::Customer(CustomerStatement { at, customer, attributes }))
            }).collect();
            stated
        };
        let mut told_of_both: Vec<Input> = inputs.clone();
        told_of_both.extend(state("c1"));
        let merge = Input::new("m", Body::Merge(Merge { from: "c1".into(), into: "c2".into() }));
        told_of_both.insert(place.index(told_of_both.len() + 1), merge);
        let one: Vec<Input> = inputs.iter().cloned().map(|mut input| {
            if let Body::Signal(signal) = &mut input.body && signal.customer.is_some() {
                signal.customer = Some("c2".into());
            }
            input
        }).chain(state("c2")).collect();
        prop_assert_eq!(told(&book(new(), &told_of_both).actual()), told(&book(new(), &one).actual()));
    }
}
