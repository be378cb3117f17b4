//! What the map says in words: how much there is, what is left out, and everything that is drawn.

use super::PathMap;
use super::ways::{Course, Ways};
use crate::picture::canvas::Canvas;
use crate::picture::ink::{Block, MUTED, RULE, SMALL, stroke};
use crate::picture::svg::{Anchor, Svg};
use crate::picture::words::{count, counted, percent, sentence};

/// How much there is.
pub(super) fn size(map: &PathMap) -> String {
    let events = map
        .activities
        .iter()
        .fold(0_u64, |sum, it| sum.saturating_add(it.n));
    let instances = counted(map.instances, "instance", "instances");
    let events = counted(events, "event", "events");
    let activities = counted(map.activities.len() as u64, "activity", "activities");
    format!("{instances}, {events}, {activities}")
}

fn left_out(map: &PathMap, ways: &Ways) -> String {
    let (all, out) = (ways.all, ways.left_out);
    if out.0 == 0 {
        return "Every step is drawn.".to_owned();
    }
    format!(
        "Not drawn: {} of {} steps, taken {} of {} times, each by less than {} of the instances.",
        count(out.0),
        count(all.0),
        count(out.1),
        count(all.1),
        percent(map.at_least),
    )
}

/// Draws how to read the map, and what is left out; gives where that ends.
pub(super) fn below(
    map: &PathMap,
    ways: &Ways,
    svg: &mut Svg,
    [x, top]: [f64; 2],
    room: f64,
    canvas: &Canvas,
) -> f64 {
    svg.line([x, top, x + room, top], stroke(RULE, 1.0));
    let lines = if canvas.is_narrow() {
        "Under each activity: how often what comes next, and the median time until then."
    } else {
        "On each line: how often, and the median time. The thicker, the more often; dark what comes next most often. On the left what skips something, on the right, dashed, what goes back."
    };
    let mut y = top + 10.0;
    for text in [lines, &left_out(map, ways)] {
        let block = Block::new(text, SMALL, MUTED, room);
        y = block.draw(svg, [x, y], Anchor::Start) + 2.0;
    }
    y
}

/// Everything that is drawn, in words.
pub(super) fn words(map: &PathMap, ways: &Ways) -> String {
    let mut words = String::new();
    sentence(
        &mut words,
        format_args!("A map of the paths of {}.", size(map)),
    );
    for (place, node) in ways.nodes.iter().enumerate() {
        if place == ways.end() {
            continue;
        }
        let times = counted(node.n, "time", "times");
        sentence(&mut words, format_args!("{}, {times}", node.name));
        let next: Vec<String> = ways
            .from(place)
            .iter()
            .map(|way| {
                let course = match way.course() {
                    Course::Ahead => "then",
                    Course::Back => "back to",
                    Course::Again => "again",
                };
                format!("{course} {} {}", ways.name(way.to), way.label)
            })
            .collect();
        if next.is_empty() {
            words.push('.');
        } else {
            words.push_str(": ");
            words.push_str(&next.join(", "));
            words.push('.');
        }
    }
    sentence(&mut words, format_args!("{}", left_out(map, ways)));
    words
}
