//! The npm package `voc-wasm`: one set of ES modules for every host, and a wasm file for each need.

mod builds;
mod measure;
mod toolchain;

use crate::npm;
use crate::paths::{root, shown, target};
use crate::proc::Cmd;
use crate::steps::Done;
use anyhow::{Context, Result};
use builds::{BUILDS, DATA, PAGE};
use std::fs;
use std::path::{Path, PathBuf};

const BINDGEN_INSTALL_SECONDS_MAX: u64 = 900;

/// Files beside `voc-wasm/js/` that travel with the package.
const COMPANIONS: [&str; 1] = ["LICENSE"];

/// Installs what the build needs.
pub(crate) fn install() -> Result<()> {
    toolchain::install()?;
    npm::install()?;
    bindgen_tool()?;
    Ok(())
}

/// Installs the tool chain that makes wasm.
pub(crate) fn install_toolchain() -> Result<Done> {
    toolchain::install()
}

/// Installs the bindgen tool of the very version that the lock file has.
pub(crate) fn install_bindgen() -> Result<Done> {
    bindgen_tool()
}

/// Builds the package into `voc-wasm/pkg` and holds it to its limits.
pub(crate) fn build() -> Result<()> {
    assemble()?;
    size()
}

/// Builds the package into `voc-wasm/pkg`.
pub(crate) fn assemble() -> Result<()> {
    let package = package_folder();
    if package.exists() {
        fs::remove_dir_all(&package)?;
    }
    let bindgen = bindgen_path(&bindgen_version()?);
    for build in BUILDS {
        Cmd::new(&bindgen)
            .arg(build.compile()?)
            .args(["--target", "web", "--omit-default-module-path"])
            .args(["--out-name", build.name, "--out-dir"])
            .arg(&package)
            .run()?;
        build.optimise(&package)?;
    }
    add_javascript(&package)?;
    println!("The package: {}", shown(&package));
    Ok(())
}

/// Prints the sizes of the package that was built last; fails when it is too large or not pure.
pub(crate) fn size() -> Result<()> {
    let package = package_folder();
    measure::check(&PAGE.file(&package), Some(measure::PAGE_MAX))?;
    measure::check(&DATA.file(&package), None)
}

fn add_javascript(package: &Path) -> Result<()> {
    for entry in fs::read_dir(root("voc-wasm/js"))? {
        let entry = entry?;
        fs::copy(entry.path(), package.join(entry.file_name()))?;
    }
    for name in COMPANIONS {
        fs::copy(root(name), package.join(name)).with_context(|| format!("cannot copy {name}"))?;
    }
    let manifest = fs::read_to_string(package.join("package.json"))?;
    let version = env!("CARGO_PKG_VERSION");
    fs::write(
        package.join("package.json"),
        manifest.replace("\"0.0.0-set-by-xtask\"", &format!("\"{version}\"")),
    )?;
    Ok(())
}

fn bindgen_tool() -> Result<Done> {
    let version = bindgen_version()?;
    if bindgen_path(&version).is_file() {
        return Ok(Done::AlreadyThere);
    }
    // Without --locked: its own lock file asks for versions that do not build here.
    Cmd::cargo()
        .args([
            "install",
            "wasm-bindgen-cli",
            "--version",
            &version,
            "--root",
        ])
        .arg(bindgen_root(&version))
        .arg("--target-dir")
        .arg(target("tools-build"))
        .download(BINDGEN_INSTALL_SECONDS_MAX)
        .run()?;
    fs::remove_dir_all(target("tools-build"))?;
    Ok(Done::Ran)
}

/// Bindgen refuses a wasm file made with any other version than its own.
fn bindgen_version() -> Result<String> {
    let id = Cmd::cargo().args(["pkgid", "wasm-bindgen"]).read()?;
    let version = id.trim().rsplit(['@', '#']).next();
    Ok(version.context("wasm-bindgen has no version")?.to_owned())
}

fn bindgen_root(version: &str) -> PathBuf {
    target(format!("tools/wasm-bindgen-{version}"))
}

fn bindgen_path(version: &str) -> PathBuf {
    bindgen_root(version)
        .join("bin")
        .join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX))
}

fn package_folder() -> PathBuf {
    root("voc-wasm/pkg")
}
