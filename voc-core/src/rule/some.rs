//! Some rules of a program, read over some of a customer's signals.

use super::plan::Plan;
use super::versions::Places;
use crate::program::{Program, Subject};

pub(crate) use super::bits::Bits;
pub(crate) use super::place::{Reader, Signal, World};
pub(crate) use super::track::{Handle, Track};

impl Plan {
    /// Compiles some rules of a program, and those whose alerts they wait on.
    pub(crate) fn of_rules(program: &Program, rules: &[&str]) -> Self {
        let mut only = rules.to_vec();
        let mut read = 0;
        while let Some(rule) = only.get(read).and_then(|id| program.rule(id)) {
            let awaited = rule.subjects().into_iter().filter_map(Subject::alert);
            let awaited: Vec<&str> = awaited.filter(|id| !only.contains(id)).collect();
            only.extend(awaited);
            read += 1;
        }
        let places = Places {
            only: Some(&only),
            ..Places::default()
        };
        Self::at_places(program, &places)
    }
}
