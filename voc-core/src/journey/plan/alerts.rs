//! Rules that look at more than one signal: read over the own signals of an instance.

use super::{At, Awaited, Draft};
use crate::condition::{Cell, Condition, Layout, Row};
use crate::program::{Pattern, Program, Rule};
use crate::rule::Plan;

/// Rules that look at more than one signal, and those that they wait on.
#[derive(Debug, Clone)]
pub(in crate::journey) struct Rules {
    pub(in crate::journey) plan: Plan,
    /// By slot of the plan, the slot of the journey.
    slots: Vec<u16>,
    /// The plan's slot of the kind of a signal.
    pub(super) kind: u16,
    /// By place in the plan, what an alert of the rule is called by [`At::Alerts`].
    places: Vec<Option<u16>>,
}

impl Rules {
    /// Compiles rules by id; absent where there are none.
    pub(super) fn of(program: &Program, ids: &[&str], layout: &mut Layout) -> Option<Self> {
        if ids.is_empty() {
            return None;
        }
        let plan = Plan::of_rules(program, ids);
        let slots = plan.layout().names().iter().map(|name| layout.slot(name));
        let number = |id: &str| {
            let place = ids.iter().position(|known| *known == id)?;
            u16::try_from(place).ok()
        };
        Some(Self {
            slots: slots.collect(),
            kind: plan.layout().find("kind").unwrap_or(u16::MAX),
            places: plan.rule_ids().map(number).collect(),
            plan,
        })
    }

    /// What the alerts of a rule of the plan are called by; absent of one that another only waits on.
    pub(in crate::journey) fn number(&self, place: u16) -> Option<u16> {
        self.places.get(usize::from(place)).copied().flatten()
    }

    /// A row of the journey as the plan reads it.
    pub(in crate::journey) fn row<R: Row>(&self, row: R) -> Mapped<'_, R> {
        Mapped { rules: self, row }
    }
}

/// A row of a journey, by the slots of its rules.
pub(in crate::journey) struct Mapped<'r, R> {
    rules: &'r Rules,
    row: R,
}

impl<R: Row> Row for Mapped<'_, R> {
    #[inline]
    fn cell(&self, slot: u16) -> Cell<'_> {
        let slot = self.rules.slots.get(usize::from(slot));
        slot.map_or(Cell::Absent, |slot| self.row.cell(*slot))
    }
}

impl<'p> Draft<'p> {
    /// Where the alerts of a rule are seen.
    pub(super) fn seen(&mut self, rule: &'p Rule) -> At {
        let source = |condition: &Condition| condition.source().to_owned();
        let looks = rule.subject.condition().map(source);
        match (&rule.pattern, looks) {
            (Pattern::Each, Some(looks)) => {
                let test = self.mark(Some(&looks));
                return test.map_or(At::Elsewhere, At::Signal);
            }
            (Pattern::Absent(absent), Some(looks)) => {
                if let Some(awaited) = absent.of.condition().map(source)
                    && let Some(trigger) = self.mark(Some(&looks))
                    && let Some(of) = self.mark(Some(&awaited))
                {
                    return At::Absence(Awaited {
                        trigger,
                        of,
                        within: absent.within,
                    });
                }
            }
            _ => {}
        }
        let known = self.alerts.iter().position(|id| *id == rule.id);
        let number = known.unwrap_or_else(|| {
            self.alerts.push(&rule.id);
            self.alerts.len() - 1
        });
        let spec = self.program.spec().rules.get(&rule.id);
        let praises = spec.is_some_and(|spec| spec.raise.praise);
        let is_timed = matches!(rule.pattern, Pattern::Absent(_) | Pattern::Silence(_));
        At::Alerts {
            rule: u16::try_from(number).unwrap_or(u16::MAX),
            is_concern: is_timed || !praises,
        }
    }

    /// Where the program's rules of concern raise alerts.
    pub(super) fn concerns(&mut self) -> Vec<At> {
        let specs = self.program.spec().rules.iter();
        let raising = specs.filter(|(_, spec)| !spec.raise.praise && !spec.shadow);
        let rules = raising.filter_map(|(id, _)| self.program.rule(id));
        let rules: Vec<&Rule> = rules.collect();
        rules.into_iter().map(|rule| self.seen(rule)).collect()
    }
}
