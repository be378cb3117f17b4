//! Where the experience falls along the path.

use super::log::EventLog;
use super::score::{Pairs, ScoreOf};
use crate::error::{Code, Error};
use crate::metric::watch::Difference;
use crate::metric::{Estimate, Moments};
use serde::Serialize;

/// The scores at an activity, and what they were before it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExperienceRow {
    /// The activity.
    pub activity: String,
    /// The number of the scores given there. An instance counts once, by its first score there.
    pub score: Estimate,
    /// How many of these instances gave a score before it, elsewhere.
    pub pairs: i64,
    /// How far the score of these lies above the one they gave last before it; absent where there are too
    /// few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Difference>,
}

impl EventLog {
    /// The scores along the path, by activity: the largest fall first, activities without anything before
    /// them last, and by name where they fall as far. Both scores of a change are of the same instance.
    ///
    /// # Errors
    /// A log without scores, a share without its least score, a confidence outside (0, 1); for NPS a
    /// score that is no answer from 0 to 10.
    pub fn experience(&self, of: &ScoreOf) -> Result<Vec<ExperienceRow>, Error> {
        self.details().with_scores()?;
        of.check()?;
        let activities = self.activity_names().len();
        let mut sums: Vec<(Moments, Pairs, usize)> = vec![<_>::default(); activities];
        for (place, (start, one)) in (1..).zip(self.placed()) {
            let mut before = None;
            for (event, its) in (start..).zip(one.events) {
                let Some(score) = self.details().score(event) else {
                    continue;
                };
                let part = of.part(score).ok_or_else(|| {
                    let score = super::details::of_millionths(score);
                    let name = self.activity(its.activity);
                    let message = format!(
                        "{score} at `{name}` of `{}` is no answer from 0 to 10",
                        one.name()
                    );
                    Error::new(Code::OutOfRange, message).at("score")
                })?;
                if let Some((sums, pairs, last)) = sums.get_mut(its.activity as usize)
                    && *last != place
                {
                    *last = place;
                    sums.add_units(part);
                    if let Some(before) = before {
                        pairs.add(part, before);
                    }
                }
                before = Some(part);
            }
        }
        let named = self.activity_names().iter().zip(&sums);
        let named = named.filter(|(_, (_, _, last))| *last > 0);
        let rows = named.map(|(name, (sums, pairs, _))| {
            Ok(ExperienceRow {
                activity: name.clone(),
                score: of.estimate(*sums)?,
                pairs: pairs.n(),
                change: of.change(pairs)?,
            })
        });
        let mut rows = rows.collect::<Result<Vec<_>, Error>>()?;
        let change = |row: &ExperienceRow| row.change.map_or(f64::INFINITY, |it| it.value);
        rows.sort_by(|one, two| {
            let further = change(one).total_cmp(&change(two));
            further.then_with(|| one.activity.cmp(&two.activity))
        });
        Ok(rows)
    }
}
