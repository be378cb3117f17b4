//! Millions of signals at once, over borrowed columns.

use super::actual::Actual;
use super::build::{Build, Signals};
use super::machine::Reason;
use super::seen::{CANDIDATE, PLANNED, Seen, look, stage};
use crate::condition::{Cell, Layout, Row};
use crate::error::{Code, Error};
use crate::journey::plan::{Journey, Kind, NO_ACTIVITY, NO_PLACE};
use crate::named::Named;
use crate::rule::batch::{ABSENT, Column, Columns};
use crate::text::Text;
use crate::time::Time;
use std::borrow::Cow;
use std::sync::Arc;

/// The names of what the rows of a batch hold as numbers.
#[derive(Clone, Copy)]
pub struct Ids<'i> {
    /// The key of each customer, by number.
    pub customers: &'i [&'i str],
    /// The id of the signal in a row.
    pub signal: &'i dyn Fn(u32) -> Cow<'i, str>,
}

/// Assigns the signals of a batch to the instances of a journey, as a [`Book`](super::Book) does one after
/// another. Columns have the names that conditions have them by: `kind`, `touch_point`, `stage`, `channel`,
/// fields, and `customer.x` for attributes, which hold what is known as of each signal. Signals are checked
/// against the program beforehand. Time has gone on to `until`, or to the last signal.
///
/// # Errors
/// No kinds, fewer names than customers, more different channels than 65,534.
pub fn assign(
    journey: &Arc<Journey>,
    columns: &Columns<'_>,
    ids: Ids<'_>,
    until: Option<Time>,
) -> Result<Actual, Error> {
    let rows = Rows::of(journey, columns, ids)?;
    let mut build = Build::of(journey, columns.len());
    build.now = until.max(columns.at().last().map(|at| Time::clamped(*at)));
    let customers = columns.customers() as usize;
    if ids.customers.len() < customers {
        let message = format!("{} names for {customers} customers", ids.customers.len());
        return Err(Error::new(Code::Missing, message).at("customers"));
    }
    let (laid, starts) = rows.by_customer(columns, &mut build);
    for (customer, span) in (0..).zip(starts.windows(2)) {
        if let [from, to] = span {
            let own = laid.get(*from as usize..*to as usize).unwrap_or_default();
            if !own.is_empty() {
                build.customer(customer, own, &rows);
            }
        }
    }
    drop(laid);
    let names = ids.customers.iter().map(|name| Text::from(*name));
    let names = names.collect();
    Ok(build.finish(journey, rows.activities, rows.channels, names))
}

/// What a text of a column of touch points stands for.
#[derive(Clone, Copy)]
pub(super) struct Point {
    pub(super) activity: u32,
    pub(super) stage: u16,
    pub(super) is_planned: bool,
}

impl Point {
    const NONE: Self = Self {
        activity: NO_ACTIVITY,
        stage: NO_PLACE,
        is_planned: false,
    };
}

/// A column of texts, if there is any.
#[derive(Default)]
struct Texts<'c> {
    codes: Option<&'c [u32]>,
    texts: Vec<&'c str>,
}

impl<'c> Texts<'c> {
    fn of(columns: &Columns<'c>, name: &str) -> Result<Self, Error> {
        match columns.find(name) {
            None => Ok(Self::default()),
            Some(Column::Text { codes, texts }) => Ok(Self {
                codes: Some(codes),
                texts: texts.clone(),
            }),
            Some(_) => Err(Error::new(Code::WrongType, "this column holds no texts").at(name)),
        }
    }

    #[inline]
    fn code(&self, row: usize) -> usize {
        let code = self.codes.and_then(|codes| codes.get(row));
        code.map_or(ABSENT as usize, |code| *code as usize)
    }
}

/// The rows as the journey reads them.
struct Rows<'j, 'c, 'i> {
    journey: &'j Journey,
    ids: Ids<'i>,
    /// By slot.
    slots: Vec<Option<&'j Column<'c>>>,
    topics: Vec<Option<&'j str>>,
    verbatim: Option<&'j Column<'c>>,
    at: Option<u16>,
    times: &'c [i64],
    kind: Texts<'c>,
    point: Texts<'c>,
    stage: Texts<'c>,
    channel: Texts<'c>,
    /// By the codes of their texts.
    kinds: Vec<Kind>,
    points: Vec<Point>,
    stages: Vec<u16>,
    /// The activity of a signal without a touch point, by its kind.
    of_kind: Vec<Point>,
    activities: Vec<String>,
    channels: Vec<String>,
}

