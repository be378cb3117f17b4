//! The work on one case: taken up, talked over, resolved, asked about, and what the customer says.

use crate::company::{Style, advisers, manager};
use crate::dice::Dice;
use crate::follow_up::Command;
use crate::signal::Signal;
use crate::year::{DAY, HOUR, MINUTE, working};

/// How long after the question silence counts as undisputed; the program's close policy says the same.
const UNDISPUTED_AFTER: i64 = 7 * DAY;
/// How often we try again after the customer has disputed it.
const ROUNDS_MAX: u32 = 3;

/// A case and what will be done to it.
pub(crate) struct Case {
    signal: String,
    person: String,
    topic: &'static str,
    commands: Vec<Command>,
    /// From when, and until when, it is closed.
    closed: Vec<(i64, i64)>,
}

impl Case {
    /// Whether it is closed at this instant.
    pub(crate) fn is_closed(&self, at: i64) -> bool {
        self.closed
            .iter()
            .any(|(from, to)| (*from..*to).contains(&at))
    }

    /// Whether we say at this instant that it is done.
    pub(crate) fn is_resolved(&self, at: i64) -> bool {
        let last = self.commands.iter().rfind(|command| {
            command.at <= at && (command.action == "resolve" || command.verdict == Some("disputed"))
        });
        last.is_some_and(|command| command.action == "resolve")
    }

    /// What was planned for later does not happen.
    pub(crate) fn forget_after(&mut self, at: i64) {
        self.commands.retain(|command| command.at <= at);
        self.closed.retain(|(from, _)| *from <= at);
    }

    /// Its commands up to `end`, with their ids.
    pub(crate) fn into_commands(self, end: i64) -> impl Iterator<Item = Command> {
        let Self {
            signal, commands, ..
        } = self;
        commands
            .into_iter()
            .filter(move |command| command.at < end)
            .enumerate()
            .map(move |(number, command)| Command {
                id: format!("{signal}-do-{:02}", number + 1),
                signal: signal.clone(),
                ..command
            })
    }

    fn push(&mut self, at: i64, action: &'static str) -> Option<&mut Command> {
        let by = self.person.clone();
        self.commands.push(Command {
            at,
            by,
            action,
            ..Command::default()
        });
        self.commands.last_mut()
    }

    fn answer(&mut self, at: i64, disputed: bool, source: &'static str) {
        if let Some(answer) = self.push(at, "record_verdict") {
            answer.verdict = Some(if disputed { "disputed" } else { "confirmed" });
            answer.source = Some(source);
        }
        if !disputed {
            self.closed.push((at, i64::MAX));
        }
    }

    fn last(&self) -> i64 {
        self.commands.last().map_or(0, |command| command.at)
    }
}

/// The unit at work on a case.
pub(crate) struct Worker<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) unit: &'static str,
    pub(crate) style: Style,
}

