//! What package manifests and metadata files declare, with its place. A broken
//! file is a declaration too: it says where it breaks.

mod json;
mod plain;
mod python;
mod tables;
mod xml;
mod yaml;

use crate::lang::Text;
use crate::licence::expression::Expression;
use crate::licence::notice::Scope;
use crate::licence::statements::{Declaration, Said, Source};
use crate::text;
use crate::text::line::position;
use crate::text::show::shortened;

/// Bytes beyond which no manifest is read.
const LONGEST: usize = 4 << 20;

/// What reads a manifest.
type Reader = fn(&str, &str) -> Vec<Declaration>;

/// The reader of the file named `path`.
fn reader(path: &str) -> Option<Reader> {
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(match name {
        "package.json" => json::npm,
        "composer.json" => json::composer,
        "codemeta.json" => json::codemeta,
        "Cargo.toml" => tables::cargo,
        "pyproject.toml" => tables::pyproject,
        "setup.cfg" => python::setup_cfg,
        "setup.py" => python::setup_py,
        "pom.xml" => xml::maven,
        "build.gradle" | "build.gradle.kts" => plain::gradle,
        "mix.exs" => plain::mix,
        "DESCRIPTION" => plain::r_package,
        "deps.edn" | "project.clj" => plain::clojure,
        "publiccode.yml" | "publiccode.yaml" => yaml::publiccode,
        "CITATION.cff" => yaml::citation,
        _ if name.ends_with(".gemspec") => plain::gemspec,
        _ if name.ends_with(".cabal") => plain::cabal,
        _ if [".csproj", ".fsproj", ".vbproj", ".nuspec"].iter().any(|end| name.ends_with(end)) => {
            xml::nuget
        }
        _ => return None,
    })
}

/// True for a file that may declare a licence as metadata.
pub fn is_manifest(path: &str) -> bool {
    reader(path).is_some()
}

/// The declarations of the manifest at `path`, in order.
pub fn read(path: &str, text: &str) -> Vec<Declaration> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    reader(path).map_or(Vec::new(), |read| read(path, text))
}

/// A licence written in a manifest at byte `at` of `text`.
fn declared(path: &str, text: &str, at: usize, written: &str) -> Declaration {
    place(path, position(text, at), written, said(written))
}

/// What the value of a licence field says.
fn said(written: &str) -> Said {
    let written = written.trim();
    if let Ok(expression) = Expression::parse(written) {
        return Said::Licence(expression);
    }
    let lower = written.to_ascii_lowercase();
    let closed = [
        "unlicensed",
        "proprietary",
        "none",
        "private",
        "closed",
        "all rights reserved",
        "proprietaire",
        "propriétaire",
        "restricted",
    ];
    if let Some(file) =
        lower.strip_prefix("see license in ").or_else(|| lower.strip_prefix("see licence in "))
    {
        let start = written.len() - file.len();
        return Said::File(written.get(start..).unwrap_or(file).trim().to_string());
    }
    if closed.contains(&lower.as_str()) {
        return Said::Closed;
    }
    match Expression::read(written) {
        Some(expression) => Said::Licence(expression),
        None if names_a_family(written) => Said::Vague,
        None => match Expression::parse(written) {
            Err(error) => Said::Invalid(error),
            Ok(expression) => Said::Licence(expression),
        },
    }
}

/// Whether `written` names a family of licences without its version.
fn names_a_family(written: &str) -> bool {
    let notices = crate::licence::notice::read(written, crate::licence::notice::Reading::Statement);
    notices.iter().any(|notice| notice.family.is_some())
}

fn place(path: &str, (line, column): (usize, usize), written: &str, said: Said) -> Declaration {
    let source = match path.rsplit('/').next() {
        Some("codemeta.json" | "CITATION.cff") => Source::Metadata,
        Some("publiccode.yml" | "publiccode.yaml") => Source::Publiccode,
        _ => Source::Manifest,
    };
    Declaration {
        source,
        path: path.to_string(),
        line: Some(line),
        column: Some(column),
        written: shortened(written),
        said,
        scope: Scope::Whole,
        count: 1,
    }
}

/// A declaration that the licence stands in `file`.
fn in_file(path: &str, text: &str, at: usize, file: &str) -> Declaration {
    place(path, position(text, at), file, Said::File(file.to_string()))
}

/// Several licences of one field.
fn several(
    path: &str,
    text: &str,
    at: usize,
    written: &[String],
    choice: bool,
) -> Option<Declaration> {
    if let [one] = written {
        return Some(declared(path, text, at, one));
    }
    let parts: Option<Vec<Expression>> = written
        .iter()
        .map(|one| match said(one) {
            Said::Licence(expression) => Some(expression),
            _ => None,
        })
        .collect();
    let joined = match (parts, choice) {
        (Some(parts), true) => Expression::any(parts),
        (Some(parts), false) => Expression::all(parts),
        (None, _) => None,
    };
    let shown = written.join(", ");
    match joined {
        Some(expression) => {
            Some(place(path, position(text, at), &shown, Said::Licence(expression)))
        }
        None if written.is_empty() => None,
        None => Some(place(path, position(text, at), &shown, said(&shown))),
    }
}

/// A file whose format is broken at a line and a column, from 1.
pub(crate) fn malformed(path: &str, at: (usize, usize), why: Text) -> Declaration {
    place(path, at, "", Said::Malformed(why))
}

/// A TOML file that does not parse.
fn broken_toml(path: &str, text: &str, error: &toml::de::Error) -> Declaration {
    let at = error.span().map_or((1, 1), |span| position(text, span.start));
    let message = error.message();
    malformed(path, at, text!("TOML mal formé : {message}", "malformed TOML: {message}"))
}

/// The byte where `pattern` first stands in `text`.
fn find(text: &str, pattern: &regex::Regex) -> usize {
    pattern.find(text).map_or(0, |found| found.start())
}

#[cfg(test)]
mod tests;
