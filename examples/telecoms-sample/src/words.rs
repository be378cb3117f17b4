//! What customers say, in their own words: templates with a part or two that change.

use crate::dice::Dice;

const OPENINGS: [&str; 8] = [
    "",
    "",
    "",
    "Honestly, ",
    "I am sorry to say that ",
    "As I told your colleague, ",
    "Once again: ",
    "To be fair, ",
];

const BAD: [(&str, &[&str]); 6] = [
    (
        "billing",
        &[
            "my bill is wrong again and nobody can tell me why",
            "I was charged {amount} pounds for something I never ordered",
            "since the new bills came I cannot see what I pay for",
            "the direct debit was taken twice",
            "the bill came two weeks late and then asked for two months at once",
        ],
    ),
    (
        "network",
        &[
            "there has been no signal at home for {days} days",
            "the line drops every evening",
            "the broadband is far slower than you promised",
            "the engineer did not come, and no one called",
        ],
    ),
    (
        "order",
        &[
            "my order is {days} days late and the tracking says nothing",
            "you sent the wrong phone",
            "in the shop they told me one price and the bill says another",
        ],
    ),
    (
        "contract",
        &[
            "nobody told me that the price would go up after a year",
            "I cancelled {days} days ago and you keep charging me",
            "the renewal offer is worse than what new customers get",
        ],
    ),
    (
        "device",
        &[
            "the router restarts every hour",
            "the new phone would not activate, and I had to call {count} times",
            "the repair took {days} days and it still does not work",
        ],
    ),
    (
        "service",
        &[
            "I have explained this {count} times now, each time to somebody else",
            "I waited forty minutes to be told to call another number",
            "they said that it was solved; it is not",
            "a friendly voice, but nothing has happened",
        ],
    ),
];

const GOOD: [&str; 9] = [
    "the lady in the shop took her time and set everything up for me",
    "it was solved in one call, thank you",
    "easy to order, and the router worked at once",
    "you called me back exactly when you said you would",
    "the app tells me all I need",
    "fair price and no surprises on the bill",
    "the adviser understood at once what was wrong",
    "in {count} years I never had a reason to complain",
    "the engineer came on time and left everything clean",
];

const ENDINGS: [&str; 7] = [
    "",
    "",
    ".",
    ".",
    "!",
    ". Please call me.",
    ". I will look elsewhere.",
];

/// A complaint about `topic`.
pub(crate) fn bad(dice: &mut Dice, topic: &str) -> String {
    let sentences = BAD
        .iter()
        .find(|(about, _)| *about == topic)
        .or_else(|| BAD.last())
        .map_or(&[][..], |(_, sentences)| *sentences);
    let opening = dice.pick(&OPENINGS).copied().unwrap_or_default();
    let body = dice.pick(sentences).copied().unwrap_or_default();
    let ending = dice.pick(&ENDINGS).copied().unwrap_or_default();
    sentence(dice, opening, body, ending)
}

/// Praise.
pub(crate) fn good(dice: &mut Dice) -> String {
    let body = dice.pick(&GOOD).copied().unwrap_or_default();
    let ending = dice.pick(&ENDINGS[..5]).copied().unwrap_or_default();
    sentence(dice, "", body, ending)
}

fn sentence(dice: &mut Dice, opening: &str, body: &str, ending: &str) -> String {
    let body = body
        .replace("{amount}", &dice.between(12, 180).to_string())
        .replace("{days}", &dice.between(2, 15).to_string())
        .replace("{count}", &dice.between(3, 7).to_string());
    let text = format!("{opening}{body}{ending}");
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
