//! What is made of the answers on a scale.

use super::columns::Places;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{ShareInterval, no_choice};
use serde::Deserialize;

/// The longest scale.
pub const SCALE_MAX: i64 = 1_000;

/// The best or worst answers that count where nothing is said.
const BOXES: i64 = 2;

/// What a metric makes of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// Net Promoter Score, on a scale of 0 to 10.
    Nps,
    /// The share of the `boxes` best answers.
    Csat,
    /// The same, by its other name.
    TopBox,
    /// The share of the `boxes` worst answers.
    BottomBox,
    /// Customer effort: the mean of the answers.
    Ces,
    /// The mean of the answers.
    Mean,
    /// The median of the answers.
    Median,
    /// The share of 1 among 0 and 1.
    Rate,
    /// The share of the answers `of`.
    Share,
    /// The mean of what each answer is worth; an answer that is worth nothing said is off the scale.
    Points,
}

/// A metric, as it is asked for.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct MeasureSpec {
    /// What it makes of answers.
    pub kind: MeasureKind,
    /// The lowest and highest answer; 0 to 10 of NPS, 0 and 1 of a rate, those with points.
    #[serde(default)]
    pub scale: Option<[i64; 2]>,
    /// How many of the best or worst answers count; 2 if not said.
    #[serde(default)]
    pub boxes: Option<u32>,
    /// The answers that count in a share.
    #[serde(default)]
    pub of: Vec<i64>,
    /// What each answer is worth.
    #[serde(default)]
    pub points: Vec<(i64, f64)>,
    /// The interval of a share; `wilson` if not said.
    #[serde(default)]
    pub interval: Option<ShareInterval>,
}

/// How scores become a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Nps,
    Share(ShareInterval),
    Mean,
    Median,
}

/// Of a share where nothing is said.
const SHARE: How = How::Share(ShareInterval::Wilson);

/// A metric that was checked: what each answer of its scale scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    scale: [i64; 2],
    how: How,
    /// By answer; `NaN` of one that is not counted.
    scores: Vec<f64>,
}

impl Measure {
    /// Net Promoter Score.
    pub fn nps() -> Self {
        let score = |answer| match answer {
            9 | 10 => 1.0,
            7 | 8 => 0.0,
            _ => -1.0,
        };
        Self::of([0, 10], How::Nps, score)
    }

    fn of(scale: [i64; 2], how: How, score: impl Fn(i64) -> f64) -> Self {
        let [low, high] = scale;
        Self {
            scale,
            how,
            scores: (low..=high).map(score).collect(),
        }
    }

    /// Checks what is asked for.
    ///
    /// # Errors
    /// A scale that is missing, that is none, or that is not the metric's; boxes or answers that are no part
    /// of it; points that are missing, given twice, or no numbers; an interval of what is no share.
    pub fn new(spec: &MeasureSpec) -> Result<Self, Error> {
        let made = Self::checked(spec)?;
        match (spec.interval, made.how) {
            (None, _) => Ok(made),
            (Some(interval), How::Share(_)) => Ok(Self {
                how: How::Share(interval),
                ..made
            }),
            _ => Err(no_choice()),
        }
    }

    fn checked(spec: &MeasureSpec) -> Result<Self, Error> {
        match spec.kind {
            MeasureKind::Nps => match spec.scale {
                None | Some([0, 10]) => Ok(Self::nps()),
                Some([low, high]) => {
                    let message =
                        format!("NPS is asked on a scale of 0 to 10, not {low} to {high}");
                    Err(Error::new(Code::OutOfRange, message)
                        .at("scale")
                        .hint("ask for `csat` or `mean` on another scale"))
                }
            },
            MeasureKind::Rate => Ok(Self::of(
                [0, 1],
                SHARE,
                |hit| {
                    if hit == 1 { 1.0 } else { 0.0 }
                },
            )),
            MeasureKind::Points => Self::points(&spec.points),
            kind => {
                let scale = spec.scale.ok_or_else(|| {
                    Error::new(Code::Missing, "the lowest and highest answer are not said")
                        .at("scale")
                })?;
                places_of(scale)?;
                Self::on(kind, scale, spec)
            }
        }
    }

