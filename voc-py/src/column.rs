//! The columns of estimates.

use crate::arrow::Cells;
use voc_core::metric::Estimate;

/// The columns of estimates in every table.
pub(crate) fn estimate_columns(estimates: &[Estimate]) -> [(&'static str, Cells); 6] {
    let numbers =
        |number: fn(&Estimate) -> Option<f64>| Cells::number(estimates.iter().map(number));
    [
        ("value", numbers(|it| it.value)),
        ("n", Cells::int(estimates.iter().map(|it| it.n))),
        ("low", numbers(|it| it.low)),
        ("high", numbers(|it| it.high)),
        ("confidence", numbers(|it| Some(it.confidence))),
        (
            "method",
            Cells::text(estimates.iter().map(|it| Some(it.method.name()))),
        ),
    ]
}
