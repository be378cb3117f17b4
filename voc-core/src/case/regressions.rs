//! What went wrong with the clocks of others, held against ours: one test for each report.

use super::*;
use crate::program::{Program, TargetName};
use crate::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;

const EVERY_DAY: &str = r#"{mon-sun: ["00:00-24:00"]}"#;

/// A program with one case type, whose targets are these, on an office of these hours.
fn program(hours: &str, targets: &str) -> Program {
    let text = format!(
        "voc: 1\nname: t\ntime_zone: Europe/Berlin\ncalendars: {{office: {{hours: {hours}}}}}\n\
         cases: {{ticket: {{priorities: [normal, high], targets: {targets}}}}}"
    );
    Program::parse(&text).unwrap()
}

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

struct Desk<'p> {
    policy: Policy<'p>,
    case: Case,
}

impl<'p> Desk<'p> {
    fn open(program: &'p Program, when: &str) -> Self {
        let policy = Policy::of(program, "ticket").unwrap();
        let open = serde_json::json!({"case_type": "ticket", "at": when, "customer": "c"});
        let case = Case::open(&policy, serde_json::from_value(open).unwrap()).unwrap();
        Self { policy, case }
    }

    fn does(&mut self, when: &str, action: &Action) {
        let events = Case::decide(&self.policy, &self.case, "ana", None, at(when), action);
        for event in events.unwrap() {
            self.case.apply(&event);
        }
    }

    fn clock(&self, name: TargetName, when: &str) -> Clock {
        let target = self.policy.target(name).unwrap();
        self.case.clock(&target, at(when))
    }
}

fn waits() -> Action {
    Action::Wait {
        on: WaitingOn::Customer,
    }
}

fn resolves() -> Action {
    Action::Resolve {
        root_cause: None,
        note: None,
    }
}

fn hears() -> Action {
    Action::Hear { channel: None }
}

fn reaches() -> Action {
    Action::Contact {
        channel: None,
        reached: true,
    }
}

fn reopens() -> Action {
    Action::Reopen {
        reason: "it came back".into(),
    }
}

/// Chatwoot evaluates the clocks of conversations that are not resolved, now and then: one that is
/// resolved too late between two looks counts as in time.
/// <https://github.com/chatwoot/chatwoot/pull/9133>
#[test]
fn chatwoot_late_resolution_is_no_hit_because_nobody_polled() {
    let program = program(EVERY_DAY, "{resolve: {within: PT4H, calendar: office}}");
    let mut desk = Desk::open(&program, "2026-03-02T08:00:00Z");
    desk.does("2026-03-02T12:00:01Z", &resolves());
    // Nobody has asked in between; asked now, and asked a year later.
    for when in ["2026-03-02T12:00:01Z", "2027-03-02T12:00:00Z"] {
        let state = desk.clock(TargetName::Resolve, when).state;
        let due = at("2026-03-02T12:00:00Z");
        assert_eq!(state, ClockState::Breached { at: due });
    }
}

/// Chatwoot takes one span of hours a day, so that a desk that closes over lunch is charged for it.
/// <https://github.com/chatwoot/chatwoot/issues/14009>
#[test]
fn chatwoot_14009_split_shifts() {
    let hours = r#"{mon-fri: ["09:00-12:00", "15:00-18:00"]}"#;
    let program = program(hours, "{resolve: {within: PT2H, calendar: office}}");
    let desk = Desk::open(&program, "2026-01-12T11:00:00+01:00");
    let clock = desk.clock(TargetName::Resolve, "2026-01-12T15:30:00+01:00");
    assert_eq!(clock.elapsed_us, 90 * MINUTE);
    let due = Some(at("2026-01-12T16:00:00+01:00"));
    assert_eq!(clock.state, ClockState::Running { due });
}

