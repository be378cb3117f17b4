//! Activities: touch points, and kinds of signals that have none.

use crate::journey::plan::{Journey, NO_ACTIVITY, NO_PLACE};
use crate::named::Named;

/// What a touch point stands for.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) activity: u32,
    pub(super) stage: u16,
    pub(super) is_planned: bool,
}

impl Point {
    pub(super) const NONE: Self = Self {
        activity: NO_ACTIVITY,
        stage: NO_PLACE,
        is_planned: false,
    };
}

/// The activities that were met, by name: the planned touch points first.
pub(super) struct Activities {
    names: Vec<String>,
    others: Named<u32>,
}

impl Activities {
    pub(super) fn of(journey: &Journey) -> Self {
        Self {
            names: journey.touch_points().to_vec(),
            others: Named::new(),
        }
    }

    /// What a touch point stands for; or a kind, where a signal has no touch point.
    pub(super) fn point(&mut self, journey: &Journey, name: &str) -> Point {
        let planned = journey.point(name);
        let activity = planned.or_else(|| self.others.get(name).copied());
        let activity = activity.unwrap_or_else(|| {
            let place = u32::try_from(self.names.len()).unwrap_or(NO_ACTIVITY);
            self.names.push(name.to_owned());
            self.others.insert(name, place);
            place
        });
        Point {
            activity,
            stage: journey.stage_of(activity),
            is_planned: planned.is_some(),
        }
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }
}
