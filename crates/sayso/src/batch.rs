//! Many pieces of work over a few threads, answers in the order asked, with a bounded number under way.

use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

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
    mut sink: impl FnMut(R) -> ControlFlow<()>,
) {
    let jobs = jobs.max(1);
    let (tasks, queue) = sync_channel::<(T, SyncSender<R>)>(jobs);
    let (order, answers) = sync_channel::<Receiver<R>>(jobs * AHEAD);
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
        for answer in answers {
            let Ok(result) = answer.recv() else { return };
            if sink(result).is_break() {
                return;
            }
        }
    });
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
