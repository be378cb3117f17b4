mod agree;
mod conformance;
mod doubts;
mod generate;
mod oracle;
mod programs;
mod rows;

use super::*;
use proptest::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

struct World;

impl Scope for World {
    fn type_of(&self, name: &str) -> Option<Type> {
        Some(match name {
            "kind" | "verbatim" | "customer.tier" => Type::Text,
            "ltr" => Type::Int,
            "amount" => Type::Number,
            "resolved" => Type::Bool,
            _ => return None,
        })
    }
    fn texts_of(&self, name: &str) -> Option<Vec<String>> {
        (name == "kind").then(|| vec!["response".into(), "contact".into()])
    }
    fn names(&self) -> Vec<String> {
        [
            "kind",
            "verbatim",
            "customer.tier",
            "ltr",
            "amount",
            "resolved",
        ]
        .map(Into::into)
        .into()
    }
    fn segments(&self) -> Vec<String> {
        vec!["gold".into()]
    }
    fn topics(&self) -> Vec<String> {
        vec!["payout".into(), "silence".into()]
    }
}

impl Facts for BTreeMap<&str, Value> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.get(name).map(Cow::Borrowed)
    }
    fn segment(&self, _: &str) -> Truth {
        match self.get("customer.tier") {
            Some(tier) if tier.as_text() == Some("gold") => Truth::Yes,
            Some(_) => Truth::No,
            None => Truth::absent("customer.tier"),
        }
    }
}

