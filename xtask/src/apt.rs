//! Packages of Debian and its relatives.

use crate::paths::find_program;
use crate::proc::Cmd;
use anyhow::{Context, Result, bail};

const INSTALL_SECONDS_MAX: u64 = 600;

/// Installs packages; asks for root's rights where the user has none.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if find_program(&["apt-get"]).is_none() {
        bail!(
            "this needs {}: install it by hand, this system has no apt-get",
            packages.join(", ")
        );
    }
    apt_get(&["update", "-qq"])?;
    let arguments = [
        &["install", "-y", "-qq", "--no-install-recommends"],
        packages,
    ]
    .concat();
    apt_get(&arguments).with_context(|| format!("cannot install {}", packages.join(", ")))
}

fn apt_get(arguments: &[&str]) -> Result<()> {
    let is_root = Cmd::new("id").arg("-u").read()?.trim() == "0";
    let command = if is_root {
        Cmd::new("apt-get")
    } else {
        Cmd::new("sudo").args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"])
    };
    command
        .args(arguments)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .download(INSTALL_SECONDS_MAX)
        .run()
}
