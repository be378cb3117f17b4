//! Signals as a flat table, in every layout that a host may have it in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use voc_core::signal::{Body, Cell, CellReader, Series, Table};
use voc_core::{Input, Time, Value};

/// How the columns lie in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As typed arrays and dictionaries.
    Typed,
    /// The same, the dictionaries with texts twice over.
    Twice,
    /// Only the cells tell.
    Cells,
}

/// A column of cells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Cells(pub(crate) Vec<Option<Value>>);

/// A table of named columns.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    pub(crate) names: Vec<String>,
    columns: Vec<Stored>,
    height: usize,
}

#[derive(Debug, Clone)]
struct Stored {
    cells: Vec<Option<Value>>,
    codes: Vec<u32>,
    texts: Vec<String>,
    ints: Vec<i64>,
    numbers: Vec<f64>,
    bits: Vec<u64>,
    valid: Vec<u64>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Int,
    Number,
    Bool,
    Time,
    Mixed,
}

fn set(bits: &mut [u64], row: usize) {
    bits[row / 64] |= 1 << (row % 64);
}

impl Stored {
    fn new(cells: Vec<Option<Value>>, layout: Layout) -> Self {
        let words = cells.len().div_ceil(64);
        let mut stored = Self {
            codes: vec![u32::MAX; cells.len()],
            texts: Vec::new(),
            ints: vec![i64::MAX; cells.len()],
            numbers: vec![f64::NAN; cells.len()],
            bits: vec![0; words],
            valid: vec![0; words],
            kind: Kind::Mixed,
            cells: Vec::new(),
        };
        let mut kinds: Vec<Kind> = Vec::new();
        for (row, value) in cells.iter().enumerate() {
            let Some(value) = value else { continue };
            set(&mut stored.valid, row);
            kinds.push(match value {
                Value::Text(text) => {
                    let known = stored.texts.iter().position(|known| known == text);
                    let known = known.filter(|_| layout != Layout::Twice || row % 2 == 0);
                    let code = known.unwrap_or_else(|| {
                        stored.texts.push(text.clone());
                        stored.texts.len() - 1
                    });
                    stored.codes[row] = u32::try_from(code).unwrap();
                    Kind::Text
                }
                Value::Int(int) => {
                    stored.ints[row] = *int;
                    Kind::Int
                }
                Value::Number(number) => {
                    stored.numbers[row] = *number;
                    Kind::Number
                }
                Value::Bool(yes) => {
                    if *yes {
                        set(&mut stored.bits, row);
                    }
                    Kind::Bool
                }
                Value::Time(at) => {
                    stored.ints[row] = at.micros();
                    Kind::Time
                }
            });
        }
        kinds.dedup();
        if let ([kind], true) = (kinds.as_slice(), layout != Layout::Cells) {
            stored.kind = *kind;
        }
        stored.cells = cells;
        stored
    }
}

impl Rows {
    /// A table of columns by name.
    pub(crate) fn new(columns: BTreeMap<String, Cells>, layout: Layout) -> Self {
        let rows = columns.values().map(|column| column.0.len()).max();
        let (names, columns) = columns
            .into_iter()
            .map(|(name, cells)| (name, Stored::new(cells.0, layout)))
            .unzip();
        Self {
            names,
            columns,
            height: rows.unwrap_or(0),
        }
    }
}

/// The columns of signals, in this order.
pub(crate) fn columns(signals: &[&Input]) -> BTreeMap<String, Cells> {
    let mut columns: BTreeMap<String, Cells> = BTreeMap::new();
    for name in ["at", "kind"] {
        columns.insert(name.to_owned(), Cells(vec![None; signals.len()]));
    }
    for (row, input) in signals.iter().enumerate() {
        let Body::Signal(signal) = &input.body else {
            panic!("{input:?}");
        };
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let revision = (input.revision > 0).then(|| Value::Int(input.revision.into()));
        let own = [
            ("id", Some(Value::Text(input.id.clone()))),
            ("received", input.received.map(Value::Time)),
            ("revision", revision),
            ("at", Some(Value::Time(signal.at))),
            ("kind", Some(Value::Text(signal.kind.clone()))),
            ("customer", text(&signal.customer)),
            ("respondent", text(&signal.respondent)),
            ("respondent_role", text(&signal.respondent_role)),
            ("touch_point", text(&signal.touch_point)),
            ("stage", text(&signal.stage)),
            ("channel", text(&signal.channel)),
            ("unit", text(&signal.unit)),
            ("employee", text(&signal.employee)),
            ("verbatim", text(&signal.verbatim)),
        ];
        let own = own
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let fields = signal.fields.iter().chain(&signal.attributes);
        let fields = fields.map(|(name, value)| (name.clone(), value.clone()));
        for (name, value) in own.chain(fields) {
            let column = columns.entry(name).or_default();
            column.0.resize(signals.len(), None);
            column.0[row] = Some(value);
        }
    }
    columns
}

impl Table for Rows {
    fn len(&self) -> usize {
        self.height
    }

    fn reader(&self, column: usize) -> CellReader<'_> {
        let cells = &self.columns[column].cells;
        Box::new(|row| match &cells[row] {
            None => Cell::Absent,
            Some(Value::Text(text)) => Cell::Text(Cow::Borrowed(text)),
            Some(Value::Int(int)) => Cell::Int(*int),
            Some(Value::Number(number)) => Cell::Number(*number),
            Some(Value::Bool(yes)) => Cell::Bool(*yes),
            Some(Value::Time(at)) => Cell::Time(Time::from_micros(at.micros()).unwrap()),
        })
    }

    fn series(&self, column: usize) -> Series<'_> {
        let column = &self.columns[column];
        let is_whole = column.cells.iter().all(Option::is_some);
        let valid = (!is_whole).then_some(column.valid.as_slice());
        match column.kind {
            Kind::Text => Series::Text {
                codes: &column.codes,
                texts: column.texts.iter().map(String::as_str).collect(),
            },
            Kind::Int => Series::Int {
                values: &column.ints,
                valid,
            },
            Kind::Number => Series::Number {
                values: &column.numbers,
                valid,
            },
            Kind::Bool => Series::Bool {
                bits: &column.bits,
                valid,
            },
            Kind::Time => Series::Time {
                values: &column.ints,
                valid,
            },
            Kind::Mixed => Series::Cells,
        }
    }
}
