//! Who hears of transfers that nobody takes up and of promises that near their due; asked often or once.

use super::numbered::numbered;
use super::*;
use crate::case::CaseChange;
use crate::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {shop: {}, post: {}}
rules: {detractor: {when: 'ltr <= 6', raise: {case: recovery}}}
routes: [{to: unit, role: adviser}]
cases: {recovery: {promises: {warn: PT2H}, transfers: {warn: PT1H}}}
";
const START: &str = "2026-03-02T09:00:00Z";

struct Desk {
    engine: Engine,
    given: usize,
    events: Vec<Event>,
}

impl Desk {
    /// A case of 9:00 in the shop, which is Ann's; Bo is in the post room.
    fn open() -> Self {
        let mut desk = Self {
            engine: Engine::new(Program::parse(PROGRAM).unwrap()),
            given: 0,
            events: Vec::new(),
        };
        let people = json!({"ann": {"units": ["shop"], "role": "adviser"}, "bo": {"units": ["post"], "role": "manager"},
            "cy": {"units": ["post"], "role": "adviser"}});
        desk.give(json!({"roster": {"at": START, "people": people}}));
        let signal = json!({"at": START, "kind": "response", "customer": "c", "unit": "shop", "fields": {"ltr": 3}});
        desk.give(json!({"id": "s", "received": START, "signal": signal}));
        desk
    }

    fn give(&mut self, input: Json) -> bool {
        self.given += 1;
        let input = Input::from_json(&numbered(self.given, input)).unwrap();
        let events = self.engine.handle(input);
        let taken = events.is_ok();
        self.events.extend(events.unwrap_or_default());
        taken
    }

    fn act(&mut self, by: &str, at: &str, received: &str, action: &Json) -> bool {
        let command = json!({"case": {"signal": "s"}, "by": by, "at": at, "do": action});
        self.give(json!({"received": received, "command": command}))
    }

    fn tick(&mut self, at: &str) {
        self.give(json!({"tick": {"at": at}}));
    }

    /// What was told of transfers and promises, when and to whom.
    fn told(&self) -> Vec<String> {
        let line = |event: &Event| match &event.what {
            What::Notice { notice } => {
                let kind = notice.kind.name();
                let time = event.at.to_string()[11..16].to_owned();
                let is_due = kind.starts_with("transfer") || kind.starts_with("promise");
                is_due.then(|| format!("{time} {kind} {}", notice.to))
            }
            _ => None,
        };
        self.events.iter().filter_map(line).collect()
    }

    fn history(&self) -> Vec<crate::case::CaseEvent> {
        self.engine.cases().next().unwrap().history.clone()
    }
}

fn transfer(by: &str) -> Json {
    json!({"transfer": {"to": {"unit": "post"}, "ask": "find it", "why": "they have it", "by": by}})
}

#[test]
fn whoever_has_it_is_warned_and_whoever_handed_it_over_hears_that_it_lapsed() {
    let mut desk = Desk::open();
    let handed = "2026-03-02T10:00:00Z";
    desk.act("ann", handed, handed, &transfer("2026-03-02T14:00:00Z"));
    let due = Time::parse("2026-03-02T13:00:00Z").unwrap();
    assert_eq!(desk.engine.next_due(), Some(due));
    desk.tick("2026-03-05T00:00:00Z");
    let told = [
        "13:00 transfer_warning person `bo`",
        "14:00 transfer_lapsed person `bo`",
        "14:00 transfer_lapsed person `ann`",
    ];
    assert_eq!(desk.told(), told);
    assert_eq!(desk.engine.next_due(), None);
}

