use super::*;
use crate::time::Time;
use proptest::prelude::*;

const YES: Option<Reached> = Some(Reached::Told(true));

fn when(text: &str) -> Reached {
    Reached::At(Time::parse(text).unwrap())
}

/// An occasion that reached the first so many steps.
fn reached(steps: usize) -> Occasion {
    let told = |step: usize| Some(Reached::Told(step < steps));
    Occasion {
        survey: "s".to_owned(),
        eligible: told(0),
        invited: told(1),
        delivered: told(2),
        started: told(3),
        completed: told(4),
        ..Occasion::default()
    }
}

fn only(occasions: &[Occasion]) -> FunnelRow {
    let rows = funnel(occasions, &FunnelQuery::default()).unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.into_iter().next().unwrap()
}

#[test]
fn shares_are_of_those_who_came_so_far() {
    // 10 eligible, 8 invited, 6 delivered, 4 started, 3 completed.
    let reach = [1, 1, 2, 2, 3, 3, 4, 5, 5, 5];
    let row = only(&reach.map(reached));
    let n: Vec<i64> = row.steps.iter().map(|step| step.n).collect();
    assert_eq!(n, [10, 8, 6, 4, 3]);
    let shares = row
        .steps
        .iter()
        .map(|step| step.share.and_then(|it| it.value));
    let shares: Vec<_> = shares.collect();
    assert_eq!(
        shares,
        [None, Some(0.8), Some(0.75), Some(4.0 / 6.0), Some(0.75)]
    );
    let rate = row.response_rate;
    assert_eq!((rate.value, rate.n), (Some(0.375), 8));
    // Wilson by hand for 3 of 8: centre (0.375 + 3.8415/16)/(1 + 3.8415/8) = 0.41555; half 0.27881.
    assert!((rate.low.unwrap() - 0.136_84).abs() < 1e-4, "{rate:?}");
    assert!((rate.high.unwrap() - 0.694_26).abs() < 1e-4, "{rate:?}");
    assert_eq!(row.cooperation_rate.value, Some(0.5));
    assert_eq!((row.impossible, row.uninvited), (0, 0));
    let [unknown] = row.not_invited.as_slice() else {
        panic!("{row:?}")
    };
    assert_eq!((&unknown.reason, unknown.n), (&None, 2));
}

#[test]
fn what_nobody_tells_is_unknown_and_not_zero() {
    let one = Occasion {
        survey: "s".to_owned(),
        invited: YES,
        completed: YES,
        ..Occasion::default()
    };
    let other = Occasion {
        completed: None,
        ..one.clone()
    };
    let row = only(&[one, other]);
    let steps: Vec<Step> = row.steps.iter().map(|step| step.step).collect();
    assert_eq!(steps, [Step::Invited, Step::Completed]);
    assert_eq!(row.response_rate.value, Some(0.5));
    assert_eq!(row.cooperation_rate.value, None);
    assert_eq!(row.impossible, 0);
}

#[test]
fn impossible_orders_are_counted_and_told() {
    let base = Occasion {
        survey: "s".to_owned(),
        invited: Some(when("2026-03-01T08:00:00Z")),
        delivered: Some(when("2026-03-01T09:00:00Z")),
        started: Some(when("2026-03-01T10:00:00Z")),
        completed: Some(when("2026-03-01T11:00:00Z")),
        ..Occasion::default()
    };
    let early = Occasion {
        started: Some(when("2026-03-01T08:30:00Z")),
        ..base.clone()
    };
    let uninvited = Occasion {
        invited: None,
        delivered: None,
        started: None,
        ..base.clone()
    };
    let row = only(&[base, early, uninvited]);
    assert_eq!((row.impossible, row.uninvited), (2, 1));
    let told: Vec<_> = row
        .missteps
        .iter()
        .map(|row| (row.step, row.is, row.other, row.n))
        .collect();
    assert_eq!(
        told,
        [
            (Step::Started, Misstep::Before, Step::Delivered, 1),
            (Step::Completed, Misstep::Without, Step::Started, 1),
        ]
    );
    // Who was not invited is in no rate.
    assert_eq!(
        (row.response_rate.value, row.response_rate.n),
        (Some(1.0), 2)
    );
}

