//! What becomes of the answers of a person who leaves.

use super::{Talk, Turn};
use crate::error::Result;
use crate::lang::Text;
use crate::text;

/// What is lost by leaving, and what a person who is told so decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Leaving {
    /// Stays.
    Stay,
    /// Leaves, and the answers are kept for the next time.
    Keep,
    /// Leaves, and nothing is kept.
    Lose,
}

/// Where a person who leaves questions goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Going {
    /// Out of the conversation.
    Out,
    /// To what comes next.
    On,
    /// To what came before.
    Back,
}

impl Going {
    /// Where a person who answers `turn` goes.
    pub(in crate::cli) fn of<T>(turn: &Turn<T>) -> Going {
        match turn {
            Turn::Leave => Going::Out,
            Turn::Back => Going::Back,
            Turn::Given(_) | Turn::Later => Going::On,
        }
    }

    /// The words for keeping the answers, and for keeping nothing.
    fn words(self) -> (Text, Text) {
        match self {
            Going::Out => (
                text!("Garder dans publiable.toml et quitter", "Keep in publiable.toml and leave"),
                text!("Quitter sans rien garder", "Leave and keep nothing"),
            ),
            Going::On => (
                text!(
                    "Garder dans publiable.toml et passer à la suite",
                    "Keep in publiable.toml and go on to what is next"
                ),
                text!(
                    "Passer à la suite sans rien garder",
                    "Go on to what is next and keep nothing"
                ),
            ),
            Going::Back => (
                text!(
                    "Garder dans publiable.toml et revenir en arrière",
                    "Keep in publiable.toml and go back"
                ),
                text!("Revenir en arrière sans rien garder", "Go back and keep nothing"),
            ),
        }
    }
}

impl Talk {
    /// Asks a person who leaves what becomes of the answers given, of which there
    /// are `count`, when there is where to keep them or not.
    pub(in crate::cli) fn leaving(
        &self,
        count: usize,
        keeps: bool,
        going: Going,
    ) -> Result<Leaving> {
        if count == 0 {
            return Ok(Leaving::Lose);
        }
        let prompt = text!(
            count;
            "{count} réponse n’est pas gardée. Que faire ?"
                | "{count} réponses ne sont pas gardées. Que faire ?",
            "{count} answer is not kept. What to do?" | "{count} answers are not kept. What to do?"
        );
        let (lang, (keep, lose)) = (self.lang, going.words());
        let ways = [
            (Leaving::Stay, lang.pick("Rester ici", "Stay here")),
            (Leaving::Keep, keep.get(lang)),
            (Leaving::Lose, lose.get(lang)),
        ];
        let ways: Vec<_> =
            ways.into_iter().filter(|(way, _)| keeps || *way != Leaving::Keep).collect();
        let items: Vec<String> = ways.iter().map(|(_, words)| words.to_string()).collect();
        let chosen = match self.select(prompt.get(lang), &items, 0, true)? {
            Turn::Given(at) => ways.get(at),
            _ => None,
        };
        Ok(chosen.map_or(Leaving::Stay, |(way, _)| *way))
    }
}
