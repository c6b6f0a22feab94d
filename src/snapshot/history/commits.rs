//! Parses commits and annotated tags (gitformat-commit, git-mktag(1)).

use super::{Identity, Oid};
use crate::snapshot::objects::walk::{Difference, Visit, walk};
use crate::snapshot::objects::{Forest, Id, Kind, Number, Store};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A commit as it is stored.
#[derive(Debug, Default)]
pub(crate) struct RawCommit {
    /// Its tree.
    pub tree: Id,
    /// Its parents.
    pub parents: Vec<Id>,
    /// Who wrote it, and when.
    pub author: (Arc<Identity>, Timestamp),
    /// Who committed it, and when.
    pub committer: (Arc<Identity>, Timestamp),
    /// Its message, once [`Annals::read_messages`] has read it.
    pub message: String,
    /// The lines of its header that git has no use for, read with it.
    pub extra: String,
}

/// An annotated tag as it is stored.
#[derive(Debug)]
pub(crate) struct RawTag {
    /// What it names.
    pub target: Id,
    /// Its own name.
    pub name: String,
    /// Who made it, and when; old tags do not say.
    pub tagger: Option<(Arc<Identity>, Timestamp)>,
    /// Its message.
    pub message: String,
}

/// Every commit and annotated tag of a store.
#[derive(Debug, Default)]
pub(crate) struct Annals {
    /// The commits, in the order of their numbers.
    commits: Vec<(Number, RawCommit)>,
    /// The annotated tags.
    pub tags: HashMap<Number, RawTag>,
}

impl Annals {
    /// Reads every commit and every tag of `store`.
    pub(crate) fn read(store: &Store, forest: &Forest) -> Annals {
        let mut annals = Annals::default();
        for kind in [Kind::Commit, Kind::Tag] {
            for part in walk(store, forest, kind, &Reading { kind }) {
                annals.commits.extend(part.commits);
                annals.tags.extend(part.tags);
            }
        }
        annals.commits.sort_unstable_by_key(|commit| commit.0);
        annals
    }

    /// How many commits there are.
    pub(crate) fn len(&self) -> usize {
        self.commits.len()
    }

    /// The position of a commit among all; `None` when it is not a commit that
    /// can be read.
    pub(crate) fn position(&self, number: Number) -> Option<usize> {
        self.commits.binary_search_by_key(&number, |commit| commit.0).ok()
    }

    /// The commit at a position, and its number.
    pub(crate) fn at(&self, position: usize) -> (Number, &RawCommit) {
        let (number, commit) = &self.commits[position];
        (*number, commit)
    }

    /// A commit.
    pub(crate) fn commit(&self, number: Number) -> Option<&RawCommit> {
        self.position(number).map(|position| self.at(position).1)
    }

    /// Reads the messages of the commits, which are long and of no use before
    /// the end.
    pub(crate) fn read_messages(&mut self, store: &Store, forest: &Forest) {
        for (number, message, extra) in
            walk(store, forest, Kind::Commit, &Messages).into_iter().flatten()
        {
            if let Some(position) = self.position(number) {
                let commit = &mut self.commits[position].1;
                (commit.message, commit.extra) = (message, extra);
            }
        }
    }

    /// Takes a commit away.
    pub(crate) fn take(&mut self, number: Number) -> Option<RawCommit> {
        let position = self.position(number)?;
        Some(std::mem::take(&mut self.commits[position].1))
    }
}

struct Reading {
    kind: Kind,
}

#[derive(Default)]
struct Gathered {
    people: HashSet<Arc<Identity>>,
    commits: Vec<(Number, RawCommit)>,
    tags: Vec<(Number, RawTag)>,
}

/// A commit or a tag larger than this is not read, in bytes.
const LARGEST: u64 = 16 << 20;

impl Visit for Reading {
    type State = ();
    type Gathered = Gathered;

    fn limit(&self) -> u64 {
        LARGEST
    }

