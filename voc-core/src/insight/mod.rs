//! Whether the loop works: what was acted on, and what the customer says of it.

#[cfg(not(small))]
pub mod behaviour;
#[cfg(not(small))]
mod causes;
#[cfg(not(small))]
pub mod consistency;
#[cfg(feature = "drivers")]
pub mod drivers;
#[cfg(not(small))]
pub mod histories;
mod last_mile;
mod limit_counts;
mod loop_health;
#[cfg(not(small))]
pub mod next;
#[cfg(not(small))]
pub mod outcome;
#[cfg(not(small))]
pub mod recovered;
#[cfg(not(small))]
mod waiting;

#[cfg(not(small))]
pub use causes::{CauseRow, causes};
pub use last_mile::LastMileRow;
pub(crate) use last_mile::{Receiver, Told, last_mile};
pub use limit_counts::LimitCounts;
#[cfg(not(small))]
pub use loop_health::TransferCounts;
pub use loop_health::{
    AlertCounts, ClockCounts, Company, LoopHealth, LoopRow, PromiseCounts, loop_by,
};
#[cfg(not(small))]
pub use waiting::{TimeLostRow, time_lost};

#[cfg(test)]
mod waiting_tests;
