//! The Python package, in an environment of its own.

use crate::paths::{find_program, root, target};
use crate::proc::Cmd;
use crate::steps::Done;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

const INSTALL_SECONDS_MAX: u64 = 600;

/// What the tests of the Python package import beside it.
const TEST_REQUIREMENTS: &str = "tests/python/requirements.txt";

/// Builds the Python package and installs it with what its tests need.
pub(crate) fn install() -> Result<()> {
    tools()?;
    build().map(|_| ())
}

/// Creates the environment and installs maturin, pytest and their like.
pub(crate) fn tools() -> Result<Done> {
    let wanted = fs::read(root(TEST_REQUIREMENTS))
        .with_context(|| format!("cannot read {TEST_REQUIREMENTS}"))?;
    let installed = environment().join("installed-requirements.txt");
    if fs::read(&installed).is_ok_and(|before| before == wanted) {
        return Ok(Done::AlreadyThere);
    }
    if !program("python").is_file() {
        let python = find_program(&["python3", "python"]).context("Python is not installed")?;
        Cmd::new(python)
            .args(["-m", "venv"])
            .arg(environment())
            .run()
            .context("cannot make an environment; Debian has it in the package python3-venv")?;
    }
    Cmd::new(program("python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--requirement", TEST_REQUIREMENTS])
        .download(INSTALL_SECONDS_MAX)
        .run()?;
    fs::write(installed, wanted)?;
    Ok(Done::Ran)
}

/// Builds the package and installs it into the environment.
pub(crate) fn build() -> Result<Done> {
    if !root("voc-py/Cargo.toml").is_file() {
        return Ok(Done::Skipped("there is no voc-py yet".to_owned()));
    }
    in_environment("maturin")
        .args([
            "develop",
            "--release",
            "--manifest-path",
            "voc-py/Cargo.toml",
        ])
        .run()?;
    Ok(Done::Ran)
}

/// Runs every Python test.
pub(crate) fn test() -> Result<Done> {
    let folders = ["voc-py/tests", "tests/python"];
    let there: Vec<_> = folders.iter().filter(|it| root(it).is_dir()).collect();
    if there.is_empty() {
        return Ok(Done::Skipped("there are no Python tests yet".to_owned()));
    }
    in_environment("python")
        .args(["-m", "pytest", "-q"])
        .args(there)
        .run()?;
    Ok(Done::Ran)
}

fn in_environment(name: &str) -> Cmd {
    Cmd::new(program(name)).env("VIRTUAL_ENV", environment())
}

fn environment() -> PathBuf {
    target("venv")
}

pub(crate) fn program(name: &str) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    environment()
        .join(folder)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
