//! An activity, or the start or the end, as a box.

use super::ways::{Course, Way, Ways};
use crate::picture::ink::{ACCENT, BODY, Block, INK, NAME, PAPER, RULE, SMALL, circling, stroke};
use crate::picture::svg::{Anchor, Svg};
use crate::picture::words::{count, counted, number};

const PADDING: f64 = 10.0;
/// How high the start and the end are.
pub(super) const PILL: f64 = 26.0;

/// A box, measured.
pub(super) struct NodeBox<'w> {
    pub(super) width: f64,
    pub(super) height: f64,
    name: Block,
    n: u64,
    /// The part of the most frequent activity.
    share: f64,
    again: Option<&'w Way>,
    title: String,
    is_end: Option<bool>,
}

impl<'w> NodeBox<'w> {
    pub(super) fn new(ways: &'w Ways, place: usize, width: f64) -> Self {
        let (name, n) = ways
            .nodes
            .get(place)
            .map_or(("", 0), |node| (node.name.as_str(), node.n));
        let title = format!("{name}: {}", counted(n, "time", "times"));
        if place == 0 || place == ways.end() {
            let text = format!("{name}  {}", count(n));
            return Self {
                width: NAME.width(&text) + 32.0,
                height: PILL,
                name: Block::new(&text, NAME, if place == 0 { PAPER } else { INK }, 1000.0),
                n,
                share: 0.0,
                again: None,
                title,
                is_end: Some(place > 0),
            };
        }
        let again = ways.drawn.iter();
        let again = again
            .filter(|way| way.from == place && way.course() == Course::Again)
            .max_by_key(|way| way.n);
        let block = Block::new(name, NAME, INK, width - 2.0 * PADDING);
        let more = if again.is_some() { 17.0 } else { 0.0 };
        Self {
            width,
            height: 8.0 + block.height() + BODY.pitch() + more + 16.0,
            name: block,
            n,
            share: number(n) / number(ways.most().1.max(1)),
            again,
            title,
            is_end: None,
        }
    }

    /// Draws it around `x`, from `top` on.
    pub(super) fn draw(&self, svg: &mut Svg, x: f64, top: f64) {
        svg.open(&self.title);
        let left = x - self.width / 2.0;
        match self.is_end {
            Some(is_end) => self.draw_pill(svg, [left, top], is_end),
            None => self.draw_box(svg, [left, top]),
        }
        svg.close();
    }

    fn draw_pill(&self, svg: &mut Svg, [left, top]: [f64; 2], is_end: bool) {
        let whole = [left, top, self.width, PILL];
        if is_end {
            svg.rect(whole, PILL / 2.0, PAPER, Some(stroke(INK, 1.2)));
            let inner = [left + 3.0, top + 3.0, self.width - 6.0, PILL - 6.0];
            svg.rect(inner, PILL / 2.0 - 3.0, PAPER, Some(stroke(INK, 1.2)));
        } else {
            svg.rect(whole, PILL / 2.0, INK, None);
        }
        let middle = left + self.width / 2.0;
        self.name.draw(svg, [middle, top + 5.0], Anchor::Middle);
    }

    fn draw_box(&self, svg: &mut Svg, [left, top]: [f64; 2]) {
        let frame = [left, top, self.width, self.height];
        svg.rect(frame, 5.0, PAPER, Some(stroke(INK, 1.2)));
        let inside = left + PADDING;
        let mut y = self.name.draw(svg, [inside, top + 7.0], Anchor::Start);
        let base = y + BODY.size;
        svg.text([inside, base], &count(self.n), BODY, INK, Anchor::Start);
        y += BODY.pitch();
        if let Some(again) = self.again {
            let title = format!("again {}", again.label);
            svg.open(&title);
            circling(svg, [inside + 6.0, y + 8.0]);
            svg.text(
                [inside + 18.0, y + 12.0],
                &again.label,
                SMALL,
                INK,
                Anchor::Start,
            );
            svg.close();
            y += 17.0;
        }
        let room = self.width - 2.0 * PADDING;
        svg.rect([inside, y + 3.0, room, 4.0], 0.0, RULE, None);
        svg.rect([inside, y + 3.0, room * self.share, 4.0], 0.0, ACCENT, None);
    }
}
