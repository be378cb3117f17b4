//! Values at places of their own: room is made a chunk at a time, so that nothing moves.

/// How many stand in a chunk.
const CHUNK: usize = 256;

/// Values at places of their own; a place may be empty.
#[derive(Debug, Clone)]
pub(super) struct Slab<T> {
    /// All are full but the last.
    chunks: Vec<Vec<Option<T>>>,
}

const fn parts(place: u32) -> (usize, usize) {
    let place = place as usize;
    (place / CHUNK, place % CHUNK)
}

impl<T> Slab<T> {
    pub(super) fn get(&self, place: u32) -> Option<&T> {
        let (chunk, at) = parts(place);
        self.chunks.get(chunk)?.get(at)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, place: u32) -> Option<&mut T> {
        self.slot(place)?.as_mut()
    }

    pub(super) fn slot(&mut self, place: u32) -> Option<&mut Option<T>> {
        let (chunk, at) = parts(place);
        self.chunks.get_mut(chunk)?.get_mut(at)
    }

    /// A new place, with a value.
    pub(super) fn push(&mut self, value: T) -> u32 {
        let full = self.chunks.last().is_none_or(|last| last.len() == CHUNK);
        if full {
            // The first grows as it is filled: most lists are short.
            let room = if self.chunks.is_empty() { 0 } else { CHUNK };
            self.chunks.push(Vec::with_capacity(room));
        }
        let before = self.chunks.len() - 1;
        let last = self.chunks.last_mut();
        let at = last.map_or(0, |last| {
            last.push(Some(value));
            last.len() - 1
        });
        u32::try_from(before * CHUNK + at).unwrap_or(u32::MAX)
    }

    /// Every value with its place.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let slots = (0..).zip(self.chunks.iter().flatten());
        slots.filter_map(|(place, slot)| Some((place, slot.as_ref()?)))
    }

    /// Every value, to change.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.chunks.iter_mut().flatten().flatten()
    }
}

impl<T> Default for Slab<T> {
    fn default() -> Self {
        Self { chunks: Vec::new() }
    }
}
