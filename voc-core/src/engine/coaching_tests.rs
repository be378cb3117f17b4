use super::numbered::numbered;
use super::*;
use crate::error::Code;
use crate::json;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
kinds:
  observation: {fields: [qa_score, note], subject: employee}
  contact: {fields: []}
  thanks: {}
  complaint: {}
fields: {qa_score: number, note: text}
roles:
  executive: {level: executive, sees: {verbatims: company}}
  manager: {level: middle, sees: {verbatims: subtree}}
  lead: {level: middle, sees: {verbatims: unit}}
  planner: {level: middle, sees: {numbers: company, cases: company}}
  adviser: {level: front_line, sees: {verbatims: unit}}
units: {company: {}, north: {parent: company}, desk: {parent: north}, south: {parent: company}}
rules:
  third: {when: 'kind == \'contact\' || kind == \'observation\'', count: {at_least: 3, within: P30D}}
  thanked: {when: 'kind == \'thanks\'', raise: {praise: true, to: employee}}
  complained: {when: 'kind == \'complaint\'', raise: {case: recovery}}
  poor: {when: 'kind == \'observation\' && qa_score < 50.0'}
cases: {recovery: {carry: {journey: 5}}}
";

const AT: &str = "2026-03-02T09:00:00Z";

struct Desk {
    engine: Engine,
    given: usize,
}

impl Desk {
    fn new() -> Self {
        let text = PROGRAM.replace("\\'", "\"");
        let mut desk = Self {
            engine: Engine::new(Program::parse(&text).unwrap()),
            given: 0,
        };
        let people = json!({
            "eve": {"units": ["company"], "role": "executive"},
            "max": {"units": ["north"], "role": "manager"},
            "lea": {"units": ["desk"], "role": "lead"},
            "pat": {"units": ["desk"], "role": "planner"},
            "ann": {"units": ["desk"], "role": "adviser"},
            "ben": {"units": ["desk"], "role": "adviser"},
            "sam": {"units": ["south"], "role": "manager"},
        });
        desk.give(json!({"roster": {"at": "2026-03-01T00:00:00Z", "people": people}}))
            .unwrap();
        desk
    }

    /// Each input goes to an engine that is restored before it.
    fn give(&mut self, input: Json) -> Result<Vec<Json>, Refusal> {
        self.given += 1;
        let input = numbered(self.given, input);
        let told = json::handle(&mut self.engine, &input);
        let text = self.engine.snapshot().unwrap();
        let restored = Engine::restore(self.engine.program().clone(), &text).unwrap();
        assert_eq!(restored.digest(), self.engine.digest());
        assert_eq!(restored.next_due(), self.engine.next_due());
        self.engine = restored;
        Ok(serde_json::from_str(&told?).unwrap())
    }

    fn see(&mut self, id: &str, at: &str, employee: &str, score: f64) -> Vec<Json> {
        let signal = json!({"at": at, "kind": "observation", "employee": employee, "customer": "c", "fields": {"qa_score": score}});
        self.give(json!({"id": id, "received": at, "signal": signal}))
            .unwrap()
    }

    fn coach(&mut self, at: &str, by: &str, act: &Json) -> Result<Vec<Json>, Refusal> {
        let command = json!({"employee": "ann", "by": by, "at": at, "do": act});
        self.give(json!({"received": at, "coaching": command}))
    }

    fn page(&self) -> Json {
        serde_json::from_str(&json::coaching(&self.engine, "ann").unwrap()).unwrap()
    }

    fn seen(&self) -> Vec<String> {
        let page = self.page();
        let all = page["observations"].as_array().unwrap().iter();
        all.map(|one| one["signal"].as_str().unwrap().to_owned())
            .collect()
    }
}

fn types(events: &[Json]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event["type"].as_str().unwrap())
        .collect()
}

#[test]
fn what_is_seen_is_kept_corrected_and_taken_back() {
    let mut desk = Desk::new();
    let empty = desk.engine.digest();
    desk.see("s2", "2026-03-03T09:00:00Z", "ann", 70.0);
    desk.see("s1", AT, "ann", 60.0);
    desk.see("s3", AT, "ben", 90.0);
    assert_eq!(desk.seen(), ["s1", "s2"]);
    // It was ben, a minute later.
    let signal = json!({"at": "2026-03-02T09:01:00Z", "kind": "observation", "employee": "ben", "fields": {"qa_score": 61.0}});
    desk.give(
        json!({"id": "s1", "revision": 1, "received": "2026-03-03T10:00:00Z", "signal": signal}),
    )
    .unwrap();
    assert_eq!(desk.seen(), ["s2"]);
    assert_eq!(desk.engine.coaching("ben").unwrap().observations.len(), 2);
    desk.give(json!({"received": "2026-03-03T11:00:00Z", "retract": {"signal": "s2"}}))
        .unwrap();
    assert!(desk.seen().is_empty());
    desk.give(json!({"received": "2026-03-03T11:00:00Z", "retract": {"signal": "s9"}}))
        .unwrap();
    desk.see("s9", "2026-03-03T11:00:00Z", "ann", 10.0);
    assert!(desk.seen().is_empty(), "taken back before it came");
    assert_ne!(desk.engine.digest(), empty);
    let error = desk.engine.coaching("zoe").unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}

