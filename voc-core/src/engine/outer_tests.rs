use super::numbered::numbered;
use super::*;
use crate::error::Code;
use crate::json;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
privacy: {contact_consent: may_contact}
fields: {csat: int, may_contact: bool}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}}
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {company: {}, north: {parent: company}, south: {parent: company}, east: {parent: company}, desk: {parent: north}}
rules: {low: {when: 'csat <= 2', raise: {case: recovery}}}
topics: {late: [late], rude: [rude]}
cases: {recovery: {root_causes: [policy, product], carry: {topics: true}}}
";

/// An engine that is restored after every input.
struct Desk {
    engine: Engine,
    given: usize,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self {
            engine: Engine::new(Program::parse(PROGRAM).unwrap()),
            given: 0,
        };
        let people = json!({
            "ana": {"units": ["north"], "role": "adviser"},
            "max": {"units": ["north"], "role": "manager"},
            "mia": {"units": ["north"], "role": "manager"},
            "eve": {"units": ["company"], "role": "manager"},
            "ben": {"units": ["south"], "role": "adviser"},
        });
        desk.give(json!({"roster": {"at": "2026-03-01T00:00:00Z", "people": people}}));
        desk
    }

    fn give(&mut self, input: Json) -> Vec<Json> {
        self.try_to(input).unwrap()
    }

    fn try_to(&mut self, input: Json) -> Result<Vec<Json>, Refusal> {
        self.given += 1;
        let input = numbered(self.given, input);
        let before = self.engine.clone();
        let told = json::handle(&mut self.engine, &input);
        if told.is_err() {
            let mut uncounted = self.engine.clone();
            uncounted.state.counts = before.state.counts.clone();
            assert_eq!(
                uncounted.digest(),
                before.digest(),
                "a refusal changes nothing"
            );
        }
        let text = self.engine.snapshot().unwrap();
        let restored = Engine::restore(self.engine.program().clone(), &text).unwrap();
        assert_eq!(restored.digest(), self.engine.digest());
        self.engine = restored;
        Ok(serde_json::from_str(&told?).unwrap())
    }

    fn hear(&mut self, id: &str, customer: Option<&str>, unit: &str, may_contact: Option<bool>) {
        let at = "2026-03-02T09:00:00Z";
        let mut signal = json!({"at": at, "kind": "response", "unit": unit, "fields": {"csat": 1}});
        if let Some(customer) = customer {
            signal["customer"] = json!(customer);
        }
        signal["verbatim"] = json!(match id {
            "a" => "Late, and rude about it.",
            "b" => "You were late.",
            _ => "No.",
        });
        if let Some(may) = may_contact {
            signal["fields"]["may_contact"] = json!(may);
        }
        self.give(json!({"id": id, "received": at, "signal": signal}));
    }

    fn on_case(&mut self, signal: &str, act: &Json) {
        let at = "2026-03-02T10:00:00Z";
        let command = json!({"case": {"signal": signal}, "by": "ana", "at": at, "do": act});
        self.give(json!({"received": at, "command": command}));
    }

    fn act(&mut self, id: Option<&str>, at: &str, act: &Json) -> Result<Vec<Json>, Refusal> {
        let mut command = json!({"by": "ana", "at": at, "do": act});
        if let Some(id) = id {
            command["improvement"] = json!(id);
        }
        self.try_to(json!({"received": at, "improvement": command}))
    }

    fn open(&mut self) -> String {
        self.open_at("2026-03-09T09:00:00Z")
    }

    fn open_at(&mut self, at: &str) -> String {
        let open = json!({"open": {"title": "Say when we come", "kind": "communication",
            "owner": "ana", "units": ["north"], "metric": "csat", "over": "P7D", "min_n": 5}});
        let events = self.act(None, at, &open).unwrap();
        assert_eq!(events[0]["event"]["change"]["type"], "opened");
        events[0]["improvement"].as_str().unwrap().to_owned()
    }
}

fn link(signal: &str) -> Json {
    json!({"link": {"case": {"signal": signal}}})
}

