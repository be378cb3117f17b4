//! The groups that a tally counts in.

use super::plan::CellKey;
use crate::program::MetricSpec;

/// The parts of a signal that every metric is kept by.
pub(super) const STANDARD: [&str; 4] = ["stage", "touch_point", "channel", "unit"];
/// The group of which a signal may be in several.
pub(crate) const SEGMENT: &str = "segment";

/// The role of the respondent, beside fields among a metric's own names.
#[cfg(not(small))]
pub(super) const ROLE: &str = "respondent_role";

/// The names that a metric says itself, but for the segment.
pub(super) fn own(spec: &MetricSpec) -> impl Iterator<Item = &str> {
    let own = spec.by.iter().map(String::as_str);
    #[cfg(not(small))]
    let own = own.filter(|name| *name != SEGMENT);
    own
}

/// A breakdown of a metric.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grouping {
    columns: Vec<Column>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Part(usize),
    Segment,
}

/// The names that a metric is kept by.
pub(super) fn kept(spec: &MetricSpec, by_segment: bool) -> Vec<&str> {
    let segment = by_segment.then_some(SEGMENT);
    let standard = STANDARD.into_iter();
    standard.chain(own(spec)).chain(segment).collect()
}

impl Grouping {
    /// The breakdown by these names.
    ///
    /// # Errors
    /// The first name that the metric is not kept by.
    pub(super) fn of<'n>(
        names: &'n [String],
        spec: &MetricSpec,
        by_segment: bool,
    ) -> Result<Self, &'n str> {
        let kept = kept(spec, by_segment);
        let mut columns = Vec::new();
        for name in names {
            let place = kept.iter().position(|known| known == name);
            columns.push(match place.ok_or(name.as_str())? {
                _ if name == SEGMENT => Column::Segment,
                place => Column::Part(place),
            });
        }
        Ok(Self { columns })
    }

    /// The groups of a tally: one, or one for each of its segments.
    pub(super) fn groups(&self, key: &CellKey) -> Vec<Vec<Option<String>>> {
        let group = |segment: Option<&String>| {
            let value = |column: &Column| match column {
                Column::Part(place) => key.group.get(*place).cloned().flatten(),
                Column::Segment => segment.cloned(),
            };
            self.columns.iter().map(value).collect()
        };
        if self.columns.contains(&Column::Segment) && !key.segments.is_empty() {
            key.segments.iter().map(Some).map(group).collect()
        } else {
            vec![group(None)]
        }
    }
}
