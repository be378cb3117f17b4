//! Writes the engine's digests into every vector, where `"digest": "…"` or `"facts_digest": "…"`
//! stands. Nothing else in a vector comes from the engine.
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value without the key reads as null"
)]

use serde_json::Value;
use std::process::ExitCode;
use std::{fs, io};
use voc_conformance::{Host, Vector, VectorRun, vectors};

const KEYS: [&str; 2] = ["digest", "facts_digest"];

fn main() -> ExitCode {
    match vectors().and_then(|all| all.iter().map(fill).sum::<io::Result<usize>>()) {
        Ok(changed) => {
            println!("{changed} vectors changed");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("fill-digests: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Fills in one vector; 1 where it changed.
fn fill(vector: &Vector) -> io::Result<usize> {
    if vector.expect().contains_key("diagnostics") {
        return Ok(0);
    }
    let fail = |error: String| io::Error::other(format!("{}: {error}", vector.name()));
    let digests = vector
        .runs()
        .iter()
        .map(|run| digests(vector, run))
        .collect::<Result<Vec<_>, _>>();
    let digests = digests.map_err(fail)?;
    // The digests in the order in which they stand in the file: those of the runs, then the shared.
    let mut wanted = Vec::new();
    let runs = vector.value["runs"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    for (run, found) in runs.iter().zip(&digests) {
        wanted.extend(present(&run["expect"], found));
    }
    for (key, digest) in present(
        &vector.value["expect"],
        digests.first().unwrap_or(&Default::default()),
    ) {
        let index = usize::from(key == "facts_digest");
        if digests
            .iter()
            .any(|other| other.get(index) != Some(&digest))
        {
            return Err(fail(format!("its runs have not all the same {key}")));
        }
        wanted.push((key, digest));
    }
    let text =
        replace(&vector.text, &wanted).ok_or_else(|| fail("a digest is misplaced".into()))?;
    if text == vector.text {
        return Ok(0);
    }
    fs::write(&vector.path, text)?;
    Ok(1)
}

fn digests(vector: &Vector, run: &VectorRun) -> Result<[String; 2], String> {
    let mut host = Host::new(&vector.program()).map_err(|found| found.to_string())?;
    for input in &run.inputs {
        host.give(input)?;
    }
    Ok([host.engine.digest(), host.engine.facts_digest()])
}

/// The digests that an `expect` has a place for.
fn present(expect: &Value, found: &[String; 2]) -> Vec<(&'static str, String)> {
    let pairs = KEYS.into_iter().zip(found.iter().cloned());
    pairs.filter(|(key, _)| expect.get(key).is_some()).collect()
}

/// The text with the value of each key in turn replaced.
fn replace(text: &str, wanted: &[(&str, String)]) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    for (key, digest) in wanted {
        let mark = format!("\"{key}\": \"");
        let (before, after) = rest.split_once(&mark)?;
        let (_, after) = after.split_once('"')?;
        out.push_str(before);
        out.push_str(&mark);
        out.push_str(digest);
        out.push('"');
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}
