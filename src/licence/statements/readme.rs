//! What a README says of the licence.

use super::{Declaration, Said, Source};
use crate::licence::notice::{self, Notice, Reading};

/// True for a README that a forge shows.
pub(super) fn is_readme(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let name = name.to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    let prose = [".md", ".markdown", ".rst", ".txt", ".org", ".adoc", ".asciidoc", "readme"];
    let first = stem == "readme"
        || stem == "lisezmoi"
        || stem.starts_with("readme-")
        || stem.starts_with("readme_");
    matches!(folder, "" | ".github" | "docs")
        && first
        && prose.iter().any(|end| name.ends_with(end))
}

/// The declarations of a README, in order.
pub(super) fn read(path: &str, text: &str) -> Vec<Declaration> {
    let notices: Vec<Notice> = notice::read(text, Reading::Page)
        .into_iter()
        .filter(|notice| notice.nature == crate::licence::identification::Nature::Notice)
        .filter(|notice| notice.scope.is_own())
        .collect();
    // The section about the licence is what the project says; the rest speaks
    // of it in passing.
    let section = notices
        .iter()
        .any(|notice| notice.in_section && notice.scope.is_main() && notice.expression.is_some());
    let kept = notices.iter().filter(|notice| notice.in_section || !section);
    kept.map(|notice| declaration(path, text, notice)).collect()
}

fn declaration(path: &str, text: &str, notice: &Notice) -> Declaration {
    Declaration {
        source: Source::Readme,
        path: path.to_string(),
        line: Some(notice.line),
        column: None,
        written: notice.written(text),
        said: match &notice.expression {
            Some(expression) => Said::Licence(expression.clone()),
            None if notice.is_narrowed() => Said::Narrowed(notice.written(text)),
            None => Said::Vague(notice.family),
        },
        scope: notice.scope.clone(),
        count: 1,
        aside: Vec::new(),
    }
}
