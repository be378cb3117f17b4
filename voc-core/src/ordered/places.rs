//! An order that knows nothing of what it orders, so that it is compiled once.

use std::cmp::Ordering;

/// How many places one list holds before it is split.
const LIST_MAX: usize = 256;

/// Places in the order of what stands there: short lists, one after another; none is empty.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    lists: Vec<Vec<u32>>,
    len: usize,
}

/// Where a place stands in the order, or would stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    list: usize,
    index: usize,
}

impl Spot {
    pub(super) const FIRST: Self = Self { list: 0, index: 0 };

    /// The spot behind this one.
    pub(super) fn after(self) -> Self {
        Self {
            index: self.index + 1,
            ..self
        }
    }
}

impl Places {
    pub(super) const fn new() -> Self {
        Self {
            lists: Vec::new(),
            len: 0,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Where something stands, or else where it would; `seek` compares what is at a place with it.
    #[inline]
    pub(super) fn find<F>(&self, seek: &F) -> Result<Spot, Spot>
    where
        F: Fn(u32) -> Ordering + ?Sized,
    {
        let before = |list: &Vec<u32>| list.last().is_some_and(|place| seek(*place).is_lt());
        let list = self.lists.partition_point(before);
        let Some(places) = self.lists.get(list) else {
            return Err(self.end());
        };
        match places.binary_search_by(|place| seek(*place)) {
            Ok(index) => Ok(Spot { list, index }),
            Err(index) => Err(Spot { list, index }),
        }
    }

    /// Behind the last place.
    fn end(&self) -> Spot {
        let list = self.lists.len().saturating_sub(1);
        let index = self.lists.last().map_or(0, Vec::len);
        Spot { list, index }
    }

    pub(super) fn at(&self, spot: Spot) -> Option<u32> {
        self.lists.get(spot.list)?.get(spot.index).copied()
    }

    pub(super) fn insert(&mut self, spot: Spot, place: u32) {
        if self.lists.is_empty() {
            self.lists.push(Vec::new());
        }
        let Some(list) = self.lists.get_mut(spot.list) else {
            return;
        };
        list.insert(spot.index.min(list.len()), place);
        self.len += 1;
        if list.len() > LIST_MAX {
            // What grows at its end stays full.
            let at_end = spot.index + 1 == list.len();
            let rest = list.split_off(if at_end { LIST_MAX } else { LIST_MAX / 2 });
            self.lists.insert(spot.list + 1, rest);
        }
    }

    pub(super) fn remove(&mut self, spot: Spot) -> Option<u32> {
        let list = self.lists.get_mut(spot.list)?;
        if spot.index >= list.len() {
            return None;
        }
        let place = list.remove(spot.index);
        self.len -= 1;
        if list.is_empty() {
            self.lists.remove(spot.list);
        }
        Some(place)
    }

    pub(super) fn retain(&mut self, meant: &mut dyn FnMut(u32) -> bool) {
        for list in &mut self.lists {
            list.retain(|place| meant(*place));
        }
        self.lists.retain(|list| !list.is_empty());
        self.len = self.lists.iter().map(Vec::len).sum();
    }

    /// The places from one spot up to, not including, another; to the end if not said.
    pub(super) fn walk(&self, from: Option<Spot>, to: Option<Spot>) -> Walk<'_> {
        let from = from.unwrap_or(Spot::FIRST);
        let to = to.unwrap_or_else(|| self.end());
        Walk {
            lists: &self.lists,
            from,
            to,
        }
    }
}

/// Places in order, from both ends.
#[derive(Debug, Clone)]
pub(super) struct Walk<'p> {
    lists: &'p [Vec<u32>],
    from: Spot,
    to: Spot,
}

impl Walk<'_> {
    fn is_done(&self) -> bool {
        (self.from.list, self.from.index) >= (self.to.list, self.to.index)
    }
}

impl Iterator for Walk<'_> {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        loop {
            if self.is_done() {
                return None;
            }
            if let Some(place) = self.lists.get(self.from.list)?.get(self.from.index) {
                self.from.index += 1;
                return Some(*place);
            }
            self.from = Spot {
                list: self.from.list + 1,
                index: 0,
            };
        }
    }
}

impl DoubleEndedIterator for Walk<'_> {
    fn next_back(&mut self) -> Option<u32> {
        loop {
            if self.is_done() {
                return None;
            }
            if let Some(index) = self.to.index.checked_sub(1) {
                self.to.index = index;
                return self.lists.get(self.to.list)?.get(index).copied();
            }
            let list = self.to.list.checked_sub(1)?;
            let index = self.lists.get(list).map_or(0, Vec::len);
            self.to = Spot { list, index };
        }
    }
}
