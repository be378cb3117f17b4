//! New versions of the program, through the engine.

use super::*;
use crate::error::Code;
use crate::error::Error;
use crate::json;
use crate::metric::MetricQuery;
use crate::time::MINUTE;
use serde_json::{Value as Json, json};

const DAY: i64 = 24 * 60 * MINUTE;

fn program() -> Json {
    json!({
        "voc": 1, "name": "Versions", "lateness": "P1D",
        "privacy": {"contact_consent": "may_contact"},
        "kinds": {"response": {}, "contact": {}, "invitation": {}},
        "fields": {"ltr": "int", "may_contact": "bool", "survey": "text"},
        "customer": {"tier": "text"},
        "surveys": {"short": {"type": "relationship"}},
        "touch_points": {"desk": {}},
        "journeys": {"claim": {"stages": [{"id": "tell", "touch_points": ["desk"]}, {"id": "wait"}]}},
        "metrics": {"nps": {"kind": "nps", "of": "ltr"}},
        "segments": {"gold": "customer.tier == \"gold\""},
        "cases": {"recovery": {"priorities": ["normal", "high"], "targets": {"acknowledge": {"within": "P2D"}}}},
        "rules": {
            "low": {"when": "kind == \"response\" && ltr <= 6", "raise": {"case": "recovery"}},
            "gold": {"when": "kind == \"contact\" && segment(\"gold\")"},
        },
    })
}

fn with(change: impl FnOnce(&mut Json)) -> Json {
    let mut program = program();
    change(&mut program);
    program
}

fn at(day: u32) -> String {
    format!("2026-03-{day:02}T00:00:00Z")
}

fn engine() -> Engine {
    Engine::new(Program::parse(&program().to_string()).unwrap())
}

fn give(engine: &mut Engine, input: impl std::borrow::Borrow<Json>) -> Vec<Json> {
    let told = json::handle(engine, &input.borrow().to_string()).unwrap();
    serde_json::from_str(&told).unwrap()
}

/// The refusal of an input that changes nothing.
fn refused(engine: &mut Engine, input: impl std::borrow::Borrow<Json>) -> Error {
    let before = engine.facts_digest();
    let cases = engine.cases().count();
    let refusal = json::handle(engine, &input.borrow().to_string()).unwrap_err();
    assert_eq!(engine.facts_digest(), before);
    assert_eq!(engine.cases().count(), cases);
    refusal
}

fn version(id: &str, day: u32, received: u32, program: impl std::borrow::Borrow<Json>) -> Json {
    json!({"id": id, "received": at(received), "program": {"at": at(day), "program": program.borrow()}})
}

fn signal(id: &str, day: u32, more: impl std::borrow::Borrow<Json>) -> Json {
    let mut signal = json!({"at": at(day), "kind": "response", "customer": "c1"});
    for (key, value) in more.borrow().as_object().unwrap() {
        signal[key] = value.clone();
    }
    json!({"id": id, "received": at(day), "signal": signal})
}

fn types(events: &[Json]) -> Vec<&str> {
    events
        .iter()
        .filter_map(|event| event["type"].as_str())
        .collect()
}

fn n(engine: &Engine) -> i64 {
    engine.metric("nps", &MetricQuery::default()).unwrap()[0]
        .estimate
        .unwrap()
        .n
}

#[test]
fn a_version_that_what_came_does_not_fit_is_refused() {
    let mut engine = engine();
    give(&mut engine, signal("k", 10, json!({"kind": "contact"})));
    let fewer = with(|program| {
        program["kinds"].as_object_mut().unwrap().remove("contact");
        program["rules"].as_object_mut().unwrap().remove("gold");
    });
    let refusal = refused(&mut engine, version("v", 10, 10, &fewer));
    assert_eq!(refusal.code, Code::NotAllowed);
    assert!(refusal.message.contains("`k`") && refusal.message.contains("contact"));
    // In force from the next day on it judges nothing that came.
    give(&mut engine, version("v", 11, 11, &fewer));
    let refusal = refused(&mut engine, signal("k2", 11, json!({"kind": "contact"})));
    assert_eq!(refusal.path.as_deref(), Some("signal.kind"));
    // What happened before is judged by what was in force then.
    let mut late = signal("k3", 10, json!({"kind": "contact"}));
    late["received"] = json!(at(11));
    give(&mut engine, late);
}