impl<'j, 'c, 'i> Rows<'j, 'c, 'i> {
    fn of(journey: &'j Journey, columns: &'j Columns<'c>, ids: Ids<'i>) -> Result<Self, Error> {
        let names = journey.layout().names();
        let kind = Texts::of(columns, "kind")?;
        if kind.codes.is_none() {
            return Err(Error::new(Code::Missing, "there is no column of kinds").at("kind"));
        }
        let point = Texts::of(columns, "touch_point")?;
        let stage = Texts::of(columns, "stage")?;
        let channel = Texts::of(columns, "channel")?;
        if channel.texts.len() >= usize::from(NO_PLACE) {
            let message = format!("{} channels are too many", channel.texts.len());
            return Err(Error::new(Code::Limit, message).at("channel"));
        }
        let mut activities = Activities::of(journey);
        let mut points = |names: &[&str]| {
            let points = names.iter().map(|name| activities.point(journey, name));
            points.collect()
        };
        let (points, of_kind) = (points(&point.texts), points(&kind.texts));
        Ok(Self {
            journey,
            ids,
            slots: names.iter().map(|name| columns.find(name)).collect(),
            topics: names.iter().map(|name| Layout::topic_of(name)).collect(),
            verbatim: columns.find("verbatim"),
            at: journey.layout().find("at"),
            times: columns.at(),
            kinds: kind.texts.iter().map(|name| journey.kind(name)).collect(),
            stages: stage
                .texts
                .iter()
                .map(|id| journey.stage(id).unwrap_or(NO_PLACE))
                .collect(),
            channels: channel
                .texts
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            points,
            of_kind,
            activities: activities.into_names(),
            kind,
            point,
            stage,
            channel,
        })
    }

    /// What the journey sees of a row.
    #[inline]
    fn flags(&self, row: usize) -> u8 {
        let Some(kind) = self.kinds.get(self.kind.code(row)) else {
            return 0;
        };
        let mut is = look(self.journey.tests(), kind, &ColumnsRow { rows: self, row });
        let point = self.points.get(self.point.code(row));
        let named = self.stages.get(self.stage.code(row)).copied();
        if kind.is_ours
            && (point.is_some_and(|point| point.is_planned)
                || named.is_some_and(|stage| stage != NO_PLACE))
        {
            is |= PLANNED;
        }
        is
    }

    #[inline]
    fn seen(&self, row: u32, is: u8) -> Seen {
        let place = row as usize;
        let point = self.points.get(self.point.code(place)).copied();
        let point = point.or_else(|| self.of_kind.get(self.kind.code(place)).copied());
        let point = point.unwrap_or(Point::NONE);
        let named = self.stages.get(self.stage.code(place)).copied();
        let channel = u16::try_from(self.channel.code(place)).unwrap_or(NO_PLACE);
        Seen {
            at: self.times.get(place).copied().unwrap_or_default(),
            key: self.key(place),
            activity: point.activity,
            row,
            channel,
            stage: stage(named.unwrap_or(NO_PLACE), point.stage),
            is,
        }
    }

    /// What tells the values of the key apart: a text's code, or the number itself.
    #[inline]
    fn key(&self, row: usize) -> u64 {
        let key = self.journey.tests().key;
        let column = key.and_then(|key| self.slots.get(usize::from(key)));
        match column {
            Some(Some(Column::Text { codes, .. })) => codes.get(row).copied().map_or(0, u64::from),
            Some(Some(column)) => match column.cell(row) {
                Cell::Int(value) => value.cast_unsigned(),
                _ => 0,
            },
            _ => 0,
        }
    }

