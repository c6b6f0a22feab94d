//! The habits of a document: indentation, quotes, ends of line. What is added
//! to it follows them.

use super::lines::Lines;
use super::tree::{Kind, Tree};
use crate::yaml::Style;
use crate::yaml::Type;
use crate::yaml::core::plain_is_safe;

/// The habits of one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// End of line.
    pub newline: &'static str,
    /// Columns from a key to those of the mapping it holds.
    pub step: usize,
    /// Columns from a key to the dashes of the list it holds.
    pub dash: usize,
    /// The quote that texts are given when they need one.
    pub quote: char,
    /// True when texts that need no quotes have them too.
    pub quoted: bool,
    /// True when the entries of the root are separated by blank lines.
    pub spaced: bool,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout { newline: "\n", step: 2, dash: 2, quote: '"', quoted: false, spaced: true }
    }
}

impl Layout {
    /// The habits of the document `text`.
    pub(super) fn read(text: &str, lines: &Lines, tree: &Tree) -> Layout {
        let habits = Layout::default();
        let (steps, dashes) = offsets(lines, tree);
        let (mut plain, mut single, mut double, mut needed) = (0, 0, 0, 0);
        for node in &tree.nodes {
            match &node.kind {
                // Quotes that a text needs are no habit.
                Kind::Scalar(text, Type::Str, style @ (Style::Single | Style::Double)) => {
                    needed += usize::from(!plain_is_safe(text, false));
                    single += usize::from(*style == Style::Single);
                    double += usize::from(*style == Style::Double);
                }
                Kind::Scalar(_, Type::Str, Style::Plain) => plain += 1,
                _ => {}
            }
        }
        // Keys are plain texts too: one for each value.
        let plain: usize = plain;
        let keys = tree.nodes.iter().map(|node| match &node.kind {
            Kind::Map(entries) => entries.len(),
            _ => 0,
        });
        let plain_values = plain.saturating_sub(keys.sum());
        let crlf = text.matches("\r\n").count();
        Layout {
            newline: if 2 * crlf > text.matches('\n').count() { "\r\n" } else { "\n" },
            step: commonest(&steps).unwrap_or(habits.step),
            dash: commonest(&dashes).unwrap_or(habits.dash),
            quote: if single > double { '\'' } else { '"' },
            quoted: single + double - needed > plain_values && single + double - needed > 2,
            spaced: spaced(text, lines, tree),
        }
    }
}

/// The columns from each key to the mapping, and to the dashes, it holds.
fn offsets(lines: &Lines, tree: &Tree) -> (Vec<usize>, Vec<usize>) {
    let (mut steps, mut dashes) = (Vec::new(), Vec::new());
    for node in tree.nodes.iter().filter(|node| !node.flow) {
        let Kind::Map(entries) = &node.kind else { continue };
        for (key, value) in entries {
            let (key, value) = (&tree.nodes[*key], &tree.nodes[*value]);
            if value.flow || value.decorated || lines.at(value.start) == lines.at(key.start) {
                continue;
            }
            let offset = lines.column(value.start).checked_sub(lines.column(key.start));
            match value.kind {
                Kind::Map(_) => steps.extend(offset.filter(|offset| *offset > 0)),
                Kind::Seq(_) => dashes.extend(offset),
                _ => {}
            }
        }
    }
    (steps, dashes)
}

fn commonest(values: &[usize]) -> Option<usize> {
    let count = |wanted: usize| values.iter().filter(|value| **value == wanted).count();
    (0..=8).filter(|value| count(*value) > 0).max_by_key(|value| (count(*value), *value == 2))
}

fn spaced(text: &str, lines: &Lines, tree: &Tree) -> bool {
    let Kind::Map(entries) = &tree.nodes[tree.root].kind else { return false };
    let gaps = entries.windows(2).filter(|pair| {
        let from = lines.at(tree.nodes[pair[0].1].end.max(1) - 1);
        let to = lines.at(tree.nodes[pair[1].0].start);
        (from + 1..to).any(|line| lines.blank(text, line))
    });
    2 * gaps.count() >= entries.len().max(2)
}