#[test]
fn a_version_that_moves_a_touch_point_is_refused_where_that_was_read() {
    let mut engine = engine();
    give(&mut engine, signal("s", 10, json!({"touch_point": "desk"})));
    let moved = with(|program| {
        program["journeys"]["claim"]["stages"] =
            json!([{"id": "tell"}, {"id": "wait", "touch_points": ["desk"]}]);
    });
    let refusal = refused(&mut engine, version("v", 10, 10, &moved));
    assert!(refusal.message.contains("stages"), "{refusal}");
    give(&mut engine, version("v", 11, 11, &moved));
}

#[test]
fn values_are_brought_to_the_types_of_the_version() {
    let mut engine = engine();
    let said = signal("s", 10, json!({"kind": "contact", "fields": {"ltr": 3}}));
    give(&mut engine, &said);
    let half = with(|program| {
        program["fields"]["ltr"] = json!("number");
        program["metrics"] = json!({});
        program["rules"]["low"]["when"] = json!("ltr < 3.5");
    });
    let events = give(&mut engine, version("v", 10, 10, &half));
    // A 3 of a contact was nothing to the old rule.
    assert!(types(&events).contains(&"alert_raised"), "{events:?}");
    // The signal as it came says what it said.
    assert_eq!(types(&give(&mut engine, &said)), ["duplicate"]);
}

#[test]
fn attributes_that_would_read_otherwise_are_refused() {
    let mut engine = engine();
    give(
        &mut engine,
        json!({"id": "c", "received": at(10), "customer":
            {"at": at(10), "customer": "c1", "attributes": {"tier": "gold"}}}),
    );
    let number = with(|program| {
        program["customer"]["tier"] = json!("int");
        program["segments"] = json!({"gold": "customer.tier == 1"});
    });
    let refusal = refused(&mut engine, version("v", 10, 10, &number));
    assert!(refusal.message.contains("`c`"), "{refusal}");
    give(&mut engine, version("v", 11, 11, &number));
    // What was stated as a text is no number: the condition ends in an error, and does not hold.
    let contact = json!({"kind": "contact"});
    let events = give(&mut engine, signal("k", 12, &contact));
    assert_eq!(types(&events), ["signal_accepted"]);
    give(
        &mut engine,
        json!({"id": "c2", "received": at(12), "customer":
            {"at": at(12), "customer": "c1", "attributes": {"tier": 1}}}),
    );
    let events = give(&mut engine, signal("k2", 13, &contact));
    assert!(types(&events).contains(&"alert_raised"));
}

#[test]
fn a_program_of_another_form_is_the_same() {
    let mut engine = engine();
    let mut text = version("v", 10, 10, program());
    text["program"]["program"] = json!(program().to_string());
    give(&mut engine, &text);
    let events = give(&mut engine, version("v", 10, 10, program()));
    assert_eq!(types(&events), ["duplicate"]);
    text["program"]["migrate"] = json!("all");
    assert_eq!(refused(&mut engine, &text).code, Code::IdTaken);
    for wrong in [json!(3), json!("every")] {
        text["id"] = json!("w");
        text["program"]["migrate"] = wrong;
        let code = refused(&mut engine, &text).code;
        assert!(matches!(code, Code::Malformed | Code::WrongType));
    }
    text["program"]["migrate"] = json!(["recover"]);
    let refusal = refused(&mut engine, &text);
    assert_eq!(refusal.path.as_deref(), Some("program.migrate"));
    assert_eq!(refusal.hint.as_deref(), Some("did you mean `recovery`?"));
}

