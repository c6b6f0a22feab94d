//! What a repository states of its licence, read once for every check.

use super::Project;
use crate::licence::expression::{Agreement, Expression};
use crate::licence::holder;
use crate::licence::holder::is_steward;
use crate::licence::identification::Verdict;
use crate::licence::identify::identify_text;
use crate::licence::reuse::Header;
use crate::licence::statements::{self, Answer, Declaration, Source, Tree};
use crate::snapshot::classify::Class;
use crate::snapshot::{File, FileKind, Snapshot};
use crate::text::decode::{self, Content};
use rayon::prelude::*;
use std::borrow::Cow;

/// The licence of a repository, and everything that states one.
#[derive(Debug, Clone)]
pub struct Licences {
    /// The licence of the whole.
    pub answer: Answer,
    /// Every place that states a licence, the weightiest first.
    pub declarations: Vec<Declaration>,
    /// The holder that the first dated copyright notice of the licence files
    /// names; neither who wrote the licence nor a blank to fill in.
    pub holder: Option<String>,
}

impl Licences {
    fn of(tree: &dyn Tree) -> Licences {
        let (answer, declarations) = statements::answer(tree, &identify_text);
        let files = declarations.iter().filter(|one| one.source == Source::File && one.is_main());
        let holder = files.filter_map(|one| holder(&tree.text(&one.path)?)).next();
        Licences { answer, declarations, holder }
    }

    /// The licence of the whole, when nothing that speaks of the whole contradicts
    /// it and no GNU licence leaves open whether later versions will do.
    pub fn agreed(&self) -> Option<&Expression> {
        let licence = self.answer.licence.as_ref().filter(|licence| licence.resolved())?;
        let main = self.declarations.iter().filter(|one| one.is_main());
        let mut stated = main.filter_map(Declaration::expression);
        stated.all(|other| other.agreement(licence) != Agreement::Different).then_some(licence)
    }
}

/// The holder that the first dated copyright notice of `text` names.
fn holder(text: &str) -> Option<String> {
    let header = Header::read(text.as_bytes());
    let dated =
        header.copyrights.iter().filter(|one| one.text.contains(|c: char| c.is_ascii_digit()));
    let mut names = dated.filter_map(|one| holder::named(&one.text));
    names.find(|name| !is_steward(name) && !name.contains(['[', '{', '<']))
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
        self.read_ahead(&File::is_own);
        let heads = self.own_files().filter_map(|file| {
            let head = self.facts(file)?.licence_head.as_deref()?;
            Some((Cow::Borrowed(file.path.as_str()), Cow::Borrowed(head)))
        });
        heads.collect()
    }
}

/// Licence files of copies that are read.
const COPIES: usize = 2_000;

/// The licences of the code copied into a snapshot from elsewhere, as the
/// licence files of vendored folders tell them: folder and expression.
pub(crate) fn copied(snapshot: &Snapshot) -> Vec<(String, Expression)> {
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
                Verdict::Licence(found) => Some((file.folder().to_string(), found)),
                _ => None,
            }
        },
    );
    read.flatten().collect()
}
