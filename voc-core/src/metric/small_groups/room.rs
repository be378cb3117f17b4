//! How far withheld numbers can move, and what else must be withheld for them to.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A number of answers, on its way from one node to another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) n: u64,
    /// How few it could be, as everybody knows.
    pub(super) least: u64,
    /// What it costs to withhold it.
    pub(super) price: u64,
    pub(super) is_withheld: bool,
}

/// Numbers that come together at nodes.
#[derive(Debug, Default)]
pub(super) struct Net {
    pub(super) arcs: Vec<Arc>,
    /// By node: the arcs that begin or end there.
    at: Vec<Vec<usize>>,
}

/// A step over an arc: along it its number grows, against it it shrinks.
#[derive(Debug, Clone, Copy)]
struct Step {
    arc: usize,
    is_along: bool,
}

/// Whether what is shown may be withheld on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    Look,
    Withhold,
}

/// So much trying is worth showing what need not be withheld.
const TRIES_MAX: usize = 200_000;

impl Net {
    pub(super) fn add(&mut self, arc: Arc) {
        let place = self.arcs.len();
        for node in [arc.from, arc.to] {
            if self.at.len() <= node {
                self.at.resize(node + 1, Vec::new());
            }
            if let Some(arcs) = self.at.get_mut(node) {
                arcs.push(place);
            }
        }
        self.arcs.push(arc);
    }

    /// Withholds as much more as it takes that every withheld number can lie anywhere in a range of `room`.
    pub(super) fn protect(&mut self, room: u64) {
        let small: Vec<bool> = self.arcs.iter().map(|arc| arc.is_withheld).collect();
        loop {
            let before = self.withheld().len();
            for arc in self.withheld() {
                self.make_room(arc, room);
            }
            if self.withheld().len() == before {
                break;
            }
        }
        self.show_again(&small, room);
    }

    fn withheld(&self) -> Vec<usize> {
        let arcs = self.arcs.iter().enumerate();
        arcs.filter(|(_, arc)| arc.is_withheld)
            .map(|(place, _)| place)
            .collect()
    }

    /// Shows what was withheld for others and need not be, the dearest first.
    fn show_again(&mut self, small: &[bool], room: u64) {
        let mut others = self.withheld();
        others.retain(|place| small.get(*place) == Some(&false));
        others.sort_by_key(|place| Reverse(self.arcs.get(*place).map(|arc| arc.price)));
        let tries = others
            .len()
            .saturating_mul(self.withheld().len())
            .saturating_mul(self.arcs.len());
        if tries > TRIES_MAX {
            return;
        }
        for place in others {
            self.set(place, false);
            if !self.withheld().iter().all(|arc| self.has_room(*arc, room)) {
                self.set(place, true);
            }
        }
    }

    fn set(&mut self, place: usize, is_withheld: bool) {
        if let Some(arc) = self.arcs.get_mut(place) {
            arc.is_withheld = is_withheld;
        }
    }

    fn has_room(&mut self, place: usize, room: u64) -> bool {
        let down = self.down(place, room, May::Look);
        down >= room || self.up(place, room - down, May::Look) >= room - down
    }

    fn make_room(&mut self, place: usize, room: u64) {
        let down = self.down(place, room, May::Look);
        let wanted = room.saturating_sub(down);
        let up = self.up(place, wanted, May::Withhold);
        if up < wanted {
            self.down(place, room - up, May::Withhold);
        }
    }

    /// By how much a number could be larger, up to what is wanted.
    fn up(&mut self, place: usize, wanted: u64, may: May) -> u64 {
        let Some(arc) = self.arcs.get(place).copied() else {
            return 0;
        };
        self.flow(place, [arc.to, arc.from], wanted, may)
    }

    /// By how much it could be smaller.
    fn down(&mut self, place: usize, wanted: u64, may: May) -> u64 {
        let Some(arc) = self.arcs.get(place).copied() else {
            return 0;
        };
        self.flow(
            place,
            [arc.from, arc.to],
            wanted.min(arc.n - arc.least),
            may,
        )
    }

    /// What can be brought from one node to another without an arc and over what is withheld, up to what is
    /// wanted; what is cheapest to withhold is withheld on the way where it may be.
    fn flow(&mut self, without: usize, ends: [usize; 2], wanted: u64, may: May) -> u64 {
        let mut moved = vec![0_i64; self.arcs.len()];
        let mut found = 0;
        while found < wanted {
            let Some(steps) = self.cheapest(without, ends, &moved, may) else {
                break;
            };
            let least = steps.iter().map(|step| self.left(*step, &moved)).min();
            let more = least.unwrap_or(u64::MAX).min(wanted - found);
            let by = i64::try_from(more).unwrap_or(i64::MAX);
            for step in &steps {
                if may == May::Withhold {
                    self.set(step.arc, true);
                }
                if let Some(moved) = moved.get_mut(step.arc) {
                    *moved += if step.is_along { by } else { -by };
                }
            }
            found += more;
        }
        found
    }

    /// How much more can go over a step. No number is below its least.
    fn left(&self, step: Step, moved: &[i64]) -> u64 {
        if step.is_along {
            return u64::MAX;
        }
        let free = self.arcs.get(step.arc).map_or(0, |arc| arc.n - arc.least);
        free.saturating_add_signed(moved.get(step.arc).copied().unwrap_or(0))
    }

    /// The way that it costs least to withhold, by E. W. Dijkstra (Numerische Mathematik 1, 1959).
    fn cheapest(
        &self,
        without: usize,
        [from, to]: [usize; 2],
        moved: &[i64],
        may: May,
    ) -> Option<Vec<Step>> {
        let mut costs = vec![u128::MAX; self.at.len()];
        let mut steps: Vec<Option<(usize, Step)>> = vec![None; self.at.len()];
        let mut waiting = BinaryHeap::from([Reverse((0_u128, from))]);
        *costs.get_mut(from)? = 0;
        while let Some(Reverse((cost, node))) = waiting.pop() {
            if node == to {
                break;
            }
            if costs.get(node).is_some_and(|known| *known < cost) {
                continue;
            }
            for place in self.at.get(node)? {
                let arc = self.arcs.get(*place)?;
                let own = match (arc.is_withheld, may) {
                    (true, _) => 0,
                    (false, May::Withhold) if arc.n > 0 => u128::from(arc.price),
                    _ => continue,
                };
                let is_along = arc.from == node;
                let next = if is_along { arc.to } else { arc.from };
                let step = Step {
                    arc: *place,
                    is_along,
                };
                let known = costs.get_mut(next)?;
                if *place == without || self.left(step, moved) == 0 || *known <= cost + own {
                    continue;
                }
                *known = cost + own;
                *steps.get_mut(next)? = Some((node, step));
                waiting.push(Reverse((cost + own, next)));
            }
        }
        let mut way = Vec::new();
        let mut node = to;
        while node != from {
            let (before, step) = steps.get(node).copied().flatten()?;
            way.push(step);
            node = before;
        }
        Some(way)
    }
}
