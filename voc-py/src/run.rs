//! A run, and the tables that it gives.

use crate::actual::Journey;
use crate::arrow::Sheet;
use crate::errors::voc_error;
use crate::intake::Gathered;
use crate::tables;
use pyo3::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use voc_core::engine::columns::FrameRun;
use voc_core::engine::{Record, Spoken};
use voc_core::insight::histories::Histories;
use voc_core::metric::MetricQuery;
use voc_core::picture::{Heard, Touches};
use voc_core::{Code, Engine, Error, Time, json};

/// What a program made of many signals.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Run {
    made: Made,
    histories: OnceLock<Histories>,
    #[pyo3(get)]
    notes: BTreeMap<String, u64>,
}

/// Of inputs, or of a frame's columns.
enum Made {
    Inputs(Box<voc_core::Run>, Box<Touches>, Box<Spoken>),
    Frame(Box<FrameRun>),
}

impl Run {
    pub(crate) fn of_inputs(
        program: &voc_core::Program,
        gathered: Gathered,
        until: Option<Time>,
    ) -> Self {
        let in_time = |input: &&voc_core::Input| {
            until.is_none_or(|until| input.at().is_none_or(|at| at <= until))
        };
        let histories = Histories::of(program, &gathered.inputs, gathered.unread.clone(), until);
        let mut touches = Touches::of(program, gathered.inputs.iter().filter(in_time));
        let spoken = Spoken::of(gathered.inputs.iter().filter(in_time));
        let mut run = voc_core::run(program, gathered.inputs, until);
        for (id, refusal) in gathered.unread {
            run.refuse(id, refusal);
        }
        touches.refuse(&run.refused);
        Self {
            made: Made::Inputs(Box::new(run), Box::new(touches), Box::new(spoken)),
            histories: OnceLock::from(histories),
            notes: gathered.notes,
        }
    }

    pub(crate) fn of_frame(run: FrameRun) -> Self {
        Self {
            made: Made::Frame(Box::new(run)),
            histories: OnceLock::new(),
            notes: BTreeMap::new(),
        }
    }
}

#[pymethods]
impl Run {
    fn alerts(&self, py: Python<'_>) -> Sheet {
        py.detach(|| match &self.made {
            Made::Inputs(run, ..) => tables::alerts(&run.alerts()),
            Made::Frame(run) => tables::alerts(&run.alerts()),
        })
    }

    fn cases(&self, py: Python<'_>) -> Sheet {
        py.detach(|| match &self.made {
            Made::Inputs(run, ..) => tables::cases(run.engine.cases()),
            Made::Frame(run) => tables::cases(run.cases()),
        })
    }

    fn notices(&self, py: Python<'_>) -> Sheet {
        py.detach(|| match &self.made {
            Made::Inputs(run, ..) => tables::notices(&run.notices()),
            Made::Frame(run) => tables::notices(&run.notices()),
        })
    }

    fn refused(&self, py: Python<'_>) -> Sheet {
        py.detach(|| match &self.made {
            Made::Inputs(run, ..) => tables::refused(&run.refused),
            Made::Frame(run) => tables::refused(&run.refused()),
        })
    }

    /// Counts as JSON.
    fn counts(&self, py: Python<'_>) -> PyResult<String> {
        ask(py, || match &self.made {
            Made::Inputs(run, ..) => json::counts(&run.engine),
            Made::Frame(run) => json::text(&run.counts()),
        })
    }

    /// Events as JSON.
    fn events(&self, py: Python<'_>) -> PyResult<String> {
        ask(py, || json::events(self.whole()))
    }

