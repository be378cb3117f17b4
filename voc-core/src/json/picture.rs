//! Pictures: plain structures in JSON, and the SVG that is drawn of them.

use super::text;
use crate::document::{Read, read_json};
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::insight::accountability::Weighing;
use crate::journey::{Actual, EventLog};
use crate::picture::{Canvas, Deviations, Heard, JourneyMap, PathMap, Scorecard};
use crate::program::Label;
use serde::Deserialize;

/// The kinds of pictures.
const KINDS: [&str; 4] = ["journey_map", "path_map", "deviations", "scorecard"];

/// How the paths of a log are drawn.
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Paths {
    title: Label,
    #[serde(default)]
    subtitle: Option<Label>,
    #[serde(default)]
    at_least: f64,
}

/// A picture as SVG. `kind` is `journey_map`, `path_map`, `deviations` or `scorecard`; `picture` and `canvas`
/// are JSON objects.
///
/// # Errors
/// An unknown kind, objects of another shape, and those of the picture's `svg`.
pub fn picture(kind: &str, picture: &str, canvas: &str) -> Result<String, Error> {
    let canvas: Canvas = read_json(canvas)?;
    match kind {
        "journey_map" => JourneyMap::from_json(picture)?.svg(&canvas),
        "path_map" => PathMap::from_json(picture)?.svg(&canvas),
        "deviations" => Deviations::from_json(picture)?.svg(&canvas),
        "scorecard" => Scorecard::from_json(picture)?.svg(&canvas),
        other => Err(
            Error::new(Code::Unknown, format!("there is no picture `{other}`"))
                .at("kind")
                .nearest(other, KINDS),
        ),
    }
}

/// What the map of a journey shows, to be drawn by [`picture`]; of what the engine keeps where it is not
/// given what was heard, and with the ranks of the data where it is given the instances. `weighing` is a JSON object
/// with the `importance` and the `targets` of moments of truth, where they are known.
///
/// # Errors
/// An unknown journey, instances of another, an importance or target of a moment that there is not.
pub fn journey_map(
    engine: &Engine,
    journey: &str,
    heard: Option<&Heard>,
    actual: Option<&Actual>,
    weighing: &str,
) -> Result<String, Error> {
    let weighing: Weighing = read_json(weighing)?;
    let kept = heard.is_none().then(|| Heard::of_engine(engine));
    let heard = heard.or(kept.as_ref());
    let none = Heard::default();
    let heard = heard.unwrap_or(&none);
    text(&JourneyMap::of(engine, journey, heard, actual, &weighing)?)
}

/// What the scorecard of a journey shows; as [`journey_map`].
///
/// # Errors
/// An unknown journey.
pub fn scorecard(engine: &Engine, journey: &str, heard: Option<&Heard>) -> Result<String, Error> {
    let kept = heard.is_none().then(|| Heard::of_engine(engine));
    let heard = heard.or(kept.as_ref());
    text(&Scorecard::of(
        engine,
        journey,
        heard.unwrap_or(&Heard::default()),
    )?)
}

/// What a picture of a journey's deviations from its plan shows, to be drawn by [`picture`].
///
/// # Errors
/// None in practice.
pub fn deviations(actual: &Actual) -> Result<String, Error> {
    text(&Deviations::of(actual)?)
}

/// What the map of the paths of a journey's instances shows, to be drawn by [`picture`]. Only steps that at
/// least this share of the instances take are drawn, beside the most frequent ones.
///
/// # Errors
/// None in practice.
pub fn journey_paths(actual: &Actual, at_least: f64) -> Result<String, Error> {
    text(&PathMap::of_actual(actual, at_least)?)
}

/// What the map of a log's paths shows. `paths` is a JSON object with `title`, and `subtitle` and `at_least`
/// where wanted.
///
/// # Errors
/// An object of another shape.
pub fn path_map(log: &EventLog, paths: &str) -> Result<String, Error> {
    let Paths {
        title,
        subtitle,
        at_least,
    } = read_json(paths)?;
    text(&PathMap {
        subtitle,
        ..PathMap::of(log, title, at_least)?
    })
}
