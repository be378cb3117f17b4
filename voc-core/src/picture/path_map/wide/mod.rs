//! The map in layers, from top to bottom: ways to the next layer between the nodes, all others outside.

mod draw;
mod labels;

use super::lanes::{Lane, Side, breadth, lanes};
use super::layers::Layers;
use super::node::NodeBox;
use super::ways::{Way, Ways};
use crate::picture::svg::Svg;
use crate::picture::words::number;

const NODE: f64 = 156.0;
const GAP: f64 = 22.0;
const TRACK: f64 = 8.0;
/// From a layer to the first row of labels.
const GAP_TOP: f64 = 12.0;
const ROW: f64 = 20.0;
const CORNER: f64 = 4.0;
/// Between the outermost node and the first lane.
const SIDE: f64 = 14.0;

/// Where everything is.
struct Plan<'w> {
    ways: &'w Ways,
    layers: Layers,
    lanes: Vec<Lane>,
    nodes: Vec<NodeBox<'w>>,
    middles: Vec<f64>,
    /// The left and right end of the room for nodes.
    ends: [f64; 2],
    /// The left and right end of what nodes and labels take of it.
    taken: [f64; 2],
    /// From one lane to the next.
    lane: f64,
    /// By layer.
    tops: Vec<f64>,
    gaps: Vec<Gap<'w>>,
}

/// What is between a layer and the next.
#[derive(Default)]
struct Gap<'w> {
    labels: Vec<Label<'w>>,
    /// The heights at which lanes are entered and left, from the gap's top.
    tracks: Vec<(Track, f64)>,
    height: f64,
}

/// A way to or from a lane, across.
#[derive(PartialEq, Eq, Clone, Copy)]
struct Track {
    side: Side,
    to: usize,
    is_entry: bool,
}

struct Label<'w> {
    way: &'w Way,
    x: f64,
    /// From the gap's top.
    top: f64,
    width: f64,
}

pub(super) fn draw(ways: &Ways, svg: &mut Svg, [x, top]: [f64; 2], room: f64) -> f64 {
    let mut plan = Plan::new(ways, [x, x + room]);
    let bottom = plan.stack(top);
    plan.centre([x, x + room]);
    plan.draw_legs(svg);
    plan.draw_lanes(svg);
    plan.draw_heads(svg);
    plan.draw_labels(svg);
    for (place, node) in plan.nodes.iter().enumerate() {
        node.draw(svg, plan.middle(place), plan.top(plan.layers.layer(place)));
    }
    bottom
}

impl<'w> Plan<'w> {
    fn new(ways: &'w Ways, [left, right]: [f64; 2]) -> Self {
        let room = right - left;
        let mut most = 1;
        while number(most + 1) * (NODE + GAP) - GAP <= room {
            most += 1;
        }
        loop {
            let layers = Layers::of(ways, usize::try_from(most).unwrap_or(1));
            let lanes = lanes(ways, &layers);
            let of = |side: Side| number(breadth(&lanes, side) as u64);
            let (skips, returns) = (of(Side::Left), of(Side::Right));
            let rest = room - 2.0 * SIDE - NODE;
            let lane = TRACK.min(rest / (skips + returns).max(1.0));
            let ends = [left + SIDE + skips * lane, right - SIDE - returns * lane];
            let widest = layers.rows.iter().map(Vec::len).max().unwrap_or(1);
            let wide = number(widest as u64) * (NODE + GAP) - GAP;
            if most > 1 && wide > ends[1] - ends[0] {
                most -= 1;
                continue;
            }
            let nodes = (0..ways.nodes.len()).map(|place| NodeBox::new(ways, place, NODE));
            let nodes: Vec<NodeBox<'_>> = nodes.collect();
            let widths: Vec<f64> = nodes.iter().map(|node| node.width).collect();
            let middles = layers.middles(ways, &widths, GAP, ends);
            return Self {
                ways,
                layers,
                lanes,
                nodes,
                middles,
                ends,
                taken: ends,
                lane,
                tops: Vec::new(),
                gaps: Vec::new(),
            };
        }
    }

    fn middle(&self, node: usize) -> f64 {
        self.middles.get(node).copied().unwrap_or(0.0)
    }

    fn top(&self, layer: usize) -> f64 {
        self.tops.get(layer).copied().unwrap_or(0.0)
    }

    /// How high the layer's highest node is.
    fn height(&self, layer: usize) -> f64 {
        let row = self.layers.rows.get(layer);
        let heights = row.into_iter().flatten();
        let heights = heights.filter_map(|node| Some(self.nodes.get(*node)?.height));
        heights.fold(0.0, f64::max)
    }

    fn gap_top(&self, layer: usize) -> f64 {
        self.top(layer) + self.height(layer)
    }

    /// Gives every layer and gap its height, from `top` on; and where all ends.
    fn stack(&mut self, top: f64) -> f64 {
        let mut y = top;
        for layer in 0..self.layers.rows.len() {
            self.tops.push(y);
            y += self.height(layer);
            if layer + 1 < self.layers.rows.len() {
                let gap = self.gap(layer);
                y += gap.height;
                self.gaps.push(gap);
            }
        }
        y
    }

    fn gap(&self, layer: usize) -> Gap<'w> {
        let (labels, rows) = self.labels(layer);
        let mut y = GAP_TOP + number(rows) * ROW + 6.0;
        let mut tracks = Vec::new();
        for is_entry in [false, true] {
            for lane in &self.lanes {
                let here = if is_entry {
                    lane.entry == layer
                } else {
                    lane.exits.contains(&layer)
                };
                if here {
                    let (side, to) = (lane.side, lane.to);
                    tracks.push((Track { side, to, is_entry }, y));
                    y += TRACK;
                }
            }
        }
        Gap {
            labels,
            tracks,
            height: y + 14.0,
        }
    }

    /// Moves all to the middle of the room, with the lanes close by.
    fn centre(&mut self, [left, right]: [f64; 2]) {
        let nodes = self.middles.iter().zip(&self.nodes);
        let nodes = nodes.map(|(x, node)| (*x, node.width));
        let labels = self.gaps.iter().flat_map(|gap| &gap.labels);
        let labels = labels.map(|label| (label.x, label.width));
        let mut taken = [f64::INFINITY, f64::NEG_INFINITY];
        for (x, width) in nodes.chain(labels) {
            taken = [taken[0].min(x - width / 2.0), taken[1].max(x + width / 2.0)];
        }
        let outside = |side: Side| SIDE + self.lane * number(breadth(&self.lanes, side) as u64);
        let from = taken[0] - outside(Side::Left);
        let until = taken[1] + outside(Side::Right);
        let shift = f64::midpoint(left, right) - f64::midpoint(from, until);
        self.taken = taken.map(|end| end + shift);
        for x in &mut self.middles {
            *x += shift;
        }
        for label in self.gaps.iter_mut().flat_map(|gap| &mut gap.labels) {
            label.x += shift;
        }
    }
}
