//! Random texts against the parsers: no panic, no deep recursion, no run-away memory.
//!
//! A second each, or `VOC_FUZZ_SECONDS`; `VOC_FUZZ_SEED` repeats a run. `cargo xtask test --only fuzz`
//! goes deeper: it is led by which branches a text takes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test"
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime};
use voc_conformance::fuzz::{condition, program};

/// What the process may take at its peak, in KiB.
const MEMORY_MAX: u64 = 1024 * 1024;
/// As much as a page gives to wasm; a build without optimisation needs more for the same.
const STACK: usize = if cfg!(debug_assertions) {
    8 << 20
} else {
    1 << 20
};
/// The longest text that is made, in bytes.
const LENGTH_MAX: usize = 20_000;

const CONDITIONS: [&str; 14] = [
    "kind == \"response\" && ltr <= 6 || !(segment('gold') && has(customer.tier))",
    "verbatim.matches('(?i)^[a-z\\\\d]+(b|c){2,5}?$') && size(verbatim) > 3",
    "at - timestamp('2026-03-01T09:30:00Z') > duration('1h30m') ? ltr in [1, 2, 3] : amount * 2.0 < -1e3",
    "((((((((ltr))))))) + 1 - 2 * 3 / 4 % 5) == 0x1F",
    "topic(\"payout\") && verbatim.contains(r'\\d') // why",
    "'''a\\u00e9\\101''' == \"\\x41\" || kind in ['a', \"b\"]",
    "at.getHours('Europe/London') >= 9 && at.getDayOfWeek() != 0",
    "resolved ? resolved ? resolved : !resolved : !!!!!!resolved",
    "double(ltr) / 0.0 != 1.0 && int(amount) == -9223372036854775808",
    "kind.startsWith('a').endsWith('b')",
    "verbatim + 'a' + verbatim == kind",
    "verbatim.matches(customer.tier)",
    "-(-(-(ltr))) < - - 3",
    "verbatim.matches('((a{1,50}){1,50}){1,50}')",
];

const PIECES: [&str; 40] = [
    "&&",
    "||",
    "!",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "?",
    ":",
    "+",
    "-",
    "*",
    "/",
    "%",
    "==",
    "<=",
    "'",
    "\"",
    "'''",
    "\\",
    "//",
    "\n",
    "ltr",
    "amount",
    "verbatim",
    "resolved",
    "0",
    "1e999",
    "9223372036854775808",
    "has(",
    ".matches(",
    "&a ",
    "*a ",
    "é",
    "\u{0}",
    "- ",
];

/// xorshift64*, which is random enough to break a parser.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let mixed = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(mixed).unwrap_or(0) % below.max(1)
    }

    fn place(&mut self, text: &str) -> usize {
        let mut at = self.roll(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn range(&mut self, text: &str) -> (usize, usize) {
        let (one, other) = (self.place(text), self.place(text));
        let near = (one.min(other), one.max(other));
        if self.roll(4) > 0 && near.1 - near.0 > 40 {
            let mut end = near.0 + self.roll(40);
            while !text.is_char_boundary(end) {
                end += 1;
            }
            return (near.0, end);
        }
        near
    }

    fn mutate(&mut self, text: &mut String, other: &str) {
        for _ in 0..=self.roll(6) {
            let (from, to) = self.range(text);
            match self.roll(8) {
                0 => text.replace_range(from..to, ""),
                1 => {
                    let copy = text[from..to].to_owned();
                    let at = self.place(text);
                    text.insert_str(at, &copy);
                }
                2 => {
                    let (from, to) = self.range(other);
                    let at = self.place(text);
                    text.insert_str(at, &other[from..to]);
                }
                3 => {
                    let piece = PIECES[self.roll(PIECES.len())].repeat(1 + self.roll(300));
                    let at = self.place(text);
                    text.insert_str(at, &piece);
                }
                _ => {
                    let at = self.place(text);
                    text.insert_str(at, PIECES[self.roll(PIECES.len())]);
                }
            }
            let mut end = text.len().min(LENGTH_MAX);
            while !text.is_char_boundary(end) {
                end -= 1;
            }
            text.truncate(end);
        }
    }
}

fn seconds() -> u64 {
    let named = std::env::var("VOC_FUZZ_SECONDS").ok();
    named.and_then(|text| text.parse().ok()).unwrap_or(1)
}

fn seed() -> u64 {
    let named = std::env::var("VOC_FUZZ_SEED").ok();
    named.and_then(|text| text.parse().ok()).unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        now.map_or(1, |since| {
            u64::from(since.subsec_nanos()) << 20 | since.as_secs() | 1
        })
    })
}

/// The most memory that the process had, in KiB, where the system tells.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
        .unwrap_or(0)
}

fn fuzz(what: &'static str, corpus: Vec<String>, eat: fn(&str) -> bool) {
    let run = move || {
        let seed = seed();
        let mut dice = Dice(seed);
        let (mut texts, mut accepted) = (0_u64, 0_u64);
        let ends = Instant::now() + Duration::from_secs(seconds());
        while Instant::now() < ends {
            let mut text = corpus[dice.roll(corpus.len())].clone();
            let other = &corpus[dice.roll(corpus.len())];
            dice.mutate(&mut text, other);
            let eaten = catch_unwind(AssertUnwindSafe(|| eat(&text)));
            let Ok(eaten) = eaten else {
                panic!("seed {seed}: this text makes it panic: {text:?}");
            };
            texts += 1;
            accepted += u64::from(eaten);
        }
        println!("{what}: {texts} texts, {accepted} accepted, seed {seed}");
        assert!(accepted > 0, "nothing was accepted: the corpus is stale");
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(run);
    thread.unwrap().join().unwrap();
    assert!(peak() < MEMORY_MAX, "{} KiB at its peak", peak());
}

#[test]
fn conditions() {
    let corpus = CONDITIONS.map(str::to_owned).into();
    fuzz("conditions", corpus, condition);
}

#[test]
fn programs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut corpus = Vec::new();
    for file in [
        "examples/cfpb/program.yaml",
        "examples/telecoms-sample/program.yaml",
    ] {
        corpus.push(fs::read_to_string(root.join(file)).unwrap());
    }
    for vector in voc_conformance::vectors().unwrap() {
        corpus.push(vector.value["program"].to_string());
    }
    fuzz("programs", corpus, program);
}
