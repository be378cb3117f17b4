//! A Rust tool chain that makes wasm: rustup's where its download works, else Debian's.

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
const DEBIAN_STD_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";

/// Which tool chain makes the wasm file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Toolchain {
    /// The one in use, with the target's standard library.
    Rustup,
    /// Debian's compiler, which builds the standard library from its source.
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
    if has_target()? {
        Ok(Toolchain::Rustup)
    } else if has_debian() {
        Ok(Toolchain::Debian)
    } else {
        bail!("no tool chain makes {TARGET}: run `rustup target add {TARGET}`")
    }
}

/// Cargo with Debian's compiler, set to build the standard library too.
pub(crate) fn debian_cargo() -> Cmd {
    Cmd::cargo()
        .env("RUSTC", DEBIAN_RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
        .arg("-Zbuild-std=std,panic_abort")
}

fn has_target() -> Result<bool> {
    let library = Cmd::new("rustc")
        .args(["--print", "target-libdir", "--target", TARGET])
        .read()?;
    Ok(Path::new(library.trim()).is_dir())
}

fn has_debian() -> bool {
    [DEBIAN_RUSTC, DEBIAN_LINKER, DEBIAN_STD_SOURCE]
        .iter()
        .all(|file| Path::new(file).is_file())
}

/// Asks rustup once; a refusal is remembered, so that later runs do not wait for it.
fn try_rustup() -> Result<bool> {
    if refusal().is_file() || find_program(&["rustup"]).is_none() {
        return Ok(false);
    }
    let added = Cmd::new("rustup")
        .args(["target", "add", TARGET])
        .limit_seconds(RUSTUP_SECONDS_MAX)
        .run();
    if let Err(error) = &added {
        println!("rustup has no {TARGET} here ({error:#}); trying Debian's packages");
        fs::create_dir_all(target(""))?;
        fs::write(refusal(), format!("{error:#}\n"))?;
    }
    Ok(added.is_ok())
}

fn refusal() -> PathBuf {
    target("rustup-has-no-wasm")
}
