//! The best alignment of an instance's steps with the order of its plan.

use super::{Deviation, Found};
use crate::journey::assign::Step;
use crate::journey::plan::{Journey, NO_PLACE, Order};

/// What an instance's steps and its plan have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Aligned {
    /// Steps that the plan has where they came.
    pub(super) matched: usize,
    /// Steps, and touch points of the plan, that have no counterpart.
    pub(super) cost: usize,
}

/// Aligns instance after instance; what it works in is kept.
pub(super) struct Aligner<'j> {
    journey: &'j Journey,
    order: &'j Order,
    /// By step: the block at which it is matched.
    matched: Vec<u16>,
    /// By touch point of the plan: whether it is matched, or came elsewhere.
    states: Vec<State>,
    /// The most that can be matched of the first steps, up to the last block and to the one before.
    most: Vec<u32>,
    before: Vec<u32>,
    /// By block and number of steps: where the block begins.
    begins: Vec<u32>,
    /// Where a block may begin, and what is matched then.
    ways: Vec<(u32, u32)>,
    /// By place in the plan: behind which step it came last.
    last: Vec<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Matched,
    Elsewhere,
}

impl<'j> Aligner<'j> {
    pub(super) fn of(journey: &'j Journey) -> Self {
        Self {
            journey,
            order: &journey.order,
            matched: Vec::new(),
            states: Vec::new(),
            most: Vec::new(),
            before: Vec::new(),
            begins: Vec::new(),
            ways: Vec::new(),
            last: Vec::new(),
        }
    }

    /// Aligns steps; calls `found` with each deviation, and the channel of its step where it has one. What
    /// an instance that goes on may still bring is no deviation.
    pub(super) fn align(
        &mut self,
        steps: &[Step],
        goes_on: bool,
        mut found: impl FnMut(Found, u16),
    ) -> Aligned {
        self.matched.clear();
        self.matched.resize(steps.len(), NO_PLACE);
        self.states.clear();
        self.states.resize(self.order.size, State::Open);
        if !self.in_order(steps) {
            self.best(steps);
        }
        let mut matched = 0;
        let mut furthest = None;
        for (step, block) in steps.iter().zip(&self.matched) {
            if *block == NO_PLACE {
                continue;
            }
            matched += 1;
            furthest = furthest.max(Some(*block));
            if let Some(place) = place_at(self.order, step, *block)
                && let Some(state) = self.states.get_mut(place)
            {
                *state = State::Matched;
            }
        }
        for (step, block) in steps.iter().zip(&self.matched) {
            if *block == NO_PLACE {
                let one = unmatched(self.order, &mut self.states, step);
                found(one, step.channel);
            }
        }
        self.skipped(furthest, goes_on, &mut found);
        self.needed(steps, &mut found);
        Aligned {
            matched,
            cost: steps.len() + self.order.size - 2 * matched,
        }
    }

    /// What did not come; of an instance that goes on, what it has passed by.
    fn skipped(&self, furthest: Option<u16>, goes_on: bool, found: &mut impl FnMut(Found, u16)) {
        for (block, number) in self.order.blocks.iter().zip(0_u16..) {
            if goes_on && furthest.is_none_or(|furthest| number >= furthest) {
                return;
            }
            let states = self.states.get(block.first..).unwrap_or_default();
            for (point, state) in block.points.iter().zip(states) {
                if *state == State::Open {
                    found(
                        Found::at_step(Deviation::Skipped, block.stage, *point),
                        NO_PLACE,
                    );
                }
            }
        }
    }

    /// What came before something that it needs, where the order of blocks says nothing of it.
    fn needed(&self, steps: &[Step], found: &mut impl FnMut(Found, u16)) {
        for (point, needed) in &self.order.needs {
            let first = |activity: u32| steps.iter().position(|step| step.activity == activity);
            if let (Some(at), Some(needed)) = (first(*point), first(*needed))
                && at < needed
                && self.matched.get(at).is_some_and(|block| *block != NO_PLACE)
                && let Some(step) = steps.get(at)
            {
                let stage = self.journey.stage_of(*point);
                found(
                    Found::at_step(Deviation::OutOfOrder, stage, *point),
                    step.channel,
                );
            }
        }
    }