impl Worker<'_> {
    /// A new case and the work on it; some are never looked at.
    pub(crate) fn open(&mut self, signal: &Signal, topic: &'static str) -> Case {
        let person = self.dice.pick(&advisers(self.unit)).cloned();
        let mut case = Case {
            signal: signal.id.clone(),
            person: person.unwrap_or_else(|| manager(self.unit)),
            topic,
            commands: Vec::new(),
            closed: Vec::new(),
        };
        if self.dice.chance(self.style.ignored) {
            return case;
        }
        let at = self.later(signal.received, self.style.hours_to_acknowledge);
        if self.dice.chance(0.2) {
            let to = case.person.clone();
            if let Some(assign) = case.push(at - MINUTE, "assign") {
                assign.by = manager(self.unit);
                assign.to = Some(to);
            }
        }
        case.push(at, "acknowledge");
        self.work(&mut case, at, 1);
        case
    }

    /// The work on a case that was reopened at `at`.
    pub(crate) fn rework(&mut self, case: &mut Case, at: i64) {
        let at = self.later(at, self.style.hours_to_acknowledge);
        self.work(case, at, 2);
    }

    fn work(&mut self, case: &mut Case, from: i64, round: u32) {
        let started = from + self.dice.between(2 * MINUTE, HOUR);
        // A case that was reopened is in progress already.
        if round == 1 {
            case.push(started, "start");
        }
        if round == 1 && self.dice.chance(0.03) {
            return self.give_up(case, started);
        }
        let mut at = started + self.dice.between(2 * MINUTE, 30 * MINUTE);
        let reached = self.dice.chance(self.style.reached);
        self.attempt(case, at, reached);
        if self.dice.chance(self.style.waits) {
            at = self.wait(case, at);
        }
        // A few are started and then forgotten.
        if self.dice.chance(0.04) {
            return;
        }
        at = self.later(at, self.style.hours_to_resolve);
        self.resolve(case, at);
        self.ask(case, at, round);
    }

    fn attempt(&mut self, case: &mut Case, at: i64, reached: bool) {
        let channel = self
            .dice
            .weighted(&[("phone", 0.75), ("app", 0.15), ("web", 0.1)]);
        if let Some(contact) = case.push(at, "contact") {
            contact.channel = Some(channel);
            contact.reached = Some(reached);
        }
    }

    /// Waits on somebody; the end of it.
    fn wait(&mut self, case: &mut Case, from: i64) -> i64 {
        let on = self.dice.weighted(&[
            ("customer", 0.5),
            ("partner", 0.25),
            ("information", 0.15),
            ("authorisation", 0.1),
        ]);
        let at = from + self.dice.between(MINUTE, 20 * MINUTE);
        if let Some(wait) = case.push(at, "wait") {
            wait.on = Some(on);
        }
        let again = working(at + self.dice.between(4 * HOUR, 4 * DAY));
        case.push(again, "start");
        again
    }

    fn resolve(&mut self, case: &mut Case, at: i64) {
        let usual = match case.topic {
            "billing" => "billing-system",
            "network" => "network-fault",
            "device" => "device-fault",
            "order" => "delivery",
            _ => "information",
        };
        let found = self.dice.weighted(&[
            (usual, 0.7),
            ("information", 0.15),
            ("partner", 0.05),
            ("process", 0.1),
        ]);
        if let Some(resolve) = case.push(at, "resolve") {
            resolve.root_cause = Some(found);
        }
    }

    /// Asks the customer, and plans what they say.
    fn ask(&mut self, case: &mut Case, resolved: i64, round: u32) {
        if self.dice.chance(0.02) {
            return self.waive(case, resolved);
        }
        // Now and then nobody asks.
        if self.dice.chance(0.06) {
            return;
        }
        let asked = resolved + self.dice.between(MINUTE, 3 * HOUR);
        case.push(asked, "ask_verdict");
        let source = self
            .dice
            .weighted(&[("survey", 0.7), ("call", 0.2), ("app", 0.1)]);
        if self.dice.chance(0.58) {
            let answered = asked + self.dice.between(HOUR, 6 * DAY);
            let disputed = self.dice.chance(self.style.disputed);
            case.answer(answered, disputed, source);
            if disputed && round < ROUNDS_MAX {
                let at = self.later(answered, self.style.hours_to_acknowledge);
                self.work(case, at, round + 1);
            }
            return;
        }
        let closed = asked + UNDISPUTED_AFTER;
        // Silence is not consent: some come back weeks after we have closed it.
        if round == 1 && self.dice.chance(0.04) {
            let back = closed + self.dice.between(2 * DAY, 20 * DAY);
            case.closed.push((closed, back));
            case.answer(back, true, "ombudsman");
            let at = self.later(back, self.style.hours_to_acknowledge);
            self.work(case, at, 2);
        } else {
            case.closed.push((closed, i64::MAX));
        }
    }

    /// A customer who cannot be reached: three attempts over more than two weeks, the last of them to hear
    /// whether it is solved.
    fn give_up(&mut self, case: &mut Case, from: i64) {
        for days in [0, 7, 15] {
            self.attempt(case, working(from + days * DAY + 5 * MINUTE), false);
        }
        let at = case.last() + self.dice.between(MINUTE, HOUR);
        let asks = case.commands.pop();
        self.resolve(case, at);
        case.push(at + MINUTE, "ask_verdict");
        case.commands.extend(asks.map(|asks| Command {
            at: at + 2 * MINUTE,
            ..asks
        }));
        if let Some(verdict) = case.push(at + 3 * MINUTE, "record_verdict") {
            verdict.verdict = Some("unreachable");
            verdict.source = Some("three attempts");
        }
        case.closed.push((at + 3 * MINUTE, i64::MAX));
    }

    fn waive(&mut self, case: &mut Case, resolved: i64) {
        let at = working(resolved + self.dice.between(HOUR, 2 * DAY));
        let reason = self.dice.weighted(&[
            ("the customer has left us and asked not to be called", 0.6),
            ("settled through the ombudsman", 0.4),
        ]);
        if let Some(waive) = case.push(at, "waive") {
            waive.by = manager(self.unit);
            waive.reason = Some(reason);
        }
        case.closed.push((at, i64::MAX));
    }

    /// About `hours` later, between half and twice as long, when people work.
    fn later(&mut self, at: i64, hours: f64) -> i64 {
        let factor = 0.5 + 1.5 * self.dice.unit() * self.dice.unit();
        #[expect(clippy::cast_possible_truncation, reason = "some hours, as seconds")]
        let seconds = (hours * factor * 3600.0) as i64;
        working(at + seconds.max(2 * MINUTE))
    }
}
