//! What time brings about by itself, up to an instant and each at its own.

use super::facts::Next;
use super::index::Whose;
use super::{Engine, State, What, watch};
use crate::time::Time;

impl Engine {
    /// Whether time may bring something by an instant about to a customer whose rules are due then. Where
    /// not, there is nothing to fire.
    pub(super) fn is_due(&self, rules: Option<Time>, by: Time) -> bool {
        let follow_up = &self.state.follow_up;
        rules.is_some_and(|at| at <= by)
            || !self.state.facts.holds_nothing()
            || follow_up.next_due().is_some_and(|at| at <= by)
            || self.next_metric(by).is_some()
    }

    pub(super) fn fire(&mut self, whose: Whose<'_>, by: Option<Time>, out: &mut Vec<(Time, What)>) {
        let Some(by) = by else { return };
        loop {
            self.post(out);
            let case = self.state.follow_up.due(whose, by);
            let fact = match whose {
                Whose::All => self.state.facts.next(None, by),
                Whose::Customer(customer) => self.state.facts.next(Some(customer), by),
                Whose::Case(_) | Whose::Nobody => None,
            };
            let metric = self.next_metric(by);
            let agreed = match whose {
                Whose::All => self.state.outer.due(by),
                _ => None,
            };
            // At one instant: what customers say, what that comes to, what is done about it, and what was
            // agreed with those who do.
            let at = [
                fact.as_ref().map(|(at, _)| *at),
                metric.map(|(at, ..)| at),
                case.as_ref().map(|(at, _)| *at),
                agreed.as_ref().map(|(at, _)| *at),
                self.state
                    .mail
                    .next_due()
                    .filter(|due| matches!(whose, Whose::All) && *due <= by),
            ];
            let Some(first) = at.into_iter().flatten().min() else {
                break;
            };
            match (fact, metric, case, agreed) {
                (Some((at, fact)), ..) if at == first => self.fire_fact(at, fact, out),
                (_, Some(due), ..) if due.0 == first => {
                    let State {
                        facts,
                        follow_up,
                        watch,
                        ..
                    } = &mut self.state;
                    watch.end(&self.plans, facts.cells(), due, follow_up, out);
                }
                (_, _, Some((at, case)), _) if at == first => {
                    self.state.follow_up.fire(&self.plans, case, out);
                }
                #[cfg(not(small))]
                (.., Some((at, employee))) if at == first => self.lapse(&employee, at, out),
                _ => match self.state.mail.digest(first) {
                    Some((at, notice)) => out.push((at, What::notice(notice))),
                    None => break,
                },
            }
        }
        self.state.watch.pass(&self.plans.watch, Some(by));
    }

    /// The next judging of a metric up to an instant.
    pub(super) fn next_metric(&self, by: Time) -> Option<watch::Due> {
        let cells = self.state.facts.cells();
        self.state.watch.next(&self.plans.watch, cells, by)
    }

    /// Time makes a customer's rules fire, or an alert that was held back is announced.
    fn fire_fact(&mut self, at: Time, fact: Next, out: &mut Vec<(Time, What)>) {
        match fact {
            Next::Rules(customer) => {
                let changes = self.state.facts.pass(&self.plans, &customer, at);
                self.follow(Some(&customer), changes, at, out);
            }
            Next::Held(customer, id) => {
                let released = self.state.facts.release(at, customer.as_deref(), &id);
                if let Some(alert) = released {
                    self.announce(customer.as_deref(), alert, at, out);
                }
            }
        }
    }
}
