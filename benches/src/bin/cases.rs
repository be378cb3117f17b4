//! Measures case commands, and many open cases: what they hold, and a day that passes for all of them.
//!
//! `cases FOLDER [--quick]`: the folder gets `cases.json`, `expected-cases.json`, `rows-cases.jsonl` and
//! `open-cases.json`.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::indexing_slicing,
    reason = "there are fewer than 2^32 cases, and a bench that is wrong may stop"
)]

use serde_json::{Value, json};
use std::error::Error;
use std::fs::{self, File};
use std::path::{Path as FsPath, PathBuf};
use std::process::Command as Process;
use std::time::Instant;
use voc_benches::data::Expected;
use voc_benches::memory::{held, rise};
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::timing::{Spent, median};
use voc_core::case::{Action, Case, OpenCase, Policy, Verdict, WaitingOn};
use voc_core::signal::{Body, CaseRef, Command, Signal, Tick};
use voc_core::{Engine, Input, Program, Time};
use voc_workload::AlertSet;

const REPETITIONS: usize = 5;
/// How many commands each case is given.
const STEPS: usize = 12;
/// Who is slow takes the first part; the engine takes the second.
const PARTS: [usize; 3] = [1, 10, 100];
const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// The arguments with which the bench runs itself to measure open cases, or the same without any case.
const OPEN: &str = "--open";
const FOLLOWED_UP: &str = "followed-up";
/// Over how many days the cases are opened whose day is measured.
const DAYS: i64 = 8;

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
";

/// The commands, as the peers know them by number.
const NAMES: [&str; 9] = [
    "acknowledge",
    "start",
    "wait",
    "resume",
    "resolve",
    "ask_verdict",
    "confirm",
    "dispute",
    "reopen",
];

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    if folder.as_deref() == Some(OPEN) {
        let follows_up = arguments.next().as_deref() == Some(FOLLOWED_UP);
        let count = arguments.next().ok_or("how many?")?.parse()?;
        println!("{}", open_cases(follows_up, count)?);
        return Ok(());
    }
    let folder = PathBuf::from(folder.unwrap_or_else(|| "target/peers".to_owned()));
    let quick = arguments.next().is_some_and(|it| it == "--quick");
    fs::create_dir_all(&folder)?;
    let program = Program::parse(PROGRAM)?;
    let walks = walks(if quick { 5_000 } else { 100_000 });
    fs::write(
        folder.join("cases.json"),
        json!({"names": NAMES, "steps": STEPS, "walks": walks}).to_string(),
    )?;
    let mut rows = File::create(folder.join("rows-cases.jsonl"))?;
    commands(&folder, &program, &walks, &mut rows)?;
    let count = if quick { 20_000 } else { 1_000_000 };
    let (mut open, without) = (apart(FOLLOWED_UP, count)?, apart("not", count)?);
    let bytes = |of: &Value| of["bytes"].as_u64();
    let alone = bytes(&open).zip(bytes(&without));
    open["alone_bytes"] = alone
        .map(|(all, without)| all.saturating_sub(without))
        .into();
    println!("{open}");
    fs::write(folder.join("open-cases.json"), open.to_string())?;
    Ok(())
}

/// Measures open cases in a process of its own, whose memory nothing else has touched.
fn apart(follows_up: &str, count: usize) -> Result<Value, Failure> {
    let mut process = Process::new(std::env::current_exe()?);
    let told = process
        .args([OPEN, follows_up, &count.to_string()])
        .output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into());
    }
    Ok(serde_json::from_slice(&told.stdout)?)
}

/// Commands for each case by their numbers; many of them are refused.
fn walks(cases: usize) -> Vec<[u8; STEPS]> {
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % NAMES.len() as u64) as u8
    };
    (0..cases)
        .map(|_| std::array::from_fn(|_| next()))
        .collect()
}