/// In Zammad a ticket that leaves a pending state escalates at once, for the time that it was pending.
/// <https://github.com/zammad/zammad/blob/develop/app/models/ticket/escalation.rb>
#[test]
fn zammad_leaving_pending_does_not_escalate_at_once() {
    let targets = "{resolve: {within: PT4H, calendar: office, pause_when: [waiting.customer]}}";
    let program = program(EVERY_DAY, targets);
    let mut desk = Desk::open(&program, "2026-03-02T08:00:00Z");
    desk.does("2026-03-02T09:00:00Z", &waits());
    let pending = desk.clock(TargetName::Resolve, "2026-03-20T09:00:00Z");
    assert_eq!(pending.state, ClockState::Paused);
    desk.does("2026-03-20T09:00:00Z", &Action::Start);
    let clock = desk.clock(TargetName::Resolve, "2026-03-20T09:00:00Z");
    let due = Some(at("2026-03-20T12:00:00Z"));
    assert_eq!(clock.state, ClockState::Running { due });
    assert_eq!(clock.elapsed_us, HOUR);
}

/// In GLPI the time that a ticket was pending is lost when its service level changes.
/// <https://github.com/glpi-project/glpi/issues/6902>
#[test]
fn glpi_6902_pending_time_survives_a_change_of_level() {
    let targets = "{resolve: {within: P3D, by: {priority: {high: P2D}}, calendar: office, \
                   pause_when: [waiting.customer]}}";
    let program = program(EVERY_DAY, targets);
    for raised in ["2026-03-06T08:00:00Z", "2026-03-12T20:00:00Z"] {
        // It waits from the 3rd to the 13th, and becomes urgent while it does.
        let mut desk = Desk::open(&program, "2026-03-02T08:00:00Z");
        desk.does("2026-03-03T08:00:00Z", &waits());
        let alert = CaseAlert {
            id: "a".into(),
            rule: "r".into(),
            signal: "s".into(),
            standing: true,
        };
        for event in desk
            .case
            .join(&desk.policy, alert, Some("high"), at(raised))
        {
            desk.case.apply(&event);
        }
        desk.does("2026-03-13T08:00:00Z", &Action::Start);
        let clock = desk.clock(TargetName::Resolve, "2026-03-13T09:00:00Z");
        let due = Some(at("2026-03-14T08:00:00Z"));
        assert_eq!(clock.state, ClockState::Running { due });
        let paused = clock.ledger.iter().filter(|part| part.on.is_some());
        let paused: i64 = paused.map(|part| part.to.since(part.from)).sum();
        assert_eq!(paused, 10 * DAY);
    }
}

/// In Chatwoot the clock of the next response runs on after a conversation is resolved, and is missed
/// later.
/// <https://github.com/chatwoot/chatwoot/issues/10178>
#[test]
fn chatwoot_10178_next_response_stops_at_resolve() {
    let program = program(EVERY_DAY, "{reply: {within: PT2H, calendar: office}}");
    let mut desk = Desk::open(&program, "2026-03-02T08:00:00Z");
    desk.does("2026-03-02T09:00:00Z", &hears());
    let due = Some(at("2026-03-02T11:00:00Z"));
    let state = desk.clock(TargetName::Reply, "2026-03-02T10:00:00Z").state;
    assert_eq!(state, ClockState::Running { due });
    desk.does("2026-03-02T10:00:00Z", &resolves());
    for when in ["2026-03-02T10:00:00Z", "2027-03-02T10:00:00Z"] {
        assert_eq!(desk.clock(TargetName::Reply, when).state, ClockState::Ended);
    }
    // A word of thanks wants no reply, unless the case is taken up again.
    desk.does("2026-03-03T10:00:00Z", &hears());
    let thanked = desk.clock(TargetName::Reply, "2026-03-04T08:00:00Z");
    assert_eq!(thanked.state, ClockState::Ended);
    desk.does("2026-03-04T08:00:00Z", &reopens());
    let due = Some(at("2026-03-04T10:00:00Z"));
    let again = desk.clock(TargetName::Reply, "2026-03-04T09:00:00Z");
    assert_eq!(again.state, ClockState::Running { due });
    let states: Vec<_> = again.rounds.iter().map(|round| round.state).collect();
    assert_eq!(states, [ClockState::Ended, ClockState::Running { due }]);
}