#[test]
fn a_lapse_that_is_none_is_marked_and_told() {
    let mut desk = Desk::open();
    let handed = "2026-03-02T10:00:00Z";
    desk.act("ann", handed, handed, &transfer("2026-03-02T14:00:00Z"));
    // Told after the due, and before time has passed it: nothing untrue is said.
    let mut quiet = Desk::open();
    quiet.act("ann", handed, handed, &transfer("2026-03-02T14:00:00Z"));
    let reached = json!({"contact": {"reached": true}});
    quiet.act(
        "bo",
        "2026-03-02T12:00:00Z",
        "2026-03-02T15:00:00Z",
        &reached,
    );
    assert_eq!(quiet.told(), [""; 0]);
    desk.tick("2026-03-02T14:30:00Z");
    desk.act(
        "bo",
        "2026-03-02T13:30:00Z",
        "2026-03-02T15:00:00Z",
        &reached,
    );
    let told = desk.told();
    assert_eq!(
        told[3..],
        [
            "15:00 transfer_overtaken person `bo`",
            "15:00 transfer_overtaken person `ann`"
        ]
    );
    let marked = |change: &CaseChange| matches!(change, CaseChange::TransferOvertaken { .. });
    assert_eq!(
        desk.history()
            .iter()
            .filter(|event| marked(&event.change))
            .count(),
        1
    );
    desk.act(
        "bo",
        "2026-03-02T13:40:00Z",
        "2026-03-02T16:00:00Z",
        &reached,
    );
    assert_eq!(desk.told().len(), 5, "once");
}

#[test]
fn a_case_that_is_taken_off_somebody_is_their_units() {
    let mut desk = Desk::open();
    let load = |desk: &Desk| desk.engine.state.follow_up.index.load.clone();
    assert_eq!(load(&desk).get("ann"), Some(&1));
    let at = "2026-03-02T10:00:00Z";
    assert!(desk.act("bo", at, at, &json!({"unassign": {"reason": "she is ill"}})));
    assert_eq!(load(&desk).get("ann"), None);
    let told = desk
        .events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            What::Notice { notice } => Some((notice.kind.name(), notice.to.to_string())),
            _ => None,
        });
    assert_eq!(told, Some(("case", "unit `shop`".to_owned())));
}

#[derive(Debug, Clone)]
enum Do {
    Transfer(i64),
    Promise(i64),
    Other(usize),
}

fn steps() -> impl Strategy<Value = Vec<(usize, i64, Do)>> {
    let action = prop_oneof![
        2 => (1_i64..600).prop_map(Do::Transfer),
        2 => (1_i64..600).prop_map(Do::Promise),
        4 => (0_usize..OTHER.len()).prop_map(Do::Other),
    ];
    prop::collection::vec((0_usize..3, 0_i64..240, action), 1..12)
}

const OTHER: [&str; 7] = [
    r#""acknowledge""#,
    r#""start""#,
    r#"{"comment": {"text": "x"}}"#,
    r#"{"contact": {"reached": false}}"#,
    r#"{"assign": {"to": "cy"}}"#,
    r#"{"keep_promise": {}}"#,
    r#"{"resolve": {}}"#,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn asked_every_quarter_of_an_hour_or_once_it_is_the_same(steps in steps()) {
        let (mut often, mut once) = (Desk::open(), Desk::open());
        let mut now = Time::parse(START).unwrap();
        for (by, minutes, step) in &steps {
            let next = now.plus(minutes * MINUTE);
            while now.plus(15 * MINUTE) <= next {
                now = now.plus(15 * MINUTE);
                often.tick(&now.to_string());
            }
            now = next;
            let by = ["ann", "bo", "cy"][*by];
            let due = |minutes: &i64| now.plus(minutes * MINUTE).to_string();
            let action = match step {
                Do::Transfer(minutes) => transfer(&due(minutes)),
                Do::Promise(minutes) => json!({"promise": {"text": "a call", "due": due(minutes)}}),
                Do::Other(place) => serde_json::from_str(OTHER[*place]).unwrap(),
            };
            let at = now.to_string();
            let taken = often.act(by, &at, &at, &action);
            prop_assert_eq!(once.act(by, &at, &at, &action), taken);
        }
        let end = now.plus(DAY + HOUR).to_string();
        often.tick(&end);
        once.tick(&end);
        prop_assert_eq!(often.history(), once.history());
        prop_assert_eq!(often.told(), once.told());
        // Whoever has it when a transfer lapses has done nothing since they got it.
        let (mut holder, mut acted) = (None, false);
        for event in once.history() {
            acted |= event.by.is_some() && event.by == holder;
            match event.change {
                CaseChange::Transferred { transfer } => (holder, acted) = (transfer.to_person, false),
                CaseChange::Assigned { to } => holder = Some(to),
                CaseChange::TransferLapsed { due } => prop_assert!(event.at == due && !acted),
                _ => {}
            }
        }
    }
}
