//! The attributes a document defines, and where they are used.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::sink::Sink;

/// `:name: value`, or `:name!:`.
static DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^:(?P<off>!)?(?P<name>[\w][\w-]*)(?P<unset>!)?:(?:\s+(?P<value>.*))?$")
        .expect("a valid pattern")
});

/// `{name}`.
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\{(?P<name>[\w][\w-]*)\}").expect("a valid pattern"));

/// The longest value: a definition may repeat others.
const VALUE_MAX: usize = 4096;

/// The attributes defined so far.
#[derive(Default)]
pub(super) struct Attributes {
    values: HashMap<String, String>,
}

impl Attributes {
    /// Reads a definition; returns whether the line is one.
    pub(super) fn define(&mut self, line: &str) -> bool {
        let Some(found) = DEFINITION.captures(line) else {
            return false;
        };
        let name = found["name"].to_lowercase();
        if found.name("off").or(found.name("unset")).is_some() {
            self.values.remove(&name);
            return true;
        }
        let value = found.name("value").map_or("", |value| value.as_str()).trim();
        let mut left = VALUE_MAX;
        let value = self.replace(value, |length| {
            let enough = length <= left;
            left = left.saturating_sub(length);
            enough
        });
        if value.len() <= 2 * VALUE_MAX {
            self.values.insert(name, value);
        }
        true
    }

    /// The text with the known attributes in place of their names.
    pub(super) fn expand(&self, text: &str, sink: &mut Sink) -> String {
        self.replace(text, |length| sink.spend(length))
    }

    fn replace(&self, text: &str, mut allowed: impl FnMut(usize) -> bool) -> String {
        if self.values.is_empty() || !text.contains('{') {
            return text.to_string();
        }
        let expand = |found: &Captures<'_>| {
            let value = self.values.get(&found["name"].to_lowercase());
            match value.filter(|value| allowed(value.len())) {
                Some(value) => value.clone(),
                None => found[0].to_string(),
            }
        };
        REFERENCE.replace_all(text, expand).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_use_those_before() {
        let mut attributes = Attributes::default();
        assert!(attributes.define(":url-base: https://x.test"));
        assert!(attributes.define(":doc: {url-base}/doc"));
        assert!(attributes.define(":toc:"));
        assert!(!attributes.define("texte : suite"));
        let mut sink = Sink::new();
        assert_eq!(
            attributes.expand("{doc}[b]{toc} {inconnu}", &mut sink),
            "https://x.test/doc[b] {inconnu}"
        );
        assert!(attributes.define(":!doc:"));
        assert_eq!(attributes.expand("{doc}", &mut sink), "{doc}");
    }
}
