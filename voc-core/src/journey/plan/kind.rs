//! What is left to ask of signals of one kind: mostly nothing.

use super::Journey;
use crate::condition::{Cell, Compiled, Row, Specialised};
use crate::program::INVITATION;

/// What is left of a test.
#[derive(Debug, Clone)]
pub(in crate::journey) enum Ask {
    No,
    Yes,
    /// A test, and a slot that is not empty where it holds, if one is known.
    Of(Compiled, Option<u16>),
}

/// What is left to ask of signals of a kind.
#[derive(Debug, Clone)]
pub(in crate::journey) struct Kind {
    /// Whether they are about the customer.
    pub(in crate::journey) is_ours: bool,
    pub(in crate::journey) starts: Ask,
    pub(in crate::journey) ends: Ask,
    /// What moments and outcomes look at, as far as it may hold.
    pub(in crate::journey) marks: Vec<(u16, Ask)>,
    /// What only rules of concern look at.
    pub(in crate::journey) concerns: Vec<(u16, Ask)>,
    /// What rules over several signals look at, by their own plan.
    pub(in crate::journey) rules: Vec<(u16, Ask)>,
    /// The scores that they may carry, and their slots.
    pub(in crate::journey) scores: Vec<(u16, u16)>,
    /// Whether a survey asks for each of them.
    pub(in crate::journey) are_asked: bool,
    is_invitation: bool,
    /// The slots of the answers that they may carry.
    answers: Vec<u16>,
}

impl Ask {
    fn of(test: Option<&Compiled>, slot: u16, kind: &str) -> Self {
        let known = |asked: u16| (asked == slot).then_some(Cell::Text(kind));
        match test.map(|test| test.specialise(&known)) {
            Some(Specialised::Const(verdict)) if verdict.is_yes() => Self::Yes,
            Some(Specialised::Residual(left)) if left.can_hold() => {
                // A range holds of no value that is absent.
                let ranges = left.as_ranges();
                let needed = ranges
                    .and_then(|ranges| ranges.first())
                    .map(|range| range.slot);
                Self::Of(left, needed)
            }
            _ => Self::No,
        }
    }

    #[inline]
    pub(in crate::journey) fn is_yes(&self) -> bool {
        matches!(self, Self::Yes)
    }

    /// Whether it may hold, as far as what is there tells.
    #[inline]
    pub(in crate::journey) fn may_hold(&self, has: impl Fn(u16) -> bool) -> bool {
        match self {
            Self::Of(_, Some(slot)) => has(*slot),
            Self::Of(_, None) | Self::Yes => true,
            Self::No => false,
        }
    }

    #[inline]
    pub(in crate::journey) fn holds<R: Row + ?Sized>(&self, row: &R) -> bool {
        match self {
            Self::No => false,
            Self::Yes => true,
            Self::Of(test, _) => test.holds(row),
        }
    }
}

impl Kind {
    pub(super) fn of(journey: &Journey, name: &str, answers: &[(String, u16)]) -> Self {
        let tests = &journey.tests;
        let ask = |test: &Compiled| Ask::of(Some(test), tests.kind, name);
        let marks = (0..).zip(tests.marks.iter().map(ask));
        let marks = marks.filter(|(_, ask)| !matches!(ask, Ask::No));
        let (marks, concerns) = marks.partition(|(test, _)| usize::from(*test) < tests.moments);
        let of_rules = journey.rules.iter().flat_map(|rules| {
            let asks = rules.plan.tests().iter();
            (0..).zip(asks.map(|test| Ask::of(Some(test), rules.kind, name)))
        });
        let declared = journey.program.spec().kinds.get(name);
        let carried = declared.and_then(|kind| kind.fields.as_ref());
        let may_carry = |field: &String| carried.is_none_or(|fields| fields.contains(field));
        let answers = answers.iter().filter(|(field, _)| may_carry(field));
        let scores = (0..).zip(&journey.scores);
        let scores = scores.filter(|(_, (field, _))| may_carry(field));
        let scores: Vec<(u16, u16)> = scores.map(|(place, (_, slot))| (place, *slot)).collect();
        let answers: Vec<u16> = answers.map(|(_, slot)| *slot).collect();
        Self {
            is_ours: !journey.program.is_about_employee(name),
            starts: Ask::of(tests.starts.as_ref(), tests.kind, name),
            ends: Ask::of(tests.ends.as_ref(), tests.kind, name),
            marks,
            concerns,
            rules: of_rules
                .filter(|(_, ask)| !matches!(ask, Ask::No))
                .collect(),
            are_asked: scores.iter().all(|(_, slot)| answers.contains(slot)),
            scores,
            is_invitation: name == INVITATION,
            answers,
        }
    }

    /// Whether a signal only speaks of the journey: a question or an answer, and no step of it. `has` says
    /// what is there.
    #[inline]
    pub(in crate::journey) fn speaks(&self, has: impl Fn(u16) -> bool) -> bool {
        self.is_invitation || self.answers.iter().any(|slot| has(*slot))
    }
}
