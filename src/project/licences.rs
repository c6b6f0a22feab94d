//! What a repository states of its licence, read once for every check.

use super::{Project, facts};
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;
use crate::licence::statements::{self, Answer, Declaration, Source, Tree};
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind, Snapshot};
use crate::text::decode::{self, Content};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The licence of a repository, and everything that states one.
#[derive(Debug, Clone)]
pub struct Licences {
    /// The licence of the whole.
    pub answer: Answer,
    /// Every place that states a licence, the weightiest first.
    pub declarations: Vec<Declaration>,
}

impl Licences {
    fn of(tree: &dyn Tree) -> Licences {
        let (answer, declarations) = statements::answer(tree, &identify_text);
        Licences { answer, declarations }
    }
}

impl Project<'_> {
    /// What the repository states of its licence.
    pub fn licences(&self) -> &Licences {
        self.licences.get_or_init(|| Licences::of(self))
    }
}

/// A file of the project's own, or a link to one.
fn is_own(snapshot: &Snapshot, file: &File) -> bool {
    file.class == Class::Own && snapshot.resolve(file).is_some()
}

impl Tree for Project<'_> {
    fn paths(&self) -> Vec<&str> {
        let own = self.files().filter(|file| is_own(self.snapshot, file));
        own.map(|file| file.path.as_str()).collect()
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        let file = self.snapshot.file(path)?;
        Project::text(self, file).map(Cow::Borrowed)
    }

    fn heads(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        let pairs = self.snapshot.files.iter().zip(&self.facts);
        let heads = pairs.filter_map(|(file, facts)| {
            let head = facts.licence_head.as_deref()?;
            Some((Cow::Borrowed(file.path.as_str()), Cow::Borrowed(head)))
        });
        heads.collect()
    }
}

/// The files of a snapshot that bear on its licence, and nothing else.
pub struct Survey<'a> {
    snapshot: &'a Snapshot,
    texts: BTreeMap<String, String>,
    heads: Vec<(String, String)>,
}

/// What one file gives to a survey.
enum Gleaned {
    Text(String, String),
    Head(String, String),
}

impl<'a> Survey<'a> {
    /// Reads the files of `snapshot` that bear on its licence.
    pub fn of(snapshot: &'a Snapshot) -> Survey<'a> {
        let gleaned: Vec<Gleaned> = snapshot
            .files
            .par_iter()
            .map_init(
                || snapshot.reader(),
                |reader, file| {
                    if !is_own(snapshot, file) {
                        return None;
                    }
                    let target = &snapshot.files[snapshot.resolve(file)?];
                    let path = file.path.clone();
                    let whole = statements::reads(&path);
                    let bytes = reader.read(target).ok()?.bytes;
                    if !whole {
                        return facts::licence_head(file, &bytes)
                            .map(|head| Gleaned::Head(path, head));
                    }
                    match decode::decode(&bytes) {
                        Content::Text(text) => Some(Gleaned::Text(path, text.into_owned())),
                        Content::Binary => None,
                    }
                },
            )
            .flatten()
            .collect();
        let (mut texts, mut heads) = (BTreeMap::new(), Vec::new());
        for one in gleaned {
            match one {
                Gleaned::Text(path, text) => drop(texts.insert(path, text)),
                Gleaned::Head(path, head) => heads.push((path, head)),
            }
        }
        Survey { snapshot, texts, heads }
    }

    /// What they state.
    pub fn licences(&self) -> Licences {
        Licences::of(self)
    }
}

/// Licence files of copies that are read.
const COPIES: usize = 2_000;

/// The licences of the code copied into a snapshot from elsewhere, as the
/// licence files of vendored folders tell them: folder and SPDX expression.
pub fn copied(snapshot: &Snapshot) -> Vec<(String, String)> {
    let texts = snapshot.files.par_iter().filter(|file| {
        file.class == Class::Vendored
            && file.kind == FileKind::Regular
            && statements::file::source(&file.path) == Some(Source::File)
    });
    let texts: Vec<&File> = texts.collect();
    let read = texts.into_par_iter().take(COPIES).map_init(
        || snapshot.reader(),
        |reader, file| {
            let bytes = reader.read(file).ok()?.bytes;
            let Content::Text(text) = decode::decode(&bytes) else { return None };
            match identify_text(&text).verdict {
                Verdict::Licence(found) => Some((file.folder().to_string(), found.expression)),
                _ => None,
            }
        },
    );
    read.flatten().collect()
}

impl Tree for Survey<'_> {
    fn paths(&self) -> Vec<&str> {
        let own = self.snapshot.files.iter().filter(|file| is_own(self.snapshot, file));
        own.map(|file| file.path.as_str()).collect()
    }

    fn text(&self, path: &str) -> Option<Cow<'_, str>> {
        self.texts.get(path).map(|text| Cow::Borrowed(text.as_str()))
    }

    fn heads(&self) -> Vec<(Cow<'_, str>, Cow<'_, str>)> {
        let heads = self.heads.iter();
        heads
            .map(|(path, head)| (Cow::Borrowed(path.as_str()), Cow::Borrowed(head.as_str())))
            .collect()
    }
}
