//! What package manifests and metadata files declare. A broken file is a
//! declaration too: it says where it breaks.

use super::{Declaration, Said, Source};
use crate::lang::Text;
use crate::licence::expression::Expression;
use crate::licence::notice::{self, Reading, Scope};
use crate::manifest::fields::{LicenceField, LicenceValue};
use crate::manifest::package;
use crate::text::show::shortened;

/// The declarations of the manifest at `path`, in order.
pub(super) fn read(path: &str, text: &str) -> Vec<Declaration> {
    package::licences(path, text).into_iter().filter_map(|field| declared(path, field)).collect()
}

/// What a licence field declares; nothing for a list without names, or a
/// classifier that names no licence.
fn declared(path: &str, field: LicenceField) -> Option<Declaration> {
    let at = (field.line, field.column);
    match field.value {
        LicenceValue::Written(words) => Some(place(path, at, &words, said(&words))),
        LicenceValue::AnyOf(names) => several(path, at, &names, Expression::any),
        LicenceValue::AllOf(names) => several(path, at, &names, Expression::all),
        LicenceValue::Named(pairs) => {
            let names: Vec<String> = pairs.into_iter().map(clearest).collect();
            several(path, at, &names, Expression::any)
        }
        LicenceValue::File(file) => Some(place(path, at, &file, Said::File(file.clone()))),
        LicenceValue::Classifier(name) => match said(&name) {
            said @ (Said::Licence(_) | Said::Vague(_)) => Some(place(path, at, &name, said)),
            _ => None,
        },
        LicenceValue::Malformed(why) => Some(malformed(path, at, why)),
    }
}

/// The name is for people; the address often gives the version.
fn clearest((name, url): (String, String)) -> String {
    let read = |words: &str| Expression::read(words).is_some();
    if url.is_empty() || !name.is_empty() && (read(&name) || !read(&url)) { name } else { url }
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
        None => match (Expression::parse(written), family_in(written)) {
            (Err(error), family) if error.is_cut() || family.is_none() => Said::Invalid(error),
            (Err(_), family) => Said::Vague(family),
            (Ok(expression), _) => Said::Licence(expression),
        },
    }
}

/// What names a licence in a field is no longer, in bytes.
const LONGEST: usize = 1000;

/// The family of licences that `written` grants without its version, whatever it says
/// besides.
fn family_in(written: &str) -> Option<&'static str> {
    if written.len() > LONGEST {
        return None;
    }
    notice::read(written, Reading::Statement).iter().find_map(|notice| notice.family)
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
        aside: Vec::new(),
    }
}

/// Several licences of one field, which `join` joins.
fn several(
    path: &str,
    at: (usize, usize),
    written: &[String],
    join: fn(Vec<Expression>) -> Option<Expression>,
) -> Option<Declaration> {
    let parts = written.iter().map(|one| match said(one) {
        Said::Licence(expression) => Some(expression),
        _ => None,
    });
    let joined = parts.collect::<Option<Vec<Expression>>>().and_then(join);
    let shown = written.join(", ");
    match joined {
        Some(expression) => Some(place(path, at, &shown, Said::Licence(expression))),
        None if written.is_empty() => None,
        None => Some(place(path, at, &shown, said(&shown))),
    }
}

