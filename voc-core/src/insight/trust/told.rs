//! A sign in a sentence.

use super::sign::{Sign, SignRow};
use super::signs::GamingQuery;

/// A sign in a sentence.
pub(super) fn words(row: &SignRow, query: &GamingQuery) -> String {
    let (value, beside) = (
        row.value.unwrap_or_default(),
        row.beside.unwrap_or_default(),
    );
    let (share, other) = (percent(value), percent(beside));
    let (unit, n) = (&row.unit, row.n);
    let fact = match row.sign {
        Sign::FewInvited => {
            format!("`{unit}` invited {share} of its {n} eligible customers, other units {other}")
        }
        Sign::ConcernsLeftOut => format!(
            "`{unit}` invited {share} of its eligible customers with a known concern, and {other} of the others"
        ),
        Sign::ConcernsAskedLate => format!(
            "`{unit}` invited customers with a known concern after {value:.1} days, and the others after {beside:.1}"
        ),
        Sign::PeriodEnd => format!(
            "{share} of the {n} answers of `{unit}` came in the last {} days of a month, elsewhere {other}",
            query.last_days
        ),
        Sign::Heaping => {
            let target = query.target.unwrap_or_default();
            format!(
                "{share} of the {n} answers of `{unit}` from {} to {} are exactly {target}, elsewhere {other}",
                target - 1.0,
                target + 1.0
            )
        }
        Sign::RateShift => format!(
            "the response rate of `{unit}` moved by {} points, elsewhere by {}{}",
            points(value),
            points(beside),
            if row.flagged {
                ", and its score rose against the others"
            } else {
                ""
            }
        ),
        Sign::AskedWhenGood => format!(
            "`{unit}` invites customers right after something good more often than after something bad by {} points, elsewhere by {}",
            points(value),
            points(beside)
        ),
        Sign::JustMet => format!(
            "of the {n} values of `{unit}` just beside its target {share} just meet it, where those further away make one expect {other}"
        ),
    };
    let verdict = match row.p {
        None => "there is too little to test",
        Some(_) if row.flagged => "that is a sign, not a proof",
        Some(_) => "that may be chance",
    };
    format!("{fact}: {verdict}.")
}

fn percent(share: f64) -> String {
    format!("{:.0}%", 100.0 * share)
}

fn points(change: f64) -> String {
    format!("{:+.0}", 100.0 * change)
}