#[test]
fn it_is_no_part_of_the_journey_of_a_customer() {
    let mut desk = Desk::new();
    desk.see("s1", AT, "ann", 60.0);
    for (id, kind) in [("t1", "thanks"), ("c1", "complaint")] {
        let signal = json!({"at": AT, "kind": kind, "customer": "c"});
        desk.give(json!({"id": id, "received": AT, "signal": signal}))
            .unwrap();
    }
    let case = desk.engine.cases().next().unwrap().id.clone();
    let journey = desk.engine.dossier(&case).unwrap().journey;
    let kinds: Vec<&str> = journey.iter().map(|touch| touch.kind.as_str()).collect();
    assert_eq!(kinds, ["complaint", "thanks"]);
}

#[test]
fn recognition_stands_beside_it() {
    let mut desk = Desk::new();
    desk.see("s1", AT, "ann", 60.0);
    assert_eq!(desk.page()["recognition"], 0);
    for id in ["t1", "t2"] {
        let signal = json!({"at": AT, "kind": "thanks", "employee": "ann", "customer": id});
        desk.give(json!({"id": id, "received": AT, "signal": signal}))
            .unwrap();
    }
    assert_eq!(desk.page()["recognition"], 2);
    desk.give(json!({"received": AT, "retract": {"signal": "t1"}}))
        .unwrap();
    assert_eq!(desk.page()["recognition"], 1);
    assert_eq!(desk.engine.coaching("ben").unwrap().recognition, 0);
}

#[test]
fn long_after_lateness_what_was_seen_is_there() {
    let mut desk = Desk::new();
    desk.see("s1", AT, "ann", 60.0);
    desk.give(json!({"tick": {"at": "2026-06-01T00:00:00Z"}}))
        .unwrap();
    desk.see("s2", "2026-06-01T09:00:00Z", "ann", 65.0);
    assert_eq!(desk.seen(), ["s1", "s2"]);
}

#[test]
fn it_names_an_employee_and_joins_no_pattern_of_a_customer() {
    let mut desk = Desk::new();
    let signal =
        json!({"at": AT, "kind": "observation", "customer": "c", "fields": {"qa_score": 60.0}});
    let refusal = desk
        .give(json!({"received": AT, "signal": signal}))
        .unwrap_err();
    assert_eq!(
        (refusal.code, refusal.path.as_deref()),
        (Code::Missing, Some("signal.employee"))
    );
    for id in ["s1", "s2", "s3"] {
        desk.see(id, AT, "ann", 60.0);
    }
    // Rules on single signals see it; three of them, or two and a contact, are no third contact.
    let raised = desk.see("s4", AT, "ann", 40.0);
    let rules: Vec<&Json> = raised
        .iter()
        .filter(|event| event["type"] == "alert_raised")
        .collect();
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0]["alert"]["rule"], "poor");
    let contact = |id: &str| json!({"id": id, "received": AT, "signal": {"at": AT, "kind": "contact", "customer": "c"}});
    for (id, alerts) in [("c1", 0), ("c2", 0), ("c3", 1)] {
        let events = desk.give(contact(id)).unwrap();
        let raised = events
            .iter()
            .filter(|event| event["type"] == "alert_raised");
        assert_eq!(raised.count(), alerts, "{id}");
    }
}

