//! Where reading has come to, as what is apart from the base: nearly all of it is the base again.
//!
//! In turns until all is told: how many entries are the same in both, how many of the base go, and how many
//! come instead, with these.

use super::pack::put_entry;
use super::unpack::read_entries;
use crate::rule::track::Entry;
use crate::signal::{Unpacking, put_number};

/// How far an entry is sought that some before it have gone from.
const FAR: usize = 8;

/// One turn.
struct Turn {
    same: usize,
    gone: usize,
    come: usize,
}

impl Turn {
    /// The next one, from where the rest of both begins. Both are in the order of their rules.
    fn of(base: &[Entry], head: &[Entry]) -> Self {
        let both = base.iter().zip(head);
        let same = both.take_while(|(one, two)| one == two).count();
        let (mut gone, mut come) = (same, same);
        loop {
            match (base.get(gone), head.get(come)) {
                (Some(one), Some(two)) if one == two => break,
                (Some(one), Some(two)) if one.rule < two.rule => gone += 1,
                (Some(one), Some(two)) if one.rule > two.rule => come += 1,
                (Some(_), Some(two)) => {
                    // Mostly the oldest of a rule go.
                    let mut rest = base.iter().skip(gone).take(FAR);
                    if let Some(before) = rest.position(|one| one == two) {
                        gone += before;
                    } else {
                        (gone, come) = (gone + 1, come + 1);
                    }
                }
                (Some(_), None) => gone += 1,
                (None, Some(_)) => come += 1,
                (None, None) => break,
            }
        }
        Self {
            same,
            gone: gone - same,
            come: come - same,
        }
    }
}

/// Writes what of the head is apart from the base.
pub(super) fn put_apart(out: &mut Vec<u8>, base: &[Entry], head: &[Entry]) {
    put_number(out, head.len() as u64);
    let (mut of_base, mut of_head) = (0, 0);
    while of_head < head.len() {
        let rest = base.get(of_base..).unwrap_or_default();
        let head_rest = head.get(of_head..).unwrap_or_default();
        let turn = Turn::of(rest, head_rest);
        for number in [turn.same, turn.gone, turn.come] {
            put_number(out, number as u64);
        }
        let come = head_rest.iter().skip(turn.same).take(turn.come);
        come.for_each(|entry| put_entry(out, entry));
        of_base += turn.same + turn.gone;
        of_head += turn.same + turn.come;
    }
}

/// Reads the head, of which the base is known.
pub(super) fn read_apart(from: &mut Unpacking<'_>, base: &[Entry], head: &mut Vec<Entry>) {
    let length = from.length();
    let mut of_base = 0_usize;
    while head.len() < length {
        let [same, gone, come] = [(); 3].map(|()| from.length());
        let until = of_base.saturating_add(same);
        head.extend_from_slice(base.get(of_base..until).unwrap_or_default());
        head.extend(read_entries(from, come));
        of_base = until.saturating_add(gone);
        if [same, gone, come] == [0; 3] {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ordered::sort_by;
    use proptest::prelude::*;

    fn entry() -> impl Strategy<Value = Entry> {
        (0_u16..4, 0_i64..3, 0_u64..2, 0_u32..3, 0_u16..2).prop_map(|(rule, at, key, of, flags)| {
            Entry {
                at,
                key,
                of,
                rule,
                flags,
            }
        })
    }

    fn in_order(mut entries: Vec<Entry>) -> Vec<Entry> {
        sort_by(&mut entries, &|one, two| one.rule.cmp(&two.rule));
        entries
    }

    fn entries() -> impl Strategy<Value = Vec<Entry>> {
        prop::collection::vec(entry(), 0..24).prop_map(in_order)
    }

    fn packed(base: &[Entry], head: &[Entry]) -> Vec<u8> {
        let mut out = Vec::new();
        put_apart(&mut out, base, head);
        out
    }

    proptest! {
        /// Whatever became of the base.
        #[test]
        fn a_head_comes_back(base in entries(), other in entries()) {
            let out = packed(&base, &other);
            let (mut from, mut head) = (Unpacking::new(&out, 0), Vec::new());
            read_apart(&mut from, &base, &mut head);
            prop_assert!(from.is_done());
            prop_assert_eq!(head, other);
        }

        /// What some have gone from, and one has come to, is told in a few bytes.
        #[test]
        fn a_little_that_is_apart_takes_little(
            base in entries(),
            goes in prop::collection::vec(any::<prop::sample::Index>(), 0..2),
            comes in entry(),
        ) {
            let mut head = base.clone();
            for index in goes {
                if !head.is_empty() {
                    head.remove(index.index(head.len()));
                }
            }
            let at = head.partition_point(|known| known.rule <= comes.rule);
            head.insert(at, comes);
            prop_assert!(packed(&base, &head).len() <= 1 + 3 * 3 + 24);
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60), base in entries()) {
            read_apart(&mut Unpacking::new(&bytes, 0), &base, &mut Vec::new());
        }
    }
}
