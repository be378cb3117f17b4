//! Who hears that a breach is none, and what is announced again.

use super::numbered::numbered;
use super::*;
use crate::program::NoticeKind;
use crate::route::Audience;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {shop: {}}
rules: {detractor: {when: 'ltr <= 6', raise: {case: recovery}}}
routes: [{to: unit, role: adviser}]
cases:
  recovery:
    targets: {acknowledge: {within: PT2H}, resolve: {within: P3D}}
    escalate: [{after: acknowledge, to: manager}]
";

struct Desk {
    engine: Engine,
    given: usize,
    events: Vec<Event>,
}

impl Desk {
    /// A case of 2 March 9:00 in the shop, which is Ann's: she is an adviser there, as is Bo, and Mia
    /// manages it. It is to be acknowledged by 11:00.
    fn open() -> Self {
        let mut desk = Self {
            engine: Engine::new(Program::parse(PROGRAM).unwrap()),
            given: 0,
            events: Vec::new(),
        };
        let people = json!({"ann": {"units": ["shop"], "role": "adviser"}, "bo": {"units": ["shop"], "role": "adviser"},
            "mia": {"units": ["shop"], "role": "manager"}});
        desk.give(json!({"roster": {"at": "2026-03-01T00:00:00Z", "people": people}}));
        let signal = json!({"at": "2026-03-02T09:00:00Z", "kind": "response", "customer": "c", "unit": "shop", "fields": {"ltr": 3}});
        desk.give(json!({"id": "s", "received": "2026-03-02T09:00:00Z", "signal": signal}));
        desk
    }

    fn give(&mut self, input: Json) {
        self.given += 1;
        let input = Input::from_json(&numbered(self.given, input)).unwrap();
        self.events.extend(self.engine.handle(input).unwrap());
    }

    fn act(&mut self, at: &str, received: &str, action: &Json) {
        let command = json!({"case": {"signal": "s"}, "by": "bo", "at": at, "do": action});
        self.give(json!({"received": received, "command": command}));
    }

    fn told(&self, kind: NoticeKind) -> Vec<String> {
        let notices = self.events.iter().filter_map(|event| match &event.what {
            What::Notice { notice } if notice.kind == kind => Some(match &notice.to {
                Audience::Person(person) => person.clone(),
                other => format!("{other:?}"),
            }),
            _ => None,
        });
        notices.collect()
    }

    fn breaches(&self) -> usize {
        let breached = |event: &&Event| matches!(event.what, What::ClockBreached { .. });
        self.events.iter().filter(breached).count()
    }
}

#[test]
fn whoever_was_told_hears_of_it() {
    // Handed on before the breach, after it, after we hear otherwise.
    for (handed, holder) in [
        (Some("2026-03-02T10:30:00Z"), "bo"),
        (Some("2026-03-02T11:15:00Z"), "ann"),
        (None, "ann"),
    ] {
        let mut desk = Desk::open();
        if let Some(at) = handed.filter(|at| *at < "2026-03-02T11:00:00Z") {
            desk.act(at, at, &json!({"assign": {"to": "bo"}}));
        }
        desk.give(json!({"tick": {"at": "2026-03-02T11:10:00Z"}}));
        assert_eq!(desk.told(NoticeKind::ClockBreach), [holder]);
        assert_eq!(desk.told(NoticeKind::Escalation), ["mia"]);
        if let Some(at) = handed.filter(|at| *at > "2026-03-02T11:00:00Z") {
            desk.act(at, at, &json!({"contact": {"reached": false}}));
            desk.act(at, at, &json!({"assign": {"to": "bo"}}));
        }
        let (at, received) = match handed {
            Some(at) if at > "2026-03-02T11:00:00Z" => (at, "2026-03-02T12:00:00Z"),
            _ => ("2026-03-02T10:45:00Z", "2026-03-02T12:00:00Z"),
        };
        desk.act(at, received, &json!("acknowledge"));
        let overtaken = desk.told(NoticeKind::ClockOvertaken);
        if at > "2026-03-02T11:00:00Z" {
            assert!(overtaken.is_empty(), "taken up too late all the same");
        } else {
            assert_eq!(overtaken, [holder, "mia"]);
        }
        desk.give(json!({"tick": {"at": "2026-03-02T20:00:00Z"}}));
        assert_eq!(desk.breaches(), 1);
    }
}

#[test]
fn what_is_untrue_is_not_announced_first() {
    let mut desk = Desk::open();
    desk.act(
        "2026-03-02T10:45:00Z",
        "2026-03-02T12:00:00Z",
        &json!("acknowledge"),
    );
    assert_eq!(
        (desk.breaches(), desk.told(NoticeKind::Escalation).len()),
        (0, 0)
    );
    // What is true is, at its own instant, though the command is dated before it.
    let mut desk = Desk::open();
    let comment = json!({"comment": {"text": "called, no answer"}});
    desk.act("2026-03-02T10:45:00Z", "2026-03-02T12:00:00Z", &comment);
    assert_eq!(
        (desk.breaches(), desk.told(NoticeKind::Escalation).len()),
        (1, 1)
    );
}
