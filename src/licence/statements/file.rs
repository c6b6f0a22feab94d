//! Files that hold a licence: `LICENSE`, `COPYING`, `LICENSES/` and the many
//! other names projects give them.

use super::{Declaration, Identify, Said, Source, file_name};
use crate::licence::expression::{Expression, ids};
use crate::licence::identification::{Nature, Piece, Verdict};
use crate::licence::notice::{self, Scope};
use crate::licence::text::force;
use crate::licence::text::words::words;
use regex::Regex;
use std::sync::LazyLock;

/// Names of files that hold a licence.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    let families = "agpl|lgpl|gpl|eupl|cecill|mit|apache|bsd|mpl|epl|isc|odbl|etalab|licen[cs]e[-_ ]ouverte|open[-_ ]licen[cs]e";
    let pattern = format!(
        r"(?ix)^(
            (licen[cs]es?|copying(v?\d)?|copyright|unlicen[cs]e|lizenz|licen[cçz]as?|llic[eè]ncia|licencias?|licenties?|lisenssi|litsents)([-_.\x20].*)?
          | ({families})[-_.\x20]?v?[\d.]*[-_.\x20]?licen[cs]e([-_.].*)?
          | .+[-_.](licen[cs]e|copying)
          | ({families})([-_.\x20]?v?\.?\d[\d.]*)?([-_.\x20][a-z]{{2}})?(\.(txt|md))?
        )$"
    );
    Regex::new(&pattern).expect("constant")
});

/// Names that look like a licence and hold something else: programs, settings,
/// what others wrote.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?ix)
        \.(py|js|jsx|mjs|cjs|ts|tsx|rb|rs|go|java|kt|php|exs?|sh|ps1|bat|ya?ml|json|toml|csv|png|jpe?g|svg|gif
          |pdf|docx?|odt|j2|tpl|tmpl|erb|spdx|header|lock|css|scss|vue|c|h|cpp|cs|sql|xml|svelte|astro|ipynb)$
      | [-_.](check|checker|header|template|report|manager|key|plugin|util|service)s?(\.|$)
      | third|3rd|part(y|ies)|depend|vendor|bundled|tiers|notice|[-_]libs?\b";
    Regex::new(pattern).expect("constant")
});

/// Folders besides the root where a project puts its own licence.
const FOLDERS: [&str; 8] =
    ["", "docs", "doc", ".github", ".gitlab", "legal", "documentation", "licence"];

/// What kind of licence file `path` is, by its name and place: nothing when it
/// is not one. A file in the folder of a component counts too: it speaks of
/// that folder.
pub(crate) fn source(path: &str) -> Option<Source> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if matches!(folder.to_ascii_lowercase().as_str(), "licenses" | "licences") {
        let text = !name.starts_with('.') && !name.to_ascii_lowercase().starts_with("readme");
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        let other =
            extension.is_some_and(|e| matches!(e.as_str(), "pdf" | "json" | "license" | "spdx"));
        return (text && !other).then_some(Source::Folder);
    }
    // REUSE puts the licence of `logo.png` in `logo.png.license`.
    let beside = name.strip_suffix(".license").is_some_and(|stem| stem.contains('.'));
    // Elsewhere, a page is one of the application.
    let page = name.rsplit_once('.').is_some_and(|(_, end)| {
        ["html", "htm", "xhtml"].iter().any(|page| end.eq_ignore_ascii_case(page))
    });
    let beside = beside || page && !is_central(path);
    (NAME.is_match(name) && !OTHER.is_match(name) && !beside).then_some(Source::File)
}

/// True when the licence file at `path` stands where a project puts its own.
pub(super) fn is_central(path: &str) -> bool {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    FOLDERS.contains(&folder.to_ascii_lowercase().as_str())
}

