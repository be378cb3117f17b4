//! Signals of every form, gathered for a run.

use crate::actual::Journey;
use crate::arrow::{self, Taken, reader, take};
use crate::errors::voc_error;
use crate::histories::Histories;
use crate::program::{Mapping, Program};
use crate::run::Run;
use pyo3::prelude::*;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use voc_core::engine::columns::{
    Beside, JourneyRun, histories_of_frame, journey_of_frame, journey_of_inputs, run_frame,
};
use voc_core::mapping::{self, BoundMapping};
use voc_core::signal::{Cell, Frame, FrameOptions, Input};
use voc_core::{Code, Error, Refusal, Time, Zone};

/// What the ids of rows without one begin with.
const SOURCE: &str = "signals";

/// Gathers inputs, then runs the program over them.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Intake {
    program: voc_core::Program,
    reading: Reading,
    state: Mutex<State>,
}

/// How rows are read.
enum Reading {
    Frame(FrameOptions),
    Mapping(mapping::Mapping),
}

#[derive(Default)]
struct State {
    rows: Option<Rows>,
    frame: Option<Taken>,
    gathered: Gathered,
}

/// What was read so far.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) inputs: Vec<Input>,
    /// Rows and inputs that could not be read, by id.
    pub(crate) unread: Vec<(String, Refusal)>,
    /// How many rows each note of the mapping holds for.
    pub(crate) notes: BTreeMap<String, u64>,
}

/// Columns bound to a program or mapping, and how many rows have been read.
struct Rows {
    bound: Columns,
    /// Whether the column at a position is read.
    used: Vec<bool>,
    done: u64,
}

enum Columns {
    Frame(Frame),
    Mapping(BoundMapping),
}

#[pymethods]
impl Intake {
    #[new]
    fn new(
        py: Python<'_>,
        program: &Program,
        columns: BTreeMap<String, String>,
        time_zone: Option<&str>,
        mapping: Option<&Mapping>,
    ) -> PyResult<Self> {
        let zone = time_zone.map(|name| {
            Zone::named(name).ok_or_else(|| {
                let error = Error::new(Code::Unknown, format!("unknown time zone `{name}`"));
                voc_error(
                    py,
                    &error
                        .at("time_zone")
                        .hint("an IANA name such as Europe/London"),
                )
            })
        });
        let reading = match mapping {
            Some(mapping) => Reading::Mapping(mapping.0.clone()),
            None => Reading::Frame(FrameOptions {
                columns: columns.into_iter().collect(),
                time_zone: zone.transpose()?,
                source: SOURCE.to_owned(),
            }),
        };
        Ok(Self {
            program: program.0.clone(),
            reading,
            state: Mutex::default(),
        })
    }

    /// Says how the columns of the rows are called; gives those that are ignored.
    #[expect(clippy::needless_pass_by_value, reason = "extracted from a list")]
    fn bind(&self, py: Python<'_>, columns: Vec<String>) -> PyResult<Vec<String>> {
        self.with(|state| self.bind_columns(state, &columns))
            .map_err(|error| voc_error(py, &error))
    }

    /// Takes rows: a JSON array of arrays of cells, in the order of the columns.
    fn rows(&self, py: Python<'_>, text: &str) -> PyResult<()> {
        let done = py.detach(|| {
            let rows: Vec<Vec<Json>> = serde_json::from_str(text)
                .map_err(|error| Error::new(Code::Malformed, error.to_string()))?;
            self.with(|state| {
                let State {
                    rows: Some(bound),
                    gathered,
                    ..
                } = state
                else {
                    return;
                };
                for row in &rows {
                    bound.read(gathered, |column| {
                        row.get(column).map_or(Cell::Absent, cell)
                    });
                }
            });
            Ok(())
        });
        done.map_err(|error: Error| voc_error(py, &error))
    }

