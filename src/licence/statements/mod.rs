//! Everything in a project that states a licence, with its place, and the
//! licence of the project as a whole.

mod combine;
pub(crate) mod file;
pub(crate) mod header;
mod manifest;
mod readme;
mod reuse;
mod root;
mod why;

#[cfg(test)]
mod tests;

pub(crate) use crate::licence::families::is_for_content;
pub(crate) use combine::is_supplemented;
pub(crate) use root::{Answer, answer};
pub(crate) use why::Why;

use super::expression::{Expression, ExpressionError};
use super::identification::{Candidate, Change, Identification};
use super::notice::Scope;
use crate::lang::Text;
use crate::manifest::package::declares_licence;
use std::borrow::Cow;

/// Identifies the licence that a text is.
pub(crate) type Identify<'a> = &'a (dyn Fn(&str) -> Identification + Sync);

/// The files of a project, as far as its licence is concerned.
pub(crate) trait Tree {
    /// The paths of the project's own files: neither copied from elsewhere nor
    /// fixtures.
    fn paths(&self) -> Vec<&str>;

    /// The decoded text of a file; `None` when it is not text or is not read.
    fn text(&self, path: &str) -> Option<Cow<'_, str>>;

    /// The head of each source file that may state a licence (see
    /// [`header::head`]), with its path.
    fn heads(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)>;
}

/// What kind of place states a licence, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// `LICENSE`, `COPYING` and the like.
    File,
    /// A text of the `LICENSES/` folder.
    Folder,
    /// A README.
    Readme,
    /// A package manifest.
    Manifest,
    /// `publiccode.yml`.
    Publiccode,
    /// `codemeta.json`, `CITATION.cff`.
    Metadata,
    /// `REUSE.toml`, `.reuse/dep5`.
    Reuse,
    /// The head of a source file, or the `.license` file beside it.
    Header,
}

/// What a place says of the licence.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A licence, or several that are joined.
    Licence(Expression),
    /// Licences without their version: the family that they are of, where one is named.
    Vague(Option<&'static str>),
    /// A known licence whose text was changed.
    Modified {
        /// The licence it was made from.
        nearest: Expression,
        /// Where it differs.
        changes: Vec<Change>,
    },
    /// A licence named, and the words that give it to some people only or join to it one
    /// that is not known.
    Narrowed(String),
    /// A text that reads like a licence and is none that is known.
    Unknown(Vec<Candidate>),
    /// The licence is in another file.
    File(String),
    /// No licence is granted (`UNLICENSED`, `proprietary`).
    Closed,
    /// An expression that cannot be read; columns are those of the expression.
    Invalid(ExpressionError),
    /// A file whose format is broken.
    Malformed(Text),
    /// A file named after a licence that states none.
    Nothing,
}

/// A place that states a licence.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// What kind of place.
    pub source: Source,
    /// The file.
    pub path: String,
    /// Line, from 1, when it is known.
    pub line: Option<usize>,
    /// Column, from 1, when it is known.
    pub column: Option<usize>,
    /// What is written there, shortened; empty for a licence text.
    pub written: String,
    /// What it says.
    pub said: Said,
    /// What it covers.
    pub scope: Scope,
    /// How many places of this kind say the same (headers), this one included.
    pub count: usize,
    /// What stands beside the text and changes nothing of it.
    pub aside: Vec<Change>,
}

impl Declaration {
    /// The expression declared, when there is one.
    pub fn expression(&self) -> Option<&Expression> {
        match &self.said {
            Said::Licence(expression) => Some(expression),
            _ => None,
        }
    }

    /// True when it speaks of the project as a whole: it stands at the root and
    /// covers the code.
    pub fn is_main(&self) -> bool {
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let root = match self.source {
            Source::Header | Source::Reuse | Source::Folder => true,
            _ => folder.is_empty(),
        };
        root && self.scope.is_main()
    }
}

/// Every declaration of `tree`, the weightiest places first, then by path.
pub(crate) fn gather(tree: &dyn Tree, identify: Identify<'_>) -> Vec<Declaration> {
    let paths = tree.paths();
    let mut found = Vec::new();
    for path in &paths {
        if let Some(source) = file::source(path) {
            let text = tree.text(path);
            found.extend(text.iter().map(|text| file::read(path, source, text, identify)));
            found.extend(text.iter().flat_map(|text| file::mapped(path, text, identify)));
        } else if declares_licence(path) {
            found.extend(tree.text(path).iter().flat_map(|text| manifest::read(path, text)));
        } else if readme::is_readme(path) {
            found.extend(tree.text(path).iter().flat_map(|text| readme::read(path, text)));
        } else if reuse::is_reuse(path) {
            found.extend(tree.text(path).iter().flat_map(|text| reuse::read(path, text)));
        }
    }
    found.extend(header::read(&tree.heads()));
    found.sort_by(|a, b| {
        let depth = |d: &Declaration| d.path.matches('/').count();
        (a.source, depth(a), &a.path, a.line).cmp(&(b.source, depth(b), &b.path, b.line))
    });
    found
}

/// The name of the file at `path`, in lower case.
fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase()
}

/// True for a file whose whole text [`gather`] reads.
pub(crate) fn reads(path: &str) -> bool {
    file::source(path).is_some()
        || declares_licence(path)
        || readme::is_readme(path)
        || reuse::is_reuse(path)
}