#[test]
fn what_cannot_be_read_says_everything_that_was_found() {
    let mut engine = engine();
    let wrong = with(|program| {
        program["rules"]["low"]["when"] = json!("ltrr <= 6");
        program["rules"]["gold"]["raise"] = json!({"case": "recover"});
    });
    let refusal = refused(&mut engine, version("v", 10, 10, &wrong));
    assert_eq!(refusal.code, Code::Malformed);
    let errors = refusal.diagnostics.iter();
    let errors = errors.filter(|one| one.severity == crate::document::Severity::Error);
    let paths: Vec<_> = errors.map(|one| one.path.as_deref().unwrap()).collect();
    assert_eq!(paths, ["rules.gold.raise.case", "rules.low.when"]);
    // An object has no lines; the text of a file has.
    let mut text = version(
        "v",
        10,
        10,
        json!("voc: 1\nname: x\nrules: {low: {when: 'ltrr'}}\n"),
    );
    text["id"] = json!("t");
    let refusal = refused(&mut engine, text);
    assert_eq!(
        refusal.diagnostics[0].position.map(|place| place.line),
        Some(3)
    );
    assert_eq!(engine.counts().refused, 2);
}

#[test]
fn a_longer_lateness_remembers_for_longer() {
    let mut engine = engine();
    let first = signal("s", 10, json!({"fields": {"ltr": 3}}));
    give(&mut engine, &first);
    let patient = with(|program| program["lateness"] = json!("P5D"));
    // A day later it can still change, and from now on for four days more.
    give(&mut engine, version("v", 11, 11, &patient));
    give(&mut engine, json!({"id": "t", "tick": {"at": at(14)}}));
    let mut corrected = first.clone();
    corrected["received"] = json!(at(14));
    corrected["revision"] = json!(1);
    corrected["signal"]["fields"]["ltr"] = json!(9);
    let events = give(&mut engine, &corrected);
    assert!(types(&events).contains(&"alert_retracted"), "{events:?}");
    assert_eq!(n(&engine), 1);
    assert_eq!(types(&give(&mut engine, &corrected)), ["duplicate"]);
    // Late is what the version in force at its instant calls so.
    let late = |id: &str, day: u32| {
        let mut signal = signal(id, day, json!({}));
        signal["received"] = json!(at(14));
        signal
    };
    assert_eq!(give(&mut engine, late("old", 10))[0]["late"], json!(true));
    assert_eq!(give(&mut engine, late("new", 11))[0]["late"], json!(false));
    // What was past change when the version came stays so.
    assert_eq!(engine.horizon(), Time::parse(&at(10)).unwrap());
    give(&mut engine, json!({"id": "t2", "tick": {"at": at(20)}}));
    assert_eq!(engine.horizon(), Time::parse(&at(15)).unwrap());
}

#[test]
fn limits_count_on_where_they_count_by_the_same() {
    let limits = |invitations: u32, per: &str| {
        with(|program| {
            program["quarantine"] =
                json!({"one": {"invitations": invitations, "per": per, "within": "P30D"}});
            program["suppress"] = json!({"few": {"alerts": 1, "per": [per], "within": "P7D"}});
            program["rules"]["low"]["raise"] = json!({});
        })
    };
    let mut engine = Engine::new(Program::parse(&limits(1, "customer").to_string()).unwrap());
    let may = |engine: &Engine, day: u32| {
        let asked = json!({"customer": "c1", "survey": "short", "respondent": "r", "at": at(day)});
        let told = json::may_invite(engine, &asked.to_string()).unwrap();
        serde_json::from_str::<Json>(&told).unwrap()["may"] == json!(true)
    };
    let low = |engine: &mut Engine, id: &str, day: u32| {
        let events = give(
            engine,
            signal(id, day, json!({"respondent": "r", "fields": {"ltr": 1}})),
        );
        types(&events)[1].to_owned()
    };
    let sent = json!({"kind": "invitation", "respondent": "r", "fields": {"survey": "short"}});
    give(&mut engine, signal("i", 2, &sent));
    assert_eq!(low(&mut engine, "a", 2), "alert_raised");
    assert_eq!(low(&mut engine, "b", 3), "alert_suppressed");
    assert!(!may(&engine, 3));
    // Two instead of one: the one that was sent counts.
    give(&mut engine, version("v2", 4, 4, limits(2, "customer")));
    assert!(may(&engine, 4));
    give(&mut engine, signal("i2", 4, &sent));
    assert!(!may(&engine, 5));
    assert_eq!(low(&mut engine, "c", 5), "alert_suppressed");
    // By the respondent: another limit, which has counted nothing.
    give(&mut engine, version("v3", 6, 6, limits(1, "respondent")));
    assert!(may(&engine, 6));
    assert_eq!(low(&mut engine, "d", 6), "alert_raised");
    assert_eq!(low(&mut engine, "e", 6), "alert_suppressed");
    give(&mut engine, signal("i3", 6, &sent));
    assert!(!may(&engine, 6));
    // As of before, what was in force then.
    assert!(!may(&engine, 5));
}

