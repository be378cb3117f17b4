//! What a name of the layout means on a signal, found out once.

use crate::condition::Layout;
use crate::signal::Signal;

/// Where a slot is read from.
#[derive(Debug, Clone)]
pub(crate) enum Slot {
    /// A text that stands on the signal itself.
    Own(fn(&Signal) -> Option<&str>),
    /// The instant of the signal.
    At,
    /// Whether the verbatim touches a topic.
    Topic(String),
    /// An attribute of the customer, as of the signal.
    Attribute(String),
    /// A field.
    Field(String),
}

impl Slot {
    /// What a name of a layout stands for.
    pub(super) fn of(name: &str) -> Self {
        Self::Own(match name {
            "kind" => |signal| Some(&signal.kind),
            "respondent" => |signal| signal.respondent.as_deref(),
            "respondent_role" => |signal| signal.respondent_role.as_deref(),
            "touch_point" => |signal| signal.touch_point.as_deref(),
            "stage" => |signal| signal.stage.as_deref(),
            "channel" => |signal| signal.channel.as_deref(),
            "unit" => |signal| signal.unit.as_deref(),
            "employee" => |signal| signal.employee.as_deref(),
            "verbatim" => |signal| signal.verbatim.as_deref(),
            "at" => return Self::At,
            _ => {
                return match (Layout::topic_of(name), name.strip_prefix("customer.")) {
                    (Some(topic), _) => Self::Topic(topic.to_owned()),
                    (None, Some(attribute)) => Self::Attribute(attribute.to_owned()),
                    (None, None) => Self::Field(name.to_owned()),
                };
            }
        })
    }
}
