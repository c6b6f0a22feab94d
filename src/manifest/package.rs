//! Package manifests, read for what they say of the project: which reader reads
//! which file.

use super::fields::{LicenceField, Manifest};
use super::{Ecosystem, cargo, composer, elixir, gem, go, jvm, npm, nuget, others, python, r};

/// Bytes beyond which no manifest is read.
const LONGEST: usize = 4 << 20;

/// The ecosystem whose manifest `path` is, by its name.
pub(crate) fn ecosystem_of(path: &str) -> Option<Ecosystem> {
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(match name {
        "package.json" => Ecosystem::Npm,
        "Cargo.toml" => Ecosystem::Cargo,
        "pyproject.toml" | "setup.cfg" | "setup.py" => Ecosystem::Python,
        "composer.json" => Ecosystem::Composer,
        "pom.xml" => Ecosystem::Maven,
        "build.gradle" | "build.gradle.kts" => Ecosystem::Gradle,
        "mix.exs" => Ecosystem::Hex,
        "go.mod" => Ecosystem::Go,
        "DESCRIPTION" => Ecosystem::R,
        "pubspec.yaml" => Ecosystem::Pub,
        _ if name.ends_with(".gemspec") => Ecosystem::Gem,
        _ if name.ends_with(".csproj") => Ecosystem::NuGet,
        _ => return None,
    })
}

/// True when `path` has the name of a manifest.
pub(crate) fn named(path: &str) -> bool {
    ecosystem_of(path).is_some()
}

/// The licence that the manifest at `path` declares, as written, and its line.
pub(crate) fn licence(path: &str, text: &str) -> Option<(String, usize)> {
    let manifest = parse(path, ecosystem_of(path)?, text)?;
    Some((manifest.license?, manifest.license_line.unwrap_or(1)))
}

/// Reads one manifest; `None` when it is not one after all.
pub(crate) fn parse(path: &str, ecosystem: Ecosystem, text: &str) -> Option<Manifest> {
    let mut manifest = match ecosystem {
        Ecosystem::Npm => npm::package(path, text)?,
        Ecosystem::Composer => composer::package(path, text)?,
        Ecosystem::Cargo => cargo::package(path, text)?,
        Ecosystem::Python if path.ends_with(".toml") => python::package(path, text)?,
        Ecosystem::R => r::package(path, text)?,
        Ecosystem::Maven => jvm::package(path, text)?,
        Ecosystem::Go => go::package(path, text),
        _ => by_lines(path, ecosystem, text),
    };
    let stated = licences(path, text).into_iter().find_map(|one| Some((one.words()?, one.line)));
    (manifest.license, manifest.license_line) = stated.unzip();
    Some(manifest)
}

/// What reads the licence fields of a file.
type Reader = fn(&str) -> Vec<LicenceField>;

/// The reader of the licence fields of the file named `path`.
fn reader(path: &str) -> Option<Reader> {
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(match name {
        "package.json" | "composer.json" | "codemeta.json" => npm::licences,
        "Cargo.toml" => cargo::licences,
        "pyproject.toml" => python::licences,
        "setup.cfg" => python::setup_cfg,
        "setup.py" => python::setup_py,
        "pom.xml" => jvm::licences,
        "build.gradle" | "build.gradle.kts" => jvm::gradle_licences,
        "mix.exs" => elixir::licences,
        "DESCRIPTION" => r::licences,
        "deps.edn" | "project.clj" => others::clojure,
        "publiccode.yml" | "publiccode.yaml" => others::publiccode,
        "CITATION.cff" => others::citation,
        _ if name.ends_with(".gemspec") => gem::licences,
        _ if name.ends_with(".cabal") => others::cabal,
        _ if [".csproj", ".fsproj", ".vbproj", ".nuspec"].iter().any(|end| name.ends_with(end)) => {
            nuget::licences
        }
        _ => return None,
    })
}

