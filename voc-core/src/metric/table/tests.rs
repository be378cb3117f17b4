use super::*;
use crate::metric::{
    Comparison, Made, Sampling, ShareInterval, Test, compare_medians, compare_weighted, csat, mean,
    nps, rate_by,
};
use crate::program::MetricKind;

fn spec(kind: MeasureKind, scale: Option<[i64; 2]>) -> MeasureSpec {
    MeasureSpec {
        kind,
        scale,
        boxes: None,
        of: Vec::new(),
        points: Vec::new(),
        interval: None,
    }
}

pub(super) fn measure(kind: MeasureKind, scale: [i64; 2]) -> Measure {
    Measure::new(&spec(kind, Some(scale))).unwrap()
}

fn values(values: &[i8]) -> Answers<'_> {
    Answers {
        values: Values::I8(values),
        valid: None,
    }
}

/// The tallies of answers by one column of two texts.
fn by_two(answers: &[i8], codes: &[u8], scale: [i64; 2]) -> Tallies {
    let by = [Dimension {
        name: "channel",
        codes: Codes::U8(codes),
        texts: vec!["web", "phone"],
    }];
    let columns = Columns {
        answers: values(answers),
        by: &by,
        weights: None,
    };
    tally(columns, scale).unwrap()
}

fn shown(rows: &[GroupRow]) -> Vec<(Option<&str>, Option<f64>, i64)> {
    let row = |row: &'_ GroupRow| {
        let estimate = row.estimate.unwrap();
        (estimate.value, estimate.n)
    };
    rows.iter()
        .map(|it| (it.group[0].as_deref(), row(it).0, row(it).1))
        .collect()
}

#[test]
fn the_interval_of_a_share_is_chosen() {
    let with = |interval| {
        let spec = MeasureSpec {
            interval,
            ..spec(MeasureKind::Csat, Some([1, 5]))
        };
        Measure::new(&spec).unwrap()
    };
    let tallies = by_two(&[5, 1, 1, 2, 3, 1], &[0; 6], [1, 5]);
    let of = |interval, populations: &[(Group, u64)]| {
        let question = Question {
            populations: populations.to_vec(),
            ..Question::default()
        };
        tallies.rows(&with(interval), &question)
    };
    let found = of(Some(ShareInterval::ModifiedWilson), &[]).unwrap();
    let wanted = rate_by(1, 6, ShareInterval::ModifiedWilson, 0.95).unwrap();
    assert_eq!(found[0].estimate, Some(wanted));
    assert_eq!(
        of(Some(ShareInterval::Wilson), &[]).unwrap(),
        of(None, &[]).unwrap()
    );
    // Where a part of all has answered, answers are not counts of which the Poisson distribution could tell.
    let all = [(found[0].group.clone(), 9)];
    let error = of(Some(ShareInterval::ModifiedWilson), &all).unwrap_err();
    assert_eq!(error.path.as_deref(), Some("interval"));
    assert_eq!(
        of(Some(ShareInterval::Wilson), &all).unwrap(),
        of(None, &all).unwrap()
    );
}

#[test]
fn by_hand() {
    // web: 10, 9, 3 of 3: 66.7 − 33.3; phone: 7; no channel: 0. An 11 and a −1 are off the scale.
    let tallies = by_two(&[10, 9, 3, 7, 0, 11, -1], &[0, 0, 0, 1, 9, 0, 1], [0, 10]);
    let rows = tallies.rows(&Measure::nps(), &Question::default()).unwrap();
    assert_eq!(
        shown(&rows),
        [
            (None, Some(-100.0), 1),
            (Some("phone"), Some(0.0), 1),
            (Some("web"), Some(100.0 / 3.0), 3)
        ]
    );
    assert_eq!(
        rows.iter()
            .map(|row| row.outside.unwrap())
            .collect::<Vec<_>>(),
        [0, 1, 1]
    );
    let found = rows[2].estimate.unwrap();
    assert_eq!(found, nps(&[10, 9, 3], 0.95).unwrap());
}

#[test]
fn an_unanswered_one_is_not_zero() {
    // va.gov-team#87053: unrated answers stood in the denominator.
    let bits = [0b0101_u64];
    let answers = Answers {
        values: Values::I8(&[5, 5, 1, 5]),
        valid: Some(&bits),
    };
    let columns = Columns {
        answers,
        by: &[],
        weights: None,
    };
    let tallies = tally(columns, [1, 5]).unwrap();
    let rows = tallies
        .rows(&measure(MeasureKind::Csat, [1, 5]), &Question::default())
        .unwrap();
    let found = rows[0].estimate.unwrap();
    assert_eq!(
        (found.value, found.n, rows[0].unanswered),
        (Some(0.5), 2, Some(2))
    );
    assert_eq!(found, csat(&[5, 1], [1, 5], 2, 0.95).unwrap());
}