    /// Matches steps that come as planned, as nearly all do; whether they do.
    fn in_order(&mut self, steps: &[Step]) -> bool {
        let mut furthest = 0;
        for (place, step) in steps.iter().enumerate() {
            let mut at = allowed(self.order, step);
            let (Some((block, slot)), others) = (at.next(), at.next()) else {
                continue;
            };
            if others.is_some() || block < furthest {
                self.matched.fill(NO_PLACE);
                self.states.fill(State::Open);
                return false;
            }
            furthest = block;
            let state = self.states.get_mut(slot);
            if let (Some(state @ State::Open), Some(matched)) = (state, self.matched.get_mut(place))
            {
                (*state, *matched) = (State::Matched, block);
            }
        }
        self.states.fill(State::Open);
        true
    }

    /// Matches as many steps as can be. Each block takes a stretch of the steps, and of that the first of
    /// each of its touch points. Of several ways, the one in which later blocks begin latest.
    fn best(&mut self, steps: &[Step]) {
        let row = steps.len() + 1;
        self.before.clear();
        self.before.resize(row, 0);
        self.begins.clear();
        for block in 0..self.order.blocks.len() {
            self.block(steps, u16::try_from(block).unwrap_or(NO_PLACE));
            std::mem::swap(&mut self.before, &mut self.most);
        }
        let mut end = steps.len();
        for block in (0..self.order.blocks.len()).rev() {
            let begin = self.begins.get(block * row + end);
            let begin = begin.map_or(0, |begin| *begin as usize);
            self.take(steps, begin, end, u16::try_from(block).unwrap_or(NO_PLACE));
            end = begin;
        }
    }

    /// The most that can be matched by a block and those before it, for each number of steps.
    fn block(&mut self, steps: &[Step], block: u16) {
        self.most.clear();
        self.ways.clear();
        self.last.clear();
        self.last.resize(self.order.size, 0);
        for place in 0..=steps.len() {
            let so_far = self.before.get(place).copied().unwrap_or(0);
            // A way that begins later and has as much is never overtaken: whatever comes counts for it too.
            while self.ways.last().is_some_and(|(_, most)| *most <= so_far) {
                self.ways.pop();
            }
            self.ways
                .push((u32::try_from(place).unwrap_or(u32::MAX), so_far));
            let (begin, most) = self.ways.first().copied().unwrap_or_default();
            self.most.push(most);
            self.begins.push(begin);
            let own = steps
                .get(place)
                .and_then(|step| place_at(self.order, step, block));
            let Some(last) = own.and_then(|slot| self.last.get_mut(slot)) else {
                continue;
            };
            // It is new for every way that begins behind where it came last.
            let behind = std::mem::replace(last, u32::try_from(place + 1).unwrap_or(u32::MAX));
            let from = self.ways.partition_point(|(begin, _)| *begin < behind);
            for (_, most) in self.ways.iter_mut().skip(from) {
                *most += 1;
            }
            let most = |at: usize| self.ways.get(at).map(|(_, most)| *most);
            if from > 0 && most(from - 1) == most(from) {
                self.ways.remove(from - 1);
            }
        }
    }

    /// Matches the first of each touch point of a block in a stretch of the steps.
    fn take(&mut self, steps: &[Step], begin: usize, end: usize, block: u16) {
        for place in begin..end {
            let slot = steps
                .get(place)
                .and_then(|step| place_at(self.order, step, block));
            let state = slot.and_then(|slot| self.states.get_mut(slot));
            if let (Some(state @ State::Open), Some(matched)) = (state, self.matched.get_mut(place))
            {
                (*state, *matched) = (State::Matched, block);
            }
        }
    }
}

/// Where the plan has a step: at the stage that it names, where it stands there; else anywhere.
fn allowed<'o>(order: &'o Order, step: &Step) -> impl Iterator<Item = (u16, usize)> + 'o {
    let at = order.at(step.activity);
    let named = step.stage;
    let stands = at.len() > 1 && at.iter().any(|(block, _)| order.stage(*block) == named);
    let here = move |(block, _): &(u16, usize)| !stands || order.stage(*block) == named;
    at.iter().copied().filter(here)
}

/// The place of a step among the touch points of a block.
fn place_at(order: &Order, step: &Step, block: u16) -> Option<usize> {
    let mut at = allowed(order, step);
    at.find(|(own, _)| *own == block).map(|(_, place)| place)
}

/// What a step is that the plan has not where it came.
fn unmatched(order: &Order, states: &mut [State], step: &Step) -> Found {
    let Some((block, place)) = allowed(order, step).next() else {
        return Found::at_step(Deviation::Unplanned, step.stage, step.activity);
    };
    let kind = match states.get_mut(place) {
        Some(state @ State::Open) => {
            *state = State::Elsewhere;
            Deviation::OutOfOrder
        }
        _ => Deviation::Repeated,
    };
    Found::at_step(kind, order.stage(block), step.activity)
}
