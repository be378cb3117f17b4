//! What a rule found at one signal.

use crate::condition::{Clause, Condition, Facts, Outcome};
use crate::document::Read;
use crate::program::{Part, Pattern, Rule, Subject};
use crate::rule::book::Recent;
use crate::rule::facts::SignalFacts;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A signal that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Considered {
    /// Its id.
    pub signal: String,
    /// Its instant.
    pub at: Time,
    /// It came later than its lateness: patterns do not see it.
    pub late: bool,
    /// The values that the pattern goes by and the signal lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
    /// The conditions of the rule.
    pub tests: Vec<Tested>,
}

/// A condition of a rule at a signal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tested {
    /// Which one: `when`, `absent`, `of`, `unless`, or `step_1` and so on.
    pub part: String,
    /// Its truth.
    pub outcome: Outcome,
    /// Its clauses.
    pub clauses: Vec<Clause>,
}

impl Tested {
    /// Whether what satisfies it takes part; the others say what ends or breaks.
    pub(super) fn takes_part(&self) -> bool {
        !matches!(self.part.as_str(), "absent" | "of" | "unless")
    }
}

impl Considered {
    pub(super) fn of(rule: &Rule, one: &Recent, facts: &SignalFacts<'_>) -> Self {
        let mut considered = Self {
            signal: one.key.1.to_string(),
            at: one.key.0,
            late: one.retained.alone,
            lacks: lacks(rule, facts),
            tests: Vec::new(),
        };
        match &rule.pattern {
            Pattern::Sequence(sequence) => {
                for (number, step) in (1..).zip(&sequence.steps) {
                    considered.test(&format!("step_{number}"), step.subject.condition(), facts);
                }
                considered.test("unless", sequence.unless.as_ref(), facts);
            }
            pattern => {
                considered.test("when", rule.subject.condition(), facts);
                if let Pattern::Absent(absent) = pattern {
                    considered.test("absent", absent.of.condition(), facts);
                }
                if let Pattern::Streak(streak) = pattern {
                    considered.test("of", Some(&streak.of), facts);
                }
            }
        }
        considered
    }

    fn test(&mut self, part: &str, condition: Option<&Condition>, facts: &SignalFacts<'_>) {
        let Some(condition) = condition else { return };
        self.tests.push(Tested {
            part: part.to_owned(),
            outcome: Outcome::of(&condition.holds(facts)),
            clauses: condition.explain(facts),
        });
    }

    /// Whether the rule looks at the signal.
    pub(super) fn is_item(&self, rule: &Rule) -> bool {
        let holds = |test: &Tested| test.takes_part() && test.outcome == Outcome::True;
        rule.subject == Subject::Any || self.tests.iter().any(holds)
    }
}

fn lacks(rule: &Rule, facts: &SignalFacts<'_>) -> Vec<String> {
    let mut names: Vec<&str> = rule.same().map(Part::name).into_iter().collect();
    match &rule.pattern {
        Pattern::Count(count) => names.extend(count.distinct.as_ref().map(Part::name)),
        Pattern::Change(change) => names.push(&change.field),
        _ => {}
    }
    let absent = names.into_iter().filter(|name| facts.value(name).is_none());
    absent.map(str::to_owned).collect()
}