/// A file whose format is broken at a line and a column, from 1.
pub(super) fn malformed(path: &str, at: (usize, usize), why: Text) -> Declaration {
    place(path, at, "", Said::Malformed(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str, text: &str) -> String {
        let one = |declaration: Declaration| {
            let what = match declaration.said {
                Said::Licence(expression) => expression.to_string(),
                Said::File(file) => format!("file {file}"),
                Said::Closed => "closed".to_string(),
                Said::Vague(_) => "vague".to_string(),
                Said::Invalid(error) => format!("invalid {}", error.column),
                Said::Malformed(_) => "malformed".to_string(),
                other => format!("{other:?}"),
            };
            format!("{}:{} {what}", declaration.line.unwrap_or(0), declaration.column.unwrap_or(0))
        };
        read(path, text).into_iter().map(one).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn each_format_is_read() {
        for (path, text, expected) in [
            ("package.json", "{\n  \"name\": \"a\",\n  \"license\": \"MIT\"\n}", "3:3 MIT"),
            ("package.json", "{\"license\": \"SEE LICENSE IN LICENSE.md\"}", "1:2 file LICENSE.md"),
            ("package.json", "{\"license\": \"UNLICENSED\"}", "1:2 closed"),
            (
                "package.json",
                "{\"licenses\": [{\"type\": \"MIT\"}, {\"type\": \"Apache-2.0\"}]}",
                "1:2 MIT OR Apache-2.0",
            ),
            ("package.json", "{\"license\": ", "1:12 malformed"),
            (
                "package.json",
                "{\"license\": \"GNU Affero General Public License v3.0\"}",
                "1:2 AGPL-3.0",
            ),
            (
                "composer.json",
                "{\"license\": [\"LGPL-2.1-only\", \"GPL-3.0-or-later\"]}",
                "1:2 LGPL-2.1-only OR GPL-3.0-or-later",
            ),
            (
                "codemeta.json",
                "{\"license\": \"https://spdx.org/licenses/EUPL-1.2\"}",
                "1:2 EUPL-1.2",
            ),
            (
                "Cargo.toml",
                "[package]\nname = \"a\"\nlicense = \"MIT/Apache-2.0\"\n",
                "3:1 MIT OR Apache-2.0",
            ),
            ("Cargo.toml", "[workspace.package]\nlicense = \"EUPL-1.2\"\n", "2:1 EUPL-1.2"),
            ("Cargo.toml", "[package]\nlicense-file = \"LICENCE\"\n", "2:1 file LICENCE"),
            ("Cargo.toml", "[package\n", "1:9 malformed"),
            (
                "pyproject.toml",
                "[project]\nlicense = {text = \"AGPL-3.0-or-later\"}\n",
                "2:1 AGPL-3.0-or-later",
            ),
            (
                "pyproject.toml",
                "[project]\nclassifiers = [\n  \"License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)\",\n]\n",
                "3:4 AGPL-3.0-or-later",
            ),
            (
                "pyproject.toml",
                "[project]\nclassifiers = [\"License :: OSI Approved :: BSD License\"]\n",
                "2:17 vague",
            ),
            (
                "setup.cfg",
                "[metadata]\nname = a\nlicense = GPLv3+\n[options]\n",
                "3:11 GPL-3.0-or-later",
            ),
            ("setup.py", "setup(\n    name='a',\n    license='CeCILL-B',\n)\n", "3:14 CECILL-B"),
            (
                "pom.xml",
                "<project>\n <licenses><license><name>Apache License, Version 2.0</name></license></licenses></project>",
                "2:12 Apache-2.0",
            ),
            (
                "pom.xml",
                "<licenses><license><name>Licence libre</name><url>https://www.gnu.org/licenses/agpl-3.0.html</url></license></licenses>",
                "1:11 AGPL-3.0",
            ),
            (
                "build.gradle.kts",
                "pom {\n licenses {\n  license {\n   name.set(\"MIT License\")\n  }\n }\n}",
                "4:14 MIT",
            ),
            (
                "a.gemspec",
                "Gem::Specification.new do |s|\n  s.licenses = ['MIT', 'Ruby']\nend",
                "2:16 MIT OR Ruby",
            ),
            ("mix.exs", "defp package do\n [licenses: [\"Apache-2.0\"]]\nend", "2:14 Apache-2.0"),
            (
                "DESCRIPTION",
                "Package: a\nLicense: GPL (>= 3) | file LICENSE\n",
                "2:10 GPL-3.0-or-later",
            ),
            ("DESCRIPTION", "Package: a\nLicense: MIT + file LICENSE\n", "2:10 MIT"),
            ("DESCRIPTION", "Package: a\nLicense: GPL-3\n", "2:10 GPL-3.0-only"),
            (
                "a.csproj",
                "<Project><PropertyGroup>\n<PackageLicenseExpression>MIT</PackageLicenseExpression></PropertyGroup></Project>",
                "2:27 MIT",
            ),
            ("publiccode.yml", "name: a\nlegal:\n  license: agpl-3.0\n", "3:12 AGPL-3.0"),
            (
                "CITATION.cff",
                "cff-version: 1.2.0\nlicense:\n  - MIT\n  - Apache-2.0\n",
                "3:3 MIT OR Apache-2.0",
            ),
            ("a.cabal", "name: a\nlicense:             BSD-3-Clause\n", "2:22 BSD-3-Clause"),
            (
                "deps.edn",
                "{:aliases {} :license {:name \"Eclipse Public License - v 2.0\"}}",
                "1:31 EPL-2.0",
            ),
            ("package.json", "{\"license\": \"Apache-2.O\"}", "1:2 invalid 1"),
        ] {
            assert_eq!(shown(path, text), expected, "{path}: {text}");
        }
    }
}
