//! A batch of inputs as one text.

use super::instant;
use crate::document::{Read, items, read_written};
use crate::engine::{self, Run};
use crate::error::Error;
use crate::program::Program;
use crate::signal::Input;
use serde::Deserialize;

#[derive(Deserialize, Read)]
pub(super) struct OnlyId {
    pub(super) id: Option<String>,
}

/// Runs a program over inputs: a JSON array, or one object a line. An input that cannot be read is
/// refused and counted, under its id or its place (`#1` is the first); the others are run.
///
/// # Errors
/// A text that is no list of inputs, an `until` that is no time.
pub fn run(program: &Program, inputs: &str, until: Option<&str>) -> Result<Run, Error> {
    let until = instant(until)?;
    let (good, bad) = read(inputs)?;
    let mut run = engine::run(program, good, until);
    for (id, error) in bad {
        run.refuse(id, error);
    }
    Ok(run)
}

/// Inputs, and those that could not be read, by id or place.
pub(super) type Gathered = (Vec<Input>, Vec<(String, Error)>);

pub(super) fn read(inputs: &str) -> Result<Gathered, Error> {
    let raw: Vec<&str> = if inputs.trim_start().starts_with('[') {
        items(inputs).map_err(|error| error.at("inputs"))?
    } else {
        inputs
            .lines()
            .filter(|line| !line.trim().is_empty())
            .collect()
    };
    let mut good = Vec::with_capacity(raw.len());
    let mut bad = Vec::new();
    for (index, source) in raw.into_iter().enumerate() {
        match Input::from_json(source) {
            Ok(input) => good.push(input),
            Err(error) => {
                let id = read_written::<OnlyId>(source)
                    .ok()
                    .and_then(|found| found.id);
                bad.push((id.unwrap_or_else(|| format!("#{}", index + 1)), error));
            }
        }
    }
    Ok((good, bad))
}

/// The instances of a journey that inputs show, given as [`run`] takes them.
///
/// # Errors
/// Those of [`run`], and a journey that the program does not declare.
#[cfg(not(small))]
pub fn journey(
    program: &Program,
    id: &str,
    inputs: &str,
    until: Option<&str>,
) -> Result<engine::columns::JourneyRun, Error> {
    let until = instant(until)?;
    let (good, bad) = read(inputs)?;
    engine::columns::journey_of_inputs(program, id, good, bad, until)
}
