//! A table of any number of columns, with the totals over each choice of them.

use super::tree::Tree;
use super::{SPARED, Total, Withheld};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use std::collections::BTreeSet;

/// A column: its texts, and what these are counted in.
struct Column {
    /// In their order; the place of a text is its index.
    texts: Vec<Option<String>>,
    /// What texts are part of; their places come behind those of texts.
    parts: Vec<String>,
    /// By text: the places that count it too. The last of them is all there is.
    above: Vec<Vec<usize>>,
}

/// A number of the table: of a group, or a total.
pub(super) struct Number {
    /// By column: where it stands.
    pub(super) places: Vec<usize>,
    /// The groups that it sums.
    pub(super) parts: Vec<usize>,
    pub(super) n: u64,
    /// What it costs to withhold it.
    pub(super) price: u64,
    pub(super) is_withheld: bool,
}

/// The numbers of a table: those of groups first, in the order in which they were given.
pub(super) struct Cube {
    columns: Vec<Column>,
    pub(super) numbers: Vec<Number>,
    pub(super) groups: usize,
    known: HashMap<u128, usize, FixedState>,
}

impl Column {
    fn of(texts: &BTreeSet<Option<&str>>, tree: Option<&Tree<'_>>) -> Self {
        let chain = |text: Option<&str>| -> Vec<String> {
            let parts = |tree: &Tree<'_>| tree.chain(text).map(str::to_owned).collect();
            tree.map(parts).unwrap_or_default()
        };
        let mut parts: Vec<String> = texts.iter().flat_map(|text| chain(*text)).collect();
        parts.sort();
        parts.dedup();
        let (own, all) = (texts.len(), texts.len() + parts.len());
        let place = |part: &String| own + parts.binary_search(part).unwrap_or_default();
        let above = texts.iter().map(|text| {
            let parts = chain(*text);
            parts.iter().map(place).chain([all]).collect()
        });
        Self {
            above: above.collect(),
            texts: texts.iter().map(|text| text.map(str::to_owned)).collect(),
            parts,
        }
    }

    /// How many places it has.
    fn radix(&self) -> u128 {
        (self.texts.len() + self.parts.len() + 1) as u128
    }

    fn text(&self, place: usize) -> Option<String> {
        let part = || {
            self.parts
                .get(place.checked_sub(self.texts.len())?)
                .cloned()
        };
        self.texts.get(place).cloned().unwrap_or_else(part)
    }
}

impl Cube {
    pub(super) fn of(groups: &[(Vec<Option<String>>, u64)], tree: &Tree<'_>) -> Self {
        let many = groups.first().map_or(0, |(texts, _)| texts.len());
        let column = |at: usize| {
            let texts = groups.iter().filter_map(|(texts, _)| texts.get(at));
            let texts = texts.map(Option::as_deref).collect();
            Column::of(&texts, (at == 0).then_some(tree))
        };
        let mut cube = Self {
            columns: (0..many).map(column).collect(),
            numbers: Vec::new(),
            groups: groups.len(),
            known: HashMap::default(),
        };
        for (group, (texts, n)) in groups.iter().enumerate() {
            let places = cube.columns.iter().zip(texts);
            let places = places.filter_map(|(column, text)| column.texts.binary_search(text).ok());
            cube.count(places.collect(), group, *n);
        }
        for (group, (_, n)) in groups.iter().enumerate() {
            for places in cube.totals_of(group) {
                cube.count(places, group, *n);
            }
        }
        cube
    }

    /// The places of all totals that count a group.
    fn totals_of(&self, group: usize) -> Vec<Vec<usize>> {
        let own = self
            .numbers
            .get(group)
            .map(|number| number.places.as_slice());
        let own = own.unwrap_or_default();
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for (column, place) in own.iter().enumerate() {
            let above = self.above(column, *place).iter();
            let here: Vec<usize> = [*place].iter().chain(above).copied().collect();
            let longer = |places: Vec<usize>| {
                let next = here
                    .iter()
                    .map(move |place| [places.as_slice(), &[*place]].concat());
                next.collect::<Vec<_>>()
            };
            all = all.into_iter().flat_map(longer).collect();
        }
        all.retain(|places| places != own);
        all
    }

