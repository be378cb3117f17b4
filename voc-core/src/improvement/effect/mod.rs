//! What came of an improvement: how its metric moved where it was done, less how it moved in comparable
//! units over the same time.
//!
//! Before and after alone are no effect. A unit that is chosen because its number was bad will do better
//! after, whatever is done: that is regression to the mean (F. Galton, 1886). So
//!
//! - the change is held against the change of units in which nothing of the kind was done; where there
//!   are not at least two, there is no comparison, and no number is called an effect;
//! - the window before is not made of the answers that led to the choice: it ends a window's length
//!   before the improvement was proposed, or, where it was begun at least a window's length after that,
//!   as it was begun. The comparable units were not chosen for what they happened to answer then, so to
//!   take the difference with them would not help.
//!
//! ```text
//!                 over                 over                                      over
//!          |-- before --|----- what led to the choice -----|--- under way ---|-- after --|
//!                                                      proposed  begun     done
//! ```

mod compare;
mod difference;

pub use difference::{Differences, UnitAnswers, difference_in_differences};

use super::{Improvement, ImprovementState};
use crate::metric::{CONFIDENCE, Estimate, Gathered, Reading};
use crate::named::Named;
use crate::program::Program;
use crate::time::{DAY, Time};
use chrono::{Days, NaiveDate};
use compare::{Chosen, choose};
use serde::Serialize;

/// What came of an improvement.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "label")]
pub enum Effect {
    /// How its metric moved where it was done, less how it moved in comparable units.
    #[serde(rename = "difference in differences")]
    Difference {
        /// The metric.
        metric: String,
        /// The one change less the other: in the metric's own unit. Units count alike, whatever their
        /// number of answers.
        value: f64,
        /// The lower end of the interval.
        low: f64,
        /// The upper end of the interval.
        high: f64,
        /// The confidence of the interval.
        confidence: f64,
        /// The degrees of freedom of the interval: it is made of how differently units moved.
        df: u32,
        /// The days before and after.
        windows: Windows,
        /// The metric before, in the units where it was done together.
        before: Estimate,
        /// The metric after, in the same.
        after: Estimate,
        /// How it moved in each of these units.
        units: Vec<UnitChange>,
        /// How it moved in each comparable unit.
        comparable: Vec<UnitChange>,
        /// Units that were not taken, and why.
        left_out: Vec<LeftOut>,
    },
    /// There is nothing to hold the change against. Before and after are no effect.
    #[serde(rename = "no comparison")]
    NoComparison {
        /// The metric.
        metric: String,
        /// Why there is no comparison.
        why: NoComparison,
        /// The same in words.
        words: String,
        /// The days before and after; absent where it is not done.
        #[serde(skip_serializing_if = "Option::is_none")]
        windows: Option<Windows>,
        /// The metric before, in the units where it was done together; absent where it is not done.
        #[serde(skip_serializing_if = "Option::is_none")]
        before: Option<Estimate>,
        /// The metric after, in the same; absent as long as that time is not over.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<Estimate>,
        /// Units that were not taken, and why.
        left_out: Vec<LeftOut>,
    },
}

/// Why there is no comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoComparison {
    /// It is not done.
    NotDone,
    /// The window after is not over.
    TooSoon,
    /// No unit in which it was done has enough answers before and after.
    TooFewAnswers,
    /// Something else was done there that should move the same metric.
    Confounded,
    /// Fewer than two comparable units.
    TooFewUnits,
    /// The comparable units all moved the same, and their answers are all the same: nothing says by how much
    /// units move by chance.
    NothingVaries,
}

/// The days that are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Windows {
    before: [NaiveDate; 2],
    after: [NaiveDate; 2],
}

/// The days that are looked at, in the program's time zone: the first and the last of each window.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Windows"))]
struct WindowsForm {
    /// Before.
    before: [String; 2],
    /// After.
    after: [String; 2],
}

impl Serialize for Windows {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let form = WindowsForm {
            before: self.before.map(|day| day.to_string()),
            after: self.after.map(|day| day.to_string()),
        };
        form.serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Windows {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        WindowsForm::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        WindowsForm::json_schema(generator)
    }
}

/// How the metric of one unit moved.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitChange {
    /// The unit, with those below it.
    pub unit: String,
    /// The metric before.
    pub before: Estimate,
    /// The metric after.
    pub after: Estimate,
    /// The one less the other.
    pub change: f64,
    /// Of a metric with weights, how many answers of the same weight would be as sure (Kish): before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<[f64; 2]>,
}

/// A unit that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// The unit.
    pub unit: String,
    /// Why.
    pub why: LeftOutWhy,
    /// The improvement that moves the metric there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub improvement: Option<String>,
}

/// Why a unit was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeftOutWhy {
    /// It has too few answers before or after.
    TooFewAnswers,
    /// Another improvement moves the metric there.
    OtherImprovement,
}

/// What the effect of an improvement is made of.
pub struct Measuring<'m> {
    /// The improvement.
    pub improvement: &'m Improvement,
    /// The program whose units these are.
    pub program: &'m Program,
    /// How answers become the metric.
    pub reading: Reading,
    /// Every improvement there is.
    pub all: Vec<&'m Improvement>,
    /// The time that it is.
    pub now: Option<Time>,
    /// The answers from a day on, before another, by unit.
    pub answers: &'m dyn Fn(NaiveDate, NaiveDate) -> Named<Gathered>,
}

