//! The native module `voc._voc`: JSON text and Arrow data in and out. `python/voc` makes objects of it.

mod actual;
mod arrow;
mod calendar;
mod case;
mod column;
mod engine;
mod errors;
mod histories;
mod improvement;
mod intake;
mod journey;
mod partition;
mod paths;
mod picture;
mod program;
mod run;
mod statistic;
mod surveys;
mod tables;
mod tallies;
mod tally;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[pyo3::pymodule]
mod _voc {
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use crate::actual::{Journey, JourneyBook};
    #[pymodule_export]
    use crate::arrow::Sheet;
    #[pymodule_export]
    use crate::calendar::holidays;
    #[pymodule_export]
    use crate::case::Case;
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::histories::{Histories, study};
    #[pymodule_export]
    use crate::improvement::Improvement;
    #[pymodule_export]
    use crate::intake::Intake;
    #[pymodule_export]
    use crate::journey::EventLog;
    #[pymodule_export]
    use crate::partition::{facts_digest, judge_metrics, partition_of};
    #[pymodule_export]
    use crate::picture::picture;
    #[pymodule_export]
    use crate::program::{Mapping, Program};
    #[pymodule_export]
    use crate::run::Run;
    #[pymodule_export]
    use crate::statistic::{Numbers, drivers, places, statistic};
    #[pymodule_export]
    use crate::surveys::{occasions, surveyed, uses};
    #[pymodule_export]
    use crate::tallies::Tallies;
    #[pymodule_export]
    use crate::tally::{Answers, Column, tally_row, tally_rows, withhold};
}
