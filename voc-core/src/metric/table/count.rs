//! Counting answers by group.

use super::columns::{BLOCK, Columns, Dimension, Places, bit};
use super::measure::places_of;
use super::tallies::{Group, GroupTally, Tallies, Weight};
use crate::error::{Code, Error};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// Cells that are kept side by side for all groups there could be; of more groups only those that there are.
const CELLS_MAX: usize = 1 << 22;

/// So many rows fill no counter.
const SPAN: usize = 1 << 30;

/// Counts answers by group. Rows without an answer, and answers off the scale, are counted apart.
///
/// # Errors
/// Columns of other lengths; a scale that is none, or longer than [`super::SCALE_MAX`]; a weight that is
/// negative, no number or larger than 9,007,199, named by its index.
pub fn tally(columns: Columns<'_>, scale: [i64; 2]) -> Result<Tallies, Error> {
    columns.check()?;
    let places = places_of(scale)?;
    let names = columns.by.iter().map(|it| it.name.to_owned()).collect();
    let mut tallies = Tallies::none(names, places, columns.weights.is_some());
    let rows = columns.answers.values.len();
    for from in (0..rows).step_by(SPAN) {
        let until = rows.min(from.saturating_add(SPAN));
        Span {
            columns,
            places,
            from,
            until,
        }
        .count(&mut tallies)?;
    }
    Ok(tallies)
}

/// Rows that are counted together.
struct Span<'c> {
    columns: Columns<'c>,
    places: Places,
    from: usize,
    until: usize,
}

/// How often each answer was given, group by group, each group's in their places; and their weights.
struct Cells {
    counts: Vec<u32>,
    weights: Vec<Weight>,
    wide: usize,
}

impl Span<'_> {
    fn count(&self, tallies: &mut Tallies) -> Result<(), Error> {
        let wide = self.places.len() as usize;
        let mut radices = self.columns.by.iter().map(Dimension::radix);
        let cells = radices.try_fold(wide, usize::checked_mul);
        match cells.filter(|cells| *cells <= CELLS_MAX) {
            Some(cells) => self.dense(cells / wide, tallies),
            None => self.sparse(tallies),
        }
    }

    /// A place for every group that there could be.
    fn dense(&self, groups: usize, tallies: &mut Tallies) -> Result<(), Error> {
        let mut cells = self.cells(groups);
        let (mut index, mut place) = ([0_u32; BLOCK], [0_u32; BLOCK]);
        let wide = self.places.len();
        for from in (self.from..self.until).step_by(BLOCK) {
            let rows = BLOCK.min(self.until - from);
            let (Some(index), Some(place)) = (index.get_mut(..rows), place.get_mut(..rows)) else {
                break;
            };
            index.fill(0);
            for dimension in self.columns.by {
                dimension.dense(from, index);
            }
            self.columns.answers.places(from, self.places, place);
            for (index, place) in index.iter_mut().zip(&*place) {
                *index = *index * wide + place;
            }
            for cell in &*index {
                if let Some(count) = cells.counts.get_mut(*cell as usize) {
                    *count += 1;
                }
            }
            self.weigh(from, index, &mut cells)?;
        }
        for group in 0..groups {
            let mut rest = group;
            let mut digits: Vec<usize> = self
                .columns
                .by
                .iter()
                .rev()
                .map(|dimension| {
                    let digit = rest % dimension.radix();
                    rest /= dimension.radix();
                    digit
                })
                .collect();
            digits.reverse();
            self.give(&cells, group, &digits, tallies)?;
        }
        Ok(())
    }

    /// A place for each group that there is.
    fn sparse(&self, tallies: &mut Tallies) -> Result<(), Error> {
        let mut numbers: HashMap<u128, u32, FixedState> = HashMap::default();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut cells = self.cells(0);
        let (mut index, mut place) = ([0_u32; BLOCK], [0_u32; BLOCK]);
        for from in (self.from..self.until).step_by(BLOCK) {
            let rows = BLOCK.min(self.until - from);
            let (Some(index), Some(place)) = (index.get_mut(..rows), place.get_mut(..rows)) else {
                break;
            };
            self.columns.answers.places(from, self.places, place);
            for (row, (index, place)) in index.iter_mut().zip(&*place).enumerate() {
                let key = self.key(from + row)?;
                let number = *numbers.entry(key).or_insert_with(|| {
                    groups.push(
                        self.columns
                            .by
                            .iter()
                            .map(|it| it.digit(from + row))
                            .collect(),
                    );
                    cells.grow(self.columns.weights.is_some());
                    u32::try_from(groups.len() - 1).unwrap_or(u32::MAX)
                });
                let cell = number as usize * cells.wide + *place as usize;
                if let Some(count) = cells.counts.get_mut(cell) {
                    *count += 1;
                }
                *index = u32::try_from(cell).map_err(|_| too_many())?;
            }
            self.weigh(from, index, &mut cells)?;
        }
        for (group, digits) in groups.iter().enumerate() {
            self.give(&cells, group, digits, tallies)?;
        }
        Ok(())
    }

    /// The digits of a row's group, behind each other.
    fn key(&self, row: usize) -> Result<u128, Error> {
        let digit = |all: Option<u128>, dimension: &Dimension<'_>| {
            let above = all?.checked_mul(dimension.radix() as u128)?;
            above.checked_add(dimension.digit(row) as u128)
        };
        self.columns
            .by
            .iter()
            .fold(Some(0), digit)
            .ok_or_else(too_many)
    }

    fn cells(&self, groups: usize) -> Cells {
        let wide = self.places.len() as usize;
        let is_weighted = self.columns.weights.is_some();
        Cells {
            counts: vec![0; groups * wide],
            weights: vec![Weight::default(); if is_weighted { groups * wide } else { 0 }],
            wide,
        }
    }

    /// Adds the weights of the rows from one on, whose cells are known. What weighs nothing is not there.
    fn weigh(&self, from: usize, index: &[u32], cells: &mut Cells) -> Result<(), Error> {
        let Some(weights) = self.columns.weights else {
            return Ok(());
        };
        let rows = weights.get(from..).unwrap_or_default();
        for (row, (cell, weight)) in index.iter().zip(rows).enumerate() {
            let one = Weight::of(*weight).ok_or_else(|| {
                let message = format!("{weight} is no weight");
                Error::new(Code::OutOfRange, message).at(format!("weights.{}", from + row))
            })?;
            let cell = *cell as usize;
            if one.sum == 0 {
                if let Some(count) = cells.counts.get_mut(cell) {
                    *count -= 1;
                }
            } else if let Some(all) = cells.weights.get_mut(cell) {
                all.sum += one.sum;
                all.squares = all.squares.checked_add(one.squares).ok_or_else(|| {
                    Error::new(
                        Code::Limit,
                        "the weights are larger than what is counted exactly",
                    )
                    .at("weights")
                })?;
            }
        }
        Ok(())
    }

    /// Gives what was counted of a group, if anything was.
    fn give(
        &self,
        cells: &Cells,
        group: usize,
        digits: &[usize],
        tallies: &mut Tallies,
    ) -> Result<(), Error> {
        let from = group * cells.wide;
        let counts = cells
            .counts
            .get(from..from + cells.wide)
            .unwrap_or_default();
        if counts.iter().all(|count| *count == 0) {
            return Ok(());
        }
        let width = self.places.width as usize;
        let weights = cells.weights.get(from..from + width).unwrap_or_default();
        let at = |place: u32| counts.get(place as usize).copied().map_or(0, i64::from);
        let answers = GroupTally {
            counts: counts.iter().take(width).map(|it| i64::from(*it)).collect(),
            outside: at(self.places.outside()),
            unanswered: at(self.places.unanswered()),
            weights: weights.to_vec(),
        };
        let texts = digits.iter().zip(self.columns.by);
        let text = |(digit, dimension): (&usize, &Dimension<'_>)| dimension.text(*digit);
        let group: Group = texts.map(text).collect();
        tallies.add(group, &answers)
    }
}

