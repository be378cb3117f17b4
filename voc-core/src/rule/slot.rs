//! What a name of the layout means on a signal, found out once.

use crate::condition::Layout;
use crate::signal::OwnText;

/// Where a slot is read from.
#[derive(Debug, Clone)]
pub(crate) enum Slot {
    /// A text that stands on the signal itself.
    Own(OwnText),
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
    pub(crate) fn of(name: &str) -> Self {
        // No condition reads the customer's key.
        if let Some(own) = OwnText::of(name).filter(|_| name != "customer") {
            return Self::Own(own);
        }
        if name == "at" {
            return Self::At;
        }
        match (Layout::topic_of(name), name.strip_prefix("customer.")) {
            (Some(topic), _) => Self::Topic(topic.to_owned()),
            (None, Some(attribute)) => Self::Attribute(attribute.to_owned()),
            (None, None) => Self::Field(name.to_owned()),
        }
    }
}
