use super::correlations::Correlations;
use super::groups::triangle;
use super::*;
use proptest::prelude::*;

const PLAIN: DriverQuery = DriverQuery {
    method: DriverMethod::RelativeWeights,
    drawing: None,
    confidence: 0.95,
};

const SHAPLEY: DriverQuery = DriverQuery {
    method: DriverMethod::Shapley,
    ..PLAIN
};

fn run(outcome: &[f64], features: &[(&str, &[f64])], query: DriverQuery) -> Result<Drivers, Error> {
    drivers(DriverColumns { outcome, features }, query)
}

/// R's data set `swiss`: the correlations of Agriculture, Examination, Education, Catholic and
/// Infant.Mortality, the lower triangle, and those of each with Fertility (F. Mosteller, J. W. Tukey, "Data
/// Analysis and Regression", 1977).
const SWISS: [&[f64]; 6] = [
    &[1.0],
    &[-0.686_542_21, 1.0],
    &[-0.639_522_52, 0.698_415_30, 1.0],
    &[0.401_095_05, -0.572_741_80, -0.153_858_92, 1.0],
    &[
        -0.060_858_61,
        -0.114_021_60,
        -0.099_321_85,
        0.175_495_90,
        1.0,
    ],
    &[
        0.353_079_18,
        -0.645_882_70,
        -0.663_788_86,
        0.463_684_70,
        0.416_556_03,
        1.0,
    ],
];

fn swiss() -> Correlations {
    let mut sums = vec![0.0; triangle(7)];
    sums[0] = 1.0;
    for (row, products) in SWISS.iter().enumerate() {
        for (column, product) in products.iter().enumerate() {
            sums[triangle(row + 1) + column + 1] = *product;
        }
    }
    Correlations::of(&sums, 5)
}

fn close(found: &[Option<f64>], wanted: &[f64], by: f64) {
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert!((found.unwrap() - wanted).abs() < by, "{found:?} {wanted}");
    }
}

#[test]
fn lmg_of_relaimpo() {
    // U. Grömping, "Relative importance for linear regression in R: the package relaimpo", Journal of
    // Statistical Software 17 (2006), the example of `swiss`: R² 70.67 %.
    let lmg = [
        0.057_091_22,
        0.171_173_03,
        0.260_134_68,
        0.105_570_15,
        0.112_765_92,
    ];
    close(&swiss().weights(DriverMethod::Shapley), &lmg, 1e-7);
}

#[test]
fn relative_weights_by_johnson() {
    // By numpy 2.4 as Johnson (2000) says it, from the same correlations.
    let weights = [
        0.048_416_90,
        0.154_708_24,
        0.271_964_11,
        0.114_680_03,
        0.116_965_72,
    ];
    close(
        &swiss().weights(DriverMethod::RelativeWeights),
        &weights,
        1e-7,
    );
}

#[test]
fn what_explains_nothing_or_follows_is_named() {
    let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
    let twice = a.map(|it| 2.0 * it);
    let b = [2.0, 1.0, 4.0, 3.0, 6.0, 5.0, 9.0];
    let outcome = [1.0, 2.0, 2.0, 5.0, 4.0, 7.0, 6.0];
    let features: [(&str, &[f64]); 4] =
        [("a", &a), ("twice", &twice), ("b", &b), ("same", &[3.0; 7])];
    for query in [PLAIN, SHAPLEY] {
        let found = run(&outcome, &features, query).unwrap();
        let problems: Vec<_> = found.rows.iter().map(|row| row.problem).collect();
        let collinear = Some(DriverProblem::Collinear);
        assert_eq!(
            problems,
            [collinear, collinear, None, Some(DriverProblem::Constant)]
        );
        let weights: Vec<_> = found.rows.iter().map(|row| row.weight).collect();
        assert!(
            (weights[0].unwrap() - weights[1].unwrap()).abs() < 1e-9,
            "{weights:?}"
        );
        assert_eq!(weights[3], None);
        // Without the second of them they explain the same.
        let less = run(&outcome, &[features[0], features[2]], query).unwrap();
        assert!((less.r_squared.unwrap() - found.r_squared.unwrap()).abs() < 1e-9);
    }
    let flat = run(&[4.0; 7], &features, PLAIN).unwrap();
    assert_eq!(
        (flat.r_squared, flat.rows[0].weight, flat.rows[0].sign),
        (None, None, 0)
    );
}

