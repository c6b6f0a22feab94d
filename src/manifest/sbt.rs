//! sbt: the literal dependencies of `build.sbt` and of the files of `project/`.

use super::source::Malformed;
use super::{Component, Ecosystem, Listing, Scope};
use crate::text;
use crate::text::line::LineCounter;
use regex::Regex;
use std::sync::LazyLock;

static MODULE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#""([\w.\-]+)"\s*(%{1,3})\s*"([\w.\-]+)"\s*%\s*(?:"([^"\n]+)"|[\w.]+)(?:\s*%\s*("?[\w.>\-]+"?))?"#,
    )
    .expect("constant")
});
static SCALA: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"scalaVersion\s*:=\s*"(\d+)\.(\d+)"#).expect("constant"));
static PLAIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"libraryDependencies\s*\+?\+?=").expect("constant"));

/// Reads `build.sbt`.
pub(super) fn build(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut places = LineCounter::new(text);
    // Names of packages built for a version of Scala end with it.
    let scala = SCALA.captures(text).map(|found| match &found[1] {
        "2" => format!("_2.{}", &found[2]),
        major => format!("_{major}"),
    });
    for found in MODULE.captures_iter(text) {
        let at = places.line(found.get(0).map_or(0, |whole| whole.start()));
        let suffix = match (&found[2], &scala) {
            ("%", _) => "",
            ("%%", Some(suffix)) => suffix,
            _ => {
                listing.gaps.push(Malformed::at(
                    at,
                    1,
                    text!(
                        "le nom du composant dépend d’une version de Scala que le fichier n’indique pas",
                        "the name of the component depends on a version of Scala that the file does not state"
                    ),
                ));
                continue;
            }
        };
        let name = format!("{}:{}{suffix}", &found[1], &found[3]);
        let mut component = Component::new(Ecosystem::Maven, name, at);
        component.version = found.get(4).map(|version| version.as_str().to_string());
        component.direct = Some(true);
        let configuration = found.get(5).map_or("", |one| one.as_str()).to_lowercase();
        component.scope = match configuration.trim_matches('"') {
            words if words.starts_with("test") || words.starts_with("it") => Scope::Development,
            "provided" => Scope::Build,
            _ => Scope::Runtime,
        };
        listing.components.push(component);
    }
    if listing.components.is_empty()
        && listing.gaps.is_empty()
        && let Some(found) = PLAIN.find(text)
    {
        let why = text!(
            "les dépendances sont calculées ou définies ailleurs : elles ne sont pas lues",
            "the dependencies are computed or defined elsewhere: they are not read"
        );
        listing.gaps.push(Malformed::at(LineCounter::new(text).line(found.start()), 1, why));
    }
    Ok(listing)
}
