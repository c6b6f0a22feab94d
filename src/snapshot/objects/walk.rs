//! Meets the objects of one kind in parallel, each after the one it is stored
//! as a difference from, whose bytes and state are still there.

use super::delta::Run;
use super::{Buffers, Fault, Forest, Kind, Number, Store};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

/// What is done with each object.
pub(crate) trait Visit: Sync {
    /// What is kept of an object for those stored as a difference from it.
    type State: Send + Sync;
    /// What each thread gathers.
    type Gathered: Default + Send;

    /// False for an object that is passed over, with all those below it.
    fn needed(&self, _number: Number) -> bool {
        true
    }

    /// An object longer than this is not made, in bytes.
    fn limit(&self) -> u64;

    /// Looks at an object; `difference` says what it shares with its base.
    fn visit(
        &self,
        gathered: &mut Self::Gathered,
        number: Number,
        bytes: &[u8],
        difference: Option<Difference<'_, Self::State>>,
    ) -> Self::State;

    /// An object could not be made, nor those below it.
    fn failed(&self, _gathered: &mut Self::Gathered, _number: Number, _fault: Fault) {}
}

/// What an object shares with its base.
pub(crate) struct Difference<'a, S> {
    /// The bytes of the base.
    pub base: &'a [u8],
    /// What was kept of it.
    pub state: &'a S,
    /// What was copied from it, in order.
    pub runs: &'a [Run],
}

struct Node<S> {
    bytes: Vec<u8>,
    state: S,
}

/// An object to make, with its base.
type Task<S> = (Number, Option<Arc<Node<S>>>);

struct Shared<S> {
    tasks: Vec<Task<S>>,
    idle: usize,
}

struct Walk<'a, V: Visit> {
    store: &'a Store,
    forest: &'a Forest,
    visit: &'a V,
    roots: Vec<Number>,
    next: AtomicUsize,
    shared: Mutex<Shared<V::State>>,
    signal: Condvar,
    /// How many threads wait for something to do.
    hungry: AtomicUsize,
    threads: AtomicUsize,
}

/// Tells the other threads that one has left because of a panic, lest they
/// wait for it.
struct Leaving<'a, 'b, V: Visit>(&'a Walk<'b, V>);

impl<V: Visit> Drop for Leaving<'_, '_, V> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _shared = self.0.lock();
            self.0.threads.fetch_sub(1, Ordering::Relaxed);
            self.0.signal.notify_all();
        }
    }
}

/// A family with fewer objects than this is not shared between threads.
const SHARED: u32 = 16;

/// Meets every object of `kind` that is needed, and returns what each thread
/// gathered.
pub(crate) fn walk<V: Visit>(
    store: &Store,
    forest: &Forest,
    kind: Kind,
    visit: &V,
) -> Vec<V::Gathered> {
    let mut roots = forest.roots(store, kind);
    roots.retain(|root| visit.needed(*root));
    let threads = rayon::current_num_threads();
    let walk = Walk {
        store,
        forest,
        visit,
        roots,
        next: AtomicUsize::new(0),
        shared: Mutex::new(Shared { tasks: Vec::new(), idle: 0 }),
        signal: Condvar::new(),
        hungry: AtomicUsize::new(0),
        threads: AtomicUsize::new(threads),
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| walk.work())).collect();
        let gathered = workers.into_iter().map(|worker| match worker.join() {
            Ok(gathered) => gathered,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        gathered.collect()
    })
}

impl<V: Visit> Walk<'_, V> {
    fn work(&self) -> V::Gathered {
        let _leaving = Leaving(self);
        let mut gathered = V::Gathered::default();
        let mut buffers = Buffers::default();
        let mut tasks: VecDeque<Task<V::State>> = VecDeque::new();
        loop {
            while let Some((number, base)) = tasks.pop_back() {
                self.one(number, base, &mut tasks, &mut buffers, &mut gathered);
                self.share(&mut tasks);
            }
            match self.roots.get(self.next.fetch_add(1, Ordering::Relaxed)) {
                Some(root) => tasks.push_back((*root, None)),
                None => match self.wait() {
                    Some(task) => tasks.push_back(task),
                    None => return gathered,
                },
            }
        }
    }

    fn one(
        &self,
        number: Number,
        base: Option<Arc<Node<V::State>>>,
        tasks: &mut VecDeque<Task<V::State>>,
        buffers: &mut Buffers,
        gathered: &mut V::Gathered,
    ) {
        let limit = self.visit.limit();
        let made = match &base {
            Some(base) => self.store.made_from_base(number, &base.bytes, limit, buffers),
            None => self.store.whole(number, limit, buffers),
        };
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(fault) => return self.fail(number, fault, gathered),
        };
        let difference = base.as_ref().map(|base| Difference {
            base: &base.bytes,
            state: &base.state,
            runs: &buffers.runs,
        });
        let state = self.visit.visit(gathered, number, &bytes, difference);
        if let Some(base) = base.and_then(Arc::into_inner) {
            buffers.give(base.bytes);
        }
        // The last pushed is the first taken: the lightest.
        let children = self.forest.children(number).iter().rev();
        let mut children = children.filter(|child| self.visit.needed(**child)).peekable();
        if children.peek().is_some() {
            let node = Arc::new(Node { bytes, state });
            tasks.extend(children.map(|child| (*child, Some(Arc::clone(&node)))));
        } else {
            buffers.give(bytes);
        }
    }

    fn fail(&self, number: Number, fault: Fault, gathered: &mut V::Gathered) {
        let mut lost = vec![number];
        while let Some(number) = lost.pop() {
            if self.visit.needed(number) {
                self.visit.failed(gathered, number, fault);
                lost.extend(self.forest.children(number));
            }
        }
    }

    /// Gives a task to a thread that has none.
    fn share(&self, tasks: &mut VecDeque<Task<V::State>>) {
        if tasks.len() < 2 || self.hungry.load(Ordering::Relaxed) == 0 {
            return;
        }
        if self.forest.weight(tasks[0].0) >= SHARED
            && let Some(task) = tasks.pop_front()
        {
            self.lock().tasks.push(task);
            self.signal.notify_one();
        }
    }

    /// Waits for a task; `None` when every thread waits: all is done.
    fn wait(&self) -> Option<Task<V::State>> {
        let mut shared = self.lock();
        shared.idle += 1;
        self.hungry.fetch_add(1, Ordering::Relaxed);
        loop {
            if let Some(task) = shared.tasks.pop() {
                shared.idle -= 1;
                self.hungry.fetch_sub(1, Ordering::Relaxed);
                return Some(task);
            }
            if shared.idle >= self.threads.load(Ordering::Relaxed) {
                self.signal.notify_all();
                return None;
            }
            shared = self.signal.wait(shared).unwrap_or_else(|poisoned| poisoned.into_inner());
        }
    }

    fn lock(&self) -> MutexGuard<'_, Shared<V::State>> {
        self.shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}
