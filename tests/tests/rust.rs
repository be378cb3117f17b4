//! Every vector, through the engine's JSON, in Rust.

use std::collections::BTreeSet;
use voc_conformance::{check, vectors};
use voc_core::{Program, json};

#[test]
fn the_engine_does_what_every_vector_says() {
    let failed: Vec<String> = vectors()
        .unwrap()
        .iter()
        .filter_map(|vector| {
            check(vector)
                .err()
                .map(|error| format!("{}: {error}", vector.name()))
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{} vectors failed\n\n{}",
        failed.len(),
        failed.join("\n\n")
    );
}

#[test]
fn every_promise_has_a_vector_and_every_vector_its_comment() {
    let vectors = vectors().unwrap();
    assert!(vectors.len() >= 25, "{}", vectors.len());
    let mut promises = BTreeSet::new();
    for vector in &vectors {
        let value = &vector.value;
        assert_eq!(value["voc_vector"], 1, "{}", vector.name());
        assert_eq!(value["name"], vector.name());
        assert!(
            value["comment"].as_str().unwrap().len() > 40,
            "{} explains nothing",
            vector.name()
        );
        promises.insert(
            value["promise"]
                .as_str()
                .unwrap()
                .split_once(' ')
                .unwrap()
                .0
                .to_owned(),
        );
    }
    let all: BTreeSet<String> = (1..=10).map(|number| format!("3.{number}")).collect();
    assert_eq!(promises, all);
}

/// A snapshot holds the versions of a program as JSON: it must say what the file said.
#[test]
fn every_program_says_the_same_as_json() {
    let mut read = 0;
    for vector in vectors().unwrap() {
        let Ok(program) = Program::parse(&vector.program()) else {
            continue;
        };
        let text = json::text(program.spec()).unwrap();
        let again = Program::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(again.digest(), program.digest(), "{text}");
        read += 1;
    }
    assert!(read > 50);
}
