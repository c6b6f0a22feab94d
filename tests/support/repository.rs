//! Builds throw-away repositories with fixed dates and identities, through
//! libgit2 alone: no git program, no hook, no configuration of the machine.

use super::planted;
use git2::{Oid, Repository, Signature, Time};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

/// A file as a case writes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// Text, where `<<kind:number>>` stands for a built secret.
    Text(String),
    /// Something else.
    Special(Special),
}

/// A file that is not plain text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub enum Special {
    /// A symbolic link to this target.
    Link(String),
    /// These bytes, in hexadecimal.
    Hex(String),
    /// This text in Windows-1252.
    Latin1(String),
    /// This text in UTF-16 with a byte-order mark.
    Utf16(String),
    /// That many null bytes.
    Size(usize),
    /// This text, executable.
    Executable(String),
    /// A submodule at this commit.
    Submodule(String),
}

/// One commit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CommitSpec {
    /// Author, `Name <address>`.
    pub author: Option<String>,
    /// Committer, the author when absent.
    pub committer: Option<String>,
    /// Day, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Message.
    pub message: Option<String>,
    /// Files written by the commit.
    pub files: BTreeMap<String, Content>,
    /// Files removed by the commit.
    pub remove: Vec<String>,
    /// How many times the commit is made (the copies are empty).
    pub times: Option<usize>,
    /// Lightweight tags put on the commit.
    pub tags: Vec<String>,
    /// Annotated tags, with their messages.
    pub annotated: BTreeMap<String, String>,
    /// Branch the commit is made on; the default one when absent.
    pub branch: Option<String>,
    /// Branches merged by the commit.
    pub merge: Vec<String>,
}

/// A repository as a case describes it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RepositorySpec {
    /// False for a plain folder.
    pub git: Option<bool>,
    /// Files of the last commit (after those of `commits`).
    pub files: BTreeMap<String, Content>,
    /// Files left untracked in the work tree.
    pub untracked: BTreeMap<String, Content>,
    /// Earlier commits, the oldest first.
    pub commits: Vec<CommitSpec>,
    /// Remotes by name.
    pub remotes: BTreeMap<String, String>,
    /// True to make the clone shallow at the last commit.
    pub shallow: bool,
    /// Objects to delete, by the path of the blob at the last commit that has it.
    pub lose: Vec<String>,
}

impl RepositorySpec {
    /// The paths and bytes of the files, when `spec` says nothing but those, and
    /// does not ask for a repository.
    pub fn plain_files(&self) -> Option<Vec<(&str, Vec<u8>)>> {
        let RepositorySpec { git, files, untracked, commits, remotes, shallow, lose } = self;
        let more = !(untracked.is_empty() && commits.is_empty() && remotes.is_empty());
        if *git == Some(true) || more || *shallow || !lose.is_empty() || files.is_empty() {
            return None;
        }
        files.iter().map(|(path, content)| Some((path.as_str(), bytes(content)?))).collect()
    }
}

const DATE: &str = "2026-01-01";
const AUTHOR: &str = "Équipe projet <equipe@projet.gouv.fr>";

/// Writes `spec` below `root`.
pub fn build(root: &Path, spec: &RepositorySpec) {
    if spec.git == Some(false) {
        for (path, content) in spec.files.iter().chain(&spec.untracked) {
            write(root, path, content);
        }
        return;
    }
    let mut options = git2::RepositoryInitOptions::new();
    options.initial_head("main").external_template(false);
    let repository = Repository::init_opts(root, &options).expect("init");
    // What the machine ignores is no matter of the case.
    let mut config = repository.config().expect("configuration");
    config.set_str("core.excludesFile", "").expect("configuration");
    let mut last = CommitSpec { files: spec.files.clone(), ..CommitSpec::default() };
    last.message = Some("Current state".into());
    let needs_last = !last.files.is_empty() || spec.commits.is_empty();
    for commit in spec.commits.iter().chain(needs_last.then_some(&last)) {
        make(&repository, root, commit);
    }
    for (name, url) in &spec.remotes {
        repository.remote(name, url).expect("remote");
    }
    let lost: Vec<Oid> = spec.lose.iter().map(|path| blob_at(&repository, path)).collect();
    for (path, content) in &spec.untracked {
        write(root, path, content);
    }
    if spec.shallow {
        let head = repository.head().and_then(|head| head.peel_to_commit()).expect("head");
        std::fs::write(root.join(".git/shallow"), format!("{}\n", head.id())).expect("shallow");
        for parent in head.parents() {
            remove_object(root, parent.id());
        }
    }
    for id in lost {
        remove_object(root, id);
    }
}

