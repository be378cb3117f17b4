//! The map as a whole: bands of stages, the moments of truth, and what the signs mean.

use super::column::{Column, Heights, numbered};
use super::{JourneyMap, MapStage, Moment, Weighed};
use crate::picture::canvas::Canvas;
use crate::picture::ink::{
    BODY, Block, HEAD, INK, MUTED, RULE, SMALL, Sign, legend, stroke, weight_bar,
};
use crate::picture::page::Page;
use crate::picture::svg::{Anchor, Svg};
use crate::picture::words::{count, counted, fixed, number, sentence};

/// A stage is no narrower than this, unless the canvas is.
const NARROWEST: f64 = 132.0;
const GAP: f64 = 16.0;
/// How long the bar of the heaviest moment is, where there is room.
const WEIGHT_BAR: f64 = 240.0;

pub(super) fn draw(map: &JourneyMap, canvas: &Canvas) -> String {
    let width = f64::from(canvas.width);
    let page = Page::headed(canvas, &map.title, map.subtitle.as_ref(), None);
    let Page {
        mut svg,
        margin,
        room,
        y,
        title,
    } = page;
    let mut y = y + 16.0;
    y = bands(map, canvas, &mut svg, [margin, y], room);
    if !map.moments.is_empty() {
        y = moments(map, canvas, &mut svg, [margin, y], room);
    }
    svg.line([margin, y, margin + room, y], stroke(RULE, 1.0));
    y = legend(&mut svg, [margin, y + 10.0], room, &signs(map));
    if let Some(elsewhere) = map.elsewhere {
        let block = Block::new(&elsewhere.words(), SMALL, MUTED, room);
        y = block.draw(&mut svg, [margin, y + 6.0], Anchor::Start);
    }
    svg.finish(
        [width, y + margin],
        &canvas.id_prefix,
        &title,
        &words(map, canvas),
    )
}

/// How many stages stand side by side, and how wide each is.
fn columns(map: &JourneyMap, canvas: &Canvas, room: f64) -> (usize, f64) {
    let stages = map.stages.len().max(1);
    let mut side_by_side = 1;
    if !canvas.is_narrow() {
        let width = |columns: usize| {
            let columns = number(columns as u64);
            (room - (columns - 1.0) * GAP) / columns
        };
        while side_by_side < stages && width(side_by_side + 1) >= NARROWEST {
            side_by_side += 1;
        }
        // Bands of about as many stages each.
        let bands = stages.div_ceil(side_by_side);
        side_by_side = stages.div_ceil(bands);
    }
    let columns = number(side_by_side as u64);
    (side_by_side, (room - (columns - 1.0) * GAP) / columns)
}

fn bands(map: &JourneyMap, canvas: &Canvas, svg: &mut Svg, [x, top]: [f64; 2], room: f64) -> f64 {
    let (side_by_side, width) = columns(map, canvas, room);
    let points = map.stages.iter().flat_map(|stage| &stage.touch_points);
    let channels = points.flat_map(|point| &point.channels);
    let most = channels.filter_map(|channel| channel.volume).max();
    let most = most.unwrap_or(0);
    let mut y = top;
    let stages: Vec<(usize, &MapStage)> = map.stages.iter().enumerate().collect();
    for band in stages.chunks(side_by_side) {
        let columns = band.iter();
        let columns =
            columns.map(|(place, stage)| Column::new(map, canvas, *place, stage, (width, most)));
        let columns: Vec<Column<'_>> = columns.collect();
        let heights = columns.iter().map(Column::heights);
        let heights = heights.fold(Heights::default(), |one, two| Heights {
            head: one.head.max(two.head),
            accountable: one.accountable.max(two.accountable),
            metric: one.metric.max(two.metric),
            counts: one.counts.max(two.counts),
        });
        let (mut left, mut bottom) = (x, y);
        for column in &columns {
            let end = column.draw(svg, [left, y], heights, side_by_side > 1);
            bottom = bottom.max(end);
            left += width + GAP;
        }
        y = bottom + 14.0;
    }
    y
}

fn moments(map: &JourneyMap, canvas: &Canvas, svg: &mut Svg, [x, top]: [f64; 2], room: f64) -> f64 {
    let heading = Block::new("Moments of truth", HEAD, INK, room);
    let mut y = heading.draw(svg, [x, top], Anchor::Start) + 6.0;
    let weighed = map.moments.iter().filter_map(|moment| moment.weighed);
    let heaviest = weighed.map(|it| it.weight()).fold(0.0, f64::max);
    for (place, moment) in map.moments.iter().enumerate() {
        let label = canvas.text(&moment.label);
        svg.open(&label);
        numbered(svg, [x + 10.0, y + 10.0], place, moment.missing);
        let left = x + 30.0;
        let block = Block::new(&label, BODY, INK, room - 30.0);
        let mut end = block.draw(svg, [left, y + 2.0], Anchor::Start);
        let more = about(map, canvas, moment);
        if !more.is_empty() {
            let block = Block::new(&more, SMALL, MUTED, room - 30.0);
            end = block.draw(svg, [left, end], Anchor::Start);
        }
        if let Some(weighed) = moment.weighed {
            let long = WEIGHT_BAR.min(room - 30.0);
            let part = if heaviest > 0.0 {
                weighed.weight() / heaviest
            } else {
                0.0
            };
            weight_bar(svg, [left, end + 6.0], [long, part]);
            end += 12.0;
        }
        svg.close();
        y = end.max(y + 20.0) + 6.0;
    }
    y + 8.0
}

