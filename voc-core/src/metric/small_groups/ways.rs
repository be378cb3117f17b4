//! How far withheld numbers of a table of any number of columns can move, and what else must be withheld for
//! them to. A way that is found proves it; where none is found, more is withheld.

use super::cube::Cube;
use super::room::May;
use crate::error::{Code, Error};
use std::cmp::Reverse;

/// So many numbers are looked at before a table is refused.
const LOOKS_MAX: u64 = 50_000_000;

/// So many more are worth showing what need not be withheld.
const AGAIN_MAX: u64 = 10_000_000;

/// A way for answers to move while all that is shown stays: in each column they go from one text to another, or
/// come out of nothing at one. The numbers that it changes, each with whether it grows.
#[derive(Debug)]
struct Way {
    steps: Vec<(usize, bool)>,
    price: u128,
    /// How many answers can go.
    room: u64,
}

/// A cube, and where the answers of its groups have moved.
pub(super) struct Ways {
    pub(super) cube: Cube,
    moved: Vec<i64>,
    looks: u64,
    pub(super) looks_max: u64,
}

/// What is looked for: a way on which the number at some places grows by what goes, or shrinks.
struct Search<'w> {
    ways: &'w Ways,
    target: &'w [usize],
    is_up: bool,
    may: May,
    wanted: u64,
    best: Option<Way>,
    looks: u64,
}

/// A number that a way changes, as far as its places are known.
#[derive(Debug, Clone, Copy)]
struct Front {
    key: u128,
    grows: bool,
}

impl Ways {
    pub(super) fn of(cube: Cube) -> Self {
        Self {
            moved: vec![0; cube.groups],
            cube,
            looks: 0,
            looks_max: LOOKS_MAX,
        }
    }

    /// Withholds as much more as it takes that every withheld number can lie anywhere in a range of `room`.
    pub(super) fn protect(&mut self, room: u64) -> Result<(), Error> {
        let small = self.cube.withheld();
        loop {
            let before = self.cube.withheld();
            for number in &before {
                self.make_room(*number, room)?;
            }
            if self.cube.withheld().len() == before.len() {
                break;
            }
        }
        self.looks_max = self.looks.saturating_add(AGAIN_MAX);
        self.show_again(&small, room);
        Ok(())
    }

    /// Shows what was withheld for others and need not be, the dearest first, as long as looking is worth it.
    fn show_again(&mut self, small: &[usize], room: u64) {
        let mut others = self.cube.withheld();
        others.retain(|place| small.binary_search(place).is_err());
        others.sort_by_key(|place| Reverse(self.cube.numbers.get(*place).map(|it| it.price)));
        for place in others {
            self.cube.set(place, false);
            let mut withheld = self.cube.withheld().into_iter();
            let all_have = withheld.try_fold(true, |all, number| {
                Ok::<_, Error>(all && self.has_room(number, room)?)
            });
            match all_have {
                Ok(true) => {}
                Ok(false) => self.cube.set(place, true),
                Err(_) => {
                    self.cube.set(place, true);
                    return;
                }
            }
        }
    }

    fn has_room(&mut self, number: usize, room: u64) -> Result<bool, Error> {
        let down = self.reach(number, room, false, May::Look)?;
        Ok(down >= room || self.reach(number, room - down, true, May::Look)? >= room - down)
    }

    fn make_room(&mut self, number: usize, room: u64) -> Result<(), Error> {
        let down = self.reach(number, room, false, May::Look)?;
        if down < room {
            // It can: answers that come out of nothing have room without end, where all totals are withheld.
            self.reach(number, room - down, true, May::Withhold)?;
        }
        Ok(())
    }

    /// By how much a number could be larger, or smaller, up to what is wanted: as far as ways are found.
    fn reach(&mut self, number: usize, wanted: u64, is_up: bool, may: May) -> Result<u64, Error> {
        self.moved.fill(0);
        let mut found = 0;
        while found < wanted {
            let Some(way) = self.best(number, wanted - found, is_up, may)? else {
                break;
            };
            let more = way.room.min(wanted - found);
            let by = i64::try_from(more).unwrap_or(i64::MAX);
            for (step, grows) in way.steps {
                if may == May::Withhold {
                    self.cube.set(step, true);
                }
                if let Some(moved) = self.moved.get_mut(step) {
                    *moved += if grows == is_up { by } else { -by };
                }
            }
            found += more;
        }
        Ok(found)
    }

