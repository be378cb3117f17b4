//! Every place of many patterns in a text. On wasm, where size counts, without the choice between
//! three automatons that `AhoCorasick` is; all find the same.

use aho_corasick::{BuildError, Match, MatchKind};

#[cfg(not(target_family = "wasm"))]
use aho_corasick::AhoCorasick as Inner;
#[cfg(target_family = "wasm")]
use aho_corasick::{Input, automaton::Automaton as _, nfa::noncontiguous::NFA as Inner};

#[derive(Clone, Debug)]
pub(super) struct Automaton(Inner);

impl Automaton {
    pub(super) fn of(patterns: &[String]) -> Result<Self, BuildError> {
        let mut builder = Inner::builder();
        builder.match_kind(MatchKind::Standard);
        builder.build(patterns).map(Self)
    }

    #[cfg(not(target_family = "wasm"))]
    pub(super) fn find_overlapping(&self, text: &str) -> impl Iterator<Item = Match> {
        self.0.find_overlapping_iter(text)
    }

    #[cfg(target_family = "wasm")]
    pub(super) fn find_overlapping(&self, text: &str) -> impl Iterator<Item = Match> {
        // The standard kind of matching allows overlapping ones.
        let found = self.0.try_find_overlapping_iter(Input::new(text));
        found.into_iter().flatten()
    }
}
