//! Pictures, as SVG: pure functions from numbers to text, the same bytes everywhere.
//!
//! | picture | shows |
//! |---|---|
//! | [`JourneyMap`] | stages and touch points by channel, moments of truth, metrics with intervals, volume, concerns and praise, owners |
//! | [`PathMap`] | the ways that were taken: activities and what follows them directly, with counts and times |
//! | [`Deviations`] | the planned touch points in order, and beside each what happened instead: followed, skipped, repeated, out of order, late, unplanned |
//! | [`Scorecard`] | a row for each stage: its metric with interval, answers, volume, concerns, praise, open cases, who answers for it |
//!
//! A picture is a plain structure that says everything that is drawn. It can be read from JSON, and filled
//! by anybody from numbers of their own. Its `svg` draws it for a [`Canvas`]: for phones (480 pixels and
//! less) one below the other. Shapes, line styles and words carry the meaning, and the one colour none of
//! it; titles and a description say the same to a screen reader. Letters are measured by the widest of the
//! common fonts, so what fits in the picture fits on any screen.

mod canvas;
mod deviations;
mod figures;
mod heard;
mod ink;
mod journey_map;
mod measure;
mod of_actual;
mod of_engine;
mod of_log;
mod of_stage;
mod page;
mod path_map;
mod promised;
mod scorecard;
mod svg;
mod tally;
mod text;
mod widths;
mod words;

pub use canvas::Canvas;
pub use deviations::{DeviationStage, DeviationStep, Deviations, MomentMet, Unplanned};
pub use heard::{Heard, Touches};
pub use journey_map::{JourneyMap, MapChannel, MapStage, MapTouchPoint, Moment, Weighed};
pub use measure::{Measure, Unit};
pub use path_map::{PathActivity, PathMap, PathStep};
pub use scorecard::{ScoreRow, Scorecard};
pub use tally::Elsewhere;

#[cfg(test)]
mod of_actual_tests;
#[cfg(test)]
mod of_engine_tests;
#[cfg(test)]
mod tests;
