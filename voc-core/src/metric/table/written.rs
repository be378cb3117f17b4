//! Tallies as they are written: the same answers are the same text, whatever the order and the parts they came in.

use super::columns::Places;
use super::measure::places_of;
use super::tallies::{Group, GroupTally, Tallies, Weight};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::totals::Whole;
use serde::{Deserialize, Serialize};

/// The version of the format.
const VERSION: u32 = 1;

/// Tallies as they are written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct WrittenTallies {
    /// The version of the format: 1.
    voc_tallies: u32,
    /// The names of the columns that group.
    by: Vec<String>,
    /// The lowest and the highest answer.
    scale: [i64; 2],
    /// Whether answers have weights.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    weighted: bool,
    /// The groups, in the order of their texts.
    groups: Vec<WrittenGroup>,
}

/// The answers of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct WrittenGroup {
    group: Group,
    /// How many gave each answer of the scale, from the lowest.
    counts: Vec<i64>,
    #[serde(default, skip_serializing_if = "is_zero")]
    outside: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    unanswered: i64,
    /// The weights of each answer, and their squares, in units of 10⁻⁹ and 10⁻¹⁸.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    weights: Vec<(Whole, Whole)>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl From<&Tallies> for WrittenTallies {
    fn from(tallies: &Tallies) -> Self {
        let written = |(group, answers): (&Group, &GroupTally)| WrittenGroup {
            group: group.clone(),
            counts: answers.counts.clone(),
            outside: answers.outside,
            unanswered: answers.unanswered,
            weights: answers
                .weights
                .iter()
                .map(|weight| (Whole(weight.sum), Whole(weight.squares)))
                .collect(),
        };
        Self {
            voc_tallies: VERSION,
            by: tallies.by().to_vec(),
            scale: tallies.scale(),
            weighted: tallies.is_weighted(),
            groups: tallies.groups().map(written).collect(),
        }
    }
}

impl TryFrom<WrittenTallies> for Tallies {
    type Error = Error;

    /// # Errors
    /// Another version; a scale that is none; a group that is given twice, or whose texts, counts or weights
    /// are not as many as the columns and the scale have.
    fn try_from(written: WrittenTallies) -> Result<Self, Error> {
        if written.voc_tallies != VERSION {
            let version = written.voc_tallies;
            let message = format!("tallies of version {version} are not read here");
            return Err(Error::new(Code::Unknown, message).at("voc_tallies"));
        }
        let places: Places = places_of(written.scale)?;
        let width = places.width as usize;
        let wide = if written.weighted { width } else { 0 };
        let columns = written.by.len();
        let mut tallies = Self::none(written.by, places, written.weighted);
        for (place, group) in written.groups.into_iter().enumerate() {
            let lengths = [
                ("group", group.group.len(), columns),
                ("counts", group.counts.len(), width),
                ("weights", group.weights.len(), wide),
            ];
            for (name, found, wanted) in lengths {
                if found != wanted {
                    let message = format!("{wanted} are expected, and there are {found}");
                    let path = format!("groups.{place}.{name}");
                    return Err(Error::new(Code::OutOfRange, message).at(path));
                }
            }
            if tallies.has(&group.group) {
                let path = format!("groups.{place}.group");
                return Err(Error::new(Code::Ambiguous, "a group is given twice").at(path));
            }
            let weights = group.weights.into_iter();
            let weights = weights.map(|(sum, squares)| Weight {
                sum: sum.0,
                squares: squares.0,
            });
            let answers = GroupTally {
                counts: group.counts,
                outside: group.outside,
                unanswered: group.unanswered,
                weights: weights.collect(),
            };
            tallies.add(group.group, &answers)?;
        }
        Ok(tallies)
    }
}
