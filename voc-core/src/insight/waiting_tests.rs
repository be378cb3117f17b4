//! Time lost in waiting, held to counting it minute by minute.

use super::*;
use crate::case::{Case, CaseChange, CaseEvent, OpenCase, Policy, State, Transfer};
use crate::error::Code;
use crate::program::{Program, WaitingOn};
use crate::time::{MINUTE, Time};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn minute(minute: i64) -> Time {
    Time::parse("2026-03-02T00:00:00Z")
        .unwrap()
        .plus(minute * MINUTE)
}

fn opened() -> Case {
    let program = Program::parse("{voc: 1, name: p, cases: {recovery: {}}}").unwrap();
    let policy = Policy::of(&program, "recovery").unwrap();
    let open =
        serde_json::json!({"case_type": "recovery", "at": minute(0).to_string(), "unit": "u0"});
    let open: OpenCase = serde_json::from_value(open).unwrap();
    Case::open(&policy, open).unwrap()
}

fn handed(from: Option<&str>, to: &str, at: Time) -> CaseChange {
    CaseChange::Transferred {
        transfer: Box::new(Transfer {
            at,
            by: "ann".to_owned(),
            from_unit: from.map(str::to_owned),
            from_person: None,
            to_unit: Some(to.to_owned()),
            to_person: None,
            ask: "a".to_owned(),
            why: "w".to_owned(),
            due: minute(10_000),
        }),
    }
}

/// A case to which these things happened, each at a minute.
fn worked(changes: &[(i64, CaseChange)]) -> Case {
    let mut case = opened();
    for (at, change) in changes {
        let mut change = change.clone();
        match &mut change {
            // As an engine tells it: from the unit that has the case.
            CaseChange::Transferred { transfer } => transfer.from_unit.clone_from(&case.unit),
            CaseChange::UnitRemoved { unit, .. } => {
                *unit = case.unit.clone().unwrap_or_default().into();
            }
            _ => {}
        }
        case.apply(&CaseEvent {
            at: minute(*at),
            by: None,
            change,
        });
    }
    case
}

fn rows(by: &str, case: &Case, until: i64) -> Vec<(String, WaitingOn, u64, i64)> {
    let rows = time_lost(by, std::iter::once(case), minute(until)).unwrap();
    rows.into_iter()
        .map(|row| {
            (
                row.group.unwrap_or_default(),
                row.on,
                row.n,
                row.elapsed_us / MINUTE,
            )
        })
        .collect()
}

#[test]
fn a_wait_counts_with_each_unit_that_had_the_case_then() {
    let on = WaitingOn::Information;
    let case = worked(&[
        (10, CaseChange::Waiting { on }),
        (40, handed(Some("u0"), "u1", minute(40))),
        (
            50,
            CaseChange::Resumed {
                to: State::InProgress,
            },
        ),
        (
            60,
            CaseChange::Waiting {
                on: WaitingOn::Authorisation,
            },
        ),
        (65, CaseChange::Waiting { on }),
        (
            65,
            CaseChange::Commented {
                text: "still".to_owned(),
            },
        ),
    ]);
    // 10 to 40 in u0; 40 to 50, and 65 to now, 100, in u1.
    let authorisation = WaitingOn::Authorisation;
    assert_eq!(
        rows("unit", &case, 100),
        [
            ("u0".to_owned(), on, 1, 30),
            ("u1".to_owned(), on, 2, 45),
            ("u1".to_owned(), authorisation, 1, 5),
        ]
    );
    assert_eq!(
        rows("case_type", &case, 100),
        [
            ("recovery".to_owned(), on, 3, 75),
            ("recovery".to_owned(), authorisation, 1, 5)
        ]
    );
    // What begins only now has lost nothing yet.
    assert_eq!(rows("unit", &case, 65).len(), 3);
    let refused = time_lost("person", std::iter::empty(), minute(0)).unwrap_err();
    assert_eq!(
        (refused.code, refused.path.as_deref()),
        (Code::Unknown, Some("by"))
    );
}

fn a_change() -> impl Strategy<Value = CaseChange> {
    let on = prop::sample::select(WaitingOn::ALL.to_vec());
    prop_oneof![
        4 => on.prop_map(|on| CaseChange::Waiting { on }),
        1 => Just(CaseChange::Resumed { to: State::InProgress }),
        1 => Just(CaseChange::Started),
        1 => Just(CaseChange::Acknowledged),
        1 => Just(CaseChange::Resolved { note: None }),
        1 => Just(CaseChange::Reopened { reason: "r".to_owned() }),
        1 => Just(CaseChange::Cancelled { reason: "r".to_owned() }),
        1 => Just(CaseChange::Flagged),
        1 => Just(CaseChange::Assigned { to: "ann".to_owned() }),
        3 => prop::sample::select(vec!["u0", "u1", "u2"]).prop_map(|to| handed(None, to, minute(0))),
        1 => Just(CaseChange::UnitRemoved { unit: String::new().into(), to: Some("u3".to_owned()) }),
    ]
}

proptest! {
    #[test]
    fn it_is_what_counting_the_minutes_comes_to(
        mut changes in prop::collection::vec((0_i64..120, a_change()), 0..12),
        until in 120_i64..150,
    ) {
        changes.sort_by_key(|(at, _)| *at);
        let case = worked(&changes);
        let mut counted: BTreeMap<(String, WaitingOn), i64> = BTreeMap::new();
        for now in 0..until {
            let so_far: Vec<_> = changes.iter().filter(|(at, _)| *at <= now).cloned().collect();
            let then = worked(&so_far);
            if let Some(on) = then.waiting_on {
                *counted.entry((then.unit.unwrap(), on)).or_default() += 1;
            }
        }
        let found = rows("unit", &case, until).into_iter();
        let found: BTreeMap<_, _> = found.map(|(unit, on, _, minutes)| ((unit, on), minutes)).collect();
        prop_assert_eq!(found, counted);
    }
}
