//! A metric with its number, interval and scale; and counts line by line.

use super::canvas::Canvas;
use super::ink::{BODY, Block, FIGURE, INK, MUTED, NAME, SMALL, Sign};
use super::measure::Measure;
use super::svg::{Anchor, Svg};
use super::words::count;

/// From one count to the next.
pub(super) const LINE_HEIGHT: f64 = 18.0;

/// A sign where there is one, what is counted, and how many.
pub(super) type CountLine = (Option<Sign>, &'static str, u64);

/// A metric, measured for a width.
pub(super) struct Figures<'m> {
    metric: Option<&'m Measure>,
    label: Block,
    width: f64,
}

impl<'m> Figures<'m> {
    pub(super) fn new(canvas: &Canvas, metric: Option<&'m Measure>, width: f64) -> Self {
        let label = match metric {
            Some(metric) => canvas.text(&metric.label),
            None => "No metric".to_owned(),
        };
        Self {
            metric,
            label: Block::new(&label, BODY, MUTED, width),
            width,
        }
    }

    pub(super) fn height(&self) -> f64 {
        let label = self.label.height();
        match self.metric {
            None => label,
            Some(metric) if self.notes_fit(metric) => label + 50.0 + SMALL.pitch(),
            Some(_) => label + 50.0 + 3.0 * SMALL.pitch(),
        }
    }

    /// Whether the interval and how many answers stand beside the number.
    fn notes_fit(&self, metric: &Measure) -> bool {
        let notes = notes(metric).map(|note| SMALL.width(&note));
        let value = FIGURE.width(&metric.value_text());
        value + notes[0].max(notes[1]) + 10.0 <= self.width
    }

    pub(super) fn draw(&self, svg: &mut Svg, [x, top]: [f64; 2]) {
        let mut y = self.label.draw(svg, [x, top], Anchor::Start);
        let Some(metric) = self.metric else { return };
        let font = if metric.value.is_some() { FIGURE } else { NAME };
        let value = metric.value_text();
        svg.text([x, y + 22.0], &value, font, INK, Anchor::Start);
        let beside = self.notes_fit(metric);
        let (at, anchor) = if beside {
            (x + self.width, Anchor::End)
        } else {
            y += 28.0;
            (x, Anchor::Start)
        };
        for note in notes(metric) {
            svg.text([at, y + 10.0], &note, SMALL, MUTED, anchor);
            y += SMALL.pitch();
        }
        y += if beside { 2.0 } else { 4.0 };
        metric.draw(svg, [x, y + 10.0], self.width);
        metric.draw_ends(svg, [x, y + 28.0], self.width);
    }
}

/// The interval, and how many answers.
fn notes(metric: &Measure) -> [String; 2] {
    [
        metric.interval_text().unwrap_or_default(),
        format!("n {}", count(metric.n)),
    ]
}

/// Counts, one below the other, their numbers at the right.
pub(super) fn count_lines(svg: &mut Svg, [x, top]: [f64; 2], width: f64, lines: &[CountLine]) {
    let mut y = top;
    for (sign, name, of) in lines {
        if let Some(sign) = sign {
            sign.draw(svg, [x, y + 8.0]);
        }
        svg.text([x + 18.0, y + 12.0], name, BODY, MUTED, Anchor::Start);
        svg.text([x + width, y + 12.0], &count(*of), BODY, INK, Anchor::End);
        y += LINE_HEIGHT;
    }
}
