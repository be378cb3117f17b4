//! What each touch point needs from upstream, and what waits on it downstream, as a program declares.

use crate::program::Program;
use serde::Serialize;

/// A touch point among those that it needs and those that need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NeedRow {
    /// The touch point.
    pub touch_point: String,
    /// The unit that answers for its design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The touch points that it needs itself.
    pub needs: Vec<String>,
    /// The touch points that need it themselves.
    pub needed_by: Vec<String>,
    /// All that it needs, directly or not, each once; the nearest first.
    pub upstream: Vec<String>,
    /// All that waits on it, directly or not, each once; the nearest first.
    pub downstream: Vec<String>,
    /// The units that answer for what it needs, each once; the nearest first.
    pub units_upstream: Vec<String>,
    /// The units that answer for what waits on it, each once; the nearest first.
    pub units_downstream: Vec<String>,
}

/// What each touch point of a program needs, and what waits on it, by name.
pub fn needs(program: &Program) -> Vec<NeedRow> {
    let points = &program.spec().touch_points;
    let needs = |id: &str| -> Vec<String> {
        let point = points.get(id);
        point.map(|point| point.needs.clone()).unwrap_or_default()
    };
    let needed_by = |id: &str| -> Vec<String> {
        let others = points.iter();
        let others = others.filter(|(_, other)| other.needs.iter().any(|need| need == id));
        others.map(|(name, _)| name.clone()).collect()
    };
    let owners = |ids: &[String]| {
        let mut units: Vec<String> = Vec::new();
        let owners = ids.iter().filter_map(|id| points.get(id)?.owner.as_ref());
        for owner in owners {
            if !units.contains(owner) {
                units.push(owner.clone());
            }
        }
        units
    };
    let row = |(id, point): (&String, &crate::program::TouchPointSpec)| {
        let (upstream, downstream) = (all(id, &needs), all(id, &needed_by));
        NeedRow {
            touch_point: id.clone(),
            owner: point.owner.clone(),
            needs: needs(id),
            needed_by: needed_by(id),
            units_upstream: owners(&upstream),
            units_downstream: owners(&downstream),
            upstream,
            downstream,
        }
    };
    points.iter().map(row).collect()
}

/// Everything that is reached from a touch point, without itself.
fn all(from: &str, next: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut waiting = next(from);
    while !waiting.is_empty() {
        let mut further = Vec::new();
        for id in waiting {
            if id != from && !found.contains(&id) {
                further.extend(next(&id));
                found.push(id);
            }
        }
        waiting = further;
    }
    found
}