fn action(number: u8) -> Action {
    let verdict = |verdict| Action::RecordVerdict {
        verdict,
        source: "call".to_owned(),
    };
    match number {
        0 => Action::Acknowledge,
        1 => Action::Start,
        2 => Action::Wait {
            on: WaitingOn::Customer,
        },
        3 => Action::Resume,
        4 => Action::Resolve {
            root_cause: None,
            note: None,
        },
        5 => Action::AskVerdict,
        6 => verdict(Verdict::Confirmed),
        7 => verdict(Verdict::Disputed),
        _ => Action::Reopen {
            reason: "again".to_owned(),
        },
    }
}

/// Where a case has come to: state, verdict, and how many commands were taken.
fn outcome(case: &Case, taken: u32) -> u32 {
    case.state as u32 + 8 * case.verdict as u32 + 64 * taken
}

fn commands(
    folder: &FsPath,
    program: &Program,
    walks: &[[u8; STEPS]],
    rows: &mut File,
) -> Result<(), Failure> {
    let actions: Vec<Action> = (0..NAMES.len() as u8).map(action).collect();
    let mut expected = Vec::new();
    for part in PARTS {
        let walks = &walks[..walks.len() / part];
        let found = alone(program, walks, &actions)?().found();
        let events = walks.len() * STEPS;
        expected.push(Expected::new(Section::CaseCommands, 1, events, found));
    }
    fs::write(
        folder.join("expected-cases.json"),
        serde_json::to_string(&expected)?,
    )?;
    let some = &walks[..walks.len() / PARTS[1]];
    let own = median(REPETITIONS, || alone(program, walks, &actions));
    let engine = median(REPETITIONS, || in_engine(program, some, &actions));
    for (engine, walks, timing, note) in [
        ("voc, a case", walks, own, "decide and apply, no engine"),
        (
            "voc, an engine",
            some,
            engine,
            "ids, timers, events, notices",
        ),
    ] {
        let row = Row {
            section: Section::CaseCommands,
            rules: 1,
            engine: engine.to_owned(),
            version: String::new(),
            path: Path::Single,
            threads: 1,
            events: walks.len() * STEPS,
            note: note.to_owned(),
            result: Outcome::of(timing),
        };
        row.write(&mut *rows)?;
    }
    Ok(())
}

/// Cases by themselves: decided and applied.
fn alone<'w>(
    program: &'w Program,
    walks: &'w [[u8; STEPS]],
    actions: &'w [Action],
) -> Result<impl FnOnce() -> AlertSet + 'w, String> {
    let policy = Policy::of(program, "recovery").map_err(|error| error.to_string())?;
    let at = start();
    let open = json!({"case_type": "recovery", "at": at, "customer": "c"});
    let open: OpenCase = serde_json::from_value(open).map_err(|error| error.to_string())?;
    let case = Case::open(&policy, open).map_err(|error| error.to_string())?;
    let mut cases = vec![case; walks.len()];
    Ok(move || {
        let mut found = AlertSet::default();
        for ((case, walk), row) in cases.iter_mut().zip(walks).zip(0..) {
            let mut taken = 0;
            for (number, minute) in walk.iter().zip(1..) {
                let action = &actions[usize::from(*number)];
                let at = at.plus(minute * MINUTE);
                if let Ok(events) = Case::decide(&policy, case, "ann", None, at, action) {
                    for event in &events {
                        case.apply(event);
                    }
                    taken += 1;
                }
            }
            found.push(outcome(case, taken), row);
        }
        found
    })
}

fn start() -> Time {
    // 2 March 2026, 9:00 in London.
    Time::from_micros(1_772_442_000_000_000).unwrap_or(Time::MIN)
}

fn concern(number: usize, at: Time) -> Result<Input, String> {
    let signal = json!({"at": at, "kind": "response", "customer": format!("k{number}"), "fields": {"ltr": 3}});
    let signal: Signal = serde_json::from_value(signal).map_err(|error| error.to_string())?;
    let body = Body::Signal(Box::new(signal));
    Ok(Input {
        received: Some(at),
        ..Input::new(format!("s{number}"), body)
    })
}

