//! The index: one SQLite file (`schema.sql`), and the file of a run, where every
//! repository is one transaction.

mod holdings;
mod rows;

pub(crate) use rows::{Outcomes, Repository, Standing};

use super::input::Body;
use super::reading::Concluded;
use super::reading::holdings::Holdings;
use crate::error::{Error, Result};
use crate::text;
use rusqlite::{Connection, OpenFlags, params};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const SCHEMA: &str = include_str!("schema.sql");

/// The tables of what repositories are made of.
const HOLDINGS: &str = include_str!("holdings.sql");

/// What a run adds to it: how each repository stood when it was read.
const STATE: &str = "CREATE TABLE IF NOT EXISTS state (
  key TEXT PRIMARY KEY, state TEXT NOT NULL, setup TEXT NOT NULL) WITHOUT ROWID;";

/// And where the clone of each is, for what reads them again.
const PLACE: &str = "CREATE TABLE IF NOT EXISTS place (
  key TEXT PRIMARY KEY, path TEXT NOT NULL) WITHOUT ROWID;";

/// What the index of a part adds to it: the names of the whole fleet.
const PLANNED: &str = "CREATE TABLE planned (key TEXT PRIMARY KEY) WITHOUT ROWID";

/// The version of the format.
const FORMAT: &str = "2";
/// The name of the index in the folder of a run.
pub(crate) const NAME: &str = "index.sqlite";
/// The name of the file of a run there.
const WORK: &str = "work.sqlite";

/// All that is known of one repository.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// Its line.
    pub repository: Repository,
    /// Its bodies.
    pub bodies: Vec<Body>,
    /// The rules that did not pass.
    pub outcomes: Vec<Concluded>,
    /// Facts.
    pub signals: BTreeMap<String, String>,
    /// What it is made of.
    pub holdings: Holdings,
}

/// An open index.
pub(crate) struct Index {
    connection: Connection,
    file: PathBuf,
}

impl Index {
    /// The file of the run in `folder`, made when it is not there.
    pub(crate) fn resume(folder: &Path) -> Result<Index> {
        let file = folder.join(WORK);
        let opened = Connection::open(&file).and_then(|connection| {
            connection.pragma_update(None, "journal_mode", "WAL")?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
            let known: i64 = connection.query_row(
                "SELECT count(*) FROM sqlite_master WHERE name = 'repository'",
                [],
                |row| row.get(0),
            )?;
            if known == 0 {
                let all = format!("BEGIN;{SCHEMA}{STATE}COMMIT;");
                connection.execute_batch(&all)?;
            }
            // A run that an earlier version started has them not.
            connection.execute_batch(&format!("{HOLDINGS}{PLACE}"))?;
            Ok(connection)
        });
        let connection = opened.map_err(|error| damaged(&file, &error))?;
        Ok(Index { connection, file })
    }

    /// The index at `path`, a file or the folder of a run, to be read.
    pub(crate) fn open(path: &Path) -> Result<Index> {
        let file = if path.is_dir() { path.join(NAME) } else { path.to_path_buf() };
        if !file.is_file() {
            return Err(no_index(path));
        }
        let opened = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = opened.map_err(|error| damaged(&file, &error))?;
        let index = Index { connection, file };
        let format = index.about("format")?;
        if format != FORMAT {
            let shown = index.file.display();
            return Err(Error::usage(text!(
                "L’index {shown} a le format « {format} », et non « {FORMAT} ».",
                "The index {shown} is of format “{format}”, not “{FORMAT}”."
            ))
            .remedy(text!(
                "Refaites-le avec cette version : publiable fleet audit",
                "Make it again with this version: publiable fleet audit"
            )));
        }
        Ok(index)
    }

    /// True when `path` is an index, or the folder of a run that made one.
    pub(crate) fn is_at(path: &Path) -> bool {
        let named = path.extension().is_some_and(|extension| extension == "sqlite");
        path.join(NAME).is_file() || named && path.is_file()
    }