    fn visit(
        &self,
        gathered: &mut Gathered,
        number: Number,
        bytes: &[u8],
        _difference: Option<Difference<'_, ()>>,
    ) {
        // What cannot be read is not there: whoever looks for it will say so.
        let people = &mut gathered.people;
        match self.kind {
            Kind::Tag => gathered.tags.extend(tag(bytes, people).map(|tag| (number, tag))),
            _ => gathered.commits.extend(commit(bytes, people).map(|commit| (number, commit))),
        }
    }
}

struct Messages;

impl Visit for Messages {
    type State = ();
    type Gathered = Vec<(Number, String, String)>;

    fn limit(&self) -> u64 {
        LARGEST
    }

    fn visit(
        &self,
        gathered: &mut Self::Gathered,
        number: Number,
        bytes: &[u8],
        _difference: Option<Difference<'_, ()>>,
    ) {
        let (lines, message) = parts(bytes);
        gathered.push((number, message, extra(lines)));
    }
}

/// The header lines, joined, that say nothing to git, and those of a signature that
/// are not its armour: they are published as well.
fn extra<'a>(lines: impl Iterator<Item = &'a [u8]>) -> String {
    const KNOWN: [&[u8]; 9] = [
        b"tree ",
        b"parent ",
        b"author ",
        b"committer ",
        b"object ",
        b"type ",
        b"tag ",
        b"tagger ",
        b"encoding ",
    ];
    let armour = |line: &[u8]| {
        let line = line.strip_prefix(b" ").unwrap_or(line);
        let base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/=".contains(byte);
        line.starts_with(b"gpgsig") || line.starts_with(b"-----") || line.iter().all(base64)
    };
    let mut extra = String::new();
    for line in lines.filter(|line| !KNOWN.iter().any(|known| line.starts_with(known))) {
        if !armour(line) {
            extra.push_str(&String::from_utf8_lossy(line));
            extra.push('\n');
        }
    }
    extra
}

/// The header lines of an object, and its message.
fn parts(bytes: &[u8]) -> (impl Iterator<Item = &[u8]>, String) {
    let end = memchr::memmem::find(bytes, b"\n\n").unwrap_or(bytes.len());
    let message = bytes.get(end + 1..).unwrap_or_default();
    let blank = message.iter().take_while(|byte| **byte == b'\n').count();
    let lines = bytes[..end].split(|byte| *byte == b'\n');
    (lines, String::from_utf8_lossy(&message[blank..]).into_owned())
}

fn commit(bytes: &[u8], people: &mut HashSet<Arc<Identity>>) -> Option<RawCommit> {
    let (mut lines, _) = parts(bytes);
    let tree = hex(lines.next()?.strip_prefix(b"tree ")?)?;
    let (mut parents, mut author, mut committer) = (Vec::new(), None, None);
    for line in lines {
        if let Some(id) = line.strip_prefix(b"parent ") {
            parents.push(hex(id)?);
        } else if let Some(who) = line.strip_prefix(b"author ") {
            author.get_or_insert_with(|| signature(who, people));
        } else if let Some(who) = line.strip_prefix(b"committer ") {
            committer.get_or_insert_with(|| signature(who, people));
        }
    }
    parents.shrink_to_fit();
    let nobody = || signature(b"", &mut HashSet::new());
    let author = author.unwrap_or_else(nobody);
    Some(RawCommit {
        tree,
        parents,
        author,
        committer: committer.unwrap_or_else(nobody),
        message: String::new(),
        extra: String::new(),
    })
}

fn tag(bytes: &[u8], people: &mut HashSet<Arc<Identity>>) -> Option<RawTag> {
    let (mut lines, mut message) = parts(bytes);
    message.push_str(&extra(parts(bytes).0));
    let target = hex(lines.next()?.strip_prefix(b"object ")?)?;
    let (mut name, mut tagger) = (String::new(), None);
    for line in lines {
        if let Some(named) = line.strip_prefix(b"tag ") {
            name = String::from_utf8_lossy(named).into_owned();
        } else if let Some(who) = line.strip_prefix(b"tagger ") {
            tagger = Some(signature(who, people));
        }
    }
    Some(RawTag { target, name, tagger, message })
}