#[test]
fn days_without_answers_are_absent_and_days_do_not_add_up() {
    // formbricks PR 9069: NPS 1350 from summing days, and 0 on an empty day.
    let none = tally(
        Columns {
            answers: values(&[]),
            by: &[],
            weights: None,
        },
        [0, 10],
    )
    .unwrap();
    let rows = none.rows(&Measure::nps(), &Question::default()).unwrap();
    let found = rows[0].estimate.unwrap();
    assert_eq!((found.value, found.n), (None, 0));
    let mut week = none.clone();
    for _ in 0..14 {
        let day = tally(
            Columns {
                answers: values(&[10, 9, 10]),
                by: &[],
                weights: None,
            },
            [0, 10],
        );
        week.merge(&day.unwrap()).unwrap();
    }
    let rows = week.rows(&Measure::nps(), &Question::default()).unwrap();
    assert_eq!(rows[0].estimate.unwrap().value, Some(100.0));
}

#[test]
fn every_measure_by_hand() {
    // 1, 2, 2, 4, 5 on a scale of 1 to 5.
    let tallies = by_two(&[1, 2, 2, 4, 5], &[0; 5], [1, 5]);
    let value = |spec: &MeasureSpec| {
        let rows = tallies
            .rows(&Measure::new(spec).unwrap(), &Question::default())
            .unwrap();
        rows[0].estimate.unwrap().value.unwrap()
    };
    let of = |kind| value(&spec(kind, Some([1, 5])));
    assert!((of(MeasureKind::Csat) - 0.4).abs() < 1e-12);
    assert!((of(MeasureKind::TopBox) - 0.4).abs() < 1e-12);
    assert!((of(MeasureKind::BottomBox) - 0.6).abs() < 1e-12);
    assert!((of(MeasureKind::Mean) - 2.8).abs() < 1e-12);
    assert!((of(MeasureKind::Ces) - 2.8).abs() < 1e-12);
    assert!((of(MeasureKind::Median) - 2.0).abs() < 1e-12);
    let share = MeasureSpec {
        of: vec![2, 5],
        ..spec(MeasureKind::Share, Some([1, 5]))
    };
    assert!((value(&share) - 0.6).abs() < 1e-12);
    // 1 → 0, 2 → 25, 4 → 75; a 5 is worth nothing that was said: (0 + 25 + 25 + 75) / 4.
    let tallies = by_two(&[1, 2, 2, 4, 5], &[0; 5], [1, 4]);
    let points = MeasureSpec {
        points: vec![(1, 0.0), (2, 25.0), (4, 75.0)],
        ..spec(MeasureKind::Points, None)
    };
    let rows = tallies
        .rows(&Measure::new(&points).unwrap(), &Question::default())
        .unwrap();
    let found = rows[0].estimate.unwrap();
    assert_eq!(
        (found.value, found.n, rows[0].outside),
        (Some(31.25), 4, Some(1))
    );
}

#[test]
fn means_are_those_of_numbers() {
    let tallies = by_two(&[1, 2, 2, 4, 5], &[0; 5], [1, 5]);
    let rows = tallies
        .rows(&measure(MeasureKind::Mean, [1, 5]), &Question::default())
        .unwrap();
    assert_eq!(
        rows[0].estimate.unwrap(),
        mean(&[1.0, 2.0, 2.0, 4.0, 5.0], 0.95).unwrap()
    );
}

#[test]
fn each_beside_the_rest() {
    // What `compare` finds of two groups is what a group of two finds against the rest.
    let answers: Vec<i8> = [
        vec![10; 20],
        vec![7; 15],
        vec![3; 5],
        vec![10; 5],
        vec![3; 30],
    ]
    .concat();
    let codes: Vec<u8> = [vec![0; 40], vec![1; 35]].concat();
    let tallies = by_two(&answers, &codes, [0, 10]);
    let question = Question {
        against_rest: true,
        ..Question::default()
    };
    let rows = tallies.rows(&Measure::nps(), &question).unwrap();
    let (phone, web) = (rows[0].rest.unwrap(), rows[1].rest.unwrap());
    assert_eq!(phone.comparison.n, [35, 40]);
    let difference = 100.0 * (15.0 / 40.0 + 25.0 / 35.0);
    assert!((web.comparison.difference.unwrap() - difference).abs() < 1e-9);
    assert!((phone.comparison.difference.unwrap() + difference).abs() < 1e-9);
    // Two tests of one p: corrected, it is the larger times 2 / 2.
    assert!((web.q.unwrap() - web.comparison.p.unwrap()).abs() < 1e-15);
}

