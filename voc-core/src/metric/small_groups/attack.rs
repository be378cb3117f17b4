//! Attackers for the tests: what somebody finds out who has all that is shown.

use super::{Withheld, withhold};
use crate::ordered::Map;

/// One number of a table: the groups that it sums, and whether it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub(crate) parts: Vec<usize>,
    pub(crate) n: u64,
    pub(crate) is_shown: bool,
}

/// The numbers of a table, those of its groups first.
pub(crate) fn numbers(groups: &[(Vec<Option<String>>, u64)], withheld: &Withheld) -> Vec<Number> {
    let own = groups.iter().zip(&withheld.groups).enumerate();
    let own = own.map(|(place, ((_, n), is_withheld))| Number {
        parts: vec![place],
        n: *n,
        is_shown: !is_withheld,
    });
    let totals = withheld.totals.iter().map(|total| Number {
        parts: total.parts.clone(),
        n: total.n,
        is_shown: !total.is_withheld,
    });
    own.chain(totals).collect()
}

/// Somebody who sees the table and tries every way in which the withheld groups could add up to what it shows.
/// A group that is withheld has an answer.
pub(crate) struct Attacker<'n> {
    pub(crate) numbers: &'n [Number],
    pub(crate) groups: usize,
    pub(crate) most: u64,
}

/// Withheld groups that come to so much together.
struct Equation {
    of: Vec<usize>,
    sum: u64,
}

impl Attacker<'_> {
    /// Whether a number of the table could be `n`, by all that is shown.
    fn could_be(&self, number: usize, n: u64) -> bool {
        if self.numbers[number].is_shown {
            return self.numbers[number].n == n;
        }
        let shown = self.numbers.iter().filter(|it| it.is_shown);
        let asked = Number {
            n,
            ..self.numbers[number].clone()
        };
        let mut equations = Vec::new();
        for it in [&asked].into_iter().chain(shown) {
            let (known, of): (Vec<usize>, Vec<usize>) = it
                .parts
                .iter()
                .partition(|part| self.numbers[**part].is_shown);
            let known: u64 = known.iter().map(|part| self.numbers[*part].n).sum();
            let Some(sum) = it.n.checked_sub(known) else {
                return false;
            };
            equations.push(Equation { of, sum });
        }
        self.fits(&equations, &mut vec![None; self.groups])
    }

    /// Fills the groups that hang together with the number that is asked, those first of which least is left to
    /// choose. All others are as they are.
    fn fits(&self, equations: &[Equation], sizes: &mut Vec<Option<u64>>) -> bool {
        let mut next: Option<(usize, usize, u64)> = None;
        for (place, equation) in equations.iter().enumerate() {
            let filled: Vec<u64> = equation.of.iter().filter_map(|it| sizes[*it]).collect();
            let open = equation.of.len() - filled.len();
            let Some(left) = equation.sum.checked_sub(filled.iter().sum()) else {
                return false;
            };
            if left < open as u64 || open == 0 && left > 0 {
                return false;
            }
            let is_reached = place == 0 || !filled.is_empty();
            if open > 0 && is_reached && next.is_none_or(|(_, fewest, _)| open < fewest) {
                next = Some((place, open, left));
            }
        }
        let Some((place, open, left)) = next else {
            return true;
        };
        let group = equations[place].of.iter().find(|it| sizes[**it].is_none());
        let group = *group.unwrap();
        let most = left - (open as u64 - 1);
        let mut tries: Vec<u64> = if open == 1 {
            vec![left]
        } else {
            (1..=most).collect()
        };
        // What is near the truth fits soonest.
        tries.sort_by_key(|size| size.abs_diff(self.numbers[group].n));
        for size in tries {
            sizes[group] = Some(size);
            if self.fits(equations, sizes) {
                return true;
            }
        }
        sizes[group] = None;
        false
    }

    /// Whether a number can go so far, from what it is, by one answer after another.
    fn has_room(&self, number: usize, room: u64) -> bool {
        let n = self.numbers[number].n;
        let (mut least, mut most) = (n, n);
        while least > 0 && n - least < room && self.could_be(number, least - 1) {
            least -= 1;
        }
        while most - least < room && self.could_be(number, most + 1) {
            most += 1;
        }
        most - least >= room
    }

    /// The least and the most that a number could be; the most is cut off.
    pub(crate) fn range(&self, number: usize) -> (u64, u64) {
        let n = self.numbers[number].n;
        let least = (0..=n).find(|n| self.could_be(number, *n)).unwrap();
        let most = (n..=n + self.most)
            .rev()
            .find(|n| self.could_be(number, *n))
            .unwrap();
        (least, most)
    }
}

