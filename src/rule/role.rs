//! The roles files play (`rules/roles.toml`): which names make a file the
//! README, the contribution guide or the change log, and where it may stand.

use crate::text::pattern::Pattern;
use serde::{Deserialize, Serialize};

/// A role as written in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleEntry {
    /// Identifier used by rules (`readme`, `contributing`…).
    pub id: String,
    /// Regular expression over the file name.
    pub name: Pattern,
    /// Folders the file may stand in, from the root; `""` is the root. A
    /// trailing `/**` takes the whole subtree.
    pub folders: Vec<String>,
    /// Regular expression over the file name of files that only look alike.
    #[serde(default)]
    pub except: Option<Pattern>,
    /// The name the file usually bears, as a message says it.
    #[serde(default)]
    pub usual: Option<String>,
}

/// A role, ready to be asked.
#[derive(Debug, Clone)]
pub struct Role {
    /// Identifier used by rules.
    pub id: String,
    name: Pattern,
    except: Option<Pattern>,
    folders: Vec<String>,
    usual: Option<String>,
}

impl Role {
    /// Compares without case what `entry` says of folders.
    pub fn new(entry: &RoleEntry) -> Role {
        Role {
            id: entry.id.clone(),
            name: entry.name.clone(),
            except: entry.except.clone(),
            folders: entry.folders.iter().map(|folder| folder.to_lowercase()).collect(),
            usual: entry.usual.clone(),
        }
    }

    /// The name the file usually bears, its identifier when none is told.
    pub fn usual(&self) -> &str {
        self.usual.as_deref().unwrap_or(&self.id)
    }

    /// The rank of the folder `path` stands in (0 for the first one listed),
    /// or `None` when the path does not play the role. Folder names are
    /// compared without case.
    pub fn rank(&self, path: &str) -> Option<usize> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        self.rank_in(&folder.to_lowercase(), name)
    }

    /// The same for a file called `name` in `folder`, in lower case.
    pub fn rank_in(&self, folder: &str, name: &str) -> Option<usize> {
        // Folders first: they settle most files without an expression.
        let rank = self.folders.iter().position(|allowed| match allowed.strip_suffix("/**") {
            Some(top) => folder
                .strip_prefix(top)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            None => folder == *allowed,
        })?;
        let plays =
            self.name.is_match(name) && !self.except.as_ref().is_some_and(|re| re.is_match(name));
        plays.then_some(rank)
    }
}
