//! What threads share.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What `lock` holds; a thread that failed while it held it left it whole.
pub(super) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