fn make(repository: &Repository, root: &Path, spec: &CommitSpec) {
    let reference = match &spec.branch {
        Some(branch) => format!("refs/heads/{branch}"),
        None => "refs/heads/main".to_string(),
    };
    let tip = |name: &str| {
        repository.find_reference(name).ok().and_then(|found| found.peel_to_commit().ok())
    };
    let parent = tip(&reference).or_else(|| tip("refs/heads/main"));
    let mut index = repository.index().expect("index");
    if let Some(parent) = &parent
        && spec.branch.is_some()
    {
        index.read_tree(&parent.tree().expect("tree")).expect("read tree");
    }
    for path in &spec.remove {
        index.remove_path(Path::new(path)).expect("remove");
        std::fs::remove_file(root.join(path)).expect("remove");
    }
    for (path, content) in &spec.files {
        if let Content::Special(Special::Submodule(commit)) = content {
            add_submodule(&mut index, path, commit);
        } else {
            write(root, path, content);
            index.add_path(Path::new(path)).expect("add");
        }
    }
    index.write().expect("write index");
    let tree = repository.find_tree(index.write_tree().expect("write tree")).expect("tree");
    let author = signature(spec.author.as_deref().unwrap_or(AUTHOR), spec);
    let committer = spec.committer.as_deref().map_or(author.clone(), |who| signature(who, spec));
    let message = &planted::expand(spec.message.as_deref().unwrap_or("Change"));
    let mut id = None;
    for turn in 0..spec.times.unwrap_or(1) {
        let mut parents: Vec<git2::Commit<'_>> =
            tip(&reference).or(parent.clone()).into_iter().collect();
        if turn == 0 {
            parents.extend(spec.merge.iter().filter_map(|name| tip(&format!("refs/heads/{name}"))));
        }
        let parents: Vec<&git2::Commit<'_>> = parents.iter().collect();
        let made = repository.commit(None, &author, &committer, message, &tree, &parents);
        let made = made.expect("commit");
        repository.reference(&reference, made, true, "case").expect("reference");
        id = Some(made);
    }
    let target = repository.find_object(id.expect("a commit"), None).expect("object");
    for tag in &spec.tags {
        repository.tag_lightweight(tag, &target, false).expect("tag");
    }
    for (tag, message) in &spec.annotated {
        let message = planted::expand(message);
        repository.tag(tag, &target, &committer, &message, false).expect("tag");
    }
    if spec.branch.is_some()
        && let Some(main) = tip("refs/heads/main")
    {
        index.read_tree(&main.tree().expect("tree")).expect("read tree");
        index.write().expect("write index");
    }
}

fn add_submodule(index: &mut git2::Index, path: &str, commit: &str) {
    let entry = git2::IndexEntry {
        ctime: git2::IndexTime::new(0, 0),
        mtime: git2::IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode: 0o160_000,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: Oid::from_str(commit).expect("commit id"),
        flags: 0,
        flags_extended: 0,
        path: path.as_bytes().to_vec(),
    };
    index.add(&entry).expect("add submodule");
}

fn signature(who: &str, spec: &CommitSpec) -> Signature<'static> {
    let (name, address) = who.split_once(" <").expect("Name <address>");
    let date: jiff::civil::Date = spec.date.as_deref().unwrap_or(DATE).parse().expect("date");
    let noon = date.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).expect("zoned");
    let time = Time::new(noon.timestamp().as_second(), 0);
    Signature::new(name, address.trim_end_matches('>'), &time).expect("signature")
}

fn write(root: &Path, path: &str, content: &Content) {
    let full = root.join(path);
    std::fs::create_dir_all(full.parent().expect("parent")).expect("folder");
    match content {
        Content::Special(Special::Submodule(_)) => {}
        Content::Special(Special::Link(target)) => {
            std::os::unix::fs::symlink(target, &full).expect("link");
        }
        Content::Special(Special::Executable(text)) => {
            use std::os::unix::fs::PermissionsExt;
            std::fs::write(&full, text).expect("write");
            std::fs::set_permissions(&full, std::fs::Permissions::from_mode(0o755)).expect("mode");
        }
        plain => std::fs::write(&full, bytes(plain).expect("a plain file")).expect("write"),
    }
}

/// The bytes of a file that is nothing more than them.
fn bytes(content: &Content) -> Option<Vec<u8>> {
    let special = match content {
        Content::Text(text) => return Some(planted::expand(text).into_bytes()),
        Content::Special(special) => special,
    };
    Some(match special {
        Special::Link(_) | Special::Executable(_) | Special::Submodule(_) => return None,
        Special::Hex(hex) => (0..hex.len() / 2)
            .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hexadecimal"))
            .collect(),
        Special::Latin1(text) => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        Special::Utf16(text) => {
            let text = planted::expand(text);
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        }
        Special::Size(size) => vec![0; *size],
    })
}

fn blob_at(repository: &Repository, path: &str) -> Oid {
    let mut walk = repository.revwalk().expect("walk");
    walk.push_head().expect("head");
    let found = walk.flatten().find_map(|id| {
        let tree = repository.find_commit(id).ok()?.tree().ok()?;
        tree.get_path(Path::new(path)).ok().map(|entry| entry.id())
    });
    assert!(found.is_some(), "no commit holds {path}");
    found.expect("checked above")
}

fn remove_object(root: &Path, id: Oid) {
    let hex = id.to_string();
    let file = root.join(".git/objects").join(&hex[..2]).join(&hex[2..]);
    let _ = std::fs::remove_file(file);
}
