//! Values by the small number of their group, without a list for each.

/// Lays values side by side by their groups, which are numbered from 0 without gaps.
pub(super) struct Grouped {
    values: Vec<i64>,
    ends: Vec<usize>,
}

impl Grouped {
    /// The values of each group, of which there are `groups`.
    pub(super) fn of(groups: usize, values: impl Iterator<Item = (u32, i64)> + Clone) -> Self {
        let mut places = vec![0_usize; groups];
        for (group, _) in values.clone() {
            if let Some(count) = places.get_mut(group as usize) {
                *count += 1;
            }
        }
        let mut next = 0;
        for place in &mut places {
            let count = std::mem::replace(place, next);
            next += count;
        }
        let mut laid = vec![0_i64; next];
        for (group, value) in values {
            let Some(place) = places.get_mut(group as usize) else {
                continue;
            };
            if let Some(laid) = laid.get_mut(*place) {
                *laid = value;
            }
            *place += 1;
        }
        Self {
            values: laid,
            ends: places,
        }
    }

    /// The values of a group.
    pub(super) fn group(&mut self, group: usize) -> &mut [i64] {
        let start = match group.checked_sub(1) {
            Some(before) => self.ends.get(before).copied(),
            None => Some(0),
        };
        let span = start.zip(self.ends.get(group).copied());
        let span = span.and_then(|(start, end)| self.values.get_mut(start..end));
        span.unwrap_or_default()
    }
}