/// Where a moment happens, what is expected, and how it ranks.
fn about(map: &JourneyMap, canvas: &Canvas, moment: &Moment) -> String {
    let mut parts = Vec::new();
    if moment.missing {
        parts.push("something that does not happen".to_owned());
    }
    if let Some(at) = &moment.at {
        let mut points = map.stages.iter().flat_map(|stage| &stage.touch_points);
        if let Some(point) = points.find(|point| point.id == *at) {
            parts.push(format!("at {}", point.name(canvas)));
        }
    }
    parts.extend(moment.note.as_ref().map(|note| canvas.text(note)));
    parts.extend(
        moment
            .declared_rank
            .map(|rank| format!("declared rank {rank}")),
    );
    parts.extend(
        moment
            .data_rank
            .map(|rank| format!("rank in the data {rank}")),
    );
    parts.extend(moment.weighed.as_ref().map(by_weight));
    parts.join(" · ")
}

/// The rank of a moment by its weight, and what that is made of.
fn by_weight(weighed: &Weighed) -> String {
    let importance = match weighed.importance {
        Some(importance) => format!("importance {} × ", fixed(importance, 3)),
        None => "importance not given, ".to_owned(),
    };
    let (volume, gap) = (count(weighed.volume), fixed(weighed.gap, 3));
    let rank = weighed.rank;
    format!("rank by weight {rank} ({importance}volume {volume} × gap {gap})")
}

fn signs(map: &JourneyMap) -> Vec<(Sign, &'static str)> {
    let mut signs = Vec::new();
    let stages = || map.stages.iter();
    if stages().any(|stage| stage.metric.is_some()) {
        signs.push((
            Sign::Measure,
            "a metric and its interval, on its whole scale",
        ));
    }
    let mut points = stages().flat_map(|stage| &stage.touch_points);
    let counts = points.any(|point| point.channels.iter().any(|it| it.volume.is_some()));
    if counts {
        signs.push((Sign::Bar, "signals, as a share of the busiest channel"));
    }
    signs.push((Sign::Concern, "concerns"));
    signs.push((Sign::Praise, "praise"));
    if map.moments.iter().any(|moment| !moment.missing) {
        signs.push((Sign::Moment, "moment of truth"));
    }
    if map.moments.iter().any(|moment| moment.missing) {
        signs.push((Sign::Missing, "one that does not happen"));
    }
    if map.moments.iter().any(|moment| moment.weighed.is_some()) {
        signs.push((
            Sign::Weight,
            "weight of a moment (importance × volume × gap), beside the heaviest",
        ));
    }
    signs
}

/// Everything that the map shows, in words.
fn words(map: &JourneyMap, canvas: &Canvas) -> String {
    let mut words = String::new();
    let stages = counted(map.stages.len() as u64, "stage", "stages");
    sentence(&mut words, format_args!("A journey map of {stages}."));
    for (place, stage) in map.stages.iter().enumerate() {
        let label = canvas.text(&stage.label);
        sentence(&mut words, format_args!("Stage {}, {label}:", place + 1));
        if let Some(metric) = &stage.metric {
            sentence(&mut words, format_args!("{};", metric.words(canvas)));
        }
        let counts = [
            ("signals", stage.volume),
            ("concerns", stage.concerns),
            ("praise", stage.praise),
        ];
        for (name, of) in counts {
            if let Some(of) = of {
                sentence(&mut words, format_args!("{name} {};", count(of)));
            }
        }
        let units = match stage.accountable.as_slice() {
            [] => "nobody".to_owned(),
            units => canvas.texts(units),
        };
        sentence(&mut words, format_args!("{units} answers for it."));
        for point in &stage.touch_points {
            point_words(&mut words, canvas, point);
        }
    }
    for (place, moment) in map.moments.iter().enumerate() {
        let (label, more) = (canvas.text(&moment.label), about(map, canvas, moment));
        sentence(
            &mut words,
            format_args!("Moment of truth {}: {label}, {more}.", place + 1),
        );
    }
    if let Some(elsewhere) = map.elsewhere {
        sentence(&mut words, format_args!("{}", elsewhere.words()));
    }
    words
}

fn point_words(words: &mut String, canvas: &Canvas, point: &super::MapTouchPoint) {
    let mut parts = vec![format!("Touch point {}", point.name(canvas))];
    if let Some(owner) = &point.owner {
        parts.push(format!("owner {}", canvas.text(owner)));
    }
    for channel in &point.channels {
        let label = canvas.text(&channel.label);
        parts.push(match channel.volume {
            Some(volume) => format!("{label} {}", count(volume)),
            None => label,
        });
    }
    parts.extend(point.concerns.map(|of| format!("concerns {}", count(of))));
    parts.extend(point.praise.map(|of| format!("praise {}", count(of))));
    sentence(words, format_args!("{}.", parts.join(", ")));
}
