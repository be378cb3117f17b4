//! Held to `BTreeMap`.

use super::{Few, Keyed, Map, sorted_by};
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #[test]
    fn they_hold_what_a_tree_holds(
        steps in prop::collection::vec((0_u16..900, prop::option::of(0_u8..9)), 0..1500),
        low in 0_u16..900,
        high in 0_u16..900,
    ) {
        let (mut map, mut few, mut tree) = (Map::new(), Few::new(), BTreeMap::new());
        for (key, step) in steps {
            if let Some(value) = step {
                let before = tree.insert(key, value);
                prop_assert_eq!(map.insert(key, value), before);
                prop_assert_eq!(few.insert(key, value), before);
            } else {
                let before = tree.remove(&key);
                prop_assert_eq!(map.remove(&key), before);
                prop_assert_eq!(few.remove(&key), before);
            }
        }
        *map.or_default(&7) += 1;
        few.update(7, |value| *value += 1);
        *tree.entry(7).or_default() += 1;
        prop_assert!(map.iter().eq(&tree) && few.iter().eq(&tree));
        prop_assert!(map.iter().rev().eq(tree.iter().rev()));
        prop_assert!(map.keys().eq(tree.keys()) && few.keys().eq(tree.keys()));
        prop_assert_eq!((map.len(), few.len()), (tree.len(), tree.len()));
        map.retain(|key, _| key % 5 != 0);
        few.retain(|key, _| key % 5 != 0);
        tree.retain(|key, _| key % 5 != 0);
        map.insert(5_u16, 5);
        few.insert(5, 5);
        tree.insert(5, 5);
        prop_assert!(map.iter().eq(&tree) && few.iter().eq(&tree));
        let (low, high) = (low.min(high), low.max(high));
        prop_assert!(map.range(low..=high).eq(tree.range(low..=high)));
        prop_assert!(map.range(low..high).rev().eq(tree.range(low..high).rev()));
        prop_assert!(map.range(..low).rev().eq(tree.range(..low).rev()));
        prop_assert!(map.range(high..).eq(tree.range(high..)));

        let text = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(&serde_json::to_string(&map).unwrap(), &text);
        prop_assert_eq!(&serde_json::to_string(&few).unwrap(), &text);
        prop_assert_eq!(&serde_json::from_str::<Map<u16, u8>>(&text).unwrap(), &map);
        prop_assert_eq!(&serde_json::from_str::<Few<u16, u8>>(&text).unwrap(), &few);
        prop_assert_eq!(map.pop_first_if(|_, _| true), tree.pop_first());
        prop_assert_eq!(map.pop_first_if(|_, _| false), None);
        prop_assert!(map.into_iter().eq(tree));
    }

    #[test]
    fn keyed_values_are_those_of_a_tree(
        steps in prop::collection::vec((0_u16..300, prop::option::of(0_u8..9)), 0..900),
    ) {
        let (mut keyed, mut tree) = (Keyed::<u8>::default(), BTreeMap::new());
        for (key, step) in steps {
            let key = format!("k{key}");
            match step {
                Some(0) => {
                    *keyed.or_default(&key) += 1;
                    *tree.entry(key).or_default() += 1;
                }
                Some(value) => {
                    let before = tree.insert(key.clone(), value);
                    prop_assert_eq!(keyed.insert(key.into(), value), before);
                }
                None => prop_assert_eq!(keyed.remove(&key), tree.remove(&key)),
            }
        }
        prop_assert_eq!(keyed.len(), tree.len());
        for (key, value) in &tree {
            prop_assert_eq!(keyed.get(key), Some(value));
        }
        let text = serde_json::to_string(&tree).unwrap();
        prop_assert_eq!(&serde_json::to_string(&keyed).unwrap(), &text);
        prop_assert_eq!(&serde_json::from_str::<Keyed<u8>>(&text).unwrap(), &keyed);
    }

    #[test]
    fn of_one_key_the_last_value_counts(entries in prop::collection::vec((0_u8..9, 0_u8..9), 0..30)) {
        let tree: BTreeMap<u8, u8> = entries.iter().copied().collect();
        let few: Few<u8, u8> = entries.iter().copied().collect();
        prop_assert!(few.into_iter().eq(tree));
        let mut sorted = entries.clone();
        sorted.sort_by_key(|(key, _)| *key);
        prop_assert_eq!(sorted_by(entries, &|one, two| one.0.cmp(&two.0)), sorted);
    }
}
