//! Signals as columns: texts as codes of a dictionary, instants in microseconds, absent values marked
//! in bits as Arrow does.

use serde::Serialize;

/// The code of an absent text.
pub const ABSENT: u32 = u32::MAX;

/// Texts as codes of a dictionary.
#[derive(Debug, Clone, Default)]
pub struct Texts {
    /// One for each row; [`ABSENT`] where there is none.
    pub codes: Vec<u32>,
    /// The text of each code.
    pub names: Vec<String>,
}

/// A bit for each row: the lowest of the first word is the first row's.
#[derive(Debug, Clone, Default)]
pub struct Bits {
    /// Sixty-four rows each.
    pub words: Vec<u64>,
    /// How many rows.
    pub rows: usize,
}

/// Whole numbers; absent ones are 0.
#[derive(Debug, Clone, Default)]
pub struct Ints {
    /// One for each row.
    pub values: Vec<i64>,
    /// Whether the row has one.
    pub valid: Bits,
}

/// Doubles; absent ones are 0.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    /// One for each row.
    pub values: Vec<f64>,
    /// Whether the row has one.
    pub valid: Bits,
}

/// A column of texts that rules test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextColumn {
    /// The kind of signal.
    Kind,
    /// The interaction.
    TouchPoint,
    /// The channel.
    Channel,
    /// The customer's tier, an attribute.
    Tier,
    /// What a contact is about.
    Topic,
}

/// A column of numbers that rules test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberColumn {
    /// Likelihood to recommend, 0 to 10.
    Ltr,
    /// Satisfaction, 1 to 5.
    Csat,
    /// Effort, 1 to 7.
    Effort,
    /// Money.
    Amount,
    /// Minutes.
    Wait,
}

/// The signals of a workload, in the order of their time; no two at the same instant.
#[derive(Debug, Clone, Default)]
pub struct Stream {
    /// Microseconds since 1970.
    pub at: Vec<i64>,
    /// The customer's number; its key is [`crate::customer_key`].
    pub customer: Vec<u32>,
    /// How many customers there are.
    pub customers: u32,
    /// The kind of signal.
    pub kind: Texts,
    /// The interaction.
    pub touch_point: Texts,
    /// The channel.
    pub channel: Texts,
    /// The customer's tier, an attribute.
    pub tier: Texts,
    /// What a contact is about; absent elsewhere.
    pub topic: Texts,
    /// The order that a signal is about.
    pub order_id: Ints,
    /// Likelihood to recommend: on every response.
    pub ltr: Ints,
    /// Satisfaction: on some responses.
    pub csat: Ints,
    /// Effort: on some responses.
    pub effort: Ints,
    /// Money: on every order, return and response.
    pub amount: Numbers,
    /// Minutes: on every contact.
    pub wait: Numbers,
}

impl Bits {
    /// Adds a row.
    pub fn push(&mut self, bit: bool) {
        if self.rows.is_multiple_of(64) {
            self.words.push(0);
        }
        if let Some(word) = self.words.last_mut() {
            *word |= u64::from(bit) << (self.rows % 64);
        }
        self.rows += 1;
    }

    /// The bit of a row.
    #[inline]
    pub fn get(&self, row: usize) -> bool {
        self.words[row / 64] >> (row % 64) & 1 == 1
    }
}

impl Texts {
    /// The text of a row.
    pub fn get(&self, row: usize) -> Option<&str> {
        self.names.get(self.codes[row] as usize).map(String::as_str)
    }
}

impl Ints {
    pub(crate) fn push(&mut self, value: Option<i64>) {
        self.values.push(value.unwrap_or_default());
        self.valid.push(value.is_some());
    }

    /// The value of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<i64> {
        self.valid.get(row).then(|| self.values[row])
    }
}

impl Numbers {
    pub(crate) fn push(&mut self, value: Option<f64>) {
        self.values.push(value.unwrap_or_default());
        self.valid.push(value.is_some());
    }

    /// The value of a row.
    #[inline]
    pub fn get(&self, row: usize) -> Option<f64> {
        self.valid.get(row).then(|| self.values[row])
    }
}

impl TextColumn {
    /// The name of the column, and in a condition.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::TouchPoint => "touch_point",
            Self::Channel => "channel",
            Self::Tier => "tier",
            Self::Topic => "topic",
        }
    }
}

impl NumberColumn {
    /// The name of the column, and in a condition.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Csat => "csat",
            Self::Effort => "effort",
            Self::Amount => "amount",
            Self::Wait => "wait",
        }
    }

    /// Whether its values are whole.
    pub const fn is_int(self) -> bool {
        matches!(self, Self::Ltr | Self::Csat | Self::Effort)
    }
}

impl Stream {
    /// How many signals.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// A column of texts.
    pub fn texts(&self, column: TextColumn) -> &Texts {
        match column {
            TextColumn::Kind => &self.kind,
            TextColumn::TouchPoint => &self.touch_point,
            TextColumn::Channel => &self.channel,
            TextColumn::Tier => &self.tier,
            TextColumn::Topic => &self.topic,
        }
    }

    /// A number of a row; NaN where it is absent, so that no comparison holds.
    #[inline]
    pub fn number(&self, column: NumberColumn, row: usize) -> f64 {
        let int = |ints: &Ints| ints.get(row).map(|value| value as f64);
        match column {
            NumberColumn::Ltr => int(&self.ltr),
            NumberColumn::Csat => int(&self.csat),
            NumberColumn::Effort => int(&self.effort),
            NumberColumn::Amount => self.amount.get(row),
            NumberColumn::Wait => self.wait.get(row),
        }
        .unwrap_or(f64::NAN)
    }

    /// The first signals alone.
    #[must_use]
    pub fn head(&self, rows: usize) -> Self {
        let rows = rows.min(self.len());
        let texts = |of: &Texts| Texts {
            codes: of.codes[..rows].to_vec(),
            names: of.names.clone(),
        };
        let bits = |of: &Bits| Bits {
            words: of.words[..rows.div_ceil(64)].to_vec(),
            rows,
        };
        let ints = |of: &Ints| Ints {
            values: of.values[..rows].to_vec(),
            valid: bits(&of.valid),
        };
        let numbers = |of: &Numbers| Numbers {
            values: of.values[..rows].to_vec(),
            valid: bits(&of.valid),
        };
        Self {
            at: self.at[..rows].to_vec(),
            customer: self.customer[..rows].to_vec(),
            customers: self.customers,
            kind: texts(&self.kind),
            touch_point: texts(&self.touch_point),
            channel: texts(&self.channel),
            tier: texts(&self.tier),
            topic: texts(&self.topic),
            order_id: ints(&self.order_id),
            ltr: ints(&self.ltr),
            csat: ints(&self.csat),
            effort: ints(&self.effort),
            amount: numbers(&self.amount),
            wait: numbers(&self.wait),
        }
    }

    /// The time of the last signal: a run goes on to it.
    pub fn until(&self) -> i64 {
        self.at.last().copied().unwrap_or_default()
    }
}