/// The same through an engine, in which the cases were opened by signals.
fn in_engine(
    program: &Program,
    walks: &[[u8; STEPS]],
    actions: &[Action],
) -> Result<impl FnOnce() -> AlertSet + use<>, String> {
    let mut engine = Engine::new(program.clone());
    let mut events = Vec::new();
    let mut given = |engine: &mut Engine, input: &Input| {
        let taken = engine.handle_into(input, &mut events);
        events.clear();
        taken
    };
    for number in 0..walks.len() {
        let input = concern(number, start())?;
        given(&mut engine, &input).map_err(|error| error.to_string())?;
    }
    let inputs: Vec<Input> = (0..STEPS)
        .flat_map(|step| {
            walks.iter().enumerate().map(move |(number, walk)| {
                let at = start().plus((step as i64 + 1) * MINUTE);
                let command = Command {
                    case: CaseRef::OfSignal {
                        signal: format!("s{number}"),
                    },
                    by: "ann".to_owned(),
                    at,
                    action: actions[usize::from(walk[step])].clone(),
                };
                Input {
                    received: Some(at),
                    ..Input::new(format!("d{step}-{number}"), Body::Command(command))
                }
            })
        })
        .collect();
    let count = walks.len();
    Ok(move || {
        let mut events = Vec::new();
        let mut taken = vec![0; count];
        for (place, input) in inputs.iter().enumerate() {
            taken[place % count] += u32::from(engine.handle_into(input, &mut events).is_ok());
            events.clear();
        }
        let mut found = AlertSet::default();
        for case in engine.cases() {
            let signal = case.alerts.first().map(|alert| &alert.signal[1..]);
            let row = signal.and_then(|number| number.parse::<u32>().ok());
            if let Some(row) = row {
                found.push(outcome(case, taken[row as usize]), row);
            }
        }
        found
    })
}

/// Cases opened evenly over some days: what they hold with their timers and their customers' states, and
/// how much of the processor's time the day after takes, in which the warnings and breaches of a day are due. Where nobody
/// `follows_up` no case is opened, and the rest is the same.
fn open_cases(follows_up: bool, count: usize) -> Result<Value, Failure> {
    let raise = if follows_up { "case: recovery" } else { "" };
    let program = Program::parse(&PROGRAM.replace("case: recovery", raise))?;
    let before = held();
    let (engine, peak) = rise(|| -> Result<Engine, String> {
        let mut engine = Engine::new(program.clone());
        let mut events = Vec::new();
        let give = |engine: &mut Engine, input: &Input, events: &mut Vec<_>| {
            let taken = engine.handle_into(input, events);
            events.clear();
            taken.map_err(|error| error.to_string())
        };
        for number in 0..count {
            let at = start().plus(number as i64 * (DAYS * DAY / count as i64));
            give(&mut engine, &concern(number, at)?, &mut events)?;
            // A host ticks now and then.
            if number % 1_000 == 0 {
                let tick = Input::new(format!("t{number}"), Body::Tick(Tick { at }));
                give(&mut engine, &tick, &mut events)?;
            }
        }
        Ok(engine)
    });
    let mut engine = engine?;
    // What came out at once is the host's, and gone.
    let bytes = before
        .zip(held())
        .map(|(before, now)| now.saturating_sub(before));
    let begin = start().plus(DAYS * DAY);
    let mut events = Vec::new();
    engine.handle_into(
        &Input::new("begin", Body::Tick(Tick { at: begin })),
        &mut events,
    )?;
    events.clear();
    let asked = Instant::now();
    let asks: u32 = 1_000_000;
    for _ in 0..asks {
        std::hint::black_box(engine.next_due());
    }
    let next_due = asked.elapsed() / asks;
    let mut day = Spent::default();
    let end = begin.plus(DAY);
    day.on(|| {
        engine.handle_into(
            &Input::new("end", Body::Tick(Tick { at: end })),
            &mut events,
        )
    })?;
    let each = |bytes: Option<u64>| bytes.map(|bytes| bytes / count as u64);
    Ok(json!({
        "cases": count, "bytes": each(bytes), "peak_bytes": each(peak), "next_due_ns": next_due.as_nanos() as u64,
        "day_s": day.cpu.as_secs_f64(), "events": events.len(),
    }))
}