    /// Where the clones of the run in `folder` are, by key; nothing for an index alone.
    pub(crate) fn places(folder: &Path) -> Result<BTreeMap<String, PathBuf>> {
        let file = folder.join(WORK);
        if !file.is_file() {
            return Ok(BTreeMap::new());
        }
        let opened = Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let connection = opened.map_err(|error| damaged(&file, &error))?;
        let index = Index { connection, file };
        let read =
            |row: &rusqlite::Row<'_>| Ok((row.get(0)?, PathBuf::from(row.get::<_, String>(1)?)));
        Ok(index.rows("SELECT key, path FROM place", [], read)?.into_iter().collect())
    }

    /// Says that the clone of the repository `key` is at `path`.
    pub(crate) fn place(&self, key: &str, path: &Path) -> Result<()> {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let values = params![key, path.to_string_lossy()];
        self.run("INSERT OR REPLACE INTO place VALUES (?1, ?2)", values).map(drop)
    }

    /// The folder of the run, where its reports are.
    pub(crate) fn folder(&self) -> PathBuf {
        self.file.parent().unwrap_or(Path::new(".")).to_path_buf()
    }

    /// Makes a new index at `file`, replacing it, of what `fill` writes.
    pub(crate) fn make(
        file: &Path,
        about: &BTreeMap<String, String>,
        planned: &[String],
        entries: impl Iterator<Item = Result<Entry>>,
    ) -> Result<()> {
        let new = file.with_extension("sqlite.new");
        let _ = std::fs::remove_file(&new);
        let unwritten = |error: rusqlite::Error| damaged(&new, &error);
        let connection = Connection::open(&new).map_err(unwritten)?;
        // What is not finished is made again: nothing is kept of it.
        connection.pragma_update(None, "journal_mode", "OFF").map_err(unwritten)?;
        connection.pragma_update(None, "synchronous", "OFF").map_err(unwritten)?;
        connection.execute_batch(&format!("BEGIN;{SCHEMA}{HOLDINGS}")).map_err(unwritten)?;
        let index = Index { connection, file: new.clone() };
        for (name, value) in about {
            index.run("INSERT INTO about VALUES (?1, ?2)", params![name, value])?;
        }
        index.run("INSERT OR REPLACE INTO about VALUES ('format', ?1)", params![FORMAT])?;
        for entry in entries {
            index.insert(&entry?)?;
        }
        if !planned.is_empty() {
            index.run(PLANNED, [])?;
        }
        for key in planned {
            index.run("INSERT INTO planned VALUES (?1)", params![key])?;
        }
        index.connection.execute_batch("COMMIT").map_err(unwritten)?;
        drop(index);
        std::fs::rename(&new, file).map_err(|error| {
            let shown = file.display();
            Error::unseen(text!(
                "{shown} n’a pas pu être remplacé ({error}).",
                "{shown} could not be replaced ({error})."
            ))
        })
    }

    fn run(&self, statement: &str, values: impl rusqlite::Params) -> Result<usize> {
        let prepared = self.connection.prepare_cached(statement);
        let done = prepared.and_then(|mut statement| statement.execute(values));
        done.map_err(|error| damaged(&self.file, &error))
    }

    /// Writes `entry` in one transaction, with how the repository stood, when that is
    /// known.
    pub(crate) fn keep(&self, entry: &Entry, state: Option<(&str, &str)>) -> Result<()> {
        self.run("BEGIN IMMEDIATE", [])?;
        let written = self.replace(entry, state);
        self.run(if written.is_ok() { "COMMIT" } else { "ROLLBACK" }, [])?;
        written
    }

    fn replace(&self, entry: &Entry, state: Option<(&str, &str)>) -> Result<()> {
        self.forget(&entry.repository.key)?;
        self.insert(entry)?;
        if let Some((state, setup)) = state {
            let values = params![entry.repository.key, state, setup];
            self.run("INSERT OR REPLACE INTO state VALUES (?1, ?2, ?3)", values)?;
        }
        Ok(())
    }

