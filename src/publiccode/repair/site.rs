//! Walks a document beside the tables of the standard.

use crate::publiccode::standard::{Key, Shape, TOP, named};
use crate::yaml::edit::{Document, Path, Step, Value};

/// A value and the key of the standard it stands under.
pub(super) struct Site<'d> {
    /// Where.
    pub path: Path,
    /// Its name in the file.
    pub name: &'d str,
    /// The key of the standard; `None` when it is unknown.
    pub key: Option<&'static Key>,
    /// The keys known in its section.
    pub among: &'static [Key],
    /// The section: its path without ranks nor languages (`maintenance.contacts`).
    pub section: String,
    /// The value.
    pub value: &'d Value,
}

impl Site<'_> {
    /// The path of the mapping that holds it.
    pub fn parent(&self) -> Path {
        self.path.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()
    }
}

/// Every entry of the document, parents first, in the order of the file.
pub(super) fn sites(document: &Document) -> Vec<Site<'_>> {
    let mut out = Vec::new();
    section(document.value(), TOP, &Path::new(), "", &mut out);
    out
}

fn section<'d>(
    value: &'d Value,
    among: &'static [Key],
    path: &Path,
    name: &str,
    out: &mut Vec<Site<'d>>,
) {
    for (at, (key, value)) in value.entries().iter().enumerate() {
        let here = step(path, Step::At(at));
        if key == "<<" {
            continue;
        }
        let known = named(among, key);
        let below = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        out.push(Site {
            path: here.clone(),
            name: key,
            key: known,
            among,
            section: name.to_string(),
            value,
        });
        match known.map(|known| known.shape) {
            Some(Shape::Section(keys)) => section(value, keys, &here, &below, out),
            Some(Shape::ByLanguage(keys)) => {
                for (at, (_, texts)) in value.entries().iter().enumerate() {
                    section(texts, keys, &step(&here, Step::At(at)), &below, out);
                }
            }
            Some(Shape::ListOf(keys)) => {
                for (at, item) in value.items().iter().enumerate() {
                    section(item, keys, &step(&here, Step::At(at)), &below, out);
                }
            }
            _ => {}
        }
    }
}

/// `path` and one more step.
pub(super) fn step(path: &Path, step: Step) -> Path {
    let mut path = path.clone();
    path.push(step);
    path
}

/// The path as people read it: `maintenance.contacts[0].name`.
pub fn shown(document: &Document, path: &Path) -> String {
    let mut out = String::new();
    let mut here = Some(document.value());
    for step in path {
        let at = here.and_then(|value| value.position(step));
        let name = match (here, at, step) {
            (Some(Value::Map(entries)), Some(at), _) => Some(entries[at].0.as_str()),
            (_, _, Step::Key(key)) => Some(key.as_str()),
            _ => None,
        };
        match (name, step) {
            (Some(name), _) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            (None, Step::At(at)) => out.push_str(&format!("[{at}]")),
            (None, Step::Key(_)) => {}
        }
        here = here.and_then(|value| value.at(std::slice::from_ref(step)));
    }
    out
}

/// The names of `keys`, in canonical order.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// The canonical order of the sub-keys of `section`, by its path without ranks.
pub(super) fn keys_of(section: &[&str]) -> &'static [Key] {
    let mut keys = TOP;
    for name in section {
        match named(keys, name) {
            Some(key) => keys = key.shape.keys(),
            None => return &[],
        }
    }
    keys
}
