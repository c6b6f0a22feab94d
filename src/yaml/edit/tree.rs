//! The tree that is edited: every node of the only document of a file, with
//! the bytes it takes, properties and comments left out.

use super::{Refusal, Value};
use crate::yaml::{Kind as Parsed, Style, TOO_DEEP, TOO_LARGE, Type, Yaml};

/// What a node holds, by the ranks of its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar(String, Type, Style),
    Seq(Vec<usize>),
    Map(Vec<(usize, usize)>),
    /// The rank of an anchor.
    Alias(usize),
}

/// A node and its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    /// First byte of the value: the header of a block scalar, the first key of a
    /// block mapping, the first dash of a block list, the bracket of a flow collection.
    pub start: usize,
    /// One past the last byte of its content.
    pub end: usize,
    /// True within brackets or braces, the collection that opens them included.
    pub flow: bool,
    /// True when an anchor or a tag stands before it.
    pub decorated: bool,
    pub kind: Kind,
}

/// The tree of the only document of a file.
#[derive(Debug, Clone)]
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub root: usize,
}

impl Tree {
    /// Reads `text`, without its byte-order mark.
    pub(super) fn parse(text: &str) -> Result<Tree, Refusal> {
        let (yaml, error) = Yaml::parse(text);
        if let Some(error) = error {
            return Err(match error.message.as_str() {
                TOO_LARGE => Refusal::Size,
                TOO_DEEP => Refusal::Depth,
                _ => Refusal::Syntax(error),
            });
        }
        if yaml.documents > 1 {
            return Err(Refusal::Documents);
        }
        let root = *yaml.roots.first().ok_or(Refusal::NotAMapping)?;
        let anchored: Vec<usize> =
            (0..yaml.nodes.len()).filter(|id| yaml.nodes[*id].anchor).collect();
        let mut nodes: Vec<Node> = Vec::with_capacity(yaml.nodes.len());
        for stored in &yaml.nodes {
            let kind = match &stored.kind {
                Parsed::Scalar(text, style) => {
                    Kind::Scalar(text.clone(), stored.scalar_type(), *style)
                }
                Parsed::Seq(items) => Kind::Seq(items.clone()),
                Parsed::Map(entries) => Kind::Map(entries.clone()),
                Parsed::Alias(id) => Kind::Alias(anchored.binary_search(id).unwrap_or_default()),
            };
            nodes.push(Node {
                start: stored.range.start,
                end: stored.range.end,
                flow: false,
                decorated: stored.anchor || stored.tag.is_some(),
                kind,
            });
        }
        let mut tree = Tree { nodes, root };
        tree.mark_flow(text);
        Ok(tree)
    }

    /// Marks what stands within brackets or braces: parents come before their children.
    fn mark_flow(&mut self, text: &str) {
        for id in 0..self.nodes.len() {
            let opens = text[self.nodes[id].start..].starts_with(['[', '{']);
            let children: Vec<usize> = match &self.nodes[id].kind {
                Kind::Seq(items) => items.clone(),
                Kind::Map(entries) => {
                    entries.iter().flat_map(|(key, value)| [*key, *value]).collect()
                }
                _ => continue,
            };
            self.nodes[id].flow |= opens;
            if self.nodes[id].flow {
                children.into_iter().for_each(|child| self.nodes[child].flow = true);
            }
        }
    }

    /// What the node `id` means; `None` when a key is not a scalar.
    pub(super) fn value(&self, id: usize) -> Option<Value> {
        Some(match &self.nodes[id].kind {
            Kind::Scalar(text, kind, _) => Value::Scalar(text.clone(), *kind),
            Kind::Alias(rank) => Value::Alias(*rank),
            Kind::Seq(items) => {
                Value::Seq(items.iter().map(|item| self.value(*item)).collect::<Option<_>>()?)
            }
            Kind::Map(entries) => {
                let entry = |(key, value): &(usize, usize)| match &self.nodes[*key].kind {
                    Kind::Scalar(text, _, _) => Some((text.clone(), self.value(*value)?)),
                    _ => None,
                };
                Value::Map(entries.iter().map(entry).collect::<Option<_>>()?)
            }
        })
    }
}