fn judge(source: &str, facts: &[(&'static str, Value)]) -> Truth {
    let facts: BTreeMap<_, _> = facts.iter().cloned().collect();
    Condition::compile(source, &World).unwrap().holds(&facts)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn absent_names_are_absorbed_as_cel_says() {
    let none = [];
    assert_eq!(judge("ltr <= 6", &none), Truth::absent("ltr"));
    assert_eq!(judge("!(ltr <= 6)", &none), Truth::absent("ltr"));
    let kind = [("kind", text("contact"))];
    for (source, expected) in [
        ("kind == \"response\" && ltr <= 6", Truth::No),
        ("ltr <= 6 && kind == \"response\"", Truth::No),
        ("ltr <= 6 || kind == \"contact\"", Truth::Yes),
        ("ltr <= 6 && kind == \"contact\"", Truth::absent("ltr")),
        ("has(ltr) && ltr <= 6", Truth::No),
        ("segment(\"gold\")", Truth::absent("customer.tier")),
        ("segment(\"gold\") || kind in ['contact']", Truth::Yes),
    ] {
        assert_eq!(judge(source, &kind), expected, "{source}");
    }
}

#[test]
fn comparisons() {
    let facts = [
        ("ltr", Value::Int(6)),
        ("amount", Value::Number(6.5)),
        ("verbatim", text("Zoë: niemand rief an")),
        ("resolved", Value::Bool(false)),
    ];
    for (source, expected) in [
        ("ltr <= 6", true),
        ("ltr < 6", false),
        ("ltr < amount", true),
        ("ltr == 6.0", true),
        ("amount in [1, 6.5]", true),
        ("size(verbatim) == 20", true),
        ("verbatim.contains(\"rief\") && !resolved", true),
        ("verbatim.startsWith('Zo')", true),
        ("verbatim.endsWith('zo')", false),
        ("resolved != true", true),
        ("(ltr > 9 || ltr > 5) && -1 < ltr", true),
        ("amount >= 65e-1", true),
    ] {
        assert_eq!(
            judge(source, &facts),
            if expected { Truth::Yes } else { Truth::No },
            "{source}"
        );
    }
}

#[test]
fn problems_point_at_the_character() {
    for (source, offset, part) in [
        ("ltr <= \"6\"", 7, "int cannot be compared with text"),
        ("ltrr <= 6", 0, "unknown name `ltrr`"),
        ("kind == \"respose\"", 8, "did you mean `response`?"),
        ("kind = \"response\"", 5, "equality is `==`"),
        ("ltr <= 6 and resolved", 9, "and is `&&`"),
        ("ltr", 0, "expected true or false"),
        ("0 < ltr < 6", 8, "do not chain"),
        ("segment(\"silver\")", 0, "unknown segment"),
        ("ltr <= 6 &&", 11, "found the end"),
        ("verbatim == \"x", 12, "closing quote"),
        ("amount * 2 > 3.0", 9, "write `amount * 2.0`"),
        ("2 * amount > 3.0", 0, "write `2.0 * amount`"),
        ("ltr + amount > 3.0", 0, "write `double(ltr) + amount`"),
        ("amount % 2.0 > 3.0", 9, "whole numbers only"),
        ("ltr > 99999999999999999999", 6, "beyond 64 bits"),
        ("ltr > 9223372036854775808", 6, "beyond 64 bits"),
        ("verbatim.matches('[')", 17, "no `]`"),
        ("verbatim == \"a\\q\"", 14, "unknown escape"),
        ("ltr in [1, amount]", 11, "literals only"),
        (
            "timestamp('2026-03-01') < timestamp('2026-03-01T00:00:00Z')",
            10,
            "no instant",
        ),
        ("duration('1d') > duration('1h')", 9, "no duration"),
        ("resolved ? 1 : 2.0", 15, "int or number"),
        ("topic('pay')", 0, "unknown topic"),
        ("null == ltr", 0, "has(name)"),
        ("ltr > 1u", 7, "unsigned"),
        ("b'a' == verbatim", 0, "bytes"),
        ("verbatim[0] == 'a'", 8, "not part of this version"),
        ("{1: 2}", 0, "maps"),
        ("package == 1", 0, "word of the language"),
        ("kind == “response”", 8, "straight"),
        ("", 0, "empty"),
        ("lower(kind)", 5, "no function"),
    ] {
        let problem = Condition::compile(source, &World).unwrap_err();
        assert_eq!(problem.offset, offset, "{source}: {problem:?}");
        assert!(
            problem.error.to_string().contains(part),
            "{source}: {}",
            problem.error
        );
    }
}

#[test]
fn required_kinds_are_found_through_and_and_or() {
    let kinds = |source: &str| {
        let condition = Condition::compile(source, &World).unwrap();
        condition.requires("kind").map(|kinds| kinds.join(" "))
    };
    assert_eq!(
        kinds("kind == 'contact' && ltr < 3").as_deref(),
        Some("contact")
    );
    assert_eq!(
        kinds("kind in ['contact', 'response'] && kind == 'contact'").as_deref(),
        Some("contact")
    );
    assert_eq!(
        kinds("kind == 'contact' || kind == 'response'").as_deref(),
        Some("contact response")
    );
    assert_eq!(kinds("kind == 'contact' || ltr < 3"), None);
    assert_eq!(kinds("!(kind == 'contact')"), None);
}

#[test]
fn explanations_tell_each_clause() {
    let condition =
        Condition::compile("kind == 'response' && ltr <= 6 && resolved", &World).unwrap();
    let facts = BTreeMap::from([("kind", text("response")), ("ltr", Value::Int(3))]);
    let told: Vec<_> = condition
        .explain(&facts)
        .into_iter()
        .map(|clause| (clause.text, clause.outcome, clause.found.len()))
        .collect();
    assert_eq!(
        told,
        [
            ("kind == 'response'".to_owned(), Outcome::True, 1),
            ("ltr <= 6".to_owned(), Outcome::True, 1),
            ("resolved".to_owned(), Outcome::Absent, 0),
        ]
    );
}

#[test]
fn limits_are_errors_and_long_chains_are_fine() {
    let deep = format!("{}resolved{}", "(".repeat(500), ")".repeat(500));
    assert!(
        Condition::compile(&deep, &World)
            .unwrap_err()
            .error
            .message
            .contains("nests deeper")
    );
    let nots = format!("{}resolved", "!".repeat(500));
    assert!(
        Condition::compile(&nots, &World)
            .unwrap_err()
            .error
            .message
            .contains("nests deeper")
    );
    let long = vec!["resolved"; 700].join(" || ");
    assert!(Condition::compile(&long, &World).is_ok());
    let longer = vec!["resolved"; 3000].join(" || ");
    assert!(
        Condition::compile(&longer, &World)
            .unwrap_err()
            .error
            .message
            .contains("longer than")
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(source in "\\PC{0,40}|[a-z()!&|=<>\" .0-9\\[\\],]{0,60}") {
        let _ = Condition::compile(&source, &World);
    }

    #[test]
    fn numbers_compare_as_numbers(left in -1000_i32..1000, right in -1000_i32..1000) {
        let facts = [("ltr", Value::Int(left.into())), ("amount", Value::Number(right.into()))];
        prop_assert_eq!(judge("ltr < amount", &facts).is_yes(), left < right);
        prop_assert_eq!(judge(&format!("ltr == {right}"), &facts).is_yes(), left == right);
    }
}