    /// Takes over a frame; gives the columns that are ignored, and how many rows there are.
    fn frame(&self, py: Python<'_>, frame: &Bound<'_, PyAny>) -> PyResult<(Vec<String>, usize)> {
        let taken = take(frame)?;
        let bound = py.detach(|| {
            let fields = taken.fields()?;
            let names: Vec<String> = fields.iter().map(|field| field.name().clone()).collect();
            self.with(|state| {
                let ignored = self.bind_columns(state, &names)?;
                if let Some(rows) = &state.rows {
                    rows.check(&taken)?;
                }
                let total = taken.len();
                state.frame = Some(taken);
                Ok((ignored, total))
            })
        });
        bound.map_err(|error: Error| voc_error(py, &error))
    }

    /// Reads at most so many further rows of the frame; gives how many were read so far.
    fn advance(&self, py: Python<'_>, count: usize) -> PyResult<u64> {
        let done = py.detach(|| {
            self.with(|state| {
                let State {
                    rows: Some(rows),
                    frame: Some(frame),
                    gathered,
                } = state
                else {
                    return Ok(0);
                };
                if matches!(rows.bound, Columns::Frame(_)) {
                    // Columns are read as a whole, by the run.
                    return Ok(frame.len() as u64);
                }
                rows.advance(frame, gathered, count)?;
                Ok(rows.done)
            })
        });
        done.map_err(|error: Error| voc_error(py, &error))
    }

    /// Takes inputs of the engine, each as JSON.
    #[expect(clippy::needless_pass_by_value, reason = "extracted from a list")]
    fn inputs(&self, py: Python<'_>, texts: Vec<String>) {
        py.detach(|| self.with(|state| state.gathered.read(&texts)));
    }

    /// Runs the program over all that was taken.
    fn run(&self, py: Python<'_>, until: Option<&str>) -> PyResult<Run> {
        let run = py.detach(|| {
            let until = Self::until(until)?;
            let State {
                rows,
                frame,
                gathered,
            } = self.with(std::mem::take);
            match (rows, frame) {
                (Some(rows), Some(taken)) if matches!(rows.bound, Columns::Frame(_)) => {
                    rows.run(&self.program, &taken, gathered, until)
                }
                _ => Ok(Run::of_inputs(&self.program, gathered, until)),
            }
        });
        run.map_err(|error: Error| voc_error(py, &error))
    }

    /// Gathers what every customer said of all that was taken.
    fn histories(&self, py: Python<'_>, until: Option<&str>) -> PyResult<Histories> {
        let found = py.detach(|| {
            let until = Self::until(until)?;
            let State {
                rows,
                frame,
                gathered,
            } = self.with(std::mem::take);
            match (rows, frame) {
                (Some(rows), Some(taken)) => rows.histories(&self.program, &taken, gathered, until),
                _ => Ok(gathered.histories(&self.program, until)),
            }
        });
        found
            .map(Histories)
            .map_err(|error: Error| voc_error(py, &error))
    }

    /// Reads the instances of a journey off all that was taken.
    fn journey(&self, py: Python<'_>, id: &str, until: Option<&str>) -> PyResult<Journey> {
        let run = py.detach(|| {
            let until = Self::until(until)?;
            let State {
                rows,
                frame,
                gathered,
            } = self.with(std::mem::take);
            match (rows, frame) {
                (Some(rows), Some(taken)) => {
                    rows.journey(&self.program, id, &taken, gathered, until)
                }
                _ => gathered.journey(&self.program, id, until),
            }
        });
        run.map(Journey)
            .map_err(|error: Error| voc_error(py, &error))
    }
}

