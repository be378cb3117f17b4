use super::tests::measure;
use super::*;
use crate::metric::{Made, Sampling, weighted};
use crate::program::MetricKind;
use proptest::prelude::*;

/// A row: an answer, or none; two codes; a weight.
type Row = (Option<i8>, u8, u16, u8);

/// So many texts that not all groups have a place.
const MANY: usize = 60_000;

fn counted(rows: &[Row], is_weighted: bool, many: bool) -> Tallies {
    let answers: Vec<i8> = rows.iter().map(|row| row.0.unwrap_or(0)).collect();
    let mut valid = vec![0_u64; rows.len().div_ceil(64)];
    for (place, row) in rows.iter().enumerate() {
        valid[place / 64] |= u64::from(row.0.is_some()) << (place % 64);
    }
    let first: Vec<u8> = rows.iter().map(|row| row.1).collect();
    let second: Vec<u16> = rows.iter().map(|row| row.2).collect();
    let weights: Vec<f64> = rows.iter().map(|row| f64::from(row.3) / 8.0).collect();
    let more: Vec<String> = (0..if many { MANY } else { 6 })
        .map(|place| format!("t{place}"))
        .collect();
    let by = [
        // Two codes of one text.
        Dimension {
            name: "a",
            codes: Codes::U8(&first),
            texts: vec!["x", "y", "x", "z", "w", "v", "u", "s"],
        },
        Dimension {
            name: "b",
            codes: Codes::U16(&second),
            texts: more.iter().map(String::as_str).collect(),
        },
    ];
    let answers = Answers {
        values: Values::I8(&answers),
        valid: Some(&valid),
    };
    tally(
        Columns {
            answers,
            by: &by,
            weights: is_weighted.then_some(&weights),
        },
        [0, 10],
    )
    .unwrap()
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let answer = prop::option::weighted(0.8, -1_i8..12);
    prop::collection::vec((answer, 0_u8..10, 0_u16..8, 0_u8..20), 0..150)
}

/// The same in the plainest way.
fn plainly(rows: &[Row]) -> std::collections::BTreeMap<Group, (Vec<i64>, i64, i64)> {
    let mut groups = std::collections::BTreeMap::new();
    for (answer, first, second, _) in rows {
        let text = ["x", "y", "x", "z", "w", "v", "u", "s"]
            .get(usize::from(*first))
            .map(|it| (*it).to_owned());
        let more = (*second < 6).then(|| format!("t{second}"));
        let group: &mut (Vec<i64>, i64, i64) =
            groups
                .entry(vec![text, more])
                .or_insert((vec![0; 11], 0, 0));
        match answer {
            None => group.2 += 1,
            Some(answer @ 0..=10) => group.0[usize::from(answer.cast_unsigned())] += 1,
            Some(_) => group.1 += 1,
        }
    }
    groups
}

proptest! {
    #[test]
    fn it_counts_as_one_would(rows in rows()) {
        let wanted = plainly(&rows);
        let found = counted(&rows, false, false);
        let found: Vec<_> = found.groups()
            .map(|(group, it)| (group.clone(), (it.counts.clone(), it.outside, it.unanswered)))
            .collect();
        prop_assert_eq!(found, wanted.into_iter().collect::<Vec<_>>());
    }

    #[test]
    fn any_partition_and_order_leaves_the_same_bytes(
        rows in rows(), cuts in prop::collection::vec(0_usize..150, 0..4), order in any::<u64>(), is_weighted: bool,
    ) {
        let whole = counted(&rows, is_weighted, false);
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| (*cut).min(rows.len())).collect();
        cuts.extend([0, rows.len()]);
        cuts.sort_unstable();
        let mut parts: Vec<&[Row]> = cuts.windows(2).map(|ends| &rows[ends[0]..ends[1]]).collect();
        let places = parts.len();
        parts.rotate_left(usize::try_from(order % 5).unwrap() % places);
        let mut merged = counted(&[], is_weighted, false);
        for part in &parts {
            let mut part = part.to_vec();
            part.reverse();
            merged.merge(&counted(&part, is_weighted, false)).unwrap();
        }
        prop_assert_eq!(serde_json::to_string(&merged).unwrap(), serde_json::to_string(&whole).unwrap());
        for part in parts.iter().skip(1) {
            merged.retract(&counted(part, is_weighted, false)).unwrap();
        }
        prop_assert_eq!(merged, counted(parts[0], is_weighted, false));
    }

    #[test]
    fn with_weights_it_is_the_weighted_estimate(rows in rows()) {
        let tallies = counted(&rows, true, false);
        let whole = Tallies::summed(&tallies, &[]).unwrap();
        for (kind, score) in [
            (MeasureKind::Nps, Made::Scores(MetricKind::Nps)), (MeasureKind::Mean, Made::Numbers),
        ] {
            let on = rows.iter().filter_map(|row| Some((row.0.filter(|it| (0..=10).contains(it))?, row.3)));
            let (answers, weights): (Vec<f64>, Vec<f64>) = on.map(|(answer, weight)| {
                let scored = match answer { 9.. => 1.0, 7.. => 0.0, _ => -1.0 };
                let answer = if kind == MeasureKind::Nps { scored } else { f64::from(answer) };
                (answer, f64::from(weight) / 8.0)
            }).unzip();
            let sampling = Sampling { weights: Some(&weights), population: Some(1_000) };
            let wanted = weighted(score, &answers, sampling, 0.95).unwrap();
            prop_assume!(wanted.estimate.n > 0);
            let question = Question { populations: vec![(Vec::new(), 1_000)], ..Question::default() };
            let found = &whole.rows(&measure(kind, [0, 10]), &question).unwrap()[0];
            let close = |one: Option<f64>, other: Option<f64>| match (one, other) {
                (Some(one), Some(other)) => (one - other).abs() < 1e-9,
                (one, other) => one == other,
            };
            let estimate = found.estimate.unwrap();
            prop_assert_eq!(estimate.n, wanted.estimate.n);
            prop_assert!(close(estimate.value, wanted.estimate.value), "{:?} {:?}", estimate, wanted);
            prop_assert!(close(estimate.low, wanted.estimate.low), "{:?} {:?}", estimate, wanted);
            prop_assert!(close(found.effective_n, Some(wanted.effective_n)));
            prop_assert!(close(found.design_effect, wanted.design_effect));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn of_many_groups_those_that_there_are(rows in rows(), is_weighted: bool) {
        let few = counted(&rows, is_weighted, false);
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.2 < 6).collect();
        let many = counted(&rows, is_weighted, true);
        for (group, answers) in many.groups() {
            prop_assert!(few.groups().any(|found| found == (group, answers)));
        }
        prop_assert_eq!(many.groups().len(), few.groups().filter(|(group, _)| group[1].is_some()).count());
    }
}
