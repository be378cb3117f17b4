//! Measures business time, and the verdict of a clock, and writes what the peers of Python do the same on.
//!
//! `clocks FOLDER [--quick]`: the folder gets `clocks.json`, `expected-clocks.json` and
//! `rows-clocks.jsonl`.

use serde_json::{Value, json};
use std::error::Error;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use voc_benches::data::Expected;
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::timing::{Timing, median};
use voc_core::calendar::Calendar;
use voc_core::case::{About, Action, Case, ClockState, OpenCase, Policy, WaitingOn};
use voc_core::{Program, Time, Zone};
use voc_workload::AlertSet;

const REPETITIONS: usize = 5;
const SHIFTS: [&str; 2] = ["09:00-12:30", "13:30-17:30"];
/// Business seconds of a day.
const DAY: i64 = 27_000;
/// 1 January 2025.
const FROM: i64 = 1_735_689_600;
/// Who is slow takes the first part.
const PARTS: [usize; 2] = [1, 100];

type Run = fn(&Material, usize) -> AlertSet;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let folder = PathBuf::from(folder.unwrap_or_else(|| "target/peers".to_owned()));
    let quick = arguments.next().is_some_and(|it| it == "--quick");
    fs::create_dir_all(&folder)?;
    let material =
        Material::of(if quick { 20_000 } else { 1_000_000 }).map_err(io::Error::other)?;
    fs::write(folder.join("clocks.json"), material.json().to_string())?;
    let mut rows = File::create(folder.join("rows-clocks.jsonl"))?;
    let mut expected = Vec::new();
    let runs: [(Section, &str, Run); 4] = [
        (Section::ClockDue, "voc, a calendar", Material::due),
        (Section::ClockHours, "voc, a calendar", Material::hours),
        (Section::ClockDays, "voc, a calendar", Material::days),
        (Section::ClockVerdict, "voc, a case", Material::verdicts),
    ];
    for (section, engine, run) in runs {
        for part in PARTS {
            let events = material.tasks.len() / part;
            let found = run(&material, events).found();
            expected.push(Expected::new(section, 1, events, found));
        }
        let events = material.tasks.len();
        let timing: Result<Option<Timing>, String> =
            median(REPETITIONS, || Ok(|| run(&material, events)));
        let row = Row {
            section,
            rules: 1,
            engine: engine.to_owned(),
            version: String::new(),
            path: Path::Single,
            threads: 1,
            events,
            note: String::new(),
            result: Outcome::of(timing),
        };
        row.write(&mut rows)?;
    }
    fs::write(
        folder.join("expected-clocks.json"),
        serde_json::to_string(&expected)?,
    )
}

/// What is asked of a calendar; in seconds.
struct Task {
    from: i64,
    work: i64,
    to: i64,
    days: i64,
}

struct Material {
    calendar: Calendar,
    holidays: Vec<String>,
    tasks: Vec<Task>,
    program: Program,
    /// Taken up, waited on the customer for a day, and taken up again.
    case: Case,
}

