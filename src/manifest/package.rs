//! Package manifests, read for what they say of the project: name, version,
//! description, licence, addresses, and whether they may be published.

use super::declared_licence as declarations;
use regex::Regex;
use serde_json::Value as Json;
use std::sync::LazyLock;

/// The package ecosystem a manifest belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ecosystem {
    /// `package.json`.
    Npm,
    /// `Cargo.toml`.
    Cargo,
    /// `pyproject.toml`, `setup.cfg`, `setup.py`.
    Python,
    /// `composer.json`.
    Composer,
    /// `pom.xml`.
    Maven,
    /// `build.gradle`, `build.gradle.kts`.
    Gradle,
    /// `*.gemspec`.
    Gem,
    /// `mix.exs`.
    Hex,
    /// `go.mod`.
    Go,
    /// `DESCRIPTION` of an R package.
    R,
    /// `*.csproj`.
    NuGet,
    /// `pubspec.yaml`.
    Pub,
}

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Its path.
    pub path: String,
    /// Its ecosystem.
    pub ecosystem: Ecosystem,
    /// Package name.
    pub name: Option<String>,
    /// Package version.
    pub version: Option<String>,
    /// One-line description.
    pub description: Option<String>,
    /// Licence, as written.
    pub license: Option<String>,
    /// Home page.
    pub homepage: Option<String>,
    /// Repository address.
    pub repository: Option<String>,
    /// True when the manifest forbids publication (`"private": true`, `publish = false`).
    pub private: bool,
    /// True when it declares dependencies to be fetched.
    pub dependencies: bool,
    /// The command of its test script, when it has one.
    pub test_script: Option<String>,
    /// Line of the first declaration of the licence, from 1.
    pub license_line: Option<usize>,
}

impl Manifest {
    fn empty(path: &str, ecosystem: Ecosystem) -> Manifest {
        Manifest {
            path: path.to_string(),
            ecosystem,
            name: None,
            version: None,
            description: None,
            license: None,
            homepage: None,
            repository: None,
            private: false,
            dependencies: false,
            test_script: None,
            license_line: None,
        }
    }

    /// True when the manifest stands at the root.
    pub fn at_root(&self) -> bool {
        !self.path.contains('/')
    }
}

/// The ecosystem whose manifest `path` is, by its name.
pub fn ecosystem_of(path: &str) -> Option<Ecosystem> {
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
pub fn named(path: &str) -> bool {
    ecosystem_of(path).is_some()
}

/// The licence that the manifest at `path` declares, as written, and its line.
pub fn licence(path: &str, text: &str) -> Option<(String, usize)> {
    let manifest = parse(path, ecosystem_of(path)?, text)?;
    Some((manifest.license?, manifest.license_line.unwrap_or(1)))
}

/// The key that declares a licence, in any of the formats.
static LICENSE_KEY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:^|[\s"'<{,.@:])licen[cs]es?["'\s>:=]"#).expect("constant")
});

/// Reads one manifest; `None` when it is not one after all.
pub fn parse(path: &str, ecosystem: Ecosystem, text: &str) -> Option<Manifest> {
    let mut manifest = match ecosystem {
        Ecosystem::Npm | Ecosystem::Composer => json(path, ecosystem, text)?,
        Ecosystem::Cargo => cargo(path, text)?,
        Ecosystem::Python if path.ends_with(".toml") => pyproject(path, text)?,
        Ecosystem::R => description(path, text)?,
        _ => by_lines(path, ecosystem, text),
    };
    let declared = declarations::read(path, text).into_iter().find(|one| !one.written.is_empty());
    let key = || text.lines().position(|line| LICENSE_KEY.is_match(line)).map(|at| at + 1);
    manifest.license_line = declared.as_ref().and_then(|one| one.line).or_else(key);
    manifest.license = manifest.license.or_else(|| declared.map(|one| one.written));
    Some(manifest)
}

