//! Questions that say what answer is wanted. English is read, and little of it.

/// What asks for agreement.
const WANTS_YES: [&str; 8] = [
    "don't you",
    "do you not",
    "didn't you",
    "wouldn't you",
    "isn't it",
    "wasn't it",
    "aren't we",
    "do you agree that",
];

/// Praise, which behind `how` or `our` has answered already.
const PRAISE: [&str; 12] = [
    "amazing",
    "award-winning",
    "awesome",
    "brilliant",
    "excellent",
    "exceptional",
    "fantastic",
    "great",
    "outstanding",
    "superb",
    "wonderful",
    "world-class",
];

/// What takes for granted that there was something to like.
const TAKES_FOR_GRANTED: [&str; 4] = [
    "how much did you enjoy",
    "how much did you love",
    "how much do you enjoy",
    "how much do you love",
];

/// The words of a question that say what answer is wanted.
pub(super) fn leading(question: &str) -> Option<String> {
    let lower = question.to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    let text = format!(" {} ", words.join(" "));
    let phrases = WANTS_YES.iter().chain(&TAKES_FOR_GRANTED);
    // "Why don't you" asks for a reason.
    let asks_why = |phrase: &str| text.contains(&format!(" why {phrase} "));
    let mut phrases =
        phrases.filter(|phrase| text.contains(&format!(" {phrase} ")) && !asks_why(phrase));
    if let Some(phrase) = phrases.next() {
        return Some((*phrase).to_owned());
    }
    let pairs = words.iter().zip(words.iter().skip(1));
    let mut loaded =
        pairs.filter(|(one, other)| matches!(**one, "how" | "our") && PRAISE.contains(*other));
    loaded.next().map(|(one, other)| format!("{one} {other}"))
}

#[cfg(test)]
mod tests {
    use super::leading;
    use proptest::prelude::*;

    #[test]
    fn questions_that_lead_are_found() {
        for (question, words) in [
            ("You liked our new shop, didn\u{2019}t you?", "didn't you"),
            (
                "Do you agree that we answered in time?",
                "do you agree that",
            ),
            ("How great was our adviser?", "how great"),
            (
                "How satisfied are you with our award-winning service?",
                "our award-winning",
            ),
            (
                "How much did you enjoy your visit?",
                "how much did you enjoy",
            ),
        ] {
            assert_eq!(leading(question).as_deref(), Some(words), "{question}");
        }
    }

    /// As they are asked by published scales and by companies.
    #[test]
    fn plain_questions_are_left_alone() {
        for question in [
            "How likely are you to recommend us to a friend or colleague?",
            "Overall, how satisfied or dissatisfied are you with our company?",
            "The company made it easy for me to handle my issue. Do you agree or disagree?",
            "It was easy to settle my claim",
            "How well did we do: excellent, good, fair or poor?",
            "In Great Britain, how often do you shop with us?",
            "Why don't you use our app more often?",
            "",
        ] {
            assert_eq!(leading(question), None, "{question}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = leading(&text);
        }
    }
}
