//! One part of a fleet, where an engine runs the same command many times. A repository
//! falls in one part by the hash of its name, whatever the machine.
//!
//! Variables that are half there, or of two engines at once, are refused: a run that
//! took them for nothing would read the whole fleet in every part.

use crate::error::{Error, Result};
use crate::text;
use serde::Deserialize;
use std::fmt;
use std::sync::LazyLock;

/// Part `index` of `of`, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    /// Which.
    pub index: u64,
    /// Of how many.
    pub of: u64,
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Engine {
    name: String,
    index: String,
    total: Option<String>,
    base: Option<u64>,
    first: Option<String>,
    last: Option<String>,
    step: Option<String>,
    #[serde(default)]
    ordinary: Vec<String>,
    #[serde(default)]
    always: bool,
}

#[derive(Deserialize)]
struct Engines {
    engine: Vec<Engine>,
}

static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    toml::from_str::<Engines>(include_str!("engines.toml")).expect("embedded").engine
});

/// How a variable is read.
type Variable<'v> = &'v dyn Fn(&str) -> Option<String>;

impl Shard {
    /// Reads `2/8`, `auto`, or `auto/8` where the engine does not tell how many parts
    /// there are.
    pub(crate) fn parse(word: &str, variable: Variable<'_>) -> Result<Shard> {
        let (index, of) = word.split_once('/').unwrap_or((word, ""));
        let number = |word: &str| word.parse::<u64>().ok().filter(|number| *number > 0);
        if index == "auto" {
            let of =
                if of.is_empty() { None } else { Some(number(of).ok_or_else(|| wrong(word))?) };
            return auto(of, variable);
        }
        let shard = number(index).zip(number(of)).map(|(index, of)| Shard { index, of });
        shard.filter(|shard| shard.index <= shard.of).ok_or_else(|| wrong(word))
    }

    /// True when the repository `key` is of this part.
    pub(crate) fn holds(&self, key: &str) -> bool {
        let hash = blake3::hash(key.as_bytes());
        let start = hash.as_bytes()[..8].try_into().map(u64::from_le_bytes);
        start.unwrap_or_default() % self.of == self.index - 1
    }
}

fn wrong(word: &str) -> Error {
    Error::usage(text!(
        "« {word} » n’est pas une part : la première de huit s’écrit 1/8.",
        "“{word}” is not a part: the first of eight is written 1/8."
    ))
    .remedy(text!(
        "Donnez --shard 1/8 à --shard 8/8, ou --shard auto dans un moteur de tâches.",
        "Give --shard 1/8 to --shard 8/8, or --shard auto in an engine of tasks."
    ))
}

/// The part that the variables of one engine tell; `of` is the number of parts when it
/// was given.
fn auto(of: Option<u64>, variable: Variable<'_>) -> Result<Shard> {
    let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    let mut found: Vec<(&Engine, Result<Shard>)> = ENGINES
        .iter()
        .filter(|engine| {
            let index = set(&engine.index);
            let ordinary = index.as_ref().is_some_and(|value| engine.ordinary.contains(value));
            let total = engine.total.as_deref().and_then(set);
            !ordinary && (index.is_some() || total.is_some())
        })
        .map(|engine| (engine, engine.shard(of, &set)))
        .collect();
    if found.iter().any(|(engine, shard)| !engine.always && shard.is_ok()) {
        found.retain(|(engine, _)| !engine.always);
    }
    if found.len() > 1 {
        let names: Vec<&str> = found.iter().map(|(engine, _)| engine.name.as_str()).collect();
        let names = names.join(", ");
        return Err(Error::usage(text!(
            "Les variables de plusieurs moteurs sont présentes : {names}.",
            "The variables of several engines are there: {names}."
        ))
        .remedy(text!(
            "Donnez la part vous-même, avec celles du bon moteur : --shard I/N",
            "Give the part yourself, with those of the right engine: --shard I/N"
        )));
    }
    found.pop().map(|(_, shard)| shard).unwrap_or_else(|| {
        Err(Error::usage(text!(
            "Aucune variable ne dit quelle part lire : cette tâche n’est pas répartie.",
            "No variable tells which part to read: this job is not a parallel one."
        ))
        .remedy(text!(
            "Répartissez la tâche (parallel, array…), ou donnez la part : --shard I/N",
            "Make the job parallel (parallel, array…), or give the part: --shard I/N"
        )))
    })
}

