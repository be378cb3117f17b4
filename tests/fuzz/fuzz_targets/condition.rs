//! The condition parser, and what is made of what it accepts.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    voc_conformance::fuzz::condition(text);
});
