//! A number with its interval, and how it is written and drawn.

use super::canvas::Canvas;
use super::ink::{ACCENT, INK, LINE, MUTED, PAPER, RULE, SMALL, stroke};
use super::svg::{Anchor, Svg};
use super::words::{count, fixed, percent};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::Label;
use serde::{Deserialize, Serialize};

/// What a number counts in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A share from 0 to 1, written in per cent.
    #[default]
    Share,
    /// Points of NPS, from −100 to 100.
    Nps,
    /// Something else, on its own `scale`.
    Plain,
}

/// A number with its interval, as a picture shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// What it is called.
    pub label: Label,
    /// The number; absent where nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// The lower end of its interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// The upper end of its interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// How many answers it stands on.
    pub n: u64,
    /// What it counts in; a share if not said.
    #[serde(default)]
    pub unit: Unit,
    /// The least and the most that it can be; needed of `plain` numbers, and left out of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<[f64; 2]>,
}

impl Measure {
    pub(super) fn check(&self, at: &str) -> Result<(), Error> {
        let wrong = |name: &str, message: &str| {
            Error::new(Code::OutOfRange, message).at(format!("{at}.{name}"))
        };
        match (self.unit, self.scale) {
            (Unit::Plain, None) => return Err(wrong("scale", "a plain number needs its scale")),
            (Unit::Plain, Some([low, high])) => {
                if !(low.is_finite() && high.is_finite() && low < high) {
                    return Err(wrong("scale", "a scale goes from a number to a higher one"));
                }
            }
            (_, Some(_)) => {
                return Err(wrong("scale", "only a plain number has a scale of its own"));
            }
            (_, None) => {}
        }
        let [least, most] = self.ends();
        let numbers = [
            ("value", self.value),
            ("low", self.low),
            ("high", self.high),
        ];
        for (name, number) in numbers {
            if number.is_some_and(|number| !(least..=most).contains(&number)) {
                let message = format!("a number from {least} to {most} is expected");
                return Err(wrong(name, &message));
            }
        }
        if let (Some(low), Some(high)) = (self.low, self.high)
            && low > high
        {
            return Err(wrong("low", "the interval ends below where it begins"));
        }
        Ok(())
    }

    pub(super) fn ends(&self) -> [f64; 2] {
        match (self.unit, self.scale) {
            (Unit::Nps, _) => [-100.0, 100.0],
            (Unit::Plain, Some(scale)) => scale,
            _ => [0.0, 1.0],
        }
    }

    /// A number on its scale, as it is written.
    pub(super) fn written(&self, number: f64) -> String {
        match self.unit {
            Unit::Share => percent(number),
            Unit::Nps => {
                let text = fixed(number.round(), 0);
                if number.round() > 0.0 {
                    format!("+{text}")
                } else {
                    text
                }
            }
            Unit::Plain => fixed(number, 2),
        }
    }

    pub(super) fn value_text(&self) -> String {
        self.value
            .map_or_else(|| "no answers".to_owned(), |value| self.written(value))
    }

    /// The interval: `68 % to 76 %`.
    pub(super) fn interval_text(&self) -> Option<String> {
        let (low, high) = (self.low?, self.high?);
        Some(format!("{} to {}", self.written(low), self.written(high)))
    }

    /// The whole of it in words.
    pub(super) fn words(&self, canvas: &Canvas) -> String {
        let (label, value) = (canvas.text(&self.label), self.value_text());
        let n = count(self.n);
        match self.interval_text() {
            Some(interval) if self.value.is_some() => {
                format!("{label} {value}, interval {interval}, n {n}")
            }
            _ => format!("{label} {value}, n {n}"),
        }
    }

    /// Draws the number as a dot and its interval as a bar, on its scale from `x` on, `width` wide.
    pub(super) fn draw(&self, svg: &mut Svg, [x, y]: [f64; 2], width: f64) {
        let [least, most] = self.ends();
        let place = |number: f64| {
            let share = (number - least) / (most - least);
            x + 5.0 + (width - 10.0) * share.clamp(0.0, 1.0)
        };
        svg.line([place(least), y, place(most), y], stroke(RULE, 1.0));
        let mut ticks = vec![least, most];
        if least < 0.0 && most > 0.0 {
            ticks.push(0.0);
        }
        for tick in ticks {
            let at = place(tick);
            svg.line([at, y - 4.0, at, y + 4.0], stroke(LINE, 1.0));
        }
        if let (Some(low), Some(high)) = (self.low, self.high) {
            let wide = (place(high) - place(low)).max(1.0);
            svg.rect([place(low), y - 5.0, wide, 10.0], 0.0, ACCENT, None);
        }
        if let Some(value) = self.value {
            svg.circle([place(value), y], 3.5, PAPER, Some(stroke(INK, 1.5)));
        }
    }

    /// Writes the ends of its scale below where it was drawn.
    pub(super) fn draw_ends(&self, svg: &mut Svg, [x, base]: [f64; 2], width: f64) {
        let [least, most] = self.ends();
        let texts = [(x, least, Anchor::Start), (x + width, most, Anchor::End)];
        for (x, end, anchor) in texts {
            svg.text([x, base], &self.written(end), SMALL, MUTED, anchor);
        }
    }
}
