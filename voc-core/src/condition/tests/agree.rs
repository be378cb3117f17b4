//! The slow path and the compiled one say the same, whole or in parts.

use super::generate::{GOLD, Generated, Tape};
use super::rows::{Facts, cells, facts, tape};
use super::*;
use crate::condition::{Cell, Layout, Row, Specialised, Verdict};

fn verdict(truth: &Truth) -> Verdict {
    match truth {
        Truth::Yes => Verdict::Yes,
        Truth::No => Verdict::No,
        Truth::Error(_) => Verdict::Error,
    }
}

fn agree(source: &str, facts: &Facts, known: u64) -> Result<(), TestCaseError> {
    let Ok(condition) = Condition::compile(source, &Generated) else {
        return Ok(());
    };
    let gold = Condition::compile(GOLD, &Generated).unwrap();
    let mut layout = Layout::new();
    let compiled = condition.compiled(&mut layout, &|name| (name == "gold").then_some(&gold));
    let row = cells(facts, &layout);
    let expected = verdict(&condition.holds(facts));
    prop_assert_eq!(
        compiled.eval(&row[..]),
        expected,
        "{} {:#?}",
        source,
        compiled
    );
    prop_assert_eq!(compiled.holds(&row[..]), expected.is_yes(), "{}", source);
    prop_assert!(compiled.can_hold() || !expected.is_yes(), "{}", source);
    if let Some(ranges) = compiled.as_ranges() {
        let least = ranges.iter().map(|range| range.test(&row[..])).min();
        prop_assert_eq!(least, Some(expected), "{}", source);
    }
    let some = |slot: u16| (known >> (slot % 64) & 1 == 1).then(|| row[..].cell(slot));
    let left = compiled.specialise(&some);
    let (found, slots) = match &left {
        Specialised::Const(verdict) => (*verdict, &[][..]),
        Specialised::Residual(left) => {
            // What is known is not asked again.
            let others: Vec<Cell<'_>> = (0..)
                .zip(&row)
                .map(|(slot, cell)| some(slot).map_or(*cell, |_| Cell::Absent))
                .collect();
            (left.eval(&others[..]), left.slots())
        }
    };
    prop_assert_eq!(found, expected, "{} {:#?}", source, left);
    for slot in slots {
        prop_assert!(some(*slot).is_none() && compiled.slots().contains(slot));
    }
    let all = compiled.specialise(&|slot| Some(row[..].cell(slot)));
    prop_assert!(
        matches!(all, Specialised::Const(found) if found == expected),
        "{}",
        source
    );
    if let Some(kinds) = condition.requires("t1")
        && expected.is_yes()
    {
        let found = facts.get("t1").and_then(Value::as_text);
        prop_assert!(
            found.is_some_and(|found| kinds.contains(&found)),
            "{}",
            source
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn compiled_and_specialised_agree_with_the_slow_path(
        tape in tape(), facts in facts(), known in any::<u64>()
    ) {
        let source = Tape::new(&tape, false).expr(Type::Bool, 4);
        agree(&source, &facts, known)?;
    }
}

#[test]
fn one_or_two_comparisons_are_ranges() {
    let mut layout = Layout::new();
    let mut compile = |source: &str| {
        Condition::compile(source, &World)
            .unwrap()
            .compiled(&mut layout, &|_| None)
    };
    let both = compile("kind == 'response' && ltr <= 6 && amount > 50.0 && ltr >= 2");
    assert_eq!(both.slots(), [0, 1, 2]);
    assert!(both.as_ranges().is_none());
    let known = |slot| (slot == 0).then_some(Cell::Text("response"));
    let Specialised::Residual(left) = both.specialise(&known) else {
        panic!("{both:?}");
    };
    assert_eq!(left.as_ranges().map(<[_]>::len), Some(2));
    assert_eq!(left.slots(), [1, 2]);
    let other = |slot| (slot == 0).then_some(Cell::Text("contact"));
    assert!(matches!(
        both.specialise(&other),
        Specialised::Const(Verdict::No)
    ));
    let absent = |slot| (slot == 0).then_some(Cell::Absent);
    let Specialised::Residual(left) = both.specialise(&absent) else {
        panic!("{both:?}");
    };
    assert!(!left.can_hold());
    let chosen = compile("kind == 'response' ? ltr <= 6 : ltr <= 3");
    let Specialised::Residual(left) = chosen.specialise(&known) else {
        panic!("{chosen:?}");
    };
    assert!(left.as_ranges().is_some());
    assert!(compile("ltr in [5, 4, 6]").as_ranges().is_some());
    assert!(compile("!(ltr <= 6)").as_ranges().is_some());
    assert_eq!(compile("1 < 2 || ltr > 3").as_const(), Some(Verdict::Yes));
}
