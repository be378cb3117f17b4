//! For phones: one activity below the other, and under each what comes next.

use super::node::{NodeBox, PILL};
use super::ways::{Course, Way, Ways};
use crate::picture::ink::{
    Block, INK, LINE, PAPER, RULE, SMALL, arrow_down, circling, dashed, stroke,
};
use crate::picture::svg::{Anchor, Path, Svg};
use crate::picture::words::number;

const GAP: f64 = 22.0;

pub(super) fn draw(ways: &Ways, svg: &mut Svg, [x, top]: [f64; 2], room: f64) -> f64 {
    let mut y = top;
    for place in 0..ways.nodes.len() {
        let node = NodeBox::new(ways, place, room);
        let middle = x + room / 2.0;
        node.draw(svg, middle, y);
        y += node.height;
        if place == ways.end() {
            break;
        }
        let next: Vec<&Way> = ways
            .from(place)
            .into_iter()
            .filter(|way| way.course() != Course::Again)
            .collect();
        let is_next = next.iter().any(|way| way.to == place + 1);
        y += 4.0;
        for way in &next {
            y = row(ways, svg, [x, y], room, way);
        }
        if is_next {
            svg.line([middle, y + 2.0, middle, y + GAP - 6.0], stroke(LINE, 1.5));
            arrow_down(svg, [middle, y + GAP]);
        }
        y += GAP;
    }
    if ways.nodes.is_empty() { y + PILL } else { y }
}

/// One way: where to, how often, how fast.
fn row(ways: &Ways, svg: &mut Svg, [x, top]: [f64; 2], room: f64, way: &Way) -> f64 {
    let name = ways.name(way.to);
    let text = match way.course() {
        Course::Back => format!("back to {name}"),
        _ if way.to == way.from + 1 => format!("then {name}"),
        _ => format!("on to {name}"),
    };
    let numbers = SMALL.width(&way.label) + 10.0;
    let (left, right) = (x + 10.0, x + room - 10.0);
    let block = Block::new(&text, SMALL, INK, right - left - 22.0 - numbers);
    svg.open(&format!("{} {text}: {}", ways.name(way.from), way.label));
    sign(svg, [left, top + 9.0], way);
    let end = block.draw(svg, [left + 22.0, top + 2.0], Anchor::Start);
    let base = top + 2.0 + SMALL.size;
    svg.text([right, base], &way.label, SMALL, INK, Anchor::End);
    let long = (right - left - 22.0) * number(way.n) / number(ways.most().0.max(1));
    svg.rect(
        [left + 22.0, end + 1.0, right - left - 22.0, 2.0],
        0.0,
        RULE,
        None,
    );
    svg.rect([left + 22.0, end + 1.0, long, 2.0], 0.0, LINE, None);
    svg.close();
    end + 7.0
}

/// An arrow down to what comes next, round something for what skips, dashed and up for what goes back.
fn sign(svg: &mut Svg, [x, y]: [f64; 2], way: &Way) {
    let middle = x + 8.0;
    match way.course() {
        Course::Again => circling(svg, [middle, y]),
        Course::Ahead if way.to == way.from + 1 => {
            svg.line([middle, y - 7.0, middle, y], stroke(INK, 1.5));
            arrow_down(svg, [middle, y + 6.0]);
        }
        Course::Ahead => {
            let path = Path::from(middle, y - 7.0).curve(
                [x - 3.0, y - 6.0, x - 3.0, y + 1.0],
                middle - 2.0,
                y + 1.0,
            );
            svg.path(&path, "none", Some(stroke(INK, 1.5)));
            let head = Path::from(middle - 4.0, y - 3.0).to(middle + 5.0, y + 1.5);
            svg.path(&head.to(middle - 4.0, y + 6.0).end(), INK, None);
        }
        Course::Back => {
            svg.line([middle, y + 7.0, middle, y - 1.0], dashed(INK, 1.5, "3 2"));
            let head = Path::from(middle - 4.5, y + 1.0).to(middle + 4.5, y + 1.0);
            svg.path(
                &head.to(middle, y - 7.0).end(),
                PAPER,
                Some(stroke(INK, 1.2)),
            );
        }
    }
}