    fn on(kind: MeasureKind, scale: [i64; 2], spec: &MeasureSpec) -> Result<Self, Error> {
        let [low, high] = scale;
        let share = |is_in: &dyn Fn(i64) -> bool| {
            Self::of(scale, SHARE, |answer| if is_in(answer) { 1.0 } else { 0.0 })
        };
        Ok(match kind {
            MeasureKind::Csat | MeasureKind::TopBox => {
                let boxes = boxes(spec, scale)?;
                share(&|answer| answer > high - boxes)
            }
            MeasureKind::BottomBox => {
                let boxes = boxes(spec, scale)?;
                share(&|answer| answer < low + boxes)
            }
            MeasureKind::Share => {
                let off = spec
                    .of
                    .iter()
                    .find(|answer| !(low..=high).contains(*answer));
                if spec.of.is_empty() || off.is_some() {
                    let message = match off {
                        Some(answer) => format!("{answer} is not on the scale of {low} to {high}"),
                        None => "it is not said which answers count".to_owned(),
                    };
                    return Err(Error::new(Code::OutOfRange, message).at("of"));
                }
                share(&|answer| spec.of.contains(&answer))
            }
            MeasureKind::Median => Self::of(scale, How::Median, number),
            _ => Self::of(scale, How::Mean, number),
        })
    }

    fn points(points: &[(i64, f64)]) -> Result<Self, Error> {
        let answers = || points.iter().map(|(answer, _)| *answer);
        let scale = answers().min().zip(answers().max());
        let (low, high) = scale.ok_or_else(|| {
            Error::new(Code::Missing, "it is not said what answers are worth").at("points")
        })?;
        places_of([low, high]).map_err(|error| error.at("points"))?;
        let worth = |answer: i64| {
            points
                .iter()
                .filter(move |(of, _)| *of == answer)
                .map(|(_, worth)| *worth)
        };
        for (answer, points) in points {
            if !points.is_finite() || worth(*answer).count() > 1 {
                let message = format!("what {answer} is worth is no number, or said twice");
                return Err(Error::new(Code::OutOfRange, message).at(format!("points.{answer}")));
            }
        }
        let score = |answer| worth(answer).next().unwrap_or(f64::NAN);
        Ok(Self::of([low, high], How::Mean, score))
    }

    /// The lowest and the highest answer.
    pub fn scale(&self) -> [i64; 2] {
        self.scale
    }

    pub(super) fn how(&self) -> How {
        self.how
    }

    /// What each answer scores, from the lowest.
    pub(super) fn scores(&self) -> &[f64] {
        &self.scores
    }
}

fn boxes(spec: &MeasureSpec, [low, high]: [i64; 2]) -> Result<i64, Error> {
    let boxes = spec.boxes.map_or(BOXES, i64::from);
    if (1..=high - low).contains(&boxes) {
        return Ok(boxes);
    }
    Err(Error::new(Code::OutOfRange, "the boxes are no part of the scale").at("top_box"))
}

#[expect(clippy::cast_precision_loss, reason = "answers are small")]
fn number(answer: i64) -> f64 {
    answer as f64
}

/// The places of a scale.
pub(super) fn places_of([low, high]: [i64; 2]) -> Result<Places, Error> {
    let length = high
        .checked_sub(low)
        .filter(|length| (1..=SCALE_MAX).contains(length));
    let width = length.and_then(|length| u32::try_from(length + 1).ok());
    let width = width.ok_or_else(|| {
        Error::new(Code::OutOfRange, format!("{low} to {high} is no scale"))
            .at("scale")
            .hint(format!(
                "from the lowest to the highest answer, {SCALE_MAX} apart at most"
            ))
    })?;
    Ok(Places { low, width })
}
