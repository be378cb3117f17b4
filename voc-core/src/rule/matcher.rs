//! Which rules hold at one signal, by what the signal itself says: no engine, and nothing remembered.

use super::plan::Plan;
use super::row::{Said, SignalRow};
use crate::error::Refusal;
use crate::ordered::sort_plain;
use crate::program::Program;
use crate::signal::{Plain, Signal};

/// The rules of a program that one signal decides, compiled once: those without a pattern whose `when`
/// looks at signals, and those on the `alert` of one of them. Rules with a pattern look at more signals
/// than one, and are not among them.
///
/// It knows one signal at a time and nothing else. Of the customer's attributes it reads those that the
/// signal states; topics, segments and the stage of a touch point are found as the engine finds them. It
/// names every rule that holds, a rule in `shadow` too, and one that another supersedes: what is raised,
/// held back or suppressed, and what comes of it, is the engine's to say. A signal before `live_from` is
/// judged as any other.
///
/// Threads can share one.
#[derive(Debug, Clone)]
pub struct Matcher {
    plan: Plan,
    plain: Plain,
}

impl Matcher {
    /// Compiles the rules of a program that one signal decides.
    pub fn of(program: &Program) -> Self {
        Self {
            plan: Plan::of_each(program),
            plain: Plain::of(program),
        }
    }

    /// The program that it was compiled from.
    pub fn program(&self) -> &Program {
        self.plan.program()
    }

    /// The ids of the rules that it can name, each at its place: each after the one whose alerts it waits
    /// on, and by id where that leaves it open.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        self.plan.rule_ids()
    }

    /// The id of the rule at a place.
    pub fn rule_id(&self, place: u16) -> Option<&str> {
        self.plan.rule(place).map(|rule| rule.id.as_str())
    }

    /// The ids of the rules that hold at a signal, in the order of [`Matcher::rule_ids`].
    ///
    /// ```
    /// use voc_core::rule::Matcher;
    /// use voc_core::{Program, Signal};
    ///
    /// let program = Program::parse(
    ///     "voc: 1\nname: Survey\nfields: {ltr: int}\nrules: {unhappy: {when: 'ltr <= 6'}}",
    /// )?;
    /// let matcher = Matcher::of(&program);
    /// let signal: Signal = serde_json::from_str(
    ///     r#"{"at": "2026-03-02T09:00:00Z", "kind": "response", "fields": {"ltr": 3}}"#,
    /// )?;
    /// assert_eq!(matcher.matching(&signal)?, ["unhappy"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// The refusal with which the engine would meet the signal: an unknown name, a value of another type,
    /// an answer off its scale.
    pub fn matching(&self, signal: &Signal) -> Result<Vec<&str>, Refusal> {
        let mut rules = Vec::new();
        self.matching_into(signal, &mut rules)?;
        let mut ids = Vec::new();
        for rule in rules {
            ids.extend(self.rule_id(rule));
        }
        Ok(ids)
    }

    /// Adds the places of the rules that hold at a signal to a list, in order. Of hosts that keep the list
    /// it asks for no memory.
    ///
    /// # Errors
    /// As [`Matcher::matching`]; the list is as it was.
    pub fn matching_into(&self, signal: &Signal, rules: &mut Vec<u16>) -> Result<(), Refusal> {
        let signal = &*self.plain.check(self.program(), signal)?;
        let row = SignalRow {
            plan: &self.plan,
            said: Said::Whole(signal),
            at: signal.at,
            known: None,
        };
        let before = rules.len();
        rules.extend_from_slice(&self.plan.tests_of(&row));
        let tests = rules.len();
        let mut next = before;
        // Behind the tests come the rules that they wake, and behind those the rules that wait on them.
        while let Some(found) = rules.get(next).copied() {
            let more = if next < tests {
                self.plan.wakes(found.into())
            } else {
                self.plan.waiting(found)
            };
            rules.extend_from_slice(more);
            next += 1;
        }
        rules.copy_within(tests.., before);
        rules.truncate(next - (tests - before));
        let found = rules.get_mut(before..).unwrap_or_default();
        if found.len() > 1 {
            sort_plain(found);
        }
        Ok(())
    }
}
