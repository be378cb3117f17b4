//! The wasm files of the package: a small one for pages, a fast one for data.

use super::toolchain::{self, TARGET};
use crate::npm;
use crate::paths::target;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// One wasm file, and how it is made.
pub(super) struct Build {
    /// The name of its modules.
    pub(super) name: &'static str,
    folder: &'static str,
    profile: &'static str,
    cargo: &'static [&'static str],
    /// What the compiler is told beyond [`FLAGS`].
    flags: &'static str,
    wasm_opt: &'static [&'static str],
}

/// Everything that a page needs, as small as can be.
pub(super) const PAGE: Build = Build {
    name: "voc_wasm",
    folder: "page",
    profile: "wasm",
    cargo: &["-Zbuild-std-features=optimize_for_size"],
    flags: "-Zfmt-debug=none --cfg sha2_backend=\"soft\" --cfg sha2_backend_soft=\"compact\"",
    wasm_opt: &[
        "--merge-similar-functions",
        // Control flow is found anew, shorter than it was compiled.
        "--flatten",
        "--rereloop",
        "-Oz",
        "-Oz",
        "--converge",
        // What is called once is not drawn in where that makes the code less alike: gzip is a tenth larger.
        "--one-caller-inline-max-function-size=36",
    ],
};

/// Everything there is, as fast as can be.
pub(super) const DATA: Build = Build {
    name: "voc_wasm_data",
    folder: "data",
    profile: "wasm-data",
    cargo: &["--features", "data"],
    flags: "-Ctarget-feature=+simd128",
    wasm_opt: &["-O3", "--enable-simd"],
};

pub(super) const BUILDS: [Build; 2] = [PAGE, DATA];

/// A panic stops the module and says nothing: none is meant to happen, and words for it weigh.
const FLAGS: &str = "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none";

const WASM_OPT: [&str; 5] = [
    "--strip-debug",
    "--strip-producers",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    // The stack lies lowest, and ends long before.
    "--low-memory-unused",
];

impl Build {
    /// The file in the package.
    pub(super) fn file(&self, package: &Path) -> PathBuf {
        package.join(format!("{}_bg.wasm", self.name))
    }

    /// Compiles it; the file that bindgen takes.
    pub(super) fn compile(&self) -> Result<PathBuf> {
        let folder = target("wasm-build").join(self.folder);
        toolchain::cargo(toolchain::find()?)
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                [FLAGS, self.flags].join(" "),
            )
            .args(["build", "--profile", self.profile, "--target", TARGET])
            .args(["-p", "voc-wasm", "-Zbuild-std=std"])
            .args(self.cargo)
            .arg("--target-dir")
            .arg(&folder)
            .run()?;
        let built = folder.join(TARGET).join(self.profile);
        Ok(built.join("voc_wasm.wasm"))
    }

    /// Optimises the file in the package, and drops the names that bindgen needed.
    pub(super) fn optimise(&self, package: &Path) -> Result<()> {
        let file = self.file(package);
        let optimised = file.with_extension("opt");
        npm::tool("wasm-opt")
            .args(self.wasm_opt)
            .args(WASM_OPT)
            .arg(&file)
            .arg("-o")
            .arg(&optimised)
            .run()?;
        fs::rename(optimised, file)?;
        Ok(())
    }
}
