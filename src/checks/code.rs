//! Which of the project's files are source code: what can be built and tested,
//! as opposed to documentation, data and configuration.

use crate::project::Project;
use crate::snapshot::File;
use crate::text::source::is_program;

/// Names that only set a tool up, although they are written in a language.
const SETTINGS: [&str; 12] = [
    "conf.py",
    "setup.py",
    "gulpfile.js",
    "gruntfile.js",
    "karma.conf.js",
    "noxfile.py",
    "manage.py",
    "dangerfile.js",
    "next-env.d.ts",
    "vite-env.d.ts",
    "fastfile.rb",
    "podfile.rb",
];

/// True for a file of source code, by its name.
pub(super) fn is_source(file: &File) -> bool {
    let name = file.name().to_lowercase();
    let extension = file.extension();
    if name.starts_with('.') || file.path.starts_with('.') || SETTINGS.contains(&name.as_str()) {
        return false;
    }
    let stem = name.strip_suffix(&format!(".{extension}")).unwrap_or(&name);
    let setting = [".config", ".conf", ".d"].iter().any(|end| stem.ends_with(end));
    !setting && is_program(&extension)
}

/// The project's own source files.
pub(super) fn sources<'a>(project: &Project<'a>) -> Vec<&'a File> {
    project.own_files().filter(|file| is_source(file)).collect()
}

/// True when source code is the matter of the repository: a couple of scripts
/// beside documents or data do not make it a program.
pub(super) fn holds_program(project: &Project<'_>, sources: usize) -> bool {
    let others = project.own_files().count().saturating_sub(sources);
    sources > 3 || (sources > 0 && (sources * 10 > others || !project.manifests().is_empty()))
}
