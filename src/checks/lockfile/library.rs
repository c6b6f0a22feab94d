//! Whether a package is a library, whose ecosystem may advise against
//! committing a lock file.

use crate::manifest::Manifest;
use crate::project::Project;
use crate::snapshot::File;

/// True when the manifest says, or its folder shows, that others depend on it
/// rather than run it. In doubt, it is a program.
pub(super) fn is_library(project: &Project<'_>, manifest: &File, practice: &str) -> bool {
    let folder = manifest.folder();
    let has = |name: &str| {
        let path = if folder.is_empty() { name.to_string() } else { format!("{folder}/{name}") };
        project.snapshot.file(&path).is_some()
    };
    let text = project.text(manifest).unwrap_or_default();
    let read = project.manifests().iter().find(|read| read.path == manifest.path);
    let deployed = ["Dockerfile", "Procfile", "docker-compose.yml", "compose.yml", "compose.yaml"]
        .iter()
        .any(|name| has(name));
    match practice {
        "cargo" => has("src/lib.rs") && !has("src/main.rs") && !text.contains("[[bin]]"),
        "npm" => !deployed && publishable(read) && npm_entry(text),
        "python" => {
            !deployed && publishable(read) && !has("manage.py") && builds(project, folder, text)
        }
        "composer" => {
            text.contains("\"library\"") || text.contains("-bundle\"") || text.contains("-plugin\"")
        }
        "ruby" => manifest.extension() == "gemspec" || gemspec_beside(project, folder),
        "r" => manifest.name() == "DESCRIPTION" && has("NAMESPACE"),
        "hex" => !deployed && (text.contains("package()") || text.contains("package: [")),
        "pub" => !text.contains("publish_to: none") && !has("lib/main.dart"),
        _ => false,
    }
}

fn publishable(manifest: Option<&Manifest>) -> bool {
    manifest.is_none_or(|manifest| !manifest.private && manifest.name.is_some())
}

/// True when package.json tells dependents what to import.
fn npm_entry(text: &str) -> bool {
    let Ok(root) = serde_json::from_str::<serde_json::Value>(text) else { return false };
    ["exports", "module", "types", "typings", "files", "publishConfig", "peerDependencies"]
        .iter()
        .any(|key| root.get(key).is_some())
        && root.get("version").is_some()
}

/// True for a package that a build system makes for others to install.
fn builds(project: &Project<'_>, folder: &str, text: &str) -> bool {
    let beside =
        |name: &str| project.snapshot.file(format!("{folder}/{name}").trim_start_matches('/'));
    text.contains("[build-system]") || beside("setup.py").is_some() || beside("setup.cfg").is_some()
}

fn gemspec_beside(project: &Project<'_>, folder: &str) -> bool {
    project.own_files().any(|file| file.extension() == "gemspec" && file.folder() == folder)
}