    fn count(&mut self, places: Vec<usize>, group: usize, n: u64) {
        let next = self.numbers.len();
        let place = *self.known.entry(self.key(&places)).or_insert(next);
        if place == next {
            self.numbers.push(Number {
                places,
                parts: Vec::new(),
                n: 0,
                price: 0,
                is_withheld: false,
            });
        }
        if let Some(number) = self.numbers.get_mut(place) {
            number.parts.push(group);
            number.n = number.n.saturating_add(n);
            number.price = number.n;
        }
    }

    /// Withholds what is small, and groups that are to be.
    pub(super) fn withhold(&mut self, min_n: u64, own: &[bool]) {
        for (place, number) in self.numbers.iter_mut().enumerate() {
            let is_own = own.get(place).copied();
            number.is_withheld = is_own.unwrap_or_else(|| (1..min_n).contains(&number.n));
        }
    }

    /// Withholds totals only where nothing else will do.
    pub(super) fn spare_totals(&mut self) {
        for number in self.numbers.iter_mut().skip(self.groups) {
            number.price = number.price.saturating_add(SPARED);
        }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// How many texts a column has.
    pub(super) fn texts(&self, column: usize) -> usize {
        self.columns
            .get(column)
            .map_or(0, |column| column.texts.len())
    }

    /// The places of a column that count a text of it beside its own.
    pub(super) fn above(&self, column: usize, text: usize) -> &[usize] {
        let above = self
            .columns
            .get(column)
            .and_then(|column| column.above.get(text));
        above.map_or(&[], Vec::as_slice)
    }

    /// One more place behind a key.
    pub(super) fn longer(&self, key: u128, column: usize, place: usize) -> u128 {
        let radix = self.columns.get(column).map_or(1, Column::radix);
        key.wrapping_mul(radix).wrapping_add(place as u128)
    }

    fn key(&self, places: &[usize]) -> u128 {
        let places = places.iter().enumerate();
        places.fold(0, |key, (column, place)| self.longer(key, column, *place))
    }

    /// The number at a key.
    pub(super) fn at(&self, key: u128) -> Option<usize> {
        self.known.get(&key).copied()
    }

    /// The numbers that are withheld.
    pub(super) fn withheld(&self) -> Vec<usize> {
        let numbers = self.numbers.iter().enumerate();
        let numbers = numbers.filter(|(_, number)| number.is_withheld);
        numbers.map(|(place, _)| place).collect()
    }

    pub(super) fn set(&mut self, place: usize, is_withheld: bool) {
        if let Some(number) = self.numbers.get_mut(place) {
            number.is_withheld = is_withheld;
        }
    }

    /// What is withheld.
    pub(super) fn read(self) -> Withheld {
        let groups = self.numbers.iter().take(self.groups);
        let groups = groups.map(|number| number.is_withheld).collect();
        let total = |number: &Number| {
            let places = || self.columns.iter().zip(&number.places).enumerate();
            let over = places().filter(|(_, (column, place))| **place >= column.texts.len());
            Total {
                group: places()
                    .map(|(_, (column, place))| column.text(*place))
                    .collect(),
                over: over.map(|(at, _)| at).collect(),
                parts: number.parts.clone(),
                n: number.n,
                is_withheld: number.is_withheld,
            }
        };
        let mut totals: Vec<Total> = self.numbers.iter().skip(self.groups).map(total).collect();
        let order = |total: &Total| (total.over.len(), total.over.clone(), total.group.clone());
        totals.sort_by_cached_key(order);
        Withheld { groups, totals }
    }
}