#[test]
fn by_group_segment_and_period() {
    let one = Occasion {
        unit: Some("north".to_owned()),
        segments: vec!["gold".to_owned(), "old".to_owned()],
        invited: Some(when("2026-03-31T23:30:00Z")),
        ..reached(5)
    };
    let other = Occasion {
        unit: None,
        segments: Vec::new(),
        invited: Some(when("2026-03-02T00:00:00Z")),
        ..reached(2)
    };
    let query = FunnelQuery {
        by: vec!["segment".to_owned(), "unit".to_owned()],
        every: Some("P1M").map(|span| crate::time::Span::parse(span).unwrap()),
        time_zone: Some("Europe/London".to_owned()),
        ..FunnelQuery::default()
    };
    let rows = funnel(&[one, other], &query).unwrap();
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            let part = |name: &str| row.group.get(name).unwrap().as_deref();
            (row.period.as_deref(), part("segment"), part("unit"))
        })
        .collect();
    // Half past eleven in UTC is April in London.
    assert_eq!(
        told,
        [
            (Some("2026-03-01"), None, None),
            (Some("2026-04-01"), Some("gold"), Some("north")),
            (Some("2026-04-01"), Some("old"), Some("north")),
        ]
    );
}

#[test]
fn mistakes_are_named() {
    let path = |query: FunnelQuery| funnel(&[reached(1)], &query).unwrap_err().path.unwrap();
    let usual = FunnelQuery::default;
    assert_eq!(
        path(FunnelQuery {
            by: vec!["untit".to_owned()],
            ..usual()
        }),
        "by"
    );
    assert_eq!(
        path(FunnelQuery {
            every: Some(crate::time::Span::of_days(2)),
            ..usual()
        }),
        "every"
    );
    assert_eq!(
        path(FunnelQuery {
            time_zone: Some("Europe/Londn".to_owned()),
            ..usual()
        }),
        "time_zone"
    );
    assert_eq!(
        path(FunnelQuery {
            confidence: 1.0,
            ..usual()
        }),
        "confidence"
    );
    assert!(funnel(&[], &usual()).unwrap().is_empty());
}

fn any_reached() -> impl Strategy<Value = Option<Reached>> {
    prop_oneof![
        Just(None),
        any::<bool>().prop_map(|told| Some(Reached::Told(told))),
        (0_i64..6).prop_map(|hour| Some(Reached::At(Time::from_micros(hour).unwrap()))),
    ]
}

fn any_occasion() -> impl Strategy<Value = Occasion> {
    let steps = prop::array::uniform5(any_reached());
    (steps, 0..2_u8, 0..3_u8).prop_map(|(steps, survey, unit)| {
        let [eligible, invited, delivered, started, completed] = steps;
        Occasion {
            survey: survey.to_string(),
            unit: Some(unit.to_string()),
            eligible,
            invited,
            delivered,
            started,
            completed,
            ..Occasion::default()
        }
    })
}

proptest! {
    #[test]
    fn nothing_is_lost_and_shares_are_shares(occasions in prop::collection::vec(any_occasion(), 0..30)) {
        let all = funnel(&occasions, &FunnelQuery::default()).unwrap();
        let by = FunnelQuery { by: vec!["unit".to_owned()], ..FunnelQuery::default() };
        let by = funnel(&occasions, &by).unwrap();
        for row in &all {
            let parts = || by.iter().filter(|part| part.survey == row.survey);
            prop_assert_eq!(parts().map(|part| part.impossible).sum::<i64>(), row.impossible);
            prop_assert_eq!(parts().map(|part| part.uninvited).sum::<i64>(), row.uninvited);
            for step in &row.steps {
                let told = occasions.iter().filter(|one| one.survey == row.survey && one.has(step.step));
                prop_assert_eq!(i64::try_from(told.count()).unwrap(), step.n);
                let n = parts().flat_map(|part| &part.steps).filter(|part| part.step == step.step);
                prop_assert_eq!(n.map(|part| part.n).sum::<i64>(), step.n);
                if let Some(value) = step.share.and_then(|share| share.value) {
                    prop_assert!((0.0..=1.0).contains(&value));
                }
            }
        }
    }

    #[test]
    fn in_order_nothing_is_impossible(reach in prop::collection::vec(0_usize..=5, 1..30)) {
        let occasions: Vec<Occasion> = reach.iter().map(|steps| reached(*steps)).collect();
        let row = only(&occasions);
        prop_assert_eq!((row.impossible, row.uninvited), (0, 0));
        let n: Vec<i64> = row.steps.iter().map(|step| step.n).collect();
        prop_assert!(n.is_sorted_by(|one, next| one >= next));
    }
}
