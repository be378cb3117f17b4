//! The plan in a row, as wide as the canvas, and below each touch point what happened.

use super::{DeviationStage, DeviationStep, Deviations, Kind, Unplanned, bar, share_text, tell};
use crate::picture::canvas::Canvas;
use crate::picture::ink::{
    ACCENT, BODY, Block, HEAD, INK, LINE, MUTED, NAME, PAPER, RULE, SMALL, Sign, TINT, dashed,
    stroke,
};
use crate::picture::svg::{Anchor, Path, Svg};
use crate::picture::words::{count, number};

const NARROWEST: f64 = 118.0;
const WIDEST: f64 = 210.0;
const GAP: f64 = 18.0;
/// The room for the names of the rows, at the left.
const GUTTER: f64 = 104.0;
const ROW: f64 = 32.0;
const PADDING: f64 = 8.0;

/// A column: a planned touch point, or what comes before all of them.
struct Column<'d> {
    stage: Option<(usize, &'d DeviationStage)>,
    step: Option<&'d DeviationStep>,
    name: Block,
    unplanned: Vec<(&'d Unplanned, Block)>,
}

/// Where one band of columns is drawn.
struct Band<'d> {
    deviations: &'d Deviations,
    canvas: &'d Canvas,
    /// The left end of the gutter.
    x: f64,
    width: f64,
    columns: Vec<Column<'d>>,
    /// Whether more touch points follow in another band.
    goes_on: bool,
}

pub(super) fn draw(
    deviations: &Deviations,
    canvas: &Canvas,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
) -> f64 {
    let stages = deviations.stages.iter().enumerate();
    let steps = stages.flat_map(|stage| stage.1.steps.iter().map(move |step| Some((stage, step))));
    let before = deviations.after(None).next().map(|_| None);
    let all: Vec<_> = before.into_iter().chain(steps).collect();
    let (side_by_side, width) = columns(all.len(), room - GUTTER);
    let mut y = top;
    let bands = all.chunks(side_by_side);
    let last = bands.len().saturating_sub(1);
    for (place, band) in bands.enumerate() {
        let columns = band.iter().map(|one| {
            let (stage, step) = (one.map(|one| one.0), one.map(|one| one.1));
            let name = step.map_or_else(|| "Start".to_owned(), |step| step.name(canvas));
            let unplanned = deviations.after(step.map(|step| step.id.as_str()));
            let unplanned = unplanned.map(|one| {
                let label = canvas.text(&one.label);
                (one, Block::new(&label, SMALL, INK, width - 2.0 * PADDING))
            });
            Column {
                stage,
                step,
                name: Block::new(&name, NAME, INK, width - 2.0 * PADDING),
                unplanned: unplanned.collect(),
            }
        });
        let band = Band {
            deviations,
            canvas,
            x,
            width,
            columns: columns.collect(),
            goes_on: place < last,
        };
        y = band.draw(svg, y) + 22.0;
    }
    y
}

/// How many columns stand side by side, and how wide each is.
fn columns(all: usize, room: f64) -> (usize, f64) {
    let wide = |columns: usize| {
        let columns = number(columns as u64);
        (room - (columns - 1.0) * GAP) / columns
    };
    let mut side_by_side = 1;
    while side_by_side < all && wide(side_by_side + 1) >= NARROWEST {
        side_by_side += 1;
    }
    // Bands of about as many each.
    let bands = all.div_ceil(side_by_side).max(1);
    let side_by_side = all.div_ceil(bands).max(1);
    (side_by_side, wide(side_by_side).min(WIDEST))
}

