//! Which paths go with a concern.

use super::compared::{Compare, Compared, compared};
use super::log::EventLog;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::Estimate;
use crate::metric::watch::Difference;
use serde::{Deserialize, Serialize};

/// What instances are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PathOf {
    /// Whether they passed an activity.
    Activity,
    /// Which path they took.
    Variant,
}

/// The instances on a path, or through an activity, against all others.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConcernRow {
    /// The path; an activity alone.
    pub path: Vec<String>,
    /// Of the instances on it, the share with a concern.
    pub passed: Estimate,
    /// Of the other instances, the share with a concern.
    pub others: Estimate,
    /// How far the first share lies above the second, with the interval of Newcombe's method 10; absent
    /// where there are no others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// Whether there are enough instances on either side to say anything.
    pub enough: bool,
}

impl PathOf {
    /// Reads its name.
    ///
    /// # Errors
    /// Another name.
    pub fn named(name: &str) -> Result<Self, Error> {
        match name {
            "activity" => Ok(Self::Activity),
            "variant" => Ok(Self::Variant),
            _ => {
                let message = format!("concerns are not told apart by `{name}`");
                let error = Error::new(Code::Unknown, message).at("by");
                Err(error.nearest(name, ["activity", "variant"]))
            }
        }
    }
}

impl EventLog {
    /// The share of instances with a concern by what they passed, against those that did not: where there
    /// are enough first, the greatest difference first, and by their names where as great. An instance
    /// has a concern if any of its events has. What they passed may lie before or after the concern:
    /// [`EventLog::first_signs`] looks at what lies before alone.
    ///
    /// # Errors
    /// A log without concerns, a confidence outside (0, 1), fewer than 1 on a side.
    pub fn concerns(&self, by: PathOf, how: &Compare) -> Result<Vec<ConcernRow>, Error> {
        self.details().with_concerns()?;
        let (paths, counts) = match by {
            PathOf::Activity => self.concerns_by_activity(),
            PathOf::Variant => self.concerns_by_variant(),
        };
        let concerned = self.concerned();
        let all = i64::try_from(concerned.len()).unwrap_or(i64::MAX);
        let hits = i64::try_from(concerned.iter().filter(|it| **it).count()).unwrap_or(i64::MAX);
        let min_n = how.min_n()?;
        let enough = |n: i64| n >= min_n && all - n >= min_n;
        let together = counts.iter().filter(|(_, n)| enough(*n)).count();
        let confidence = how.each(together)?;
        let mut rows = Vec::with_capacity(paths.len());
        for (path, (its, n)) in paths.into_iter().zip(counts) {
            let Compared {
                with,
                without,
                difference,
            } = compared((its, n), (hits - its, all - n), confidence)?;
            rows.push(ConcernRow {
                path,
                passed: with,
                others: without,
                difference,
                enough: enough(n),
            });
        }
        let value = |row: &ConcernRow| row.difference.map_or(f64::NEG_INFINITY, |it| it.value);
        rows.sort_by(|one, two| {
            let enough = two.enough.cmp(&one.enough);
            let greater = enough.then_with(|| value(two).total_cmp(&value(one)));
            greater.then_with(|| one.path.cmp(&two.path))
        });
        Ok(rows)
    }

    /// Whether each instance has a concern.
    fn concerned(&self) -> Vec<bool> {
        let details = self.details();
        let has = |(start, one): (usize, super::Instance<'_>)| {
            (start..start + one.events.len()).any(|event| details.concern(event))
        };
        self.placed().map(has).collect()
    }

    fn concerns_by_activity(&self) -> (Vec<Vec<String>>, Vec<(i64, i64)>) {
        let mut counts = vec![(0, 0, 0_usize); self.activity_names().len()];
        for ((place, one), concerned) in (1..).zip(self.instances()).zip(self.concerned()) {
            for event in one.events {
                if let Some((hits, n, last)) = counts.get_mut(event.activity as usize)
                    && *last != place
                {
                    (*hits, *n, *last) = (*hits + i64::from(concerned), *n + 1, place);
                }
            }
        }
        let named = self.activity_names().iter().zip(counts);
        let named = named.filter(|(_, (_, n, _))| *n > 0);
        named
            .map(|(name, (hits, n, _))| (vec![name.clone()], (hits, n)))
            .unzip()
    }

    fn concerns_by_variant(&self) -> (Vec<Vec<String>>, Vec<(i64, i64)>) {
        let (firsts, of) = self.by_path();
        let mut counts = vec![(0, 0); firsts.len()];
        for (path, concerned) in of.into_iter().zip(self.concerned()) {
            if let Some((hits, n)) = counts.get_mut(path as usize) {
                (*hits, *n) = (*hits + i64::from(concerned), *n + 1);
            }
        }
        let path = |(_, first): (u64, super::Instance<'_>)| {
            let events = first.events.iter();
            events
                .map(|event| self.activity(event.activity).to_owned())
                .collect()
        };
        (firsts.into_iter().map(path).collect(), counts)
    }
}
