use super::numbered::numbered;
use super::*;
use crate::case::{Case, CaseChange};
use crate::json;
use crate::program::Program;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
roles:
  executive: {level: executive}
  manager: {level: middle}
  adviser: {level: front_line}
units: {company: {}, region: {parent: company}, shop: {parent: region}}
rules: {detractor: {when: 'ltr <= 6', raise: {case: recovery}}}
routes: [{to: unit, role: adviser}]
cases:
  recovery:
    targets: {acknowledge: {within: PT2H}, resolve: {within: P3D}}
    escalate:
      - {id: first, after: acknowledge, to: manager}
      - {id: unheard, after: first, wait: PT4H, to: up, assign: true}
      - {after: resolve, wait: P1D, to: executive}
      - {age: P10D, to: company}
      - {reopened: 2, to: executive}
      - {disputed: 1, to: manager}
      - {promises_broken: 1, to: manager}
    close: {undisputed_after: P7D}
";

/// An engine with a case of `c`, opened in the shop on 2 March at 9:00.
struct Desk {
    engine: Engine,
    given: usize,
    events: Vec<Event>,
}

impl Desk {
    fn new(people: &Json) -> Self {
        let mut desk = Self {
            engine: Engine::new(Program::parse(PROGRAM).unwrap()),
            given: 0,
            events: Vec::new(),
        };
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

    fn at(&mut self, at: &str) {
        self.give(json!({"tick": {"at": at}}));
    }

    fn act(&mut self, at: &str, action: &Json) {
        let command = json!({"case": {"signal": "s"}, "by": "ann", "at": at, "do": action});
        self.give(json!({"received": at, "command": command}));
    }

    /// Which step called for whom, and when.
    fn called(&self) -> Vec<String> {
        let called = self.events.iter().filter_map(|event| {
            let What::CaseChanged { event, .. } = &event.what else {
                return None;
            };
            let CaseChange::Escalated { to, unit, step, .. } = &event.change else {
                return None;
            };
            let whom = to.clone().unwrap_or_else(|| "nobody".into());
            let (step, unit) = (
                step.clone().unwrap_or_default(),
                unit.clone().unwrap_or_default(),
            );
            Some(format!("{step}: {whom} in {unit} at {}", event.at))
        });
        called.collect()
    }

    /// Who was told of an escalation.
    fn told(&self) -> Vec<String> {
        let told = self.events.iter().filter_map(|event| match &event.what {
            What::Notice { notice } if notice.kind == NoticeKind::Escalation => {
                Some(notice.to.to_string())
            }
            _ => None,
        });
        told.collect()
    }

    fn case(&self) -> &Case {
        self.engine.cases().next().unwrap()
    }
}

fn people() -> Json {
    json!({
        "ann": {"units": ["shop"], "role": "adviser"},
        "max": {"units": ["shop"], "role": "manager"},
        "rita": {"units": ["region"], "role": "manager"},
        "eve": {"units": ["company"], "role": "executive"},
    })
}

#[test]
fn what_nobody_takes_up_goes_up_the_tree() {
    let mut desk = Desk::new(&people());
    assert_eq!(desk.case().person.as_deref(), Some("ann"));
    desk.at("2026-03-02T14:59:59Z");
    assert_eq!(
        desk.called(),
        ["first: max in shop at 2026-03-02T11:00:00Z"]
    );
    desk.at("2026-03-02T15:00:00Z");
    assert_eq!(
        desk.called()[1..],
        ["unheard: rita in region at 2026-03-02T15:00:00Z"]
    );
    assert_eq!(desk.told(), ["person `max`", "person `rita`"]);
    assert_eq!(
        desk.case().person.as_deref(),
        Some("rita"),
        "it is given to her"
    );
}

#[test]
fn a_step_after_another_waits_for_somebody_to_act() {
    let mut desk = Desk::new(&people());
    desk.act(
        "2026-03-02T11:30:00Z",
        &json!({"comment": {"text": "On it."}}),
    );
    desk.at("2026-03-02T20:00:00Z");
    assert_eq!(
        desk.called(),
        ["first: max in shop at 2026-03-02T11:00:00Z"]
    );
}

#[test]
fn what_was_done_in_time_escalates_nothing() {
    let mut desk = Desk::new(&people());
    desk.act("2026-03-02T10:00:00Z", &json!("acknowledge"));
    // Resolve is due on the 5th, and the step waits a day more: resolved by then.
    desk.act("2026-03-05T12:00:00Z", &json!({"resolve": {}}));
    desk.at("2026-03-08T00:00:00Z");
    assert_eq!(desk.called(), Vec::<String>::new());
}

#[test]
fn a_target_that_stays_unmet_is_escalated_when_the_wait_is_over() {
    let mut desk = Desk::new(&people());
    desk.act("2026-03-02T10:00:00Z", &json!("acknowledge"));
    desk.at("2026-03-12T09:00:00Z");
    assert_eq!(
        desk.called(),
        [
            "after resolve wait P1D: eve in company at 2026-03-06T09:00:00Z",
            // Whoever manages the company: nobody of the middle level does.
            "age P10D: nobody in company at 2026-03-12T09:00:00Z",
        ]
    );
    assert_eq!(desk.told(), ["person `eve`", "unit `company`"]);
}

#[test]
fn nobody_is_called_for_on_their_own_case() {
    let mut desk = Desk::new(&people());
    desk.act("2026-03-02T10:00:00Z", &json!({"assign": {"to": "max"}}));
    desk.at("2026-03-02T11:00:00Z");
    assert_eq!(
        desk.called(),
        ["first: rita in region at 2026-03-02T11:00:00Z"]
    );
}

#[test]
fn a_deputy_is_called_for_and_who_is_full_is_not() {
    let mut people = people();
    people["max"]["absent_until"] = json!("2026-03-09T00:00:00Z");
    people["max"]["deputy"] = json!("dora");
    people["dora"] = json!({"units": ["shop"], "role": "adviser", "capacity": 5});
    let mut desk = Desk::new(&people);
    desk.at("2026-03-02T11:00:00Z");
    assert_eq!(
        desk.called(),
        ["first: dora in shop at 2026-03-02T11:00:00Z"]
    );
    people["dora"]["capacity"] = json!(0);
    let mut desk = Desk::new(&people);
    desk.at("2026-03-02T11:00:00Z");
    assert_eq!(
        desk.called(),
        ["first: rita in region at 2026-03-02T11:00:00Z"]
    );
}

#[test]
fn what_comes_back_again_and_again_is_escalated_at_once() {
    let mut desk = Desk::new(&people());
    desk.act("2026-03-02T10:00:00Z", &json!({"resolve": {}}));
    let disputed = json!({"record_verdict": {"verdict": "disputed", "source": "call"}});
    desk.act("2026-03-02T10:30:00Z", &disputed);
    assert_eq!(
        desk.called(),
        ["disputed 1: max in shop at 2026-03-02T10:30:00Z"]
    );
    desk.act("2026-03-02T11:00:00Z", &json!({"resolve": {}}));
    desk.act(
        "2026-03-02T11:30:00Z",
        &json!({"reopen": {"reason": "it leaks again"}}),
    );
    assert_eq!(
        desk.called()[1..],
        ["reopened 2: eve in company at 2026-03-02T11:30:00Z"]
    );
    let promise = json!({"promise": {"text": "a new one", "due": "2026-03-02T13:00:00Z"}});
    desk.act("2026-03-02T12:00:00Z", &promise);
    desk.at("2026-03-02T13:00:00Z");
    assert_eq!(
        desk.called()[2..],
        ["promises_broken 1: max in shop at 2026-03-02T13:00:00Z"]
    );
}

#[test]
fn what_turns_out_to_have_been_done_in_time_stands_and_says_so() {
    let mut desk = Desk::new(&people());
    desk.at("2026-03-02T11:30:00Z");
    let command = json!({"case": {"signal": "s"}, "by": "ann", "at": "2026-03-02T10:00:00Z", "do": "acknowledge"});
    desk.give(json!({"received": "2026-03-02T12:00:00Z", "command": command}));
    let escalation = &desk.case().escalations[0];
    assert_eq!(escalation.to.as_deref(), Some("max"));
    let told = escalation.overtaken_at.map(|at| at.to_string());
    assert_eq!(told.as_deref(), Some("2026-03-02T12:00:00Z"));
    let heard = desk.events.iter().any(|event| match &event.what {
        What::Notice { notice } => {
            notice.kind == NoticeKind::ClockOvertaken && notice.to.to_string() == "person `max`"
        }
        _ => false,
    });
    assert!(heard, "whoever was called for hears of it");
    // And nothing that would have followed comes.
    desk.at("2026-03-03T00:00:00Z");
    assert_eq!(desk.called().len(), 1);
}

#[test]
fn what_is_wrong_with_a_step_is_found_before_anything_runs() {
    let with = |steps: &str| {
        let begin = PROGRAM.find("    escalate:").unwrap();
        let end = PROGRAM.find("    close:").unwrap();
        let text = format!(
            "{}    escalate: [{steps}]\n{}",
            &PROGRAM[..begin],
            &PROGRAM[end..]
        );
        let error = Program::parse(&text).err();
        error.map(|error| error.to_string()).unwrap_or_default()
    };
    assert_eq!(
        with("{after: acknowledge, to: manager}, {reopened: 2, to: executive}"),
        ""
    );
    for (steps, wanted) in [
        ("{to: manager}", "a step has one cause"),
        (
            "{age: P1D, reopened: 1, to: manager}",
            "a step has one cause",
        ),
        (
            "{after: first_contact, to: manager}",
            "no target `first_contact`",
        ),
        (
            "{after: acknowlege, to: manager}",
            "did you mean `acknowledge`",
        ),
        ("{after: acknowledge, to: manger}", "did you mean `manager`"),
        (
            "{id: a, after: acknowledge, to: manager}, {id: b, after: a, to: up}",
            "how long to `wait`",
        ),
        (
            "{id: a, after: b, wait: PT1H, to: up}, {id: b, after: a, wait: PT1H, to: up}",
            "waits on itself",
        ),
        ("{id: a, after: a, wait: PT1H, to: up}", "waits on itself"),
        ("{reopened: 0, to: manager}", "it counts from 1"),
        (
            "{reopened: 1, to: manager}, {reopened: 1, to: executive}",
            "there is another step `reopened 1`",
        ),
        (
            "{reopened: 1, wait: PT1H, to: manager}",
            "`wait` belongs to `after`",
        ),
        ("{age: P1M, to: manager}", "in weeks, days, hours"),
        (
            "{age: P1D, calendar: office, to: manager}",
            "unknown calendar `office`",
        ),
        (
            "{disputed: 1, calendar: always, to: manager}",
            "only a `wait` or an `age` goes by a calendar",
        ),
    ] {
        assert!(with(steps).contains(wanted), "{steps}: {}", with(steps));
    }
    let flat = PROGRAM
        .replace("{parent: company}", "{}")
        .replace("{parent: region}", "{}");
    let error = Program::parse(&flat).unwrap_err().to_string();
    assert!(error.contains("no unit has another above it"), "{error}");
}

fn actions() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(json!("acknowledge")),
        Just(json!("start")),
        Just(json!({"comment": {"text": "x"}})),
        Just(json!({"assign": {"to": "max"}})),
        Just(json!({"assign": {"to": "ann"}})),
        Just(json!({"resolve": {}})),
        Just(json!("ask_verdict")),
        Just(json!({"reopen": {"reason": "x"}})),
        Just(json!({"record_verdict": {"verdict": "disputed", "source": "call"}})),
    ]
}

