//! The rows of what repositories are made of.

use super::super::code::{code, parsed};
use super::super::reading::holdings::{Holdings, Package, Used};
use super::Index;
use crate::error::Result;
use crate::signs::{Hit, Strength, Target};
use rusqlite::{Row, params};

/// A library as a repository of a fleet asks for it.
pub(crate) struct Asked {
    /// The repository.
    pub repository: String,
    /// The library.
    pub used: Used,
}

const LINKS: [(Option<bool>, &str); 3] =
    [(Some(true), "direct"), (Some(false), "transitive"), (None, "")];

fn used(row: &Row<'_>) -> rusqlite::Result<Asked> {
    let link: String = row.get("link")?;
    let direct = LINKS.iter().find(|(_, code)| *code == link).and_then(|(direct, _)| *direct);
    Ok(Asked {
        repository: row.get("repository")?,
        used: Used {
            ecosystem: row.get("ecosystem")?,
            name: row.get("name")?,
            version: row.get("version")?,
            licence: row.get("licence")?,
            direct,
        },
    })
}

fn hit(row: &Row<'_>) -> rusqlite::Result<Hit> {
    let target: String = row.get("target")?;
    let strength: String = row.get("strength")?;
    let version: String = row.get("version")?;
    Ok(Hit {
        target: Target::of(&target, row.get("value")?),
        strength: parsed(&strength).unwrap_or(Strength::Hint),
        unsure: row.get("unsure")?,
        path: row.get("path")?,
        line: usize::try_from(row.get::<_, i64>("line")?).unwrap_or_default(),
        kind: row.get("kind")?,
        what: row.get("what")?,
        version: Some(version).filter(|version| !version.is_empty()),
    })
}

fn package(row: &Row<'_>) -> rusqlite::Result<(String, Package)> {
    let package = Package {
        path: row.get("path")?,
        ecosystem: row.get("ecosystem")?,
        name: row.get("name")?,
        version: row.get("version")?,
        own: row.get("own")?,
        published: row.get("published")?,
        address: row.get("address")?,
    };
    Ok((row.get("repository")?, package))
}

impl Index {
    /// Writes what the repository `key` is made of.
    pub(super) fn insert_holdings(&self, key: &str, holdings: &Holdings) -> Result<()> {
        for one in &holdings.components {
            let link = LINKS.iter().find(|(direct, _)| *direct == one.direct);
            self.run(
                "INSERT OR REPLACE INTO component VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![key, one.ecosystem, one.name, one.version, one.licence, link.map(|l| l.1)],
            )?;
        }
        for (rank, one) in holdings.signs.iter().enumerate() {
            let (target, value) = one.target.parts();
            let version = one.version.as_deref().unwrap_or_default();
            self.run(
                "INSERT OR REPLACE INTO sign VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                params![
                    key,
                    rank as i64,
                    target,
                    value,
                    code(&one.strength),
                    one.unsure,
                    one.kind,
                    one.what,
                    version,
                    one.path,
                    one.line as i64
                ],
            )?;
        }
        for one in &holdings.packages {
            let Package { path, ecosystem, name, version, own, published, address } = one;
            self.run(
                "INSERT OR REPLACE INTO package VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![key, path, ecosystem, name, version, own, published, address],
            )?;
        }
        Ok(())
    }

    /// What the repository `key` is made of.
    pub(super) fn holdings(&self, key: &str) -> Result<Holdings> {
        let of = |table: &str| format!("SELECT * FROM {table} WHERE repository = ?1");
        let components = self.rows(&of("component"), params![key], used)?;
        let packages = self.rows(&of("package"), params![key], package)?;
        Ok(Holdings {
            components: components.into_iter().map(|one| one.used).collect(),
            signs: self.signs(key)?,
            packages: packages.into_iter().map(|(_, package)| package).collect(),
        })
    }

    /// The signs of software in the repository `key`.
    pub(crate) fn signs(&self, key: &str) -> Result<Vec<Hit>> {
        self.rows("SELECT * FROM sign WHERE repository = ?1 ORDER BY rank", params![key], hit)
    }

    /// The libraries of every repository, by library.
    pub(crate) fn components(&self) -> Result<Vec<Asked>> {
        self.rows("SELECT * FROM component ORDER BY ecosystem, name, repository", [], used)
    }

    /// The packages of every repository, with it.
    pub(crate) fn packages(&self) -> Result<Vec<(String, Package)>> {
        self.rows("SELECT * FROM package ORDER BY repository, path", [], package)
    }

    /// What the signal `name` is in each repository that has it.
    pub(crate) fn signal(&self, name: &str) -> Result<Vec<(String, String)>> {
        let query = "SELECT repository, value FROM signal WHERE name = ?1 ORDER BY repository";
        self.rows(query, params![name], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
