//! A Rust tool chain that makes wasm, the standard library from its source: rustup's where the source can
//! be had, else Debian's.
//!
//! The standard library as it is shipped is built for speed and tells where each panic came from; built
//! here it makes the small file a tenth smaller.

use crate::apt;
use crate::paths::{find_program, target};
use crate::proc::Cmd;
use crate::steps::Done;
use anyhow::{Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The target triple of the browser.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Short, because where the download is closed it hangs instead of failing.
const RUSTUP_SECONDS_MAX: u64 = 20;

const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-19";
const STD_SOURCE: &str = "lib/rustlib/src/rust/library/std/Cargo.toml";

/// Which tool chain makes the wasm files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one in use, with the source of the standard library.
    Rustup,
    /// Debian's compiler, and Debian's source.
    Debian,
}

/// Makes sure that one of the tool chains is there.
pub(crate) fn install() -> Result<Done> {
    if find().is_ok() {
        return Ok(Done::AlreadyThere);
    }
    if try_rustup()? {
        return Ok(Done::Ran);
    }
    apt::install(&DEBIAN_PACKAGES)?;
    find().map(|_| Done::Ran)
}

/// The tool chain to use.
pub(crate) fn find() -> Result<Toolchain> {
    if has_rustup()? {
        Ok(Toolchain::Rustup)
    } else if has_debian() {
        Ok(Toolchain::Debian)
    } else {
        bail!("no tool chain makes {TARGET}: run `rustup component add rust-src`")
    }
}

/// Cargo, set to build for the browser and the standard library with it.
pub(crate) fn cargo(toolchain: Toolchain) -> Cmd {
    // Building the standard library, and what it does on a panic, are options of unstable compilers.
    let command = Cmd::cargo().env("RUSTC_BOOTSTRAP", "1");
    match toolchain {
        Toolchain::Rustup => command,
        Toolchain::Debian => command
            .env("RUSTC", DEBIAN_RUSTC)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER),
    }
}

fn has_rustup() -> Result<bool> {
    let folder = Cmd::new("rustc").args(["--print", "sysroot"]).read()?;
    Ok(Path::new(folder.trim()).join(STD_SOURCE).is_file())
}

fn has_debian() -> bool {
    let source = Path::new("/usr").join(STD_SOURCE);
    [Path::new(DEBIAN_RUSTC), Path::new(DEBIAN_LINKER), &source]
        .iter()
        .all(|file| file.is_file())
}

/// Asks rustup once; a refusal is remembered, so that later runs do not wait for it.
fn try_rustup() -> Result<bool> {
    if refusal().is_file() || find_program(&["rustup"]).is_none() {
        return Ok(false);
    }
    let added = Cmd::new("rustup")
        .args(["component", "add", "rust-src"])
        .limit_seconds(RUSTUP_SECONDS_MAX)
        .run();
    if let Err(error) = &added {
        println!("rustup has no rust-src here ({error:#}); trying Debian's packages");
        fs::create_dir_all(target(""))?;
        fs::write(refusal(), format!("{error:#}\n"))?;
    }
    Ok(added.is_ok())
}

fn refusal() -> PathBuf {
    target("rustup-has-no-rust-src")
}