#[test]
fn another_question_is_no_consent() {
    let mut engine = engine();
    let agreed = json!({"fields": {"may_contact": true, "ltr": 3}});
    give(&mut engine, signal("s", 2, &agreed));
    give(&mut engine, json!({"id": "t", "tick": {"at": at(9)}}));
    let may = |engine: &Engine| engine.state.facts.may_contact(engine.plans.program(), "c1");
    assert!(may(&engine));
    let same = with(|program| program["name"] = json!("Another name"));
    give(&mut engine, version("v2", 10, 10, &same));
    assert!(may(&engine));
    let other = with(|program| {
        program["fields"]["may_call"] = json!("bool");
        program["privacy"]["contact_consent"] = json!("may_call");
    });
    give(&mut engine, version("v3", 11, 11, &other));
    assert!(!may(&engine));
    give(
        &mut engine,
        signal("s2", 12, json!({"fields": {"may_call": true}})),
    );
    assert!(may(&engine));
}

#[test]
fn a_case_of_another_priority_is_not_migrated() {
    let mut engine = engine();
    give(&mut engine, signal("s", 2, json!({"fields": {"ltr": 3}})));
    let other = with(|program| {
        program["cases"]["recovery"] =
            json!({"priorities": ["usual"], "targets": {"acknowledge": {"within": "P1D"}}});
    });
    let mut input = version("v", 3, 3, &other);
    input["program"]["migrate"] = json!("all");
    let events = give(&mut engine, input);
    assert_eq!(types(&events), ["program_changed"]);
    let case = engine.cases().next().unwrap().id.clone();
    let clocks = json::clocks(&engine, &case, None).unwrap();
    let clocks: Json = serde_json::from_str(&clocks).unwrap();
    assert_eq!(clocks[0]["due"], json!(at(4)));
}

/// With rules over metrics: `csat` is below 0.5 from the 2nd on, judged daily over three days.
fn levels(below: f64) -> Json {
    json!({
        "voc": 1, "name": "Levels", "lateness": "PT6H", "fields": {"csat": "int"},
        "metrics": {"csat": {"kind": "csat", "of": "csat", "scale": [1, 5]}},
        "rules": {"down": {"metric": "csat", "over": "P3D", "every": "P1D", "below": below, "min_n": 2}},
    })
}

fn raised(events: &[Json]) -> Vec<String> {
    let raised = events
        .iter()
        .filter(|event| event["type"] == "alert_raised");
    raised
        .map(|event| event["alert"]["at"].as_str().unwrap()[8..10].to_owned())
        .collect()
}

fn answers(engine: &mut Engine, day: u32, csat: i64) -> Vec<String> {
    let mut all = Vec::new();
    for number in 0..2 {
        let id = format!("s{day}-{number}");
        all.extend(give(
            engine,
            signal(&id, day, json!({"fields": {"csat": csat}})),
        ));
    }
    raised(&all)
}

