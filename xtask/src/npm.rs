//! The JavaScript tools that tests and the wasm build use, from `tests/package.json`.

use crate::paths::{find_program, root};
use crate::proc::Cmd;
use crate::steps::Done;
use anyhow::{Result, bail};
use std::fs;
use std::path::PathBuf;

const INSTALL_SECONDS_MAX: u64 = 300;

/// Installs the tools at the versions of the lock file.
pub(crate) fn install() -> Result<Done> {
    if find_program(&["npm"]).is_none() {
        bail!("Node.js and npm are not installed");
    }
    let lock = fs::read(root("tests/package-lock.json"))?;
    let installed = root("tests/node_modules/.installed-lock");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(Done::AlreadyThere);
    }
    npm(&["ci", "--no-audit", "--no-fund"])
        .download(INSTALL_SECONDS_MAX)
        .run()?;
    fs::write(installed, lock)?;
    Ok(Done::Ran)
}

/// npm, in the folder of the tests.
pub(crate) fn npm(arguments: &[&str]) -> Cmd {
    Cmd::new("npm").args(arguments).dir(root("tests"))
}

/// One of the installed tools.
pub(crate) fn tool(name: &str) -> Cmd {
    Cmd::new(tool_path(name))
}

fn tool_path(name: &str) -> PathBuf {
    root("tests/node_modules/.bin").join(name)
}
