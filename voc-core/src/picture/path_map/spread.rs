//! Things in a row: each as near as can be to where it should be, none over another.

/// Something that is to stand in a row.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Thing {
    /// Where its middle should be.
    pub(super) wanted: f64,
    pub(super) width: f64,
    /// How much it matters that it is there; above 0.
    pub(super) weight: f64,
}

/// The places of things, by their middles, in their order: the weighted sum of the squares of how far they are
/// from where they should be is the least (pool adjacent violators), within the ends.
pub(super) fn spread(things: &[Thing], gap: f64, ends: [f64; 2]) -> Vec<f64> {
    // How far each is from the first, where they touch.
    let mut offsets = Vec::with_capacity(things.len());
    let mut offset = 0.0;
    let mut before: Option<f64> = None;
    for Thing { width, .. } in things {
        if let Some(before) = before {
            offset += f64::midpoint(before, *width) + gap;
        }
        offsets.push(offset);
        before = Some(*width);
    }
    // Pools of neighbours that would overlap: the sum of where they should begin, their weight, and how many.
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (thing, offset) in things.iter().zip(&offsets) {
        let mut pool = ((thing.wanted - offset) * thing.weight, thing.weight, 1);
        while let Some(last) = pools.last() {
            if last.0 / last.1 <= pool.0 / pool.1 {
                break;
            }
            pool = (pool.0 + last.0, pool.1 + last.1, pool.2 + last.2);
            pools.pop();
        }
        pools.push(pool);
    }
    let half = |thing: Option<&Thing>| thing.map_or(0.0, |thing| thing.width / 2.0);
    let least = ends[0] + half(things.first());
    let most = ends[1] - half(things.last()) - offset;
    let starts = pools.iter().flat_map(|(sum, weight, count)| {
        std::iter::repeat_n((sum / weight).min(most).max(least), *count)
    });
    starts
        .zip(&offsets)
        .map(|(start, offset)| start + offset)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn thing(wanted: f64, width: f64, weight: f64) -> Thing {
        Thing {
            wanted,
            width,
            weight,
        }
    }

    #[test]
    fn those_that_would_overlap_share_the_distance_by_weight() {
        let two = |one: f64, two: f64, weight: f64| {
            spread(
                &[thing(one, 20.0, weight), thing(two, 20.0, 1.0)],
                4.0,
                [0.0, 200.0],
            )
        };
        assert_eq!(two(50.0, 150.0, 1.0), [50.0, 150.0]);
        assert_eq!(two(50.0, 50.0, 1.0), [38.0, 62.0]);
        // 24 apart, three quarters of it for the lighter one.
        assert_eq!(two(50.0, 50.0, 3.0), [44.0, 68.0]);
        assert_eq!(two(-9.0, 300.0, 1.0), [10.0, 190.0]);
    }

    proptest! {
        #[test]
        fn none_over_another(things in prop::collection::vec((-50.0_f64..500.0, 1.0_f64..40.0, 1.0_f64..1e18), 1..10)) {
            let things: Vec<Thing> = things.into_iter().map(|(wanted, width, weight)| thing(wanted, width, weight)).collect();
            let places = spread(&things, 5.0, [0.0, 450.0]);
            prop_assert_eq!(places.len(), things.len());
            let mut end = -5.0;
            for (place, thing) in places.iter().zip(&things) {
                prop_assert!(place - thing.width / 2.0 >= end + 5.0 - 1e-6);
                end = place + thing.width / 2.0;
            }
            prop_assert!(end <= 450.0 + 1e-6);
        }
    }
}
