use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn group(texts: &[&str], n: u64) -> (Vec<Option<String>>, u64) {
    (
        texts.iter().map(|text| Some((*text).to_owned())).collect(),
        n,
    )
}

fn none() -> Map<String, String> {
    Map::default()
}

/// One number of a table: the groups that it sums, and whether it is shown.
struct Number {
    parts: Vec<usize>,
    n: u64,
    is_shown: bool,
}

fn numbers(groups: &[(Vec<Option<String>>, u64)], withheld: &Withheld) -> Vec<Number> {
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

/// Somebody who sees the table and tries every way in which the groups could add up to what it shows. Sums are
/// looked at as they are filled, group by group; a group that no sum which is shown holds may be of any size.
struct Attacker<'n> {
    numbers: &'n [Number],
    groups: usize,
    most: u64,
}

impl Attacker<'_> {
    /// Whether a number of the table could be `n`, by all that is shown.
    fn could_be(&self, number: usize, n: u64) -> bool {
        let mut left: Vec<Option<u64>> = self
            .numbers
            .iter()
            .map(|it| it.is_shown.then_some(it.n))
            .collect();
        if self.numbers[number].is_shown {
            return self.numbers[number].n == n;
        }
        left[number] = Some(n);
        self.try_from(0, &mut left)
    }

    fn try_from(&self, place: usize, left: &mut Vec<Option<u64>>) -> bool {
        if place == self.groups {
            return left.iter().all(|left| left.is_none_or(|left| left == 0));
        }
        let of: Vec<usize> = (0..self.numbers.len())
            .filter(|it| self.numbers[*it].parts.contains(&place))
            .collect();
        let known = of.iter().filter_map(|it| left[*it]);
        let most = known.min().unwrap_or(self.most);
        // Where it is the last group of a sum, there is one size left.
        let last = of
            .iter()
            .filter(|it| self.numbers[**it].parts.iter().all(|part| *part <= place));
        let forced: Vec<u64> = last.filter_map(|it| left[*it]).collect();
        let sizes: Vec<u64> = match forced.first() {
            Some(size) => vec![*size],
            None => (0..=most).collect(),
        };
        for size in sizes {
            if size > most {
                continue;
            }
            for it in &of {
                left[*it] = left[*it].map(|left| left - size);
            }
            let fits = self.try_from(place + 1, left);
            for it in &of {
                left[*it] = left[*it].map(|left| left + size);
            }
            if fits {
                return true;
            }
        }
        false
    }

    /// The least and the most that a number could be; the most is cut off.
    fn range(&self, number: usize) -> (u64, u64) {
        let n = self.numbers[number].n;
        let least = (0..=n).find(|n| self.could_be(number, *n)).unwrap();
        let most = (n..=n + self.most)
            .rev()
            .find(|n| self.could_be(number, *n))
            .unwrap();
        (least, most)
    }
}

/// Holds a table to its promise.
fn attack(groups: &[(Vec<Option<String>>, u64)], parents: &Map<String, String>, min_n: u64) {
    let withheld = withhold(groups, parents, min_n).unwrap();
    let numbers = numbers(groups, &withheld);
    let attacker = Attacker {
        numbers: &numbers,
        groups: groups.len(),
        most: min_n + 1,
    };
    for (place, number) in numbers.iter().enumerate() {
        assert!(
            number.n == 0 || number.n >= min_n || !number.is_shown,
            "a small one is shown"
        );
        if !number.is_shown {
            let (least, most) = attacker.range(place);
            assert!(
                most - least >= min_n,
                "{place} lies in {least}..={most}: {groups:?} {withheld:?}"
            );
        }
    }
}

#[test]
fn the_attacker_finds_what_nothing_else_protects() {
    // All 52 less 40 and less 9 are 3.
    let groups = [group(&["a"], 40), group(&["b"], 3), group(&["c"], 9)];
    let mut withheld = withhold(&groups, &none(), 0).unwrap();
    withheld.groups[1] = true;
    let numbers = numbers(&groups, &withheld);
    let attacker = Attacker {
        numbers: &numbers,
        groups: 3,
        most: 6,
    };
    assert_eq!(attacker.range(1), (3, 3));
}

#[test]
fn one_more_goes_with_a_single_one() {
    let groups = [
        group(&["a"], 40),
        group(&["b"], 3),
        group(&["c"], 9),
        group(&["d"], 20),
    ];
    let withheld = withhold(&groups, &none(), 5).unwrap();
    assert_eq!(withheld.groups, [false, true, true, false]);
    assert_eq!(withheld.totals.len(), 1);
    assert_eq!(
        (withheld.totals[0].n, withheld.totals[0].is_withheld),
        (72, false)
    );
}

