//! Where what is written on the ways stands.

use super::{GAP_TOP, Label, NODE, Plan, ROW};
use crate::picture::ink::SMALL;
use crate::picture::path_map::lanes::{Side, side};
use crate::picture::path_map::spread::{Thing, spread};
use crate::picture::path_map::ways::{Course, Way};
use crate::picture::words::number;

/// Where a label would stand best, how wide it is, and whose it is.
type Wish<'w> = (f64, f64, &'w Way);

impl<'w> Plan<'w> {
    /// The labels of the ways that leave a layer, in as many rows as they need.
    pub(super) fn labels(&self, layer: usize) -> (Vec<Label<'w>>, u64) {
        let row = self.layers.rows.get(layer);
        let mut wanted: Vec<(f64, &'w Way)> = Vec::new();
        for node in row.into_iter().flatten() {
            for way in self.ways.from(*node) {
                let at = self.middle(*node);
                let wish = match side(way, &self.layers) {
                    _ if way.course() == Course::Again => continue,
                    None => f64::midpoint(at, self.middle(way.to)),
                    Some(Side::Left) => at - NODE / 2.0,
                    Some(Side::Right) => at + NODE / 2.0,
                };
                wanted.push((wish, way));
            }
        }
        wanted.sort_by(|one, two| one.0.total_cmp(&two.0));
        let room = self.ends[1] - self.ends[0];
        let mut rows: Vec<(f64, Vec<Wish<'w>>)> = Vec::new();
        for (wish, way) in wanted {
            let width = SMALL.width(&way.label) + 8.0;
            let fits = |row: &&mut (f64, Vec<_>)| row.0 + width + 6.0 <= room;
            match rows.iter_mut().find(fits) {
                Some(row) => {
                    row.0 += width + 6.0;
                    row.1.push((wish, width, way));
                }
                None => rows.push((width, vec![(wish, width, way)])),
            }
        }
        let mut labels = Vec::new();
        let mut top = GAP_TOP;
        for (_, row) in &rows {
            let things = row.iter().map(|(wanted, width, way)| Thing {
                wanted: *wanted,
                width: *width,
                weight: number(way.n.max(1)),
            });
            let places = spread(&things.collect::<Vec<Thing>>(), 6.0, self.ends);
            for ((_, width, way), x) in row.iter().zip(places) {
                let (way, width) = (*way, *width);
                labels.push(Label { way, x, top, width });
            }
            top += ROW;
        }
        (labels, rows.len() as u64)
    }
}
