//! By planned touch point: in how many instances it went as planned, and what came after it unplanned.

use super::count::Looking;
use super::{Deviation, Found};
use crate::journey::assign::{Actual, Step};
use crate::journey::plan::Order;
use crate::ordered::Map;
use serde::Serialize;

/// A planned touch point over the instances that came to it, or have passed it by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetRow {
    /// The stage.
    pub stage: String,
    /// The touch point.
    pub touch_point: String,
    /// How many instances have it, or have skipped it: of others it may still come.
    pub instances: u64,
    /// In how many it came once, and where the plan has it.
    pub followed: u64,
    /// In how many it did not come.
    pub skipped: u64,
    /// In how many it came more than once.
    pub repeated: u64,
    /// In how many it came, and not where the plan has it.
    pub out_of_order: u64,
}

/// Something that is not planned, and where it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnplannedRow {
    /// The touch point, or the kind of signal where that has none.
    pub activity: String,
    /// The planned touch point before it in the instance, by its place among [`Met::rows`]; absent where it
    /// came before all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<usize>,
    /// In how many instances.
    pub instances: u64,
}

/// Every planned touch point, and everything that is not planned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Met {
    /// The planned touch points, in order.
    pub rows: Vec<MetRow>,
    /// What is not planned: by place, the most frequent first.
    pub unplanned: Vec<UnplannedRow>,
}

/// What an instance shows of a planned touch point.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may hold beside the others"
)]
struct Shown {
    came: bool,
    skipped: bool,
    repeated: bool,
    out_of_order: bool,
}

impl Actual {
    /// The planned touch points over all instances.
    pub fn met(&self) -> Met {
        let order = &self.journey.order;
        let mut rows = self.planned_rows();
        let mut looking = Looking::of(self);
        let mut shown = vec![Shown::default(); rows.len()];
        let mut unplanned: Map<(Option<usize>, u32), (u64, usize)> = Map::new();
        for (number, head) in (1..).zip(self.heads.iter()) {
            looking.look(head);
            shown.fill(Shown::default());
            for found in looking.found() {
                mark(order, &mut shown, found);
            }
            let mut before = None;
            for step in self.steps(head) {
                let Some(place) = place(order, &shown, step) else {
                    let (count, last) = unplanned.or_default(&(before, step.activity));
                    *count += u64::from(*last != number);
                    *last = number;
                    continue;
                };
                if let Some(shown) = shown.get_mut(place) {
                    shown.came = true;
                }
                before = Some(place);
            }
            for (row, shown) in rows.iter_mut().zip(&shown) {
                row.add(*shown);
            }
        }
        let unplanned = unplanned.into_iter();
        let unplanned = unplanned.map(|((after, activity), (instances, _))| UnplannedRow {
            activity: self.activity(activity).to_owned(),
            after,
            instances,
        });
        let mut unplanned: Vec<UnplannedRow> = unplanned.collect();
        unplanned.sort_by(|one, two| {
            let key = |row: &UnplannedRow| (row.after, std::cmp::Reverse(row.instances));
            (key(one), &one.activity).cmp(&(key(two), &two.activity))
        });
        Met { rows, unplanned }
    }

    fn planned_rows(&self) -> Vec<MetRow> {
        let blocks = self.journey.order.blocks.iter();
        let rows = blocks.flat_map(|block| {
            block.points.iter().map(|point| MetRow {
                stage: self.journey.stage_id(block.stage).unwrap_or("").to_owned(),
                touch_point: self.activity(*point).to_owned(),
                ..MetRow::default()
            })
        });
        rows.collect()
    }
}

impl MetRow {
    fn add(&mut self, shown: Shown) {
        let departs = shown.repeated || shown.out_of_order;
        self.instances += u64::from(shown.came || shown.skipped);
        self.followed += u64::from(shown.came && !shown.skipped && !departs);
        self.skipped += u64::from(shown.skipped);
        self.repeated += u64::from(shown.repeated);
        self.out_of_order += u64::from(shown.out_of_order);
    }
}

/// Notes a deviation at its touch point: at the one of its stage, where the plan has it at several.
fn mark(order: &Order, shown: &mut [Shown], found: Found) {
    let at = order.at(found.activity);
    let own = at
        .iter()
        .find(|(block, _)| order.stage(*block) == found.stage);
    let Some((_, place)) = own.or(at.first()) else {
        return;
    };
    let Some(shown) = shown.get_mut(*place) else {
        return;
    };
    match found.kind {
        Deviation::Skipped => shown.skipped = true,
        Deviation::Repeated => shown.repeated = true,
        Deviation::OutOfOrder => shown.out_of_order = true,
        _ => {}
    }
}

/// Where the plan has a step; of several places the one at its stage, else the first that is not skipped.
fn place(order: &Order, shown: &[Shown], step: &Step) -> Option<usize> {
    let at = order.at(step.activity);
    let own = at
        .iter()
        .find(|(block, _)| order.stage(*block) == step.stage);
    let open = || {
        at.iter()
            .find(|(_, place)| shown.get(*place).is_some_and(|shown| !shown.skipped))
    };
    let found = own.or_else(open).or(at.first());
    found.map(|(_, place)| *place)
}
