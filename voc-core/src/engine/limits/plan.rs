//! Who gives way to whom, and in which order alerts at one place are decided.

use crate::named::Named;
use crate::program::Program;

/// What is compiled of superseding and limits.
#[derive(Debug, Clone, Default)]
pub(in crate::engine) struct LimitPlan {
    /// For each rule, its place in the order in which alerts at one place are decided.
    ranks: Named<usize>,
    /// For each rule that is superseded, the rules that do it; shadows do not.
    above: Named<Vec<String>>,
}

impl LimitPlan {
    pub(in crate::engine) fn of(program: &Program) -> Self {
        let rules = &program.spec().rules;
        let mut above: Named<Vec<String>> = Named::new();
        let mut waits: Named<usize> = Named::new();
        for (id, rule) in rules {
            for below in &rule.supersedes {
                *waits.or_default(below) += 1;
                if !rule.shadow {
                    above.or_default(below).push(id.clone());
                }
            }
        }
        // Each after those that supersede it; else in the order in which the rules are read.
        let mut left: Vec<&str> = program
            .rules_in_order()
            .map(|rule| rule.id.as_str())
            .collect();
        let mut ranks = Named::new();
        while let Some(place) = left
            .iter()
            .position(|id| waits.get(*id).is_none_or(|number| *number == 0))
        {
            let id = left.remove(place);
            for below in rules.get(id).into_iter().flat_map(|rule| &rule.supersedes) {
                *waits.or_default(below) -= 1;
            }
            ranks.insert(id, ranks.len());
        }
        Self { ranks, above }
    }

    pub(in crate::engine) fn rank(&self, rule: &str) -> usize {
        self.ranks.get(rule).copied().unwrap_or(usize::MAX)
    }

    /// The rules that supersede a rule, by id.
    pub(super) fn above(&self, rule: &str) -> &[String] {
        self.above.get(rule).map_or(&[], Vec::as_slice)
    }
}
