use super::*;
use crate::document::{decode, read};
use proptest::prelude::*;
use serde_json::json;

fn at(hours: i64) -> Time {
    Time::parse("2026-03-02T08:00:00Z")
        .unwrap()
        .plus(hours * 3_600_000_000)
}

fn act(one: &mut Coaching, hours: i64, action: &CoachingAction) -> Result<(), Refusal> {
    for event in one.decide("max", at(hours), action)? {
        one.apply(&event);
    }
    Ok(())
}

fn agree(what: &str, due: i64) -> CoachingAction {
    CoachingAction::Agree {
        action: what.into(),
        owner: "ann".into(),
        due: at(due),
    }
}

fn keep(agreement: Option<&str>) -> CoachingAction {
    CoachingAction::Keep {
        agreement: agreement.map(str::to_owned),
    }
}

fn drop(reason: &str) -> CoachingAction {
    CoachingAction::Drop {
        agreement: None,
        reason: reason.into(),
    }
}

fn seen(signal: &str, hours: i64, score: f64) -> Observation {
    Observation {
        signal: signal.into(),
        at: at(hours),
        kind: "observation".into(),
        touch_point: None,
        channel: None,
        fields: Few::from([("qa_score".to_owned(), Value::Number(score))]),
    }
}

#[test]
fn what_was_seen_before_and_later_stands_side_by_side() {
    let mut ann = Coaching::of("ann");
    for (signal, hours, score) in [("s3", 30, 81.0), ("s1", 0, 62.0), ("s2", 24, 58.0)] {
        ann.observe(seen(signal, hours, score));
    }
    act(&mut ann, 24, &agree("Listen in with Max", 72)).unwrap();
    act(
        &mut ann,
        25,
        &CoachingAction::Note {
            text: "She asked for it.".into(),
        },
    )
    .unwrap();
    let page = ann.page(at(80), 0);
    assert_eq!(page.observations.len(), 3);
    let [one] = &page.agreed[..] else { panic!() };
    // What was seen at the instant of the agreement was talked about.
    assert_eq!(
        (&one.before[..], &one.later[..]),
        (
            &["s1".to_owned(), "s2".to_owned()][..],
            &["s3".to_owned()][..]
        )
    );
    let scores = one.fields.get("qa_score").unwrap();
    assert_eq!(scores.before, [Value::Number(62.0), Value::Number(58.0)]);
    assert_eq!(scores.later, [Value::Number(81.0)]);
    assert_eq!(
        one.state,
        PromiseState::Broken,
        "nobody has said that it was done"
    );
    assert_eq!(
        (page.notes[0].by.as_str(), page.notes[0].at),
        ("max", at(25))
    );
    ann.forget("s3");
    assert!(ann.page(at(80), 0).agreed[0].later.is_empty());
}

#[test]
fn what_was_agreed_is_kept_and_broken_as_a_promise_is() {
    let mut ann = Coaching::of("ann");
    act(&mut ann, 0, &agree("a", 10)).unwrap();
    let state = |ann: &Coaching, hours| ann.page(at(hours), 0).agreed[0].state;
    assert_eq!(state(&ann, 9), PromiseState::Open);
    assert_eq!(ann.due(), Some(at(10)));
    assert_eq!(
        state(&ann, 10),
        PromiseState::Broken,
        "at its due is too late"
    );
    for event in ann.lapsed(at(10)) {
        ann.apply(&event);
    }
    assert_eq!(ann.due(), None);
    act(&mut ann, 11, &keep(None)).unwrap();
    assert_eq!(state(&ann, 12), PromiseState::Broken, "done late");
    assert_eq!(
        act(&mut ann, 12, &keep(None)).unwrap_err().code,
        Code::NotFound
    );
    // Told late, done in time.
    let mut ann = Coaching::of("ann");
    act(&mut ann, 0, &agree("a", 10)).unwrap();
    for event in ann.lapsed(at(10)) {
        ann.apply(&event);
    }
    act(&mut ann, 9, &keep(None)).unwrap();
    assert_eq!(state(&ann, 12), PromiseState::Kept);
    // Called off.
    let mut ann = Coaching::of("ann");
    act(&mut ann, 0, &agree("a", 10)).unwrap();
    act(&mut ann, 1, &drop("she moves")).unwrap();
    assert_eq!(state(&ann, 2), PromiseState::Broken);
    assert_eq!(ann.agreed[0].action.reason.as_deref(), Some("she moves"));
    assert_eq!(ann.due(), None);
}

