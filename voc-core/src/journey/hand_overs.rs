//! What passes from unit to unit within an instance, how long that takes, and what is lost.

use super::durations::Durations;
use super::log::EventLog;
use crate::error::Error;
use crate::metric::{CONFIDENCE, Estimate, rate};
use serde::Serialize;
use std::collections::BTreeMap;

/// Hand-overs from one unit to another: events that follow each other within an instance, events of no
/// unit aside, and are of different units.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HandOverRow {
    /// The unit that gave.
    pub from: String,
    /// The unit that received.
    pub to: String,
    /// How often.
    pub n: i64,
    /// In how many instances.
    pub instances: i64,
    /// How often it went back to the unit that had it before the one that gave.
    pub returned: i64,
    /// How long it took from the last event of the giver to the first of the receiver.
    pub durations: Durations,
    /// What was lost, for each piece of information that the log knows of.
    pub lost: Vec<LostRow>,
}

/// A piece of information that the giver's last event had and the receiver's first has not.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostRow {
    /// The information.
    pub name: String,
    /// How often it was lost.
    pub lost: i64,
    /// Of the hand-overs at which the giver had it, the share at which it was lost. With Wilson's
    /// interval.
    pub share: Estimate,
}

#[derive(Default)]
struct Found {
    times: Vec<i64>,
    instances: i64,
    /// The last instance with it, counted from 1.
    last: usize,
    returned: i64,
    /// By information: how often it was there, and how often it was lost.
    information: Vec<(i64, i64)>,
}

impl EventLog {
    /// Hand-overs by the two units: the most frequent first, and by their names where as frequent.
    ///
    /// # Errors
    /// A log without units.
    pub fn hand_overs(&self) -> Result<Vec<HandOverRow>, Error> {
        let details = self.details();
        details.with_units()?;
        let mut found: BTreeMap<(u32, u32), Found> = BTreeMap::new();
        for (place, (start, one)) in (1..).zip(self.placed()) {
            let mut giver: Option<(u32, usize, i64)> = None;
            let mut former = None;
            for (event, its) in (start..).zip(one.events) {
                let Some(unit) = details.units.code(event) else {
                    continue;
                };
                let at = its.at.micros();
                if let Some((from, last, since)) = giver
                    && from != unit
                {
                    let row = found.entry((from, unit)).or_default();
                    row.times.push(at.saturating_sub(since));
                    row.instances += i64::from(row.last != place);
                    row.last = place;
                    row.returned += i64::from(former == Some(unit));
                    row.compare(
                        details.there(last),
                        details.there(event),
                        details.information.len(),
                    );
                    former = Some(from);
                }
                giver = Some((unit, event, at));
            }
        }
        let rows = found.into_iter();
        let rows =
            rows.filter_map(|((from, to), found)| self.hand_over(from, to, found).transpose());
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.sort_by(|one, two| (two.n, &one.from, &one.to).cmp(&(one.n, &two.from, &two.to)));
        Ok(rows)
    }

    fn hand_over(
        &self,
        from: u32,
        to: u32,
        mut found: Found,
    ) -> Result<Option<HandOverRow>, Error> {
        let details = self.details();
        let name = |code| details.units.name(code).unwrap_or_default().to_owned();
        let Some(durations) = Durations::of(&mut found.times) else {
            return Ok(None);
        };
        let lost = details.information.iter().zip(found.information);
        let lost = lost.map(|(name, (there, lost))| {
            Ok(LostRow {
                name: name.clone(),
                lost,
                share: rate(lost, there, CONFIDENCE)?,
            })
        });
        Ok(Some(HandOverRow {
            from: name(from),
            to: name(to),
            n: durations.n,
            instances: found.instances,
            returned: found.returned,
            durations,
            lost: lost.collect::<Result<_, Error>>()?,
        }))
    }
}

impl Found {
    fn compare(&mut self, given: u64, received: u64, names: usize) {
        self.information.resize(names, (0, 0));
        for (bit, (there, lost)) in self.information.iter_mut().enumerate() {
            let was = given >> bit & 1 == 1;
            *there += i64::from(was);
            *lost += i64::from(was && received >> bit & 1 == 0);
        }
    }
}