#[test]
fn rows_that_lack_an_answer_are_counted() {
    let no = f64::NAN;
    let a = [1.0, no, 3.0, 4.0, 5.0, 6.0];
    let b = [2.0, 1.0, no, 3.0, 6.0, 5.0];
    let found = run(
        &[1.0, 2.0, 2.0, no, 4.0, 7.0],
        &[("a", &a), ("b", &b)],
        PLAIN,
    );
    let error = found.unwrap_err();
    assert_eq!(error.message, "3 rows have every answer, and 4 are needed");
    let found = run(
        &[1.0, 2.0, 2.0, 3.0, 4.0, 7.0],
        &[("a", &a), ("b", &b)],
        PLAIN,
    )
    .unwrap();
    assert_eq!((found.n, found.left_out), (4, 2));
    assert_eq!((found.rows[0].missing, found.rows[0].mean), (1, Some(4.0)));
}

#[test]
fn mistakes_are_named() {
    let ok: (&str, &[f64]) = ("a", &[1.0, 2.0, 3.0]);
    let path = |outcome: &[f64], features: &[(&str, &[f64])], query| {
        run(outcome, features, query).unwrap_err().path.unwrap()
    };
    assert_eq!(path(&[1.0; 3], &[], PLAIN), "features");
    assert_eq!(path(&[1.0; 3], &[ok; 21], SHAPLEY), "features");
    assert_eq!(path(&[1.0; 3], &[ok, ("b", &[1.0])], PLAIN), "b");
    assert_eq!(
        path(&[1.0; 3], &[("b", &[1.0, f64::INFINITY, 2.0])], PLAIN),
        "b.1"
    );
    let drawing = Some(Drawing {
        seed: 1,
        replicates: 10,
    });
    assert_eq!(
        path(&[1.0; 3], &[ok], DriverQuery { drawing, ..PLAIN }),
        "replicates"
    );
    assert_eq!(
        path(
            &[1.0; 3],
            &[ok],
            DriverQuery {
                confidence: 1.0,
                ..PLAIN
            }
        ),
        "confidence"
    );
}

/// Answers that go with each other more or less, made of whole numbers by a fixed rule.
fn made(rows: u32) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let noise =
        |row: u32, of: u32| f64::from(row.wrapping_mul(2_654_435_761).rotate_left(of) % 11) - 5.0;
    let a: Vec<f64> = (0..rows).map(|row| noise(row, 3)).collect();
    let b: Vec<f64> = a
        .iter()
        .zip(0..)
        .map(|(a, row)| a + noise(row, 11))
        .collect();
    let outcome = a.iter().zip(&b).zip(0..);
    let outcome = outcome
        .map(|((a, b), row)| 2.0 * a + b + 4.0 * noise(row, 19))
        .collect();
    (outcome, a, b)
}

#[test]
fn intervals_grow_narrow_with_rows_and_follow_from_the_seed() {
    let wide = |rows, seed| {
        let (outcome, a, b) = made(rows);
        let drawing = Some(Drawing {
            seed,
            replicates: 400,
        });
        let found = run(
            &outcome,
            &[("a", &a), ("b", &b)],
            DriverQuery { drawing, ..PLAIN },
        )
        .unwrap();
        let row = &found.rows[0];
        let (low, high) = (row.low.unwrap(), row.high.unwrap());
        assert!(
            low < row.weight.unwrap() && row.weight.unwrap() < high,
            "{row:?}"
        );
        high - low
    };
    // Ten times the rows: the root of ten narrower, whether rows are drawn or groups of them.
    let (few, many, more) = (wide(500, 7), wide(5_000, 7), wide(50_000, 7));
    assert!((2.6..3.8).contains(&(few / many)), "{few} {many}");
    assert!((2.6..3.8).contains(&(many / more)), "{many} {more}");
    assert_eq!(wide(500, 7).to_bits(), few.to_bits());
    assert_ne!(wide(500, 8).to_bits(), few.to_bits());
}

