//! Things in a row: each as near as can be to where it should be, none over another.

/// The places of things of these widths, by their middles, in their order: the sum of the squares of how far
/// they are from where they should be is the least (pool adjacent violators), within the ends.
pub(super) fn spread(wanted: &[f64], widths: &[f64], gap: f64, ends: [f64; 2]) -> Vec<f64> {
    // How far each is from the first, where they touch.
    let mut offsets = Vec::with_capacity(widths.len());
    let mut offset = 0.0;
    let mut before: Option<f64> = None;
    for width in widths {
        if let Some(before) = before {
            offset += f64::midpoint(before, *width) + gap;
        }
        offsets.push(offset);
        before = Some(*width);
    }
    // Pools of neighbours that would overlap: the sum of where they should begin, and how many.
    let mut pools: Vec<(f64, f64)> = Vec::new();
    for (wanted, offset) in wanted.iter().zip(&offsets) {
        let mut pool = (wanted - offset, 1.0);
        while let Some(last) = pools.last() {
            if last.0 / last.1 <= pool.0 / pool.1 {
                break;
            }
            pool = (pool.0 + last.0, pool.1 + last.1);
            pools.pop();
        }
        pools.push(pool);
    }
    let half = |width: Option<&f64>| width.map_or(0.0, |width| width / 2.0);
    let least = ends[0] + half(widths.first());
    let most = ends[1] - half(widths.last()) - offset;
    let mut starts = Vec::with_capacity(widths.len());
    for (sum, count) in pools {
        let mut left = count;
        while left > 0.5 {
            starts.push((sum / count).min(most).max(least));
            left -= 1.0;
        }
    }
    starts
        .iter()
        .zip(&offsets)
        .map(|(one, two)| one + two)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn those_that_would_overlap_share_the_distance() {
        let places = spread(&[50.0, 50.0], &[20.0, 20.0], 0.0, [0.0, 200.0]);
        assert_eq!(places, [40.0, 60.0]);
        let places = spread(&[50.0, 150.0], &[20.0, 20.0], 4.0, [0.0, 200.0]);
        assert_eq!(places, [50.0, 150.0]);
        let places = spread(&[-9.0, 300.0], &[20.0, 20.0], 4.0, [0.0, 200.0]);
        assert_eq!(places, [10.0, 190.0]);
    }

    proptest! {
        #[test]
        fn none_over_another(things in prop::collection::vec((-50.0_f64..500.0, 1.0_f64..40.0), 1..10)) {
            let (wanted, widths): (Vec<f64>, Vec<f64>) = things.into_iter().unzip();
            let places = spread(&wanted, &widths, 5.0, [0.0, 450.0]);
            prop_assert_eq!(places.len(), widths.len());
            let mut end = -5.0;
            for (place, width) in places.iter().zip(&widths) {
                prop_assert!(place - width / 2.0 >= end + 5.0 - 1e-6);
                end = place + width / 2.0;
            }
            prop_assert!(end <= 450.0 + 1e-6);
        }
    }
}