#[test]
fn medians_and_weights_beside_the_rest() {
    let answers: [i8; 12] = [10, 10, 9, 8, 3, 7, 3, 2, 10, 1, 5, 4];
    let codes: [u8; 12] = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
    let question = Question {
        against_rest: true,
        ..Question::default()
    };
    let alone = Sampling::default();
    let halves = |kind: MetricKind| {
        let score = |answer: &i8| match (kind, answer) {
            (MetricKind::Nps, 9..) => 1.0,
            (MetricKind::Nps, 7..) => 0.0,
            (MetricKind::Nps, _) => -1.0,
            (_, answer) => f64::from(*answer),
        };
        let all: Vec<f64> = answers.iter().map(score).collect();
        (all[..6].to_vec(), all[6..].to_vec())
    };
    let (web, phone) = halves(MetricKind::Mean);
    let rest = |rows: &[GroupRow]| rows[1].rest.unwrap().comparison;
    let median = measure(MeasureKind::Median, [0, 10]);
    let found = by_two(&answers, &codes, [0, 10])
        .rows(&median, &question)
        .unwrap();
    let wanted = compare_medians([(&web, alone), (&phone, alone)], 0.95).unwrap();
    assert_eq!(rest(&found), wanted);
    // Weights of each answer: by columns as of lists.
    let weights = [1.0, 2.0, 0.5, 1.0, 1.0, 3.0, 1.0, 1.0, 0.25, 2.0, 1.5, 1.0];
    let by = [Dimension {
        name: "channel",
        codes: Codes::U8(&codes),
        texts: vec!["web", "phone"],
    }];
    let columns = Columns {
        answers: values(&answers),
        by: &by,
        weights: Some(&weights),
    };
    let weighted = tally(columns, [0, 10]).unwrap();
    let [of_web, of_phone] = [&weights[..6], &weights[6..]].map(|weights| Sampling {
        weights: Some(weights),
        population: None,
    });
    let close = |found: Comparison, wanted: Comparison| {
        assert_eq!((found.method, found.n), (wanted.method, wanted.n));
        for (found, wanted) in [
            (found.difference, wanted.difference),
            (found.low, wanted.low),
            (found.high, wanted.high),
            (found.statistic, wanted.statistic),
            (found.df, wanted.df),
            (found.p, wanted.p),
            (
                found.effective_n.map(|it| it[0]),
                wanted.effective_n.map(|it| it[0]),
            ),
        ] {
            assert_eq!(found.is_some(), wanted.is_some());
            let off = found.unwrap_or_default() - wanted.unwrap_or_default();
            assert!(off.abs() < 1e-9, "{found:?} {wanted:?}");
        }
    };
    let found = weighted.rows(&median, &question).unwrap();
    let wanted = compare_medians([(&web, of_web), (&phone, of_phone)], 0.95).unwrap();
    assert_eq!(wanted.method, Test::WeightedRanks);
    close(rest(&found), wanted);
    for (made, measure) in [
        (Made::Numbers, measure(MeasureKind::Mean, [0, 10])),
        (Made::Scores(MetricKind::Nps), Measure::nps()),
    ] {
        let kind = if made == Made::Numbers {
            MetricKind::Mean
        } else {
            MetricKind::Nps
        };
        let (web, phone) = halves(kind);
        let found = weighted.rows(&measure, &question).unwrap();
        let wanted = compare_weighted(made, [(&web, of_web), (&phone, of_phone)], 0.95).unwrap();
        close(rest(&found), wanted);
    }
}

#[test]
fn small_groups_show_nothing() {
    let answers: Vec<i8> = [vec![10; 20], vec![3; 3]].concat();
    let codes: Vec<u8> = [vec![0; 20], vec![1; 3]].concat();
    let tallies = by_two(&answers, &codes, [0, 10]);
    let question = Question {
        min_n: Some(5),
        totals: true,
        against_rest: true,
        ..Question::default()
    };
    let rows = tallies.rows(&Measure::nps(), &question).unwrap();
    // `web` goes too: all less `web` would be `phone`.
    for row in &rows[..2] {
        assert!(row.withheld);
        let text = serde_json::to_string(row).unwrap();
        assert!(
            !text.contains("\"n\"") && !text.contains("value") && !text.contains("outside"),
            "{text}"
        );
    }
    assert_eq!(
        (rows[2].group.as_slice(), rows[2].total.as_slice()),
        (&[None][..], &["channel".to_owned()][..])
    );
    assert_eq!(rows[2].estimate.unwrap().n, 23);
}

