//! Whether a score can be trusted: who answered, what looks like gaming, and what hangs on it.

mod change;
mod exact;
mod extract;
mod mix;
mod others;
mod ranks;
mod signs;
mod told;
mod uses;

pub use change::{MixChange, MixPart, RoleChange};
pub use mix::{
    AnswerOf, Mix, MixGroup, MixQuery, MixRole, StandardShare, Standardised, respondent_mix,
};
pub use signs::{Gaming, GamingQuery, Sign, SignRow, SignTest, gaming};
pub use uses::{UseRow, UseSign, uses};

#[cfg(test)]
mod mix_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
