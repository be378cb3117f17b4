//! The scorecard as a table.

use super::{ScoreRow, Scorecard};
use crate::picture::canvas::Canvas;
use crate::picture::ink::{
    ACCENT, BODY, Block, HEAD, INK, LINE, MUTED, NAME, RULE, SMALL, Sign, stroke,
};
use crate::picture::svg::{Anchor, Svg};
use crate::picture::words::count;

const GAP: f64 = 18.0;
/// The room for a stage's number.
const NUMBER: f64 = 18.0;
/// No column of words is narrower than this.
const NARROWEST: f64 = 92.0;
const SIGN: f64 = 16.0;
/// What stands where nothing is known.
const UNKNOWN: &str = "–";

/// How wide the columns are.
pub(super) struct Table<'c> {
    card: &'c Scorecard,
    canvas: &'c Canvas,
    width: f64,
    stage: f64,
    plot: f64,
    value: f64,
    /// Of answers, signals, concerns, praise, open cases.
    counts: [f64; 5],
    /// Of the units; absent where they stand below the stage.
    units: Option<f64>,
}

const HEADS: [(Option<Sign>, &str); 5] = [
    (None, "n"),
    (None, "Signals"),
    (Some(Sign::Concern), "Concerns"),
    (Some(Sign::Praise), "Praise"),
    (Some(Sign::Open), "Open"),
];

impl<'c> Table<'c> {
    /// Nothing where the canvas has no room for a table.
    pub(super) fn new(card: &'c Scorecard, canvas: &'c Canvas, width: f64) -> Option<Self> {
        if canvas.is_narrow() {
            return None;
        }
        let mut counts =
            HEADS.map(|(sign, head)| SMALL.width(head) + if sign.is_some() { SIGN } else { 0.0 });
        let mut value = SMALL.width("Value");
        for stage in &card.stages {
            for (wide, text) in counts.iter_mut().zip(numbers(stage)) {
                *wide = wide.max(BODY.width(&text));
            }
            if let Some(metric) = &stage.metric {
                let interval = metric.interval_text().unwrap_or_default();
                let wide = HEAD.width(&metric.value_text()).max(SMALL.width(&interval));
                value = value.max(wide);
            }
        }
        let fixed = value + counts.iter().sum::<f64>() + 6.0 * GAP;
        let words = width - fixed - GAP;
        if words >= 3.0 * NARROWEST + GAP {
            let rest = words - GAP;
            let (stage, units) = (rest * 0.34, rest * 0.28);
            return Some(Self {
                card,
                canvas,
                width,
                stage,
                plot: rest - stage - units,
                value,
                counts,
                units: Some(units),
            });
        }
        (words >= 2.0 * NARROWEST).then_some(Self {
            card,
            canvas,
            width,
            stage: words * 0.5,
            plot: words * 0.5,
            value,
            counts,
            units: None,
        })
    }

    pub(super) fn draw(&self, svg: &mut Svg, [x, top]: [f64; 2]) -> f64 {
        let mut y = self.heads(svg, [x, top]);
        svg.line([x, y, x + self.width, y], stroke(LINE, 1.0));
        for (place, stage) in self.card.stages.iter().enumerate() {
            svg.open(&stage.words(self.canvas));
            if place > 0 {
                svg.line([x, y, x + self.width, y], stroke(RULE, 1.0));
            }
            y = self.row(svg, [x, y + 12.0], place, stage) + 12.0;
            svg.close();
        }
        y
    }

    /// Where the columns of numbers end, the value first.
    fn ends(&self, x: f64) -> [f64; 6] {
        let mut at = x + self.stage + GAP + self.plot + GAP + self.value;
        let mut ends = [at; 6];
        for (end, wide) in ends.iter_mut().skip(1).zip(self.counts) {
            at += GAP + wide;
            *end = at;
        }
        ends
    }

    fn heads(&self, svg: &mut Svg, [x, top]: [f64; 2]) -> f64 {
        let base = top + SMALL.size;
        let mut head = |at: f64, text: &str, anchor: Anchor| {
            svg.text([at, base], text, SMALL, MUTED, anchor);
        };
        head(x, "Stage", Anchor::Start);
        head(x + self.stage + GAP, "Metric", Anchor::Start);
        let [value, counts @ ..] = self.ends(x);
        head(value, "Value", Anchor::End);
        for (end, (_, text)) in counts.iter().zip(HEADS) {
            head(*end, text, Anchor::End);
        }
        if self.units.is_some() {
            head(counts[4] + GAP, "Answers", Anchor::Start);
        }
        for (end, (sign, text)) in counts.iter().zip(HEADS) {
            if let Some(sign) = sign {
                sign.draw(svg, [end - SMALL.width(text) - SIGN, base - 4.0]);
            }
        }
        top + SMALL.pitch() + 6.0
    }

    fn row(&self, svg: &mut Svg, [x, top]: [f64; 2], place: usize, stage: &ScoreRow) -> f64 {
        let canvas = self.canvas;
        let number = (place + 1).to_string();
        svg.text([x, top + HEAD.size], &number, HEAD, ACCENT, Anchor::Start);
        let name = canvas.text(&stage.label);
        let name = Block::new(&name, HEAD, INK, self.stage - NUMBER);
        let mut bottom = name.draw(svg, [x + NUMBER, top], Anchor::Start);
        let units = stage.units(canvas);
        if self.units.is_none() {
            let units = Block::new(&units, SMALL, MUTED, self.stage - NUMBER);
            bottom = units.draw(svg, [x + NUMBER, bottom + 2.0], Anchor::Start);
        }
        let [value, counts @ ..] = self.ends(x);
        let left = x + self.stage + GAP;
        bottom = bottom.max(self.metric(svg, [left, top], value, stage));
        for (end, text) in counts.iter().zip(numbers(stage)) {
            svg.text([*end, top + HEAD.size], &text, BODY, INK, Anchor::End);
        }
        if let Some(wide) = self.units {
            let units = Block::new(&units, BODY, MUTED, wide);
            bottom = bottom.max(units.draw(svg, [counts[4] + GAP, top + 1.0], Anchor::Start));
        }
        bottom
    }

    fn metric(&self, svg: &mut Svg, [x, top]: [f64; 2], value: f64, stage: &ScoreRow) -> f64 {
        let Some(metric) = &stage.metric else {
            return Block::new("No metric", BODY, MUTED, self.plot).draw(
                svg,
                [x, top],
                Anchor::Start,
            );
        };
        let label = Block::new(&self.canvas.text(&metric.label), BODY, MUTED, self.plot);
        let y = label.draw(svg, [x, top + 1.0], Anchor::Start);
        metric.draw(svg, [x, y + 10.0], self.plot);
        metric.draw_ends(svg, [x, y + 28.0], self.plot);
        let font = if metric.value.is_some() { HEAD } else { NAME };
        let base = top + HEAD.size;
        svg.text([value, base], &metric.value_text(), font, INK, Anchor::End);
        if let Some(interval) = metric.interval_text() {
            let at = [value, base + SMALL.pitch() + 1.0];
            svg.text(at, &interval, SMALL, MUTED, Anchor::End);
        }
        y + 30.0
    }
}

/// Answers, signals, concerns, praise, open cases.
fn numbers(stage: &ScoreRow) -> [String; 5] {
    let text = |of: Option<u64>| of.map_or_else(|| UNKNOWN.to_owned(), count);
    let n = stage.metric.as_ref().map(|metric| metric.n);
    [n, stage.volume, stage.concerns, stage.praise, stage.open].map(text)
}
