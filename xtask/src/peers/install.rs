//! The peers of Python and Node, each in an environment of its own.

use crate::paths::{find_program, root, target};
use crate::proc::Cmd;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::PathBuf;

const INSTALL_SECONDS_MAX: u64 = 600;
const REQUIREMENTS: &str = "benches/peers/python/requirements.txt";
const NODE: &str = "benches/peers/node";

/// The interpreter that has the Python peers.
pub(super) fn python() -> Result<PathBuf> {
    let folder = target("peers/venv");
    let scripts = if cfg!(windows) { "Scripts" } else { "bin" };
    let name = format!("python{}", std::env::consts::EXE_SUFFIX);
    let python = folder.join(scripts).join(name);
    let wanted = fs::read(root(REQUIREMENTS))?;
    let installed = folder.join("installed-requirements.txt");
    if fs::read(&installed).is_ok_and(|before| before == wanted) {
        return Ok(python);
    }
    if !python.is_file() {
        let system = find_program(&["python3", "python"]).context("Python is not installed")?;
        Cmd::new(system).args(["-m", "venv"]).arg(&folder).run()?;
    }
    Cmd::new(&python)
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "--requirement", REQUIREMENTS])
        .download(INSTALL_SECONDS_MAX)
        .run()?;
    fs::write(installed, wanted)?;
    Ok(python)
}

/// Installs the Node peers at the versions of their lock file.
pub(super) fn node() -> Result<()> {
    if find_program(&["npm"]).is_none() {
        bail!("Node.js and npm are not installed");
    }
    let lock = fs::read(root(NODE).join("package-lock.json"))?;
    let installed = root(NODE).join("node_modules/.installed-lock");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    Cmd::new("npm")
        .args(["ci", "--no-audit", "--no-fund"])
        .dir(root(NODE))
        .download(INSTALL_SECONDS_MAX)
        .run()?;
    fs::write(installed, lock)?;
    Ok(())
}
