//! Lists of words kept beside the code in `data/secrets`, one item a line under
//! the name of its list in brackets. A line that starts with `#` is a comment;
//! an item that starts or ends with a space, or with a mark of these files,
//! stands in double quotes.

use std::collections::HashMap;
use std::sync::LazyLock;

/// One list, with its name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    pub name: &'static str,
    pub items: Vec<&'static str>,
}

/// The lists of `text`, in their order.
pub(super) fn parse(text: &'static str) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    for line in content(text) {
        let name = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        match (name, lists.last_mut()) {
            (Some(name), _) => lists.push(List { name, items: Vec::new() }),
            (None, Some(list)) => {
                let quoted = line.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
                list.items.push(quoted.unwrap_or(line));
            }
            (None, None) => debug_assert!(false, "an item before any list: {line}"),
        }
    }
    lists
}

/// The lines of `text` that are neither empty nor comments.
pub(super) fn content(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

static NAMES: LazyLock<HashMap<&'static str, Vec<&'static str>>> =
    LazyLock::new(|| parse(NAMES_TEXT).into_iter().map(|list| (list.name, list.items)).collect());

/// The text of `data/secrets/names.txt`.
pub(super) static NAMES_TEXT: &str = include_str!("../../data/secrets/names.txt");

/// A list of `data/secrets/names.txt`, found when it is first read.
pub(super) type Names = LazyLock<&'static [&'static str]>;

/// The list called `name` of `data/secrets/names.txt`.
pub(super) fn list(name: &str) -> &'static [&'static str] {
    let found = NAMES.get(name);
    debug_assert!(found.is_some(), "no list is called {name}");
    found.map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_one_item_a_line() {
        let lists = parse("# a comment\n\n[one]\nword\n\"two \"\n\n[two]\n\"#x\"\n");
        let one = List { name: "one", items: vec!["word", "two "] };
        assert_eq!(lists, [one, List { name: "two", items: vec!["#x"] }]);
    }

    #[test]
    fn no_list_is_empty_or_named_twice() {
        let lists = parse(NAMES_TEXT);
        assert_eq!(lists.len(), NAMES.len());
        assert!(lists.iter().all(|list| !list.items.is_empty()));
        assert!(!list("host.examples").is_empty());
    }
}
