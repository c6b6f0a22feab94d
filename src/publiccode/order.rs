//! The canonical order of the keys; comments follow the key they stand above.

use super::repair::{Note, shown};
use super::standard::{Key, Shape, named, top};
use crate::text;
use crate::yaml::edit::{Document, Path, Refusal, Step, Value};

/// `document` with its keys in canonical order, what was moved, and what could
/// not be.
pub(crate) fn canonical(document: &Document) -> (Document, Vec<Note>, Vec<(Note, Refusal)>) {
    let mut done = Ordered { document: document.clone(), made: Vec::new(), refused: Vec::new() };
    done.section(&Path::new(), top());
    (done.document, done.made, done.refused)
}

struct Ordered {
    document: Document,
    made: Vec<Note>,
    refused: Vec<(Note, Refusal)>,
}

impl Ordered {
    fn section(&mut self, path: &Path, keys: &'static [Key]) {
        let names: Vec<&str> = keys.iter().map(|key| key.name).collect();
        if let Some(change) = self.document.ordering(path, &names) {
            let note = Note {
                line: self.document.line(path).unwrap_or(1),
                key: shown(&self.document, path),
                text: text!(
                    "clés remises dans l’ordre du standard",
                    "keys put in the order of the standard"
                ),
            };
            match self.document.apply(&change) {
                Ok(after) => {
                    self.document = after;
                    self.made.push(note);
                }
                Err(refusal) => self.refused.push((note, refusal)),
            }
        }
        let entries = self.document.get(path).map_or(&[][..], Value::entries).to_vec();
        for (at, (name, value)) in entries.iter().enumerate() {
            let Some(key) = named(keys, name) else { continue };
            let mut here = path.clone();
            here.push(Step::At(at));
            let below = |rank: usize| {
                let mut below = here.clone();
                below.push(Step::At(rank));
                below
            };
            match key.shape {
                Shape::Section(keys) => self.section(&here, keys),
                Shape::ByLanguage(keys) => {
                    (0..value.entries().len()).for_each(|at| self.section(&below(at), keys));
                }
                Shape::ListOf(keys) => {
                    (0..value.items().len()).for_each(|at| self.section(&below(at), keys));
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_follow_their_key() {
        let text = "# En-tête\n\n# Nom\nname: Outil\npubliccodeYmlVersion: \"0\" # version\nmaintenance:\n  contacts:\n    - email: a@example.org\n      name: A\n  # qui\n  type: internal\n";
        let document = Document::parse(text).expect("parsed");
        let (ordered, made, refused) = canonical(&document);
        assert_eq!(
            ordered.text(),
            "# En-tête\n\n# Nom\npubliccodeYmlVersion: \"0\" # version\nname: Outil\nmaintenance:\n  # qui\n  type: internal\n  contacts:\n    - name: A\n      email: a@example.org\n"
        );
        assert_eq!((made.len(), refused.len()), (3, 0));
        assert!(canonical(&ordered).1.is_empty());
    }
}
