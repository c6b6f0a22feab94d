//! The rows of an index, as values.

use super::super::code::{code, parsed};
use super::super::input::Body;
use super::super::missing::{Missing, Reason};
use super::super::reading::{Concluded, Reading};
use super::{Entry, Index};
use crate::error::Result;
use crate::finding::{Severity, Status};
use crate::lang::Text;
use crate::report::Verdict;
use rusqlite::{Row, params};
use std::collections::BTreeMap;

/// How far a repository was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// Wholly.
    Read,
    /// In part.
    Incomplete,
    /// Not at all.
    Missing,
    /// It holds the same as another, which stands for both.
    Same,
}

const STANDINGS: [(Standing, &str); 4] = [
    (Standing::Read, "read"),
    (Standing::Incomplete, "incomplete"),
    (Standing::Missing, "missing"),
    (Standing::Same, "same"),
];

impl Standing {
    /// Its name in the files.
    pub(crate) fn code(self) -> &'static str {
        STANDINGS.iter().find(|(one, _)| *one == self).map_or("", |(_, code)| code)
    }

    fn parse(code: &str) -> Standing {
        STANDINGS.iter().find(|(_, one)| *one == code).map_or(Standing::Missing, |(one, _)| *one)
    }
}

/// The line of a repository.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Repository {
    /// Its one name.
    pub key: String,
    /// Its address, as it was given.
    pub address: String,
    /// What people call it.
    pub name: String,
    /// How far it was read.
    pub standing: Standing,
    /// Why it was not, or not wholly.
    pub missing: Option<Missing>,
    /// The one that holds the same.
    pub same_as: String,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// That on what was seen.
    pub seen: Option<Verdict>,
    /// The degree announced.
    pub announced: String,
    /// The degree reached.
    pub reached: String,
    /// The day of the audit.
    pub date: String,
    /// The commit audited.
    pub revision: String,
    /// When the last commit was made.
    pub last_commit: String,
    /// Files seen.
    pub files: i64,
    /// Commits read.
    pub commits: i64,
    /// Its licence.
    pub licence: String,
    /// The least score of code.gouv.fr.
    pub score: i64,
    /// The file of its report.
    pub report: String,
    /// The digest of what its branches and tags lead to.
    pub tips: String,
}

impl Repository {
    /// One that was not read, for `missing`.
    pub(crate) fn unread(key: &str, address: &str, missing: Missing) -> Repository {
        Repository {
            key: key.to_string(),
            address: address.to_string(),
            name: key.rsplit('/').next().unwrap_or(key).to_string(),
            standing: Standing::Missing,
            missing: Some(missing),
            same_as: String::new(),
            verdict: None,
            seen: None,
            announced: String::new(),
            reached: String::new(),
            date: String::new(),
            revision: String::new(),
            last_commit: String::new(),
            files: 0,
            commits: 0,
            licence: String::new(),
            score: 0,
            report: String::new(),
            tips: String::new(),
        }
    }

    /// The one that was read.
    pub(crate) fn read(key: &str, address: &str, reading: &Reading) -> Repository {
        let incomplete = reading.incomplete.first().cloned();
        let degree = |degree: Option<crate::rule::Degree>| {
            degree.map(|degree| degree.to_string()).unwrap_or_default()
        };
        Repository {
            name: reading.name.clone(),
            standing: if incomplete.is_some() { Standing::Incomplete } else { Standing::Read },
            missing: incomplete.map(|why| Missing::with(Reason::Incomplete, why)),
            verdict: Some(reading.verdict),
            seen: reading.seen,
            announced: degree(reading.announced),
            reached: degree(reading.reached),
            date: reading.date.clone(),
            revision: reading.commit.clone().unwrap_or_default(),
            last_commit: reading.last_commit.clone().unwrap_or_default(),
            files: reading.files as i64,
            commits: reading.commits as i64,
            licence: reading.licence.clone().unwrap_or_default(),
            score: i64::from(reading.score),
            ..Repository::unread(key, address, Missing::new(Reason::NotAsked))
        }
    }

    /// The verdict that counts first: when something could not be seen, that on what
    /// was, if it forbids already.
    pub(crate) fn headline(&self) -> Option<Verdict> {
        match self.seen {
            Some(Verdict::NonPubliable) => self.seen,
            _ => self.verdict,
        }
    }

    fn of(row: &Row<'_>) -> rusqlite::Result<Repository> {
        let reason: String = row.get("reason")?;
        let detail =
            Text::new(row.get::<_, String>("detail_fr")?, row.get::<_, String>("detail_en")?);
        let verdict = |name: &str| Ok::<_, rusqlite::Error>(parsed(&row.get::<_, String>(name)?));
        Ok(Repository {
            key: row.get("key")?,
            address: row.get("address")?,
            name: row.get("name")?,
            standing: Standing::parse(&row.get::<_, String>("status")?),
            missing: Reason::parse(&reason).map(|reason| Missing::with(reason, detail)),
            same_as: row.get("same_as")?,
            verdict: verdict("verdict")?,
            seen: verdict("seen")?,
            announced: row.get("announced")?,
            reached: row.get("reached")?,
            date: row.get("date")?,
            revision: row.get("revision")?,
            last_commit: row.get("last_commit")?,
            files: row.get("files")?,
            commits: row.get("commits")?,
            licence: row.get("licence")?,
            score: row.get("score")?,
            report: row.get("report")?,
            tips: row.get("tips")?,
        })
    }
}

