use super::*;
use proptest::prelude::*;

fn finds(pattern: &str, text: &str) -> bool {
    Pattern::compile(pattern).unwrap().is_match(text)
}

#[test]
fn letters_digits_and_words_are_ascii_as_in_re2() {
    for (pattern, text, expected) in [
        (r"^\d+$", "42", true),
        (r"^\d+$", "٤٢", false),
        (r"^\w+$", "Zoë", false),
        (r"^\W$", "ë", true),
        (r"\bno\b", "no, noë", true),
        (r"^.$", "é", true),
        (r"^[^a]$", "é", true),
        (r"^\s$", "\u{A0}", false),
        (r"^\s$", "\u{B}", false),
        (r"(?i)straße", "STRASSE STRAßE", true),
        (r"(?i)ΟΔΌΣ", "οδός", true),
        (r"\Qa.b\E+", "a.bb", true),
        (r"\Qa.b\E", "axb", false),
        (r"^[[a]]$", "[]", true),
        (r"^[]a]$", "]", true),
        (r"^[a&&b]$", "&", true),
        (r"^[\d-]+$", "1-2", true),
        (r"^[+--]$", ",", true),
        (r"^a{,2}$", "a{,2}", true),
        (r"^a{2}$", "aa", true),
        (r"^x{$", "x{", true),
        (r"^[[:alpha:]]+$", "abc", true),
        (r"\<", "a<b", true),
        (r"^[^\D5]$", "4", true),
        (r"a\Bb", "ab", true),
        (r"\B|\S{3}", "iéi a", true),
        (r"\B", "éa", true),
        (r"\B", "aéa", false),
        (r"(?i)\w", "\u{212A}", true),
        (r"(?i)[^k]", "\u{212A}", false),
        (r"^(?P<year>\d{4})-(?<month>\d\d)$", "2026-03", true),
        (r"(?mi-s)^É.?$", "x\né\ny", true),
        (r"^\x41\x{e9}$", "Aé", true),
        ("", "", true),
    ] {
        assert_eq!(finds(pattern, text), expected, "{pattern} {text}");
    }
}

#[test]
fn what_re2_does_not_have_is_refused_and_limits_are_named() {
    for (pattern, part) in [
        ("a**", "repeated"),
        ("*a", "nothing to repeat"),
        ("(?=a)", "no such group"),
        ("(?x)a", "no such group"),
        ("(?<=a)b", "pattern"),
        (r"\pL", "Unicode classes"),
        (r"\1", "no escape"),
        (r"\Z", "no escape"),
        ("a{1001}", "1000 times"),
        ("(a{1000}){1000}", "10000 steps"),
        ("[a", "no `]`"),
        ("[b-a]", "range"),
        ("a{3,2}", "fewer"),
        ("(?P<a>b)(?P<a>c)", "two groups"),
        ("a)", "closes nothing"),
        ("[[:vowel:]]", "no such class"),
        ("(a", "pattern"),
        ("a\\", "backslash"),
    ] {
        let error = Pattern::compile(pattern).unwrap_err();
        assert!(error.message.contains(part), "{pattern}: {error}");
    }
    let long = Pattern::compile(&"a".repeat(1001)).unwrap_err();
    assert!(long.message.contains("1000 bytes"));
    let deep = Pattern::compile(&format!("{}a{}", "(".repeat(60), ")".repeat(60)));
    assert!(deep.unwrap_err().message.contains("50 deep"));
}

/// Both engines, with what was written for them; absent where both refuse.
fn both(source: &str) -> Option<(Regex, regex_lite::Regex)> {
    let translated = translate(source).ok()?;
    let one = RegexBuilder::new(&translated)
        .size_limit(ENGINE_SIZE)
        .nest_limit(ENGINE_DEPTH)
        .dfa_size_limit(ENGINE_CACHE)
        .build();
    let other = regex_lite::RegexBuilder::new(&translated)
        .size_limit(ENGINE_SIZE)
        .nest_limit(ENGINE_DEPTH)
        .build();
    match (one, other) {
        (Ok(one), Ok(other)) => Some((one, other)),
        (one, other) => panic!("{source}: {translated}: {:?} {:?}", one.err(), other.err()),
    }
}

#[test]
fn engines_take_the_largest_pattern() {
    let deep = "(a|b".repeat(50) + &")+|c".repeat(50);
    for pattern in [
        "a{1000}".repeat(9),
        ".{1000}".to_owned(),
        r"\W{800}".to_owned(),
        "(?s).{1000}".to_owned(),
        r"[\x{81}-\x{10FFFE}]{1000}".to_owned(),
        r"[^\x{801}]{580}".to_owned(),
        r"(?:[^\x{801}]?[^\x{10001}]*){250}".to_owned(),
        r"(?i)[^é]{400}".to_owned(),
        r"(?i)[Ā-ӿ]{50}".to_owned(),
        "(?i)[a-\u{10FFFF}]".to_owned(),
        "(|a){1000}|(){1000}".to_owned(),
        "(é|ü|ß|[а-я]x){0,300}".to_owned(),
        "(?i)é{300}".to_owned(),
        deep,
    ] {
        assert!(
            both(&pattern).is_some(),
            "{pattern}: {:?}",
            translate(&pattern).err()
        );
    }
}

