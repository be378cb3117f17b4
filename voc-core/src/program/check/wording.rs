//! Questions that ask two things at once: one answer cannot say which of the two it is about.
//!
//! English is read, and little of it: a pair of words counts only where both are things that surveys
//! rate, so that "family and friends" or "agree or disagree" are left alone.

/// What surveys rate, and how they call it, in English.
const RATED: [&str; 78] = [
    "accuracy",
    "accurate",
    "advice",
    "affordable",
    "attentive",
    "attitude",
    "availability",
    "caring",
    "cheap",
    "choice",
    "clarity",
    "clean",
    "cleanliness",
    "clear",
    "comfort",
    "comfortable",
    "communication",
    "competence",
    "competent",
    "convenience",
    "convenient",
    "cost",
    "courteous",
    "courtesy",
    "delivery",
    "design",
    "durability",
    "easy",
    "efficiency",
    "efficient",
    "effective",
    "expertise",
    "explanation",
    "fair",
    "fast",
    "flexibility",
    "flexible",
    "food",
    "friendliness",
    "friendly",
    "helpful",
    "helpfulness",
    "honest",
    "honesty",
    "installation",
    "intuitive",
    "knowledge",
    "knowledgeable",
    "location",
    "packaging",
    "patient",
    "performance",
    "polite",
    "politeness",
    "price",
    "pricing",
    "product",
    "products",
    "professional",
    "professionalism",
    "prompt",
    "punctual",
    "quality",
    "quick",
    "range",
    "reliability",
    "reliable",
    "responsive",
    "responsiveness",
    "safe",
    "selection",
    "service",
    "simple",
    "speed",
    "staff",
    "support",
    "tidy",
    "value",
];

/// What may stand between the conjunction and what is rated.
const PASSED_OVER: [&str; 13] = [
    "the", "a", "an", "our", "your", "its", "their", "of", "very", "how", "overall", "more", "less",
];

/// A second question behind `and` or `or`: its first words.
const ASKED_AGAIN: [&str; 21] = [
    "how satisfied",
    "how likely",
    "how easy",
    "how well",
    "how good",
    "how quickly",
    "how would you",
    "how do you",
    "how did",
    "how was",
    "how were",
    "did we",
    "did you",
    "did they",
    "did our",
    "was it",
    "was the",
    "was your",
    "were you",
    "would you",
    "do you",
];

/// The two things that a question asks about, where it asks about two.
pub(super) fn two_in_one(question: &str, english: bool) -> Option<(String, String)> {
    let asked: Vec<&str> = question
        .split_inclusive(['?', '\u{ff1f}'])
        .filter(|part| part.trim_end().ends_with(['?', '\u{ff1f}']))
        .map(str::trim)
        .filter(|part| part.chars().any(char::is_alphanumeric))
        .collect();
    if let [first, second, ..] = asked.as_slice() {
        return Some(((*first).to_owned(), (*second).to_owned()));
    }
    if english { by_words(question) } else { None }
}

fn by_words(question: &str) -> Option<(String, String)> {
    let lower = question.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '&' || c == '-'))
        .filter(|word| !word.is_empty())
        .collect();
    for (place, word) in words.iter().enumerate() {
        if !matches!(*word, "and" | "or" | "&") {
            continue;
        }
        let (before, behind) = words.split_at(place);
        let behind = behind.get(1..).unwrap_or_default();
        let next = behind
            .get(..3.min(behind.len()))
            .unwrap_or_default()
            .join(" ");
        let again = ASKED_AGAIN.iter().find(|asked| {
            next == **asked
                || next
                    .strip_prefix(**asked)
                    .is_some_and(|rest| rest.starts_with(' '))
        });
        // A clause of its own before it: "when you called and were you" is none.
        if let Some(again) = again
            && before.len() >= 3
        {
            return Some((before.join(" "), (*again).to_owned()));
        }
        let rated = |word: &&&str| RATED.contains(*word);
        let other = behind.iter().find(|word| !PASSED_OVER.contains(*word));
        if let (Some(one), Some(other)) = (before.last().filter(rated), other.filter(rated))
            && one != other
        {
            return Some(((*one).to_owned(), (*other).to_owned()));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{RATED, two_in_one};
    use proptest::prelude::*;

    #[test]
    fn questions_that_ask_two_things_are_found() {
        for (question, one, other) in [
            ("How friendly and fast was our adviser?", "friendly", "fast"),
            ("Our staff were polite and helpful", "polite", "helpful"),
            (
                "How satisfied are you with the price and quality of your order?",
                "price",
                "quality",
            ),
            (
                "How would you rate the speed and the accuracy of our answer?",
                "speed",
                "accuracy",
            ),
            ("How easy or quick was it to book?", "easy", "quick"),
            (
                "The website is fast, clear & simple to use",
                "clear",
                "simple",
            ),
            (
                "Rate the friendliness, speed and quality of service",
                "speed",
                "quality",
            ),
            (
                "Please rate our product and its very professional installation",
                "product",
                "professional",
            ),
            (
                "How easy was it to find us and how likely are you to come back?",
                "how easy was it to find us",
                "how likely",
            ),
            (
                "Was your problem solved and did you feel listened to?",
                "was your problem solved",
                "did you",
            ),
            (
                "Did we answer in time? Was the answer right?",
                "Did we answer in time?",
                "Was the answer right?",
            ),
        ] {
            let found = two_in_one(question, true);
            assert_eq!(
                found,
                Some((one.to_owned(), other.to_owned())),
                "{question}"
            );
        }
    }

    /// As they are asked by published scales and by companies: one thing each.
    #[test]
    fn questions_that_ask_one_thing_are_left_alone() {
        for question in [
            "How likely are you to recommend us to a friend or colleague?",
            "How likely is it that you would recommend us to your family and friends?",
            "Overall, how satisfied or dissatisfied are you with our company?",
            "It was easy to settle my claim",
            "The company made it easy for me to handle my issue. Do you agree or disagree?",
            "How easy or difficult was it to resolve your problem?",
            "How satisfied were you with the food and drink?",
            "How well did we keep you informed between your order and its delivery?",
            "How satisfied are you with the terms and conditions of your policy?",
            "Did you receive your order on time and in one piece?",
            "How quickly and easily could you reach us by phone or chat?",
            "When you called and were put through, how long did you wait?",
            "Thinking of your last visit to our shop in Bath and Wells, how was the service?",
            "How was the research and development team's answer?",
            "How would you rate our value for money?",
            "What is the one thing that we could do better?",
            "Was your issue resolved, yes or no?",
            "Why?!",
            "",
        ] {
            assert_eq!(two_in_one(question, true), None, "{question}");
        }
    }

    #[test]
    fn of_other_languages_question_marks_are_counted() {
        assert!(two_in_one("Waren wir schnell? Und freundlich?", false).is_some());
        assert_eq!(two_in_one("Waren wir fast and friendly?", false), None);
        assert_eq!(two_in_one("Wie zufrieden sind Sie??", false), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}", english: bool) {
            let _ = two_in_one(&text, english);
        }

        #[test]
        fn any_two_that_are_rated_are_two(
            one in prop::sample::select(&RATED[..]),
            other in prop::sample::select(&RATED[..]),
        ) {
            let found = two_in_one(&format!("How {one} and {other} were we?"), true);
            prop_assert_eq!(found.is_some(), one != other);
        }
    }
}
