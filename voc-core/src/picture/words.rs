//! Numbers as people read them.

use std::fmt::Write;

const MINUS: char = '\u{2212}';

/// A count, with commas between thousands.
pub(super) fn count(count: u64) -> String {
    grouped(&count.to_string())
}

/// A number above 0, with commas between thousands.
fn grouped(number: &str) -> String {
    let whole = number.find('.').unwrap_or(number.len());
    let mut text = String::new();
    for (place, digit) in number.chars().enumerate() {
        if place > 0 && place < whole && (whole - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count and what is counted: `1 stage`, `2 stages`.
pub(super) fn counted(number: u64, one: &str, several: &str) -> String {
    let name = if number == 1 { one } else { several };
    format!("{} {name}", count(number))
}

/// A share of 0 to 1 in whole per cents; but nothing is 0 % that is not, nor 100 %.
pub(super) fn percent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    if share > 0.0 && rounded < 1.0 {
        return "<1 %".to_owned();
    }
    if share < 1.0 && rounded > 99.0 {
        return ">99 %".to_owned();
    }
    format!("{} %", fixed(rounded, 0))
}

/// The share of a part, where there is a whole.
pub(super) fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| number(part) / number(whole))
}

/// A count as a number.
#[expect(clippy::cast_precision_loss, reason = "a double is as near as it gets")]
pub(super) fn number(count: u64) -> f64 {
    count as f64
}

/// A number with so many decimals, those that are 0 at the end left out.
pub(super) fn fixed(number: f64, decimals: usize) -> String {
    let mut text = format!("{:.decimals$}", number.abs());
    if text.contains('.') {
        let kept = text.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(kept);
    }
    if number < 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) {
        text.insert(0, MINUS);
    }
    text
}

/// How long something took, in the unit that it is best said in.
pub(super) fn duration(micros: f64) -> String {
    const UNITS: [(f64, &str); 4] = [(86_400e6, "d"), (3_600e6, "h"), (60e6, "min"), (1e6, "s")];
    if micros <= 0.0 {
        return "0 s".to_owned();
    }
    if micros < 1e3 {
        return "<1 ms".to_owned();
    }
    let fits = |(unit, _): &(f64, &str)| micros >= *unit;
    let (unit, name) = UNITS.into_iter().find(fits).unwrap_or((1e3, "ms"));
    let number = micros / unit;
    let decimals = usize::from(number < 9.95);
    format!("{} {name}", grouped(&fixed(number, decimals)))
}

/// Several sentences as one text.
pub(super) fn sentence(to: &mut String, part: std::fmt::Arguments<'_>) {
    if !to.is_empty() {
        to.push(' ');
    }
    // Writing to a text cannot fail.
    let _ = to.write_fmt(part);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_commas() {
        let written = [0, 12, 999, 1_000, 1_234_567].map(count);
        assert_eq!(written, ["0", "12", "999", "1,000", "1,234,567"]);
        assert_eq!(counted(1, "stage", "stages"), "1 stage");
    }

    #[test]
    fn nothing_is_rounded_away() {
        let written = [0.0, 0.001, 0.5, 0.723, 0.999, 1.0].map(percent);
        assert_eq!(written, ["0 %", "<1 %", "50 %", "72 %", ">99 %", "100 %"]);
    }

    #[test]
    fn durations_in_their_unit() {
        let written = [0.0, 1.0, 2e3, 45e6, 90e6, 36e8, 216e9, 864e11].map(duration);
        let expected = [
            "0 s", "<1 ms", "2 ms", "45 s", "1.5 min", "1 h", "2.5 d", "1,000 d",
        ];
        assert_eq!(written, expected);
    }

    #[test]
    fn minus_is_a_minus() {
        assert_eq!(fixed(-14.25, 1), "\u{2212}14.2");
        assert_eq!(fixed(-0.01, 1), "0");
    }
}
