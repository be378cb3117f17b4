//! What the wasm file weighs and what it asks of its host.

use anyhow::{Context, Result, bail};
use flate2::{Compression, write::GzEncoder};
use std::fs;
use std::io::Write;
use std::path::Path;
use wasmparser::{Parser, Payload};

/// What the file should weigh.
const SIZE_BYTES_GOAL: usize = 1_000_000;
const GZIP_BYTES_GOAL: usize = 400_000;

/// What it may weigh until it meets the goal: it only ever gets lighter.
const SIZE_BYTES_MAX: usize = 1_420_000;
const GZIP_BYTES_MAX: usize = 601_000;

/// The module that bindgen's own JavaScript fills; anything else would be a host dependency.
const GLUE_MODULE: &str = "./voc_wasm_bg.js";

/// Prints the sizes; fails when the file is too large or not pure.
pub(crate) fn check(file: &Path) -> Result<()> {
    let wasm = fs::read(file)
        .with_context(|| format!("cannot read {}: run `cargo xtask wasm`", file.display()))?;
    let gzip = gzip_size(&wasm)?;
    println!(
        "wasm: {} bytes (goal {SIZE_BYTES_GOAL}), gzip {gzip} bytes (goal {GZIP_BYTES_GOAL})",
        wasm.len()
    );
    if wasm.len() > SIZE_BYTES_GOAL || gzip > GZIP_BYTES_GOAL {
        println!("wasm: NOT MET: the file is larger than its goal");
    }
    let foreign = foreign_imports(&wasm)?;
    if !foreign.is_empty() {
        bail!(
            "the wasm file is not pure, it imports {}",
            foreign.join(", ")
        );
    }
    println!("wasm: pure, its only imports are bindgen's own");
    if wasm.len() > SIZE_BYTES_MAX || gzip > GZIP_BYTES_MAX {
        bail!("the wasm file has grown: at most {SIZE_BYTES_MAX} bytes, gzip {GZIP_BYTES_MAX}");
    }
    Ok(())
}

fn gzip_size(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// The imports that bindgen's JavaScript does not provide, as `module.name`.
fn foreign_imports(wasm: &[u8]) -> Result<Vec<String>> {
    let mut foreign = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                let import = import?;
                if import.module != GLUE_MODULE {
                    foreign.push(format!("{}.{}", import.module, import.name));
                }
            }
        }
    }
    Ok(foreign)
}

#[cfg(test)]
mod tests {
    use super::{foreign_imports, gzip_size};

    /// `(module (import "env" "now" (func)))` and the same with bindgen's module.
    fn module_that_imports(module: &str, name: &str) -> Vec<u8> {
        let mut import = vec![1, u8::try_from(module.len()).unwrap()];
        import.extend(module.bytes());
        import.push(u8::try_from(name.len()).unwrap());
        import.extend(name.bytes());
        import.extend([0, 0]);
        let mut wasm = b"\0asm\x01\0\0\0".to_vec();
        wasm.extend([1, 4, 1, 0x60, 0, 0]);
        wasm.extend([2, u8::try_from(import.len()).unwrap()]);
        wasm.extend(import);
        wasm
    }

    #[test]
    fn an_import_from_the_environment_is_foreign() {
        let wasm = module_that_imports("env", "now");
        assert_eq!(foreign_imports(&wasm).unwrap(), ["env.now"]);
    }

    #[test]
    fn an_import_of_bindgen_is_not() {
        let wasm = module_that_imports("./voc_wasm_bg.js", "__wbindgen_throw");
        assert!(foreign_imports(&wasm).unwrap().is_empty());
    }

    #[test]
    fn gzip_is_measured_on_the_compressed_bytes() {
        assert!(gzip_size(&vec![0; 100_000]).unwrap() < 200);
    }
}