impl Engine {
    fn shard(&self, given: Option<u64>, set: Variable<'_>) -> Result<Shard> {
        let number = |name: &str| -> Result<u64> {
            let value = set(name).ok_or_else(|| self.absent(name))?;
            value.trim().parse().map_err(|_| self.not_a_number(name, &value))
        };
        let optional = |name: &Option<String>| name.as_deref().map(number).transpose();
        let index = number(&self.index)?;
        let (total, last) = (optional(&self.total)?, optional(&self.last)?);
        let first = optional(&self.first)?.or(self.base).unwrap_or_default();
        let step = optional(&self.step)?.unwrap_or(1).max(1);
        let spread = last.map(|last| last.saturating_sub(first) / step + 1);
        // A list such as 1,3,7 has gaps: a place in it does not follow from the index.
        if let (Some(total), Some(spread)) = (total, spread)
            && total != spread
        {
            return Err(self.with_gaps());
        }
        let told = total.or(spread);
        let of = match (told, given) {
            (Some(told), Some(given)) if told != given => return Err(self.other(told, given)),
            (told, given) => told.or(given).ok_or_else(|| self.without_total())?,
        };
        let place = index.checked_sub(first).filter(|place| place % step == 0);
        let place = place.map(|place| place / step).filter(|place| *place < of);
        let place = place.ok_or_else(|| self.outside(index, of))?;
        Ok(Shard { index: place + 1, of })
    }

    fn absent(&self, name: &str) -> Error {
        let engine = &self.name;
        Error::usage(text!(
            "{engine} : la variable {name} manque, alors que d’autres sont là.",
            "{engine}: the variable {name} is missing, although others are there."
        ))
        .remedy(text!(
            "Répartissez la tâche dans le moteur, ou donnez la part : --shard I/N",
            "Make the job parallel in the engine, or give the part: --shard I/N"
        ))
    }

    fn not_a_number(&self, name: &str, value: &str) -> Error {
        let engine = &self.name;
        Error::usage(text!(
            "{engine} : {name} vaut « {value} », qui n’est pas un nombre.",
            "{engine}: {name} is “{value}”, which is not a number."
        ))
        .remedy(text!("Donnez la part : --shard I/N", "Give the part: --shard I/N"))
    }

    fn without_total(&self) -> Error {
        let engine = &self.name;
        Error::usage(text!(
            "{engine} ne dit pas combien il y a de parts.",
            "{engine} does not tell how many parts there are."
        ))
        .remedy(text!("Donnez leur nombre : --shard auto/8", "Give their number: --shard auto/8"))
    }

    fn with_gaps(&self) -> Error {
        let engine = &self.name;
        Error::usage(text!(
            "{engine} : les index ne se suivent pas.",
            "{engine}: the indexes do not follow one another."
        ))
        .remedy(text!(
            "Soumettez un intervalle, tel que 1-8, et non une liste.",
            "Submit a range, such as 1-8, rather than a list."
        ))
    }

    fn other(&self, told: u64, given: u64) -> Error {
        let engine = &self.name;
        Error::usage(text!(
            "{engine} compte {told} parts, et --shard {given}.",
            "{engine} counts {told} parts, and --shard {given}."
        ))
        .remedy(text!("Donnez --shard auto seul.", "Give --shard auto alone."))
    }

