//! Which markup a file is written in.

use std::sync::LazyLock;

use regex::Regex;

/// The markups a [`Document`](super::Document) can be read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// CommonMark with the extensions of the forges.
    Markdown,
    /// Emacs Org mode.
    Org,
    /// reStructuredText.
    Rst,
    /// AsciiDoc.
    AsciiDoc,
    /// Text without markup.
    Plain,
}

/// An ATX heading, an image, an inline web link or a fence: what plain text
/// does not have.
static MARKDOWN_SIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^#{1,6} +\S|!\[[^\]\[\n]*\]\([^()\s]+\)|\[[^\]\[\n]+\]\(https?://|^```")
        .expect("a valid pattern")
});

impl Format {
    /// The format told by the extension of `path`.
    pub fn from_path(path: &str) -> Format {
        let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
        let extension = match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
            _ => return Format::Plain,
        };
        match extension.as_str() {
            "md" | "markdown" | "mdown" | "mkd" | "mdx" => Format::Markdown,
            "org" => Format::Org,
            "rst" => Format::Rst,
            "adoc" | "asciidoc" | "asc" => Format::AsciiDoc,
            _ => Format::Plain,
        }
    }

    /// Markdown instead of plain text, when the text shows it.
    pub(super) fn refined(self, text: &str) -> Format {
        if self == Format::Plain && MARKDOWN_SIGN.is_match(text) {
            return Format::Markdown;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_tell_the_format() {
        let cases = [
            ("README.md", Format::Markdown),
            ("docs/LISEZMOI.MARKDOWN", Format::Markdown),
            ("a.mdown", Format::Markdown),
            ("a.mkd", Format::Markdown),
            ("a.mdx", Format::Markdown),
            ("README.org", Format::Org),
            ("README.rst", Format::Rst),
            ("README.adoc", Format::AsciiDoc),
            ("README.asciidoc", Format::AsciiDoc),
            ("README.asc", Format::AsciiDoc),
            ("README", Format::Plain),
            ("README.txt", Format::Plain),
            ("v1.md/README", Format::Plain),
            (".md", Format::Plain),
        ];
        for (path, format) in cases {
            assert_eq!(Format::from_path(path), format, "{path}");
        }
    }

    #[test]
    fn plain_text_gives_itself_away() {
        for text in [
            "Outil\n\n## Installation\n",
            "[![ci](https://x.test/ci.svg)](https://x.test)\n",
            "Voir [le site](https://x.test).\n",
            "```\nls\n```\n",
        ] {
            assert_eq!(Format::Plain.refined(text), Format::Markdown, "{text}");
        }
        for text in ["Outil\n=====\n\nBonjour.\n", "#hashtag\n", "tableau[i](x)\n"] {
            assert_eq!(Format::Plain.refined(text), Format::Plain, "{text}");
        }
        assert_eq!(Format::Rst.refined("# A\n"), Format::Rst);
    }
}
