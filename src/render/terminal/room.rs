//! How much of a report the first screen tells: what every screen tells, then what it
//! gains one thing at a time, as long as it holds in the lines of a terminal.

/// How much is told one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Causes of incompleteness.
    pub causes: usize,
    /// Whether the command that brings what the first cause hides is given.
    pub remedy: bool,
    /// Whether the checks that wait until everything is read are counted.
    pub waiting: bool,
    /// Rules that block.
    pub blocking: usize,
    /// Those of them whose findings are counted by kind.
    pub kinds: usize,
    /// Whether what to do about secrets has a line.
    pub revoke: bool,
    /// Commands that show what blocks.
    pub commands: usize,
    /// Important rules that someone has to decide about.
    pub important: usize,
    /// Rules that would block if what they doubt of were true.
    pub doubts: usize,
    /// Commands that show them.
    pub details: usize,
    /// Lines of the common gaps.
    pub gaps: usize,
    /// Whether these have a line each.
    pub listed: bool,
    /// Whether who has to answer has a line, where the command leaves no room.
    pub who: bool,
    /// Rules to verify.
    pub verify: usize,
    /// Whether the usual degree is explained.
    pub degree: bool,
    /// Whether blank lines part the sections.
    pub airy: bool,
}

impl Room {
    /// What every screen tells.
    pub(super) const LEAST: Room = Room {
        causes: 1,
        remedy: false,
        waiting: false,
        blocking: 3,
        kinds: 0,
        revoke: false,
        commands: 1,
        important: 1,
        doubts: 1,
        details: 0,
        gaps: 1,
        listed: false,
        who: false,
        verify: 0,
        degree: false,
        airy: false,
    };

    /// The most that fits: what can be gained is tried in order, the heaviest consequence
    /// first, and what does not fit leaves its lines to what comes after.
    pub(super) fn most(fits: impl Fn(Room) -> bool) -> Room {
        let gains = GAINS.iter().flat_map(|(gain, times)| std::iter::repeat_n(gain, *times));
        gains.fold(Room::LEAST, |room, gain| {
            let mut larger = room;
            gain(&mut larger);
            if fits(larger) { larger } else { room }
        })
    }
}

/// What is gained at once, and how many times in a row.
type Gain = (fn(&mut Room), usize);

/// What a screen may gain, each after what weighs more.
const GAINS: [Gain; 24] = [
    (|room| room.blocking += 1, 6),
    (|room| room.waiting = true, 1),
    (|room| room.kinds += 1, 3),
    (|room| room.revoke = true, 1),
    (|room| room.doubts += 1, 2),
    (|room| room.remedy = true, 1),
    (|room| room.verify += 1, 1),
    (|room| room.details += 1, 1),
    (|room| room.important += 1, 2),
    (|room| room.who = true, 1),
    (|room| room.verify += 1, 2),
    (|room| room.doubts += 2, 1),
    (|room| room.commands += 1, 1),
    (|room| room.gaps += 1, 1),
    (|room| room.important += 1, 3),
    (|room| room.important += 2, 1),
    (|room| room.verify += 1, 3),
    (|room| room.verify += 2, 1),
    (|room| room.details += 1, 1),
    (|room| room.causes += 1, 2),
    (|room| room.gaps += 2, 1),
    (|room| room.degree = true, 1),
    (|room| room.airy = true, 1),
    (|room| room.listed = true, 1),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_leaves_its_lines_to_what_comes_after() {
        assert_eq!(Room::most(|_| false), Room::LEAST);
        let full = Room::most(|_| true);
        assert!(full.airy && full.listed && full.verify == 8 && full.important == 8);
        let tight = Room::most(|room| !room.airy && room.verify <= 2);
        assert!(!tight.airy && tight.degree && tight.verify == 2 && tight.important == 8);
    }
}