impl Intake {
    /// Reads a time.
    fn until(until: Option<&str>) -> Result<Option<Time>, Error> {
        let until = until.map(Time::parse).transpose();
        until.map_err(|error| error.at("until"))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn bind_columns(&self, state: &mut State, columns: &[String]) -> Result<Vec<String>, Error> {
        let (bound, used, ignored) = match &self.reading {
            Reading::Frame(options) => {
                let frame = Frame::bind(self.program.spec(), columns, options.clone())?;
                let used = (0..columns.len())
                    .map(|column| frame.reads(column))
                    .collect();
                let ignored = frame.ignored().to_vec();
                (Columns::Frame(frame), used, ignored)
            }
            Reading::Mapping(mapping) => {
                let bound = mapping.bind(columns).map_err(|error| first(&error))?;
                let wanted = mapping.headers();
                let used = columns
                    .iter()
                    .map(|column| wanted.contains(&column.as_str()))
                    .collect();
                (Columns::Mapping(bound), used, Vec::new())
            }
        };
        state.rows = Some(Rows {
            bound,
            used,
            done: 0,
        });
        Ok(ignored)
    }
}

impl Gathered {
    fn histories(
        self,
        program: &voc_core::Program,
        until: Option<Time>,
    ) -> voc_core::insight::histories::Histories {
        voc_core::insight::histories::Histories::of(program, &self.inputs, self.unread, until)
    }

    fn journey(
        self,
        program: &voc_core::Program,
        id: &str,
        until: Option<Time>,
    ) -> Result<JourneyRun, Error> {
        journey_of_inputs(program, id, self.inputs, self.unread, until)
    }

    fn beside(self, until: Option<Time>) -> Beside {
        Beside {
            inputs: self.inputs,
            unread: self.unread,
            until,
        }
    }

    fn read(&mut self, texts: &[String]) {
        for (index, text) in texts.iter().enumerate() {
            match Input::from_json(text) {
                Ok(input) => self.inputs.push(input),
                Err(refusal) => {
                    let id = id_of(text).unwrap_or_else(|| format!("inputs#{:07}", index + 1));
                    self.unread.push((id, refusal));
                }
            }
        }
    }
}

impl Rows {
    /// Refuses a frame whose types tell that no row of it can be read.
    fn check(&self, taken: &Taken) -> Result<(), Error> {
        let Columns::Frame(frame) = &self.bound else {
            return Ok(());
        };
        for (index, field) in taken.fields()?.iter().enumerate() {
            let naive = matches!(
                field.data_type(),
                arrow_schema::DataType::Timestamp(_, None)
                    | arrow_schema::DataType::Date32
                    | arrow_schema::DataType::Date64
            );
            if naive && frame.wants_zone(index) {
                let message = format!("the times of column `{}` have no zone", field.name());
                return Err(Error::new(Code::BadTime, message)
                    .at(field.name().as_str())
                    .hint("say which one: time_zone=\"Europe/London\""));
            }
        }
        Ok(())
    }

    /// Runs the program over the columns of a frame.
    fn run(
        self,
        program: &voc_core::Program,
        taken: &Taken,
        gathered: Gathered,
        until: Option<Time>,
    ) -> Result<Run, Error> {
        let Columns::Frame(frame) = self.bound else {
            return Ok(Run::of_inputs(program, gathered, until));
        };
        let table = Box::new(arrow::Frame::new(taken, &self.used)?);
        let beside = gathered.beside(until);
        Ok(Run::of_frame(run_frame(program, frame, table, beside)))
    }

    /// Gathers what every customer said of the columns of a frame.
    fn histories(
        self,
        program: &voc_core::Program,
        taken: &Taken,
        gathered: Gathered,
        until: Option<Time>,
    ) -> Result<voc_core::insight::histories::Histories, Error> {
        let Columns::Frame(frame) = self.bound else {
            return Ok(gathered.histories(program, until));
        };
        let table = Box::new(arrow::Frame::new(taken, &self.used)?);
        Ok(histories_of_frame(
            program,
            frame,
            table,
            gathered.beside(until),
        ))
    }

