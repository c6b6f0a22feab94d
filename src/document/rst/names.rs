//! The targets and the images of a text that have names, known before it is read.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::super::source::{SourceLine, fold};

/// `.. _name: url`, the name maybe between backquotes.
static TARGET: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*\.\. +_(?:`(?P<quoted>[^`]+)`|(?P<name>[^:`]+)):(?:\s+(?P<url>\S.*))?$")
        .expect("a valid pattern")
});

/// `.. |name| image:: address`.
static IMAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*\.\. +\|(?P<name>[^|]+)\| +image::\s+(?P<url>\S.*)$").expect("a valid pattern")
});

/// An option of a directive.
static OPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s+:(?P<name>[\w-]+):\s*(?P<value>.*)$").expect("a valid pattern")
});

/// How many lines may follow a directive before its options end.
const OPTIONS_MAX: usize = 24;

/// An image and its options.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Picture {
    pub(super) url: String,
    pub(super) alt: String,
    pub(super) target: Option<String>,
}

/// All the names of a text.
#[derive(Debug, Default)]
pub(super) struct RstNames {
    targets: HashMap<String, String>,
    images: HashMap<String, Picture>,
}

impl RstNames {
    /// Finds the definitions, wherever they are.
    pub(super) fn collect(lines: &[SourceLine<'_>]) -> RstNames {
        let mut names = RstNames::default();
        let mut waiting: Vec<String> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if let Some(found) = TARGET.captures(line.text) {
                let name =
                    found.name("quoted").or(found.name("name")).map_or("", |name| name.as_str());
                let following = lines.get(at + 1).filter(|next| next.indent() > line.indent());
                let url = found.name("url").map(|url| url.as_str());
                waiting.push(key(name));
                if let Some(url) = url.or(following.map(|next| next.text)) {
                    for name in waiting.drain(..) {
                        names.targets.entry(name).or_insert_with(|| url.trim().to_string());
                    }
                }
                continue;
            } else if let Some(found) = IMAGE.captures(line.text) {
                let image = picture(&found["url"], &lines[at + 1..]);
                names.images.entry(key(&found["name"])).or_insert(image);
            }
            if !line.is_blank() {
                waiting.clear();
            }
        }
        names
    }

    /// The URL of a target, through at most one other name.
    pub(super) fn target(&self, name: &str) -> Option<&str> {
        let url = self.targets.get(&key(name))?;
        let alias = url.strip_suffix('_').map(|alias| alias.trim_matches('`'));
        let other = alias.and_then(|alias| self.targets.get(&key(alias)));
        Some(other.unwrap_or(url))
    }

    /// The image a name between bars stands for.
    pub(super) fn image(&self, name: &str) -> Option<&Picture> {
        self.images.get(&key(name))
    }

    /// Whether any target is defined.
    pub(super) fn has_targets(&self) -> bool {
        !self.targets.is_empty()
    }
}

/// RstNames are compared without case nor spacing.
fn key(name: &str) -> String {
    fold(name).to_lowercase()
}

/// An image directive, from its argument and the lines after.
pub(super) fn picture(url: &str, after: &[SourceLine<'_>]) -> Picture {
    let mut picture = Picture { url: url.trim().to_string(), ..Picture::default() };
    for line in after.iter().take(OPTIONS_MAX) {
        let Some(option) = OPTION.captures(line.text) else {
            break;
        };
        let value = option["value"].trim().to_string();
        match &option["name"] {
            "alt" => picture.alt = value,
            "target" => picture.target = Some(value).filter(|value| !value.is_empty()),
            _ => {}
        }
    }
    picture
}

#[cfg(test)]
mod tests {
    use super::super::super::source::lines;
    use super::*;

    #[test]
    fn names_are_found() {
        let text = ".. _Site: https://x.test\n.. _`Le  Guide`: https://g.test\n.. _a:\n.. _b: c_\n.. _c: https://c.test\n\
                    .. |ci| image:: b.svg\n   :alt: CI\n   :target: site_\n";
        let names = RstNames::collect(&lines(text));
        assert_eq!(names.target("site"), Some("https://x.test"));
        assert_eq!(names.target("le guide"), Some("https://g.test"));
        assert_eq!(names.target("a"), Some("https://c.test"));
        assert_eq!(names.target("absent"), None);
        let picture =
            Picture { url: "b.svg".into(), alt: "CI".into(), target: Some("site_".into()) };
        assert_eq!(names.image("CI"), Some(&picture));
    }
}
