use super::*;
use crate::case::{About, Action, Case, OpenCase, Policy};
use crate::document::{Read, decode, read};
use crate::error::{Code, Refusal};
use crate::program::Program;
use crate::signal::CaseRef;
use proptest::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
metrics: {nps: {kind: nps, of: ltr}}
units: {company: {}, north: {parent: company}, south: {parent: company}, desk: {parent: north}}
cases: {recovery: {}}
";

fn program() -> Program {
    Program::parse(PROGRAM).unwrap()
}

fn at(hours: i64) -> Time {
    Time::parse("2026-03-02T08:00:00Z")
        .unwrap()
        .plus(hours * 3_600_000_000)
}

fn opening(change: impl FnOnce(&mut OpenImprovement)) -> OpenImprovement {
    let mut open = OpenImprovement {
        title: "Say when we come".into(),
        kind: ImprovementKind::Communication,
        owner: "ana".into(),
        units: vec!["north".into()],
        metric: "nps".into(),
        goal: None,
        compare: Vec::new(),
        over: Span::of_days(28),
        min_n: 30,
    };
    change(&mut open);
    open
}

fn opened() -> Improvement {
    Improvement::open(&program(), "ana", at(0), &opening(|_| {})).unwrap()
}

/// A case that nobody has looked into, one with a root cause, and one that was merged.
fn cases() -> Vec<Case> {
    let program = program();
    let policy = Policy::of(&program, "recovery").unwrap();
    let case = |id: &str| {
        let open = OpenCase {
            id: Some(id.into()),
            case_type: "recovery".into(),
            at: at(-2),
            priority: None,
            customer: Some("c".into()),
            same: None,
            segments: Vec::new(),
            unit: None,
            person: None,
            alert: None,
            about: About::default(),
        };
        Case::open(&policy, open).unwrap()
    };
    let mut all: Vec<Case> = ["bare", "found", "merged"].map(case).into();
    let look_into = Action::RootCause {
        root_cause: "policy".into(),
    };
    for event in Case::decide(&policy, &all[1], "ana", None, at(-1), &look_into).unwrap() {
        all[1].apply(&event);
    }
    let (ends, _) = Case::merge(&policy, "ana", None, at(-1), (&all[2], &all[1])).unwrap();
    for event in ends {
        all[2].apply(&event);
    }
    all
}

fn find<'c>(cases: &'c [Case], reference: &CaseRef) -> Result<&'c Case, Refusal> {
    let found = cases
        .iter()
        .find(|case| *reference == CaseRef::Id(case.id.clone()));
    found.ok_or_else(|| Refusal::new(Code::NotFound, "there is no such case"))
}

fn act(improvement: &mut Improvement, at: Time, action: &ImprovementAction) -> Result<(), Refusal> {
    let cases = cases();
    let events = improvement.decide(&|reference| find(&cases, reference), "ana", at, action)?;
    for event in &events {
        improvement.apply(event);
    }
    Ok(())
}

fn link(case: &str) -> ImprovementAction {
    ImprovementAction::Link {
        case: CaseRef::Id(case.into()),
    }
}

#[test]
fn it_goes_from_proposed_to_done() {
    let mut one = opened();
    assert_eq!(one.state, ImprovementState::Proposed);
    for (hours, action, state) in [
        (1, link("found"), ImprovementState::Proposed),
        (2, ImprovementAction::Agree, ImprovementState::Agreed),
        (3, ImprovementAction::Start, ImprovementState::UnderWay),
        (4, ImprovementAction::Done, ImprovementState::Done),
    ] {
        act(&mut one, at(hours), &action).unwrap();
        assert_eq!(one.state, state);
    }
    assert_eq!(one.cases, ["found"]);
    assert_eq!((one.started_at, one.ended_at), (Some(at(3)), Some(at(4))));
    let refusal = act(&mut one, at(5), &ImprovementAction::Start).unwrap_err();
    assert_eq!(refusal.code, Code::NotAllowed);
    assert_eq!(
        refusal.message,
        "an improvement that is done takes no start"
    );
    let allowed: Vec<String> = one
        .allowed()
        .into_iter()
        .filter(|one| one.allowed)
        .map(|one| one.command)
        .collect();
    assert_eq!(allowed, ["comment"]);
}

