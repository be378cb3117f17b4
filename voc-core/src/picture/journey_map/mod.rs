//! The journey map: what the company offers along the customer's path, and how it goes there.

mod column;
mod draw;

use super::canvas::Canvas;
use super::measure::Measure;
use super::tally::Elsewhere;
use super::words::number;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::Label;
use serde::{Deserialize, Serialize};

/// A journey with its stages, as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JourneyMap {
    /// What stands above it.
    pub title: Label,
    /// What stands below the title: the period, the segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Label>,
    /// The stages, in order.
    pub stages: Vec<MapStage>,
    /// The moments of truth, in order: they are numbered from 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moments: Vec<Moment>,
    /// What was heard at none of the stages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// A stage of a journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MapStage {
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
    /// The units that answer for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accountable: Vec<Label>,
    /// Its touch points, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touch_points: Vec<MapTouchPoint>,
}

/// A touch point within a stage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MapTouchPoint {
    /// Its id, by which moments of truth name it.
    pub id: String,
    /// What it is called; its id if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The unit that answers for its design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Label>,
    /// The channels in which it is offered, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<MapChannel>,
    /// How many concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<u64>,
    /// How much praise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub praise: Option<u64>,
}

/// A channel of a touch point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MapChannel {
    /// What it is called.
    pub label: Label,
    /// How many signals came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<u64>,
}

/// What decides loyalty on a journey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// What it is called.
    pub label: Label,
    /// The touch point at which it happens, by its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Whether it is something that does not happen.
    #[serde(default)]
    pub missing: bool,
    /// More about it: what is expected, which rule sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Label>,
    /// Its rank by the company's own judgement, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_rank: Option<u32>,
    /// Its rank by the data, from 1; of a program's journey by the share of instances in which it was broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_rank: Option<u32>,
    /// Its rank by importance × volume × gap.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<Weighed>,
}

/// The rank of a moment of truth by its weight, importance × volume × gap, and what that is made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weighed {
    /// The rank among the moments of the journey, from 1.
    pub rank: u32,
    /// How much the moment moves loyalty, as a driver's share says; all count the same where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<f64>,
    /// How many answers its number stands on, or how many alerts.
    pub volume: u64,
    /// How far it is from its target, on a scale from 0 to 1.
    pub gap: f64,
}

impl Weighed {
    /// How many customers fall short, weighed.
    pub fn weight(&self) -> f64 {
        self.importance.unwrap_or(1.0) * number(self.volume) * self.gap
    }

    fn check(&self, path: &str) -> Result<(), Error> {
        let refused = |key: &str, message: String| {
            Err(Error::new(Code::OutOfRange, message).at(format!("{path}.{key}")))
        };
        if self.rank == 0 {
            return refused("rank", "ranks begin with 1".to_owned());
        }
        if let Some(importance) = self.importance
            && !(importance >= 0.0 && importance.is_finite())
        {
            let message = format!("{importance} is no importance: it is 0 or more");
            return refused("importance", message);
        }
        if !(0.0..=1.0).contains(&self.gap) {
            return refused("gap", format!("{} is no gap: it is from 0 to 1", self.gap));
        }
        Ok(())
    }
}

impl JourneyMap {
    /// Reads one from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object, with the place.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::read_json(text)
    }

    /// Draws the map.
    ///
    /// # Errors
    /// A canvas that cannot be drawn on, a number off its scale, a moment at a touch point that there is not, or one
    /// that is weighed by what is no number.
    pub fn svg(&self, canvas: &Canvas) -> Result<String, Error> {
        canvas.check()?;
        self.check()?;
        Ok(draw::draw(self, canvas))
    }

    fn check(&self) -> Result<(), Error> {
        for (place, stage) in self.stages.iter().enumerate() {
            if let Some(metric) = &stage.metric {
                metric.check(&format!("stages.{place}.metric"))?;
            }
        }
        let points = || self.stages.iter().flat_map(|stage| &stage.touch_points);
        for (place, moment) in self.moments.iter().enumerate() {
            if let Some(weighed) = &moment.weighed {
                weighed.check(&format!("moments.{place}.weighed"))?;
            }
            if let Some(at) = &moment.at
                && !points().any(|point| point.id == *at)
            {
                let message = format!("there is no touch point `{at}`");
                return Err(Error::new(Code::Unknown, message)
                    .at(format!("moments.{place}.at"))
                    .nearest(at, points().map(|point| point.id.as_str())));
            }
        }
        Ok(())
    }

    /// The moments at a touch point, with their places.
    fn moments_at<'m>(&'m self, point: &'m str) -> impl Iterator<Item = (usize, &'m Moment)> {
        let moments = self.moments.iter().enumerate();
        moments.filter(move |(_, moment)| moment.at.as_deref() == Some(point))
    }
}

impl MapTouchPoint {
    fn name(&self, canvas: &Canvas) -> String {
        match &self.label {
            Some(label) => canvas.text(label),
            None => canvas.text(&Label::One(self.id.clone())),
        }
    }
}
