//! Opens what the command line names: a work tree, a linked one, a bare
//! repository, a commit, or a plain folder.

use super::cache::{Cache, Key};
use super::folder::{self, Listing, Versions};
use super::history::tips::{self, Source as HistorySource, Wanted};
use super::history::{Examine, Examined, HistoryReader, Nothing};
use super::objects::{alternates, loose};
use super::read::Source;
use super::sha256::{self, Layout};
use super::{File, Origin, Skipped, Snapshot, metadata, special, tree, worktree};
use crate::error::{Error, Result};
use crate::text;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use git2::{ErrorCode, Oid, Repository, RepositoryOpenFlags};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::path::{Path, PathBuf};

/// What to open and how much of it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The folder.
    pub path: PathBuf,
    /// Audit this revision's tree rather than the work tree.
    pub rev: Option<String>,
    /// Of a repository, read only the folder named; its history is not.
    pub only: bool,
    /// Read the history too.
    pub history: bool,
    /// Leave out of the history what this revision leads to.
    pub since: Option<String>,
    /// Read only what the references whose full names match one of these
    /// patterns lead to; every reference when there is none.
    pub references: Vec<String>,
}

/// A snapshot whose history is still to be examined.
pub struct Prepared {
    snapshot: Snapshot,
    source: Option<HistorySource>,
}

impl Prepared {
    /// A snapshot whose history, when it is wanted, is read from `source`.
    pub(super) fn new(snapshot: Snapshot, source: Option<HistorySource>) -> Prepared {
        Prepared { snapshot, source }
    }

    /// A snapshot without history.
    pub fn without_history(snapshot: Snapshot) -> Prepared {
        Prepared { snapshot, source: None }
    }

    /// What is known before the history is examined.
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// The key under which a cache keeps the history; `what` says what it is
    /// read for: the rules and their options. `None` when no history is wanted.
    pub fn cache_key(&self, what: &[u8]) -> Option<Key> {
        self.source.as_ref().map(|source| Key::new(source, what))
    }

    /// Takes the history from `cache`, with what `read` makes of the section
    /// kept with it, or the snapshot as it was when the cache has no such thing.
    pub fn cached<T>(
        mut self,
        cache: &Cache,
        key: &Key,
        read: impl FnOnce(&[u8]) -> Option<T>,
    ) -> std::result::Result<(Snapshot, T), Box<Prepared>> {
        let kept = cache.load(key);
        match kept.and_then(|(history, section)| Some((history, read(&section)?))) {
            Some((history, section)) => {
                self.snapshot.history = Some(history);
                Ok((self.snapshot, section))
            }
            None => Err(Box::new(self)),
        }
    }

    /// Examines every blob of the history once, and looks for the files whose
    /// name is `interesting`. Nothing is found when the history is not wanted.
    pub fn examine<E: Examine>(
        mut self,
        examiner: &E,
        interesting: &dyn Fn(&str) -> bool,
    ) -> (Snapshot, Examined<E::Hit>) {
        let Some(source) = self.source else { return (self.snapshot, Examined::default()) };
        let (history, examined) = HistoryReader::new(&source).examine(examiner, interesting);
        self.snapshot.history = Some(history);
        (self.snapshot, examined)
    }
}

/// Opens a snapshot. Errors name the path and what to do about it.
pub(crate) fn open(options: &Options) -> Result<Snapshot> {
    Ok(prepare(options)?.examine(&Nothing, &|_| false).0)
}

/// The files and metadata of the repository at `path`, without its history.
pub(crate) fn without_history(path: &Path) -> Result<Snapshot> {
    open(&Options { path: path.to_path_buf(), ..Options::default() })
}

/// The root of what is at `path`, and what its files are read from: none of them is listed.
pub(crate) fn root_of(path: &Path) -> Result<(PathBuf, Origin)> {
    let path = existing_folder(path)?;
    Ok(match find_repository(&path)? {
        None => (path, Origin::Folder),
        Some(repository) if is_bare(&repository, &path) => (path, Origin::Commit),
        Some(repository) => (repository_root(&repository, &path)?, Origin::WorkTree),
    })
}

/// True for the folder of a repository, bare or not, by what stands in it: it is not
/// opened.
pub(crate) fn is_repository(path: &Path) -> bool {
    path.join(".git").exists() || special::is_git_folder(path)
}