#[test]
fn only_a_case_with_a_root_cause_is_behind_it() {
    let mut one = opened();
    let mut refused = |action: &ImprovementAction, hours| {
        let refusal = act(&mut one, at(hours), action).unwrap_err();
        (refusal.code, refusal.message, refusal.hint)
    };
    let (code, message, hint) = refused(&link("bare"), 1);
    assert_eq!(
        (code, message.as_str()),
        (Code::NotAllowed, "`bare` has no root cause")
    );
    assert!(hint.unwrap().starts_with("record it on the case"));
    let (_, message, hint) = refused(&link("merged"), 1);
    assert_eq!(message, "`merged` was a duplicate");
    assert_eq!(hint.as_deref(), Some("link `found`"));
    assert_eq!(refused(&link("none"), 1).0, Code::NotFound);
    let unlink = ImprovementAction::Unlink {
        case: CaseRef::Id("found".into()),
    };
    assert_eq!(refused(&unlink, 1).1, "no case is behind it");
    assert_eq!(refused(&ImprovementAction::Agree, -1).0, Code::OutOfOrder);
    act(&mut one, at(1), &link("found")).unwrap();
    let refusal = act(&mut one, at(2), &link("found")).unwrap_err();
    assert_eq!(refusal.message, "`found` is behind it already");
    assert_eq!(refusal.path.as_deref(), Some("improvement.do.link.case"));
    act(&mut one, at(2), &unlink).unwrap();
    assert!(one.cases.is_empty());
}

#[test]
fn what_it_is_opened_with_is_held_against_the_program() {
    let refused = |change: fn(&mut OpenImprovement)| {
        let refusal = Improvement::open(&program(), "ana", at(0), &opening(change)).unwrap_err();
        (refusal.code, refusal.path.unwrap())
    };
    let place = |key: &str| format!("improvement.do.open.{key}");
    assert_eq!(
        refused(|open| open.title = " ".into()),
        (Code::Missing, place("title"))
    );
    assert_eq!(
        refused(|open| open.units.clear()),
        (Code::Missing, place("units"))
    );
    assert_eq!(
        refused(|open| open.metric = "mps".into()),
        (Code::Unknown, place("metric"))
    );
    assert_eq!(
        refused(|open| open.units[0] = "nord".into()),
        (Code::Unknown, place("units.0"))
    );
    assert_eq!(
        refused(|open| open.units.push("north".into())),
        (Code::NotAllowed, place("units.1"))
    );
    assert_eq!(
        refused(|open| open.compare.push("desk".into())),
        (Code::NotAllowed, place("compare"))
    );
    assert_eq!(
        refused(|open| open.over = Span::parse("PT36H").unwrap()),
        (Code::OutOfRange, place("over"))
    );
    assert_eq!(
        refused(|open| open.over = Span::parse("P1M").unwrap()),
        (Code::OutOfRange, place("over"))
    );
    assert_eq!(
        refused(|open| open.min_n = 0),
        (Code::OutOfRange, place("min_n"))
    );
    let nobody = Improvement::open(&program(), "", at(0), &opening(|_| {})).unwrap_err();
    assert_eq!(nobody.path.as_deref(), Some("improvement.by"));
}

#[test]
fn ids_are_of_what_was_proposed() {
    assert_eq!(opened().id, opened().id);
    let later = Improvement::open(&program(), "ana", at(1), &opening(|_| {})).unwrap();
    assert_ne!(later.id, opened().id);
}

/// Read by `serde`, and off a tree, as it is written.
fn comes_back<T: Serialize + DeserializeOwned + Read + PartialEq + std::fmt::Debug>(value: &T) {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), *value);
    let node = read(&text).unwrap();
    assert_eq!(decode::<T>(&node).unwrap(), *value);
}

