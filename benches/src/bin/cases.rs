//! Measures case commands, and a million open cases: their memory, the next that is due, and a day over all.
//!
//! `cases FOLDER [--quick]`: the folder gets `cases.json`, `expected-cases.json` and `rows-cases.jsonl`.

use std::time::Instant;
use voc_benches::memory::rise;
use voc_core::case::{About, Action, Case, OpenCase, Policy, Verdict, WaitingOn};
use voc_core::signal::{Body, CaseRef, Command, Signal, Tick};
use voc_core::{Engine, Input, Program, Time};

const PROGRAM: &str = r"
voc: 1
name: Desk
time_zone: Europe/London
fields: {ltr: int}
calendars: {office: {hours: {mon-fri: ['09:00-12:30', '13:30-17:30']}, holidays: [2026-12-25]}}
rules: {detractor: {when: 'ltr <= 6', raise: {case: recovery}}}
cases:
  recovery:
    targets:
      acknowledge: {within: PT4H, calendar: office, warn: PT1H}
      first_contact: {within: P1D, calendar: office}
      resolve: {within: P10D, calendar: office, warn: P1D, pause_when: [waiting.customer]}
    close: {undisputed_after: P7D}
";

fn life() -> Vec<Action> {
    vec![
        Action::Acknowledge,
        Action::Start,
        Action::Contact {
            channel: None,
            reached: true,
        },
        Action::Wait {
            on: WaitingOn::Customer,
        },
        Action::Resume,
        Action::RootCause {
            root_cause: "late".into(),
        },
        Action::Resolve {
            root_cause: None,
            note: None,
        },
        Action::AskVerdict,
        Action::RecordVerdict {
            verdict: Verdict::Disputed,
            source: "call".into(),
        },
        Action::Resolve {
            root_cause: None,
            note: None,
        },
        Action::AskVerdict,
        Action::RecordVerdict {
            verdict: Verdict::Confirmed,
            source: "call".into(),
        },
    ]
}

fn main() {
    let program = Program::parse(PROGRAM).unwrap();
    let policy = Policy::of(&program, "recovery").unwrap();
    let start = Time::parse("2026-03-02T09:00:00Z").unwrap();
    let n = 100_000;
    let mut cases: Vec<Case> = (0..n)
        .map(|i| {
            Case::open(
                &policy,
                OpenCase {
                    id: Some(format!("c{i}")),
                    case_type: "recovery".into(),
                    at: start,
                    priority: None,
                    customer: Some(format!("k{i}")),
                    same: None,
                    unit: None,
                    person: None,
                    alert: None,
                    about: About::default(),
                },
            )
            .unwrap()
        })
        .collect();
    let life = life();
    let clock = Instant::now();
    for (step, action) in life.iter().enumerate() {
        let at = start.plus((step as i64 + 1) * 60_000_000);
        for case in &mut cases {
            for event in Case::decide(&policy, case, "ann", None, at, action).unwrap() {
                case.apply(&event);
            }
        }
    }
    let s = clock.elapsed().as_secs_f64();
    println!(
        "standalone {:.3} M commands/s",
        (n * life.len()) as f64 / s / 1e6
    );
    let n: usize = std::env::args()
        .nth(1)
        .and_then(|it| it.parse().ok())
        .unwrap_or(100_000);
    let (mut engine, bytes) = rise(|| {
        let mut engine = Engine::new(program.clone());
        let mut events = Vec::new();
        for i in 0..n {
            let at = start.plus(i as i64 * (8 * 86_400_000_000 / n as i64));
            let signal: Signal = serde_json::from_value(serde_json::json!({"at": at, "kind": "response", "customer": format!("k{i}"), "fields": {"ltr": 3}})).unwrap();
            let input = Input {
                received: Some(at),
                ..Input::new(format!("s{i}"), Body::Signal(Box::new(signal)))
            };
            engine.handle_into(&input, &mut events).unwrap();
            events.clear();
        }
        engine
    });
    println!("{n} cases, {} bytes each", bytes.unwrap_or(0) / n as u64);
    let end = start.plus(8 * 86_400_000_000);
    let clock = Instant::now();
    let mut count = 0;
    let mut events = Vec::new();
    engine
        .handle_into(&Input::new("t0", Body::Tick(Tick { at: end })), &mut events)
        .unwrap();
    count += events.len();
    println!(
        "catch up: {count} events in {:.3} s",
        clock.elapsed().as_secs_f64()
    );
    let clock = Instant::now();
    for _ in 0..1_000_000 {
        std::hint::black_box(engine.next_due());
    }
    println!("next_due {:.3} us", clock.elapsed().as_secs_f64());
    events.clear();
    let clock = Instant::now();
    engine
        .handle_into(
            &Input::new(
                "t1",
                Body::Tick(Tick {
                    at: end.plus(86_400_000_000),
                }),
            ),
            &mut events,
        )
        .unwrap();
    println!(
        "a day: {} events in {:.3} s",
        events.len(),
        clock.elapsed().as_secs_f64()
    );
    events.clear();
    let clock = Instant::now();
    let mut given = 0;
    for (step, action) in life.iter().enumerate() {
        let at = end
            .plus(86_400_000_000)
            .plus((step as i64 + 1) * 60_000_000);
        for i in 0..n.min(50_000) {
            let command = Command {
                case: CaseRef::OfSignal {
                    signal: format!("s{i}"),
                },
                by: "ann".into(),
                at,
                action: action.clone(),
            };
            let input = Input {
                received: Some(at),
                ..Input::new(format!("d{step}-{i}"), Body::Command(command))
            };
            engine.handle_into(&input, &mut events).unwrap();
            given += 1;
        }
        events.clear();
    }
    println!(
        "engine {:.3} M commands/s",
        given as f64 / clock.elapsed().as_secs_f64() / 1e6
    );
}
