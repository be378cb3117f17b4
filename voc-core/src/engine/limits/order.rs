//! The order in which alerts that come up together are decided.

use crate::engine::facts::FactPlans;
use crate::ordered::sort_by;
use crate::rule::{Alert, Change, CustomerState, Key};
use crate::time::Time;

/// Where an alert is decided: those at a deadline before those at the signals of its instant, and at
/// one place the superseding ones first.
fn place<'a>(
    plans: &FactPlans,
    state: &'a CustomerState,
    alert: &'a Alert,
) -> (
    Time,
    Option<&'a str>,
    usize,
    Option<&'a Key>,
    Option<&'a str>,
) {
    let bearing = state.bearing(alert).map(|(key, _)| key);
    let at_signal = bearing.is_none_or(|key| key.0 == alert.at);
    (
        alert.at,
        at_signal.then_some(alert.signal.as_str()),
        plans.at(alert.at).limits.rank(&alert.rule),
        bearing,
        alert.same.as_deref(),
    )
}

/// Brings the alerts among these changes that come up into that order; the rest stays where it is.
pub(in crate::engine) fn arrange(
    plans: &FactPlans,
    state: Option<&CustomerState>,
    changes: Vec<Change>,
) -> Vec<Change> {
    let is_raised = |change: &&Change| matches!(change, Change::Raised(_));
    let (Some(state), true) = (state, changes.iter().filter(is_raised).count() > 1) else {
        return changes;
    };
    let raised = changes.iter().filter_map(|change| match change {
        Change::Raised(alert) => Some(alert),
        _ => None,
    });
    let mut raised: Vec<Alert> = raised.cloned().collect();
    sort_by(&mut raised, &|one, two| {
        place(plans, state, one).cmp(&place(plans, state, two))
    });
    let mut raised = raised.into_iter();
    let next = changes.into_iter().map(|change| match change {
        Change::Raised(alert) => Change::Raised(raised.next().unwrap_or(alert)),
        other => other,
    });
    next.collect()
}
