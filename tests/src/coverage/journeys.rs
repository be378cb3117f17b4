//! How the same instances answer later, and channels side by side with the same mix.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends};
use voc_core::insight::consistency::ConsistencyQuery;
use voc_core::insight::histories::Histories;
use voc_core::journey::{Coded, Details, EventLog, LogColumns, ScoreMetric, ScoreOf};
use voc_core::signal::Body;
use voc_core::{Input, Program, Signal, Time, Value};

/// The scores that an instance may give, and how often it gives each: first, and where it answers anew.
struct Answering {
    scores: [f64; 3],
    first: [f64; 3],
    anew: [f64; 3],
}

/// Half answer as before, half anew.
const AGAIN: f64 = 0.5;

const fn answering(metric: ScoreMetric) -> Answering {
    match metric {
        ScoreMetric::Share => Answering {
            scores: [0.0, 1.0, 1.0],
            first: [0.4, 0.6, 0.0],
            anew: [0.6, 0.4, 0.0],
        },
        ScoreMetric::Mean | ScoreMetric::Nps => Answering {
            scores: [0.0, 8.0, 10.0],
            first: [0.3, 0.3, 0.4],
            anew: [0.4, 0.3, 0.3],
        },
    }
}

/// What a score adds to the number.
fn part(metric: ScoreMetric, score: f64) -> f64 {
    match metric {
        ScoreMetric::Share | ScoreMetric::Mean => score,
        ScoreMetric::Nps if score >= 9.0 => 100.0,
        ScoreMetric::Nps if score <= 6.0 => -100.0,
        ScoreMetric::Nps => 0.0,
    }
}

/// How often the interval of a change holds it, of so many instances that scored twice.
///
/// # Panics
/// Never: the log has scores.
pub fn changes(metric: ScoreMetric, n: u32, samples: u32) -> Seen {
    let Answering {
        scores,
        first,
        anew,
    } = answering(metric);
    let mean = |shares: [f64; 3]| -> f64 {
        let all = scores.iter().zip(shares);
        all.map(|(score, share)| share * part(metric, *score)).sum()
    };
    let truth = (1.0 - AGAIN) * (mean(anew) - mean(first));
    let of = ScoreOf {
        metric,
        at_least: (metric == ScoreMetric::Share).then_some(1.0),
        confidence: Some(CONFIDENCE),
    };
    let names: Vec<String> = (0..n).map(|one| format!("i-{one}")).collect();
    let codes: Vec<u32> = (0..n).flat_map(|one| [one, one]).collect();
    let at: Vec<i64> = (0..2 * i64::from(n)).collect();
    let activities: Vec<u32> = (0..2 * n).map(|row| row % 2).collect();
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| {
        let given = (0..n).flat_map(|_| {
            let before = dice.place(&first);
            let after = if dice.is_hit(AGAIN) {
                before
            } else {
                dice.place(&anew)
            };
            [before, after].map(|place| scores[place])
        });
        let given: Vec<f64> = given.collect();
        let columns = LogColumns {
            instance: Coded {
                codes: &codes,
                texts: &names,
            },
            activity: Coded {
                codes: &activities,
                texts: &["before".to_owned(), "later".to_owned()],
            },
            at: &at,
            order: None,
        };
        let details = Details {
            score: Some(&given),
            ..Details::default()
        };
        let log = EventLog::read_with(&columns, &details).expect("whole columns");
        let rows = log.experience(&of).expect("scores");
        let row = rows.iter().find(|row| row.activity == "later")?;
        row.change.map(|change| [change.low, change.high])
    };
    Seen::of(samples, drawn, truth)
}

const PROGRAM: &str = "
voc: 1
name: Coverage
fields: {csat: int}
customer: {tier: text}
metrics:
  csat: {kind: csat, of: csat, scale: [1, 5]}
  mean: {kind: mean, of: csat, scale: [1, 5]}
";

/// Of each channel and tier, how many of ten answers there are, and which share is a 5 (the others are a 2).
const CELLS: [(&str, &str, u32, f64); 4] = [
    ("phone", "gold", 3, 0.8),
    ("phone", "none", 7, 0.5),
    ("web", "gold", 5, 0.9),
    ("web", "none", 5, 0.4),
];

