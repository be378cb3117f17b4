//! The loops: row after row in the order of time, each customer's state kept between.

use super::absences::{Absence, Matches};
use super::counts::Count;
use super::index::{Action, Index, keeper, numbers};
use super::scores::{Drops, Tally};
use super::sequences::Sequence;
use voc_workload::rules::{Pattern, Rule, Test};
use voc_workload::{AlertSet, Stream};

enum State {
    Single,
    Count(Count),
    Absent(Absence),
    Sequence(Sequence),
    Drop(Drops),
    Nth(Tally),
    /// With the highest score that keeps it going.
    Streak(Tally, i64),
}

/// The alerts of rules on single signals.
pub fn indexed_conditions(index: &Index, stream: &Stream) -> AlertSet {
    let mut alerts = AlertSet::default();
    for row in 0..stream.len() {
        let here = index.at(stream, row);
        if here.is_empty() {
            continue;
        }
        let (numbers, topic) = (numbers(stream, row), stream.topic.codes[row]);
        for number in here {
            let candidate = index.candidate(*number);
            if candidate.holds(&numbers, topic) {
                alerts.push(candidate.rule, row as u32);
            }
        }
    }
    alerts
}

/// The alerts of all rules.
pub fn whole_program(rules: &[Rule], index: &Index, stream: &Stream) -> AlertSet {
    let mut states: Vec<State> = (0..)
        .zip(rules)
        .map(|(number, rule)| State::of(number, rule, rules, stream.customers))
        .collect();
    let mut matches: Vec<Matches> = rules.iter().map(|_| Matches::default()).collect();
    let absences: Vec<usize> = (0..states.len())
        .filter(|rule| matches!(states[*rule], State::Absent(_)))
        .collect();
    let mut alerts = AlertSet::default();
    let mut next_due = i64::MAX;
    for row in 0..stream.len() {
        let at = stream.at[row];
        if at >= next_due {
            next_due = pass(&mut states, &absences, &matches, at, &mut alerts);
        }
        let here = index.at(stream, row);
        if here.is_empty() {
            continue;
        }
        let (numbers, topic) = (numbers(stream, row), stream.topic.codes[row]);
        let customer = stream.customer[row];
        for number in here {
            let candidate = index.candidate(*number);
            if !candidate.holds(&numbers, topic) {
                continue;
            }
            let fires = match &mut states[candidate.rule as usize] {
                State::Single => true,
                State::Count(count) => count.take(customer, topic, at),
                State::Absent(absence) => {
                    let order = stream.order_id.get(row);
                    if candidate.action == Action::Trigger {
                        let deadline = absence.trigger(row as u32, customer, order, at);
                        next_due = next_due.min(deadline);
                    } else {
                        absence.arrive(&mut matches[absence.keeper], customer, order, at);
                    }
                    false
                }
                State::Sequence(sequence) => match candidate.action {
                    Action::Step(step) => sequence.take(customer, step, at),
                    _ => false,
                },
                State::Drop(drops) => drops.take(customer, numbers[0] as i64),
                State::Nth(tally) => tally.take(customer, true),
                State::Streak(tally, highest) => {
                    tally.take(customer, numbers[0] as i64 <= *highest)
                }
            };
            if fires {
                alerts.push(candidate.rule, row as u32);
            }
        }
    }
    pass(
        &mut states,
        &absences,
        &matches,
        stream.until(),
        &mut alerts,
    );
    alerts
}

fn pass(
    states: &mut [State],
    absences: &[usize],
    matches: &[Matches],
    now: i64,
    alerts: &mut AlertSet,
) -> i64 {
    let mut next = i64::MAX;
    for rule in absences {
        if let State::Absent(absence) = &mut states[*rule] {
            next = next.min(absence.pass(&matches[absence.keeper], now, alerts));
        }
    }
    next
}

impl State {
    fn of(number: u32, rule: &Rule, rules: &[Rule], customers: u32) -> Self {
        match &rule.pattern {
            Pattern::Single => Self::Single,
            Pattern::Count {
                at_least,
                within,
                same_topic,
            } => Self::Count(Count::new(*at_least, *within, *same_topic, customers)),
            Pattern::Absent {
                within, same_order, ..
            } => Self::Absent(Absence::new(
                number,
                *within,
                *same_order,
                keeper(rules, rule),
            )),
            Pattern::Sequence { then, within } => {
                Self::Sequence(Sequence::new(*within, then.len() + 1, customers))
            }
            Pattern::Drop { by } => Self::Drop(Drops::new(*by, customers)),
            Pattern::Nth { k } => Self::Nth(Tally::new(*k, customers)),
            Pattern::Streak { k, of } => Self::Streak(Tally::new(*k, customers), highest_ltr(of)),
        }
    }
}

/// The workload's streaks are of low scores.
fn highest_ltr(of: &[Test]) -> i64 {
    let highest = of.iter().find_map(|test| match test {
        Test::AtMost { value, .. } => Some(*value as i64),
        _ => None,
    });
    highest.unwrap_or(i64::MIN)
}
