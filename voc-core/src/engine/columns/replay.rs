//! The rows taken one after another: for what columns do not tell.

use super::FrameRun;
use super::found::Found;
use crate::engine::{Engine, Refused, Run, run};
use crate::ordered::sort_by;
use crate::signal::Input;
use crate::time::Time;

impl FrameRun {
    /// Takes the rows one after another.
    pub(super) fn replay(&self, keeps_events: bool) -> Run {
        match &self.found {
            Some(found) => self.stream(found, keeps_events),
            None => self.gather(),
        }
    }

    /// All of them at once, where their order is not known.
    fn gather(&self) -> Run {
        let rows = self.source.reader();
        let (mut inputs, mut unread) = (Vec::new(), Vec::new());
        for row in 0..self.source.table.len() {
            match rows.input(row) {
                Ok(input) => inputs.push(input),
                Err(refused) => unread.push(refused),
            }
        }
        inputs.extend(self.source.others.iter().cloned());
        let mut run = run(&self.program, inputs, self.source.until);
        for (id, error) in unread.into_iter().chain(self.source.unread.iter().cloned()) {
            run.refuse(id, error);
        }
        run
    }

    /// One at a time, in the order that was found.
    fn stream(&self, found: &Found, keeps_events: bool) -> Run {
        let rows = self.source.reader();
        let mut run = Run {
            engine: Engine::new(self.program.clone()),
            events: Vec::new(),
            refused: Vec::new(),
        };
        let mut take = |mut input: Input| {
            input.received = input.arrival();
            run.take(input);
            if !keeps_events {
                run.events.clear();
            }
        };
        let mut others = self.source.others.iter().peekable();
        for place in (0_u32..).take(found.len(&self.source)) {
            let Ok(input) = rows.input(found.row(place)) else {
                continue;
            };
            let key = (input.arrival(), input.id.as_str());
            while let Some(other) =
                others.next_if(|other| (other.arrival(), other.id.as_str()) < key)
            {
                take(other.clone());
            }
            take(input);
        }
        for other in others {
            take(other.clone());
        }
        run.end(self.source.until);
        if !keeps_events {
            run.events.clear();
        }
        self.refuse(found, &mut run);
        run
    }

    /// Those that were refused, in the order in which they would have been.
    fn refuse(&self, found: &Found, run: &mut Run) {
        let at = |id: &str| {
            let mut others = self.source.others.iter();
            others
                .find(|input| input.id == id)
                .and_then(Input::at)
                .unwrap_or(Time::MIN)
        };
        let commands: Vec<_> = std::mem::take(&mut run.refused);
        let commands = commands.into_iter().map(|one| (at(&one.id), one));
        let rows = found.refused.iter();
        let rows = rows.map(|(at, one)| {
            run.engine.refuse(&one.error);
            (*at, one.clone())
        });
        let mut refused: Vec<(Time, Refused)> = rows.chain(commands).collect();
        sort_by(&mut refused, &|one, two| {
            (one.0, &one.1.id).cmp(&(two.0, &two.1.id))
        });
        run.refused = refused.into_iter().map(|(_, one)| one).collect();
        for (id, error) in found.unread.iter().chain(&self.source.unread) {
            run.refuse(id.clone(), error.clone());
        }
    }
}