/// Opens a snapshot whose history is still to be examined.
pub fn prepare(options: &Options) -> Result<Prepared> {
    let path = existing_folder(&options.path)?;
    let Some(repository) = find_repository(&path)? else {
        let sha256 = sha256::layout(&path);
        if let Some(layout) = sha256
            && (layout == Layout::Bare || options.rev.is_some())
        {
            return Err(sha256::unreadable(&path));
        }
        if let Some(rev) = &options.rev {
            return Err(revision_without_git(&path, rev));
        }
        let mut snapshot = plain_folder(path)?;
        snapshot.unseen.extend(sha256.map(|_| sha256::read_as_folder()));
        return Ok(Prepared { snapshot, source: None });
    };
    whole_objects(&repository, &path)?;
    let bare = is_bare(&repository, &path);
    let asked = path.clone();
    let root = if bare { path } else { repository_root(&repository, &path)? };
    let inside = asked.strip_prefix(&root).unwrap_or(Path::new("")).to_path_buf();
    let only = options.only && !inside.as_os_str().is_empty();
    let commit = audited_commit(&repository, options.rev.as_deref(), &root)?;
    let from_commit = bare || options.rev.is_some();
    let whole = if from_commit {
        commit_snapshot(&repository, root, commit)?
    } else {
        worktree_snapshot(&repository, root)?
    };
    let mut snapshot = if only { part(whole, &inside)? } else { whole };
    if !only && !inside.as_os_str().is_empty() {
        snapshot.skipped.push(Skipped {
            path: inside.display().to_string(),
            reason: text!(
                "ce dossier est une partie d’un dépôt : le dépôt entier a été audité (--only pour ce dossier seul)",
                "this folder is part of a repository: the whole repository was audited (--only for this folder alone)"
            ),
            incomplete: false,
        });
    }
    if commit.is_none() && snapshot.files.is_empty() {
        return Err(nothing_yet(&snapshot.root));
    }
    let metadata = metadata::read(&repository, commit);
    let history = options.history && !only;
    snapshot.history_declined = !history;
    let wanted = history.then(|| wanted(options, &repository, &snapshot.root, commit));
    let wanted = wanted.transpose()?;
    let source = wanted.map(|wanted| tips::source(&repository, &metadata, &wanted));
    snapshot.metadata = Some(metadata);
    Ok(Prepared { snapshot, source })
}

/// The files of `whole` that are in `folder`, with their paths from there.
fn part(whole: Snapshot, folder: &Path) -> Result<Snapshot> {
    let prefix = [super::read::raw_path(folder), b"/".to_vec()].concat();
    let shown = super::path::display(&prefix);
    let inside = whole.files.into_iter().filter_map(|file| {
        let raw = file.raw.strip_prefix(prefix.as_slice())?.to_vec();
        let path = super::path::display(&raw);
        Some(File { class: super::classify::class_of(&path), path, raw, ..file })
    });
    let skipped = whole.skipped.into_iter().filter_map(|skipped| {
        let path = skipped.path.strip_prefix(&shown)?.to_string();
        Some(Skipped { path, ..skipped })
    });
    let (root, origin) = (whole.root.join(folder), whole.origin);
    let source = match whole.source {
        Source::Disk { git, .. } => Source::Disk { dir: open_root(&root)?, git },
        other => other,
    };
    let part = Some(shown.trim_end_matches('/').to_string());
    let snapshot = Snapshot::assemble(root, origin, inside.collect(), skipped.collect(), source);
    Ok(Snapshot { part, ..snapshot })
}

fn wanted(
    options: &Options,
    repository: &Repository,
    root: &Path,
    commit: Option<Oid>,
) -> Result<Wanted> {
    let since = options.since.as_deref();
    Ok(Wanted {
        only: commit.filter(|_| options.rev.is_some()).map(|commit| vec![commit]),
        since: since.map(|since| revision(repository, since, root)).transpose()?,
        references: patterns(&options.references)?,
    })
}

/// The references of `refs/…` names that match one of `patterns`.
fn patterns(patterns: &[String]) -> Result<Option<GlobSet>> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern).literal_separator(false).build();
        set.add(glob.map_err(|error| unknown_pattern(pattern, &error))?);
    }
    let shown = patterns.join(", ");
    Ok(Some(set.build().map_err(|error| unknown_pattern(&shown, &error))?))
}

fn unknown_pattern(pattern: &str, error: &globset::Error) -> Error {
    Error::usage(text!(
        "Le motif de références « {pattern} » n’est pas valable ({error}).",
        "The pattern of references “{pattern}” is not valid ({error})."
    ))
    .remedy(text!("Par exemple : refs/heads/*", "For example: refs/heads/*"))
}

