//! Gradle: `build.gradle`, `build.gradle.kts`. They are programs: what a line of
//! a `dependencies` block says plainly is read, nothing is evaluated, and a line
//! that says something else is told.

use super::scripts::Scripts;
use super::source::Malformed;
use super::{Component, Ecosystem, Listing, Scope};
use crate::text;

pattern!(BLOCK, r"^\s*dependencies\s*\{");
pattern!(ASKED, r#"^\s*["']?([a-zA-Z]\w*)["']?\s*[(\s]\s*(.+)$"#);
pattern!(WHOLE, r#"^["']([\w.\-]+:[\w.\-]+)(?::([^"':@]*))?[^"']*["']"#);
pattern!(
    PARTS,
    r#"group\s*[:=]\s*["']([\w.\-]+)["']\s*,\s*name\s*[:=]\s*["']([\w.\-]+)["'](?:\s*,\s*version\s*[:=]\s*["']([^"']*)["'])?"#
);
pattern!(KOTLIN, r#"^kotlin\(\s*["']([\w\-]+)["']"#);
// What the build itself, its catalogue or its modules provide.
pattern!(
    ELSEWHERE,
    r"^(?:project\s*\(|projects\.|libs\.|gradleApi|localGroovy|gradleTestKit|testFixtures\s*\(\s*project|(?:enforcedP|p)latform\b|sourceSets|npm\b)"
);

/// Words by which a configuration says what its components are for, the first
/// that it holds.
const CONFIGURATIONS: [(&str, Scope); 14] = [
    ("test", Scope::Development),
    ("mock", Scope::Development),
    ("lint", Scope::Development),
    ("detekt", Scope::Development),
    ("compileonly", Scope::Build),
    ("annotationprocessor", Scope::Build),
    ("kapt", Scope::Build),
    ("ksp", Scope::Build),
    ("classpath", Scope::Build),
    ("developmentonly", Scope::Development),
    ("implementation", Scope::Runtime),
    ("api", Scope::Runtime),
    ("compile", Scope::Runtime),
    ("runtime", Scope::Runtime),
];

fn scope_of(configuration: &str) -> Option<Scope> {
    let name = configuration.to_lowercase();
    CONFIGURATIONS.iter().find(|(word, _)| name.contains(word)).map(|(_, scope)| *scope)
}

/// Reads a build script by itself.
pub(super) fn script(path: &str, text: &str) -> Result<Listing, Malformed> {
    script_among(path, text, &Scripts::of([(path, text)]))
}

/// Reads a build script; the values of names and the bills of versions come from `scripts`.
pub(super) fn script_among(
    path: &str,
    text: &str,
    scripts: &Scripts,
) -> Result<Listing, Malformed> {
    let mut listing = Listing::default();
    let mut depth = 0usize;
    for (at, line) in text.lines().enumerate() {
        let line = line.split("//").next().unwrap_or(line);
        let opened = line.matches('{').count();
        let closed = line.matches('}').count();
        if depth == 0 {
            if BLOCK.is_match(line) {
                depth = (opened).saturating_sub(closed);
                let inside = line.split_once('{').map_or("", |(_, rest)| rest);
                let inside = inside.trim_end().trim_end_matches('}');
                asked(inside, (path, at + 1), scripts, &mut listing);
            }
            continue;
        }
        if depth == 1 {
            asked(line, (path, at + 1), scripts, &mut listing);
        }
        depth = (depth + opened).saturating_sub(closed);
    }
    Ok(listing)
}

/// What one line asks for.
fn asked(line: &str, (path, at): (&str, usize), scripts: &Scripts, listing: &mut Listing) {
    let Some(found) = ASKED.captures(line) else { return };
    let Some(scope) = scope_of(&found[1]) else { return };
    let value = found[2].trim_start_matches('(').trim();
    if ELSEWHERE.is_match(value) {
        return;
    }
    let named = if let Some(whole) = WHOLE.captures(value) {
        Some((whole[1].to_string(), whole.get(2).map(|version| version.as_str().to_string())))
    } else if let Some(parts) = PARTS.captures(value) {
        let version = parts.get(3).map(|version| version.as_str().to_string());
        Some((format!("{}:{}", &parts[1], &parts[2]), version))
    } else {
        KOTLIN
            .captures(value)
            .map(|found| (format!("org.jetbrains.kotlin:kotlin-{}", &found[1]), None))
    };
    match named {
        Some((name, version)) => {
            let mut component = Component::new(Ecosystem::Maven, name, at);
            component.version = match version.filter(|version| !version.is_empty()) {
                Some(version) => scripts.value(path, &version),
                None => scripts.version(path, &component.name),
            };
            (component.scope, component.direct) = (scope, Some(true));
            listing.components.push(component);
        }
        None if scope.is_distributed() => listing.gaps.push(Malformed::at(
            at,
            1,
            text!(
                "ce que demande cette ligne est calculé par le script : ce n’est pas lu",
                "what this line asks for is computed by the script: it is not read"
            ),
        )),
        None => {}
    }
}
