//! For phones: one stage below the other.

use super::{ScoreRow, Scorecard};
use crate::picture::canvas::Canvas;
use crate::picture::figures::{CountLine, Figures, LINE_HEIGHT, count_lines};
use crate::picture::ink::{ACCENT, Block, HEAD, INK, MUTED, RULE, SMALL, stroke};
use crate::picture::svg::{Anchor, Svg};
use crate::picture::words::number;

/// The room for a stage's number.
const NUMBER: f64 = 20.0;

pub(super) fn draw(
    card: &Scorecard,
    canvas: &Canvas,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
) -> f64 {
    let mut y = top;
    for (place, stage) in card.stages.iter().enumerate() {
        svg.open(&stage.words(canvas));
        svg.line([x, y, x + room, y], stroke(RULE, 1.0));
        y = one(stage, place, canvas, svg, [x, y + 12.0], room) + 14.0;
        svg.close();
    }
    y
}

fn one(
    stage: &ScoreRow,
    place: usize,
    canvas: &Canvas,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
) -> f64 {
    let at = [x, top + HEAD.size];
    svg.text(at, &(place + 1).to_string(), HEAD, ACCENT, Anchor::Start);
    let name = Block::new(&canvas.text(&stage.label), HEAD, INK, room - NUMBER);
    let mut y = name.draw(svg, [x + NUMBER, top], Anchor::Start);
    let units = format!("Answers: {}", stage.units(canvas));
    let units = Block::new(&units, SMALL, MUTED, room);
    y = units.draw(svg, [x, y + 4.0], Anchor::Start) + 8.0;
    let figures = Figures::new(canvas, stage.metric.as_ref(), room);
    figures.draw(svg, [x, y]);
    y += figures.height() + 10.0;
    let counts = stage.counts().into_iter();
    let counts = counts.filter_map(|(sign, name, of)| Some((sign, name, of?)));
    let counts: Vec<CountLine> = counts.collect();
    count_lines(svg, [x, y], room, &counts);
    y + number(counts.len() as u64) * LINE_HEIGHT
}