/// When the current commit of the repository around `path` was made, in seconds since
/// 1970; `None` outside of any.
pub(crate) fn day_of(path: &Path) -> Option<i64> {
    let folder = if path.is_dir() { path } else { path.parent()? };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let repository = Repository::discover(folder).ok()?;
    let commit = repository.head().ok()?.peel_to_commit().ok()?;
    Some(commit.time().seconds())
}

fn existing_folder(path: &Path) -> Result<PathBuf> {
    let shown = path.display();
    let path = path.canonicalize().map_err(|error| {
        if let Some(address) = path.to_str().and_then(address_of) {
            return remote_repository(&address);
        }
        Error::usage(super::path::out_of_reach(path, &error)).remedy(text!(
            "Donnez le dossier d’un dépôt, par exemple : publiable audit .",
            "Give the folder of a repository, for example: publiable audit ."
        ))
    })?;
    if !path.is_dir() {
        return Err(Error::usage(text!(
            "{shown} est un fichier, pas un dépôt ni un dossier.",
            "{shown} is a file, neither a repository nor a folder."
        ))
        .remedy(text!("Donnez le dossier qui le contient.", "Give the folder that holds it.")));
    }
    Ok(path)
}

/// The address of a repository that `text` is: `https://…`, `git@host:owner/name`, or
/// `forge.example.org/owner/name`, as people copy it.
fn address_of(text: &str) -> Option<String> {
    let schemes = ["https://", "http://", "ssh://", "git://"];
    let whole = schemes.iter().any(|scheme| text.starts_with(scheme))
        || text.split_once(':').is_some_and(|(host, _)| host.contains('@') && !host.contains('/'));
    let host = |host: &str| host.contains('.') && !host.starts_with('.') && !host.contains(' ');
    let bare = text.split('/').count() >= 3 && text.split('/').next().is_some_and(host);
    match (whole, bare) {
        (true, _) => Some(text.to_string()),
        (false, true) => Some(format!("https://{text}")),
        (false, false) => None,
    }
}

fn remote_repository(address: &str) -> Error {
    Error::usage(text!(
        "{address} est l’adresse d’un dépôt : publiable n’accède pas au réseau.",
        "{address} is the address of a repository: publiable does not access the network."
    ))
    .remedy(text!(
        "Clonez-le d’abord, entier (git clone {address}), ou ajoutez --clone",
        "Clone it first, in full (git clone {address}), or add --clone"
    ))
}

/// The repository at `path`, or the one whose work tree `path` is a tracked
/// part of. `None` for a plain folder.
pub(super) fn find_repository(path: &Path) -> Result<Option<Repository>> {
    if let Some(special) = special::in_git_folder(path) {
        let shown = special.display();
        return Err(Error::unseen(text!(
            "{shown} n’est pas un fichier : le dépôt git ne peut pas être ouvert.",
            "{shown} is not a file: the git repository cannot be opened."
        ))
        .remedy(text!("Clonez-le à nouveau.", "Clone it again.")));
    }
    let here = Repository::open_ext(path, RepositoryOpenFlags::NO_SEARCH, [] as [&Path; 0]);
    match here {
        Ok(repository) => return Ok(Some(repository)),
        Err(error) if error.code() == ErrorCode::NotFound && !path.join(".git").exists() => {}
        Err(_) if sha256::layout(path).is_some() => return Ok(None),
        Err(error) => return Err(unreadable_repository(path, &error)),
    }
    let Ok(repository) = Repository::discover(path) else { return Ok(None) };
    let inside = repository.workdir().and_then(|top| top.canonicalize().ok()).and_then(|top| {
        let relative = path.strip_prefix(&top).ok()?.to_path_buf();
        let index = repository.index().ok()?;
        let tracked =
            index.iter().any(|entry| super::read::os_path(&entry.path).starts_with(&relative));
        tracked.then_some(())
    });
    Ok(inside.map(|()| repository))
}

/// True when the repository of one of `paths` tracks `file`: it may say what it wants.
pub(crate) fn holds(file: &Path, paths: &[PathBuf]) -> bool {
    let Ok(file) = file.canonicalize() else { return false };
    let Ok(Some(repository)) = find_repository(&file) else { return false };
    let top = repository.workdir().and_then(|top| top.canonicalize().ok());
    let inside = |path: &PathBuf| path.canonicalize().ok().zip(top.as_ref());
    paths.iter().filter_map(inside).any(|(path, top)| path.starts_with(top))
}

