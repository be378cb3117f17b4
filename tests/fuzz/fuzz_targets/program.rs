//! The program parser, in YAML and JSON.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    voc_conformance::fuzz::program(text);
});
