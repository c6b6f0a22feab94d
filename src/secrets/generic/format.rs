//! What a file's name says about the way values are written in it.

use crate::secrets::lists::list;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How values are written in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A programming language: values are quoted.
    Code,
    /// A shell or a batch script.
    Script,
    /// Name and value on a line, the value bare up to the end of the line.
    Settings,
    /// JSON and its relatives.
    Json,
    /// XML and HTML.
    Markup,
    /// SQL.
    Sql,
    /// Text that people read.
    Prose,
    /// A message of git: sentences, where settings and commands may be quoted.
    Message,
    /// Anything else.
    Other,
}

/// The formats, by the lists of their extensions.
static FORMATS: LazyLock<HashMap<&'static str, Format>> = LazyLock::new(|| {
    let lists = [
        ("format.code", Format::Code),
        ("format.script", Format::Script),
        ("format.settings", Format::Settings),
        ("format.json", Format::Json),
        ("format.markup", Format::Markup),
        ("format.sql", Format::Sql),
        ("format.prose", Format::Prose),
        ("format.message", Format::Message),
    ];
    let named = lists.into_iter();
    named.flat_map(|(name, format)| list(name).iter().map(move |end| (*end, format))).collect()
});

/// The name that git gives to the message that is written of a commit.
pub(crate) const MESSAGE: &str = "COMMIT_EDITMSG";

impl Format {
    /// The format of the file called `name` (the last part of a path).
    pub(crate) fn of(name: &str) -> Format {
        let lower = name.to_ascii_lowercase();
        let extension = lower.rsplit('.').next().unwrap_or_default();
        // `.env.production`, `application.yml.dist`: what comes before says more.
        if lower.starts_with(".env") || lower.starts_with("env.") {
            return Format::Settings;
        }
        let sample = matches!(
            extension,
            "example" | "sample" | "dist" | "template" | "tmpl" | "bak" | "old" | "orig"
        );
        let mut stems = lower.rsplit('.').filter(|part| !part.is_empty());
        let extension = if sample { stems.nth(1).unwrap_or_default() } else { extension };
        if let Some(format) = FORMATS.get(extension) {
            return *format;
        }
        match lower.as_str() {
            _ if lower.starts_with("dockerfile") || lower.ends_with("file") => Format::Script,
            _ if lower.starts_with("readme") || lower.starts_with("changelog") => Format::Prose,
            _ => Format::Other,
        }
    }

    /// True where a value may stand without quotes up to the end of its line.
    pub(crate) fn bare_to_line_end(self) -> bool {
        matches!(self, Format::Settings | Format::Other)
    }

    /// True for a text that people write for people.
    pub(crate) fn is_told(self) -> bool {
        matches!(self, Format::Prose | Format::Message)
    }

    /// True where a value without quotes is an expression, not a value.
    pub(crate) fn quotes_values(self) -> bool {
        matches!(self, Format::Code | Format::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_how_values_are_written() {
        for (name, format) in [
            ("main.go", Format::Code),
            ("Dockerfile", Format::Script),
            (".env.production", Format::Settings),
            ("application.yml.dist", Format::Settings),
            ("config.json", Format::Json),
            ("README.md", Format::Prose),
            (MESSAGE, Format::Message),
            ("dump.sql", Format::Sql),
            ("web.xml", Format::Markup),
            ("", Format::Other),
        ] {
            assert_eq!(Format::of(name), format, "{name}");
        }
    }
}
