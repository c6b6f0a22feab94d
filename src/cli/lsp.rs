//! `publiable lsp`: the language server, on standard input and output.

use super::Global;
use super::publiccode::{Folder, known, redactor};
use crate::clock::today;
use crate::config::{source, texts};
use crate::error::Result;
use crate::exit;
use crate::lang::Lang;
use crate::lsp::{self, Settings};
use crate::publiccode::repair::Known;
use crate::publiccode::{Files, NoFiles};
use crate::rule::{RuleSet, load};
use crate::snapshot::{path, root_of, without_history};
use clap::Args;
use std::cell::RefCell;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Serve editors (Language Server Protocol) on standard input and output.
#[derive(Debug, Args)]
pub(super) struct Lsp {
    /// Standard input and output: the only way there is, which some editors ask for.
    #[arg(long)]
    stdio: bool,
}

impl Lsp {
    /// Serves until the client leaves: the exit code is 0 when it said so before.
    pub(super) fn run(&self, global: &Global, lang: Lang) -> Result<u8> {
        let disk = Disk::default();
        let settings = Settings {
            asked: global.lang.map(Lang::from),
            usual: lang,
            today: today()?,
            rules: load::load(&[])?.0,
            around: &disk,
        };
        let stopped = lsp::serve(BufReader::new(io::stdin()), &mut io::stdout().lock(), &settings);
        Ok(if stopped { exit::SUCCESS } else { exit::FINDINGS })
    }
}

/// The disk around open files. What takes long to read is kept until a file is saved.
#[derive(Default)]
struct Disk {
    known: RefCell<Option<(PathBuf, Known)>>,
    rules: RefCell<Option<Extended>>,
}

/// What the `publiable.toml` of a folder extends.
struct Extended {
    folder: PathBuf,
    /// What it names.
    named: Vec<String>,
    /// How that was when it was read.
    state: State,
    /// The rules that this makes.
    rules: Result<Arc<RuleSet>>,
}

/// Files and folders, with the size and the time of the last change of those there are.
type State = Vec<(PathBuf, Option<(u64, Option<SystemTime>)>)>;

/// Files of one folder that are looked at.
const MOST: usize = 1_000;

/// How what `extends` names in the repository of `folder` is, and what may hide it; nothing
/// else is listed.
fn state(folder: &Path, extends: &[String]) -> State {
    let root = root_of(folder).map_or_else(|_| folder.to_path_buf(), |(root, _)| root);
    let named = extends.iter().filter_map(|entry| path::join("", entry));
    let named = named.map(|entry| root.join(entry));
    let mut places: Vec<PathBuf> = Vec::new();
    for place in named.flat_map(|place| [place.join(texts::FOLDER), place]) {
        let inside = std::fs::read_dir(&place).into_iter().flatten().flatten().take(MOST);
        places.extend(inside.map(|entry| entry.path()));
        places.push(place);
    }
    places.extend([root.join(".gitignore"), root.join(".git/index")]);
    places.sort();
    let seen = places.into_iter().map(|place| {
        let seen = place.symlink_metadata().ok();
        (place, seen.map(|seen| (seen.len(), seen.modified().ok())))
    });
    seen.collect()
}

impl lsp::Around for Disk {
    fn files(&self, path: Option<&Path>) -> Box<dyn Files> {
        match path {
            Some(path) => Box::new(Folder::around(path)),
            None => Box::new(NoFiles),
        }
    }

    fn known(&self, path: Option<&Path>) -> Known {
        let Some(folder) = path.and_then(Path::parent) else { return Known::default() };
        let mut kept = self.known.borrow_mut();
        match &*kept {
            Some((of, known)) if of == folder => known.clone(),
            _ => kept.insert((folder.to_path_buf(), known(folder))).1.clone(),
        }
    }

    fn mask(&self, text: &[u8], name: &str) -> Box<dyn Fn(&mut String)> {
        let redactor = redactor(text, name);
        Box::new(move |text| redactor.redact_excerpt(text))
    }

    fn rules(&self, path: Option<&Path>, extends: &[String]) -> Result<Arc<RuleSet>> {
        let folder = path.and_then(Path::parent).filter(|_| !extends.is_empty());
        let Some(folder) = folder else { return Ok(load::load(&[])?.0) };
        let mut kept = self.rules.borrow_mut();
        let same = |kept: &&Extended| kept.folder == folder && kept.named == extends;
        let known = kept.as_ref().filter(same);
        // What a refusal lacks may be put there at any time: it is kept until then.
        let state = match known.map(|known| &known.rules) {
            Some(Ok(rules)) => return Ok(rules.clone()),
            _ => state(folder, extends),
        };
        if let Some(Extended { rules: Err(refused), .. }) = known.filter(|one| one.state == state) {
            return Err(refused.clone());
        }
        let rules = without_history(folder).and_then(|files| source::extended(&files, extends));
        let (folder, named) = (folder.to_path_buf(), extends.to_vec());
        kept.insert(Extended { folder, named, state, rules }).rules.clone()
    }

    fn saved(&self) {
        self.known.take();
        self.rules.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_looked_at_again_when_what_it_names_changed() {
        let home = tempfile::tempdir().expect("folder");
        let write = |name: &str, text: &str| {
            let place = home.path().join(name);
            std::fs::create_dir_all(place.parent().expect("a folder")).expect("folder");
            std::fs::write(place, text).expect("written");
        };
        let named = ["rules".to_string(), "../out".to_string(), "/etc".to_string()];
        let seen = || state(home.path(), &named);
        let absent = seen();
        write("src/main.c", "int a;\n");
        assert_eq!(seen(), absent);
        assert!(absent.iter().all(|(place, _)| place.starts_with(home.path())), "{absent:?}");
        write("rules/a.toml", "order = [\n");
        let wrong = seen();
        assert_ne!(wrong, absent);
        write("rules/a.toml", "order = []\n# right\n");
        let right = seen();
        assert_ne!(right, wrong);
        write("rules/templates/README.md", "# x\n");
        assert_ne!(seen(), right);
    }
}
