//! Means and medians of any numbers, each group beside all others together.

use super::columns::Columns;
use super::numbers::{NumberKind, grouped};
use super::rows::AgainstRest;
use super::tallies::Group;
use crate::error::Error;
use crate::metric::compare::{Heavy, compare_counted, compare_heavy, compare_sums, together};
use crate::metric::weights::{Made, Sums};
use crate::metric::{Comparison, Discovery, Moments, adjusted, compare_means};

/// Each group beside all others together, in the order of the groups' texts: means by Welch, medians by ranks, with
/// weights as of as many numbers of one weight as would be as sure. `discovery` says how q is corrected for how many
/// groups there are.
///
/// # Errors
/// As of [`super::number_rows`].
pub fn numbers_against_rest(
    columns: Columns<'_>,
    kind: NumberKind,
    discovery: Discovery,
    confidence: f64,
) -> Result<Vec<AgainstRest>, Error> {
    let groups = grouped(columns)?;
    let comparisons = match kind {
        NumberKind::Mean if columns.weights.is_none() => means(columns, &groups, confidence)?,
        _ => weighed(columns, kind, &groups, confidence)?,
    };
    let ps: Vec<f64> = comparisons
        .iter()
        .map(|it| it.p.unwrap_or(f64::NAN))
        .collect();
    let qs = adjusted(&ps, discovery);
    let rows = comparisons
        .into_iter()
        .zip(qs)
        .map(|(comparison, q)| AgainstRest {
            comparison,
            q: Some(q).filter(|q| !q.is_nan()),
        });
    Ok(rows.collect())
}

/// Sums are exact: the rest is all less the group.
fn means(
    columns: Columns<'_>,
    groups: &[(Group, Vec<usize>)],
    confidence: f64,
) -> Result<Vec<Comparison>, Error> {
    let mut all = Moments::default();
    let mut own = Vec::with_capacity(groups.len());
    for (_, rows) in groups {
        let mut moments = Moments::default();
        for row in rows {
            let number = columns.answers.values.number(*row);
            if !number.is_nan() {
                moments
                    .add(number)
                    .map_err(|error| error.at(row.to_string()))?;
            }
        }
        all.merge(moments)?;
        own.push(moments);
    }
    let beside = |own: Moments| {
        let mut rest = all;
        rest.retract(own)?;
        compare_means(own, rest, confidence)
    };
    own.into_iter().map(beside).collect()
}

fn weighed(
    columns: Columns<'_>,
    kind: NumberKind,
    groups: &[(Group, Vec<usize>)],
    confidence: f64,
) -> Result<Vec<Comparison>, Error> {
    let own: Vec<Vec<Heavy>> = groups
        .iter()
        .map(|(_, rows)| of_rows(columns, rows))
        .collect();
    let all = together(own.iter().flatten().copied().collect());
    let beside = |own: &Vec<Heavy>| {
        let rest = less(&all, own);
        if kind == NumberKind::Mean {
            let made = Made::Numbers;
            return compare_sums(made, &sums(own), &sums(&rest), confidence);
        }
        if columns.weights.is_some() {
            return compare_heavy(own, &rest, confidence);
        }
        let plain = |of: &[Heavy]| -> Vec<(f64, i64)> {
            of.iter().map(|it| (it.number, it.times)).collect()
        };
        compare_counted(&plain(own), &plain(&rest), confidence)
    };
    own.iter().map(beside).collect()
}

/// The numbers of rows, the lowest first, none twice.
fn of_rows(columns: Columns<'_>, rows: &[usize]) -> Vec<Heavy> {
    let one = |row: &usize| {
        let of = |weights: &[f64]| weights.get(*row).copied();
        let weight = columns.weights.map_or(Some(1.0), of).unwrap_or_default();
        Heavy::one(columns.answers.values.number(*row), weight)
    };
    together(rows.iter().filter_map(one).collect())
}