#[test]
fn a_population_makes_surer() {
    let tallies = by_two(&[10, 9, 3, 7], &[0, 0, 0, 1], [0, 10]);
    let group = vec![Some("web".to_owned())];
    let all = Question {
        populations: vec![(group.clone(), 3)],
        ..Question::default()
    };
    let rows = tallies.rows(&Measure::nps(), &all).unwrap();
    let found = rows[1].estimate.unwrap();
    assert_eq!((found.low, found.high), (found.value, found.value));
    let few = Question {
        populations: vec![(group, 2)],
        ..Question::default()
    };
    assert_eq!(
        tallies
            .rows(&Measure::nps(), &few)
            .unwrap_err()
            .path
            .as_deref(),
        Some("population")
    );
    let who = Question {
        populations: vec![(vec![Some("fax".to_owned())], 2)],
        ..Question::default()
    };
    assert_eq!(
        tallies.rows(&Measure::nps(), &who).unwrap_err().code,
        crate::Code::NotFound
    );
}

#[test]
fn mistakes_are_named() {
    let path = |found: Result<Measure, crate::Error>| found.unwrap_err().path.unwrap();
    // posthog PR 42157: NPS offered for any scale of 1 to 10.
    assert_eq!(
        path(Measure::new(&spec(MeasureKind::Nps, Some([1, 10])))),
        "scale"
    );
    assert_eq!(path(Measure::new(&spec(MeasureKind::Csat, None))), "scale");
    assert_eq!(
        path(Measure::new(&spec(MeasureKind::Mean, Some([5, 1])))),
        "scale"
    );
    assert_eq!(
        path(Measure::new(&spec(MeasureKind::Share, Some([1, 5])))),
        "of"
    );
    assert_eq!(
        path(Measure::new(&spec(MeasureKind::Points, None))),
        "points"
    );
    for kind in [MeasureKind::Nps, MeasureKind::Mean, MeasureKind::Median] {
        let interval = MeasureSpec {
            interval: Some(ShareInterval::Wilson),
            ..spec(kind, Some([0, 10]))
        };
        assert_eq!(path(Measure::new(&interval)), "interval");
    }
    let boxes = MeasureSpec {
        boxes: Some(5),
        ..spec(MeasureKind::Csat, Some([1, 5]))
    };
    assert_eq!(path(Measure::new(&boxes)), "top_box");
    let columns = Columns {
        answers: values(&[1, 2]),
        by: &[],
        weights: Some(&[1.0]),
    };
    assert_eq!(
        tally(columns, [1, 5]).unwrap_err().path.as_deref(),
        Some("weights")
    );
    let columns = Columns {
        weights: Some(&[1.0, f64::NAN]),
        ..columns
    };
    assert_eq!(
        tally(columns, [1, 5]).unwrap_err().path.as_deref(),
        Some("weights.1")
    );
    assert_eq!(
        columns.on_scale([2, 3]).unwrap_err().path.as_deref(),
        Some("0")
    );
    let mut plain = by_two(&[1], &[0], [1, 5]);
    assert!(plain.merge(&by_two(&[1], &[0], [1, 7])).is_err());
    assert!(plain.rows(&Measure::nps(), &Question::default()).is_err());
}

#[test]
fn every_layout_counts_the_same() {
    let answers = [0_i64, 3, 10, 9, 7, 10, 11, 3];
    let wanted = tally(
        Columns {
            answers: Answers {
                values: Values::I64(&answers),
                valid: None,
            },
            by: &[],
            weights: None,
        },
        [0, 10],
    )
    .unwrap();
    let same = |values: Values<'_>| {
        let found = tally(
            Columns {
                answers: Answers {
                    values,
                    valid: None,
                },
                by: &[],
                weights: None,
            },
            [0, 10],
        );
        assert_eq!(found.unwrap(), wanted);
    };
    same(Values::I8(&answers.map(|it| i8::try_from(it).unwrap())));
    same(Values::U8(&answers.map(|it| u8::try_from(it).unwrap())));
    same(Values::I16(&answers.map(|it| i16::try_from(it).unwrap())));
    same(Values::U16(&answers.map(|it| u16::try_from(it).unwrap())));
    same(Values::I32(&answers.map(|it| i32::try_from(it).unwrap())));
    #[expect(clippy::cast_precision_loss, reason = "small")]
    same(Values::F64(&answers.map(|it| it as f64)));
    let bits = tally(
        Columns {
            answers: Answers {
                values: Values::Bits(&[0b1011], 4),
                valid: None,
            },
            by: &[],
            weights: None,
        },
        [0, 1],
    );
    assert_eq!(bits.unwrap().groups().next().unwrap().1.counts, [1, 3]);
    let doubles = Answers {
        values: Values::F64(&[1.0, 1.5, f64::NAN, f64::INFINITY]),
        valid: None,
    };
    let found = tally(
        Columns {
            answers: doubles,
            by: &[],
            weights: None,
        },
        [1, 5],
    )
    .unwrap();
    let (_, group) = found.groups().next().unwrap();
    assert_eq!(
        (group.counts[0], group.outside, group.unanswered),
        (1, 2, 1)
    );
}
