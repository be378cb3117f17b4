//! The mapping file, key by key.

use crate::document::{Content, Node, Read, Reader};
use crate::named::Named;
use crate::ordered::Few;
use crate::time::Span;
use crate::value::Value;

/// The version of the mapping format.
pub const MAPPING_VERSION: u32 = 1;

/// A mapping file.
#[derive(Debug, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MappingSpec {
    /// The version of the format: 1.
    pub voc_map: u32,
    /// The name of the source: the id of its seventeenth row is `source#0000017`.
    #[serde(default)]
    pub source: Option<String>,
    /// The value that identifies a row, such as `$ticket`, instead of its number.
    #[serde(default)]
    pub id: Option<String>,
    /// How columns of type time are written.
    #[serde(default)]
    pub time: TimeSpec,
    /// Texts that stand for nothing, such as `?` or `N/A`, beside the empty one.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Our names for the columns of the file.
    pub columns: Named<ColumnSpec>,
    /// Values made of columns.
    #[serde(default)]
    pub derive: Named<DeriveSpec>,
    /// Conditions to count rows by; they never refuse one.
    #[serde(default)]
    pub notes: Named<String>,
    /// What each row brings: inputs, with `$name` for its values.
    pub inputs: Vec<TemplateSpec>,
}

/// How times are written.
#[derive(Debug, Default, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TimeSpec {
    /// A format of `strftime`, such as `%m/%d/%Y`; RFC 3339 if not said. A date is its first instant.
    #[serde(default)]
    pub format: Option<String>,
    /// The IANA time zone of times that name none.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text, as it stands.
    #[default]
    Text,
    /// A whole number within ±2^53.
    Int,
    /// A double.
    Number,
    /// `true` or `false`; other words are listed under `values`.
    Bool,
    /// An instant.
    Time,
}

/// A column; `product: Product` is short for `product: {from: Product}`.
#[derive(Debug)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "ColumnForm"))]
pub struct ColumnSpec {
    /// Its header in the file.
    pub from: String,
    /// The type of its cells.
    pub of: ColumnType,
    /// What each text stands for; any other is refused.
    pub values: Option<Few<String, Value>>,
    /// As in `time`, for this column.
    pub time: TimeSpec,
    /// As `absent` of the file, for this column.
    pub absent: Vec<String>,
}

#[derive(Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FullColumn {
    from: String,
    #[serde(default, rename = "type")]
    of: ColumnType,
    #[serde(default)]
    values: Option<Few<String, Value>>,
    #[serde(default)]
    format: Option<String>,
    #[serde(default)]
    time_zone: Option<String>,
    #[serde(default)]
    absent: Vec<String>,
}

/// A column as it may be written: its header alone, or with more.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum ColumnForm {
    Short(String),
    Full(FullColumn),
}

impl Read for ColumnSpec {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node.map(|node| &node.content) {
            Some(Content::Text(header, _)) => Self {
                from: header.clone(),
                of: ColumnType::Text,
                values: None,
                time: TimeSpec::default(),
                absent: Vec::new(),
            },
            None | Some(Content::Map(_)) => Self::full(FullColumn::read(reader, node)),
            Some(other) => {
                reader.mismatch("a header such as `Date received`, or {from: …}", other);
                Self::full(FullColumn::read(reader, None))
            }
        }
    }
}

impl ColumnSpec {
    fn full(full: FullColumn) -> Self {
        Self {
            from: full.from,
            of: full.of,
            values: full.values,
            time: TimeSpec {
                format: full.format,
                time_zone: full.time_zone,
            },
            absent: full.absent,
        }
    }
}

/// A value made of columns; those that are absent are passed over.
#[derive(Debug, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeriveSpec {
    /// The latest of several times.
    Latest(Vec<String>),
    /// The earliest of several times.
    Earliest(Vec<String>),
    /// The first that is there.
    First(Vec<String>),
    /// A time, a span after another.
    After {
        /// The time: a column, or a name that is derived before this one.
        time: String,
        /// How long after it, in weeks, days, hours, minutes or seconds.
        by: Span,
    },
}

/// An input, and the condition under which a row brings it.
#[derive(Debug, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateSpec {
    /// The condition on the row; always if not said.
    #[serde(default, rename = "if")]
    pub when: Option<String>,
    /// Its id; made of the row's id if not said.
    #[serde(default)]
    id: Option<Part>,
    #[serde(default)]
    #[expect(dead_code, reason = "part of an input, checked as one")]
    voc: Option<Part>,
    #[serde(default)]
    #[expect(dead_code, reason = "part of an input, checked as one")]
    received: Option<Part>,
    #[serde(default)]
    #[expect(dead_code, reason = "part of an input, checked as one")]
    revision: Option<Part>,
    #[serde(default)]
    signal: Option<Part>,
    #[serde(default)]
    retract: Option<Part>,
    #[serde(default)]
    customer: Option<Part>,
    #[serde(default)]
    roster: Option<Part>,
    #[serde(default)]
    command: Option<Part>,
    #[serde(default)]
    tick: Option<Part>,
}

/// A part of an input, with `$name` in place of values: checked as an input, not here.
#[derive(Debug)]
struct Part;

impl Read for Part {
    fn read<'n>(_: &mut Reader<'n>, _: Option<&'n Node>) -> Self {
        Self
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Part {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Part".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "As in an input, with `$name` in place of values."
        })
    }
}

impl TemplateSpec {
    /// Whether it names its own id.
    pub(super) fn has_id(&self) -> bool {
        self.id.is_some()
    }

    /// How many things it brings; one is right.
    pub(super) fn bodies(&self) -> usize {
        [
            &self.signal,
            &self.retract,
            &self.customer,
            &self.roster,
            &self.command,
            &self.tick,
        ]
        .into_iter()
        .flatten()
        .count()
    }
}
