//! Which nodes stand at one height, and in which order from left to right.

use super::spread::{Thing, spread};
use super::ways::{Course, Way, Ways};
use crate::picture::words::number;

const SWEEPS: usize = 8;

/// Nodes by height: each further down than all from which a way leads ahead to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layers {
    /// By node.
    pub(super) of: Vec<usize>,
    /// By layer, from left to right.
    pub(super) rows: Vec<Vec<usize>>,
}

impl Layers {
    /// At most so many activities to a layer.
    pub(super) fn of(ways: &Ways, most: usize) -> Self {
        let end = ways.end();
        let mut of = vec![0_usize; ways.nodes.len()];
        let mut rows: Vec<Vec<usize>> = vec![vec![0]];
        for node in 1..end {
            let ahead = ways.drawn.iter();
            let ahead = ahead.filter(|way| way.to == node && way.course() == Course::Ahead);
            let least = ahead.map(|way| layer(&of, way.from) + 1).max();
            let mut least = least.unwrap_or_else(|| layer(&of, node - 1)).max(1);
            while rows.get(least).is_some_and(|row| row.len() >= most) {
                least += 1;
            }
            while rows.len() <= least {
                rows.push(Vec::new());
            }
            if let (Some(row), Some(of)) = (rows.get_mut(least), of.get_mut(node)) {
                row.push(node);
                *of = least;
            }
        }
        if let Some(of) = of.last_mut() {
            *of = rows.len();
        }
        rows.push(vec![end]);
        let mut layers = Self { of, rows };
        layers.arrange(ways);
        layers
    }

    /// The layer of a node.
    pub(super) fn layer(&self, node: usize) -> usize {
        layer(&self.of, node)
    }

    /// Whether a way leads to the next layer.
    pub(super) fn is_direct(&self, way: &Way) -> bool {
        self.layer(way.to) == self.layer(way.from) + 1
    }

    /// Brings neighbours near each other: by the means of their places in the layers above and below.
    fn arrange(&mut self, ways: &Ways) {
        for sweep in 0..SWEEPS {
            let mut places = vec![0.0_f64; self.of.len()];
            for row in &self.rows {
                let mut at = -0.5 * length(row.len());
                for node in row {
                    if let Some(place) = places.get_mut(*node) {
                        *place = at + 0.5;
                    }
                    at += 1.0;
                }
            }
            for (place, row) in self.rows.iter_mut().enumerate() {
                // Downwards those above count, upwards those below.
                let counts = |other: usize| match sweep % 2 {
                    0 => layer(&self.of, other) + 1 == place,
                    _ => layer(&self.of, other) == place + 1,
                };
                let mut keyed: Vec<(f64, usize)> = Vec::new();
                for node in row.iter() {
                    let own = places.get(*node).copied().unwrap_or(0.0);
                    let mean = mean(&ways.drawn, *node, &places, &counts);
                    keyed.push((mean.unwrap_or(own), *node));
                }
                keyed.sort_by(|one, two| one.0.total_cmp(&two.0));
                *row = keyed.into_iter().map(|(_, node)| node).collect();
            }
        }
    }

    /// The middles of the nodes, between two ends, where each has a width.
    pub(super) fn middles(
        &self,
        ways: &Ways,
        widths: &[f64],
        gap: f64,
        ends: [f64; 2],
    ) -> Vec<f64> {
        let centre = f64::midpoint(ends[0], ends[1]);
        let mut places = vec![centre; self.of.len()];
        for sweep in 0..2 * SWEEPS {
            let downwards = sweep % 2 == 0;
            let mut order: Vec<usize> = (0..self.rows.len()).collect();
            if !downwards {
                order.reverse();
            }
            for place in order {
                let Some(row) = self.rows.get(place) else {
                    continue;
                };
                let near = |other: usize| self.layer(other).abs_diff(place) == 1;
                let things = row.iter().map(|node| Thing {
                    wanted: mean(&ways.drawn, *node, &places, &near).unwrap_or(centre),
                    width: widths.get(*node).copied().unwrap_or_default(),
                    weight: number(ways.nodes.get(*node).map_or(1, |node| node.n.max(1))),
                });
                let things: Vec<Thing> = things.collect();
                for (node, place) in row.iter().zip(spread(&things, gap, ends)) {
                    if let Some(at) = places.get_mut(*node) {
                        *at = place;
                    }
                }
            }
        }
        places
    }
}

fn layer(of: &[usize], node: usize) -> usize {
    of.get(node).copied().unwrap_or(0)
}

fn length(of: usize) -> f64 {
    f64::from(u32::try_from(of).unwrap_or(u32::MAX))
}

/// The mean place of a node's neighbours that count, the more frequent ones heavier.
fn mean(ways: &[Way], node: usize, places: &[f64], counts: &dyn Fn(usize) -> bool) -> Option<f64> {
    let (mut sum, mut weight) = (0.0, 0.0);
    for way in ways {
        let other = match (way.from == node, way.to == node) {
            (true, false) => way.to,
            (false, true) => way.from,
            _ => continue,
        };
        if !counts(other) {
            continue;
        }
        let n = number(way.n);
        sum += n * places.get(other).copied().unwrap_or(0.0);
        weight += n;
    }
    (weight > 0.0).then(|| sum / weight)
}
