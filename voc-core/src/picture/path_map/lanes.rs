//! The ways that do not lead to the next layer run outside: those that skip something on the left, those
//! that go back on the right. Ways to one node share a lane, and so do lanes that never meet.

use super::layers::Layers;
use super::ways::{Course, Ways};

/// A lane's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// For what skips something.
    Left,
    /// For what goes back, or stays at its height.
    Right,
}

/// The ways to one node on one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lane {
    pub(super) side: Side,
    pub(super) to: usize,
    /// Counted from the inside.
    pub(super) place: usize,
    /// The gaps from which it is entered, each named by the layer above it.
    pub(super) exits: Vec<usize>,
    /// The gap from which it reaches its node.
    pub(super) entry: usize,
}

impl Lane {
    fn span(&self) -> (usize, usize) {
        let all = self.exits.iter().copied().chain([self.entry]);
        let least = all.clone().min().unwrap_or(0);
        (least, all.max().unwrap_or(0))
    }
}

/// The lanes that are needed, each with its place.
pub(super) fn lanes(ways: &Ways, layers: &Layers) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    for way in &ways.drawn {
        let Some(side) = side(way, layers) else {
            continue;
        };
        let exit = layers.layer(way.from);
        let known = lanes
            .iter_mut()
            .find(|it| it.side == side && it.to == way.to);
        if let Some(lane) = known {
            if !lane.exits.contains(&exit) {
                lane.exits.push(exit);
            }
            continue;
        }
        lanes.push(Lane {
            side,
            to: way.to,
            place: 0,
            exits: vec![exit],
            entry: layers.layer(way.to).saturating_sub(1),
        });
    }
    // Short ones first, so that they lie inside.
    lanes.sort_by_key(|lane| {
        let (from, to) = lane.span();
        (to - from, from, lane.to)
    });
    let mut placed: Vec<Lane> = Vec::new();
    for mut lane in lanes {
        let (from, to) = lane.span();
        let meets = |other: &Lane, place: usize| {
            let span = other.span();
            other.side == lane.side && other.place == place && span.0 <= to && from <= span.1
        };
        let mut place = 0;
        while placed.iter().any(|other| meets(other, place)) {
            place += 1;
        }
        lane.place = place;
        placed.push(lane);
    }
    placed
}

/// The side on which a way runs; none where it leads to the next layer, or to the same node.
pub(super) fn side(way: &super::ways::Way, layers: &Layers) -> Option<Side> {
    match way.course() {
        Course::Again => None,
        _ if layers.is_direct(way) => None,
        Course::Ahead => Some(Side::Left),
        Course::Back => Some(Side::Right),
    }
}

/// How many lanes lie beside each other on a side.
pub(super) fn breadth(lanes: &[Lane], side: Side) -> usize {
    let own = lanes.iter().filter(|lane| lane.side == side);
    own.map(|lane| lane.place + 1).max().unwrap_or(0)
}
