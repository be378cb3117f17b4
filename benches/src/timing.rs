//! How long something takes: the median of some repetitions, by the processor and by the clock.

use cpu_time::ProcessTime;
use std::time::{Duration, Instant};
use voc_workload::{AlertSet, Found};

/// What a run took, and found.
#[derive(Debug, Clone, Copy)]
pub struct Timing {
    /// Processor time of all threads.
    pub cpu: Duration,
    /// Time on the clock.
    pub wall: Duration,
    /// The same in every repetition.
    pub found: Found,
}

/// What a run leaves: its alerts, and perhaps an engine that is thrown away when the clock has stopped.
pub trait Finds {
    /// The alerts that were found.
    fn alerts(&self) -> &AlertSet;

    /// What of the run's time went into making its material.
    fn aside(&self) -> Spent {
        Spent::default()
    }
}

/// Time that has gone by.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spent {
    /// Of the processor, all threads.
    pub cpu: Duration,
    /// On the clock.
    pub wall: Duration,
}

impl Spent {
    /// Does something, and adds the time that it takes.
    pub fn on<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let (wall, cpu) = (Instant::now(), ProcessTime::now());
        let result = work();
        self.cpu += cpu.elapsed();
        self.wall += wall.elapsed();
        result
    }
}

impl Finds for AlertSet {
    fn alerts(&self) -> &AlertSet {
        self
    }
}

impl<F: Finds + ?Sized> Finds for Box<F> {
    fn alerts(&self) -> &AlertSet {
        (**self).alerts()
    }

    fn aside(&self) -> Spent {
        (**self).aside()
    }
}

/// Repeats a run; `prepare` is not timed. None where two repetitions find different alerts.
///
/// # Errors
/// Those of `prepare`.
pub fn median<Run: FnOnce() -> Of, Of: Finds, Error>(
    repetitions: usize,
    mut prepare: impl FnMut() -> Result<Run, Error>,
) -> Result<Option<Timing>, Error> {
    let mut runs = Vec::new();
    for _ in 0..repetitions.max(1) {
        let run = prepare()?;
        let mut spent = Spent::default();
        let of_run = spent.on(run);
        let aside = of_run.aside();
        let cpu = spent.cpu.saturating_sub(aside.cpu);
        let wall = spent.wall.saturating_sub(aside.wall);
        let found = of_run.alerts().found();
        runs.push(Timing { cpu, wall, found });
    }
    let same = runs.windows(2).all(|pair| pair[0].found == pair[1].found);
    let middle = |of: fn(&Timing) -> Duration| {
        let mut times: Vec<Duration> = runs.iter().map(of).collect();
        times.sort_unstable();
        times[times.len() / 2]
    };
    let timing = Timing {
        cpu: middle(|run| run.cpu),
        wall: middle(|run| run.wall),
        found: runs[0].found,
    };
    Ok(same.then_some(timing))
}
