//! `pom.xml` and the project files of .NET, read by their elements.

use super::{declared, in_file, several};
use crate::licence::statements::Declaration;
use regex::Regex;
use std::sync::LazyLock;

static COMMENT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<!--.*?-->").expect("constant"));

static LICENCES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<licenses>(.*?)</licenses>").expect("constant"));

static LICENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<license>(.*?)</license>").expect("constant"));

static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<name>\s*(.*?)\s*</name>").expect("constant"));

static URL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?s)<url>\s*(.*?)\s*</url>").expect("constant"));

static EXPRESSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?s)<(?:PackageLicenseExpression|license\s+type="expression")[^>]*>\s*(.*?)\s*</"#,
    )
    .expect("constant")
});

static FILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?s)<(?:PackageLicenseFile|license\s+type="file")[^>]*>\s*(.*?)\s*</"#)
        .expect("constant")
});

/// Comments replaced by spaces, so that places stay what they are.
fn without_comments(text: &str) -> String {
    let mut clean = text.to_string();
    for comment in COMMENT.find_iter(text) {
        let blank: String = comment
            .as_str()
            .chars()
            .map(|c| if c == '\n' { "\n".to_string() } else { " ".repeat(c.len_utf8()) })
            .collect();
        clean.replace_range(comment.range(), &blank);
    }
    clean
}

/// Maven: `<licenses>`; when there are several, the user chooses (POM
/// reference, § Licenses).
pub(super) fn maven(path: &str, text: &str) -> Vec<Declaration> {
    let clean = without_comments(text);
    let Some(block) = LICENCES.captures(&clean).and_then(|found| found.get(1)) else {
        return Vec::new();
    };
    let names: Vec<String> = LICENCE
        .captures_iter(block.as_str())
        .filter_map(|licence| {
            let inside = licence.get(1)?.as_str();
            let element =
                |pattern: &Regex| Some(pattern.captures(inside)?.get(1)?.as_str().to_string());
            let (name, url) = (element(&NAME), element(&URL));
            // The name is for people; the address often tells the version.
            let read = |text: &Option<String>| {
                text.as_deref().is_some_and(|text| super::Expression::read(text).is_some())
            };
            if read(&name) || !read(&url) { name.or(url) } else { url }
        })
        .filter(|name| !name.is_empty())
        .collect();
    several(path, text, block.start(), &names, true).into_iter().collect()
}

/// NuGet: `PackageLicenseExpression` or `PackageLicenseFile`.
pub(super) fn nuget(path: &str, text: &str) -> Vec<Declaration> {
    let clean = without_comments(text);
    let value = |pattern: &Regex| {
        let found = pattern.captures(&clean)?.get(1)?;
        Some((found.start(), found.as_str().to_string()))
    };
    let expression = value(&EXPRESSION).map(|(at, written)| declared(path, text, at, &written));
    let file = || value(&FILE).map(|(at, file)| in_file(path, text, at, &file));
    expression.or_else(file).into_iter().collect()
}