impl Band<'_> {
    /// The left end of a column.
    fn left(&self, place: usize) -> f64 {
        self.x + GUTTER + number(place as u64) * (self.width + GAP)
    }

    /// The right end of the last one.
    fn right(&self) -> f64 {
        self.left(self.columns.len()) - GAP
    }

    fn draw(&self, svg: &mut Svg, top: f64) -> f64 {
        let mut y = self.stages(svg, top);
        y = self.planned(svg, y) + 12.0;
        let kinds = self.columns.iter().find_map(|column| column.step);
        let kinds = kinds.map(DeviationStep::kinds).into_iter().flatten();
        for (row, (sign, name, _)) in kinds.enumerate() {
            svg.line([self.x, y, self.right(), y], stroke(RULE, 1.0));
            sign.draw(svg, [self.x, y + 13.0]);
            svg.text([self.x + 20.0, y + 17.0], name, SMALL, INK, Anchor::Start);
            for (place, column) in self.columns.iter().enumerate() {
                if let Some(step) = column.step
                    && let Some(kind) = step.kinds().get(row)
                {
                    self.cell(svg, [self.left(place), y], step, kind);
                }
            }
            y += ROW;
        }
        self.unplanned(svg, y)
    }

    /// The names of the stages over their touch points.
    fn stages(&self, svg: &mut Svg, top: f64) -> f64 {
        let mut spans: Vec<(usize, usize, &DeviationStage, usize)> = Vec::new();
        for (place, column) in self.columns.iter().enumerate() {
            let Some((number, stage)) = column.stage else {
                continue;
            };
            match spans.last_mut() {
                Some(span) if span.3 == number => span.1 = place,
                _ => spans.push((place, place, stage, number)),
            }
        }
        let blocks = spans.iter().map(|(from, to, stage, number)| {
            let (left, right) = (self.left(*from), self.left(*to) + self.width);
            let name = format!("{} {}", number + 1, self.canvas.text(&stage.label));
            let note = tell::stage_note(stage, self.deviations.instances).unwrap_or_default();
            let name = Block::new(&name, HEAD, INK, right - left);
            let note = Block::new(&note, SMALL, MUTED, right - left);
            (left, right, name, note)
        });
        let blocks: Vec<(f64, f64, Block, Block)> = blocks.collect();
        let heights = blocks.iter().map(|it| it.2.height() + it.3.height());
        let high = heights.fold(0.0, f64::max);
        let y = top + high + 4.0;
        for (left, right, name, note) in &blocks {
            let from = y - 4.0 - name.height() - note.height();
            let under = name.draw(svg, [*left, from], Anchor::Start);
            note.draw(svg, [*left, under], Anchor::Start);
            svg.line([*left, y, *right, y], stroke(ACCENT, 2.0));
        }
        y + 10.0
    }

    /// The touch points in a row, with arrows from each to the next.
    fn planned(&self, svg: &mut Svg, top: f64) -> f64 {
        let heights = self.columns.iter().map(|column| column.name.height());
        let high = heights.fold(0.0, f64::max) + 16.0;
        let middle = top + high / 2.0;
        svg.text([self.x, middle + 4.0], "Planned", NAME, INK, Anchor::Start);
        for (place, column) in self.columns.iter().enumerate() {
            let left = self.left(place);
            let text = middle - column.name.height() / 2.0;
            if let Some(step) = column.step {
                svg.open(&tell::step(step, self.deviations.instances, self.canvas));
                let frame = [left, top, self.width, high];
                svg.rect(frame, 4.0, TINT, Some(stroke(INK, 1.3)));
                column.name.draw(svg, [left + PADDING, text], Anchor::Start);
                svg.close();
            } else {
                svg.circle([left + 8.0, middle], 7.0, INK, None);
                column.name.draw(svg, [left + 22.0, text], Anchor::Start);
                let from = left + 30.0 + column.name.width();
                svg.line([from, middle, left + self.width, middle], stroke(LINE, 1.5));
            }
            let right = left + self.width;
            if place + 1 < self.columns.len() {
                arrow_right(svg, [right, right + GAP], middle);
            } else if self.goes_on {
                arrow_right(svg, [right, right + 14.0], middle);
            }
        }
        top + high
    }

    fn cell(&self, svg: &mut Svg, [x, y]: [f64; 2], step: &DeviationStep, kind: &Kind) {
        let (sign, _, part) = *kind;
        let of = step.of(self.deviations.instances);
        let Some(part) = part else {
            svg.text([x, y + 17.0], "–", BODY, MUTED, Anchor::Start);
            return;
        };
        let fill = if part == 0 { MUTED } else { INK };
        svg.text([x, y + 17.0], &count(part), BODY, fill, Anchor::Start);
        let at = [x + self.width, y + 17.0];
        svg.text(at, &share_text(part, of), BODY, fill, Anchor::End);
        bar(svg, [x, y + 22.0], self.width, sign, (part, of));
    }

    /// What is not planned, below the touch point that it follows.
    fn unplanned(&self, svg: &mut Svg, top: f64) -> f64 {
        if self
            .columns
            .iter()
            .all(|column| column.unplanned.is_empty())
        {
            return top;
        }
        svg.line([self.x, top, self.right(), top], stroke(RULE, 1.0));
        Sign::Unplanned.draw(svg, [self.x, top + 19.0]);
        let label = Block::new("Unplanned, after it", SMALL, INK, GUTTER - 30.0);
        let mut bottom = label.draw(svg, [self.x + 20.0, top + 12.0], Anchor::Start);
        for (place, column) in self.columns.iter().enumerate() {
            let left = self.left(place);
            let mut y = top + 8.0;
            for (one, label) in &column.unplanned {
                let all = self.deviations.instances;
                let high = label.height() + SMALL.pitch() + 12.0;
                svg.open(&tell::unplanned(one, all, self.canvas));
                let frame = [left, y, self.width, high];
                svg.rect(frame, 4.0, PAPER, Some(dashed(INK, 1.2, "1.5 2.5")));
                let end = label.draw(svg, [left + PADDING, y + 5.0], Anchor::Start);
                let base = end + SMALL.size;
                let (near, far) = (left + PADDING, left + self.width - PADDING);
                let n = count(one.instances);
                svg.text([near, base], &n, SMALL, MUTED, Anchor::Start);
                let shown = share_text(one.instances, all);
                svg.text([far, base], &shown, SMALL, MUTED, Anchor::End);
                svg.close();
                y += high + 8.0;
            }
            bottom = bottom.max(y);
        }
        bottom
    }
}

/// A line with a head, from one end to the other.
fn arrow_right(svg: &mut Svg, [from, to]: [f64; 2], y: f64) {
    svg.line([from, y, to - 6.0, y], stroke(LINE, 1.5));
    let head = Path::from(to - 8.0, y - 4.5)
        .to(to, y)
        .to(to - 8.0, y + 4.5);
    svg.path(&head.end(), INK, None);
}