#[test]
fn what_is_agreed_is_told_and_breaks_at_its_due() {
    let mut desk = Desk::new();
    desk.see("s1", AT, "ann", 60.0);
    let agree = json!({"agree": {"action": "Listen in with Lea", "owner": "lea", "due": "2026-03-09T09:00:00Z"}});
    let events = desk.coach("2026-03-02T10:00:00Z", "max", &agree).unwrap();
    assert_eq!(types(&events), ["coaching_changed", "notice"]);
    assert_eq!(events[1]["notice"]["kind"], "agreement");
    assert_eq!(events[1]["notice"]["to"], json!({"person": "lea"}));
    assert_eq!(events[1]["notice"]["employee"], "ann");
    desk.see("s2", "2026-03-05T09:00:00Z", "ann", 75.5);
    assert_eq!(
        desk.engine.next_due().unwrap().to_string(),
        "2026-03-09T09:00:00Z"
    );
    let events = desk
        .give(json!({"tick": {"at": "2026-03-20T00:00:00Z"}}))
        .unwrap();
    assert_eq!(types(&events), ["coaching_changed", "notice", "notice"]);
    assert!(
        events
            .iter()
            .all(|event| event["at"] == "2026-03-09T09:00:00Z")
    );
    assert_eq!(events[0]["event"]["change"]["type"], "lapsed");
    assert_eq!(events[1]["notice"]["kind"], "agreement_broken");
    let to = |event: &Json| event["notice"]["to"]["person"].as_str().unwrap().to_owned();
    assert_eq!([to(&events[1]), to(&events[2])], ["lea", "max"]);
    assert_eq!(desk.engine.next_due(), None);
    let page = desk.page();
    assert_eq!(page["agreed"][0]["state"], "broken");
    assert_eq!(
        page["agreed"][0]["fields"]["qa_score"],
        json!({"before": [60.0], "later": [75.5]})
    );
    // Told late that it was done in time.
    desk.coach("2026-03-08T09:00:00Z", "lea", &json!({"keep": {}}))
        .unwrap();
    assert_eq!(desk.page()["agreed"][0]["state"], "kept");
}

#[test]
fn what_is_due_breaks_before_more_is_agreed() {
    let mut desk = Desk::new();
    let agree =
        |what: &str, due: &str| json!({"agree": {"action": what, "owner": "max", "due": due}});
    let events = desk
        .coach(AT, "max", &agree("a", "2026-03-03T09:00:00Z"))
        .unwrap();
    assert_eq!(
        types(&events),
        ["coaching_changed"],
        "nobody is told of what they said"
    );
    let events = desk
        .coach(
            "2026-03-04T09:00:00Z",
            "max",
            &agree("b", "2026-03-09T09:00:00Z"),
        )
        .unwrap();
    let changes: Vec<&Json> = events
        .iter()
        .map(|event| &event["event"]["change"]["type"])
        .collect();
    assert_eq!(
        changes,
        ["lapsed", "null", "agreed"]
            .map(|one| if one == "null" {
                Json::Null
            } else {
                json!(one)
            })
            .iter()
            .collect::<Vec<_>>()
    );
    let refusal = desk
        .coach("2026-03-04T10:00:00Z", "max", &agree("c", AT))
        .unwrap_err();
    assert_eq!(refusal.code, Code::BadTime);
    let stranger = json!({"agree": {"action": "a", "owner": "zoe", "due": "2026-03-09T09:00:00Z"}});
    let refusal = desk
        .coach("2026-03-04T10:00:00Z", "max", &stranger)
        .unwrap_err();
    assert_eq!(
        (refusal.code, refusal.path.as_deref()),
        (Code::Unknown, Some("coaching.do.agree.owner"))
    );
    let command = json!({"employee": "zoe", "by": "max", "at": AT, "do": {"note": {"text": "t"}}});
    let refusal = desk
        .give(json!({"received": "2026-03-04T10:00:00Z", "coaching": command}))
        .unwrap_err();
    assert_eq!(refusal.path.as_deref(), Some("coaching.employee"));
}

/// Who sees whose coaching: by hand. An adviser sees their own alone, whatever their role says of cases.
#[test]
fn coaching_is_seen_by_whom_it_is_about_and_those_who_lead_them() {
    let desk = Desk::new();
    let viewers = ["eve", "max", "lea", "pat", "ann", "ben", "sam", "zoe", ""];
    let table = [
        ("ann", "eve max lea ann"),
        ("ben", "eve max lea ben"),
        ("lea", "eve max lea"),
        ("pat", "eve max lea pat"),
        ("max", "eve max"),
        ("sam", "eve sam"),
        ("eve", "eve"),
        // Nobody of that name: the same answer to whoever may not ask.
        ("zoe", "eve"),
    ];
    for (employee, wanted) in table {
        for viewer in viewers {
            let seen = desk.engine.coaching_for(viewer, employee);
            let may = wanted.split(' ').any(|one| one == viewer);
            let code = seen.err().map(|error| error.code);
            let expected = match (may, employee) {
                (false, _) => Some(Code::NotAllowed),
                (true, "zoe") => Some(Code::NotFound),
                (true, _) => None,
            };
            assert_eq!(code, expected, "{viewer} of {employee}");
        }
    }
}
