//! Ways as lines.

use super::{CORNER, Label, Plan, ROW, SIDE, Track};
use crate::picture::ink::{INK, LINE, PAPER, SMALL, arrow_down};
use crate::picture::path_map::lanes::{Lane, Side, side as side_of};
use crate::picture::path_map::ways::{Course, Way};
use crate::picture::svg::{Anchor, Path, Stroke, Svg};
use crate::picture::words::{count, number};

impl Plan<'_> {
    /// The ways to the next layer; of the others, what leads to their lane.
    pub(super) fn draw_legs(&self, svg: &mut Svg) {
        for (layer, gap) in self.gaps.iter().enumerate() {
            for label in &gap.labels {
                let path = match side_of(label.way, &self.layers) {
                    None => Some(self.direct(layer, label, gap.height)),
                    Some(side) => self.leg(layer, label, side),
                };
                if let Some(path) = path {
                    svg.open(&self.title(label.way));
                    svg.path(&path, "none", Some(self.pen(label.way)));
                    svg.close();
                }
            }
        }
    }

    pub(super) fn draw_heads(&self, svg: &mut Svg) {
        let mut heads: Vec<(usize, Option<Side>)> = Vec::new();
        for label in self.gaps.iter().flat_map(|gap| &gap.labels) {
            let head = (label.way.to, side_of(label.way, &self.layers));
            if !heads.contains(&head) {
                heads.push(head);
                let (to, side) = head;
                arrow_down(svg, [self.port(to, side), self.top(self.layers.layer(to))]);
            }
        }
    }

    fn title(&self, way: &Way) -> String {
        let (from, to) = (self.ways.name(way.from), self.ways.name(way.to));
        format!("{from} to {to}: {}", way.label)
    }

    fn pen(&self, way: &Way) -> Stroke {
        let ways = self.ways.from(way.from);
        let mut others = ways.iter().filter(|way| way.course() != Course::Again);
        let is_most = others.next().is_some_and(|most| most.to == way.to);
        Stroke {
            colour: if is_most { INK } else { LINE },
            ..self.pen_of(way.n, way.course() == Course::Back)
        }
    }

    fn pen_of(&self, n: u64, back: bool) -> Stroke {
        let part = number(n) / number(self.ways.most().0.max(1));
        Stroke {
            colour: LINE,
            width: 1.0 + 3.0 * part.sqrt().min(1.0),
            dash: back.then_some("6 3"),
        }
    }

    fn bottom(&self, node: usize) -> f64 {
        let height = self.nodes.get(node).map_or(0.0, |node| node.height);
        self.top(self.layers.layer(node)) + height
    }

    /// Where a way leaves or reaches a node, from its middle to its side.
    fn port(&self, node: usize, side: Option<Side>) -> f64 {
        let width = self.nodes.get(node).map_or(0.0, |node| node.width);
        let off = match side {
            None => 0.0,
            Some(Side::Left) => -0.3 * width,
            Some(Side::Right) => 0.3 * width,
        };
        self.middle(node) + off
    }

    fn direct(&self, layer: usize, label: &Label<'_>, height: f64) -> Path {
        let way = label.way;
        let (to, end) = (self.port(way.to, None), self.gap_top(layer) + height);
        let below = self.gap_top(layer) + label.top + ROW - 4.0;
        let bend = (end - 8.0 - below) / 2.0;
        self.to_label(layer, label, None).to(label.x, below).curve(
            [label.x, below + bend, to, end - 8.0 - bend],
            to,
            end - 7.0,
        )
    }

    /// From a node to a label.
    fn to_label(&self, layer: usize, label: &Label<'_>, side: Option<Side>) -> Path {
        let from = label.way.from;
        let (x, y) = (self.port(from, side), self.bottom(from));
        let top = self.gap_top(layer) + label.top;
        Path::from(x, y).curve([x, y + 8.0, label.x, top - 8.0], label.x, top)
    }

    /// From a node to where its lane is entered.
    fn leg(&self, layer: usize, label: &Label<'_>, side: Side) -> Option<Path> {
        let to = label.way.to;
        let is_entry = false;
        let out = self.track(layer, Track { side, to, is_entry })?;
        Some(self.to_label(layer, label, Some(side)).to(label.x, out))
    }

    pub(super) fn draw_lanes(&self, svg: &mut Svg) {
        for lane in &self.lanes {
            let (side, to) = (lane.side, lane.to);
            let into = |way: &&Way| way.to == to && side_of(way, &self.layers) == Some(side);
            let all = self.ways.drawn.iter().filter(into);
            let n = all.fold(0_u64, |sum, way| sum.saturating_add(way.n));
            svg.open(&format!("to {}: {}", self.ways.name(to), count(n)));
            for exit in &lane.exits {
                if let Some(path) = self.lane(lane, *exit) {
                    svg.path(&path, "none", Some(self.pen_of(n, side == Side::Right)));
                }
            }
            svg.close();
        }
    }

    /// A lane from one gap on: up to its node from the gap that is furthest away, and to where it is joined
    /// from the others.
    fn lane(&self, lane: &Lane, exit: usize) -> Option<Path> {
        let (side, to) = (lane.side, lane.to);
        let out = self.track(
            exit,
            Track {
                side,
                to,
                is_entry: false,
            },
        )?;
        let back = self.track(
            lane.entry,
            Track {
                side,
                to,
                is_entry: true,
            },
        )?;
        let away = SIDE - 4.0 + number(lane.place as u64) * self.lane;
        let labels = self.gaps.get(exit)?.labels.iter();
        let own = labels
            .filter(|label| label.way.to == to && side_of(label.way, &self.layers) == Some(side));
        let xs = own.map(|label| label.x);
        let (at, sign, from) = match side {
            Side::Left => (
                self.taken[0] - away,
                1.0,
                xs.fold(f64::NEG_INFINITY, f64::max),
            ),
            Side::Right => (self.taken[1] + away, -1.0, xs.fold(f64::INFINITY, f64::min)),
        };
        // Down where the lane leads down, up where it leads up.
        let down = if back > out { CORNER } else { -CORNER };
        let path =
            Path::from(from, out)
                .to(at + sign * CORNER, out)
                .corner(at, out, at, out + down);
        let further = |other: &&usize| other.abs_diff(lane.entry) > exit.abs_diff(lane.entry);
        if lane.exits.iter().any(|other| further(&other)) {
            return Some(path);
        }
        let end = self.gap_top(lane.entry) + self.gaps.get(lane.entry)?.height;
        let port = self.port(to, Some(side));
        Some(
            path.to(at, back - down)
                .corner(at, back, at + sign * CORNER, back)
                .to(port - sign * CORNER, back)
                .corner(port, back, port, back + CORNER)
                .to(port, end - 7.0),
        )
    }

    fn track(&self, layer: usize, wanted: Track) -> Option<f64> {
        let gap = self.gaps.get(layer)?;
        let found = gap.tracks.iter().find(|(track, _)| *track == wanted)?;
        Some(self.gap_top(layer) + found.1)
    }

    pub(super) fn draw_labels(&self, svg: &mut Svg) {
        for (layer, gap) in self.gaps.iter().enumerate() {
            for label in &gap.labels {
                let top = self.gap_top(layer) + label.top;
                let left = label.x - label.width / 2.0;
                svg.rect([left, top, label.width, ROW - 4.0], 0.0, PAPER, None);
                let at = [label.x, top + 12.0];
                svg.text(at, &label.way.label, SMALL, INK, Anchor::Middle);
            }
        }
    }
}