    /// The way that it costs least to withhold for all that is wanted.
    fn best(
        &mut self,
        number: usize,
        wanted: u64,
        is_up: bool,
        may: May,
    ) -> Result<Option<Way>, Error> {
        let Some(target) = self.cube.numbers.get(number) else {
            return Ok(None);
        };
        let mut search = Search {
            ways: self,
            target: &target.places,
            is_up,
            may,
            wanted,
            best: None,
            looks: 0,
        };
        for group in &target.parts {
            search.begin(*group);
            if search.is_over() {
                break;
            }
        }
        let (best, looks) = (search.best, search.looks);
        self.looks = self.looks.saturating_add(looks);
        if self.looks > self.looks_max {
            let message = "the table is too large to be sure that it shows no small group";
            return Err(Error::new(Code::Limit, message)
                .at("min_n")
                .hint("ask by fewer columns, or for longer periods"));
        }
        Ok(best)
    }

    /// How many answers a group can lose: who is told that it is withheld knows that it has one.
    fn left(&self, group: usize) -> u64 {
        let n = self.cube.numbers.get(group).map_or(0, |number| number.n);
        let moved = self.moved.get(group).copied().unwrap_or(0);
        n.saturating_add_signed(moved).saturating_sub(1)
    }
}

impl<'w> Search<'w> {
    /// Whether no way can be better than the one that was found.
    fn is_over(&self) -> bool {
        let is_free = |way: &Way| way.price == 0 && way.room >= self.wanted;
        self.best.as_ref().is_some_and(is_free)
    }

    /// What a way comes to: what it costs, as often as it takes for all that is wanted.
    fn score(&self, price: u128, room: u64) -> (u128, u64) {
        let times = self.wanted.div_ceil(room.clamp(1, self.wanted.max(1)));
        (price.saturating_mul(u128::from(times)), times)
    }

    /// Tries the ways on which a group grows where they go.
    fn begin(&mut self, group: usize) {
        let ways: &'w Ways = self.ways;
        let own = ways.cube.numbers.get(group);
        if let Some(own) = own.filter(|own| own.n > 0) {
            let start = Front {
                key: 0,
                grows: true,
            };
            self.go(&own.places, 0, &[start]);
        }
    }

    /// Tries all that can be in a column: from another text to this one, or out of nothing to this one.
    fn go(&mut self, own: &[usize], column: usize, front: &[Front]) {
        let cube: &'w Cube = &self.ways.cube;
        let (Some(text), Some(target)) = (own.get(column), self.target.get(column)) else {
            return;
        };
        let above = cube.above(column, *text);
        for other in (0..cube.texts(column)).filter(|other| other != text) {
            let others = cube.above(column, other);
            // What counts both does not change, and the target is to.
            if others.contains(target) {
                continue;
            }
            let grow = above.iter().filter(|place| !others.contains(place));
            let shrink = others.iter().filter(|place| !above.contains(place));
            let grow = [text].into_iter().chain(grow).map(|place| (*place, true));
            let shrink = [&other].into_iter().chain(shrink);
            let places = grow.chain(shrink.map(|place| (*place, false)));
            self.follow(own, column, front, &places.collect::<Vec<_>>());
            if self.is_over() {
                return;
            }
        }
        let alone = [text].into_iter().chain(above).map(|place| (*place, true));
        self.follow(own, column, front, &alone.collect::<Vec<_>>());
    }

    /// Goes on with what is chosen of a column, unless that is no better than what was found. The price of what
    /// is chosen, all else as it is, is the least that it can come to.
    fn follow(&mut self, own: &[usize], column: usize, front: &[Front], places: &[(usize, bool)]) {
        let cube: &'w Cube = &self.ways.cube;
        let longer = front.iter().flat_map(|front| {
            places.iter().map(|(place, grows)| Front {
                key: cube.longer(front.key, column, *place),
                grows: front.grows == *grows,
            })
        });
        let next: Vec<Front> = longer.collect();
        let (mut price, mut room) = (0_u128, u64::MAX);
        let mut steps = Vec::with_capacity(next.len());
        for front in &next {
            self.looks += 1;
            let rest = own.iter().enumerate().skip(column + 1);
            let key = rest.fold(front.key, |key, (column, place)| {
                cube.longer(key, column, *place)
            });
            let Some((step, number)) = cube
                .at(key)
                .and_then(|at| Some((at, cube.numbers.get(at)?)))
            else {
                return;
            };
            if number.n == 0 || self.may == May::Look && !number.is_withheld {
                return;
            }
            if !number.is_withheld {
                price += u128::from(number.price);
            }
            if step < cube.groups && front.grows != self.is_up {
                room = room.min(self.ways.left(step));
            }
            steps.push((step, front.grows));
        }
        let score = self.score(price, room);
        let best = self.best.as_ref();
        if room == 0 || best.is_some_and(|best| self.score(best.price, best.room) <= score) {
            return;
        }
        if column + 1 == cube.width() {
            self.best = Some(Way { steps, price, room });
        } else {
            self.go(own, column + 1, &next);
        }
    }
}
