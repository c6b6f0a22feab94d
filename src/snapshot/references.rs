//! The references of a repository, read file by file beside the library's own
//! answer: libgit2 passes over what it cannot read, and a history that nothing
//! leads to any more would be one that nobody looked at.

use crate::lang::Text;
use crate::text;
use git2::{Oid, Repository};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use walkdir::WalkDir;

/// A longer file holds no reference, in bytes.
const LONGEST: u64 = 4 << 10;
/// A longer list of packed references is not read, in bytes.
const LONGEST_LIST: u64 = 256 << 20;
/// Faults told one by one; the others are counted.
const TOLD: usize = 5;

/// What the references of a repository name, and what could not be read of them.
#[derive(Debug, Default)]
pub(super) struct References {
    /// The object each leads to, by full name; `None` for one that leads to
    /// another reference, or nowhere.
    pub named: BTreeMap<String, Option<Oid>>,
    faults: Vec<(String, Text)>,
}

impl References {
    /// Reads the references of `repository`, those of a linked work tree included.
    pub(super) fn read(repository: &Repository) -> References {
        let mut references = References::default();
        references.add_packed(&repository.commondir().join("packed-refs"));
        references.add_loose(repository.commondir());
        if repository.path() != repository.commondir() {
            references.add_loose(repository.path());
        }
        references.add_listed(repository);
        references
    }

    /// One sentence a reference that could not be read; the history it leads to
    /// may not have been seen.
    pub(super) fn gaps(&self) -> Vec<Text> {
        let told = self.faults.iter().take(TOLD).map(|(name, why)| {
            let (fr, en) = (&why.fr, &why.en);
            text!(
                "référence git illisible : {name} ({fr})",
                "git reference unreadable: {name} ({en})"
            )
        });
        let mut gaps: Vec<Text> = told.collect();
        match self.faults.len().saturating_sub(TOLD) {
            0 => {}
            1 => gaps.push(text!(
                "1 autre référence git est illisible",
                "1 more git reference is unreadable"
            )),
            more => gaps.push(text!(
                "{more} autres références git sont illisibles",
                "{more} more git references are unreadable"
            )),
        }
        gaps
    }

    /// The objects that the references lead to, by reference.
    pub(super) fn tips(&self) -> Vec<(String, Oid)> {
        self.named.iter().filter_map(|(name, target)| Some((name.clone(), (*target)?))).collect()
    }

    fn fault(&mut self, name: &str, why: Text) {
        if !self.faults.iter().any(|(known, _)| known == name) {
            self.faults.push((name.to_string(), why));
        }
    }

    /// What the library lists besides, references of other stores among them.
    fn add_listed(&mut self, repository: &Repository) {
        let unlisted = |error: &git2::Error| {
            let reason = error.message().to_string();
            text!("{reason}", "{reason}")
        };
        let listed = match repository.references() {
            Ok(listed) => listed,
            Err(error) => return self.fault("refs/", unlisted(&error)),
        };
        for reference in listed {
            match reference {
                Ok(reference) => {
                    let name = String::from_utf8_lossy(reference.name_bytes()).into_owned();
                    let target = reference.target();
                    let target = target.or_else(|| reference.resolve().ok()?.target());
                    let known = self.named.entry(name).or_default();
                    *known = known.or(target);
                }
                Err(error) => self.fault("refs/", unlisted(&error)),
            }
        }
    }

    /// Reads the references of `folder` that stand in a file each.
    fn add_loose(&mut self, folder: &Path) {
        let top = folder.join("refs");
        let walk = WalkDir::new(&top).sort_by_file_name().into_iter();
        // Git takes no name that starts with a dot for that of a reference.
        let walk = walk.filter_entry(|entry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        });
        for entry in walk {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(&top);
                    let reason = error.io_error().map(ToString::to_string).unwrap_or_default();
                    self.fault(&name_of(folder, path), text!("{reason}", "{reason}"));
                    continue;
                }
            };
            let name = name_of(folder, entry.path());
            if entry.file_type().is_dir() || name.ends_with(".lock") {
                continue;
            }
            match bounded(entry.path(), LONGEST).map(|bytes| parsed(&bytes)) {
                Ok(Some(target)) => {
                    self.named.insert(name, target);
                }
                Ok(None) => self.fault(
                    &name,
                    text!(
                        "son contenu n’est pas celui d’une référence",
                        "its content is not that of a reference"
                    ),
                ),
                Err(why) => self.fault(&name, why),
            }
        }
    }

    /// Reads the list of packed references (gitrepository-layout(5)).
    fn add_packed(&mut self, path: &Path) {
        if path.symlink_metadata().is_err() {
            return;
        }
        const NAME: &str = "packed-refs";
        let bytes = match bounded(path, LONGEST_LIST) {
            Ok(bytes) => bytes,
            Err(why) => return self.fault(NAME, why),
        };
        let ended = bytes.is_empty() || bytes.ends_with(b"\n");
        let lines = bytes.split(|byte| *byte == b'\n');
        for (at, line) in lines.enumerate().filter(|(_, line)| !line.is_empty()) {
            match packed(line) {
                Some(Packed::Reference(name, target)) => {
                    self.named.insert(name, Some(target));
                }
                Some(Packed::Aside) => {}
                None => {
                    let line = at + 1;
                    let why = text!("la ligne {line} est abîmée", "line {line} is damaged");
                    self.fault(NAME, why);
                }
            }
        }
        if !ended {
            self.fault(NAME, text!("il est coupé", "it is cut"));
        }
    }
}

