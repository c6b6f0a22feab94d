//! Edits a YAML document in place: what a change does not name stays byte for
//! byte, comments, order and quotes included. The result of each change is
//! read again and must mean what the change says, nothing more; otherwise the
//! change is refused and the document stays as it was.

mod arrange;
mod change;
mod insert;
mod layout;
mod lines;
mod place;
mod render;
mod splice;
#[cfg(test)]
mod tests;
mod tree;
mod value;

pub(crate) use super::{Style, Type};
pub(crate) use change::Change;
pub(crate) use value::Value;

use super::ParseError;
use crate::lang::Text;
use crate::text;
use layout::Layout;
use lines::Lines;
use tree::{Kind, Tree};

/// The byte-order mark of UTF-8.
const BOM: char = '\u{feff}';

/// One step from a collection to what it holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// The first entry under this key.
    Key(String),
    /// The entry or the item of this rank, from 0.
    At(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Step {
        Step::Key(key.to_string())
    }
}

/// The steps from the root to a value.
pub(crate) type Path = Vec<Step>;

/// The path that `dotted` writes: keys separated by dots.
pub(crate) fn path(dotted: &str) -> Path {
    dotted.split('.').filter(|key| !key.is_empty()).map(Step::from).collect()
}

/// `value` on one line of YAML.
pub(crate) fn written(value: &Value) -> String {
    render::flow(value, &Layout::default())
}

/// `key` with `value`, in lines of YAML.
pub(crate) fn entry(key: &str, value: &Value) -> String {
    render::entry(key, value, 0, &Layout::default()).join("\n")
}

/// Why a document cannot be edited, or a change made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The file is longer than [`super::MAX_BYTES`].
    Size,
    /// Collections are nested too deep.
    Depth,
    /// It is not YAML.
    Syntax(ParseError),
    /// It holds several documents.
    Documents,
    /// It holds no mapping at its root.
    NotAMapping,
    /// A key is not a text.
    Key,
    /// The change names something the document does not hold.
    NoSuchValue,
    /// The change would leave nothing.
    Everything,
    /// An anchor or a tag stands where the change should be made.
    Decorated,
    /// A comment stands in what the change replaces.
    Commented,
    /// The layout there is not one that is edited.
    Layout,
    /// The result would not mean what the change says.
    Meaning,
}

impl Refusal {
    /// What to tell the person.
    pub fn message(&self) -> Text {
        match self {
            Refusal::Size => text!("le fichier dépasse 1 Mio", "the file is larger than 1 MiB"),
            Refusal::Depth => text!("l’imbrication est trop profonde", "the nesting is too deep"),
            // The parser speaks English: its words stay in that language.
            Refusal::Syntax(ParseError { line, column, message }) => text!(
                "ce n’est pas du YAML, ligne {line}, colonne {column}",
                "this is not YAML, line {line}, column {column} ({message})"
            ),
            Refusal::Documents => text!(
                "le fichier contient plusieurs documents YAML (« --- ») : n’en gardez qu’un",
                "the file holds several YAML documents (“---”): keep one"
            ),
            Refusal::NotAMapping => {
                text!("le fichier ne contient pas de clés", "the file does not hold any key")
            }
            Refusal::Key => text!("une clé n’est pas un texte", "a key is not a text"),
            Refusal::NoSuchValue => {
                text!("la valeur à changer n’est pas là", "the value to change is not there")
            }
            Refusal::Everything => {
                text!("il ne resterait rien du fichier", "nothing of the file would be left")
            }
            Refusal::Decorated => text!(
                "une ancre (&) ou une étiquette (!) est posée sur cette valeur",
                "an anchor (&) or a tag (!) stands on this value"
            ),
            Refusal::Commented => text!(
                "un commentaire se trouve dans ce qui serait remplacé",
                "a comment stands in what would be replaced"
            ),
            Refusal::Layout => text!(
                "cette mise en page n’est pas de celles qui sont modifiées",
                "this layout is not one that is edited"
            ),
            Refusal::Meaning => text!(
                "le résultat n’aurait pas le sens attendu",
                "the result would not mean what is expected"
            ),
        }
    }
}

/// A document and its meaning.
#[derive(Debug, Clone)]
pub struct Document {
    text: String,
    bom: bool,
    lines: Lines,
    tree: Tree,
    value: Value,
    layout: Layout,
}

impl Document {
    /// Reads `text`, which must hold one mapping.
    pub fn parse(text: &str) -> Result<Document, Refusal> {
        let bare = text.strip_prefix(BOM).unwrap_or(text);
        let lines = Lines::new(bare);
        let tree = Tree::parse(bare)?;
        if !matches!(tree.nodes[tree.root].kind, Kind::Map(_)) {
            return Err(Refusal::NotAMapping);
        }
        let value = tree.value(tree.root).ok_or(Refusal::Key)?;
        let layout = Layout::read(bare, &lines, &tree);
        let bom = bare.len() < text.len();
        Ok(Document { text: bare.to_string(), bom, lines, tree, value, layout })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        if self.bom { format!("{BOM}{}", self.text) } else { self.text.clone() }
    }

    /// What it means.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The value at `path`.
    pub fn get(&self, path: &[Step]) -> Option<&Value> {
        self.value.at(path)
    }

    /// True when the file starts with a byte-order mark.
    pub fn has_bom(&self) -> bool {
        self.bom
    }

    /// The same document without its byte-order mark.
    pub fn without_bom(&self) -> Document {
        Document { bom: false, ..self.clone() }
    }

    /// How the scalar at `path` is written.
    pub fn style(&self, path: &[Step]) -> Option<Style> {
        match &self.tree.nodes[self.node(path).ok()?].kind {
            Kind::Scalar(_, _, style) => Some(*style),
            _ => None,
        }
    }

    /// The line of the entry or item at `path`, from 1.
    pub fn line(&self, path: &[Step]) -> Option<usize> {
        let (last, parent) = path.split_last()?;
        let (parent, node) = (self.node(parent).ok()?, self.node(path).ok()?);
        let start = match (&self.tree.nodes[parent].kind, last) {
            (Kind::Map(entries), _) => {
                let (key, _) = entries.iter().find(|(_, value)| *value == node)?;
                self.tree.nodes[*key].start
            }
            _ => self.tree.nodes[node].start,
        };
        Some(self.lines.at(start) + 1)
    }

    /// Makes `change`, or says why not.
    pub fn apply(&self, change: &Change) -> Result<Document, Refusal> {
        let expected = change.expected(&self.value)?;
        let text = self.splice(change)?;
        let after = Document::parse(&text).map_err(|_| Refusal::Meaning)?;
        if after.value != expected {
            return Err(Refusal::Meaning);
        }
        Ok(Document { bom: self.bom, ..after })
    }

    /// The node at `path`.
    fn node(&self, path: &[Step]) -> Result<usize, Refusal> {
        let (mut here, mut value) = (self.tree.root, &self.value);
        for step in path {
            let at = value.position(step).ok_or(Refusal::NoSuchValue)?;
            value = value.at(std::slice::from_ref(step)).ok_or(Refusal::NoSuchValue)?;
            here = match &self.tree.nodes[here].kind {
                Kind::Map(entries) => entries[at].1,
                Kind::Seq(items) => items[at],
                _ => return Err(Refusal::NoSuchValue),
            };
        }
        Ok(here)
    }
}