    /// Reads the instances of a journey off the columns of a frame.
    fn journey(
        self,
        program: &voc_core::Program,
        id: &str,
        taken: &Taken,
        gathered: Gathered,
        until: Option<Time>,
    ) -> Result<JourneyRun, Error> {
        let Columns::Frame(frame) = self.bound else {
            return gathered.journey(program, id, until);
        };
        let table = Box::new(arrow::Frame::new(taken, &self.used)?);
        journey_of_frame(program, id, frame, table, gathered.beside(until))
    }

    fn advance(
        &mut self,
        taken: &Taken,
        gathered: &mut Gathered,
        count: usize,
    ) -> Result<(), Error> {
        let mut skip = usize::try_from(self.done).unwrap_or(usize::MAX);
        let mut left = count;
        for chunk in &taken.chunks {
            if skip >= chunk.len() {
                skip -= chunk.len();
                continue;
            }
            let end = chunk.len().min(skip.saturating_add(left));
            let columns = Taken::columns(chunk);
            let readers = (taken.fields()?.iter().zip(&columns).enumerate())
                .map(|(index, (field, column))| {
                    let used = self.used.get(index).copied().unwrap_or_default();
                    used.then(|| reader(field.name(), column)).transpose()
                })
                .collect::<Result<Vec<_>, _>>()?;
            for row in skip..end {
                self.read(gathered, |column| match readers.get(column) {
                    Some(Some(read)) => read(row),
                    _ => Cell::Absent,
                });
            }
            left -= end - skip;
            skip = 0;
            if left == 0 {
                break;
            }
        }
        Ok(())
    }

    fn read<'a>(&mut self, gathered: &mut Gathered, cell: impl Fn(usize) -> Cell<'a>) {
        self.done += 1;
        match &self.bound {
            Columns::Frame(frame) => match frame.input(self.done, (0..frame.width()).map(&cell)) {
                Ok(input) => gathered.inputs.push(input),
                Err(unread) => gathered.unread.push(unread),
            },
            Columns::Mapping(bound) => match bound.row(self.done, &|column| mapped(cell(column))) {
                Ok(row) => {
                    gathered.inputs.extend(row.inputs);
                    for note in row.notes {
                        *gathered.notes.entry(note).or_default() += 1;
                    }
                }
                Err(refusal) => {
                    gathered
                        .unread
                        .push((format!("row {}", self.done), refusal));
                }
            },
        }
    }
}

/// A cell as mappings take it.
fn mapped(cell: Cell<'_>) -> Option<mapping::Cell<'_>> {
    match cell {
        Cell::Absent => None,
        Cell::Text(text) => Some(mapping::Cell::Text(text)),
        Cell::Time(time) => Some(voc_core::Value::Time(time).into()),
        Cell::Int(int) => Some(voc_core::Value::Int(int).into()),
        Cell::Bool(bool) => Some(voc_core::Value::Bool(bool).into()),
        Cell::Number(number) if number.is_nan() => None,
        Cell::Number(number) => Some(voc_core::Value::Number(number).into()),
        cell => Some(mapping::Cell::Text(cell.to_text().into_owned().into())),
    }
}

fn cell(value: &Json) -> Cell<'_> {
    match value {
        Json::Null => Cell::Absent,
        Json::Bool(bool) => Cell::Bool(*bool),
        Json::String(text) => Cell::Text(text.into()),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(int), _) => Cell::Int(int),
            (None, Some(double)) if number.is_f64() => Cell::Number(double),
            _ => Cell::Text(number.to_string().into()),
        },
        nested => Cell::Text(nested.to_string().into()),
    }
}

/// The id of an input that could not be read, where it has one.
fn id_of(text: &str) -> Option<String> {
    let input: Json = serde_json::from_str(text).ok()?;
    input
        .get("id")?
        .as_str()
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
}

fn first(error: &voc_core::ProgramError) -> Error {
    let Some(found) = error.diagnostics.first() else {
        return Error::new(Code::Malformed, "the mapping cannot be used");
    };
    Error {
        path: found.path.clone(),
        hint: found.hint.clone(),
        ..Error::new(found.code, &*found.message)
    }
}
