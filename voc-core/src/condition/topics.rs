//! Topics: which of the declared phrases a verbatim has.
//!
//! One automaton holds the phrases of all topics. Verbatim and phrases are compared after simple
//! case folding, with each run of white space as one space; a phrase must begin and end where a word
//! does, unless it begins or ends with a sign.

use super::fold::fold;
use crate::error::{Code, Error};
use crate::named::Named;

#[cfg(target_family = "wasm")]
use super::phrases::Phrases;
#[cfg(not(target_family = "wasm"))]
use fast::Phrases;

/// The most phrases that the topics of a program may have together.
pub const PHRASES_MAX: usize = 10_000;
/// The longest phrase, in bytes.
pub const PHRASE_LENGTH_MAX: usize = 200;

/// The topics of a program, compiled; a topic's index is its place by name.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    names: Vec<String>,
    /// The topic of each pattern of the automaton.
    topic_of: Vec<u16>,
    /// None without a phrase.
    automaton: Option<Phrases>,
}

/// The topics that a verbatim touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched(Vec<u64>);

impl Touched {
    /// Whether the topic at this place is among them.
    pub fn contains(&self, index: u16) -> bool {
        let word = self.0.get(usize::from(index) / 64).copied();
        word.unwrap_or(0) >> (index % 64) & 1 == 1
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Their places, in order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        let count = u16::try_from(self.0.len() * 64).unwrap_or(u16::MAX);
        (0..count).filter(|index| self.contains(*index))
    }

    fn insert(&mut self, index: u16) {
        if let Some(word) = self.0.get_mut(usize::from(index) / 64) {
            *word |= 1 << (index % 64);
        }
    }
}

impl Topics {
    /// Compiles topics, each with its phrases.
    ///
    /// # Errors
    /// A phrase without a letter, digit or sign, or more than the named limits allow; its path is
    /// `topic.place`.
    pub fn compile(topics: &Named<Vec<String>>) -> Result<Self, Error> {
        let mut patterns = Vec::new();
        let mut topic_of = Vec::new();
        for (index, (name, phrases)) in topics.iter().enumerate() {
            for (place, phrase) in phrases.iter().enumerate() {
                let at = || format!("{name}.{place}");
                if phrase.len() > PHRASE_LENGTH_MAX {
                    let message = format!("the phrase is longer than {PHRASE_LENGTH_MAX} bytes");
                    return Err(Error::new(Code::Limit, message).at(at()));
                }
                let folded = fold(phrase.trim());
                if folded.is_empty() {
                    return Err(Error::new(Code::Missing, "the phrase is empty").at(at()));
                }
                patterns.push(folded);
                topic_of.push(u16::try_from(index).unwrap_or(u16::MAX));
            }
        }
        let many = || {
            let message = format!("the topics have more than {PHRASES_MAX} phrases");
            Error::new(Code::Limit, message)
        };
        if patterns.len() > PHRASES_MAX || topics.len() > PHRASES_MAX {
            return Err(many());
        }
        let automaton = Phrases::new(&patterns).ok_or_else(many)?;
        let automaton = Some(automaton).filter(|_| !patterns.is_empty());
        Ok(Self {
            names: topics.keys().cloned().collect(),
            topic_of,
            automaton,
        })
    }

    /// The names of the topics, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a topic among the names.
    pub fn index(&self, name: &str) -> Option<u16> {
        let at = self
            .names
            .binary_search_by(|known| known.as_str().cmp(name));
        u16::try_from(at.ok()?).ok()
    }

    /// The topics that a verbatim touches, by their places.
    pub fn find(&self, verbatim: &str) -> Touched {
        let mut touched = Touched(vec![0; self.names.len().div_ceil(64)]);
        self.each(verbatim, &mut |_, _, topic| touched.insert(topic));
        touched
    }

    /// Where each topic stands in a verbatim after folding, from and to, and which one it is.
    pub(crate) fn spans(&self, verbatim: &str) -> Vec<(usize, usize, u16)> {
        let mut spans = Vec::new();
        self.each(verbatim, &mut |start, end, topic| {
            spans.push((start, end, topic));
        });
        spans
    }