#[test]
fn a_rule_over_a_metric_goes_on_or_begins_anew() {
    let mut engine = Engine::new(Program::parse(&levels(0.5).to_string()).unwrap());
    answers(&mut engine, 2, 1);
    // Judged at 6:00 of the 3rd for the 2nd, before this.
    assert_eq!(answers(&mut engine, 4, 1), ["03"]);
    let mut same = levels(0.5);
    same["rules"]["down"]["raise"] = json!({"praise": true});
    let events = give(&mut engine, version("v2", 4, 4, &same));
    assert_eq!(events[0]["rules"], json!([]));
    // It has fired, and goes on having fired.
    assert!(answers(&mut engine, 5, 1).is_empty());
    // The end of the 5th is judged by the old rule, when it is due; the new one has seen nothing of it,
    // and its first window of three days is that of the 6th to the 8th.
    let events = give(&mut engine, version("v3", 6, 6, levels(0.6)));
    let rules = json!([{"rule": "down", "change": "changed", "warming_until": at(9)}]);
    assert_eq!(events[0]["rules"], rules);
    assert!(answers(&mut engine, 7, 1).is_empty());
    // The window that ends with the 7th holds the two answers of the 7th, none of the 5th.
    let events = give(&mut engine, json!({"id": "t", "tick": {"at": at(9)}}));
    assert_eq!(raised(&events), ["08"]);
    let finding = &events
        .iter()
        .find(|event| event["type"] == "alert_raised")
        .unwrap()["alert"];
    assert_eq!(finding["why"]["metric"]["n"], json!(2));
    let restored = Engine::restore(
        Program::parse(&levels(0.5).to_string()).unwrap(),
        &engine.snapshot().unwrap(),
    );
    assert_eq!(restored.unwrap().next_due(), engine.next_due());
    // From the 9th, 0:00 on may be judged at the 10th, 6:00: then it is too late for a version.
    let mut late = version("v4", 9, 10, levels(0.7));
    late["received"] = json!("2026-03-09T06:00:00.000001Z");
    let refusal = refused(&mut engine, &late);
    assert_eq!(refusal.code, Code::Settled);
    late["received"] = json!("2026-03-09T06:00:00Z");
    give(&mut engine, &late);
}

#[test]
fn a_version_that_comes_late_judges_metrics_as_one_in_time() {
    let run = |place: usize, time: &str| {
        let mut engine = Engine::new(Program::parse(&levels(0.1).to_string()).unwrap());
        let mut log: Vec<Json> = Vec::new();
        for day in 2..=4 {
            for number in 0..2 {
                let id = format!("s{day}-{number}");
                log.push(signal(&id, day, json!({"fields": {"csat": 3}})));
            }
        }
        let mut version = version("v", 3, 3, levels(0.9));
        version["received"] = json!(format!("2026-03-03T{time}:00Z"));
        log.insert(place, version);
        log.push(json!({"id": "t", "tick": {"at": at(9)}}));
        for input in log {
            let _ = give(&mut engine, input);
        }
        engine.facts_digest()
    };
    // Before what happened on the 3rd came, and after, at the last instant before the 3rd may be judged.
    assert_eq!(run(2, "00:00"), run(4, "06:00"));
}

#[test]
fn the_snapshot_holds_every_version() {
    let mut engine = engine();
    let patient = with(|program| program["lateness"] = json!("P3D"));
    let renamed = with(|program| program["name"] = json!("Renamed"));
    give(&mut engine, version("v2", 2, 2, &patient));
    give(&mut engine, version("v3", 4, 4, &renamed));
    give(&mut engine, signal("s", 5, json!({"fields": {"ltr": 1}})));
    let bytes = engine.snapshot().unwrap();
    for program in [program(), patient, renamed] {
        let known = Program::parse(&program.to_string()).unwrap();
        let restored = Engine::restore(known, &bytes).unwrap();
        assert_eq!(restored.digest(), engine.digest());
        assert_eq!(restored.program().spec().name, "Renamed");
        assert_eq!(restored.snapshot().unwrap(), bytes);
    }
    let other = with(|program| program["name"] = json!("Other"));
    let other = Program::parse(&other.to_string()).unwrap();
    assert_eq!(
        Engine::restore(other, &bytes).unwrap_err().code,
        Code::OtherProgram
    );
}

