//! The order in which a plan wants its touch points.

use super::Stage;

/// Touch points of one stage in any order; the blocks of a journey follow one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::journey) struct Block {
    pub(in crate::journey) stage: u16,
    pub(in crate::journey) points: Vec<u32>,
    /// The place of its first touch point among those of all blocks.
    pub(in crate::journey) first: usize,
}

/// The order of a plan.
#[derive(Debug, Clone, Default)]
pub(in crate::journey) struct Order {
    pub(in crate::journey) blocks: Vec<Block>,
    /// Where each activity stands: blocks, and its place among the touch points of all blocks.
    at: Vec<Vec<(u16, usize)>>,
    /// How many touch points all blocks have.
    pub(in crate::journey) size: usize,
    /// What needs what within a block.
    pub(in crate::journey) needs: Vec<(u32, u32)>,
}

impl Order {
    pub(super) fn of(stages: &[Stage], activities: usize) -> Self {
        let mut order = Self {
            at: vec![Vec::new(); activities],
            ..Self::default()
        };
        for (stage, place) in stages.iter().zip(0..) {
            for points in blocks(stage) {
                let block = u16::try_from(order.blocks.len()).unwrap_or(u16::MAX);
                for (index, point) in points.iter().enumerate() {
                    if let Some(at) = order.at.get_mut(*point as usize) {
                        at.push((block, order.size + index));
                    }
                    order.needs.extend(within(stage, *point, &points));
                }
                let first = order.size;
                order.size += points.len();
                order.blocks.push(Block {
                    stage: place,
                    points,
                    first,
                });
            }
        }
        order
    }

    /// Where an activity stands.
    #[inline]
    pub(in crate::journey) fn at(&self, activity: u32) -> &[(u16, usize)] {
        self.at.get(activity as usize).map_or(&[], Vec::as_slice)
    }

    pub(in crate::journey) fn stage(&self, block: u16) -> u16 {
        let block = self.blocks.get(usize::from(block));
        block.map_or(super::NO_PLACE, |block| block.stage)
    }
}

/// What a touch point of a stage needs of others that stand in its block.
fn within<'s>(
    stage: &'s Stage,
    point: u32,
    block: &'s [u32],
) -> impl Iterator<Item = (u32, u32)> + 's {
    let place = stage.points.iter().position(|known| *known == point);
    let needs = place.and_then(|place| stage.needs.get(place));
    let needs = needs.into_iter().flatten().copied();
    needs
        .filter(|needed| block.contains(needed))
        .map(move |needed| (point, needed))
}

/// The touch points of a stage in blocks: all of one come before all of the next, since they are needed.
fn blocks(stage: &Stage) -> Vec<Vec<u32>> {
    let mut before: Vec<(u32, Vec<u32>)> = Vec::new();
    for point in &stage.points {
        before.push((*point, all_before(stage, *point)));
    }
    before.sort_by_key(|(_, needed)| needed.len());
    let (mut blocks, mut block) = (Vec::new(), Vec::new());
    for (place, (point, _)) in before.iter().enumerate() {
        block.push(*point);
        let (own, rest) = before.split_at_checked(place + 1).unwrap_or_default();
        let follows =
            |(_, needed): &(u32, Vec<u32>)| own.iter().all(|(point, _)| needed.contains(point));
        if rest.iter().all(follows) {
            blocks.push(std::mem::take(&mut block));
        }
    }
    blocks
}

/// Everything at the stage that a touch point needs, directly or through others there.
fn all_before(stage: &Stage, point: u32) -> Vec<u32> {
    let (mut found, mut open) = (Vec::new(), vec![point]);
    while let Some(next) = open.pop() {
        let place = stage.points.iter().position(|known| *known == next);
        let needs = place.and_then(|place| stage.needs.get(place));
        for needed in needs.into_iter().flatten() {
            if !found.contains(needed) {
                found.push(*needed);
                open.push(*needed);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(needs: &[&[u32]]) -> Stage {
        Stage {
            id: "s".into(),
            points: (0..).take(needs.len()).collect(),
            needs: needs.iter().map(|needs| needs.to_vec()).collect(),
            promise: crate::journey::plan::PromiseOf::default(),
        }
    }

    #[test]
    fn what_is_needed_by_all_that_follows_is_a_block_of_its_own() {
        // Nothing is ordered; a chain; 0 before both others; two chains side by side.
        assert_eq!(blocks(&stage(&[&[], &[], &[]])), [vec![0, 1, 2]]);
        assert_eq!(blocks(&stage(&[&[1], &[2], &[]])), [[2], [1], [0]]);
        assert_eq!(blocks(&stage(&[&[], &[0], &[0]])), [vec![0], vec![1, 2]]);
        assert_eq!(blocks(&stage(&[&[], &[0], &[], &[2]])), [vec![0, 2, 1, 3]]);
        assert_eq!(blocks(&stage(&[])), Vec::<Vec<u32>>::new());
    }
}
