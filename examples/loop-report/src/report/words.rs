//! Numbers as people read them.

use crate::summary::Share;

/// `3,186`.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 case`, `2 cases`.
pub(super) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// `18.8%`; never `0.0%` or `100.0%` where it is only near.
pub(super) fn percent(value: f64) -> String {
    let shown = 100.0 * value;
    if shown > 0.0 && shown < 0.05 {
        "<0.1%".to_owned()
    } else if shown < 100.0 && shown > 99.95 {
        ">99.9%".to_owned()
    } else {
        format!("{shown:.1}%")
    }
}

/// `17.5 to 20.2%`.
pub(super) fn interval(share: &Share) -> String {
    format!("{:.1} to {:.1}%", 100.0 * share.low, 100.0 * share.high)
}

/// `18.8%`, or a dash where there is nothing to take a share of.
pub(super) fn share(share: Option<&Share>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| percent(share.value))
}

/// A metric's value: NPS is −100 to 100, the others are shares.
pub(super) fn metric(kind: &str, value: f64) -> String {
    if kind == "nps" {
        format!("{value:+.1}").replace('-', "−")
    } else {
        percent(value)
    }
}

/// `not_asked` as `Not asked`, `waiting.customer` as `Waiting: customer`.
pub(super) fn title(name: &str) -> String {
    let plain = name.replace(['_', '-'], " ").replace('.', ": ");
    let mut letters = plain.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// At most so many characters, the cut shown.
pub(super) fn short(text: &str, length_max: usize) -> String {
    if text.chars().count() <= length_max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(length_max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well_and_never_round_to_a_lie() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(999), "999");
        assert_eq!(percent(0.0), "0.0%");
        assert_eq!(percent(0.0001), "<0.1%");
        assert_eq!(percent(0.9999), ">99.9%");
        assert_eq!(percent(1.0), "100.0%");
        assert_eq!(metric("nps", -12.34), "−12.3");
        assert_eq!(title("not_asked"), "Not asked");
        assert_eq!(short("Nationstar Mortgage", 12), "Nationstar…");
    }
}