    fn outside(&self, index: u64, of: u64) -> Error {
        let engine = &self.name;
        Error::usage(text!(
            "{engine} : l’index {index} n’est pas d’une des {of} parts.",
            "{engine}: the index {index} is not of one of the {of} parts."
        ))
        .remedy(text!(
            "Soumettez des index qui partent du premier, ou donnez la part : --shard I/N",
            "Submit indexes that start at the first, or give the part: --shard I/N"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(word: &str, variables: &[(&str, &str)]) -> std::result::Result<String, String> {
        let read = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_string())
        };
        Shard::parse(word, &read).map(|shard| shard.to_string()).map_err(|error| error.message.en)
    }

    #[test]
    fn a_part_is_told_by_the_variables_of_one_engine() {
        for (word, variables, wanted) in [
            ("2/8", &[][..], "2/8"),
            ("auto", &[("CI_NODE_INDEX", "3"), ("CI_NODE_TOTAL", "4")], "3/4"),
            ("auto/5", &[("JOB_COMPLETION_INDEX", "0")], "1/5"),
            ("auto", &[("CIRCLE_NODE_INDEX", "1"), ("CIRCLE_NODE_TOTAL", "2")], "2/2"),
            (
                "auto",
                &[
                    ("SLURM_ARRAY_TASK_ID", "14"),
                    ("SLURM_ARRAY_TASK_COUNT", "3"),
                    ("SLURM_ARRAY_TASK_MIN", "10"),
                    ("SLURM_ARRAY_TASK_MAX", "14"),
                    ("SLURM_ARRAY_TASK_STEP", "2"),
                ],
                "3/3",
            ),
            (
                "auto",
                &[("LSB_JOBINDEX", "3"), ("LSB_JOBINDEX_END", "5"), ("LSB_JOBINDEX_STEP", "2")],
                "2/3",
            ),
            (
                "auto",
                &[
                    ("SGE_TASK_ID", "undefined"),
                    ("NOMAD_ALLOC_INDEX", "0"),
                    ("PUBLIABLE_SHARD_INDEX", "1"),
                    ("PUBLIABLE_SHARD_TOTAL", "3"),
                ],
                "2/3",
            ),
        ] {
            assert_eq!(auto(word, variables).as_deref(), Ok(wanted), "{variables:?}");
        }
    }

    #[test]
    fn what_tells_no_one_part_is_refused() {
        for (word, variables, words) in [
            ("0/4", &[][..], "not a part"),
            ("5/4", &[], "not a part"),
            ("auto/0", &[], "not a part"),
            ("auto", &[], "No variable"),
            ("auto", &[("CI_NODE_TOTAL", "1")], "CI_NODE_INDEX is missing"),
            ("auto", &[("CI_NODE_INDEX", "1")], "CI_NODE_TOTAL is missing"),
            ("auto", &[("CI_NODE_INDEX", "5"), ("CI_NODE_TOTAL", "4")], "not of one"),
            (
                "auto",
                &[("AWS_BATCH_JOB_ARRAY_INDEX", "x"), ("AWS_BATCH_JOB_ARRAY_SIZE", "2")],
                "not a number",
            ),
            ("auto", &[("OAR_ARRAY_INDEX", "1")], "how many"),
            ("auto/3", &[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "4")], "counts 4"),
            (
                "auto/4",
                &[("CI_NODE_INDEX", "1"), ("CI_NODE_TOTAL", "4"), ("JOB_COMPLETION_INDEX", "1")],
                "several engines",
            ),
            (
                "auto",
                &[
                    ("SLURM_ARRAY_TASK_ID", "3"),
                    ("SLURM_ARRAY_TASK_COUNT", "3"),
                    ("SLURM_ARRAY_TASK_MIN", "1"),
                    ("SLURM_ARRAY_TASK_MAX", "7"),
                    ("SLURM_ARRAY_TASK_STEP", "1"),
                ],
                "do not follow",
            ),
        ] {
            let refused = auto(word, variables).expect_err("refused");
            assert!(refused.contains(words), "{variables:?}: {refused}");
        }
    }

    #[test]
    fn every_repository_is_of_one_part() {
        let keys = (0..500).map(|number| format!("forge.example.org/a/{number}"));
        for key in keys {
            let parts = (1..=7).filter(|index| Shard { index: *index, of: 7 }.holds(&key));
            assert_eq!(parts.count(), 1, "{key}");
        }
    }
}