proptest! {
    /// However late anybody asks: the same steps, at the same instants, of the same people; each once,
    /// and never of whoever has the case.
    #[test]
    fn polling_changes_no_escalation(
        steps in prop::collection::vec((actions(), 1_i64..2_000), 0..12),
        polls in prop::collection::vec(1_i64..3_000, 0..8),
    ) {
        const MINUTE: i64 = 60_000_000;
        let start = Time::parse("2026-03-02T09:00:00Z").unwrap();
        let run = |polls: &[i64]| {
            let mut desk = Desk::new(&people());
            let mut now = start;
            let mut polls = polls.iter().scan(start, |at, minutes| {
                *at = at.plus(minutes * MINUTE);
                Some(*at)
            }).peekable();
            for (action, minutes) in &steps {
                let next = now.plus(minutes * MINUTE);
                while let Some(poll) = polls.next_if(|poll| *poll <= next) {
                    desk.at(&poll.to_string());
                    let text = desk.engine.snapshot().unwrap();
                    desk.engine = Engine::restore(desk.engine.program().clone(), &text).unwrap();
                }
                now = next;
                let command = json!({"case": {"signal": "s"}, "by": "ann", "at": now, "do": action});
                desk.given += 1;
                let input = json!({"id": format!("c{minutes}-{}", now), "received": now, "command": command});
                let input = Input::from_json(&input.to_string()).unwrap();
                if let Ok(events) = desk.engine.handle(input) {
                    desk.events.extend(events);
                }
            }
            desk.at(&now.plus(20 * 24 * 60 * MINUTE).to_string());
            (desk.called(), json::text(desk.case()).unwrap())
        };
        let (called, case) = run(&[]);
        prop_assert_eq!(run(&polls), (called.clone(), case));
        let mut names: Vec<&str> = called.iter().filter_map(|one| one.split(':').next()).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        prop_assert_eq!(count, names.len(), "{:?}", called);
    }
}