/// Refuses a repository in which a commit, a tree or a tag ends too early.
fn whole_objects(repository: &Repository, path: &Path) -> Result<()> {
    let folders = alternates::folders(&repository.commondir().join("objects")).0;
    let cut = folders.iter().find_map(|objects| loose::first_cut(objects));
    let Some(id) = cut.and_then(|id| Oid::from_bytes(&id).ok()) else { return Ok(()) };
    let shown = path.display();
    Err(Error::unseen(text!(
        "L’objet git {id} de {shown} est abîmé : il s’arrête avant sa fin.",
        "The git object {id} of {shown} is damaged: it stops before its end."
    ))
    .remedy(text!(
        "Vérifiez le dépôt avec « git -C {shown} fsck », ou clonez-le à nouveau.",
        "Check the repository with “git -C {shown} fsck”, or clone it again."
    )))
}

fn unreadable_repository(path: &Path, error: &git2::Error) -> Error {
    let shown = path.display();
    let reason = error.message().to_string();
    if error.code() == ErrorCode::Owner {
        return Error::unseen(text!(
            "Le dépôt {shown} appartient à un autre utilisateur : git refuse de l’ouvrir.",
            "The repository {shown} belongs to another user: git refuses to open it."
        ))
        .remedy(text!(
            "Si vous lui faites confiance : git config --global --add safe.directory {shown}",
            "If you trust it: git config --global --add safe.directory {shown}"
        ));
    }
    Error::unseen(text!(
        "Le dépôt git de {shown} ne s’ouvre pas ({reason}).",
        "The git repository of {shown} does not open ({reason})."
    ))
    .remedy(text!(
        "Vérifiez-le avec « git -C {shown} fsck », ou clonez-le à nouveau.",
        "Check it with “git -C {shown} fsck”, or clone it again."
    ))
}

/// True for a bare repository: one that says so, or a git directory named
/// itself, as a mirror without configuration is.
fn is_bare(repository: &Repository, path: &Path) -> bool {
    let git_dir = repository.path().canonicalize();
    repository.is_bare() || git_dir.is_ok_and(|git_dir| git_dir == path)
}

fn repository_root(repository: &Repository, path: &Path) -> Result<PathBuf> {
    let Some(top) = repository.workdir() else { return Ok(path.to_path_buf()) };
    // The folder that holds `.git` is where the files are, whatever the
    // configuration says: the repository does not choose what is read and written.
    let real = path.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok());
    match top.canonicalize() {
        Ok(top) if real == Some(top.as_path()) => Ok(top),
        _ => {
            let (shown, top) = (path.display(), top.display());
            Err(Error::unseen(text!(
                "La configuration git de {shown} place ses fichiers ailleurs ({top}) : rien n’a été lu.",
                "The git configuration of {shown} puts its files elsewhere ({top}): nothing was read."
            ))
            .remedy(text!(
                "Retirez « core.worktree » de sa configuration, ou auditez ce dossier-là.",
                "Remove “core.worktree” from its configuration, or audit that folder."
            )))
        }
    }
}

/// The commit that `rev` names.
fn revision(repository: &Repository, rev: &str, root: &Path) -> Result<Oid> {
    let shown = root.display();
    let commit = repository.revparse_single(rev).and_then(|object| object.peel_to_commit());
    commit.map(|commit| commit.id()).map_err(|_| {
        Error::usage(text!(
            "La révision « {rev} » est inconnue dans {shown}.",
            "The revision “{rev}” is unknown in {shown}."
        ))
        .remedy(text!(
            "Listez celles qui existent : git -C {shown} branch --all ; git -C {shown} tag",
            "List those that exist: git -C {shown} branch --all; git -C {shown} tag"
        ))
    })
}

fn audited_commit(repository: &Repository, rev: Option<&str>, root: &Path) -> Result<Option<Oid>> {
    if let Some(rev) = rev {
        return revision(repository, rev, root).map(Some);
    }
    match repository.head() {
        Ok(head) => match head.peel_to_commit() {
            Ok(commit) => Ok(Some(commit.id())),
            // The files of a work tree are there all the same, and whoever reads
            // the history says that this commit is not.
            Err(_) if !repository.is_bare() && head.target().is_some() => Ok(head.target()),
            Err(error) => Err(unreadable_repository(root, &error)),
        },
        Err(error) if matches!(error.code(), ErrorCode::UnbornBranch | ErrorCode::NotFound) => {
            Ok(None)
        }
        Err(error) => Err(unreadable_repository(root, &error)),
    }
}

