//! The scorecard: a row for each stage.

mod narrow;
mod table;

use super::canvas::Canvas;
use super::ink::{Block, MUTED, RULE, SMALL, Sign, legend, stroke};
use super::measure::Measure;
use super::page::Page;
use super::svg::Anchor;
use super::tally::Elsewhere;
use super::words::{count, counted, sentence};
use crate::document::Read;
use crate::error::Error;
use crate::program::Label;
use serde::{Deserialize, Serialize};

/// The stages of a journey with their numbers, as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scorecard {
    /// What stands above it.
    pub title: Label,
    /// What stands below the title: the period, the segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Label>,
    /// The stages, in order.
    pub stages: Vec<ScoreRow>,
    /// What was heard at none of the stages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// A stage and its numbers; what is not known is left out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreRow {
    /// What it is called.
    pub label: Label,
    /// The metric that it is judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Measure>,
    /// How many signals came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<u64>,
    /// How many concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<u64>,
    /// How much praise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub praise: Option<u64>,
    /// How many cases are open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
    /// The units that answer for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accountable: Vec<Label>,
}

impl Scorecard {
    /// Reads one from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object, with the place.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::read_json(text)
    }

    /// Draws the scorecard.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, a number off its scale.
    pub fn svg(&self, canvas: &Canvas) -> Result<String, Error> {
        canvas.check()?;
        for (place, stage) in self.stages.iter().enumerate() {
            if let Some(metric) = &stage.metric {
                metric.check(&format!("stages.{place}.metric"))?;
            }
        }
        let width = f64::from(canvas.width);
        let page = Page::headed(canvas, &self.title, self.subtitle.as_ref(), None);
        let Page {
            mut svg,
            margin,
            room,
            y,
            title,
        } = page;
        let mut y = y + 18.0;
        y = match table::Table::new(self, canvas, room) {
            Some(table) => table.draw(&mut svg, [margin, y]),
            None => narrow::draw(self, canvas, &mut svg, [margin, y], room),
        };
        if self.stages.iter().any(|stage| stage.metric.is_some()) {
            svg.line([margin, y, margin + room, y], stroke(RULE, 1.0));
            let what = (
                Sign::Measure,
                "a metric and its interval, on its whole scale",
            );
            y = legend(&mut svg, [margin, y + 10.0], room, &[what]);
        }
        if let Some(elsewhere) = self.elsewhere {
            let block = Block::new(&elsewhere.words(), SMALL, MUTED, room);
            y = block.draw(&mut svg, [margin, y + 6.0], Anchor::Start);
        }
        let words = self.words(canvas);
        Ok(svg.finish([width, y + margin], &canvas.id_prefix, &title, &words))
    }

    /// Everything that it shows, in words.
    fn words(&self, canvas: &Canvas) -> String {
        let mut words = String::new();
        let stages = counted(self.stages.len() as u64, "stage", "stages");
        sentence(&mut words, format_args!("A scorecard of {stages}."));
        for (place, stage) in self.stages.iter().enumerate() {
            let row = stage.words(canvas);
            sentence(&mut words, format_args!("Stage {}, {row}.", place + 1));
        }
        if let Some(elsewhere) = self.elsewhere {
            sentence(&mut words, format_args!("{}", elsewhere.words()));
        }
        words
    }
}

impl ScoreRow {
    /// The counts that are known, each with its sign.
    fn counts(&self) -> [(Option<Sign>, &'static str, Option<u64>); 4] {
        [
            (None, "Signals", self.volume),
            (Some(Sign::Concern), "Concerns", self.concerns),
            (Some(Sign::Praise), "Praise", self.praise),
            (Some(Sign::Open), "Open cases", self.open),
        ]
    }

    fn units(&self, canvas: &Canvas) -> String {
        match self.accountable.as_slice() {
            [] => "Nobody".to_owned(),
            units => canvas.texts(units),
        }
    }

    fn words(&self, canvas: &Canvas) -> String {
        let mut parts = vec![canvas.text(&self.label)];
        parts.extend(self.metric.as_ref().map(|metric| metric.words(canvas)));
        for (_, name, of) in self.counts() {
            parts.extend(of.map(|of| format!("{name} {}", count(of))));
        }
        parts.push(format!("answers for it: {}", self.units(canvas)));
        parts.join(", ")
    }
}
