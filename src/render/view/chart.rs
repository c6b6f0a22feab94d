//! Counts of rules by outcome, and the bars that draw them.

use crate::finding::Status;
use crate::report::Outcome;
use serde::Serialize;

/// Width of a bar, in the units of its drawing.
const WIDTH: usize = 1000;
/// The least an outcome that is present is drawn with.
const LEAST: usize = 12;

/// Rules by outcome.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    /// Requirements met.
    pub pass: usize,
    /// Not met.
    pub fail: usize,
    /// Not decided.
    pub unknown: usize,
    /// Waived.
    pub waived: usize,
    /// Answered by a person.
    pub attested: usize,
    /// That do not apply.
    pub not_applicable: usize,
    /// All of them.
    pub total: usize,
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Slice {
    /// The outcome.
    pub status: &'static str,
    /// Where it starts.
    pub x: usize,
    /// How long it is.
    pub width: usize,
}

impl Counts {
    /// Counts `outcomes`.
    pub(crate) fn of<'a>(outcomes: impl Iterator<Item = &'a Outcome>) -> Counts {
        let mut counts = Counts::default();
        for outcome in outcomes {
            *counts.of_status(outcome.outcome) += 1;
            counts.total += 1;
        }
        counts
    }

    fn of_status(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Pass => &mut self.pass,
            Status::Fail => &mut self.fail,
            Status::Unknown => &mut self.unknown,
            Status::Waived => &mut self.waived,
            Status::Attested => &mut self.attested,
            Status::NotApplicable => &mut self.not_applicable,
        }
    }

    /// The bar of these counts, in thousandths of its width: what is wrong
    /// first, and nothing so thin that it cannot be seen.
    pub(crate) fn slices(mut self) -> Vec<Slice> {
        let mut slices = Vec::new();
        let mut x = 0;
        let present =
            Status::DISPLAYED.iter().filter(|status| *self.clone().of_status(**status) > 0);
        let present = present.count();
        let room = WIDTH.saturating_sub(present * LEAST);
        for status in Status::DISPLAYED {
            let count = *self.of_status(status);
            if count > 0 {
                let width = LEAST + count * room / self.total.max(1);
                slices.push(Slice { status: status.code(), x, width });
                x += width;
            }
        }
        if let Some(last) = slices.last_mut() {
            last.width += WIDTH.saturating_sub(x);
        }
        slices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_and_shows_the_rarest_outcome() {
        let counts = Counts { pass: 998, fail: 1, unknown: 1, total: 1000, ..Counts::default() };
        let slices = counts.slices();
        assert_eq!(slices[0].status, "fail");
        assert!(slices.iter().all(|slice| slice.width >= LEAST));
        assert_eq!(slices.iter().map(|slice| slice.width).sum::<usize>(), WIDTH);
        assert!(Counts::default().slices().is_empty());
    }
}
