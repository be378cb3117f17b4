//! What comes before a complaint more often than otherwise, and how long before.

use super::compared::{Compare, Compared, compared};
use super::durations::Durations;
use super::log::EventLog;
use super::names::Instance;
use crate::error::Error;
use crate::metric::watch::Difference;
use crate::metric::{Estimate, rate};
use serde::Serialize;

/// What comes before an activity, a complaint say. Association, not cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FirstSigns {
    /// The activity that is looked for.
    pub target: String,
    /// How many instances have it.
    pub instances: i64,
    /// How many have not.
    pub others: i64,
    /// Whether there are enough of either to say anything; without that nothing is a sign.
    pub enough: bool,
    /// Of the instances with the target, the share with a sign before it. With Wilson's interval.
    pub warned: Estimate,
    /// How long before the target the first sign was, in those; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Durations>,
    /// Every other activity: signs first, the greatest difference first, and by name where as great.
    pub rows: Vec<SignRow>,
}

/// An activity that may be a sign.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignRow {
    /// The activity.
    pub activity: String,
    /// Of the instances with the target, the share that have it before the first target.
    pub before: Estimate,
    /// Of the instances without the target, the share that have it at all.
    pub otherwise: Estimate,
    /// How far the first share lies above the second, with the interval of Newcombe's method 10; absent
    /// where there are no others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Whether it is a sign: there are enough instances, and the interval lies above 0.
    pub is_sign: bool,
    /// In how many instances it is the first sign.
    pub first: i64,
    /// How long before the target it first was, where it was before it; absent where it never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Durations>,
}

/// What is counted of an activity.
#[derive(Clone, Default)]
struct Count {
    before: Vec<i64>,
    otherwise: i64,
    /// The last instance that it was counted in, counted from 1.
    last: usize,
}

impl EventLog {
    /// Which activities come before the first `target` of an instance more often than they come in
    /// instances without it, and how long before. An instance with the target is looked at up to it, one
    /// without as a whole: so a difference is, if anything, understated. The confidence holds for all
    /// activities together.
    ///
    /// # Errors
    /// An activity that the log does not have, a confidence outside (0, 1), fewer than 1 on a side.
    pub fn first_signs(&self, target: &str, how: &Compare) -> Result<FirstSigns, Error> {
        let wanted = self.number_of(target, "target")?;
        let (counts, with, others) = self.counts_before(wanted);
        let is_seen = |count: &Count| !count.before.is_empty() || count.otherwise > 0;
        let confidence = how.each(counts.iter().filter(|it| is_seen(it)).count())?;
        let min_n = how.min_n()?;
        let enough = with >= min_n && others >= min_n;
        let mut is_sign = vec![false; counts.len()];
        let mut rows = Vec::new();
        for ((number, mut count), is_sign) in (0_u32..).zip(counts).zip(&mut is_sign) {
            if !is_seen(&count) {
                continue;
            }
            let before = i64::try_from(count.before.len()).unwrap_or(i64::MAX);
            let Compared {
                with: before,
                without: otherwise,
                difference,
            } = compared((before, with), (count.otherwise, others), confidence)?;
            *is_sign = enough && difference.is_some_and(|it| it.low > 0.0);
            rows.push((
                number,
                SignRow {
                    activity: self.activity(number).to_owned(),
                    before,
                    otherwise,
                    difference,
                    is_sign: *is_sign,
                    first: 0,
                    lead: Durations::of(&mut count.before),
                },
            ));
        }
        let (firsts, mut leads) = self.leads(wanted, &is_sign);
        for (number, row) in &mut rows {
            row.first = firsts.get(*number as usize).copied().unwrap_or_default();
        }
        let mut rows: Vec<SignRow> = rows.into_iter().map(|(_, row)| row).collect();
        let value = |row: &SignRow| row.difference.map_or(f64::NEG_INFINITY, |it| it.value);
        rows.sort_by(|one, two| {
            let sign = two.is_sign.cmp(&one.is_sign);
            let greater = sign.then_with(|| value(two).total_cmp(&value(one)));
            greater.then_with(|| one.activity.cmp(&two.activity))
        });
        let warned = i64::try_from(leads.len()).unwrap_or(i64::MAX);
        Ok(FirstSigns {
            target: target.to_owned(),
            instances: with,
            others,
            enough,
            warned: rate(warned, with, how.each(1)?)?,
            lead: Durations::of(&mut leads),
            rows,
        })
    }

    /// By activity, when it was before the target and in how many instances it is without one; then how
    /// many instances have the target, and how many have not.
    fn counts_before(&self, target: u32) -> (Vec<Count>, i64, i64) {
        let mut counts = vec![Count::default(); self.activity_names().len()];
        let (mut with, mut others) = (0, 0);
        for (place, one) in (1..).zip(self.instances()) {
            let (before, at) = up_to(&one, target);
            with += i64::from(at.is_some());
            others += i64::from(at.is_none());
            for event in before {
                let Some(count) = counts.get_mut(event.activity as usize) else {
                    continue;
                };
                if count.last == place {
                    continue;
                }
                count.last = place;
                match at {
                    Some(at) => count.before.push(at.saturating_sub(event.at.micros())),
                    None => count.otherwise += 1,
                }
            }
        }
        (counts, with, others)
    }

    /// By activity, in how many instances it is the first sign; and how long before the target that was.
    fn leads(&self, target: u32, is_sign: &[bool]) -> (Vec<i64>, Vec<i64>) {
        let mut firsts = vec![0; is_sign.len()];
        let mut leads = Vec::new();
        for one in self.instances() {
            let (before, Some(at)) = up_to(&one, target) else {
                continue;
            };
            let is_one =
                |event: &&super::Event| is_sign.get(event.activity as usize) == Some(&true);
            let Some(sign) = before.iter().find(is_one) else {
                continue;
            };
            leads.push(at.saturating_sub(sign.at.micros()));
            if let Some(first) = firsts.get_mut(sign.activity as usize) {
                *first += 1;
            }
        }
        (firsts, leads)
    }
}

/// The events before the first of this activity, and when that was; all events where there is none.
fn up_to<'l>(one: &Instance<'l>, target: u32) -> (&'l [super::Event], Option<i64>) {
    let place = one.events.iter().position(|event| event.activity == target);
    let at = place.and_then(|place| one.events.get(place));
    let before = place.and_then(|place| one.events.get(..place));
    (
        before.unwrap_or(one.events),
        at.map(|event| event.at.micros()),
    )
}
