//! Millions of signals at once, over borrowed columns.

use super::activity::{Activities, Point};
use super::actual::{Actual, Names};
use super::bucket::{BUCKET_BITS, Bucket, by_name};
use super::build::{Build, Signals};
use super::machine::Reason;
use super::seen::{CANDIDATE, HAS_KEY, PLANNED, Seen, look, stage};
use crate::condition::{Cell, Layout, Row};
use crate::error::{Code, Error};
use crate::journey::plan::{Journey, Kind, NO_PLACE};
use crate::rule::batch::{ABSENT, Column, Columns};
use crate::text::Text;
use crate::time::Time;
use foldhash::fast::FixedState;
use hashbrown::HashMap;
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
/// No kinds, fewer names than customers, more different channels or kinds than 65,534.
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
    let order = by_name(ids.customers);
    rows.by_customer(columns, &order, &mut build);
    let customers = order
        .iter()
        .filter_map(|place| ids.customers.get(*place as usize));
    let customers = customers.map(|name| Text::from(*name));
    let names = Names {
        activities: rows.activities,
        channels: rows.channels,
        units: rows
            .unit
            .texts
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        customers: customers.collect(),
        keys: rows.key_names,
    };
    Ok(build.finish(journey, names))
}

/// A code for each value of a column of keys, and the value of each code; an empty text is none.
fn keys<'k>(column: &'k Column<'_>) -> (Cow<'k, [u32]>, Vec<Text>) {
    match column {
        Column::Text { codes, texts } => {
            let names = texts.iter().map(|text| Text::from(*text)).collect();
            let Some(empty) = texts.iter().position(|text| text.is_empty()) else {
                return (Cow::Borrowed(codes), names);
            };
            let code = |code: &u32| match *code as usize {
                code if code == empty => ABSENT,
                _ => *code,
            };
            (codes.iter().map(code).collect(), names)
        }
        Column::Int { values, .. } => {
            let mut known: HashMap<i64, u32, FixedState> = HashMap::default();
            let mut names = Vec::new();
            let codes = values.iter().enumerate().map(|(row, value)| {
                if !column.has(row) {
                    return ABSENT;
                }
                *known.entry(*value).or_insert_with(|| {
                    names.push(value.to_string().into());
                    u32::try_from(names.len() - 1).unwrap_or(ABSENT)
                })
            });
            (codes.collect(), names)
        }
        _ => Default::default(),
    }
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
    /// What tells the values of the key apart, by row; absent where the journey has none.
    keys: Cow<'j, [u32]>,
    key_names: Vec<Text>,
    at: Option<u16>,
    times: &'c [i64],
    kind: Texts<'c>,
    point: Texts<'c>,
    stage: Texts<'c>,
    channel: Texts<'c>,
    unit: Texts<'c>,
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
        let key = journey.key_name().and_then(|name| columns.find(name));
        let (keys, key_names) = key.map_or_else(Default::default, keys);
        let kind = Texts::of(columns, "kind")?;
        if kind.codes.is_none() {
            return Err(Error::new(Code::Missing, "there is no column of kinds").at("kind"));
        }
        let point = Texts::of(columns, "touch_point")?;
        let stage = Texts::of(columns, "stage")?;
        let channel = Texts::of(columns, "channel")?;
        for (name, texts) in [("channel", &channel), ("kind", &kind)] {
            if texts.texts.len() >= usize::from(NO_PLACE) {
                let message = format!("{} different texts are too many", texts.texts.len());
                return Err(Error::new(Code::Limit, message).at(name));
            }
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
            keys,
            key_names,
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
            unit: Texts::of(columns, "unit")?,
        })
    }

    /// What the journey sees of a row.
    #[inline]
    fn flags(&self, row: usize) -> u8 {
        let Some(kind) = self.kinds.get(self.kind.code(row)) else {
            return 0;
        };
        let has = |slot: u16| self.has(slot, row);
        let mut is = look(kind, &ColumnsRow { rows: self, row }, has);
        if kind.is_ours && self.key(row) != ABSENT {
            is |= HAS_KEY;
        }
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
    fn seen(&self, row: u32, customer: u32, is: u8) -> Seen {
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
            customer,
            kind: u16::try_from(self.kind.code(place)).unwrap_or(NO_PLACE),
            channel,
            stage: stage(named.unwrap_or(NO_PLACE), point.stage),
            is,
        }
    }

    /// Whether there is something in a slot.
    #[inline]
    fn has(&self, slot: u16, row: usize) -> bool {
        let column = self.slots.get(usize::from(slot));
        column.is_some_and(|column| column.is_some_and(|column| column.has(row)))
    }

    /// What tells the values of the key apart.
    #[inline]
    fn key(&self, row: usize) -> u32 {
        self.keys.get(row).copied().unwrap_or(ABSENT)
    }

    /// Assigns the candidates, customer by customer in the order of their names, which `order` has by
    /// number; the others are counted.
    /// They are laid into buckets of neighbouring customers first, and within each by customer, so that
    /// memory is written where it is at hand.
    fn by_customer(&self, columns: &Columns<'_>, order: &[u32], build: &mut Build<'_>) {
        let customer = columns.customer();
        let mut ranks = vec![0_u32; order.len()];
        for (rank, place) in (0..).zip(order) {
            if let Some(entry) = ranks.get_mut(*place as usize) {
                *entry = rank;
            }
        }
        let rank = |customer: u32| ranks.get(customer as usize).copied().unwrap_or(ABSENT);
        let shift = (usize::BITS - order.len().leading_zeros()).saturating_sub(BUCKET_BITS);
        let mut starts = vec![0_usize; (order.len() >> shift) + 2];
        // Of nobody is nothing laid.
        let customer: Vec<u32> = customer.iter().map(|customer| rank(*customer)).collect();
        for rank in &customer {
            if *rank != ABSENT
                && let Some(start) = starts.get_mut((rank >> shift) as usize + 1)
            {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut ends = starts.clone();
        let mut laid = vec![Seen::default(); sum];
        let mut elsewhere = 0;
        for (row, rank) in (0..).zip(&customer) {
            if *rank == ABSENT {
                continue;
            }
            let is = self.flags(row as usize);
            if is & CANDIDATE == 0 {
                elsewhere += 1;
                continue;
            }
            if let Some(end) = ends.get_mut((rank >> shift) as usize) {
                if let Some(entry) = laid.get_mut(*end) {
                    *entry = self.seen(row, *rank, is);
                }
                *end += 1;
            }
        }
        build.leave_out(Reason::Elsewhere, elsewhere);
        build.leave_out(Reason::NoCustomer, (customer.len() - sum) as u64);
        drop(customer);
        let mut bucket = Bucket::default();
        for (number, (from, to)) in (0_u32..).zip(starts.iter().zip(&ends)) {
            let own = laid.get(*from..*to).unwrap_or_default();
            bucket.sort(own, number << shift, 1 << shift);
            for own in bucket.customers() {
                let rank = own.first().map_or(0, |seen| seen.customer);
                build.customer(rank, own, self);
            }
            build.settle(self);
        }
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
    fn kind(&self, kind: u16) -> Option<&Kind> {
        self.kinds.get(usize::from(kind))
    }

    fn id(&self, row: u32) -> Text {
        (self.ids.signal)(row).as_ref().into()
    }

    fn has_units(&self) -> bool {
        self.unit.codes.is_some()
    }

    fn unit(&self, row: u32) -> u32 {
        u32::try_from(self.unit.code(row as usize)).unwrap_or(ABSENT)
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
