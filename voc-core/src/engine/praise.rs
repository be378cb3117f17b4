//! Who was praised how often, and who reads in whose words.

use super::follow_up::FollowUp;
use super::{Engine, Notice};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::Program;
use crate::route::{Audience, Praised, Routed, Sight, Viewer};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// How often customers praised a person, or the people of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecognitionRow {
    /// The person or unit; absent where no unit is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How often: once for each alert of praise that stands, and each person.
    pub n: u64,
}

/// Someone's praise, as it is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(super) struct Recognised {
    of: Praised,
    n: u64,
}

impl Engine {
    /// How often people were praised, by `person` or by `unit`; praise that was taken back is not counted.
    ///
    /// # Errors
    /// Another name.
    pub fn recognition(&self, by: &str) -> Result<Vec<RecognitionRow>, Error> {
        let mut rows: crate::ordered::Map<Option<String>, u64> = crate::ordered::Map::new();
        for one in &self.state.follow_up.recognised {
            let group = match by {
                "person" => Some(one.of.person.clone()),
                "unit" => one.of.unit.clone(),
                _ => {
                    let message = format!("praise is not counted by `{by}`");
                    return Err(Error::new(Code::Unknown, message)
                        .at("by")
                        .nearest(by, ["person", "unit"]));
                }
            };
            *rows.or_default(&group) += one.n;
        }
        let row = |(group, n)| RecognitionRow { group, n };
        Ok(rows.into_iter().map(row).collect())
    }
}

impl FollowUp {
    /// Counts who is praised.
    pub(super) fn recognise(&mut self, routed: &Routed) {
        for of in &routed.praised {
            let known = self.recognised.binary_search_by(|known| known.of.cmp(of));
            match known {
                Ok(place) => {
                    if let Some(known) = self.recognised.get_mut(place) {
                        known.n += 1;
                    }
                }
                Err(place) => {
                    let new = Recognised {
                        of: of.clone(),
                        n: 1,
                    };
                    self.recognised.insert(place, new);
                }
            }
        }
    }

    /// Praise that went so far was taken back.
    pub(super) fn recognise_no_more(&mut self, alert: &str) {
        let praised = self.routed(alert).map(|routed| routed.praised.clone());
        for of in praised.unwrap_or_default() {
            for known in &mut self.recognised {
                if known.of == of {
                    known.n = known.n.saturating_sub(1);
                }
            }
        }
        self.recognised.retain(|known| known.n > 0);
    }

    /// Puts the customer's words on a notice of praise, where whoever it is for may see what is said of
    /// those praised.
    pub(super) fn quote(
        &self,
        program: &Program,
        routed: &Routed,
        words: Option<&str>,
        at: Time,
        notice: &mut Notice,
    ) {
        let (Some(words), Audience::Person(reader)) = (words, &notice.to) else {
            return;
        };
        let viewer = Viewer::of(program, &self.people, reader, at);
        let sees =
            |unit: Option<&str>, holder: Option<&str>| viewer.case_of(unit, holder) == Sight::Whole;
        let mut praised = routed.praised.iter();
        if praised.any(|one| sees(one.unit.as_deref(), Some(&one.person)))
            || sees(routed.unit.as_deref(), None)
        {
            notice.verbatim = Some(words.to_owned());
        }
    }
}
