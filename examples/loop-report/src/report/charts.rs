//! Pictures as SVG. The colours here are names: `style.css` gives each one for light and dark.

use super::words::{count, short};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Narrow, so that a telephone shows the text at its size; wide screens set two side by side.
const WIDTH: u32 = 440;
const INK: RGBColor = RGBColor(0x1b, 0x1b, 0x1d);
const SOFT: RGBColor = RGBColor(0x5d, 0x5d, 0x63);
const LINE: RGBColor = RGBColor(0xd9, 0xd9, 0xde);
/// The usual bar.
const BAR: RGBColor = RGBColor(0x2f, 0x4f, 0x73);
/// In the unit of plotters, which writes it as about 13.5 pixels.
const TEXT_SIZE: u32 = 17;

/// How a bar is filled; each also differs without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fill {
    /// Solid.
    Usual,
    /// Solid and pale.
    Pale,
    /// Hatched: what the customer disputes.
    Bad,
    /// An outline: nothing is known.
    Empty,
}

impl Fill {
    fn colour(self) -> RGBColor {
        match self {
            Self::Usual => BAR,
            Self::Pale => RGBColor(0xa9, 0xbb, 0xcf),
            Self::Bad => RGBColor(0xa2, 0x3b, 0x2a),
            Self::Empty => RGBColor(0xf1, 0xf1, 0xf4),
        }
    }
}

/// A bar: its label, its length and what is written behind it.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) length: u64,
    pub(super) value: String,
    pub(super) fill: Fill,
}

/// A point and its interval.
pub(super) struct Point {
    pub(super) label: String,
    pub(super) value: f64,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) text: String,
}

/// A picture that cannot be drawn.
pub(super) type Failed = Box<dyn std::error::Error>;

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Horizontal bars, each under its label.
pub(super) fn bars(bars: &[Bar]) -> Result<String, Failed> {
    const STEP: i32 = 42;
    const ROOM: i32 = 140;
    let longest = bars.iter().map(|bar| bar.length).max().unwrap_or(0).max(1);
    draw(STEP * size(bars.len()) + 4, |area| {
        for (place, bar) in bars.iter().enumerate() {
            let top = STEP * size(place);
            let end = scale(bar.length, longest, width() - ROOM);
            text(area, &short(&bar.label, 52), (0, top + 9), HPos::Left, INK)?;
            if bar.length > 0 {
                rectangle(area, (0, top + 19), (end.max(1), top + 35), bar.fill)?;
            }
            let gap = if bar.length > 0 { 8 } else { 0 };
            text(area, &bar.value, (end + gap, top + 27), HPos::Left, SOFT)?;
        }
        Ok(())
    })
}

/// One bar in parts, as shares of their sum.
pub(super) fn parts(parts: &[Bar]) -> Result<String, Failed> {
    let total = parts.iter().map(|part| part.length).sum::<u64>().max(1);
    let svg = draw(40, |area| {
        let mut before = 0;
        for part in parts.iter().filter(|part| part.length > 0) {
            let start = scale(before, total, width());
            before += part.length;
            let end = scale(before, total, width());
            let last = if end < width() { end - 2 } else { end };
            rectangle(area, (start, 2), (last.max(start + 1), 38), part.fill)?;
        }
        Ok(())
    })?;
    // It has no text, and may be as wide as the page.
    Ok(svg.replacen("<svg", "<svg preserveAspectRatio=\"none\"", 1))
}

/// Columns over time, with a scale and the first and last label.
pub(super) fn columns(columns: &[(String, u64)]) -> Result<String, Failed> {
    const TOP: i32 = 12;
    const BOTTOM: i32 = 176;
    const LEFT: i32 = 64;
    let highest = columns
        .iter()
        .map(|column| column.1)
        .max()
        .unwrap_or(0)
        .max(1);
    let step = nice_step(highest);
    let highest = highest.div_ceil(step) * step;
    draw(204, |area| {
        for mark in (0..=highest / step).map(|mark| mark * step) {
            let y = BOTTOM - scale(mark, highest, BOTTOM - TOP);
            area.draw(&PathElement::new(vec![(LEFT, y), (width(), y)], LINE))?;
            text(area, &count(mark), (LEFT - 8, y), HPos::Right, SOFT)?;
        }
        let room = f64::from(width() - LEFT) / f64::from(size(columns.len()).max(1));
        for (place, (_, number)) in columns.iter().enumerate() {
            #[expect(clippy::cast_possible_truncation, reason = "pixels of a small picture")]
            let edge = |place: i32| LEFT + (room * f64::from(place)).round() as i32;
            let (start, end) = (edge(size(place)), edge(size(place) + 1));
            let gap = i32::from(end - start > 3);
            let top = BOTTOM - scale(*number, highest, BOTTOM - TOP);
            if *number > 0 {
                let top = top.min(BOTTOM - 1);
                rectangle(
                    area,
                    (start, top),
                    ((end - gap).max(start + 1), BOTTOM),
                    Fill::Usual,
                )?;
            }
        }
        if let (Some((first, _)), Some((last, _))) = (columns.first(), columns.last()) {
            text(area, first, (LEFT, 192), HPos::Left, SOFT)?;
            if columns.len() > 1 {
                text(area, last, (width(), 192), HPos::Right, SOFT)?;
            }
        }
        Ok(())
    })
}