/// True for a file that may declare a licence as metadata.
pub(crate) fn declares_licence(path: &str) -> bool {
    reader(path).is_some()
}

/// The licence fields of the manifest at `path`, in order. A broken file says
/// where it breaks.
pub(crate) fn licences(path: &str, text: &str) -> Vec<LicenceField> {
    match reader(path) {
        Some(read) if text.len() <= LONGEST => read(text),
        _ => Vec::new(),
    }
}

/// Formats that are programs or markup: what a line says plainly is read,
/// nothing is evaluated.
fn by_lines(path: &str, ecosystem: Ecosystem, text: &str) -> Manifest {
    let mut manifest = Manifest::empty(path, ecosystem);
    for line in text.lines().map(str::trim) {
        plain_line(&mut manifest, line);
    }
    manifest
}

fn plain_line(manifest: &mut Manifest, line: &str) {
    let line = line.trim_start_matches("spec.").trim_start_matches("s.").trim_start_matches('@');
    let value = |key: &str| {
        let rest = line.strip_prefix(key)?.trim_start();
        let rest = rest.trim_start_matches(['=', ':', '>']).trim();
        let rest = rest.trim_end_matches([',', ';']);
        let unquoted = rest.trim_matches(['"', '\'']);
        (rest.len() > unquoted.len() && !unquoted.is_empty()).then(|| unquoted.to_string())
    };
    let fill = |slot: &mut Option<String>, keys: &[&str]| {
        if slot.is_none() {
            *slot = keys.iter().find_map(|key| value(key));
        }
    };
    fill(&mut manifest.name, &["name"]);
    fill(&mut manifest.version, &["version"]);
    fill(&mut manifest.description, &["description", "summary"]);
    fill(&mut manifest.homepage, &["homepage"]);
    fill(&mut manifest.repository, &["source_url"]);
    let declares =
        ["dependencies", "defp deps", "install_requires", "add_dependency", "<PackageReference"];
    manifest.dependencies |= declares.iter().any(|word| line.starts_with(word));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_json_is_read() {
        let text = r#"{"name":"a","private":true,"license":"MIT",
            "scripts":{"test":"echo \"Error: no test specified\" && exit 1"},
            "repository":{"url":"https://forge.example.org/a"},"dependencies":{"b":"1"}}"#;
        let manifest = parse("package.json", Ecosystem::Npm, text).expect("json");
        assert_eq!(manifest.license.as_deref(), Some("MIT"));
        assert_eq!(manifest.repository.as_deref(), Some("https://forge.example.org/a"));
        assert!(manifest.private && manifest.dependencies);
        assert_eq!(manifest.test_script, None);
        assert_eq!(manifest.license_line, Some(1));
    }

    #[test]
    fn tool_settings_are_not_a_package() {
        assert_eq!(
            parse("pyproject.toml", Ecosystem::Python, "[tool.black]\nline-length = 99"),
            None
        );
        let text = "[tool.poetry]\nname = \"a\"\n[tool.poetry.dependencies]\npython = \"^3\"\n";
        let manifest = parse("pyproject.toml", Ecosystem::Python, text).expect("poetry");
        assert_eq!(manifest.name.as_deref(), Some("a"));
        assert!(!manifest.dependencies);
    }

    #[test]
    fn formats_that_are_programs_are_read_by_lines() {
        let mix = "  def project do\n  [\n    app: :a,\n    version: \"1.2.3\",\n  defp deps do\n";
        let manifest = parse("mix.exs", Ecosystem::Hex, mix).expect("mix");
        assert_eq!(manifest.version.as_deref(), Some("1.2.3"));
        assert!(manifest.dependencies);
        let pom = "<project>\n<artifactId>a</artifactId>\n<version>2</version>\n<dependencies>\n\
                   <version>9</version>\n</dependencies>\n</project>";
        let manifest = parse("pom.xml", Ecosystem::Maven, pom).expect("pom");
        assert_eq!(manifest.version.as_deref(), Some("2"));
    }
}