/// In Zammad the time for an update overrules that for the first response, once the customer writes again.
/// <https://github.com/zammad/zammad/issues/5177>
#[test]
fn zammad_5177_update_does_not_overrule_first_response() {
    let targets = "{first_contact: {within: PT8H, calendar: office}, reply: {within: PT1H, calendar: office}}";
    let program = program(EVERY_DAY, targets);
    let mut desk = Desk::open(&program, "2026-03-02T08:00:00Z");
    desk.does("2026-03-02T08:30:00Z", &hears());
    let due = Some(at("2026-03-02T16:00:00Z"));
    let state = |desk: &Desk<'_>, name, when| desk.clock(name, when).state;
    let later = "2026-03-02T12:00:00Z";
    let first = TargetName::FirstContact;
    assert_eq!(state(&desk, first, later), ClockState::Running { due });
    assert_eq!(state(&desk, TargetName::Reply, later), ClockState::Idle);
    desk.does(later, &reaches());
    assert_eq!(
        state(&desk, first, later),
        ClockState::Met { at: at(later) }
    );
    assert_eq!(state(&desk, TargetName::Reply, later), ClockState::Idle);
    // From here on each word has its own.
    desk.does("2026-03-02T13:00:00Z", &hears());
    let breach = ClockState::Breached {
        at: at("2026-03-02T14:00:00Z"),
    };
    assert_eq!(
        state(&desk, TargetName::Reply, "2026-03-02T15:00:00Z"),
        breach
    );
    assert_eq!(
        state(&desk, first, "2026-03-02T15:00:00Z"),
        ClockState::Met { at: at(later) }
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// osTicket miscounts schedules of certain weekdays, such as Monday and Thursday, and holidays. Here
    /// all 127 sets of weekdays, each with random holidays, are counted minute by minute.
    /// <https://github.com/osTicket/osTicket/issues/6739>
    #[test]
    fn osticket_6739_any_set_of_weekdays(
        start in 0_i64..20 * 1440,
        work in 1_i64..2400,
        free in prop::collection::btree_set(1_u32..=30, 0..6),
        shift in (0_u32..1430, 1_u32..600),
    ) {
        let (open, close) = (shift.0, (shift.0 + shift.1).min(1440));
        let text = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let holidays: Vec<String> = free.iter().map(|day| format!("2026-06-{day:02}")).collect();
        // 1 June 2026 is a Monday; all is in UTC, where no clock changes.
        let from = at("2026-06-01T00:00:00Z").plus(start * MINUTE);
        for set in 1_u32..128 {
            let days = names.iter().enumerate().filter(|(day, _)| set >> day & 1 == 1);
            let days: Vec<&str> = days.map(|(_, name)| *name).collect();
            let hours = [(days.join(","), vec![format!("{}-{}", text(open), text(close))])];
            let calendar = crate::calendar::Calendar::weekly(
                crate::zone::Zone::UTC,
                &hours.into_iter().collect(),
                &holidays,
            )
            .unwrap();
            let is_open = |minute: i64| {
                let (day, of_day) = (minute / 1440, u32::try_from(minute % 1440).unwrap());
                set >> (day % 7) & 1 == 1
                    && (open..close).contains(&of_day)
                    && !free.contains(&(u32::try_from(day).unwrap() + 1))
            };
            // The first minute that completes the work.
            let (mut minute, mut left) = (start, work);
            while left > 0 {
                left -= i64::from(is_open(minute));
                minute += 1;
            }
            let due = from.plus((minute - start) * MINUTE);
            prop_assert_eq!(calendar.after_open(from, work * MINUTE), Some(due), "{:?}", days);
            prop_assert_eq!(calendar.open_between(from, due), work * MINUTE, "{:?}", days);
        }
    }
}

/// In Plain an old thread breached the moment that it was reopened, since its clock had gone on.
/// <https://help.plain.com/article/slas>
#[test]
fn plain_old_thread_reopened_does_not_breach() {
    for (on_reopen, left) in [
        ("continue", "2026-09-01T10:00:00Z"),
        ("restart", "2026-09-01T12:00:00Z"),
    ] {
        let targets =
            format!("{{resolve: {{within: PT4H, calendar: office, on_reopen: {on_reopen}}}}}");
        let program = program(EVERY_DAY, &targets);
        let mut desk = Desk::open(&program, "2026-03-02T08:00:00Z");
        desk.does("2026-03-02T10:00:00Z", &resolves());
        desk.does("2026-09-01T08:00:00Z", &reopens());
        let state = desk
            .clock(TargetName::Resolve, "2026-09-01T08:00:00Z")
            .state;
        assert_eq!(
            state,
            ClockState::Running {
                due: Some(at(left))
            },
            "{on_reopen}"
        );
    }
}