#[test]
fn importance_beside_performance() {
    let (outcome, a, b) = made(300);
    let found = run(&outcome, &[("a", &a), ("b", &b)], PLAIN).unwrap();
    let rows = quadrants(&found, [-10.0, 10.0]).unwrap();
    assert!(rows[0].importance > 0.5 && rows[1].importance < 0.5);
    let content = rows[0].performance >= rows[1].performance;
    let wanted = if content {
        [Quadrant::KeepUp, Quadrant::LowPriority]
    } else {
        [Quadrant::ConcentrateHere, Quadrant::PossibleOverkill]
    };
    assert_eq!([rows[0].quadrant, rows[1].quadrant], wanted);
    assert!(quadrants(&found, [3.0, 3.0]).is_err());
}

/// A table of several features, with answers from 1 to 5 and an outcome of whole numbers.
fn table() -> impl Strategy<Value = (Vec<f64>, Vec<Vec<f64>>)> {
    (1_usize..5, 8_usize..40).prop_flat_map(|(features, rows)| {
        let column = |most: i32| prop::collection::vec((1..=most).prop_map(f64::from), rows);
        (column(11), prop::collection::vec(column(5), features))
    })
}

fn named(columns: &[Vec<f64>]) -> Vec<(&'static str, &[f64])> {
    let names = ["a", "b", "c", "d", "e"];
    names
        .into_iter()
        .zip(columns.iter().map(Vec::as_slice))
        .collect()
}

proptest! {
    #[test]
    fn weights_sum_to_r_squared((outcome, columns) in table()) {
        let relative = run(&outcome, &named(&columns), PLAIN).unwrap();
        let shapley = run(&outcome, &named(&columns), SHAPLEY).unwrap();
        // R² by the coefficients.
        let by_hand: f64 = relative.rows.iter()
            .filter_map(|row| Some(row.coefficient? * row.correlation?))
            .sum();
        for found in [&relative, &shapley] {
            let r_squared = found.r_squared.unwrap_or(0.0);
            prop_assert!((r_squared - by_hand).abs() < 1e-8, "{} {}", r_squared, by_hand);
            prop_assert!((-1e-9..1.0 + 1e-9).contains(&r_squared));
            for row in &found.rows {
                prop_assert!(row.weight.is_none_or(|weight| weight > -1e-9));
            }
        }
        // Of two features, both say the same.
        if columns.len() == 2 {
            for (one, other) in relative.rows.iter().zip(&shapley.rows) {
                let (one, other) = (one.weight.unwrap_or(0.0), other.weight.unwrap_or(0.0));
                prop_assert!((one - other).abs() < 1e-8, "{} {}", one, other);
            }
        }
    }

    #[test]
    fn units_and_order_change_no_weight((outcome, mut columns) in table()) {
        for query in [PLAIN, SHAPLEY] {
            let before = run(&outcome, &named(&columns), query).unwrap();
            let outcome: Vec<f64> = outcome.iter().map(|it| 100.0 - 3.0 * it).collect();
            columns.reverse();
            let mut after = run(&outcome, &named(&columns), query).unwrap();
            after.rows.reverse();
            columns.reverse();
            for (one, other) in before.rows.iter().zip(&after.rows) {
                let near = (one.weight.unwrap_or(0.0) - other.weight.unwrap_or(0.0)).abs() < 1e-9;
                prop_assert!(near, "{:?} {:?}", one, other);
                prop_assert!(one.correlation.is_none_or(|it| it.abs() < 1e-9) || one.sign == -other.sign);
            }
        }
    }
}

#[test]
fn replicates_shared_out_are_the_same() {
    let outcome: Vec<f64> = (0..40).map(|row| f64::from(row * row % 17)).collect();
    let one: Vec<f64> = (0..40).map(|row| f64::from(row * 5 % 11)).collect();
    let other: Vec<f64> = (0..40).map(|row| f64::from(row * 7 % 13)).collect();
    let columns = DriverColumns {
        outcome: &outcome,
        features: &[("one", &one), ("other", &other)],
    };
    let drawing = Drawing {
        seed: 3,
        replicates: 120,
    };
    let query = DriverQuery {
        drawing: Some(drawing),
        ..PLAIN
    };
    let summed = Summed::of(columns, query).unwrap();
    let parts = [0..50, 50..51, 51..120].map(|part| summed.draw(part));
    let found = summed.finish(&parts.concat()).unwrap();
    assert_eq!(found, drivers(columns, query).unwrap());
    assert!(found.rows.iter().all(|row| row.low.is_some()));
    assert_eq!(
        summed.finish(&parts[0]).unwrap_err().path.as_deref(),
        Some("replicates")
    );
}