/// Points with their intervals on a scale from `from` to `to`.
pub(super) fn intervals(points: &[Point], from: f64, to: f64) -> Result<String, Failed> {
    const STEP: i32 = 48;
    #[expect(clippy::cast_possible_truncation, reason = "pixels of a small picture")]
    let place = |value: f64| {
        (((value - from) / (to - from)).clamp(0.0, 1.0) * f64::from(width() - 12)).round() as i32
            + 6
    };
    draw(STEP * size(points.len()) + 4, |area| {
        for (index, point) in points.iter().enumerate() {
            let top = STEP * size(index);
            let y = top + 30;
            text(
                area,
                &short(&point.label, 34),
                (0, top + 9),
                HPos::Left,
                INK,
            )?;
            text(area, &point.text, (width(), top + 9), HPos::Right, SOFT)?;
            area.draw(&PathElement::new(vec![(6, y), (width() - 6, y)], LINE))?;
            let (low, high) = (place(point.low), place(point.high));
            area.draw(&PathElement::new(
                vec![(low, y), (high, y)],
                BAR.stroke_width(3),
            ))?;
            for end in [low, high] {
                area.draw(&PathElement::new(
                    vec![(end, y - 6), (end, y + 6)],
                    BAR.stroke_width(2),
                ))?;
            }
            area.draw(&Circle::new((place(point.value), y), 5, BAR.filled()))?;
        }
        Ok(())
    })
}

fn draw(
    height: i32,
    paint: impl FnOnce(&Area<'_>) -> Result<(), Failed>,
) -> Result<String, Failed> {
    let mut svg = String::new();
    {
        let size = (WIDTH, u32::try_from(height)?);
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        paint(&area)?;
        area.present()?;
    }
    Ok(svg)
}

fn text(
    area: &Area<'_>,
    text: &str,
    at: (i32, i32),
    side: HPos,
    colour: RGBColor,
) -> Result<(), Failed> {
    let style = ("sans-serif", TEXT_SIZE)
        .into_text_style(area)
        .color(&colour)
        .pos(Pos::new(side, VPos::Center));
    Ok(area.draw(&Text::new(text.to_owned(), at, style))?)
}

fn rectangle(area: &Area<'_>, from: (i32, i32), to: (i32, i32), fill: Fill) -> Result<(), Failed> {
    Ok(area.draw(&Rectangle::new([from, to], fill.colour().filled()))?)
}

fn width() -> i32 {
    i32::try_from(WIDTH).unwrap_or(i32::MAX)
}

fn size(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// `number` of `all`, in pixels of `length`.
fn scale(number: u64, all: u64, length: i32) -> i32 {
    let length = u128::from(length.unsigned_abs());
    let pixels = (u128::from(number) * length + u128::from(all) / 2) / u128::from(all.max(1));
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

/// A step of 1, 2 or 5 times a power of ten that divides the height in at most five.
fn nice_step(highest: u64) -> u64 {
    let mut step = 1_u64;
    loop {
        for factor in [1, 2, 5] {
            let step = step.saturating_mul(factor);
            if highest.div_ceil(step) <= 5 {
                return step;
            }
        }
        step = step.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_bars_are_drawn_to_scale() {
        let bar = |label: &str, length| Bar {
            label: label.into(),
            length,
            value: String::new(),
            fill: Fill::Usual,
        };
        let svg = bars(&[bar("<script>", 10), bar("b", 5)]).unwrap();
        assert!(
            !svg.contains("<script>") && svg.contains("&lt;script&gt;"),
            "{svg}"
        );
        assert_eq!(
            (scale(5, 10, 300), scale(10, 10, 300), scale(0, 0, 300)),
            (150, 300, 0)
        );
    }

    #[test]
    fn steps_are_round() {
        assert_eq!(
            [1, 5, 6, 97, 1200, u64::MAX / 3].map(nice_step)[..5],
            [1, 1, 2, 20, 500]
        );
    }

    #[test]
    fn a_picture_of_nothing_is_no_error() {
        for svg in [
            bars(&[]),
            parts(&[]),
            columns(&[]),
            intervals(&[], 0.0, 1.0),
        ] {
            assert!(svg.unwrap().starts_with("<svg"));
        }
    }
}
