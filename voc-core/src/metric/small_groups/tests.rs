use super::attack::{
    Attacker, Number, attack, attack_by_sums, attack_by_trying, numbers, told_by_sums,
};
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
    let groups = [group(&["a"], 40), group(&["b"], 4), group(&["c"], 3)];
    assert_eq!(
        withhold(&groups, &none(), 5).unwrap().groups,
        [false, true, true]
    );
    // Of five together each has one, so that three are free: no range of five.
    let groups = [group(&["a"], 40), group(&["b"], 3), group(&["c"], 2)];
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
fn five_groups_of_one_answer_are_not_told_by_their_total() {
    // Each has one answer at least, so a total of five would say that each has one.
    let groups = ["a", "b", "c", "d", "e"].map(|text| group(&[text], 1));
    let withheld = withhold(&groups, &none(), 5).unwrap();
    assert_eq!(withheld.groups, [true; 5]);
    assert!(withheld.totals[0].is_withheld);
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
    let wide = group(&["a"; COLUMNS_MAX + 1], 1);
    assert_eq!(path(withhold(&[wide], &none(), 5)), "by");
    let uneven = [group(&["a"], 1), group(&["a", "b"], 1)];
    assert_eq!(path(withhold(&uneven, &none(), 5)), "by");
    let many = |most: usize, columns: usize| {
        let groups = (0..=most).map(|place| group(&vec![place.to_string().as_str(); columns], 9));
        withhold(&groups.collect::<Vec<_>>(), &none(), 5).unwrap_err()
    };
    assert_eq!(many(GROUPS_MAX, 2).path.as_deref(), Some("by"));
    let error = many(BOXES_MAX, 3);
    assert_eq!(error.message, "5001 groups by 3 columns are more than 5000");
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
    fn of_one_column_none_could_be_shown_besides(
        ns in prop::collection::vec(few(), 1..7), min_n in 2_u64..5,
    ) {
        let groups: Vec<_> = ns.iter().enumerate().map(|(place, n)| group(&[&place.to_string()], *n)).collect();
        let found = withhold(&groups, &none(), min_n).unwrap();
        let withheld = |set: u32| ns.iter().enumerate().filter(move |(place, _)| set >> place & 1 == 1);
        let all: u64 = ns.iter().sum();
        // A set of groups will do if it has the small ones, and is nothing, or of two and enough answers beside
        // the one that each has.
        let will_do = |set: u32| {
            let small = ns.iter().enumerate().all(|(place, n)| *n == 0 || *n >= min_n || set >> place & 1 == 1);
            let sum: u64 = withheld(set).map(|(_, n)| n).sum();
            let some = withheld(set).filter(|(_, n)| **n > 0).count() as u64;
            small && (set == 0 || some >= 2 && sum - some >= min_n)
        };
        let set: u32 = found.groups.iter().enumerate().map(|(place, it)| u32::from(*it) << place).sum();
        let total = found.totals.last().unwrap();
        prop_assert!(will_do(set) || total.is_withheld, "{:?} {:?}", ns, found);
        for place in (0..ns.len()).filter(|place| set >> place & 1 == 1) {
            prop_assert!(total.is_withheld || !will_do(set & !(1 << place)), "{:?} {:?}", ns, found);
        }
        // The total is withheld where it is small, or with all groups would tell too much.
        let every = (1_u32 << ns.len()) - 1;
        prop_assert_eq!(total.is_withheld, all > 0 && (all < min_n || set > 0 && !will_do(every)), "{:?} {:?}", ns, found);
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

/// Groups by several columns, each text with each of the others, where they are numbered off.
fn by(columns: &[usize], ns: &[u64], prefix: &[&str]) -> Vec<(Vec<Option<String>>, u64)> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for (place, texts) in columns.iter().enumerate() {
        let text = |text: usize| {
            let named = prefix.get(text).filter(|_| place == 0);
            named.map_or_else(|| text.to_string(), |named| (*named).to_owned())
        };
        let longer = |group: Vec<String>| {
            (0..*texts).map(move |it| [group.clone(), vec![text(it)]].concat())
        };
        all = all.into_iter().flat_map(longer).collect();
    }
    let groups = all.into_iter().zip(ns);
    let groups = groups.map(|(texts, n)| (texts.into_iter().map(Some).collect(), *n));
    groups.collect()
}

/// What is withheld by ways, whatever the number of columns.
fn by_ways(
    groups: &[(Vec<Option<String>>, u64)],
    parents: &Map<String, String>,
    min_n: u64,
) -> Withheld {
    let own: Vec<bool> = groups.iter().map(|(_, n)| (1..min_n).contains(n)).collect();
    in_cube(
        groups,
        &Tree::of(parents).unwrap(),
        (min_n, &own),
        Totals::Here,
    )
    .unwrap()
}

#[test]
fn a_box_protects_one_group() {
    // a·x·1 is small. The seven other corners of a box go with it; of b and c, b is smaller. No total goes.
    let mut ns = [10_u64; 12];
    ns[0] = 2;
    ns[8..].fill(90);
    let groups = by(&[3, 2, 2], &ns, &["a", "b", "c"]);
    let withheld = withhold(&groups, &none(), 5).unwrap();
    assert_eq!(withheld.groups, [[true; 4], [true; 4], [false; 4]].concat());
    assert!(withheld.totals.iter().all(|total| !total.is_withheld));
    // Over one column 2·2 + 3·2 + 3·2, over two 3 + 2 + 2, over all 1.
    assert_eq!(withheld.totals.len(), 16 + 7 + 1);
    assert_eq!(
        withheld.totals[23].n,
        withheld.totals[23]
            .parts
            .iter()
            .map(|part| ns[*part])
            .sum::<u64>()
    );
    attack(&groups, &none(), 5);
}

#[test]
fn without_a_box_totals_go_too() {
    // Two groups that share nothing but the whole: every total of either is that group. So the whole of 32 goes,
    // which is less than b with its six totals; where it is asked for apart, it is shown there, and b goes.
    let groups = [group(&["a", "x", "1"], 2), group(&["b", "y", "2"], 30)];
    let withheld = withhold(&groups, &none(), 5).unwrap();
    assert_eq!(withheld.groups, [true, false]);
    let all = withheld.totals.last().unwrap();
    assert_eq!(
        (all.over.as_slice(), all.is_withheld),
        (&[0, 1, 2][..], true)
    );
    attack(&groups, &none(), 5);
    let apart = withhold_groups(&groups, &none(), 5).unwrap();
    assert_eq!(apart.groups, [true, true]);
}

#[test]
fn a_table_that_takes_too_long_is_refused() {
    let ns: Vec<u64> = (0..27).map(|place| 1 + place % 9).collect();
    let groups = by(&[3, 3, 3], &ns, &[]);
    let mut ways = Ways::of(Cube::of(&groups, &Tree::of(&none()).unwrap()));
    ways.cube.set(0, true);
    ways.looks_max = 20;
    let error = ways.protect(5).unwrap_err();
    assert_eq!(
        (error.code, error.path.as_deref()),
        (Code::Limit, Some("min_n"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_attacker_who_tries_everything_learns_nothing_of_three_columns(
        ns in prop::collection::vec(few(), 12), first in 1_usize..4, min_n in 2_u64..5,
    ) {
        attack(&by(&[first, 2, 2], &ns, &[]), &none(), min_n);
    }

    #[test]
    fn nor_where_some_groups_are_not_there(
        ns in prop::collection::vec(few(), 12), there in prop::collection::vec(any::<bool>(), 12), min_n in 2_u64..5,
    ) {
        let groups = by(&[3, 2, 2], &ns, &[]);
        let groups: Vec<_> = groups.into_iter().zip(there).filter(|(_, is_there)| *is_there).map(|(it, _)| it).collect();
        attack(&groups, &none(), min_n);
    }

    #[test]
    fn nor_of_a_hierarchy_by_two_more_columns(
        ns in prop::collection::vec(few(), 12), above in prop::collection::vec(0_usize..3, 2), min_n in 2_u64..5,
    ) {
        let mut parents: Map<String, String> = Map::from([("p".to_owned(), "q".to_owned())]);
        for (unit, above) in ["0", "1"].iter().zip(above) {
            if let Some(parent) = ["p", "q"].get(above) {
                parents.insert((*unit).to_owned(), (*parent).to_owned());
            }
        }
        attack(&by(&[3, 2, 2], &ns, &["0", "1", "p"]), &parents, min_n);
    }

    #[test]
    fn nor_of_four_columns(ns in prop::collection::vec(few(), 16), min_n in 2_u64..4) {
        attack(&by(&[2, 2, 2, 2], &ns, &[]), &none(), min_n);
    }

    #[test]
    fn no_sum_and_no_difference_tells_of_larger_tables(
        ns in prop::collection::vec(few(), 48), columns in prop::collection::vec(2_usize..5, 3), min_n in 2_u64..9,
        there in prop::collection::vec(prop::bool::weighted(0.8), 48),
    ) {
        let groups = by(&columns, &ns, &[]);
        let groups: Vec<_> = groups.into_iter().zip(there).filter(|(_, is_there)| *is_there).map(|(it, _)| it).collect();
        for found in [withhold(&groups, &none(), min_n).unwrap(), withhold_groups(&groups, &none(), min_n).unwrap()] {
            attack_by_sums(&numbers(&groups, &found), groups.len(), min_n);
        }
    }

    #[test]
    fn ways_protect_what_networks_do(
        ns in prop::collection::vec(few(), 9), rows in 1_usize..4, columns in 1_usize..4, min_n in 2_u64..5,
    ) {
        let groups = by(&[rows, columns], &ns, &[]);
        let found = numbers(&groups, &by_ways(&groups, &none(), min_n));
        attack_by_sums(&found, groups.len(), min_n);
        attack_by_trying(&found, groups.len(), min_n);
    }

    #[test]
    fn nor_where_totals_are_asked_for_apart(
        ns in prop::collection::vec(few(), 12), first in 1_usize..4, min_n in 2_u64..5,
    ) {
        for groups in [by(&[first, 2, 2], &ns, &[]), by(&[first, 4], &ns, &[]), by(&[4 * first], &ns, &[])] {
            let withheld = withhold_groups(&groups, &none(), min_n).unwrap();
            let found = numbers(&groups, &withheld);
            attack_by_sums(&found, groups.len(), min_n);
            attack_by_trying(&found, groups.len(), min_n);
            // Whatever total is shown elsewhere, what it leaves is small nowhere.
            for total in withheld.totals.iter().filter(|total| total.n >= min_n) {
                let hidden = total.parts.iter().filter(|part| withheld.groups[**part]);
                let left: u64 = hidden.map(|part| groups[*part].1).sum();
                prop_assert!(!(1..min_n).contains(&left), "{:?} {:?}", groups, withheld);
            }
        }
    }
}

#[test]
fn no_total_that_is_asked_for_apart_tells_a_group() {
    // Six less five is one: so five goes too, where six is shown elsewhere. Here six itself is withheld.
    let groups = [group(&["a"], 1), group(&["b"], 5)];
    assert_eq!(withhold(&groups, &none(), 5).unwrap().groups, [true, false]);
    assert_eq!(
        withhold_groups(&groups, &none(), 5).unwrap().groups,
        [true, true]
    );
}

#[test]
fn the_attacker_solves_equations() {
    // Of a table of two by two that shows all totals, one withheld group is told.
    let groups = by(&[2, 2], &[9, 9, 9, 3], &[]);
    let mut withheld = withhold(&groups, &none(), 0).unwrap();
    withheld.groups[3] = true;
    assert_eq!(told_by_sums(&numbers(&groups, &withheld), 4), Some(3));
    withheld.groups = vec![true; 4];
    assert_eq!(told_by_sums(&numbers(&groups, &withheld), 4), None);
}