fn letters() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "b",
        "k",
        "K",
        "s",
        "S",
        "é",
        "É",
        "ß",
        "ẞ",
        "σ",
        "ς",
        "Σ",
        "ſ",
        "\u{212A}",
        "ı",
        "İ",
        "i",
        "I",
        "я",
        "Я",
        "字",
        "🙂",
        "0",
        "7",
        "_",
        "-",
        " ",
        "\n",
        "\r",
        "\u{A0}",
        "ǅ",
        "µ",
        "\u{10428}",
        "\u{10400}",
        "\u{FB05}",
        "\u{FB06}",
        "\u{D7FF}",
        "\u{E000}",
    ])
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::collection::vec(letters(), 0..8).prop_map(|all| all.concat()),
        1 => "\\PC{0,8}",
        1 => "[ -~\n]{0,12}",
    ]
}

/// Classes and characters, the same in RE2 and in `regex`; `own` adds those that are RE2's.
fn one(own: bool) -> BoxedStrategy<String> {
    let class = prop::collection::vec(
        prop_oneof![
            3 => letters().prop_filter("not `-`", |c| *c != "-").prop_map(str::to_owned),
            1 => (letters(), letters()).prop_map(|(a, b)| {
                let (a, b) = if a.chars().lt(b.chars()) { (a, b) } else { (b, a) };
                let code = |c: &str| u32::from(c.chars().next().unwrap());
                format!(r"\x{{{:x}}}-\x{{{:x}}}", code(a), code(b))
            }),
            1 => prop::sample::select(vec![
                "[:alpha:]", "[:^word:]", "[:space:]", "[:lower:]", "[:^upper:]", "[:punct:]",
                "[:ascii:]", "[:cntrl:]", "[:xdigit:]", "[:graph:]", "[:print:]", "[:blank:]",
                "[:alnum:]", "[:digit:]",
            ]).prop_map(str::to_owned),
        ],
        1..4,
    );
    let class = (any::<bool>(), class)
        .prop_map(|(negated, all)| format!("[{}{}]", if negated { "^" } else { "" }, all.concat()));
    let plain = prop::sample::select(vec![".", "^", "$", r"\A", r"\z", r"\n", r"\.", r"\x41"]);
    let common = prop_oneof![
        4 => letters().prop_map(|c| if c == "-" { r"\-".to_owned() } else { c.to_owned() }),
        2 => class,
        1 => plain.prop_map(str::to_owned),
    ];
    if !own {
        return common.boxed();
    }
    let own = prop::sample::select(vec![
        r"\d",
        r"\D",
        r"\w",
        r"\W",
        r"\s",
        r"\S",
        r"\b",
        r"\B",
        r"[\D5]",
        r"[^\W_]",
        r"[a\S]",
        r"\Qk.é\E",
        "[]k]",
        "[^]k]",
        "[k-]",
        r"[\d-k]",
        "{",
        "{,2}",
        r"\<",
        "[[k]",
        "[a&&k]",
        "(?i)",
        "(?s)",
        "(?m-i)",
        "(?U)",
        "(?P<n>k)",
        "(?<m>s)",
        "**",
        "(",
        ")",
        "[",
        r"\",
        "{3}",
        "+",
    ]);
    prop_oneof![3 => common, 2 => own.prop_map(str::to_owned)].boxed()
}

fn pattern(own: bool) -> impl Strategy<Value = String> {
    one(own).prop_recursive(4, 24, 4, |inner| {
        let group =
            prop::sample::select(vec!["(", "(?:", "(?i:", "(?s:", "(?m:", "(?i-s:", "(?-i:"]);
        let how = prop::sample::select(vec![
            "*", "+", "?", "*?", "??", "{2}", "{0,2}", "{1,}", "{0}",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| all.concat()),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| all.join("|")),
            (group.clone(), inner.clone()).prop_map(|(open, inner)| format!("{open}{inner})")),
            (group, inner, how).prop_map(|(open, inner, how)| format!("{open}{inner}){how}")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(ProptestConfig::default().cases.max(2_000)))]

    #[test]
    fn engines_agree(pattern in pattern(true), texts in prop::collection::vec(text(), 8)) {
        if let Some((one, other)) = both(&pattern) {
            for text in texts {
                prop_assert_eq!(one.is_match(&text), other.is_match(&text), "{} {:?}", pattern, text);
            }
        }
    }

    #[test]
    fn nothing_written_out_changes_what_is_found(
        pattern in pattern(false), texts in prop::collection::vec(text(), 8)
    ) {
        let plain = Regex::new(&pattern).unwrap();
        let (one, other) = both(&pattern).unwrap();
        for text in texts {
            let found = plain.is_match(&text);
            prop_assert_eq!(one.is_match(&text), found, "{} {:?}", pattern, text);
            prop_assert_eq!(other.is_match(&text), found, "{} {:?}", pattern, text);
        }
    }

    #[test]
    fn no_pattern_makes_it_panic(
        pattern in "\\PC{0,30}|[a-c\\[\\]\\\\(){}*+?|^$.,:=<>0-9QEdwsbBxpi-]{0,30}"
    ) {
        if let Some((one, other)) = both(&pattern) {
            for text in ["abc 123 Zoë", "", "(?i) [a-c] \\E", "a\nb"] {
                prop_assert_eq!(one.is_match(text), other.is_match(text), "{}", text);
            }
        }
    }
}
