//! Steps, one after another.

use super::Step;
use crate::rule::place::{Item, takes};
use crate::rule::plan::Look;
use crate::rule::track::{Entry, MARK, STEP};
use crate::time::Span;

impl Step<'_, '_> {
    pub(super) fn sequence(
        &mut self,
        steps: &[(Look, Option<Span>)],
        unless: Option<u16>,
        within: Span,
        item: &Item<'_>,
        alert: Option<u16>,
    ) {
        let mut flags = 0;
        for (index, (look, _)) in steps.iter().enumerate() {
            if takes(*look, self.signal, alert) {
                flags |= STEP << index;
            }
        }
        if unless.is_some_and(|test| takes(Look::Test(test), self.signal, alert)) {
            flags |= MARK;
        }
        if flags == 0 {
            return;
        }
        let Some(key) = self.key(item) else { return };
        let edge = self.left(within, item.at);
        self.track.retain(self.place, |entry| entry.at > edge);
        let known = self.track.of_rule(self.place);
        let is_start = |entry: &Entry| entry.flags & STEP != 0 && entry.key == key;
        // Before any start there is nothing to go on from.
        if flags & STEP == 0 && !known.iter().any(is_start) {
            return;
        }
        let entry = self.entry(item, key, flags);
        self.track.push(entry);
        let last = steps.len().saturating_sub(1);
        if flags & (STEP << last) != 0
            && let Some(path) = self.complete(steps, key)
        {
            self.finish(&path, item);
        }
    }

    /// The path, by places among the rule's entries, of the oldest start that the newest entry completes.
    fn complete(&self, steps: &[(Look, Option<Span>)], key: u64) -> Option<Vec<usize>> {
        let entries = self.track.of_rule(self.place);
        let newest = entries.len().checked_sub(1)?;
        let takes =
            |entry: &Entry, step: usize| entry.key == key && entry.flags & (STEP << step) != 0;
        let starts = entries.iter().enumerate();
        'starts: for (start, _) in starts.filter(|(_, entry)| takes(entry, 0)) {
            let mut path = vec![start];
            let mut at = start;
            for (step, (_, gap)) in steps.iter().enumerate().skip(1) {
                let rest = entries.iter().enumerate().skip(at + 1);
                // Where the first start finds no next step, no later one does.
                let (next, entry) = rest.into_iter().find(|(_, entry)| takes(entry, step))?;
                let before = entries.get(at)?;
                if gap.is_some_and(|gap| before.at <= self.left(gap, entry.at)) {
                    continue 'starts;
                }
                path.push(next);
                at = next;
            }
            let between = entries.get(start + 1..at).unwrap_or_default();
            let ended = |entry: &Entry| entry.flags & MARK != 0 && entry.key == key;
            if at == newest && !between.iter().any(ended) {
                return Some(path);
            }
        }
        None
    }

    fn finish(&mut self, path: &[usize], item: &Item<'_>) {
        let entries = self.track.of_rule(self.place);
        let key = path.first().and_then(|start| entries.get(*start));
        let key = key.map(|entry| entry.key);
        let before = path.iter().take(path.len().saturating_sub(1));
        let taken: Vec<Entry> = before
            .filter_map(|index| entries.get(*index).copied())
            .collect();
        self.fire(item, &taken);
        // Used items serve no other match; what ends attempts goes on to do so. The starts before this
        // one came to nothing, and must not find another way past what is used.
        let mut index = 0;
        self.track.retain(self.place, |entry| {
            let used = path.contains(&index);
            if Some(entry.key) == key && path.first().is_some_and(|start| index < *start) {
                entry.flags &= !STEP;
            }
            index += 1;
            if used {
                entry.flags &= STEP - 1;
            }
            !used || entry.flags & MARK != 0
        });
    }
}
