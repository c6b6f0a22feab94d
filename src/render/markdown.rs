//! The report for a merge request's comment, a job's summary or an e-mail.

use super::template::{self, verbatim};
use super::view::View;
use super::{diff, escape};
use crate::lang::Lang;
use crate::report::Report;
use minijinja::context;
use minijinja::value::{Serde, Value};
use std::io::{self, Write};

/// Bytes a comment may have: GitHub takes 65,536 characters, GitLab a million.
const LIMIT: usize = 60_000;
/// Findings shown of one rule, fewer and fewer until the comment fits.
const FINDINGS: [usize; 4] = [10, 3, 1, 0];

/// Writes `report` as a comment in `lang`.
pub(super) fn render(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut view = View::new(report, lang);
    let rules: Vec<_> = view.chapters.drain(..).flat_map(|chapter| chapter.rules).collect();
    let (view, rules) = (Value::from(Serde(view)), Value::from(Serde(rules)));
    let mut page = Vec::new();
    for findings in FINDINGS {
        page.clear();
        let mut changes = Vec::new();
        if let Some(comparison) = &report.comparison {
            diff::markdown_within(comparison, lang, findings.max(1) * 2, &mut changes)?;
        }
        let changes = verbatim(String::from_utf8_lossy(&changes).trim_end());
        let fr = lang == Lang::Fr;
        let context =
            context! { view => view.clone(), rules => rules.clone(), findings, fr, changes };
        template::render("report.md", context, &mut page)?;
        if page.len() <= LIMIT {
            break;
        }
    }
    out.write_all(&page)
}

/// Escapes `text` so that Markdown shows it as it stands: no markup, no link,
/// no image, no HTML, and no person or issue that a forge would notify.
pub(super) fn escape_text(text: &str) -> String {
    let text = escape(&text.replace('\n', " "));
    let mut written = String::with_capacity(text.len() + text.len() / 8);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '&' => written.push_str("&amp;"),
            // An invisible mark keeps forges from seeing a name or a number.
            '@' | '%' => {
                written.push(character);
                written.push_str("&#8203;");
            }
            '#' | '!' | '~' | '$' => {
                written.push('\\');
                written.push(character);
                written.push_str("&#8203;");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => {
                written.push('\\');
                written.push(character);
            }
            // Bare addresses are not links either.
            ':' if characters.peek() == Some(&'/') => written.push_str(":&#8203;"),
            other => written.push(other),
        }
    }
    written.replace("www.", "www&#8203;.")
}

/// `text` as a code span.
pub(super) fn code(text: &str) -> String {
    let text = escape(text);
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space =
        if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape_text("[a](https://x)"), "\\[a\\](https:&#8203;//x)");
        assert_eq!(escape_text("<img>"), "&lt;img&gt;");
        assert_eq!(escape_text("@team"), "@&#8203;team");
        assert_eq!(escape_text("a\n/close"), "a /close");
    }

    #[test]
    fn code_outlives_backticks() {
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("``"), "``` `` ```");
    }
}
