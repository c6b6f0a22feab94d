//! What an audit may spend in all, whatever the repository holds: bounds by item do
//! not add up to one. Past it, what was not looked at is told and the audit is
//! incomplete. No honest repository meets the usual limits: unpacking 4 GiB from its
//! archives, or reading for an hour.

use crate::error::{Error, Result};
use crate::text;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// An archive of usual contents unfolds to this many times its size at most; one that
/// was made to cost much, a thousand times.
const USUAL_RATIO: u64 = 100;
/// Bytes that may be unpacked beyond that, in all.
const SURPLUS: u64 = 256 << 20;

/// How much may be spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes unpacked from archives, kept or not.
    pub unpacked: u64,
    /// Time from the moment the audit starts to look into contents.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { unpacked: 4 << 30, time: Duration::from_secs(60 * 60) }
    }
}

/// Units of size in bytes and of time in seconds, as they are written after a number.
const SIZES: [(&str, u64); 4] =
    [("kib", 1 << 10), ("mib", 1 << 20), ("gib", 1 << 30), ("tib", 1 << 40)];
const TIMES: [(&str, u64); 3] = [("s", 1), ("m", 60), ("h", 60 * 60)];

impl Limits {
    /// These limits with the one that `word` gives: a size (`2GiB`) or a time (`30m`).
    ///
    /// # Errors
    /// When `word` is neither.
    pub fn with(self, word: &str) -> Result<Limits> {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = word.split_at(digits);
        let unit = unit.trim().to_ascii_lowercase();
        let worth = |units: &[(&str, u64)]| {
            let (_, worth) = units.iter().find(|(name, _)| *name == unit)?;
            number.parse::<u64>().ok()?.checked_mul(*worth)
        };
        match (worth(&SIZES), worth(&TIMES)) {
            (Some(unpacked), _) => Ok(Limits { unpacked, ..self }),
            (_, Some(seconds)) => Ok(Limits { time: Duration::from_secs(seconds), ..self }),
            (None, None) => Err(Error::usage(text!(
                "« {word} » n’est ni une durée ni une taille.",
                "“{word}” is neither a time nor a size."
            ))
            .remedy(text!(
                "Écrivez par exemple : --budget 30m --budget 2GiB",
                "Write for example: --budget 30m --budget 2GiB"
            ))),
        }
    }
}

/// What is left of [`Limits`], shared by all that spend it.
#[derive(Debug, Clone)]
pub(crate) struct Budget(Arc<Left>);

#[derive(Debug)]
struct Left {
    unpacked: AtomicU64,
    surplus: AtomicU64,
    until: Option<Instant>,
    spent: AtomicBool,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget::new(Limits::default())
    }
}

impl Budget {
    /// The whole of `limits`, whose time starts now.
    pub(crate) fn new(limits: Limits) -> Budget {
        Budget(Arc::new(Left {
            unpacked: AtomicU64::new(limits.unpacked),
            surplus: AtomicU64::new(SURPLUS),
            until: Instant::now().checked_add(limits.time),
            spent: AtomicBool::new(false),
        }))
    }

    /// How many bytes may be unpacked from an archive of `size` bytes, `wanted` at most.
    pub(crate) fn room(&self, size: u64, wanted: u64) -> u64 {
        let usual = size.saturating_mul(USUAL_RATIO);
        let unfolding = usual.saturating_add(self.0.surplus.load(Ordering::Relaxed));
        wanted.min(self.0.unpacked.load(Ordering::Relaxed)).min(unfolding)
    }

    /// Takes `bytes` that were unpacked from an archive of `size` bytes.
    pub(crate) fn take(&self, size: u64, bytes: u64) {
        let beyond = bytes.saturating_sub(size.saturating_mul(USUAL_RATIO));
        for (left, taken) in [(&self.0.unpacked, bytes), (&self.0.surplus, beyond)] {
            let less = |left: u64| Some(left.saturating_sub(taken));
            let before = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
            if before.is_ok_and(|before| before <= taken && taken > 0) {
                self.0.spent.store(true, Ordering::Relaxed);
            }
        }
    }

    /// True when no time is left to look into one more content.
    pub(crate) fn is_over(&self) -> bool {
        let over = self.0.until.is_some_and(|until| Instant::now() > until);
        if over {
            self.0.spent.store(true, Ordering::Relaxed);
        }
        over
    }

    /// True once something was left out: what was learnt is not worth keeping.
    pub(crate) fn is_spent(&self) -> bool {
        self.0.spent.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_size_or_a_time() {
        let both = Limits::default().with("2GiB").and_then(|limits| limits.with("30m"));
        let wanted = Limits { unpacked: 2 << 30, time: Duration::from_secs(1800) };
        assert_eq!(both.expect("limits"), wanted);
        for wrong in ["", "12", "GiB", "2GB", "-3m", "99999999999999TiB"] {
            assert!(Limits::default().with(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_taken_by_one_is_missing_to_the_others() {
        let budget = Budget::new(Limits { unpacked: 100, time: Duration::from_secs(3600) });
        let other = budget.clone();
        other.take(60, 60);
        assert!(budget.room(70, 70) == 40 && !budget.is_spent() && !budget.is_over());
        other.take(40, 40);
        assert!(budget.room(70, 70) == 0 && budget.is_spent());
        // One that unfolds a thousand times spends what all such may.
        let budget = Budget::default();
        budget.take(60 << 10, 60 << 20);
        assert!(budget.room(60 << 10, 64 << 20) == 64 << 20 && !budget.is_spent());
        (0..4).for_each(|_| budget.take(60 << 10, 60 << 20));
        assert!(budget.room(60 << 10, 64 << 20) == 100 * (60 << 10) && budget.is_spent());
        assert_eq!(budget.room(60 << 20, 64 << 20), 64 << 20);
        let late = Budget::new(Limits { unpacked: 100, time: Duration::ZERO });
        std::thread::sleep(Duration::from_millis(2));
        assert!(late.is_over() && late.is_spent());
    }
}