#[test]
fn every_change_and_action_is_read_as_it_is_written() {
    let goal = json!({"better": "low", "by": "2026-06-01T00:00:00Z"});
    let told =
        json!({"customers": 2, "people": 1, "not_told": {"no_customer": 1, "consent_refused": 2}});
    for change in [
        json!({"type": "opened"}),
        json!({"type": "linked", "case": "c"}),
        json!({"type": "unlinked", "case": "c"}),
        json!({"type": "agreed"}),
        json!({"type": "started"}),
        json!({"type": "done"}),
        json!({"type": "dropped", "reason": "r"}),
        json!({"type": "commented", "text": "t"}),
        json!({"type": "owner_set", "owner": "o"}),
        json!({"type": "goal_set", "goal": goal}),
        json!({"type": "told", "told": told}),
    ] {
        let read: ImprovementChange = serde_json::from_value(change.clone()).unwrap();
        comes_back(&read);
        assert_eq!(serde_json::to_value(&read).unwrap(), change);
    }
    let open = json!({"open": {"title": "t", "kind": "training", "owner": "o", "units": ["u"], "metric": "m", "goal": goal, "compare": ["v"], "over": "P7D", "min_n": 5}});
    for action in [
        open,
        json!({"link": {"case": "c"}}),
        json!({"unlink": {"case": {"signal": "s"}}}),
        json!("agree"),
        json!("start"),
        json!("done"),
        json!({"drop": {"reason": "r"}}),
        json!({"comment": {"text": "t"}}),
        json!({"set_owner": {"owner": "o"}}),
        json!({"set_goal": goal}),
    ] {
        let read: ImprovementAction = serde_json::from_value(action.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), action);
        let object = action.as_object().and_then(|keys| keys.keys().next());
        let name = action.as_str().or(object.map(String::as_str)).unwrap();
        assert_eq!(read.name(), name);
        comes_back(&read);
    }
    let short: Value =
        json!({"title": "t", "kind": "policy", "owner": "o", "units": ["u"], "metric": "m"});
    let short: OpenImprovement = serde_json::from_value(short).unwrap();
    assert_eq!((short.over, short.min_n), (Span::of_days(28), 30));
    comes_back(&short);
}

fn actions() -> impl Strategy<Value = ImprovementAction> {
    let case = || prop::sample::select(&["bare", "found", "merged", "none"][..]);
    let words = || prop::sample::select(&["because", " "][..]).prop_map(str::to_owned);
    prop_oneof![
        Just(ImprovementAction::Open(Box::new(opening(|_| {})))),
        case().prop_map(link),
        case().prop_map(|case| ImprovementAction::Unlink {
            case: CaseRef::Id(case.into())
        }),
        Just(ImprovementAction::Agree),
        Just(ImprovementAction::Start),
        Just(ImprovementAction::Done),
        words().prop_map(|reason| ImprovementAction::Drop { reason }),
        words().prop_map(|text| ImprovementAction::Comment { text }),
        words().prop_map(|owner| ImprovementAction::SetOwner { owner }),
        (0_i64..99).prop_map(|hours| ImprovementAction::SetGoal(Goal {
            better: Better::High,
            by: at(hours)
        })),
    ]
}

fn check_invariants(one: &Improvement) {
    use ImprovementState::{Agreed, Done, Dropped, Proposed, UnderWay};
    assert!(one.history.is_sorted_by_key(|event| event.at));
    assert!(!one.title.trim().is_empty() && !one.owner.trim().is_empty());
    assert!(one.cases.iter().all(|case| case == "found") && one.cases.len() <= 1);
    assert_eq!(one.ended_at.is_some(), matches!(one.state, Done | Dropped));
    match one.state {
        Proposed | Agreed => assert_eq!(one.started_at, None),
        UnderWay | Done => assert!(one.started_at.is_some()),
        Dropped => {}
    }
    if let (Some(started), Some(ended)) = (one.started_at, one.ended_at) {
        assert!(one.opened_at <= started && started <= ended);
    }
}

proptest! {
    #[test]
    fn no_sequence_of_commands_breaks_an_invariant(
        steps in prop::collection::vec((actions(), -2_i64..9), 0..30),
    ) {
        let mut one = opened();
        let mut hours = 0;
        for (action, later) in steps {
            hours += later;
            let before = one.clone();
            let may = one.allowed();
            let may = may.iter().find(|one| one.command == action.name()).is_some_and(|one| one.allowed);
            match act(&mut one, at(hours), &action) {
                Ok(()) => {
                    prop_assert!(may, "{} was not offered", action.name());
                    prop_assert_eq!(one.history.len(), before.history.len() + 1);
                }
                Err(refusal) => {
                    prop_assert_eq!(&one, &before, "a refusal changes nothing");
                    prop_assert!(!refusal.message.is_empty());
                }
            }
            let ended = matches!(before.state, ImprovementState::Done | ImprovementState::Dropped);
            prop_assert!(!ended || one.state == before.state, "what is over stays over");
            check_invariants(&one);
        }
        let mut replayed = opened();
        for event in &one.history {
            if event.change != ImprovementChange::Opened {
                replayed.apply(event);
            }
        }
        // Remarks may be told as of before the proposal was first looked at, not before it was made.
        prop_assert_eq!(&replayed, &one);
        comes_back(&one);
    }
}