/// A line of the packed references.
enum Packed {
    Reference(String, Oid),
    /// A comment, or what the tag of the line before leads to.
    Aside,
}

fn packed(line: &[u8]) -> Option<Packed> {
    match line {
        [b'#', ..] => Some(Packed::Aside),
        [b'^', id @ ..] => oid(id).map(|_| Packed::Aside),
        _ => {
            let (id, name) = line.split_at_checked(40)?;
            let name = name.strip_prefix(b" ")?.trim_ascii_end();
            let name = String::from_utf8_lossy(name).into_owned();
            name.starts_with("refs/").then_some(Packed::Reference(name, oid(id)?))
        }
    }
}

/// What a file that holds one reference names, as git reads it: an object, or
/// another reference (`None` inside). `None` for anything else.
fn parsed(bytes: &[u8]) -> Option<Option<Oid>> {
    if let Some(other) = bytes.strip_prefix(b"ref:") {
        return other.trim_ascii().starts_with(b"refs/").then_some(None);
    }
    let (id, rest) = bytes.split_at_checked(40)?;
    rest.first().is_none_or(u8::is_ascii_whitespace).then_some(())?;
    oid(id).map(Some)
}

fn oid(id: &[u8]) -> Option<Oid> {
    let id = std::str::from_utf8(id.trim_ascii_end()).ok()?;
    (id.len() == 40).then(|| Oid::from_str(id).ok()).flatten()
}

/// The content of a regular file of at most `limit` bytes, or why it is not read.
fn bounded(path: &Path, limit: u64) -> Result<Vec<u8>, Text> {
    let unread = |error: std::io::Error| text!("{error}", "{error}");
    let metadata = path.metadata().map_err(unread)?;
    if !metadata.is_file() {
        return Err(text!("ce n’est pas un fichier", "it is not a file"));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(unread)?.take(limit + 1).read_to_end(&mut bytes).map_err(unread)?;
    match bytes.len() as u64 > limit {
        true => Err(text!("il est trop long", "it is too long")),
        false => Ok(bytes),
    }
}

fn name_of(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789012345678901234567890123456789";

    #[test]
    fn a_reference_is_read_as_git_reads_it() {
        let target = Some(Oid::from_str(ID).expect("id"));
        let read = |text: &str| parsed(text.as_bytes());
        assert_eq!(read(&format!("{ID}\n")), Some(target));
        assert_eq!(read(&format!("{ID} autre\n")), Some(target));
        assert_eq!(read("ref: refs/heads/main\n"), Some(None));
        for damaged in ["", "\n", "garbage\n", &ID[1..], &format!("\u{feff}{ID}\n"), "ref: main"] {
            assert_eq!(read(damaged), None, "{damaged:?}");
        }
    }

    #[test]
    fn a_packed_line_is_read_or_refused() {
        let refused = |line: &str| packed(line.as_bytes()).is_none();
        assert!(matches!(
            packed(format!("{ID} refs/heads/main").as_bytes()),
            Some(Packed::Reference(name, _)) if name == "refs/heads/main"
        ));
        assert!(matches!(packed(b"# pack-refs with: peeled"), Some(Packed::Aside)));
        assert!(matches!(packed(format!("^{ID}").as_bytes()), Some(Packed::Aside)));
        assert!(refused("ligne abîmée") && refused(ID) && refused(&format!("{ID} re")));
        assert!(refused("^0123"));
    }
}