fn hex(text: &[u8]) -> Option<Id> {
    let text = std::str::from_utf8(text).ok().filter(|text| text.len() == 40)?;
    Oid::from_str(text).ok()?.as_bytes().try_into().ok()
}

/// Reads `Name <address> seconds zone`.
fn signature(line: &[u8], people: &mut HashSet<Arc<Identity>>) -> (Arc<Identity>, Timestamp) {
    let open = line.iter().position(|byte| *byte == b'<').unwrap_or(line.len());
    let rest = line.get(open + 1..).unwrap_or_default();
    let close = rest.iter().rposition(|byte| *byte == b'>').unwrap_or(rest.len());
    let time = rest.get(close + 1..).unwrap_or_default();
    let seconds = String::from_utf8_lossy(time);
    let seconds = seconds.split_whitespace().next().and_then(|word| word.parse().ok());
    let date = Timestamp::from_second(seconds.unwrap_or_default()).unwrap_or(Timestamp::UNIX_EPOCH);
    let identity = Identity { name: trimmed(&line[..open]), email: trimmed(&rest[..close]) };
    let identity = match people.get(&identity) {
        Some(known) => Arc::clone(known),
        None => {
            let new = Arc::new(identity);
            people.insert(Arc::clone(&new));
            new
        }
    };
    (identity, date)
}

/// Git ignores these bytes around a name and an address.
fn trimmed(bytes: &[u8]) -> String {
    let ignored = |byte: &u8| *byte <= b' ' || b".,:;<>\"\\'".contains(byte);
    let start = bytes.iter().position(|byte| !ignored(byte)).unwrap_or(bytes.len());
    let end = bytes.iter().rposition(|byte| !ignored(byte)).map_or(start, |last| last + 1);
    String::from_utf8_lossy(&bytes[start..end]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789012345678901234567890123456789";

    #[test]
    fn a_commit_is_read() {
        let text = format!(
            "tree {ID}\nparent {ID}\nauthor Équipe <equipe@example.org> 1700000000 +0100\n\
             committer Robot. <robot@example.org> 1700000001 +0000\ngpgsig a\n b\n\nSujet\n\ncorps\n"
        );
        let read = commit(text.as_bytes(), &mut HashSet::new()).expect("a commit");
        assert_eq!(
            (read.author.0.name.as_str(), read.author.1.as_second()),
            ("Équipe", 1_700_000_000)
        );
        assert_eq!((read.committer.0.name.as_str(), read.parents.len()), ("Robot", 1));
        assert_eq!(parts(text.as_bytes()).1, "Sujet\n\ncorps\n");
        let signed = text.replace("gpgsig a", "gpgsig -----BEGIN PGP SIGNATURE-----\nx-note a: b");
        assert_eq!(extra(parts(signed.as_bytes()).0), "x-note a: b\n");
    }

    #[test]
    fn a_tag_without_tagger_and_odd_commits_are_read() {
        let text = format!("object {ID}\ntype commit\ntag v1\n\nVersion 1\n");
        let read = tag(text.as_bytes(), &mut HashSet::new()).expect("a tag");
        assert_eq!((read.name.as_str(), read.message.as_str()), ("v1", "Version 1\n"));
        assert!(read.tagger.is_none());
        let bare = commit(format!("tree {ID}").as_bytes(), &mut HashSet::new()).expect("a commit");
        assert_eq!((bare.author.0.name.as_str(), bare.message.as_str()), ("", ""));
        assert!(commit(b"tree 01", &mut HashSet::new()).is_none());
        assert!(commit(b"", &mut HashSet::new()).is_none());
    }
}