/// What the licence file at `path` says.
pub(super) fn read(path: &str, source: Source, text: &str, identify: Identify<'_>) -> Declaration {
    let identification = identify(text);
    let mut line = identification.pieces.first().map(|piece| piece.line);
    let said = match identification.verdict {
        Verdict::Licence(expression) => Said::Licence(named_by_file(path, source, expression)),
        Verdict::Modified { nearest, changes } => Said::Modified { nearest, changes },
        Verdict::Narrowed { line: at, excerpt } => {
            line = Some(at);
            Said::Narrowed(excerpt)
        }
        Verdict::Unknown { candidates } => Said::Unknown(candidates),
        Verdict::None => match stated(text) {
            // Elsewhere than at the root, a page may explain licences.
            Said::Nothing if !path.contains('/') && force::sets_terms(&words(text)) => {
                Said::Unknown(Vec::new())
            }
            said => said,
        },
    };
    let scope = covered(path, source);
    let (path, aside) = (path.to_string(), identification.aside);
    let (column, written, count) = (None, String::new(), 1);
    Declaration { source, path, line, column, written, said, scope, count, aside }
}

/// What the licence file at `path`, when it holds no text of a licence, says of
/// paths: `AGPL by default, MIT in front/`.
pub(super) fn mapped(path: &str, text: &str, identify: Identify<'_>) -> Vec<Declaration> {
    let notices = notice::read(text, notice::Reading::Statement);
    let told = |notice: &notice::Notice| matches!(notice.scope, Scope::Paths(_));
    let texts = |one: &Piece| one.nature == Nature::Text;
    if !notices.iter().any(told) || identify(text).pieces.iter().any(texts) {
        return Vec::new();
    }
    let declaration = |notice: notice::Notice| {
        Some(Declaration {
            source: Source::File,
            path: path.to_string(),
            line: Some(notice.line),
            column: None,
            written: notice.written(text),
            said: Said::Licence(notice.expression?),
            scope: notice.scope,
            count: 1,
            aside: Vec::new(),
        })
    };
    notices.into_iter().filter(told).filter_map(declaration).collect()
}

/// REUSE names each text after its identifier, which says "only" or "or later"
/// where the text does not.
fn named_by_file(path: &str, source: Source, expression: Expression) -> Expression {
    if source != Source::Folder {
        return expression;
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    match ids::licence(stem) {
        Some(id) => expression.resolve(&Expression::id(id)).unwrap_or(expression),
        None => expression,
    }
}

/// What the name of a licence file says it covers: `LICENSE-docs`, `docs/LICENSE`.
fn covered(path: &str, source: Source) -> Scope {
    if source == Source::Folder {
        return Scope::Whole;
    }
    let name = file_name(path);
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    if has(&["docs", "doc", "documentation", "content", "contents", "contenu", "text", "texts"]) {
        Scope::Documentation
    } else if has(&["data", "donnees", "dataset"]) {
        Scope::Data
    } else if has(&["fonts", "font", "icons", "images", "logo", "assets", "media"]) {
        Scope::Assets
    } else if has(&["code"]) {
        Scope::Code
    } else {
        Scope::Whole
    }
}

/// What a licence file says when it holds no text of a licence: a statement in
/// words, or the name of another file.
fn stated(text: &str) -> Said {
    let notices = notice::read(text, notice::Reading::Statement);
    match notice::expression(&notices) {
        Some(expression) => Said::Licence(expression),
        None => match notices.iter().find(|notice| notice.scope.is_own()) {
            Some(notice) => Said::Vague(notice.family),
            None => pointer(text).map_or(Said::Nothing, Said::File),
        },
    }
}

/// The file that a short text refers to instead of giving a licence.
fn pointer(text: &str) -> Option<String> {
    let text = text.trim();
    let path = text.strip_prefix("./").or_else(|| text.strip_prefix("../")).unwrap_or(text);
    let alone = !path.is_empty() && path.len() < 200 && !path.contains(char::is_whitespace);
    (alone && source(path).is_some()).then(|| text.to_string())
}
