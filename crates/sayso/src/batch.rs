//! Many pieces of work over a few threads, answers in the order asked, with a bounded number under way.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

/// Sentences can be long and trees deep.
const STACK_BYTES: usize = 16 << 20;

/// How many pieces of work may wait for a slow one before them, for each thread.
const AHEAD: usize = 8;

/// Does `work` on every item with `jobs` threads and hands the results to `sink` in the items' order, until the items end
/// or `sink` breaks off. Items are taken as they are needed, so that there may be endlessly many.
pub fn in_order<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    work: impl Fn(T) -> R + Sync,
    sink: impl FnMut(R) -> ControlFlow<()>,
) {
    let mut sink = sink;
    in_batches(items, jobs, Batches::ONE, work, |batch| batch.into_iter().try_for_each(&mut sink));
}

/// How results are handed over several at a time.
#[derive(Clone, Copy, Debug)]
pub struct Batches {
    /// No more than so many, 1 or more.
    pub most: usize,
    /// After the first of them is there, no longer wait than this for others.
    pub patience: Duration,
}

impl Batches {
    const ONE: Self = Self { most: 1, patience: Duration::ZERO };
}

/// As [`in_order`], with the results handed over several at a time, for a sink that takes many with less trouble than one.
pub fn in_batches<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: usize,
    batches: Batches,
    work: impl Fn(T) -> R + Sync,
    mut sink: impl FnMut(Vec<R>) -> ControlFlow<()>,
) {
    let jobs = jobs.max(1);
    let (tasks, queue) = sync_channel::<(T, SyncSender<R>)>(jobs);
    // While a batch is taken, the next is got ready.
    let (order, answers) = sync_channel::<Receiver<R>>((jobs * AHEAD).max(2 * batches.most));
    let queue = Mutex::new(queue);
    let next = || queue.lock().ok()?.recv().ok();
    thread::scope(|scope| {
        for _ in 0..jobs {
            let worker = || {
                while let Some((item, reply)) = next() {
                    // Nobody waits for the answer once the sink has broken off.
                    let _ = reply.send(work(item));
                }
            };
            thread::Builder::new()
                .stack_size(STACK_BYTES)
                .spawn_scoped(scope, worker)
                .expect("a thread can be started");
        }
        scope.spawn(move || {
            for item in items {
                let (reply, answer) = sync_channel(1);
                if order.send(answer).is_err() || tasks.send((item, reply)).is_err() {
                    return;
                }
            }
        });
        let mut answers = Answers { order: answers, late: None };
        while let Some(batch) = answers.next(batches) {
            if sink(batch).is_break() {
                return;
            }
        }
    });
}

/// Results in their order, as they come.
struct Answers<R> {
    order: Receiver<Receiver<R>>,
    /// The next, which was waited for once already.
    late: Option<Receiver<R>>,
}

impl<R> Answers<R> {
    /// What comes next; none after the last.
    fn next(&mut self, Batches { most, patience }: Batches) -> Option<Vec<R>> {
        let first = self.late.take().or_else(|| self.order.recv().ok())?;
        let mut batch = vec![first.recv().ok()?];
        let end = Instant::now() + patience;
        let left = || end.saturating_duration_since(Instant::now());
        while batch.len() < most {
            let Ok(answer) = self.order.recv_timeout(left()) else { break };
            match answer.recv_timeout(left()) {
                Ok(result) => batch.push(result),
                Err(_) => {
                    self.late = Some(answer);
                    break;
                }
            }
        }
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for jobs in [1, 4] {
            let mut seen = Vec::new();
            // The first are the slowest.
            let work = |n: u64| {
                let spins = (200 - n) * 1000;
                (n, (0..spins).fold(0u64, |a, b| a ^ std::hint::black_box(b)))
            };
            in_order(0..200, jobs, work, |(n, _)| {
                seen.push(n);
                ControlFlow::Continue(())
            });
            assert_eq!(seen, (0..200).collect::<Vec<_>>());
        }
    }

    #[test]
    fn batches_have_all_results_in_order_and_are_no_larger_than_asked() {
        let batches = Batches { most: 7, patience: Duration::from_secs(60) };
        let (mut seen, mut sizes) = (Vec::new(), Vec::new());
        in_batches(
            0..100,
            3,
            batches,
            |n: usize| n,
            |batch| {
                sizes.push(batch.len());
                seen.extend(batch);
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, (0..100).collect::<Vec<_>>());
        // Nothing is handed over early where there is time to wait for more.
        assert_eq!(sizes, [vec![7; 14], vec![2]].concat());
    }

    #[test]
    fn what_is_there_is_handed_over_though_the_next_does_not_come() {
        let (go, wait) = sync_channel::<()>(1);
        let wait = Mutex::new(wait);
        let work = |n: usize| {
            if n == 2 {
                wait.lock().expect("nobody panics").recv().expect("it is let go");
            }
            n
        };
        let batches = Batches { most: 7, patience: Duration::from_millis(1) };
        let mut seen = Vec::new();
        in_batches(0..4, 2, batches, work, |batch| {
            seen.extend(batch);
            // The third is done only when those before it have been handed over.
            if seen == [0, 1] {
                go.send(()).expect("it is waited for");
            }
            ControlFlow::Continue(())
        });
        assert_eq!(seen, [0, 1, 2, 3]);
    }

    #[test]
    fn an_endless_list_is_taken_only_as_far_as_needed() {
        let taken = AtomicUsize::new(0);
        let items = (0..).inspect(|_| {
            taken.fetch_add(1, Ordering::Relaxed);
        });
        let mut seen = 0;
        in_order(
            items,
            2,
            |n: usize| n,
            |_| {
                seen += 1;
                if seen == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(seen, 10);
        assert!(taken.into_inner() <= 10 + 2 * AHEAD + 2 + 2 + 1);
    }
}
