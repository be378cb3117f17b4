//! Whether the loop works: what was acted on, and what the customer says of it.

#[cfg(not(small))]
pub mod accountability;
#[cfg(not(small))]
pub mod behaviour;
#[cfg(not(small))]
mod causes;
#[cfg(not(small))]
pub mod consistency;
#[cfg(feature = "drivers")]
pub mod drivers;
#[cfg(not(small))]
pub mod funnel;
#[cfg(not(small))]
mod further;
#[cfg(not(small))]
pub mod histories;
mod last_mile;
mod limit_counts;
mod loop_by;
mod loop_health;
#[cfg(not(small))]
pub mod next;
#[cfg(not(small))]
pub mod outcome;
#[cfg(not(small))]
mod reach;
#[cfg(not(small))]
pub mod recovered;
#[cfg(not(small))]
pub mod trust;
#[cfg(not(small))]
mod unit_report;
#[cfg(not(small))]
mod voices;
#[cfg(not(small))]
mod waiting;

#[cfg(not(small))]
pub(crate) use causes::causes_groups;
#[cfg(not(small))]
pub use causes::{CauseRow, causes};
#[cfg(not(small))]
pub(crate) use further::is_thank_you_only;
#[cfg(not(small))]
pub use further::{Further, Waited};
pub use last_mile::LastMileRow;
pub(crate) use last_mile::{Receiver, Told, last_mile};
pub use limit_counts::LimitCounts;
pub use loop_by::loop_by;
#[cfg(not(small))]
pub(crate) use loop_by::{known_group, loop_group, loop_row};
#[cfg(not(small))]
pub use loop_health::TransferCounts;
pub use loop_health::{AlertCounts, ClockCounts, Company, LoopHealth, LoopRow, PromiseCounts};
#[cfg(not(small))]
pub(crate) use reach::{Heard, without_insight};
#[cfg(not(small))]
pub use reach::{PraiseReach, Reach, WithoutInsightRow};
#[cfg(not(small))]
pub(crate) use unit_report::ReportPeriod;
#[cfg(not(small))]
pub use unit_report::{MetricChange, OpenConcerns, ReviewMark, ReviewRow, UnitReport};
#[cfg(not(small))]
pub use voices::{LoopNumber, Voice, VoiceOrder, Voices, VoicesQuery};
#[cfg(not(small))]
pub(crate) use voices::{names as group_names, spread};
#[cfg(not(small))]
pub use waiting::{TimeLostRow, time_lost};

#[cfg(test)]
mod waiting_tests;