/// How often the interval of what lies between two channels with the same mix holds it, of so many times ten
/// answers in each.
///
/// # Panics
/// Never: the program and the signals are good.
pub fn same_mix(metric: &str, tens: u32, samples: u32) -> Seen {
    let program = Program::parse(PROGRAM).expect("a program");
    let query = ConsistencyQuery {
        metric: metric.to_owned(),
        by: "channel".to_owned(),
        at: "kind".to_owned(),
        mix: Some("customer.tier".to_owned()),
        min_n: 2,
        margin: None,
        ranks: false,
        confidence: CONFIDENCE,
    };
    // Gold customers give 8 of 20 answers.
    let with_mix = |gold: f64, none: f64| 0.4 * gold + 0.6 * none;
    let [
        (.., phone_gold),
        (.., phone_none),
        (.., web_gold),
        (.., web_none),
    ] = CELLS;
    let unit = if metric == "mean" { 3.0 } else { 1.0 };
    let truth = unit * (with_mix(phone_gold, phone_none) - with_mix(web_gold, web_none));
    let mut dice = Dice::new(u64::from(tens));
    let drawn = |_| {
        let mut inputs = Vec::new();
        for (channel, tier, of_ten, share) in CELLS {
            for _ in 0..of_ten * tens {
                let answer = if dice.is_hit(share) { 5 } else { 2 };
                inputs.push(input(inputs.len(), (channel, tier), answer));
            }
        }
        let histories = Histories::of(&program, &inputs, Vec::new(), None);
        let found = histories.consistency(&query).expect("a metric with a mix");
        let pair = found.places.first()?.pairs.first()?;
        both_ends(Some(pair.difference.low), Some(pair.difference.high))
    };
    Seen::of(samples, drawn, truth)
}

fn input(place: usize, (channel, tier): (&str, &str), answer: i64) -> Input {
    let signal = Signal {
        at: Time::MIN,
        kind: "response".to_owned(),
        customer: Some(format!("c-{place}")),
        respondent: None,
        respondent_role: None,
        touch_point: None,
        stage: None,
        channel: Some(channel.to_owned()),
        unit: None,
        employee: None,
        verbatim: None,
        fields: [("csat".to_owned(), Value::Int(answer))].into(),
        attributes: [("tier".to_owned(), Value::Text(tier.to_owned()))].into(),
    };
    Input::new(format!("s-{place}"), Body::Signal(Box::new(signal)))
}

/// The table of changes.
pub fn changes_sheet(samples: u32) -> Sheet {
    let metrics = [ScoreMetric::Share, ScoreMetric::Nps, ScoreMetric::Mean];
    let row = |n: u32| {
        let cells = metrics.map(|metric| changes(metric, n, samples).cell());
        std::iter::once(n.to_string()).chain(cells).collect()
    };
    Sheet {
        title: "Changes along a journey, among the same instances (Newcombe, Zou and Donner), drawn",
        text: format!(
            "Instances that scored twice: half of them say again what they said, half answer anew. The share falls from 0.6 to \
             0.5, NPS from 10 to 0, and the mean of the same scores (0, 8 and 10) from 6.4 to 5.9; {samples} samples."
        ),
        heads: ["instances", "share", "NPS", "mean"]
            .map(str::to_owned)
            .to_vec(),
        rows: [10, 20, 50, 100, 200].into_iter().map(row).collect(),
    }
}

/// The table of channels with the same mix.
pub fn mix_sheet(samples: u32) -> Sheet {
    let row = |tens: u32| {
        let cells = ["csat", "mean"].map(|metric| same_mix(metric, tens, samples).cell());
        std::iter::once((10 * tens).to_string())
            .chain(cells)
            .collect()
    };
    Sheet {
        title: "Channels with the same mix (Zou, Huang and Zhang; Satterthwaite), drawn",
        text: format!(
            "Two channels with so many answers each; gold customers give 3 of 10 in the one and 5 of 10 in the other, and are \
             content with 0.8 and 0.9, others with 0.5 and 0.4. What lies between the channels with the mix of both, in \
             content answers and in means; {samples} samples."
        ),
        heads: ["answers", "share", "mean"].map(str::to_owned).to_vec(),
        rows: [2, 5, 10, 20].into_iter().map(row).collect(),
    }
}
