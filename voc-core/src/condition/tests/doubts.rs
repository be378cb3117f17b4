//! Conditions that never or always hold.

use super::*;

#[test]
fn what_never_or_always_holds_is_found() {
    let found = |source: &str| -> Vec<(usize, String)> {
        let condition = Condition::compile(source, &World).unwrap();
        let doubts = condition.lint().into_iter();
        doubts
            .map(|doubt| (doubt.offset, doubt.error.message))
            .collect()
    };
    for source in [
        "ltr <= 6 && ltr >= 9",
        "ltr >= 9 && (resolved || ltr <= 6) && !resolved",
        "kind == 'contact' && kind == 'response'",
        "kind == 'contact' && kind != 'contact'",
        "kind in ['contact'] && kind == 'response'",
        "!has(ltr) && ltr <= 6",
        "resolved && !resolved",
        "amount > 3.0 && amount <= 3.0",
        "amount == 3.0 && amount != 3.0",
        "1 > 2",
        "1 / 0 == 1",
        "ltr == 6.5",
        "segment('gold') && !segment('gold')",
        "ltr < 3 && !(ltr <= 6)",
    ] {
        assert_eq!(
            found(source),
            [(0, "this condition can never hold".into())],
            "{source}"
        );
    }
    for source in [
        "ltr <= 6 || ltr > 6",
        "has(ltr) || !has(ltr)",
        "1 < 2",
        "ltr != 6.5",
        "!(kind == 'contact' && kind == 'response')",
    ] {
        assert_eq!(
            found(source),
            [(0, "this condition always holds".into())],
            "{source}"
        );
    }
    for (source, at, what) in [
        (
            "resolved && (ltr <= 6 || ltr > 6)",
            13,
            "this part always holds",
        ),
        (
            "resolved || ltr <= 6 && ltr >= 9",
            12,
            "this part can never hold",
        ),
    ] {
        assert_eq!(found(source), [(at, what.to_owned())], "{source}");
    }
    for source in [
        "true",
        "ltr <= 6 || ltr >= 9",
        "ltr >= 6 && ltr <= 6",
        "has(ltr) && ltr <= 6 || !has(ltr)",
        "kind == 'contact' || kind == 'response' && ltr < 3",
        "amount >= 3.0 && amount <= 3.0",
        "segment('gold') || topic('payout')",
        "ltr * 2 > 3 && ltr * 2 < 1",
    ] {
        assert_eq!(found(source), [], "{source}");
    }
}