#[test]
fn what_is_not_meant_is_refused() {
    let mut ann = Coaching::of("ann");
    let refused = |ann: &mut Coaching, hours, action: &CoachingAction| {
        let refusal = act(ann, hours, action).unwrap_err();
        (refusal.code, refusal.path.unwrap_or_default())
    };
    assert_eq!(
        refused(&mut ann, 0, &agree(" ", 5)),
        (Code::Missing, "coaching.do.agree.action".into())
    );
    assert_eq!(
        refused(&mut ann, 5, &agree("a", 5)),
        (Code::BadTime, "coaching.do.agree.due".into())
    );
    assert_eq!(
        refused(&mut ann, 0, &keep(None)),
        (Code::NotFound, "coaching.do.keep.agreement".into())
    );
    assert_eq!(
        refused(&mut ann, 0, &drop(" ")),
        (Code::Missing, "coaching.do.drop.reason".into())
    );
    act(&mut ann, 2, &agree("a", 50)).unwrap();
    assert_eq!(refused(&mut ann, 2, &agree("a", 50)).0, Code::NotAllowed);
    assert_eq!(refused(&mut ann, 1, &keep(None)).0, Code::OutOfOrder);
    act(&mut ann, 2, &agree("b", 50)).unwrap();
    assert_eq!(refused(&mut ann, 3, &keep(None)).0, Code::Ambiguous);
    let id = ann.agreed[0].action.id.clone();
    act(&mut ann, 3, &keep(Some(&id))).unwrap();
    assert_eq!(refused(&mut ann, 4, &keep(Some(&id))).0, Code::NotAllowed);
    let none = ann.decide("", at(3), &keep(None)).unwrap_err();
    assert_eq!(none.path.as_deref(), Some("coaching.by"));
}

#[test]
fn every_change_and_action_is_read_as_it_is_written() {
    let agreement = json!({"owner": "o", "action": {"id": "g", "text": "t", "by": "b",
        "made_at": "2026-03-02T10:00:00Z", "due": "2026-03-03T10:00:00Z"}});
    for change in [
        json!({"type": "agreed", "agreement": agreement}),
        json!({"type": "kept", "agreement": "g"}),
        json!({"type": "dropped", "agreement": "g", "reason": "r"}),
        json!({"type": "lapsed", "agreement": "g"}),
        json!({"type": "noted", "text": "t"}),
    ] {
        let known: CoachingChange = serde_json::from_value(change.clone()).unwrap();
        assert_eq!(
            decode::<CoachingChange>(&read(&change.to_string()).unwrap()).unwrap(),
            known
        );
        assert_eq!(serde_json::to_value(&known).unwrap(), change);
    }
    for action in [
        json!({"agree": {"action": "a", "owner": "o", "due": "2026-03-03T10:00:00Z"}}),
        json!({"keep": {}}),
        json!({"keep": {"agreement": "g"}}),
        json!({"drop": {"reason": "r"}}),
        json!({"note": {"text": "t"}}),
    ] {
        let known: CoachingAction = serde_json::from_value(action.clone()).unwrap();
        assert_eq!(
            decode::<CoachingAction>(&read(&action.to_string()).unwrap()).unwrap(),
            known
        );
        assert_eq!(serde_json::to_value(&known).unwrap(), action);
    }
}

fn actions() -> impl Strategy<Value = CoachingAction> {
    let words = || prop::sample::select(&["because", " "][..]);
    prop_oneof![
        (words(), 1_i64..60).prop_map(|(what, due)| agree(what, due)),
        Just(keep(None)),
        words().prop_map(drop),
        words().prop_map(|text| CoachingAction::Note { text: text.into() }),
    ]
}

proptest! {
    #[test]
    fn no_sequence_of_commands_breaks_an_invariant(
        steps in prop::collection::vec((actions(), -3_i64..9, any::<bool>()), 0..30),
    ) {
        let mut ann = Coaching::of("ann");
        let mut hours = 0;
        for (action, later, ticks) in steps {
            hours = (hours + later).max(0);
            let due = ann.due().filter(|due| ticks && *due <= at(hours));
            for event in due.map(|due| ann.lapsed(due)).unwrap_or_default() {
                ann.apply(&event);
            }
            let before = ann.clone();
            if act(&mut ann, hours, &action).is_ok() {
                prop_assert_eq!(ann.history.len(), before.history.len() + 1);
            } else {
                prop_assert_eq!(&ann, &before, "a refusal changes nothing");
            }
            prop_assert!(ann.history.is_sorted_by_key(|event| event.at));
            for one in &ann.agreed {
                // Whether it was done in time does not depend on whether anybody looked.
                let end = one.action.state(at(1000));
                prop_assert_ne!(end, PromiseState::Open);
                let kept = one.action.kept_at.is_some_and(|kept| kept < one.action.due);
                prop_assert!(end == PromiseState::Broken || kept);
            }
        }
        let text = serde_json::to_string(&ann).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Coaching>(&text).unwrap(), &ann);
        prop_assert_eq!(&decode::<Coaching>(&read(&text).unwrap()).unwrap(), &ann);
    }

    #[test]
    fn events_in_order_replay(
        steps in prop::collection::vec((actions(), 0_i64..9), 0..30),
    ) {
        let mut ann = Coaching::of("ann");
        let mut hours = 0;
        for (action, later) in steps {
            hours += later;
            let _ = act(&mut ann, hours, &action);
        }
        let mut replayed = Coaching::of("ann");
        for event in &ann.history {
            replayed.apply(event);
        }
        prop_assert_eq!(replayed, ann);
    }
}
