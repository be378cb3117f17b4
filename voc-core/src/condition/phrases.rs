//! Many phrases looked for at once, where size counts more than speed: an automaton after Aho and
//! Corasick, whose states are lists.

/// Phrases, none empty, to be found in texts.
#[derive(Clone, Debug)]
pub(super) struct Phrases {
    /// The first stands for nothing read.
    states: Vec<State>,
    lengths: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct State {
    /// Where the next byte leads.
    next: Vec<(u8, u32)>,
    /// The state of the longest end of what was read that begins a phrase too.
    fallback: u32,
    /// The phrases that end here, the shorter ones through `fallback`.
    ends: Vec<u32>,
}

impl Phrases {
    pub(super) fn new(phrases: &[String]) -> Option<Self> {
        let mut all = Self {
            states: vec![State::default()],
            lengths: phrases.iter().map(String::len).collect(),
        };
        for (index, phrase) in phrases.iter().enumerate() {
            let mut state = 0;
            for byte in phrase.bytes() {
                state = match all.child(state, byte) {
                    Some(child) => child,
                    None => all.grow(state, byte)?,
                };
            }
            let end = all.states.get_mut(state as usize)?;
            end.ends.push(u32::try_from(index).ok()?);
        }
        all.fall_back()?;
        Some(all)
    }

    fn grow(&mut self, state: u32, byte: u8) -> Option<u32> {
        let child = u32::try_from(self.states.len()).ok()?;
        self.states.push(State::default());
        let next = &mut self.states.get_mut(state as usize)?.next;
        next.push((byte, child));
        Some(child)
    }

    /// Finds the fallbacks, shorter beginnings first.
    fn fall_back(&mut self) -> Option<()> {
        let mut level = vec![0];
        while !level.is_empty() {
            let mut deeper = Vec::new();
            for state in level {
                let State { next, fallback, .. } = self.states.get(state as usize)?.clone();
                for (byte, child) in next {
                    if state != 0 {
                        let fallback = self.step(fallback, byte);
                        self.states.get_mut(child as usize)?.fallback = fallback;
                    }
                    deeper.push(child);
                }
            }
            level = deeper;
        }
        Some(())
    }

    fn child(&self, state: u32, byte: u8) -> Option<u32> {
        let next = &self.states.get(state as usize)?.next;
        let found = next.iter().find(|(of, _)| *of == byte);
        found.map(|(_, child)| *child)
    }

    fn step(&self, mut state: u32, byte: u8) -> u32 {
        loop {
            match self.child(state, byte) {
                Some(child) => return child,
                None if state == 0 => return 0,
                None => state = self.fallback(state),
            }
        }
    }

    fn fallback(&self, state: u32) -> u32 {
        self.states
            .get(state as usize)
            .map_or(0, |state| state.fallback)
    }

    /// Tells where each phrase stands in a text, and which one it is; matches may overlap.
    pub(super) fn each(&self, text: &str, found: &mut dyn FnMut(usize, usize, usize)) {
        let mut state = 0;
        for (end, byte) in (1..).zip(text.bytes()) {
            state = self.step(state, byte);
            let mut shorter = state;
            while let Some(at) = self.states.get(shorter as usize).filter(|_| shorter != 0) {
                for phrase in &at.ends {
                    let length = self.lengths.get(*phrase as usize).copied();
                    found(end - length.unwrap_or(end), end, *phrase as usize);
                }
                shorter = at.fallback;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_the_automaton_of_other_platforms_finds(
            phrases in prop::collection::vec("[abä]{1,6}", 0..20),
            text in "[abcä]{0,80}",
        ) {
            let mut ours = Vec::new();
            let all = Phrases::new(&phrases).unwrap();
            all.each(&text, &mut |start, end, phrase| ours.push((start, end, phrase)));
            ours.sort_unstable();
            let peer = AhoCorasick::new(&phrases).unwrap();
            let mut theirs: Vec<_> = peer
                .find_overlapping_iter(&text)
                .map(|found| (found.start(), found.end(), found.pattern().as_usize()))
                .collect();
            theirs.sort_unstable();
            prop_assert_eq!(ours, theirs);
        }
    }
}