    /// The candidates, by customer and in order, and where those of each customer begin. The others are
    /// counted.
    fn by_customer(&self, columns: &Columns<'_>, build: &mut Build<'_>) -> (Vec<Seen>, Vec<u32>) {
        let customer = columns.customer();
        let mut starts = vec![0_u32; columns.customers() as usize + 2];
        let mut flags = Vec::with_capacity(customer.len());
        let (mut elsewhere, mut nobody) = (0, 0);
        for (row, customer) in customer.iter().enumerate() {
            let mut is = 0;
            if *customer == ABSENT {
                nobody += 1;
            } else {
                is = self.flags(row);
                if is & CANDIDATE == 0 {
                    elsewhere += 1;
                } else if let Some(start) = starts.get_mut(*customer as usize + 2) {
                    *start += 1;
                }
            }
            flags.push(is);
        }
        build.leave_out(Reason::Elsewhere, elsewhere);
        build.leave_out(Reason::NoCustomer, nobody);
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let nothing = Seen {
            at: 0,
            key: 0,
            activity: 0,
            row: 0,
            channel: 0,
            stage: 0,
            is: 0,
        };
        let mut laid = vec![nothing; sum as usize];
        for ((row, customer), is) in (0..).zip(customer).zip(&flags) {
            if is & CANDIDATE == 0 {
                continue;
            }
            if let Some(start) = starts.get_mut(*customer as usize + 1) {
                if let Some(entry) = laid.get_mut(*start as usize) {
                    *entry = self.seen(row, *is);
                }
                *start += 1;
            }
        }
        starts.pop();
        (laid, starts)
    }
}

impl<'j, 'c, 'i> Signals for Rows<'j, 'c, 'i> {
    type Row<'r>
        = ColumnsRow<'r, 'j, 'c, 'i>
    where
        Self: 'r;

    fn row(&self, row: u32) -> Self::Row<'_> {
        ColumnsRow {
            rows: self,
            row: row as usize,
        }
    }

    #[inline]
    fn kind(&self, row: u32) -> Option<&Kind> {
        self.kinds.get(self.kind.code(row as usize))
    }

    fn id(&self, row: u32) -> Text {
        (self.ids.signal)(row).as_ref().into()
    }
}

/// A row as conditions read it.
struct ColumnsRow<'r, 'j, 'c, 'i> {
    rows: &'r Rows<'j, 'c, 'i>,
    row: usize,
}

impl Row for ColumnsRow<'_, '_, '_, '_> {
    #[inline]
    fn cell(&self, slot: u16) -> Cell<'_> {
        let (rows, place) = (self.rows, usize::from(slot));
        if let Some(Some(column)) = rows.slots.get(place) {
            return column.cell(self.row);
        }
        if rows.at == Some(slot) {
            let at = rows.times.get(self.row).copied();
            return at.map_or(Cell::Absent, |at| Cell::Time(Time::clamped(at)));
        }
        let topic = rows.topics.get(place).copied().flatten();
        let verbatim = rows.verbatim.map(|column| column.cell(self.row));
        match (topic, verbatim) {
            (Some(topic), Some(Cell::Text(text))) => {
                let touches = rows.journey.program().touches(topic, Some(text));
                touches.map_or(Cell::Absent, Cell::Bool)
            }
            _ => Cell::Absent,
        }
    }
}

/// The activities that were met, by name: the planned touch points first.
pub(super) struct Activities {
    names: Vec<String>,
    others: Named<u32>,
}

impl Activities {
    pub(super) fn of(journey: &Journey) -> Self {
        Self {
            names: journey.touch_points().to_vec(),
            others: Named::new(),
        }
    }

    /// What a touch point stands for; or a kind, where a signal has no touch point.
    pub(super) fn point(&mut self, journey: &Journey, name: &str) -> Point {
        let planned = journey.point(name);
        let activity = planned.or_else(|| self.others.get(name).copied());
        let activity = activity.unwrap_or_else(|| {
            let place = u32::try_from(self.names.len()).unwrap_or(NO_ACTIVITY);
            self.names.push(name.to_owned());
            self.others.insert(name, place);
            place
        });
        Point {
            activity,
            stage: journey.stage_of(activity),
            is_planned: planned.is_some(),
        }
    }

    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }
}