    fn each(&self, verbatim: &str, found: &mut dyn FnMut(usize, usize, u16)) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        let text = fold(verbatim);
        automaton.each(&text, &mut |start, end, phrase| {
            if is_whole(&text, start, end)
                && let Some(topic) = self.topic_of.get(phrase)
            {
                found(start, end, *topic);
            }
        });
    }
}

#[cfg(not(target_family = "wasm"))]
mod fast {
    use aho_corasick::automaton::Automaton;
    use aho_corasick::nfa::contiguous::NFA;
    use aho_corasick::{Input, MatchKind};

    /// As `super::super::phrases::Phrases`, where speed counts.
    #[derive(Clone, Debug)]
    pub(super) struct Phrases(NFA);

    impl Phrases {
        pub(super) fn new(phrases: &[String]) -> Option<Self> {
            let kind = MatchKind::Standard;
            let built = NFA::builder().match_kind(kind).build(phrases);
            built.ok().map(Self)
        }

        #[inline]
        pub(super) fn each(&self, text: &str, found: &mut impl FnMut(usize, usize, usize)) {
            let all = self.0.try_find_overlapping_iter(Input::new(text));
            for one in all.into_iter().flatten() {
                found(one.start(), one.end(), one.pattern().as_usize());
            }
        }
    }
}

/// Whether neither end of a match cuts a word in two.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let cut = |at: usize| {
        let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
            return true;
        };
        let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        in_word(before.chars().next_back()) && in_word(after.chars().next())
    };
    !cut(start) && !cut(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(declared: &[(&str, &[&str])]) -> Topics {
        let own = |text: &&str| (*text).to_owned();
        let declared = declared
            .iter()
            .map(|(name, phrases)| (own(name), phrases.iter().map(own).collect()));
        Topics::compile(&declared.collect()).unwrap()
    }

    fn found(topics: &Topics, verbatim: &str) -> Vec<String> {
        let touched = topics.find(verbatim);
        let names = touched
            .iter()
            .map(|at| topics.names()[usize::from(at)].clone());
        names.collect()
    }

    #[test]
    fn whole_words_in_any_case() {
        let topics = topics(&[
            ("payout", &["too little", "Settlement"]),
            ("price", &["£5", "C++", "cost"]),
            ("road", &["ὈΔΌΣ"]),
            ("silence", &["no one called"]),
        ]);
        for (verbatim, expected) in [
            ("The SETTLEMENT was too  little", vec!["payout"]),
            ("settlements", vec![]),
            ("too\nlittle!", vec!["payout"]),
            ("resettlement", vec![]),
            ("for £5 or £50", vec!["price"]),
            ("£50", vec![]),
            ("in c++11", vec!["price"]),
            ("the cost; no one called_", vec!["price"]),
            ("No one called: too little", vec!["payout", "silence"]),
            ("ὀδός", vec!["road"]),
            ("", vec![]),
        ] {
            assert_eq!(found(&topics, verbatim), expected, "{verbatim}");
        }
    }

    #[test]
    fn more_than_a_word_of_topics() {
        let names: Vec<String> = (0..130).map(|at| format!("t{at:03}")).collect();
        let declared = names.iter().map(|name| (name.clone(), vec![name.clone()]));
        let topics = Topics::compile(&declared.collect()).unwrap();
        let touched = topics.find("t000 t063 T064 t129");
        assert_eq!(touched.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        assert!(!touched.is_empty() && topics.find("t1").is_empty());
        assert_eq!(topics.index("t064"), Some(64));
        assert_eq!(topics.index("t"), None);
    }

    #[test]
    fn limits_and_empty_phrases_are_errors() {
        let compile =
            |phrase: String| Topics::compile(&Named::from([("t", vec![phrase])])).unwrap_err();
        assert_eq!(compile("  ".into()).path.as_deref(), Some("t.0"));
        assert!(compile("a".repeat(201)).message.contains("200 bytes"));
        let many = vec!["a".to_owned(); PHRASES_MAX + 1];
        let error = Topics::compile(&Named::from([("t", many)])).unwrap_err();
        assert!(error.message.contains("10000"));
        assert!(Topics::compile(&Named::new()).unwrap().find("a").is_empty());
    }
}
