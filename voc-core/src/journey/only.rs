//! A part of a log: the instances of one segment, channel or unit.

use super::details::Words;
use super::log::EventLog;
use crate::error::{Code, Error};

/// Texts that events may bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailText {
    /// The unit that acted.
    Unit,
    /// The channel.
    Channel,
    /// The customer's segment.
    Segment,
}

impl DetailText {
    /// Reads its name.
    ///
    /// # Errors
    /// Another name.
    pub fn named(name: &str) -> Result<Self, Error> {
        match name {
            "unit" => Ok(Self::Unit),
            "channel" => Ok(Self::Channel),
            "segment" => Ok(Self::Segment),
            _ => {
                let message = format!("instances are not told apart by `{name}`");
                let error = Error::new(Code::Unknown, message).at("by");
                Err(error.nearest(name, ["unit", "channel", "segment"]))
            }
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Channel => "channel",
            Self::Segment => "segment",
        }
    }
}

impl EventLog {
    fn words(&self, by: DetailText) -> &Words {
        match by {
            DetailText::Unit => &self.details().units,
            DetailText::Channel => &self.details().channels,
            DetailText::Segment => &self.details().segments,
        }
    }

    /// The names that events bear, in their order; none where the log has no such column.
    pub fn names_of(&self, by: DetailText) -> Vec<&str> {
        let words = self.words(by);
        let mut is_borne = vec![false; words.names.len()];
        for code in &words.codes {
            if let Some(is_borne) = is_borne.get_mut(*code as usize) {
                *is_borne = true;
            }
        }
        let borne = words
            .names
            .iter()
            .zip(is_borne)
            .filter(|(_, is_borne)| *is_borne);
        borne.map(|(name, _)| name.as_str()).collect()
    }

    /// The whole instances of which any event bears this name, as a log of their own.
    ///
    /// # Errors
    /// A name that no event of the log bears.
    pub fn only(&self, by: DetailText, name: &str) -> Result<Self, Error> {
        let words = self.words(by);
        let known = self.names_of(by);
        let place = words
            .names
            .iter()
            .position(|it| it == name && known.contains(&name));
        let wanted = place.and_then(|place| u32::try_from(place).ok());
        let wanted = wanted.ok_or_else(|| {
            let message = format!("the log has no {} `{name}`", by.name());
            let error = Error::new(Code::Unknown, message).at(by.name());
            error.nearest(name, known)
        })?;
        Ok(self
            .of_instances(&mut |mut events| events.any(|event| words.code(event) == Some(wanted))))
    }
}