impl Cells {
    fn grow(&mut self, is_weighted: bool) {
        self.counts.resize(self.counts.len() + self.wide, 0);
        if is_weighted {
            self.weights.resize(self.counts.len(), Weight::default());
        }
    }
}

fn too_many() -> Error {
    Error::new(Code::Limit, "there are more groups than are counted").at("by")
}

impl Columns<'_> {
    /// Refuses answers that are off a scale.
    ///
    /// # Errors
    /// The first such answer, named by its row; a scale that is none.
    pub fn on_scale(&self, scale: [i64; 2]) -> Result<(), Error> {
        let Some(row) = self.answers.first_outside(places_of(scale)?) else {
            return Ok(());
        };
        let answer = self.answers.values.number(row);
        let ([low, high], is_whole) = (scale, answer.fract() == 0.0);
        let error = if is_whole {
            let message = format!("{answer} is not on the scale of {low} to {high}");
            Error::new(Code::OutOfRange, message)
        } else {
            Error::new(
                Code::WrongType,
                format!("expected a whole number, found `{answer}`"),
            )
        };
        Err(error.at(row.to_string()))
    }

    /// The rows that have an answer, by group.
    pub(super) fn rows_by_group(&self) -> Result<Vec<(Group, Vec<usize>)>, Error> {
        self.check()?;
        let span = Span {
            columns: *self,
            places: Places { low: 0, width: 1 },
            from: 0,
            until: self.answers.values.len(),
        };
        let mut numbers: HashMap<u128, usize, FixedState> = HashMap::default();
        let mut groups: Vec<(Group, Vec<usize>)> = Vec::new();
        for row in 0..span.until {
            let key = span.key(row)?;
            let number = *numbers.entry(key).or_insert_with(|| {
                let text =
                    |it: &Dimension<'_>| it.texts.get(it.digit(row)).map(|it| (*it).to_owned());
                groups.push((self.by.iter().map(text).collect(), Vec::new()));
                groups.len() - 1
            });
            let is_there = self.answers.valid.is_none_or(|valid| bit(valid, row));
            if is_there && let Some((_, rows)) = groups.get_mut(number) {
                rows.push(row);
            }
        }
        Ok(groups)
    }
}
