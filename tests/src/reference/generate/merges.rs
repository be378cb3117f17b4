//! Customers who turn out to be one, somewhere in a random log.

use proptest::prelude::*;
use serde_json::json;
use voc_core::{Input, Time};

/// Who is merged into whom, in order; and after which inputs.
#[derive(Debug, Clone)]
pub struct Merging {
    /// Pairs of `from` and `into`.
    pub pairs: Vec<(&'static str, &'static str)>,
    places: Vec<usize>,
}

/// Merges of the customers that random histories have, one of whom nobody has heard of.
pub fn merges() -> impl Strategy<Value = Merging> {
    let pairs = prop::sample::select(vec![
        vec![("bob", "ann")],
        vec![("ann", "bob")],
        vec![("ann", "new")],
        vec![("bob", "ann"), ("cy", "bob")],
        vec![("cy", "bob"), ("bob", "ann")],
        vec![("bob", "ann"), ("cy", "ann")],
        vec![("cy", "ann"), ("ann", "bob")],
        vec![("new", "ann"), ("bob", "new"), ("bob", "new")],
    ]);
    (pairs, prop::collection::vec(0_usize..200, 3))
        .prop_map(|(pairs, places)| Merging { pairs, places })
}

impl Merging {
    /// The same merges where others come in.
    #[must_use]
    pub fn placed_as(&self, other: &Self) -> Self {
        Self {
            pairs: self.pairs.clone(),
            places: other.places.clone(),
        }
    }

    /// The inputs of the merges, received at an instant.
    pub fn inputs(&self, received: Option<Time>) -> Vec<Input> {
        let pairs = self.pairs.iter().enumerate();
        pairs
            .map(|(number, pair)| merge(number, *pair, received))
            .collect()
    }

    /// A log with the merges where they come in.
    pub fn among(&self, inputs: &[Input]) -> Vec<Input> {
        let mut places: Vec<usize> = self.places.clone();
        for place in &mut places {
            *place %= inputs.len();
        }
        places.sort_unstable();
        let mut all = Vec::new();
        for (index, input) in inputs.iter().enumerate() {
            let here = self.pairs.iter().zip(&places).enumerate();
            for (number, (pair, _)) in here.filter(|(_, (_, place))| **place == index) {
                all.push(merge(number, *pair, input.arrival()));
            }
            all.push(input.clone());
        }
        all
    }
}

fn merge(number: usize, (from, into): (&str, &str), received: Option<Time>) -> Input {
    let mut form = json!({"id": format!("merge-{number}"), "merge": {"from": from, "into": into}});
    if let Some(received) = received {
        form["received"] = json!(received);
    }
    #[expect(clippy::expect_used, reason = "a merge that is written as one")]
    serde_json::from_value(form).expect("a merge")
}