#[test]
fn a_case_with_a_cause_is_linked_and_shows_it() {
    let mut desk = Desk::new();
    desk.hear("a", Some("ca"), "north", None);
    let id = desk.open();
    let refusal = desk
        .act(Some(&id), "2026-03-09T10:00:00Z", &link("a"))
        .unwrap_err();
    assert!(refusal.message.ends_with("has no root cause"), "{refusal}");
    assert_eq!(refusal.path.as_deref(), Some("improvement.do.link.case"));
    let refusal = desk
        .act(Some(&id), "2026-03-09T10:00:00Z", &link("z"))
        .unwrap_err();
    assert_eq!(refusal.code, Code::NotFound);
    assert_eq!(refusal.path.as_deref(), Some("improvement.do.link.case"));
    desk.on_case("a", &json!({"root_cause": {"root_cause": "policy"}}));
    let events = desk
        .act(Some(&id), "2026-03-09T10:00:00Z", &link("a"))
        .unwrap();
    assert_eq!(events[0]["event"]["change"]["type"], "linked");
    assert_eq!(events[1]["type"], "case_changed");
    let case = desk.engine.cases().next().unwrap();
    assert_eq!(*case.improvements, std::slice::from_ref(&id));
    let unlink = json!({"unlink": {"case": case.id}});
    desk.act(Some(&id), "2026-03-09T11:00:00Z", &unlink)
        .unwrap();
    assert!(desk.engine.cases().next().unwrap().improvements.is_empty());
    assert!(desk.engine.improvement(&id).unwrap().cases.is_empty());
    let changes = desk.engine.improvement(&id).unwrap().history.len();
    assert_eq!(changes, 3, "opened, linked and unlinked, each once");
}

#[test]
fn what_is_meant_must_be_there() {
    let mut desk = Desk::new();
    let id = desk.open();
    let refused = |desk: &mut Desk, id: Option<&str>, act: Json| {
        let refusal = desk.act(id, "2026-03-10T09:00:00Z", &act).unwrap_err();
        (refusal.code, refusal.path.unwrap_or_default())
    };
    let open = |owner: &str| json!({"open": {"title": "t", "kind": "policy", "owner": owner, "units": ["north"], "metric": "csat"}});
    assert_eq!(
        refused(&mut desk, None, json!("agree")),
        (Code::Missing, "improvement.improvement".into())
    );
    assert_eq!(
        refused(&mut desk, Some("i-0"), json!("agree")),
        (Code::NotFound, "improvement.improvement".into())
    );
    assert_eq!(
        refused(&mut desk, None, open("anna")),
        (Code::Unknown, "improvement.do.open.owner".into())
    );
    assert_eq!(
        refused(
            &mut desk,
            Some(&id),
            json!({"set_owner": {"owner": "anna"}})
        ),
        (Code::Unknown, "improvement.do.set_owner.owner".into())
    );
    assert_eq!(
        refused(&mut desk, Some(&id), open("ana")).0,
        Code::NotAllowed
    );
    assert_eq!(
        refused(&mut desk, Some(&id), json!("done")).0,
        Code::NotAllowed
    );
    desk.act(None, "2026-03-10T09:00:00Z", &open("ana"))
        .unwrap();
    assert_eq!(refused(&mut desk, None, open("ana")).0, Code::NotAllowed);
    let allowed = desk.engine.improvement_allowed(&id).unwrap();
    assert!(
        allowed
            .iter()
            .any(|one| one.command == "agree" && one.allowed)
    );
    assert!(desk.engine.improvement_allowed("i-0").is_err());
}