/// All numbers less those of one group.
fn less(all: &[Heavy], own: &[Heavy]) -> Vec<Heavy> {
    let mut own = own.iter().peekable();
    let rest = all.iter().filter_map(|it| {
        let Some(same) = own.next_if(|own| own.number.total_cmp(&it.number).is_eq()) else {
            return Some(*it);
        };
        // Of none left, what rounding leaves of their weight is none.
        (it.times > same.times).then(|| Heavy {
            times: it.times - same.times,
            weight: it.weight - same.weight,
            squares: it.squares - same.squares,
            ..*it
        })
    });
    rest.collect()
}

fn sums(numbers: &[Heavy]) -> Sums {
    let mut sums = Sums::default();
    for it in numbers {
        let times = u64::try_from(it.times).unwrap_or_default();
        sums.add_many(it.number, times, it.weight, it.squares);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::{Answers, Codes, Dimension, Values};
    use super::*;
    use crate::metric::{Sampling, Test, compare_medians, compare_weighted, moments};

    const NUMBERS: [f64; 9] = [1.5, 2.0, f64::NAN, 8.5, 2.0, 3.25, 2.0, -0.0, 0.0];
    const WEIGHTS: [f64; 9] = [1.0, 2.0, 5.0, 0.5, 1.0, 3.0, 1.0, 0.0, 2.0];

    fn asked(kind: NumberKind, weights: Option<&[f64]>) -> Vec<AgainstRest> {
        let by = [Dimension {
            name: "desk",
            codes: Codes::U8(&[0, 0, 0, 0, 1, 1, 2, 2, 2]),
            texts: vec!["a", "b", "c"],
        }];
        let answers = Answers {
            values: Values::F64(&NUMBERS),
            valid: None,
        };
        let columns = Columns {
            answers,
            by: &by,
            weights,
        };
        numbers_against_rest(columns, kind, Discovery::default(), 0.95).unwrap()
    }

    fn close(found: Comparison, wanted: Comparison) {
        assert_eq!((found.method, found.n), (wanted.method, wanted.n));
        for (found, wanted) in [
            (found.difference, wanted.difference),
            (found.low, wanted.low),
            (found.p, wanted.p),
            (
                found.effective_n.map(|it| it[1]),
                wanted.effective_n.map(|it| it[1]),
            ),
        ] {
            assert_eq!(found.is_some(), wanted.is_some());
            let off = found.unwrap_or_default() - wanted.unwrap_or_default();
            assert!(off.abs() < 1e-9, "{found:?} {wanted:?}");
        }
    }

    #[test]
    fn each_beside_all_others() {
        let (own, rest) = (&NUMBERS[..4], &NUMBERS[4..]);
        let weights = (&WEIGHTS[..4], &WEIGHTS[4..]);
        let of = |weights| Sampling {
            weights,
            population: None,
        };
        let plain = [(own, of(None)), (rest, of(None))];
        let heavy = [(own, of(Some(weights.0))), (rest, of(Some(weights.1)))];
        let means = asked(NumberKind::Mean, None);
        let known = [1.5, 2.0, 8.5];
        let wanted = compare_means(moments(&known).unwrap(), moments(rest).unwrap(), 0.95).unwrap();
        close(means[0].comparison, wanted);
        assert_eq!(means.len(), 3);
        assert!(means.iter().all(|it| it.q >= it.comparison.p));
        let medians = asked(NumberKind::Median, None);
        close(medians[0].comparison, compare_medians(plain, 0.95).unwrap());
        let means = asked(NumberKind::Mean, Some(&WEIGHTS));
        close(
            means[0].comparison,
            compare_weighted(Made::Numbers, heavy, 0.95).unwrap(),
        );
        let medians = asked(NumberKind::Median, Some(&WEIGHTS));
        close(medians[0].comparison, compare_medians(heavy, 0.95).unwrap());
        assert_eq!(medians[0].comparison.method, Test::WeightedRanks);
    }
}