    fn digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.engine().digest())
    }

    fn facts_digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.engine().facts_digest())
    }

    /// An explanation as JSON.
    fn explain(&self, py: Python<'_>, alert: &str) -> PyResult<String> {
        ask(py, || json::explain_in_run(self.whole(), alert))
    }

    /// Why a rule did not fire, as JSON.
    fn why_not(
        &self,
        py: Python<'_>,
        rule: &str,
        customer: &str,
        at: Option<&str>,
    ) -> PyResult<String> {
        ask(py, || json::why_not(self.engine(), rule, customer, at))
    }

    /// The health of the loop, as JSON.
    fn loop_health(&self, py: Python<'_>, by: Option<&str>) -> PyResult<String> {
        ask(py, || match (&self.made, by) {
            (Made::Inputs(run, ..), None) => json::text(&run.loop_health()),
            (Made::Inputs(run, ..), by) => json::loop_health(&run.engine, by),
            (Made::Frame(run), None) => json::text(&run.loop_health()),
            (Made::Frame(run), Some(by)) => json::text(&run.loop_by(by)?),
        })
    }

    /// What the map of a journey shows, as JSON.
    #[pyo3(signature = (journey, weighing, actual=None))]
    fn journey_map(
        &self,
        py: Python<'_>,
        journey: &str,
        weighing: &str,
        actual: Option<&Journey>,
    ) -> PyResult<String> {
        let actual = actual.map(|it| &it.0.actual);
        ask(py, || {
            let heard = self.heard();
            json::journey_map(self.engine(), journey, Some(&heard), actual, weighing)
        })
    }

    /// What the scorecard of a journey shows, as JSON.
    fn scorecard(&self, py: Python<'_>, journey: &str) -> PyResult<String> {
        ask(py, || {
            json::scorecard(self.engine(), journey, Some(&self.heard()))
        })
    }

    /// A report, voices or goals, as JSON; what is asked is JSON.
    fn report(&self, py: Python<'_>, ask: &str) -> PyResult<String> {
        self::ask(py, || {
            json::report(self.engine(), Some(&self.record()), ask)
        })
    }

    /// How many customers and signals there are, as JSON.
    fn histories_about(&self, py: Python<'_>) -> PyResult<String> {
        ask(py, || json::histories_about(self.histories()))
    }

    /// What all signals and the cases say, as JSON; what is asked is JSON.
    fn histories_answer(&self, py: Python<'_>, asked: &str) -> PyResult<String> {
        ask(py, || {
            let histories = self.histories();
            match &self.made {
                Made::Inputs(run, ..) => {
                    json::histories_answer(histories, Some(&mut run.engine.cases()), asked)
                }
                Made::Frame(run) => {
                    json::histories_answer(histories, Some(&mut run.cases()), asked)
                }
            }
        })
    }

    fn metric(&self, py: Python<'_>, metric: &str, query: &str) -> PyResult<Sheet> {
        ask(py, || metric_sheet(self.engine(), metric, query, None))
    }
}

impl Run {
    /// Frames are read when something is asked of them.
    fn histories(&self) -> &Histories {
        self.histories.get_or_init(|| match &self.made {
            Made::Frame(run) => run.histories(),
            Made::Inputs(run, ..) => {
                Histories::of(run.engine.program(), &[], Vec::new(), run.engine.now())
            }
        })
    }

    fn engine(&self) -> &Engine {
        match &self.made {
            Made::Inputs(run, ..) => &run.engine,
            Made::Frame(run) => run.engine(),
        }
    }

    fn heard(&self) -> Heard {
        match &self.made {
            Made::Inputs(run, touches, _) => Heard::of_run(touches, &run.alerts()),
            Made::Frame(run) => Heard::of_frame(run),
        }
    }

    fn record(&self) -> Record<'_> {
        match &self.made {
            Made::Inputs(run, _, spoken) => {
                Record::of(Cow::Borrowed(spoken.as_ref()), run.alerts())
            }
            Made::Frame(run) => run.record(),
        }
    }

    /// The run with every event.
    fn whole(&self) -> &voc_core::Run {
        match &self.made {
            Made::Inputs(run, ..) => run,
            Made::Frame(run) => run.whole(),
        }
    }
}

/// Works while other Python threads run.
fn ask<T: Send>(py: Python<'_>, question: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    py.detach(question).map_err(|error| voc_error(py, &error))
}

/// A metric's rows as a table, those that a person sees where one is named; the query is JSON.
pub(crate) fn metric_sheet(
    engine: &Engine,
    metric: &str,
    query: &str,
    person: Option<&str>,
) -> Result<Sheet, Error> {
    let query: MetricQuery = serde_json::from_str(query)
        .map_err(|error| Error::new(Code::WrongType, error.to_string()))?;
    let rows = match person {
        Some(person) => engine.metric_for(person, metric, &query),
        None => engine.metric(metric, &query),
    };
    rows.map(|rows| tables::metric(&query, &rows))
}
