//! What one person may see of all this: cases and numbers. Nothing that their role does not grant.

use super::Engine;
use crate::case::Case;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::insight::LoopRow;
use crate::metric::{MetricQuery, MetricRow};
use crate::route::{Sight, Viewer};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The name by which numbers of units are grouped.
const UNIT: &str = "unit";

/// A case as somebody sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeenCase {
    /// What anybody wrote in their own words was taken out.
    pub redacted: bool,
    /// The case, as far as it is seen.
    pub case: Case,
}

impl Engine {
    /// What a person sees now, by the newest version of the program and the roster.
    pub fn viewer<'v>(&'v self, person: &'v str) -> Viewer<'v> {
        let at = self.state.now.unwrap_or(Time::MIN);
        Viewer::of(self.program(), self.state.follow_up.people(), person, at)
    }

    /// The cases that a person sees, by id.
    pub fn cases_for<'e>(&'e self, person: &'e str) -> impl Iterator<Item = SeenCase> + 'e {
        let viewer = self.viewer(person);
        self.cases().filter_map(move |case| seen(viewer, case))
    }

    /// One case as a person sees it.
    ///
    /// # Errors
    /// An unknown case; one that they do not see is told no otherwise.
    pub fn case_for(&self, person: &str, id: &str) -> Result<SeenCase, Error> {
        let case = self.known_case(id)?;
        seen(self.viewer(person), case).ok_or_else(|| Self::no_case(id))
    }

    /// A metric as a person sees it: where it is broken down by `unit`, the rows of the units that they
    /// see.
    ///
    /// # Errors
    /// Those of [`Engine::metric`]; `not_allowed` where it is not broken down by `unit` and they do not
    /// see the numbers of the company.
    pub fn metric_for(
        &self,
        person: &str,
        id: &str,
        query: &MetricQuery,
    ) -> Result<Vec<MetricRow>, Error> {
        let viewer = self.viewer(person);
        if !query.by.iter().any(|name| name == UNIT) {
            allow(viewer, "by: [unit]")?;
        }
        let mut rows = self.metric(id, query)?;
        if !viewer.numbers(None) {
            rows.retain(|row| {
                let unit = row.group.get(UNIT).and_then(Option::as_deref);
                unit.is_some_and(|unit| viewer.numbers(Some(unit)))
            });
        }
        Ok(rows)
    }

    /// Whether the loop works, as a person sees it: by `unit`, the rows of the units that they see.
    ///
    /// # Errors
    /// Those of [`Engine::loop_by`]; `not_allowed` where it is by something else and they do not see the
    /// numbers of the company.
    pub fn loop_by_for(&self, person: &str, by: &str) -> Result<Vec<LoopRow>, Error> {
        let viewer = self.viewer(person);
        if by != UNIT {
            allow(viewer, "by unit")?;
        }
        let mut rows = self.loop_by(by)?;
        if !viewer.numbers(None) {
            let sees = |unit: &str| viewer.numbers(Some(unit));
            rows.retain(|row| row.group.as_deref().is_some_and(sees));
        }
        Ok(rows)
    }
}

fn seen(viewer: Viewer<'_>, case: &Case) -> Option<SeenCase> {
    let (redacted, case) = match viewer.case_of(case.unit.as_deref(), case.person.as_deref()) {
        Sight::Nothing => return None,
        Sight::Redacted => (true, case.redacted()),
        Sight::Whole => (false, case.clone()),
    };
    Some(SeenCase { redacted, case })
}

/// Numbers of the whole company are for those who see them.
fn allow(viewer: Viewer<'_>, instead: &str) -> Result<(), Error> {
    if viewer.numbers(None) {
        return Ok(());
    }
    let message = "they do not see the numbers of the whole company".to_owned();
    Err(Error::new(Code::NotAllowed, message).hint(format!("ask {instead}")))
}
