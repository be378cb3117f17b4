//! The ways that were taken: what happens, what follows it directly, how often and how fast.

mod lanes;
mod layers;
mod narrow;
mod node;
mod spread;
mod tell;
mod ways;
mod wide;

use super::canvas::Canvas;
use super::page::Page;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::Label;
use serde::{Deserialize, Serialize};
use ways::Ways;

/// Actual paths, as a picture: activities, and what follows them directly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathMap {
    /// What stands above it.
    pub title: Label,
    /// What stands below the title: the period, the segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Label>,
    /// How many instances there are.
    pub instances: u64,
    /// What happened, in the order along the path: a step to one further on goes ahead, one to an earlier
    /// one goes back.
    pub activities: Vec<PathActivity>,
    /// What follows what directly.
    pub steps: Vec<PathStep>,
    /// Only steps that at least this share of the instances take are drawn, 0 to 1; but of every activity
    /// the most frequent step to it, and from it. How many are left out is written below. All are drawn if
    /// not said.
    #[serde(default)]
    pub at_least: f64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathActivity {
    /// Its id, by which steps name it.
    pub id: String,
    /// What it is called; its id if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// How often it happened.
    pub n: u64,
    /// How many instances begin with it.
    #[serde(default)]
    pub first: u64,
    /// How many instances end with it.
    #[serde(default)]
    pub last: u64,
}

/// An activity that follows another directly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PathStep {
    /// The activity before, by its id.
    pub from: String,
    /// The activity after, by its id.
    pub to: String,
    /// How often.
    pub n: u64,
    /// In how many instances; as often as it happened if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instances: Option<u64>,
    /// The median time from the one to the other, in microseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub median_us: Option<f64>,
}

impl PathMap {
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
    /// A canvas that cannot be drawn on, two activities of one id, a step from or to one that there is not,
    /// a share that is none.
    pub fn svg(&self, canvas: &Canvas) -> Result<String, Error> {
        canvas.check()?;
        self.check()?;
        let ways = Ways::of(self, canvas);
        let width = f64::from(canvas.width);
        let page = Page::headed(
            canvas,
            &self.title,
            self.subtitle.as_ref(),
            Some(tell::size(self)),
        );
        let Page {
            mut svg,
            margin,
            room,
            y,
            title,
        } = page;
        let mut y = y + 16.0;
        y = if canvas.is_narrow() {
            narrow::draw(&ways, &mut svg, [margin, y], room)
        } else {
            wide::draw(&ways, &mut svg, [margin, y], room)
        };
        y = tell::below(self, &ways, &mut svg, [margin, y + 14.0], room, canvas);
        let words = tell::words(self, &ways);
        Ok(svg.finish([width, y + margin], &canvas.id_prefix, &title, &words))
    }

    fn check(&self) -> Result<(), Error> {
        if !(0.0..=1.0).contains(&self.at_least) {
            let message = format!("{} is no share", self.at_least);
            return Err(Error::new(Code::OutOfRange, message)
                .at("at_least")
                .hint("it lies between 0 and 1, such as 0.05"));
        }
        let mut known = crate::named::Named::new();
        for (place, activity) in self.activities.iter().enumerate() {
            if known.insert(activity.id.as_str(), ()).is_some() {
                let message = format!("there are two activities `{}`", activity.id);
                return Err(Error::new(Code::IdTaken, message).at(format!("activities.{place}.id")));
            }
        }
        for (place, step) in self.steps.iter().enumerate() {
            for (name, id) in [("from", &step.from), ("to", &step.to)] {
                if known.get(id.as_str()).is_none() {
                    let ids = self.activities.iter().map(|activity| activity.id.as_str());
                    let message = format!("there is no activity `{id}`");
                    return Err(Error::new(Code::Unknown, message)
                        .at(format!("steps.{place}.{name}"))
                        .nearest(id, ids));
                }
            }
            let median = step.median_us.unwrap_or(0.0);
            if !(median.is_finite() && median >= 0.0) {
                let message = format!("{median} is no time");
                return Err(
                    Error::new(Code::OutOfRange, message).at(format!("steps.{place}.median_us"))
                );
            }
        }
        Ok(())
    }
}
