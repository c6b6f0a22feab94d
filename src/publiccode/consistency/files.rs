//! Files that are cited, against those of the repository.

use super::{Declared, Entry, Judge};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::path::Path;
use crate::text;
use crate::yaml::Node;
use crate::yaml::edit::{Step, Value};

impl<'y> Judge<'y, '_> {
    /// Files that are cited, by path or by their address on the forge.
    pub(super) fn files(&mut self) {
        let mut cited: Vec<Declared<'y>> = Vec::new();
        for keys in [&["logo"][..], &["monochromeLogo"], &["legal", "authorsFile"], &["roadmap"]] {
            cited.extend(self.find(keys));
        }
        let description = self.root.get("description").map(Node::entries).unwrap_or_default();
        for (tag, section) in description {
            let base = Path::top().key("description").key(tag.text().unwrap_or_default());
            for name in ["documentation", "apiDocumentation"] {
                let entry = section.entry(name);
                cited.extend(
                    entry.and_then(|(key, value)| self.declared(Some(key), value, base.key(name))),
                );
            }
            let shots = section.get("screenshots").map(Node::items).unwrap_or_default();
            for (index, item) in shots.into_iter().enumerate() {
                cited.extend(self.declared(None, item, base.key("screenshots").index(index)));
            }
        }
        for declared in cited {
            let remote = declared.text.contains("://");
            let path = match remote {
                true => self.in_repository(declared.text),
                false if matches!(declared.path.0.last(), Some(Step::Key(name)) if name == "roadmap" || name.ends_with("ocumentation")) => {
                    None
                }
                false => Some(declared.text.trim_start_matches("./").to_string()),
            };
            if let Some(path) = path {
                self.file(&declared, &path, remote);
            }
        }
    }

    fn file(&mut self, declared: &Declared<'y>, path: &str, remote: bool) {
        let (message, fix) = match (self.repository.entry)(path) {
            Entry::Tracked => return,
            // A relative path that leads nowhere makes the file invalid already.
            Entry::Missing if !remote => return,
            Entry::Missing => (
                text!("{path} n’est pas dans le dépôt", "{path} is not in the repository"),
                Fix::advice(text!(
                    "corriger l’adresse, ou retirer la clé",
                    "correct the address, or remove the key"
                )),
            ),
            Entry::Untracked => (
                text!(
                    "{path} n’est pas suivi par git : il ne sera pas publié",
                    "{path} is not tracked by git: it will not be published"
                ),
                Fix::advice(text!("git add {path}", "git add {path}")),
            ),
            Entry::OtherCase(real) => {
                let change = (!remote).then(|| Change::Set(Value::text(real.clone())));
                let safe = change.is_some();
                let text = text!("écrire {real}", "write {real}");
                let message = text!(
                    "le fichier s’appelle {real} : la casse compte sur la forge",
                    "the file is called {real}: case matters on the forge"
                );
                (message, Fix { text, change, safe })
            }
        };
        self.report(declared, Code::FileMismatch, Severity::Warning, message, Some(fix));
    }
}
