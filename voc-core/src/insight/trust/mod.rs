//! Whether a score can be trusted: who answered, what looks like gaming, and what hangs on it.

mod change;
mod exact;
mod extract;
mod find;
mod mix;
mod near;
mod others;
mod ranks;
mod sign;
mod signs;
mod strata;
mod told;
mod uses;

pub use change::{MixChange, MixPart, RoleChange};
pub use mix::{
    AnswerOf, Mix, MixGroup, MixQuery, MixRole, StandardShare, Standardised, respondent_mix,
};
pub use near::UnitValue;
pub use sign::{Gaming, Sign, SignRow, SignTest};
pub use signs::{Evidence, GamingQuery, gaming};
pub use uses::{Touched, UseRow, UseSign, uses};

#[cfg(test)]
mod mix_tests;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod uses_tests;
