//! Actual journeys: what customers' signals show, case by case, as process mining reads an event log.
//!
//! An [`EventLog`] holds instances of a journey, each with its events in order: an activity at an
//! instant. It is made of columns ([`LogColumns`]), whoever they come from. What is read off it is a pure
//! function of what it holds, whatever the order of its rows was: [`EventLog::variants`],
//! [`EventLog::transitions`], [`EventLog::activities`], [`EventLog::durations`], [`EventLog::repeats`],
//! [`EventLog::between`], [`EventLog::until_next`], [`EventLog::stops`], [`EventLog::retention`].
//!
//! Events may bear more ([`Details`]): a score, whether it is a concern, the unit, the channel, the
//! customer's segment, which information there was. From these [`EventLog::experience`] says where scores
//! fall, [`EventLog::concerns`] which paths go with concerns, [`EventLog::first_signs`] what comes before
//! one, and [`EventLog::hand_overs`] what passes between units. All of it is association: nothing here
//! says why.
//!
//! A program plans a [`Journey`]. Its instances are found in customers' signals, all at once ([`assign`])
//! or one signal after another ([`Book`]); `JOURNEYS.md` beside this file says exactly how.

mod absence;
mod activities;
mod assign;
mod between;
mod compared;
mod concerns;
mod conform;
mod details;
mod durations;
mod event_rows;
mod experience;
mod grouped;
mod hand_overs;
mod log;
mod names;
mod needs;
mod only;
mod plan;
mod repeats;
mod retention;
mod score;
mod signs;
mod stops;
mod table;
mod texts;
mod transitions;
mod until_next;
mod variants;

pub use activities::ActivityRow;
pub use assign::{Actual, Book, Ids, InstanceRow, Over, Placement, Reason, UnassignedRow, assign};
pub use between::Between;
pub use compared::Compare;
pub use concerns::{ConcernRow, PathOf};
pub use conform::{
    By, Conformance, Deviation, DeviationRow, FitnessRow, FitnessSummary, Met, MetRow, MomentRow,
    UnplannedRow,
};
pub use details::{Details, INFORMATION_MAX, Information, SCORE_MAX};
pub use durations::{DurationRow, Durations};
pub use event_rows::EventRow;
pub use experience::ExperienceRow;
pub use hand_overs::{HandOverRow, LostRow};
pub use log::{Coded, Event, EventLog, LeftOut, LogColumns};
pub use names::Instance;
pub use needs::{NeedRow, needs};
pub use only::DetailText;
pub use plan::Journey;
pub use repeats::RepeatRow;
pub use retention::{Retention, RetentionRow};
pub use score::{ScoreMetric, ScoreOf};
pub use signs::{FirstSigns, SignRow};
pub use stops::{StopRow, Stops};
pub use table::LogTable;
pub use transitions::TransitionRow;
pub use until_next::UntilNext;
pub use variants::{Path, VariantRow};

#[cfg(test)]
mod alert_tests;
#[cfg(test)]
mod path_tests;
#[cfg(test)]
mod tests;