fn json(path: &str, ecosystem: Ecosystem, text: &str) -> Option<Manifest> {
    let root: Json = serde_json::from_str(text).ok()?;
    let string = |key: &str| root.get(key).and_then(Json::as_str).map(str::to_string);
    let url_or = |key: &str| {
        let value = root.get(key)?;
        value.as_str().or_else(|| value.get("url").and_then(Json::as_str)).map(str::to_string)
    };
    let license = match root.get("license").or_else(|| root.get("licenses")) {
        Some(Json::String(license)) => Some(license.clone()),
        Some(Json::Object(license)) => {
            license.get("type").and_then(Json::as_str).map(str::to_string)
        }
        Some(Json::Array(licenses)) => {
            let names: Vec<&str> = licenses
                .iter()
                .filter_map(|item| {
                    item.as_str().or_else(|| item.get("type").and_then(Json::as_str))
                })
                .collect();
            (!names.is_empty()).then(|| names.join(" OR "))
        }
        _ => None,
    };
    let keys: &[&str] = match ecosystem {
        Ecosystem::Npm => {
            &["dependencies", "devDependencies", "optionalDependencies", "workspaces"]
        }
        _ => &["require", "require-dev"],
    };
    let filled = |key: &&str| match root.get(*key) {
        Some(Json::Object(map)) => {
            map.keys().any(|name| name != "php" && !name.starts_with("ext-"))
        }
        Some(Json::Array(items)) => !items.is_empty(),
        _ => false,
    };
    let test_script = root.pointer("/scripts/test").and_then(|script| match script {
        Json::String(script) => Some(script.clone()),
        Json::Array(steps) => steps.first().and_then(Json::as_str).map(str::to_string),
        _ => None,
    });
    Some(Manifest {
        name: string("name"),
        version: string("version"),
        description: string("description").filter(|text| !text.trim().is_empty()),
        license,
        homepage: string("homepage"),
        repository: url_or("repository"),
        private: root.get("private").and_then(Json::as_bool).unwrap_or(false),
        dependencies: keys.iter().any(filled),
        test_script: test_script.filter(|script| !script.contains("no test specified")),
        ..Manifest::empty(path, ecosystem)
    })
}

fn toml_string(table: Option<&toml::Value>, key: &str) -> Option<String> {
    table?.get(key)?.as_str().map(str::to_string)
}

fn cargo(path: &str, text: &str) -> Option<Manifest> {
    let root: toml::Table = text.parse().ok()?;
    let workspace = root.get("workspace").and_then(|workspace| workspace.get("package"));
    let package = root.get("package");
    let string = |key: &str| toml_string(package, key).or_else(|| toml_string(workspace, key));
    let publish = package.and_then(|package| package.get("publish"));
    let filled = |table: Option<&toml::Value>| {
        ["dependencies", "dev-dependencies", "build-dependencies"].iter().any(|key| {
            let found = match table {
                Some(table) => table.get(key),
                None => root.get(*key),
            };
            found.and_then(toml::Value::as_table).is_some_and(|table| !table.is_empty())
        })
    };
    Some(Manifest {
        name: string("name"),
        version: string("version"),
        description: string("description"),
        license: string("license"),
        homepage: string("homepage").or_else(|| string("documentation")),
        repository: string("repository"),
        private: publish.is_some_and(|publish| {
            publish.as_bool() == Some(false) || publish.as_array().is_some_and(Vec::is_empty)
        }),
        dependencies: filled(None) || root.get("workspace").is_some_and(|w| filled(Some(w))),
        ..Manifest::empty(path, Ecosystem::Cargo)
    })
}