impl Windows {
    /// The windows of an improvement that is done; absent of another.
    fn of(improvement: &Improvement, program: &Program) -> Option<Self> {
        let (started, ended) = (improvement.started_at?, improvement.ended_at?);
        if improvement.state != ImprovementState::Done {
            return None;
        }
        let day = |at: Time| at.date_in(program.zone());
        let over = improvement.over.fixed()? / DAY;
        let days = Days::new(u64::try_from(over).ok()?);
        let proposed = day(improvement.opened_at);
        let behind = if proposed.checked_add_days(days)? <= day(started) {
            day(started)
        } else {
            proposed.checked_sub_days(days)?
        };
        let first = day(ended).succ_opt()?;
        Some(Self {
            before: [behind.checked_sub_days(days)?, behind.pred_opt()?],
            after: [first, first.checked_add_days(days)?.pred_opt()?],
        })
    }

    fn is_over(&self, program: &Program, now: Option<Time>) -> bool {
        let today = now.map(|now| now.date_in(program.zone()));
        today.is_some_and(|today| today > self.after[1])
    }
}

/// The answers of the two windows, by unit.
struct Heard {
    before: Named<Gathered>,
    after: Named<Gathered>,
}

impl Measuring<'_> {
    /// What came of it.
    pub fn effect(&self) -> Effect {
        let Some(windows) = Windows::of(self.improvement, self.program) else {
            return self.no_comparison(NoComparison::NotDone, None, None, Vec::new());
        };
        let heard = |[first, last]: [NaiveDate; 2]| {
            let behind = last.succ_opt().unwrap_or(last);
            (self.answers)(first, behind)
        };
        let heard = Heard {
            before: heard(windows.before),
            after: heard(windows.after),
        };
        let because =
            |why, left_out| self.no_comparison(why, Some(windows), Some(&heard), left_out);
        if !windows.is_over(self.program, self.now) {
            return because(NoComparison::TooSoon, Vec::new());
        }
        let Chosen {
            units,
            comparable,
            left_out,
            confounded,
        } = choose(self, &windows, &heard);
        if units.is_empty() {
            return because(NoComparison::TooFewAnswers, left_out);
        }
        if confounded {
            return because(NoComparison::Confounded, left_out);
        }
        let found = difference_in_differences(self.reading, &units, &comparable, CONFIDENCE);
        let (Some(found), (Some(before), Some(after))) = (found, self.together(&heard, &windows))
        else {
            let why = match comparable.len() {
                0 | 1 => NoComparison::TooFewUnits,
                _ => NoComparison::NothingVaries,
            };
            return because(why, left_out);
        };
        let changes = |all: &[UnitAnswers]| all.iter().filter_map(|one| self.change(one)).collect();
        Effect::Difference {
            metric: self.improvement.metric.clone(),
            value: found.value,
            low: found.low,
            high: found.high,
            confidence: found.confidence,
            df: found.df,
            windows,
            before,
            after,
            units: changes(&units),
            comparable: changes(&comparable),
            left_out,
        }
    }

    fn change(&self, one: &UnitAnswers) -> Option<UnitChange> {
        let before = one.before.estimate(self.reading, CONFIDENCE).ok()?;
        let after = one.after.estimate(self.reading, CONFIDENCE).ok()?;
        let effective_n = |answers: &Gathered| answers.effective_n(self.reading);
        Some(UnitChange {
            unit: one.unit.clone(),
            change: after.value? - before.value?,
            before,
            after,
            effective_n: effective_n(&one.before)
                .zip(effective_n(&one.after))
                .map(|(before, after)| [before, after]),
        })
    }

    /// The metric before and after, in the units where it was done together.
    fn together(&self, heard: &Heard, windows: &Windows) -> (Option<Estimate>, Option<Estimate>) {
        let sum = |answers: &Named<Gathered>| {
            let mut sum = Gathered::default();
            for unit in compare::uppermost(self.program, &self.improvement.units) {
                sum.merge(&compare::below(self.program, answers, unit));
            }
            sum.estimate(self.reading, CONFIDENCE).ok()
        };
        let over = windows.is_over(self.program, self.now);
        let after = if over { sum(&heard.after) } else { None };
        (sum(&heard.before), after)
    }

    fn no_comparison(
        &self,
        why: NoComparison,
        windows: Option<Windows>,
        heard: Option<&Heard>,
        left_out: Vec<LeftOut>,
    ) -> Effect {
        let known = heard.zip(windows.as_ref());
        let known = known.map(|(heard, windows)| self.together(heard, windows));
        let (before, after) = known.unwrap_or_default();
        let min_n = self.improvement.min_n;
        let words = match why {
            NoComparison::NotDone => "no comparison: it is not done".to_owned(),
            NoComparison::TooSoon => {
                let last = windows.map(|windows| windows.after[1].to_string());
                format!(
                    "no comparison: the time after it lasts until the end of {}",
                    last.unwrap_or_default()
                )
            }
            NoComparison::TooFewAnswers => format!(
                "no comparison: no unit in which it was done has {min_n} answers both before and after"
            ),
            NoComparison::Confounded => {
                "no comparison: another improvement should move the same metric there".to_owned()
            }
            NoComparison::TooFewUnits => format!(
                "no comparison: fewer than two comparable units have {min_n} answers both before and after"
            ),
            NoComparison::NothingVaries => "no comparison: the comparable units moved all the same, and nothing in their answers varies that would say by how much units move by chance".to_owned(),
        };
        Effect::NoComparison {
            metric: self.improvement.metric.clone(),
            why,
            words,
            windows,
            before,
            after,
            left_out,
        }
    }
}

#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
