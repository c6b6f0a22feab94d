//! What stands around publiccode.yml: the files beside it, read from the disk
//! without leaving the repository, and what the repository says.

use crate::config::source;
use crate::project::Project;
use crate::publiccode::repair::Known;
use crate::publiccode::validate::{Cited, Files};
use crate::secrets::{Redactor, Scanner, Spotted, gather};
use crate::snapshot::without_history;
use crate::text;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What is read of a file: enough for the header of an image, and for a whole drawing.
const HEAD: u64 = 1 << 20;

/// A folder, and the repository it is in: paths may climb to its root only.
pub(in crate::cli) struct Folder {
    root: Option<Dir>,
    inside: String,
}

impl Folder {
    /// The folder of `file`.
    pub(in crate::cli) fn around(file: &Path) -> Folder {
        let folder = match file.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Folder::new(&folder)
    }

    /// `folder` itself.
    pub(in crate::cli) fn new(folder: &Path) -> Folder {
        let path = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
        let repository = path.ancestors().find(|above| above.join(".git").exists());
        let root = repository.unwrap_or(&path);
        let inside = path.strip_prefix(root).map(|inside| inside.display().to_string());
        Folder {
            root: Dir::open_ambient_dir(root, ambient_authority()).ok(),
            inside: inside.unwrap_or_default(),
        }
    }
}

impl Files for Folder {
    fn look(&self, relative: &str) -> Cited {
        let Some(root) = &self.root else { return Cited::Unknown };
        let Some(path) = crate::snapshot::path::join(&self.inside, relative) else {
            return Cited::Missing;
        };
        let path = if path.is_empty() { "." } else { &path };
        match root.metadata(path) {
            Err(_) => Cited::Missing,
            Ok(metadata) if metadata.is_dir() => Cited::Folder,
            Ok(metadata) if !metadata.is_file() => Cited::Missing,
            Ok(_) => {
                let mut bytes = Vec::new();
                let read = root.open(path).and_then(|file| file.take(HEAD).read_to_end(&mut bytes));
                if read.is_ok() { Cited::File(bytes) } else { Cited::Missing }
            }
        }
    }
}

/// What the repository around `folder` says; nothing when it cannot be read.
pub(in crate::cli) fn known(folder: &Path) -> Known {
    let Ok(snapshot) = without_history(folder) else { return Known::default() };
    // A configuration that is refused says nothing of the roles of files.
    let Ok(loaded) = source::load(&snapshot, None, &[]) else { return Known::default() };
    Project::on_demand(&snapshot, &loaded.config, &loaded.rules.roles).known()
}

/// Masks the secrets of the file called `name` in what is shown of it.
pub(in crate::cli) fn redactor(bytes: &[u8], name: &str) -> Redactor {
    let reason = || text!("montré", "shown");
    let found = Scanner::default().scan(bytes, name).seen.into_iter();
    Redactor::new(&gather(found.map(|one| Spotted::in_file(one, name, reason()))))
}
