//! Reader, workers, writer: what goes in first comes out first, whatever the number of threads.

use super::budget::Budget;
use crate::input::Item;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Items that go to a worker together.
const BATCH_ITEMS: usize = 32;
/// Bytes that go to a worker together.
const BATCH_BYTES: usize = 128 << 10;
/// Bytes of input between reader and writer. A sheet is some ten times its text.
const IN_FLIGHT: usize = 6 << 20;

struct Batch<T> {
    number: u64,
    bytes: usize,
    items: Vec<T>,
}

/// Runs `work` over all items on `jobs` threads, and `sink` over the results in the order of the items.
///
/// # Errors
/// The first error of `sink`; the rest of the work is given up then.
pub fn run<R, W, E>(
    items: impl Iterator<Item = Item> + Send,
    jobs: usize,
    make: impl Fn() -> W + Sync,
    mut sink: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E>
where
    R: Send,
    W: FnMut(Item) -> R,
{
    let budget = Budget::new(IN_FLIGHT, jobs * 8);
    let (to_work, from_reader) = sync_channel::<Batch<Item>>(jobs * 2);
    let (to_sink, from_work) = channel::<Batch<R>>();
    let from_reader = Mutex::new(from_reader);
    std::thread::scope(|scope| {
        scope.spawn(|| read(items, &budget, to_work));
        for _ in 0..jobs {
            let to_sink = to_sink.clone();
            scope.spawn(|| work(&from_reader, to_sink, make()));
        }
        drop(to_sink);
        let mut waiting: BTreeMap<u64, Batch<R>> = BTreeMap::new();
        let mut next = 0;
        for batch in &from_work {
            waiting.insert(batch.number, batch);
            while let Some(batch) = waiting.remove(&next) {
                next += 1;
                for result in batch.items {
                    if let Err(e) = sink(result) {
                        budget.close();
                        return Err(e);
                    }
                }
                budget.free(batch.bytes);
            }
        }
        Ok(())
    })
}

fn read(items: impl Iterator<Item = Item>, budget: &Budget, to_work: SyncSender<Batch<Item>>) {
    let mut batch = Batch { number: 0, bytes: 0, items: Vec::new() };
    let send = |batch: &mut Batch<Item>| {
        let full = Batch { number: batch.number, bytes: batch.bytes, items: std::mem::take(&mut batch.items) };
        batch.number += 1;
        batch.bytes = 0;
        budget.take(full.bytes) && to_work.send(full).is_ok()
    };
    for item in items {
        batch.bytes += item.len();
        batch.items.push(item);
        if (batch.items.len() >= BATCH_ITEMS || batch.bytes >= BATCH_BYTES) && !send(&mut batch) {
            return;
        }
    }
    if !batch.items.is_empty() {
        send(&mut batch);
    }
}

fn work<R>(from_reader: &Mutex<Receiver<Batch<Item>>>, to_sink: Sender<Batch<R>>, mut worker: impl FnMut(Item) -> R) {
    loop {
        let next = from_reader.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = next else { return };
        let done = Batch { number: batch.number, bytes: batch.bytes, items: batch.items.into_iter().map(&mut worker).collect() };
        if to_sink.send(done).is_err() {
            return;
        }
    }
}
