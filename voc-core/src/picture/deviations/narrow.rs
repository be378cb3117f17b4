//! For phones: one planned touch point below the other.

use super::{DeviationStep, Deviations, Unplanned, bar, share_text, tell};
use crate::picture::canvas::Canvas;
use crate::picture::ink::{
    ACCENT, Block, HEAD, INK, LINE, MUTED, NAME, PAPER, SMALL, Sign, TINT, arrow_down, dashed,
    stroke,
};
use crate::picture::svg::{Anchor, Svg};
use crate::picture::words::count;

/// The room for a share at the right.
const SHARE: f64 = 48.0;
const INDENT: f64 = 20.0;
const PADDING: f64 = 10.0;

pub(super) fn draw(
    deviations: &Deviations,
    canvas: &Canvas,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
) -> f64 {
    let all = deviations.instances;
    let mut y = top;
    for one in deviations.after(None) {
        y = unplanned(one, all, canvas, svg, [x, y], room);
    }
    let mut is_first = true;
    for stage in &deviations.stages {
        let label = Block::new(&canvas.text(&stage.label), HEAD, INK, room);
        y = label.draw(svg, [x, y + 6.0], Anchor::Start);
        if let Some(note) = tell::stage_note(stage, all) {
            let note = Block::new(&note, SMALL, MUTED, room);
            y = note.draw(svg, [x, y], Anchor::Start);
        }
        y += 3.0;
        svg.line([x, y, x + room, y], stroke(ACCENT, 2.0));
        y += 8.0;
        for step in &stage.steps {
            if !is_first {
                let middle = x + room / 2.0;
                svg.line([middle, y, middle, y + 10.0], stroke(LINE, 1.5));
                arrow_down(svg, [middle, y + 16.0]);
                y += 16.0;
            }
            is_first = false;
            svg.open(&tell::step(step, all, canvas));
            y = planned(step, all, canvas, svg, [x, y], room);
            svg.close();
            for one in deviations.after(Some(&step.id)) {
                y = unplanned(one, all, canvas, svg, [x, y], room);
            }
            y += 4.0;
        }
        y += 6.0;
    }
    y + 6.0
}

fn planned(
    step: &DeviationStep,
    all: u64,
    canvas: &Canvas,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
) -> f64 {
    let name = Block::new(&step.name(canvas), NAME, INK, room - 2.0 * PADDING);
    let high = name.height() + 14.0;
    svg.rect([x, top, room, high], 4.0, TINT, Some(stroke(INK, 1.3)));
    name.draw(svg, [x + PADDING, top + 7.0], Anchor::Start);
    let mut y = top + high + 8.0;
    let of = step.of(all);
    for (sign, name, part) in step.kinds() {
        sign.draw(svg, [x, y + 8.0]);
        let fill = if part == Some(0) { MUTED } else { INK };
        svg.text([x + INDENT, y + 12.0], name, SMALL, fill, Anchor::Start);
        let (n, shown) = match part {
            Some(part) => (count(part), share_text(part, of)),
            None => ("–".to_owned(), String::new()),
        };
        let right = x + room;
        svg.text([right - SHARE, y + 12.0], &n, SMALL, fill, Anchor::End);
        svg.text([right, y + 12.0], &shown, SMALL, fill, Anchor::End);
        if let Some(part) = part {
            bar(svg, [x + INDENT, y + 17.0], room - INDENT, sign, (part, of));
        }
        y += 26.0;
    }
    y + 4.0
}

fn unplanned(
    one: &Unplanned,
    all: u64,
    canvas: &Canvas,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
) -> f64 {
    let left = x + INDENT;
    let n = count(one.instances);
    let taken = SHARE + SMALL.width(&n) + 10.0;
    let wide = room - INDENT;
    let label = canvas.text(&one.label);
    let block = Block::new(&label, SMALL, INK, wide - taken - 2.0 * PADDING);
    let high = block.height() + 12.0;
    svg.open(&tell::unplanned(one, all, canvas));
    let frame = [left, top, wide, high];
    svg.rect(frame, 4.0, PAPER, Some(dashed(INK, 1.2, "1.5 2.5")));
    Sign::Unplanned.draw(svg, [x, top + 13.0]);
    block.draw(svg, [left + PADDING, top + 6.0], Anchor::Start);
    let (right, base) = (x + room - PADDING, top + 6.0 + SMALL.size);
    svg.text([right - SHARE, base], &n, SMALL, INK, Anchor::End);
    let shown = share_text(one.instances, all);
    svg.text([right, base], &shown, SMALL, INK, Anchor::End);
    svg.close();
    top + high + 8.0
}
