//! Counts: of the whole, of each ministry and of each body. A repository of two bodies
//! is counted in each of them, and once in the whole.

use super::index::{Index, Repository, Standing};
use super::input::Body;
use crate::error::Result;
use crate::lang::{Lang, Text, said};
use crate::report::Verdict;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// How many repositories came to what. The five parts add up to `repositories`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// All of them.
    pub repositories: usize,
    /// Publishable.
    pub publishable: usize,
    /// With reservations.
    pub reservations: usize,
    /// Not publishable.
    pub refused: usize,
    /// Read in part, of which nothing is concluded.
    pub incomplete: usize,
    /// Not read.
    pub missing: usize,
}

impl Counts {
    /// Counts `one`. What holds the same as another is not counted.
    pub(crate) fn add(&mut self, one: &Repository) {
        if one.standing == Standing::Same {
            return;
        }
        self.repositories += 1;
        let part = match one.headline() {
            None => &mut self.missing,
            Some(Verdict::Publiable) => &mut self.publishable,
            Some(Verdict::PubliableSousReserve) => &mut self.reservations,
            Some(Verdict::NonPubliable) => &mut self.refused,
            Some(Verdict::AuditIncomplet) => &mut self.incomplete,
        };
        *part += 1;
    }

    /// The whole and its parts, in the order of [`heads`].
    pub(crate) fn cells(&self) -> [usize; 6] {
        let Counts { repositories, publishable, reservations, refused, incomplete, missing } =
            *self;
        [repositories, publishable, reservations, refused, incomplete, missing]
    }
}

/// What each count is called.
pub(crate) fn heads() -> [Text; 6] {
    [
        text!("dépôts", "repositories"),
        text!("publiables", "publishable"),
        text!("sous réserve", "with reservations"),
        text!("non publiables", "not publishable"),
        text!("incomplets", "incomplete"),
        text!("non lus", "not read"),
    ]
}

/// The name of what has none.
pub(crate) fn unknown() -> Text {
    text!("organisme inconnu", "unknown body")
}

/// The counts of a fleet.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    /// The whole.
    pub all: Counts,
    /// By ministry, which may be empty.
    pub ministries: BTreeMap<String, Counts>,
    /// By body; `None` for unknown.
    pub bodies: BTreeMap<Option<Body>, Counts>,
    /// Repositories that hold what another does.
    pub same: usize,
}

impl Summary {
    /// Counts what `index` holds.
    pub(crate) fn of(index: &Index) -> Result<Summary> {
        let mut summary = Summary::default();
        let bodies = index.bodies()?;
        for one in index.repositories()? {
            summary.all.add(&one);
            summary.same += usize::from(one.standing == Standing::Same);
            let own = bodies.get(&one.key).map(Vec::as_slice).unwrap_or_default();
            for body in own {
                summary.bodies.entry(Some(body.clone())).or_default().add(&one);
            }
            let mut ministries: BTreeSet<&str> =
                own.iter().map(|body| body.ministry.as_str()).collect();
            if own.is_empty() {
                summary.bodies.entry(None).or_default().add(&one);
                ministries.insert("");
            }
            for ministry in ministries {
                summary.ministries.entry(ministry.to_string()).or_default().add(&one);
            }
        }
        summary.bodies.retain(|_, counts| counts.repositories > 0);
        summary.ministries.retain(|_, counts| counts.repositories > 0);
        Ok(summary)
    }

    /// A table: one line a body, the largest first, and the whole.
    pub(crate) fn table(&self, lang: Lang, most: usize) -> Vec<Vec<String>> {
        let mut head = vec![text!("organisme", "body").get(lang).to_string()];
        head.extend(said(&heads(), lang));
        let mut bodies: Vec<(&Option<Body>, &Counts)> = self.bodies.iter().collect();
        bodies.sort_by_key(|(body, counts)| (std::cmp::Reverse(counts.repositories), *body));
        let line = |name: &str, counts: &Counts| {
            let cells = counts.cells().into_iter().map(|cell| cell.to_string());
            std::iter::once(name.to_string()).chain(cells).collect::<Vec<String>>()
        };
        let unknown = unknown();
        let lines = bodies.iter().take(most).map(|(body, counts)| {
            line(body.as_ref().map_or(unknown.get(lang), |body| &body.name), counts)
        });
        let whole = line(text!("total", "total").get(lang), &self.all);
        std::iter::once(head).chain(lines).chain(std::iter::once(whole)).collect()
    }
}