#[test]
fn two_that_are_enough_together_stay_alone() {
    let groups = [group(&["a"], 40), group(&["b"], 3), group(&["c"], 2)];
    assert_eq!(
        withhold(&groups, &none(), 5).unwrap().groups,
        [false, true, true]
    );
    // Together they are four: their sum, all less `a`, would be one small group.
    let groups = [group(&["a"], 40), group(&["b"], 2), group(&["c"], 2)];
    assert_eq!(
        withhold(&groups, &none(), 5).unwrap().groups,
        [true, true, true]
    );
    // A group without answers hides nothing.
    let groups = [group(&["a"], 40), group(&["b"], 0), group(&["c"], 2)];
    assert_eq!(
        withhold(&groups, &none(), 5).unwrap().groups,
        [true, false, true]
    );
}

#[test]
fn all_of_a_small_table_is_withheld() {
    let withheld = withhold(&[group(&["a"], 2), group(&["b"], 2)], &none(), 5).unwrap();
    assert_eq!(withheld.groups, [true, true]);
    assert!(withheld.totals[0].is_withheld);
    let alone = withhold(&[(Vec::new(), 3)], &none(), 5).unwrap();
    assert_eq!(alone.groups, [true]);
    let nothing = withhold(&[], &none(), 5).unwrap();
    assert!(nothing.groups.is_empty());
}

#[test]
fn a_rectangle_protects_one_cell() {
    // Rows a, b, c and columns x, y, z; b·y is small. Row b and column y each need one more, and what these
    // share the other corner of: a·x is the smallest corner, so a·y, b·x and a·x go.
    let rows = [("a", [8, 9, 90]), ("b", [11, 2, 80]), ("c", [70, 60, 50])];
    let mut groups = Vec::new();
    for (row, ns) in rows {
        for (column, n) in ["x", "y", "z"].into_iter().zip(ns) {
            groups.push(group(&[row, column], n));
        }
    }
    let withheld = withhold(&groups, &none(), 5).unwrap();
    assert_eq!(
        withheld.groups,
        [true, true, false, true, true, false, false, false, false]
    );
    assert!(withheld.totals.iter().all(|total| !total.is_withheld));
    attack(&groups, &none(), 5);
}

#[test]
fn a_unit_does_not_show_its_part() {
    // claims = desk + field; company = claims + sales. With desk goes field, and both are of claims.
    let parents = Map::from(
        [
            ("desk", "claims"),
            ("field", "claims"),
            ("claims", "company"),
            ("sales", "company"),
        ]
        .map(|(child, parent)| (child.to_owned(), parent.to_owned())),
    );
    let groups = [
        group(&["desk"], 2),
        group(&["field"], 30),
        group(&["sales"], 8),
    ];
    let withheld = withhold(&groups, &parents, 5).unwrap();
    assert_eq!(withheld.groups, [true, true, false]);
    let totals: Vec<_> = withheld
        .totals
        .iter()
        .map(|it| (it.group[0].as_deref(), it.n, it.is_withheld))
        .collect();
    assert_eq!(
        totals,
        [
            (Some("claims"), 32, false),
            (Some("company"), 40, false),
            (None, 40, false)
        ]
    );
}

#[test]
fn mistakes_are_named() {
    let path = |found: Result<Withheld, Error>| found.unwrap_err().path.unwrap();
    assert_eq!(
        path(withhold(&[group(&["a", "b", "c"], 1)], &none(), 5)),
        "by"
    );
    assert_eq!(
        path(withhold(&[group(&["a"], 1), group(&["a"], 2)], &none(), 5)),
        "by"
    );
    let round =
        Map::from([("a", "b"), ("b", "a")].map(|(one, other)| (one.to_owned(), other.to_owned())));
    assert_eq!(path(withhold(&[group(&["a"], 1)], &round, 5)), "parents.a");
}

/// Few answers often, so that there is much to withhold.
fn few() -> impl Strategy<Value = u64> {
    prop_oneof![2 => Just(0_u64), 4 => 1_u64..4, 2 => 4_u64..9]
}

