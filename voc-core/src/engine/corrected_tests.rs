//! Whom praise is for once its signal is corrected, and who hears of that.

use super::praise_tests::{AT, PROGRAM, engine, give, people, routed, said};
use super::*;
use serde_json::{Value as Json, json};

/// The promoter's words of the signal `a`, corrected.
fn corrected(engine: &mut Engine, revision: u32, words: &str, employee: Option<&str>) -> Vec<Json> {
    let mut signal = json!({"at": AT, "kind": "response", "customer": "a", "unit": "north", "verbatim": words,
        "fields": {"ltr": 10}});
    if let Some(employee) = employee {
        signal["employee"] = json!(employee);
    }
    let events = give(
        engine,
        &json!({"id": "a", "revision": revision, "received": AT, "signal": signal}),
    );
    let restored = Engine::restore(engine.program().clone(), &engine.snapshot().unwrap()).unwrap();
    assert_eq!(restored.digest(), engine.digest());
    events
}

/// Who is told what, and in which words.
fn notices(events: &[Json]) -> Vec<String> {
    let notices = events.iter().filter(|event| event["type"] == "notice");
    let line = |event: &Json| {
        let notice = &event["notice"];
        let words = notice["verbatim"].as_str().unwrap_or("-");
        format!(
            "{} {} {words}",
            notice["kind"].as_str().unwrap(),
            notice["to"]["person"].as_str().unwrap()
        )
    };
    notices.map(line).collect()
}

fn counted(engine: &Engine) -> Vec<(String, u64)> {
    let rows = engine.recognition("person").unwrap().into_iter();
    rows.map(|row| (row.group.unwrap(), row.n)).collect()
}

#[test]
fn praise_that_is_somebody_elses_after_all_goes_to_them_and_what_was_told_stands() {
    let mut engine = engine(PROGRAM, &people());
    let first = said(&mut engine, "a", Some("Ana was great"), None);
    let events = corrected(&mut engine, 1, "Bea was great", None);
    // Max manages both, and reads the words as they are.
    assert_eq!(
        notices(&events),
        [
            "praise bea Bea was great",
            "praise max Bea was great",
            "praise_overtaken ana -"
        ]
    );
    let routed = routed(&events);
    assert_eq!(
        routed.overtaken,
        [crate::route::Audience::Person("ana".into())]
    );
    assert_eq!(counted(&engine), [("bea".to_owned(), 1)]);
    let alert = events
        .iter()
        .find(|event| event["type"] == "alert_routed")
        .unwrap()["alert"]
        .clone();
    let explained = engine.explain(alert.as_str().unwrap()).unwrap();
    assert!(
        explained
            .paragraph
            .contains("Told before it was corrected: person `ana`.")
    );
    // By the rule itself, which is told though it is not kept.
    let by = explained.routed.unwrap().by;
    assert_eq!(by, Some(crate::route::RoutedBy::Rule));
    // Both are meant: Ana hears of it again, and nothing is overtaken. Each notice is one of its own.
    let both = corrected(&mut engine, 2, "Ana and Bea were great", None);
    assert_eq!(
        notices(&both),
        ["ana", "bea", "max"].map(|who| format!("praise {who} Ana and Bea were great"))
    );
    let all = [first, events, both].concat();
    let ids = all
        .iter()
        .filter_map(|event| event["notice"]["id"].as_str());
    let distinct: std::collections::BTreeSet<&str> = ids.clone().collect();
    assert_eq!(distinct.len(), ids.count());
    assert_eq!(
        counted(&engine),
        [("ana".to_owned(), 1), ("bea".to_owned(), 1)]
    );
    // Taken back, it is nobody's.
    let gone = give(
        &mut engine,
        &json!({"id": "t", "received": AT, "retract": {"signal": "a"}}),
    );
    assert_eq!(
        notices(&gone),
        ["ana", "bea", "max"].map(|who| format!("alert_retracted {who} -"))
    );
    assert_eq!(counted(&engine), []);
}

#[test]
fn corrected_words_reach_those_who_read_in_them_alone() {
    let mut engine = engine(PROGRAM, &people());
    said(&mut engine, "a", Some("Ana and Tim were great"), None);
    // Tim may see nothing: nothing changes for him.
    let events = corrected(&mut engine, 1, "Ana and Tim were wonderful", None);
    assert_eq!(
        notices(&events),
        [
            "praise ana Ana and Tim were wonderful",
            "praise max Ana and Tim were wonderful"
        ]
    );
    // What is corrected otherwise is no news to them.
    let same = corrected(&mut engine, 2, "Ana and Tim were wonderful", Some("ana"));
    assert_eq!(notices(&same), [""; 0]);
    // Nobody is named any more: it goes where praise goes that names nobody.
    let nobody = corrected(&mut engine, 3, "All were wonderful", None);
    assert_eq!(
        notices(&nobody),
        [
            "praise max All were wonderful",
            "praise_overtaken ana -",
            "praise_overtaken tim -"
        ]
    );
    assert_eq!(counted(&engine), []);
}

#[test]
fn what_becomes_praise_by_a_correction_is_told_once() {
    let mut engine = engine(PROGRAM, &people());
    let low = json!({"at": AT, "kind": "response", "customer": "a", "unit": "north", "verbatim": "Ana", "fields": {"ltr": 5}});
    give(
        &mut engine,
        &json!({"id": "a", "received": AT, "signal": low}),
    );
    let events = corrected(&mut engine, 1, "Ana", None);
    assert_eq!(notices(&events), ["praise ana Ana", "praise max Ana"]);
}
