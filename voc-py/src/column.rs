//! The columns of estimates.

use crate::arrow::Cells;
use voc_core::metric::Estimate;

/// The columns of estimates in every table; nothing where one is withheld.
pub(crate) fn estimate_columns(estimates: &[Option<Estimate>]) -> [(&'static str, Cells); 6] {
    let known = || estimates.iter().map(Option::as_ref);
    let numbers = |number: fn(&Estimate) -> Option<f64>| {
        Cells::number(known().map(|estimate| estimate.and_then(number)))
    };
    [
        ("value", numbers(|it| it.value)),
        ("n", Cells::count(known().map(|it| it.map(|it| it.n)))),
        ("low", numbers(|it| it.low)),
        ("high", numbers(|it| it.high)),
        ("confidence", numbers(|it| Some(it.confidence))),
        (
            "method",
            Cells::text(known().map(|it| it.map(|it| it.method.name()))),
        ),
    ]
}