fn pyproject(path: &str, text: &str) -> Option<Manifest> {
    let root: toml::Table = text.parse().ok()?;
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let project = root.get("project");
    if poetry.is_none() && project.is_none() {
        return None; // only the settings of tools
    }
    let string = |key: &str| toml_string(project, key).or_else(|| toml_string(poetry, key));
    let url = |names: &[&str]| {
        let urls =
            project.and_then(|p| p.get("urls")).or_else(|| poetry.and_then(|p| p.get("urls")));
        let urls = urls.and_then(toml::Value::as_table)?;
        urls.iter()
            .find(|(key, _)| names.contains(&key.to_lowercase().as_str()))
            .and_then(|(_, value)| value.as_str().map(str::to_string))
    };
    let license = string("license").or_else(|| {
        let license = project?.get("license")?;
        toml_string(Some(license), "text")
    });
    let listed = |value: Option<&toml::Value>| match value {
        Some(toml::Value::Array(items)) => !items.is_empty(),
        Some(toml::Value::Table(table)) => table.keys().any(|name| name != "python"),
        _ => false,
    };
    Some(Manifest {
        name: string("name"),
        version: string("version"),
        description: string("description"),
        license,
        homepage: string("homepage").or_else(|| url(&["homepage", "documentation", "home"])),
        repository: string("repository").or_else(|| url(&["repository", "source", "code"])),
        private: root_classifier_private(project),
        dependencies: listed(project.and_then(|p| p.get("dependencies")))
            || listed(project.and_then(|p| p.get("optional-dependencies")))
            || listed(root.get("dependency-groups"))
            || listed(poetry.and_then(|p| p.get("dependencies"))),
        ..Manifest::empty(path, Ecosystem::Python)
    })
}

fn root_classifier_private(project: Option<&toml::Value>) -> bool {
    let classifiers = project.and_then(|p| p.get("classifiers")).and_then(toml::Value::as_array);
    classifiers
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
        .any(|classifier| classifier.to_lowercase().starts_with("private ::"))
}

/// An R package's `DESCRIPTION` (Debian control format).
fn description(path: &str, text: &str) -> Option<Manifest> {
    let field = |name: &str| {
        let prefix = format!("{name}:");
        text.lines().find_map(|line| line.strip_prefix(&prefix)).map(|v| v.trim().to_string())
    };
    let package = field("Package")?;
    Some(Manifest {
        name: Some(package),
        version: field("Version"),
        description: field("Title"),
        license: field("License"),
        homepage: field("URL"),
        repository: field("BugReports"),
        dependencies: field("Imports").is_some() || field("Depends").is_some(),
        ..Manifest::empty(path, Ecosystem::R)
    })
}

/// Formats that are programs or markup: what a line says plainly is read,
/// nothing is evaluated.
fn by_lines(path: &str, ecosystem: Ecosystem, text: &str) -> Manifest {
    let mut manifest = Manifest::empty(path, ecosystem);
    let mut depth_dependencies = false;
    for line in text.lines().map(str::trim) {
        match ecosystem {
            Ecosystem::Go => {
                if let Some(name) = line.strip_prefix("module ") {
                    manifest.name = Some(name.trim().to_string());
                }
                manifest.dependencies |= line.starts_with("require");
            }
            Ecosystem::Maven => maven_line(&mut manifest, line, &mut depth_dependencies),
            _ => plain_line(&mut manifest, line),
        }
    }
    manifest
}

fn maven_line(manifest: &mut Manifest, line: &str, nested: &mut bool) {
    let opens = ["<dependencies>", "<parent>", "<build>", "<profiles>", "<dependencyManagement>"];
    if opens.contains(&line) {
        *nested = true;
        manifest.dependencies |= line == "<dependencies>";
    }
    if line.starts_with("</") && opens.iter().any(|open| line == format!("</{}", &open[1..])) {
        *nested = false;
    }
    if *nested {
        return;
    }
    let element = |name: &str| {
        let value = line.strip_prefix(&format!("<{name}>"))?.strip_suffix(&format!("</{name}>"))?;
        Some(value.trim().to_string())
    };
    let fill = |slot: &mut Option<String>, name: &str| {
        if slot.is_none() {
            *slot = element(name);
        }
    };
    fill(&mut manifest.name, "artifactId");
    fill(&mut manifest.version, "version");
    fill(&mut manifest.description, "description");
    fill(&mut manifest.homepage, "url");
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
    fill(&mut manifest.license, &["license"]);
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