#[test]
fn when_it_is_done_everybody_concerned_is_told_once() {
    let mut desk = Desk::new();
    desk.hear("a1", Some("ca"), "north", Some(true));
    desk.hear("b", Some("cb"), "north", Some(false));
    desk.hear("c", Some("cc"), "south", None);
    desk.hear("d", None, "desk", None);
    desk.hear("e", Some("ce"), "north", Some(true));
    let id = desk.open_at("2026-03-02T09:30:00Z");
    for signal in ["a1", "b", "c", "d", "e"] {
        desk.on_case(signal, &json!({"root_cause": {"root_cause": "policy"}}));
        desk.act(Some(&id), "2026-03-02T11:00:00Z", &link(signal))
            .unwrap();
    }
    desk.on_case("c", &json!({"assign": {"to": "ben"}}));
    // What e said is taken back: the case is flagged, since somebody has acted, and cancelled by hand.
    desk.give(json!({"received": "2026-03-02T12:00:00Z", "retract": {"signal": "e"}}));
    let cancel = json!({"case": {"signal": "e"}, "by": "ana", "at": "2026-03-02T13:00:00Z", "do": {"cancel": {"reason": "taken back"}}});
    desk.give(json!({"received": "2026-03-02T13:00:00Z", "command": cancel}));
    desk.act(Some(&id), "2026-03-09T12:00:00Z", &json!("agree"))
        .unwrap();
    desk.act(Some(&id), "2026-03-09T13:00:00Z", &json!("start"))
        .unwrap();
    let events = desk
        .act(Some(&id), "2026-03-10T09:00:00Z", &json!("done"))
        .unwrap();
    let told = json!({"customers": 1, "people": 5, "not_told": {"no_customer": 1, "case_cancelled": 1, "consent_not_said": 1, "consent_refused": 1}});
    assert_eq!(events[0]["event"]["change"]["type"], "done");
    assert_eq!(events[1]["event"]["change"]["told"], told);
    let notices = events.iter().filter(|event| event["type"] == "notice");
    let to: Vec<String> = notices
        .map(|event| {
            let notice = &event["notice"];
            assert_eq!(notice["kind"], "improvement_done");
            assert_eq!(notice["improvement"], id);
            notice["to"].to_string()
        })
        .collect();
    // The customer who agreed; the owner; who has the cases; who manages north (both), and, since nobody
    // does manage south, the company.
    let person = |id: &str| format!("{{\"person\":\"{id}\"}}");
    let mut wanted = vec!["{\"customer\":\"ca\"}".to_owned()];
    wanted.extend(["ana", "ben", "eve", "max", "mia"].map(person));
    assert_eq!(to, wanted);
    assert_eq!(
        desk.engine
            .improvement(&id)
            .unwrap()
            .told
            .as_ref()
            .unwrap()
            .people,
        5
    );
}

#[test]
fn an_engine_without_any_says_what_it_said() {
    let mut with = Desk::new();
    with.hear("a", Some("ca"), "north", None);
    let text = String::from_utf8(with.engine.snapshot().unwrap()).unwrap();
    assert!(!text.contains("outer") && !text.contains("improvement"));
}

/// Of `n` answers a day for a week, so many are good.
fn week(desk: &mut Desk, name: &str, unit: &str, from: u32, good: i64) {
    for number in 0..10 {
        let day = from + number % 7;
        let month = if day > 31 { 4 } else { 3 };
        let at = format!(
            "2026-{month:02}-{:02}T10:00:00Z",
            if day > 31 { day - 31 } else { day }
        );
        let csat = if i64::from(number) < good { 5 } else { 3 };
        let signal = json!({"at": at, "kind": "response", "customer": format!("{name}{number}"), "unit": unit, "fields": {"csat": csat}});
        desk.give(json!({"id": format!("{name}{number}"), "received": "2026-04-12T00:00:00Z", "signal": signal}));
    }
}

#[test]
fn its_effect_is_read_off_the_answers_of_comparable_units() {
    let mut desk = Desk::new();
    let id = desk.open();
    for (at, act) in [
        ("2026-03-17T09:00:00Z", json!("agree")),
        ("2026-03-18T09:00:00Z", json!("start")),
        ("2026-03-24T09:00:00Z", json!("done")),
    ] {
        desk.act(Some(&id), at, &act).unwrap();
    }
    // Begun nine days after it was proposed: before is the 11th to the 17th, after the 25th to the 31st.
    for (unit, before, after) in [("north", 4, 5), ("south", 6, 7), ("east", 6, 5)] {
        week(&mut desk, &format!("{unit}-before"), unit, 11, before);
        week(&mut desk, &format!("{unit}-after"), unit, 25, after);
    }
    // The desk is below north.
    week(&mut desk, "desk-after", "desk", 25, 9);
    let text = json::effect(&desk.engine, &id).unwrap();
    let effect: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(effect["label"], "difference in differences");
    assert_eq!(
        effect["windows"],
        json!({"before": ["2026-03-11", "2026-03-17"], "after": ["2026-03-25", "2026-03-31"]})
    );
    assert_eq!(
        (&effect["before"]["n"], &effect["after"]["n"]),
        (&json!(10), &json!(20))
    );
    // North 0.4 to 14 of 20, 0.3 more; the others 0.1 more and 0.1 less.
    assert!((effect["value"].as_f64().unwrap() - 0.3).abs() < 1e-12);
    assert_eq!(effect["comparable"].as_array().unwrap().len(), 2);
    assert!(json::effect(&desk.engine, "i-0").is_err());
}