fn nothing_yet(root: &Path) -> Error {
    let shown = root.display();
    Error::unseen(text!(
        "Le dépôt {shown} est vide : aucun commit, aucun fichier à auditer.",
        "The repository {shown} is empty: no commit and no file to audit."
    ))
    .remedy(text!(
        "Ajoutez des fichiers et faites un premier commit, ou vérifiez le chemin.",
        "Add files and make a first commit, or check the path."
    ))
}

fn revision_without_git(path: &Path, rev: &str) -> Error {
    let shown = path.display();
    Error::usage(text!(
        "{shown} n’est pas un dépôt git : la révision « {rev} » n’y existe pas.",
        "{shown} is not a git repository: the revision “{rev}” does not exist there."
    ))
    .remedy(text!("Retirez --rev, ou donnez un dépôt.", "Drop --rev, or give a repository."))
}

fn open_root(root: &Path) -> Result<Dir> {
    // A folder may be opened whose names may not be read.
    let listed = std::fs::read_dir(root);
    listed.and_then(|_| Dir::open_ambient_dir(root, ambient_authority())).map_err(|error| {
        let shown = root.display();
        Error::unseen(text!(
            "Le dossier {shown} n’est pas lisible ({error}).",
            "The folder {shown} cannot be read ({error})."
        ))
        .remedy(text!("Vérifiez ses droits d’accès.", "Check its access rights."))
    })
}

fn plain_folder(root: PathBuf) -> Result<Snapshot> {
    let dir = open_root(&root)?;
    let Listing { files, skipped } =
        folder::walk((&root, Versions::Published), |_, _| true, |_| true);
    if files.is_empty() {
        let shown = root.display();
        if let Some(unseen) = skipped.iter().find(|one| one.incomplete) {
            let (path, why) = (&unseen.path, &unseen.reason);
            return Err(Error::unseen(text!(
                "Rien n’a été lu du dossier {shown} ({path} : {why}).",
                "Nothing was read of the folder {shown} ({path}: {why}).";
                why
            ))
            .remedy(text!("Vérifiez ses droits d’accès.", "Check its access rights.")));
        }
        return Err(Error::usage(text!(
            "Le dossier {shown} ne contient aucun fichier.",
            "The folder {shown} holds no file."
        ))
        .remedy(text!("Vérifiez le chemin.", "Check the path.")));
    }
    let source = Source::Disk { dir, git: None };
    Ok(Snapshot::assemble(root, Origin::Folder, files, skipped, source))
}

fn worktree_snapshot(repository: &Repository, root: PathBuf) -> Result<Snapshot> {
    let index = repository.index().map_err(|error| unreadable_index(&root, &error))?;
    let Listing { files, skipped } = worktree::list(repository, &root, &index);
    let git = Some(repository.path().to_path_buf());
    let source = Source::Disk { dir: open_root(&root)?, git };
    Ok(Snapshot::assemble(root, Origin::WorkTree, files, skipped, source))
}

fn unreadable_index(root: &Path, error: &git2::Error) -> Error {
    let shown = root.display();
    let reason = error.message().to_string();
    // Git keeps an index split or sparse when it rebuilds it (gitformat-index(5)).
    let rebuild = match () {
        () if reason.contains("'link'") => "update-index --no-split-index",
        () if reason.contains("'sdir'") => "sparse-checkout reapply --no-sparse-index",
        () => "reset",
    };
    Error::unseen(text!(
        "L’index git de {shown} est illisible ({reason}).",
        "The git index of {shown} cannot be read ({reason})."
    ))
    .remedy(text!(
        "Reconstruisez-le (git -C {shown} {rebuild}), ou auditez le commit : --rev HEAD",
        "Rebuild it (git -C {shown} {rebuild}), or audit the commit: --rev HEAD"
    ))
}

pub(super) fn commit_snapshot(
    repository: &Repository,
    root: PathBuf,
    commit: Option<Oid>,
) -> Result<Snapshot> {
    let Some(commit) = commit else { return Err(nothing_yet(&root)) };
    let tree = repository.find_commit(commit).map(|commit| commit.tree_id());
    let tree = tree.map_err(|error| unreadable_repository(&root, &error))?;
    let Listing { files, skipped } = tree::list(repository, tree);
    let source = Source::Git(repository.path().to_path_buf());
    Ok(Snapshot::assemble(root, Origin::Commit, files, skipped, source))
}