proptest! {
    #[test]
    fn an_attacker_learns_nothing_of_one_column(ns in prop::collection::vec(few(), 1..7), min_n in 2_u64..5) {
        let groups: Vec<_> = ns.iter().enumerate().map(|(place, n)| group(&[&place.to_string()], *n)).collect();
        attack(&groups, &none(), min_n);
    }

    #[test]
    fn of_one_column_as_few_are_withheld_as_can_be(
        ns in prop::collection::vec(few(), 1..7), min_n in 2_u64..5,
    ) {
        let groups: Vec<_> = ns.iter().enumerate().map(|(place, n)| group(&[&place.to_string()], *n)).collect();
        let found = withhold(&groups, &none(), min_n).unwrap();
        let withheld = |set: u32| ns.iter().enumerate().filter(move |(place, _)| set >> place & 1 == 1);
        let all: u64 = ns.iter().sum();
        // A set of groups will do if it has the small ones, and is nothing, or of two and enough answers.
        let will_do = |set: u32| {
            let small = ns.iter().enumerate().all(|(place, n)| *n == 0 || *n >= min_n || set >> place & 1 == 1);
            let sum: u64 = withheld(set).map(|(_, n)| n).sum();
            let some = withheld(set).filter(|(_, n)| **n > 0).count();
            small && (set == 0 || all < min_n || some >= 2 && sum >= min_n)
        };
        let fewest = (0..1_u32 << ns.len()).filter(|set| will_do(*set)).map(u32::count_ones).min().unwrap();
        let count = found.groups.iter().filter(|is_withheld| **is_withheld).count();
        prop_assert_eq!(count, fewest as usize, "{:?} {:?}", ns, found);
    }

    #[test]
    fn an_attacker_learns_nothing_of_two_columns(
        ns in prop::collection::vec(few(), 9), rows in 1_usize..4, columns in 1_usize..4, min_n in 2_u64..5,
    ) {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let groups: Vec<_> = places.zip(&ns).map(|((row, column), n)| {
            group(&[&row.to_string(), &column.to_string()], *n)
        }).collect();
        attack(&groups, &none(), min_n);
    }

    #[test]
    fn an_attacker_learns_nothing_of_a_hierarchy(
        ns in prop::collection::vec(few(), 8), columns in 1_usize..3, above in prop::collection::vec(0_usize..3, 4),
        min_n in 2_u64..5,
    ) {
        // Units 0 to 3 are parts of p, q or of nothing; p is part of q, and has answers of its own.
        let mut parents: Map<String, String> = Map::from([("p".to_owned(), "q".to_owned())]);
        for (unit, above) in above.iter().enumerate() {
            if let Some(parent) = ["p", "q"].get(*above) {
                parents.insert(unit.to_string(), (*parent).to_owned());
            }
        }
        let units = ["0", "1", "2", "p"];
        let places = units.iter().flat_map(|unit| (0..columns).map(move |column| (*unit, column)));
        let groups: Vec<_> = places.zip(&ns).map(|((unit, column), n)| {
            if columns == 1 { group(&[unit], *n) } else { group(&[unit, &column.to_string()], *n) }
        }).collect();
        attack(&groups, &parents, min_n);
    }

}

proptest! {
    // Each asks for every number whether it could be shown.
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn nothing_else_could_be_shown(
        ns in prop::collection::vec(few(), 9), min_n in 2_u64..5,
    ) {
        let places = (0..3).flat_map(|row| (0..3).map(move |column| (row, column)));
        let groups: Vec<_> = places.zip(&ns).map(|((row, column), n)| {
            group(&[&row.to_string(), &column.to_string()], *n)
        }).collect();
        let withheld = withhold(&groups, &none(), min_n).unwrap();
        let again = withhold(&groups, &none(), min_n).unwrap();
        prop_assert_eq!(&withheld, &again);
        let shown = numbers(&groups, &withheld);
        for (place, number) in shown.iter().enumerate() {
            if number.is_shown || number.n < min_n {
                continue;
            }
            let mut other: Vec<Number> = numbers(&groups, &withheld);
            other[place].is_shown = true;
            let attacker = Attacker { numbers: &other, groups: groups.len(), most: min_n + 1 };
            let is_told = (0..other.len()).filter(|it| !other[*it].is_shown).any(|it| {
                let (least, most) = attacker.range(it);
                most - least < min_n
            });
            prop_assert!(is_told, "{} need not be withheld: {:?}", place, groups);
        }
    }
}

#[test]
fn totals_are_what_they_sum() {
    let groups = [
        group(&["a", "x"], 4),
        group(&["a", "y"], 5),
        group(&["b", "x"], 6),
    ];
    let withheld = withhold(&groups, &none(), 0).unwrap();
    assert!(!withheld.groups.contains(&true));
    let totals: BTreeMap<_, _> = withheld
        .totals
        .iter()
        .map(|it| ((it.over.clone(), it.group.clone()), it.n))
        .collect();
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(totals[&(vec![1], vec![text("a"), None])], 9);
    assert_eq!(totals[&(vec![0], vec![None, text("x")])], 10);
    assert_eq!(totals[&(vec![0, 1], vec![None, None])], 15);
    assert_eq!(totals.len(), 5);
}