/// The deadlines of everybody up to the version are those of the version before.
#[test]
fn timers_fire_on_either_side_of_a_version() {
    let silent = |days: u32| json!({"voc": 1, "name": "Silent", "rules": {"gone": {"silence": format!("P{days}D")}}});
    let mut engine = Engine::new(Program::parse(&silent(2).to_string()).unwrap());
    give(&mut engine, signal("a", 2, json!({"customer": "a"})));
    give(&mut engine, signal("b", 3, json!({"customer": "b"})));
    assert_eq!(engine.next_due(), Some(Time::parse(&at(4)).unwrap()));
    // a's is due on the 4th, b's on the 5th, when the rule is another.
    let events = give(&mut engine, version("v", 5, 5, silent(3)));
    assert_eq!(
        types(&events),
        ["alert_raised", "alert_routed", "program_changed"]
    );
    assert_eq!(engine.next_due(), None);
    let silence = Time::parse(&at(5)).unwrap().plus(3 * DAY);
    assert_eq!(
        events[2]["rules"][0]["warming_until"].as_str().unwrap(),
        silence.to_string()
    );
    give(&mut engine, signal("c", 6, json!({"customer": "a"})));
    assert_eq!(engine.next_due(), Some(Time::parse(&at(9)).unwrap()));
}

/// A rule that was on trial is in earnest from an instant on, and we learn of that late.
#[test]
fn what_a_trial_said_is_decided_anew() {
    let trial = |shadow: bool, settle: bool| {
        with(|program| {
            program["rules"]["low"]["shadow"] = json!(shadow);
            program["rules"]["low"]["settle"] = json!(settle);
        })
    };
    let low = json!({"fields": {"ltr": 1}});
    let start = |shadow: bool, settle: bool| {
        let text = trial(shadow, settle).to_string();
        let mut engine = Engine::new(Program::parse(&text).unwrap());
        give(&mut engine, signal("s", 10, &low));
        engine
    };
    let taken = |engine: &mut Engine| {
        give(
            engine,
            json!({"id": "r", "received": at(11), "retract": {"signal": "s"}}),
        );
        let loop_health = json::loop_health(engine, None).unwrap();
        let loop_health: Json = serde_json::from_str(&loop_health).unwrap();
        (
            loop_health["alerts"]["concerns"].clone(),
            loop_health["alerts"]["shadowed"]["low"].clone(),
        )
    };
    let mut engine = start(true, false);
    let events = give(&mut engine, version("v", 10, 11, trial(false, false)));
    let kinds = types(&events);
    assert_eq!(
        kinds[..3],
        ["program_changed", "alert_retracted", "alert_raised"]
    );
    assert_eq!(engine.cases().count(), 1);
    assert_eq!(taken(&mut engine), (json!(0), json!(0)));

    let mut engine = start(false, false);
    let events = give(&mut engine, version("v", 10, 11, trial(true, false)));
    assert!(types(&events).contains(&"alert_shadowed"), "{events:?}");
    assert!(engine.cases().all(|case| !case.is_open()));
    assert_eq!(taken(&mut engine), (json!(0), json!(0)));

    // Held back by the one, and announced at once by the other.
    let mut engine = start(false, true);
    assert_eq!(engine.cases().count(), 0);
    let reworded = with(|program| {
        program["rules"]["low"]["when"] = json!("(kind == \"response\" && ltr <= 6)");
    });
    let events = give(&mut engine, version("v", 10, 10, reworded));
    assert!(types(&events).contains(&"alert_raised"), "{events:?}");
    assert_eq!(engine.cases().count(), 1);
    assert_eq!(taken(&mut engine).0, json!(0));
}