impl Material {
    fn of(count: usize) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let years = 2024..2040;
        let days = ["01-01", "05-01", "12-25", "12-26"];
        let holidays: Vec<String> = years
            .flat_map(|year| days.map(|day| format!("{year}-{day}")))
            .collect();
        let shifts = SHIFTS.map(str::to_owned).to_vec();
        let hours = [("mon-fri".to_owned(), shifts)].into_iter().collect();
        let calendar = Calendar::weekly(Zone::UTC, &hours, &holidays)?;
        let mut random = 0x9E37_79B9_7F4A_7C15_u64;
        let mut upto = |most: i64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            (random % most.cast_unsigned()).cast_signed()
        };
        // Two years of tasks, of up to ten days' work.
        let tasks = (0..count)
            .map(|_| {
                let from = FROM + upto(2 * 365 * 86_400);
                Task {
                    from,
                    work: 1 + upto(10 * DAY),
                    to: from + upto(30 * 86_400),
                    days: 1 + upto(20),
                }
            })
            .collect();
        let text = json!({
            "voc": 1, "name": "clocks",
            "calendars": {"office": {"time_zone": "UTC", "hours": {"mon-fri": SHIFTS}, "holidays": holidays}},
            "cases": {"recovery": {"targets": {"resolve": {
                "within": "P5D", "calendar": "office", "warn": "PT4H", "pause_when": ["waiting.customer"],
            }}}},
        });
        let program = Program::parse(&text.to_string())?;
        let case = worked(&program)?;
        Ok(Self {
            calendar,
            holidays,
            tasks,
            program,
            case,
        })
    }

    fn json(&self) -> Value {
        let of = |one: fn(&Task) -> i64| self.tasks.iter().map(one).collect::<Vec<i64>>();
        json!({
            "shifts": SHIFTS, "holidays": self.holidays,
            "from": of(|task| task.from), "work": of(|task| task.work),
            "to": of(|task| task.to), "days": of(|task| task.days),
        })
    }

    fn found(&self, count: usize, key: impl Fn(&Task) -> i64) -> AlertSet {
        let tasks = self.tasks.iter().take(count);
        AlertSet {
            keys: tasks.map(|task| key(task).cast_unsigned()).collect(),
        }
    }

    /// When so much has been worked.
    fn due(&self, count: usize) -> AlertSet {
        self.found(count, |task| {
            let due = self
                .calendar
                .after_open(at(task.from), task.work * 1_000_000);
            due.map_or(-1, seconds)
        })
    }

    /// How much could be worked in between.
    fn hours(&self, count: usize) -> AlertSet {
        self.found(count, |task| {
            self.calendar.open_between(at(task.from), at(task.to)) / 1_000_000
        })
    }

    /// On which day so many whole days have been worked, beginning the day after.
    fn days(&self, count: usize) -> AlertSet {
        self.found(count, |task| {
            let tomorrow = task.from - task.from % 86_400 + 86_400;
            let work = task.days * DAY * 1_000_000;
            let due = self.calendar.after_open(at(tomorrow), work);
            due.map_or(-1, |due| seconds(due) / 86_400)
        })
    }

    /// Where the clock of the case stands at an instant: when it will breach, or did.
    fn verdicts(&self, count: usize) -> AlertSet {
        let policy = Policy::of(&self.program, "recovery").ok();
        let target = policy.and_then(|policy| policy.targets().next());
        let Some(target) = target else {
            return AlertSet::default();
        };
        self.found(count, |task| {
            let at = at(FROM + (task.to - FROM) % (40 * 86_400));
            match self.case.verdict_at(&target, at) {
                ClockState::Running { due: Some(at) } => seconds(at),
                ClockState::Breached { at } | ClockState::Met { at } => -seconds(at),
                _ => 0,
            }
        })
    }
}

fn at(seconds: i64) -> Time {
    Time::from_micros(seconds * 1_000_000).unwrap_or(Time::MAX)
}

fn seconds(at: Time) -> i64 {
    at.micros() / 1_000_000
}

fn worked(program: &Program) -> Result<Case, voc_core::Error> {
    let policy = Policy::of(program, "recovery")?;
    let mut case = Case::open(
        &policy,
        OpenCase {
            id: None,
            case_type: "recovery".to_owned(),
            at: at(FROM + 36_000),
            priority: None,
            customer: None,
            same: None,
            segments: Vec::new(),
            unit: None,
            person: None,
            alert: None,
            about: About::default(),
        },
    )?;
    let on = WaitingOn::Customer;
    let done = [
        Action::Acknowledge,
        Action::Start,
        Action::Wait { on },
        Action::Start,
    ];
    for (day, action) in (1..).zip(done) {
        let when = at(FROM + 36_000 + day * 86_400);
        for event in Case::decide(&policy, &case, "ana", None, when, &action)? {
            case.apply(&event);
        }
    }
    Ok(case)
}