/// Whether a number is told by those that are shown, added up and subtracted: by solving their equations. They
/// are solved in the whole numbers up to a prime of 61 bits, in which what has a solution in fractions has one.
pub(crate) fn told_by_sums(numbers: &[Number], groups: usize) -> Option<usize> {
    const PRIME: i128 = (1 << 61) - 1;
    let row = |number: &Number| {
        let mut row = vec![0_i128; groups];
        number.parts.iter().for_each(|part| row[*part] = 1);
        row
    };
    // By the place where each begins with a 1: the equations that are left.
    let mut solved: Vec<Option<Vec<i128>>> = vec![None; groups];
    let reduce = |solved: &[Option<Vec<i128>>], mut row: Vec<i128>| {
        for place in 0..groups {
            if let (Some(by), times) = (&solved[place], row[place])
                && times != 0
            {
                let pairs = row.iter_mut().zip(by);
                pairs.for_each(|(own, by)| *own = (*own - times * by).rem_euclid(PRIME));
            }
        }
        row
    };
    for number in numbers.iter().filter(|number| number.is_shown) {
        let row = reduce(&solved, row(number));
        if let Some(first) = row.iter().position(|it| *it != 0) {
            let inverse = inverse(row[first], PRIME);
            solved[first] = Some(row.iter().map(|it| it * inverse % PRIME).collect());
        }
    }
    let is_told = |number: &Number| reduce(&solved, row(number)).iter().all(|it| *it == 0);
    numbers
        .iter()
        .position(|number| !number.is_shown && is_told(number))
}

/// By P. de Fermat: a to the power of p − 2.
fn inverse(of: i128, prime: i128) -> i128 {
    let (mut power, mut base, mut left) = (1, of, prime - 2);
    while left > 0 {
        if left % 2 == 1 {
            power = power * base % prime;
        }
        base = base * base % prime;
        left /= 2;
    }
    power
}

/// Two shown numbers, one of them of some of the groups of the other, whose difference is of few answers.
fn small_difference(numbers: &[Number], min_n: u64) -> Option<(usize, usize)> {
    let shown = || {
        numbers
            .iter()
            .enumerate()
            .filter(|(_, number)| number.is_shown)
    };
    shown().find_map(|(whole, of)| {
        let holds = |part: &Number| part.parts.iter().all(|it| of.parts.contains(it));
        let mut parts = shown().filter(|(_, part)| holds(part));
        let found = parts.find(|(_, part)| (1..min_n).contains(&(of.n - part.n)))?;
        Some((whole, found.0))
    })
}

/// Holds numbers to what is certain of any table: none is small, no difference is, and none that is withheld
/// solves an equation.
pub(crate) fn attack_by_sums(numbers: &[Number], groups: usize, min_n: u64) {
    for number in numbers {
        let is_small = (1..min_n).contains(&number.n);
        assert!(!(is_small && number.is_shown), "a small one is shown");
    }
    assert_eq!(small_difference(numbers, min_n), None, "{numbers:?}");
    assert_eq!(told_by_sums(numbers, groups), None, "{numbers:?}");
}

/// Holds numbers to the whole promise, by trying everything.
pub(crate) fn attack_by_trying(numbers: &[Number], groups: usize, min_n: u64) {
    let attacker = Attacker {
        numbers,
        groups,
        most: min_n + 2,
    };
    for (place, number) in numbers.iter().enumerate() {
        if !number.is_shown && !attacker.has_room(place, min_n) {
            let (least, most) = attacker.range(place);
            assert!(
                most - least >= min_n,
                "{place} lies in {least}..={most}: {numbers:?}"
            );
        }
    }
}

/// Holds a table to its promise.
pub(crate) fn attack(
    groups: &[(Vec<Option<String>>, u64)],
    parents: &Map<String, String>,
    min_n: u64,
) {
    let withheld = withhold(groups, parents, min_n).unwrap();
    let numbers = numbers(groups, &withheld);
    attack_by_sums(&numbers, groups.len(), min_n);
    attack_by_trying(&numbers, groups.len(), min_n);
}
