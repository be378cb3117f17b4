//! Which steps are drawn, and where they lead.

use super::{PathMap, PathStep};
use crate::named::Named;
use crate::picture::canvas::Canvas;
use crate::picture::words::{count, duration, number};
use crate::program::Label;

/// Where a way leads, seen along the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// To something further on.
    Ahead,
    /// To something earlier.
    Back,
    /// To the same again.
    Again,
}

/// A step between two nodes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) n: u64,
    instances: u64,
    /// Its count and its median time.
    pub(super) label: String,
}

/// Something that happens, or the start or the end.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) n: u64,
}

/// What is drawn: node 0 is the start, the last one the end, those in between are the activities.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ways {
    pub(super) nodes: Vec<Node>,
    pub(super) drawn: Vec<Way>,
    /// How many steps there are in all, and how often they were taken.
    pub(super) all: (u64, u64),
    /// The same of those that are not drawn.
    pub(super) left_out: (u64, u64),
}

impl Way {
    pub(super) fn course(&self) -> Course {
        match self.from.cmp(&self.to) {
            std::cmp::Ordering::Less => Course::Ahead,
            std::cmp::Ordering::Equal => Course::Again,
            std::cmp::Ordering::Greater => Course::Back,
        }
    }
}

impl Ways {
    pub(super) fn of(map: &PathMap, canvas: &Canvas) -> Self {
        let nodes = nodes(map, canvas);
        let all = all(map, nodes.len() - 1);
        let drawn = drawn(&all, nodes.len(), map);
        let sum = |ways: &mut dyn Iterator<Item = &Way>| {
            ways.fold((0_u64, 0_u64), |(ways, times), way| {
                (ways + 1, times.saturating_add(way.n))
            })
        };
        let whole = sum(&mut all.iter());
        let kept = sum(&mut drawn.iter());
        Self {
            nodes,
            drawn,
            all: whole,
            left_out: (whole.0 - kept.0, whole.1.saturating_sub(kept.1)),
        }
    }

    /// The place of the end.
    pub(super) fn end(&self) -> usize {
        self.nodes.len().saturating_sub(1)
    }

    pub(super) fn name(&self, node: usize) -> &str {
        self.nodes.get(node).map_or("", |node| node.name.as_str())
    }

    /// The ways from a node, the most frequent first.
    pub(super) fn from(&self, node: usize) -> Vec<&Way> {
        let mut ways: Vec<&Way> = self.drawn.iter().filter(|way| way.from == node).collect();
        ways.sort_by_key(|way| (std::cmp::Reverse(way.n), way.to));
        ways
    }

    /// How often the most frequent way is taken, and the most frequent activity happens.
    pub(super) fn most(&self) -> (u64, u64) {
        let ways = self.drawn.iter().map(|way| way.n).max();
        let inner = self.nodes.iter().take(self.end()).skip(1);
        (
            ways.unwrap_or(0),
            inner.map(|node| node.n).max().unwrap_or(0),
        )
    }
}

fn sum(counts: &mut dyn Iterator<Item = u64>) -> u64 {
    counts.fold(0, u64::saturating_add)
}

fn nodes(map: &PathMap, canvas: &Canvas) -> Vec<Node> {
    let start = Node {
        name: "Start".to_owned(),
        n: sum(&mut map.activities.iter().map(|it| it.first)),
    };
    let end = Node {
        name: "End".to_owned(),
        n: sum(&mut map.activities.iter().map(|it| it.last)),
    };
    let inner = map.activities.iter().map(|activity| Node {
        name: match &activity.label {
            Some(label) => canvas.text(label),
            None => canvas.text(&Label::One(activity.id.clone())),
        },
        n: activity.n,
    });
    std::iter::once(start).chain(inner).chain([end]).collect()
}

/// Every step, those from the start and to the end among them.
fn all(map: &PathMap, end: usize) -> Vec<Way> {
    let mut places = Named::new();
    let mut ways = Vec::new();
    let edge = |from: usize, to: usize, n: u64| Way {
        from,
        to,
        n,
        instances: n,
        label: count(n),
    };
    for (place, activity) in (1..).zip(&map.activities) {
        places.insert(activity.id.as_str(), place);
        if activity.first > 0 {
            ways.push(edge(0, place, activity.first));
        }
    }
    for step in map.steps.iter().filter(|step| step.n > 0) {
        let from = places.get(step.from.as_str());
        let to = places.get(step.to.as_str());
        let (Some(from), Some(to)) = (from, to) else {
            continue;
        };
        ways.push(Way {
            from: *from,
            to: *to,
            n: step.n,
            instances: step.instances.unwrap_or(step.n),
            label: label(step),
        });
    }
    for (place, activity) in (1..).zip(&map.activities) {
        if activity.last > 0 {
            ways.push(edge(place, end, activity.last));
        }
    }
    ways
}

fn label(step: &PathStep) -> String {
    let n = count(step.n);
    match step.median_us {
        Some(median) => format!("{n} · {}", duration(median)),
        None => n,
    }
}

fn drawn(all: &[Way], nodes: usize, map: &PathMap) -> Vec<Way> {
    let (mut out, mut into) = (vec![None; nodes], vec![None; nodes]);
    for (place, way) in all.iter().enumerate() {
        if way.from == way.to {
            continue;
        }
        for (best, node) in [(&mut out, way.from), (&mut into, way.to)] {
            let Some(best) = best.get_mut(node) else {
                continue;
            };
            let more = |best: &usize| all.get(*best).is_none_or(|best| best.n < way.n);
            if best.as_ref().is_none_or(more) {
                *best = Some(place);
            }
        }
    }
    let instances = number(map.instances.max(1));
    let frequent = |way: &Way| number(way.instances) / instances >= map.at_least;
    let best = |place: usize| out.contains(&Some(place)) || into.contains(&Some(place));
    let kept = all.iter().enumerate();
    let kept = kept.filter(|(place, way)| frequent(way) || best(*place));
    kept.map(|(_, way)| way.clone()).collect()
}