/// The rules that did not pass, by repository.
pub(crate) type Outcomes = BTreeMap<String, Vec<Concluded>>;

/// A row of outcomes: rule, severity, outcome, findings, written.
fn concluded(row: &Row<'_>) -> rusqlite::Result<Concluded> {
    Ok(Concluded {
        rule: row.get(0)?,
        severity: parsed(&row.get::<_, String>(1)?).unwrap_or(Severity::Info),
        outcome: parsed(&row.get::<_, String>(2)?).unwrap_or(Status::Unknown),
        findings: usize::try_from(row.get::<_, i64>(3)?).unwrap_or_default(),
        written: row.get(4)?,
    })
}

impl Index {
    pub(super) fn insert_repository(&self, one: &Repository) -> Result<()> {
        let (reason, detail) = one.missing.as_ref().map_or_else(
            || (String::new(), Text::same("")),
            |missing| (missing.reason.code(), missing.detail.clone()),
        );
        self.run(
            "INSERT OR REPLACE INTO repository VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, \
             ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            params![
                one.key,
                one.address,
                one.name,
                one.standing.code(),
                reason,
                detail.fr,
                detail.en,
                one.same_as,
                code(&one.verdict),
                code(&one.seen),
                one.announced,
                one.reached,
                one.date,
                one.revision,
                one.last_commit,
                one.files,
                one.commits,
                one.licence,
                one.score,
                one.report,
                one.tips,
            ],
        )
        .map(drop)
    }

    /// Every repository, by key.
    pub(crate) fn repositories(&self) -> Result<Vec<Repository>> {
        self.rows("SELECT * FROM repository ORDER BY key", [], Repository::of)
    }

    /// The repository `key`.
    pub(crate) fn repository(&self, key: &str) -> Result<Option<Repository>> {
        let query = "SELECT * FROM repository WHERE key = ?1";
        Ok(self.rows(query, params![key], Repository::of)?.pop())
    }

    /// All that is known of the repository `key`.
    pub(crate) fn entry(&self, key: &str) -> Result<Option<Entry>> {
        let Some(repository) = self.repository(key)? else { return Ok(None) };
        let bodies = self.bodies_of(key)?;
        let outcomes = self.rows(
            "SELECT rule, severity, outcome, findings, written FROM outcome WHERE repository = ?1 ORDER BY rule",
            params![key],
            concluded,
        )?;
        let signals = self.rows(
            "SELECT name, value FROM signal WHERE repository = ?1",
            params![key],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let signals: BTreeMap<String, String> = signals.into_iter().collect();
        let holdings = self.holdings(key)?;
        Ok(Some(Entry { repository, bodies, outcomes, signals, holdings }))
    }

    /// The bodies of the repository `key`.
    pub(crate) fn bodies_of(&self, key: &str) -> Result<Vec<Body>> {
        self.rows(
            "SELECT name, ministry FROM body WHERE repository = ?1 ORDER BY name",
            params![key],
            |row| Ok(Body { name: row.get(0)?, ministry: row.get(1)? }),
        )
    }

    /// The bodies of every repository, by key.
    pub(crate) fn bodies(&self) -> Result<BTreeMap<String, Vec<Body>>> {
        let query = "SELECT repository, name, ministry FROM body ORDER BY repository, name";
        let read = |row: &Row<'_>| {
            Ok((row.get::<_, String>(0)?, Body { name: row.get(1)?, ministry: row.get(2)? }))
        };
        let mut found: BTreeMap<String, Vec<Body>> = BTreeMap::new();
        for (key, body) in self.rows(query, [], read)? {
            found.entry(key).or_default().push(body);
        }
        Ok(found)
    }

    /// The rules that did not pass, by repository.
    pub(crate) fn outcomes(&self) -> Result<Outcomes> {
        let query = "SELECT rule, severity, outcome, findings, written, repository FROM outcome";
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(5)?, concluded(row)?));
        let mut found = Outcomes::new();
        for (key, one) in self.rows(query, [], read)? {
            found.entry(key).or_default().push(one);
        }
        Ok(found)
    }

    /// How every repository stood when it was read, and with what: by key.
    pub(crate) fn states(&self) -> Result<BTreeMap<String, (String, String)>> {
        let read = |row: &Row<'_>| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)));
        Ok(self.rows("SELECT key, state, setup FROM state", [], read)?.into_iter().collect())
    }

    /// The keys of all repositories.
    pub(crate) fn keys(&self) -> Result<Vec<String>> {
        self.rows("SELECT key FROM repository ORDER BY key", [], |row| row.get(0))
    }
}