#[test]
fn a_later_version_without_its_unit_does_not_rewrite_what_came_of_it() {
    let mut desk = Desk::new();
    let id = desk.open();
    for (at, act) in [
        ("2026-03-17T09:00:00Z", json!("agree")),
        ("2026-03-18T09:00:00Z", json!("start")),
        ("2026-03-24T09:00:00Z", json!("done")),
    ] {
        desk.act(Some(&id), at, &act).unwrap();
    }
    for (unit, before, after) in [("north", 4, 5), ("south", 6, 7), ("east", 6, 5)] {
        week(&mut desk, &format!("{unit}-before"), unit, 11, before);
        week(&mut desk, &format!("{unit}-after"), unit, 25, after);
    }
    let before = json::effect(&desk.engine, &id).unwrap();
    let flat = PROGRAM
        .replace("north: {parent: company}, ", "")
        .replace("{parent: north}", "{parent: company}");
    let at = "2026-04-20T00:00:00Z";
    desk.give(json!({"received": at, "program": {"at": at, "program": flat}}));
    assert_eq!(json::effect(&desk.engine, &id).unwrap(), before);
    assert!(before.contains("difference in differences"));
    // What is proposed now is held against what is in force now.
    let refusal = desk
        .act(None, at, &json!({"open": {"title": "t", "kind": "policy", "owner": "ana", "units": ["north"], "metric": "csat"}}))
        .unwrap_err();
    assert_eq!(refusal.path.as_deref(), Some("improvement.do.open.units.0"));
}

#[test]
fn cases_are_told_apart_by_what_caused_them() {
    let mut desk = Desk::new();
    for (signal, unit, cause) in [
        ("a", "north", "policy"),
        ("b", "north", "policy"),
        ("c", "south", "product"),
        ("d", "south", ""),
    ] {
        desk.hear(signal, Some(signal), unit, None);
        if !cause.is_empty() {
            desk.on_case(signal, &json!({"root_cause": {"root_cause": cause}}));
        }
    }
    let id = desk.open();
    desk.act(Some(&id), "2026-03-09T10:00:00Z", &link("a"))
        .unwrap();
    let rows = |by: &str| -> Json {
        serde_json::from_str(&json::causes(&desk.engine, by).unwrap()).unwrap()
    };
    let all = rows("[]");
    let brief = |rows: &Json, name: &str| {
        let rows = rows.as_array().unwrap().iter();
        let brief = rows.map(|row| (row["group"][name].clone(), row["cases"].as_i64().unwrap()));
        brief.collect::<Vec<_>>()
    };
    assert_eq!(
        brief(&all, "root_cause"),
        [(json!("policy"), 2), (Json::Null, 1), (json!("product"), 1)]
    );
    // Two of four by Wilson: 0.1500 to 0.8500.
    assert_eq!(all[0]["share"]["value"], 0.5);
    assert!((all[0]["share"]["low"].as_f64().unwrap() - 0.150_04).abs() < 1e-5);
    assert_eq!(all[0]["improvements"], json!({id.as_str(): 1}));
    assert_eq!(all[0]["unlinked"], 1);
    assert_eq!(all[0]["examples"].as_array().unwrap().len(), 2);
    assert_eq!(
        brief(&rows("[\"unit\"]"), "unit"),
        [(json!("north"), 2), (json!("south"), 2)]
    );
    assert_eq!(
        rows("[\"unit\", \"root_cause\"]").as_array().unwrap().len(),
        3
    );
    // The first is both late and rude.
    assert_eq!(
        brief(&rows("[\"topic\"]"), "topic"),
        [(Json::Null, 2), (json!("late"), 2), (json!("rude"), 1)]
    );
    let error = json::causes(&desk.engine, "[\"root\"]").unwrap_err();
    assert_eq!(
        (error.code, error.path.as_deref()),
        (Code::Unknown, Some("by.0"))
    );
}