    /// Drops what is known of the repository `key`.
    pub(crate) fn forget(&self, key: &str) -> Result<()> {
        self.run("DELETE FROM repository WHERE key = ?1", params![key])?;
        self.run("DELETE FROM state WHERE key = ?1", params![key])?;
        self.run("DELETE FROM body WHERE repository = ?1", params![key])?;
        self.run("DELETE FROM outcome WHERE repository = ?1", params![key])?;
        self.run("DELETE FROM signal WHERE repository = ?1", params![key])?;
        for table in ["component", "sign", "package"] {
            self.run(&format!("DELETE FROM {table} WHERE repository = ?1"), params![key])?;
        }
        Ok(())
    }

    fn insert(&self, entry: &Entry) -> Result<()> {
        let Entry { repository, bodies, outcomes, signals, holdings } = entry;
        self.insert_repository(repository)?;
        let key = &repository.key;
        for Body { name, ministry } in bodies {
            self.run(
                "INSERT OR REPLACE INTO body VALUES (?1, ?2, ?3)",
                params![key, name, ministry],
            )?;
        }
        for one in outcomes {
            let (severity, outcome) = (one.severity.code(), one.outcome.code());
            self.run(
                "INSERT OR REPLACE INTO outcome VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![key, one.rule, severity, outcome, one.findings as i64, one.written],
            )?;
        }
        for (name, value) in signals {
            self.run(
                "INSERT OR REPLACE INTO signal VALUES (?1, ?2, ?3)",
                params![key, name, value],
            )?;
        }
        self.insert_holdings(key, holdings)
    }

    /// What `name` is in the description of the index; empty when it is not there.
    pub(crate) fn about(&self, name: &str) -> Result<String> {
        let query = "SELECT value FROM about WHERE name = ?1";
        let mut found = self.rows(query, params![name], |row| row.get(0))?;
        Ok(found.pop().unwrap_or_default())
    }

    /// Says that `name` is `value` in the description of the index.
    pub(crate) fn describe(&self, name: &str, value: &str) -> Result<()> {
        let statement = "INSERT OR REPLACE INTO about VALUES (?1, ?2)";
        self.run(statement, params![name, value]).map(drop)
    }

    /// The names of the whole fleet of which this is a part.
    pub(crate) fn planned(&self) -> Result<Vec<String>> {
        let there = "SELECT name FROM sqlite_master WHERE name = 'planned'";
        if self.rows(there, [], |row| row.get::<_, String>(0))?.is_empty() {
            return Ok(Vec::new());
        }
        self.rows("SELECT key FROM planned ORDER BY key", [], |row| row.get(0))
    }

    /// The rows of `query`, each read by `read`.
    pub(crate) fn rows<T>(
        &self,
        query: &str,
        values: impl rusqlite::Params,
        read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let all = self.connection.prepare_cached(query).and_then(|mut statement| {
            let rows = statement.query_map(values, read)?;
            rows.collect::<rusqlite::Result<Vec<T>>>()
        });
        all.map_err(|error| damaged(&self.file, &error))
    }
}

fn damaged(file: &Path, error: &rusqlite::Error) -> Error {
    let shown = file.display();
    Error::unseen(text!(
        "L’index {shown} ne se lit ou ne s’écrit pas ({error}).",
        "The index {shown} cannot be read or written ({error})."
    ))
    .remedy(text!(
        "Vérifiez la place disque et les droits ; s’il est endommagé, retirez-le et relancez publiable fleet audit.",
        "Check disk space and access rights; if it is damaged, remove it and run publiable fleet audit again."
    ))
}

fn no_index(path: &Path) -> Error {
    let shown = path.display();
    Error::usage(text!(
        "{shown} ne contient pas d’index : aucun audit n’y est allé à son terme.",
        "{shown} holds no index: no audit was completed there."
    ))
    .remedy(text!(
        "Faites-le, ou reprenez-le : publiable fleet audit ENTRÉE… --out {shown}",
        "Make it, or resume it: publiable fleet audit INPUT… --out {shown}"
    ))
}
