//! Python lock files (Poetry, uv, PDM, pylock, Pipenv) and `pyproject.toml`.

use super::fields::{LicenceField, LicenceValue, Manifest};
use super::requirements::{normalised, requirement};
use super::source::{Lines, digest, json, toml, toml_string};
use super::{Checksum, Component, Ecosystem, Listing, Malformed, Scope};
use ::toml::Value;
use regex::Regex;
use serde_json::Value as Json;
use std::sync::LazyLock;

static CLASSIFIER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"License\s*::\s*[^'\x22\r\n,]+").expect("constant"));

static FIELD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*licen[cs]e\s*=\s*([^\s#].*?)\s*$").expect("constant"));

static FILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^\s*license[-_]files?\s*=\s*([^\s#]\S*)\s*$").expect("constant")
});

static ARGUMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?m)(?:^|[(,\s])licen[cs]e\s*=\s*(?:"([^"\r\n]+)"|'([^'\r\n]+)')"#)
        .expect("constant")
});

static KEY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?m)^\s*(package\.)?licen[cs]e\b").expect("constant"));

fn packages<'r>(root: &'r ::toml::Table, key: &str) -> impl Iterator<Item = &'r Value> {
    root.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn start(package: &Value, lines: &mut Lines<'_>) -> Option<Component> {
    let name = package.get("name").and_then(Value::as_str)?;
    let line = lines.next_beginning(&format!("name = \"{name}\""));
    let mut component = Component::new(Ecosystem::Python, normalised(name), line);
    component.version = package.get("version").and_then(Value::as_str).map(str::to_string);
    Some(component)
}

/// The digest of the source archive, or of the only file.
fn file_digest(files: Option<&Value>, name_key: &str) -> Option<Checksum> {
    let files = files?.as_array()?;
    let is_source = |file: &&Value| {
        file.get(name_key).and_then(Value::as_str).is_some_and(|name| name.ends_with(".tar.gz"))
    };
    let chosen =
        files.iter().find(is_source).or_else(|| files.first().filter(|_| files.len() == 1))?;
    digest(chosen.get("hash")?.as_str()?)
}

/// Reads `poetry.lock`.
pub(super) fn poetry(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for package in packages(&root, "package") {
        let Some(mut component) = start(package, &mut lines) else { continue };
        if package.get("source").and_then(|s| s.get("type")).and_then(Value::as_str)
            == Some("directory")
        {
            continue;
        }
        component.checksum = file_digest(package.get("files"), "file");
        let optional = package.get("optional").and_then(Value::as_bool).unwrap_or(false);
        let groups = package.get("groups").and_then(Value::as_array);
        let main = match (groups, package.get("category").and_then(Value::as_str)) {
            (Some(groups), _) => Some(groups.iter().any(|group| group.as_str() == Some("main"))),
            (None, Some(category)) => Some(category == "main"),
            (None, None) => None,
        };
        component.scope = match (main, optional) {
            (Some(true), true) => Scope::Optional,
            (Some(true), false) => Scope::Runtime,
            (Some(false), _) => Scope::Development,
            (None, _) => Scope::Unknown,
        };
        let needed = package.get("dependencies").and_then(Value::as_table).into_iter().flatten();
        component.requires = needed.map(|(name, _)| normalised(name)).collect();
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads `uv.lock`: it tells by itself what the project asks for.
pub(super) fn uv(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    let names = |list: Option<&Value>| -> Vec<String> {
        let items = list.and_then(Value::as_array).into_iter().flatten();
        items.filter_map(|item| item.get("name")?.as_str()).map(normalised).collect()
    };
    for package in packages(&root, "package") {
        let Some(mut component) = start(package, &mut lines) else { continue };
        let source = package.get("source");
        let local = ["editable", "virtual", "directory", "workspace"]
            .iter()
            .any(|kind| source.and_then(|source| source.get(kind)).is_some());
        if local {
            let runtime = names(package.get("dependencies")).into_iter();
            listing.roots.extend(runtime.map(|name| (name, Scope::Runtime)));
            for (key, scope) in [
                ("optional-dependencies", Scope::Optional),
                ("dev-dependencies", Scope::Development),
            ] {
                for (_, list) in package.get(key).and_then(Value::as_table).into_iter().flatten() {
                    let found = names(Some(list)).into_iter();
                    listing.roots.extend(found.map(|name| (name, scope)));
                }
            }
            continue;
        }
        component.checksum = package
            .get("sdist")
            .and_then(|sdist| digest(sdist.get("hash")?.as_str()?))
            .or_else(|| file_digest(package.get("wheels"), "url"));
        component.requires = names(package.get("dependencies"));
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads `pdm.lock`.
pub(super) fn pdm(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for package in packages(&root, "package") {
        let Some(mut component) = start(package, &mut lines) else { continue };
        component.checksum = file_digest(package.get("files"), "file");
        if let Some(groups) = package.get("groups").and_then(Value::as_array) {
            let runtime = groups.iter().any(|group| group.as_str() == Some("default"));
            component.scope = if runtime { Scope::Runtime } else { Scope::Development };
        }
        let needed = package.get("dependencies").and_then(Value::as_array).into_iter().flatten();
        let needed = needed.filter_map(|text| requirement(text.as_str()?));
        component.requires = needed.map(|(name, _)| name).collect();
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads `pylock.toml` (PEP 751).
pub(super) fn pylock(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for package in packages(&root, "packages") {
        let Some(mut component) = start(package, &mut lines) else { continue };
        if package.get("directory").is_some() {
            continue;
        }
        let hashes = package.get("sdist").and_then(|sdist| sdist.get("hashes"));
        let sha256 = hashes.and_then(|hashes| hashes.get("sha256")).and_then(Value::as_str);
        component.checksum = sha256.and_then(digest);
        listing.components.push(component);
    }
    Ok(listing)
}

/// Reads `Pipfile.lock`.
pub(super) fn pipfile(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = json(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    for (key, scope) in [("default", Scope::Runtime), ("develop", Scope::Development)] {
        for (name, package) in root.get(key).and_then(Json::as_object).into_iter().flatten() {
            let line = lines.next(&format!("\"{name}\":"));
            let mut component = Component::new(Ecosystem::Python, normalised(name), line);
            let version = package.get("version").and_then(Json::as_str);
            component.version = version.map(|version| version.trim_start_matches('=').to_string());
            component.scope = scope;
            listing.components.push(component);
        }
    }
    Ok(listing)
}

/// Reads `pyproject.toml`: PEP 621, dependency groups, Poetry, build needs.
pub(super) fn pyproject(_path: &str, text: &str) -> Result<Listing, Malformed> {
    let root = toml(text)?;
    let mut lines = Lines::new(text);
    let mut listing = Listing::default();
    let mut add = |name: String, version: Option<String>, scope: Scope, written: &str| {
        listing.roots.push((name.clone(), scope));
        let mut component = Component::new(Ecosystem::Python, name, lines.next(written));
        (component.version, component.scope, component.direct) = (version, scope, Some(true));
        listing.components.push(component);
    };
    let project = root.get("project");
    let mut lists: Vec<(&Value, Scope)> = Vec::new();
    lists.extend(project.and_then(|p| p.get("dependencies")).map(|list| (list, Scope::Runtime)));
    let groups = |table: Option<&'_ Value>| -> Vec<Value> {
        let table = table.and_then(Value::as_table).into_iter().flatten();
        table.map(|(_, list)| list.clone()).collect()
    };
    let optional = groups(project.and_then(|p| p.get("optional-dependencies")));
    let development = groups(root.get("dependency-groups"));
    lists.extend(optional.iter().map(|list| (list, Scope::Optional)));
    lists.extend(development.iter().map(|list| (list, Scope::Development)));
    for (list, scope) in lists {
        for text in list.as_array().into_iter().flatten().filter_map(Value::as_str) {
            if let Some((name, version)) = requirement(text) {
                add(name, version, scope, text);
            }
        }
    }
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let mut tables: Vec<(&Value, Scope)> = Vec::new();
    tables.extend(poetry.and_then(|p| p.get("dependencies")).map(|t| (t, Scope::Runtime)));
    tables.extend(poetry.and_then(|p| p.get("dev-dependencies")).map(|t| (t, Scope::Development)));
    let poetry_groups = poetry.and_then(|p| p.get("group")).and_then(Value::as_table);
    for (name, group) in poetry_groups.into_iter().flatten() {
        let scope = if name == "main" { Scope::Runtime } else { Scope::Development };
        tables.extend(group.get("dependencies").map(|table| (table, scope)));
    }
    for (table, scope) in tables {
        for (name, wanted) in table.as_table().into_iter().flatten() {
            if name != "python" && wanted.get("path").is_none() {
                add(normalised(name), None, scope, name);
            }
        }
    }
    Ok(listing)
}

/// What `pyproject.toml` says of its package; nothing when it only holds the
/// settings of tools.
pub(super) fn package(path: &str, text: &str) -> Option<Manifest> {
    let root = toml(text).ok()?;
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let project = root.get("project");
    if poetry.is_none() && project.is_none() {
        return None;
    }
    let string = |key: &str| toml_string(project, key).or_else(|| toml_string(poetry, key));
    let url = |names: &[&str]| {
        let urls =
            project.and_then(|p| p.get("urls")).or_else(|| poetry.and_then(|p| p.get("urls")));
        let urls = urls.and_then(Value::as_table)?;
        urls.iter()
            .find(|(key, _)| names.contains(&key.to_lowercase().as_str()))
            .and_then(|(_, value)| value.as_str().map(str::to_string))
    };
    let listed = |value: Option<&Value>| match value {
        Some(Value::Array(items)) => !items.is_empty(),
        Some(Value::Table(table)) => table.keys().any(|name| name != "python"),
        _ => false,
    };
    Some(Manifest {
        name: string("name"),
        version: string("version"),
        description: string("description"),
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

fn root_classifier_private(project: Option<&Value>) -> bool {
    let classifiers = project.and_then(|p| p.get("classifiers")).and_then(Value::as_array);
    classifiers
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .any(|classifier| classifier.to_lowercase().starts_with("private ::"))
}

/// The licence: `project.license`, an expression or a table with `text` or `file`;
/// `tool.poetry.license`; classifiers (Python packaging specification,
/// pyproject.toml § license).
pub(super) fn licences(text: &str) -> Vec<LicenceField> {
    let root = match toml(text) {
        Ok(root) => root,
        Err(error) => return vec![LicenceField::broken_toml(error)],
    };
    let project = root.get("project");
    let poetry = root.get("tool").and_then(|tool| tool.get("poetry"));
    let licence =
        project.and_then(|project| project.get("license")).or_else(|| poetry?.get("license"));
    let at = KEY.find(text).map_or(0, |key| key.start());
    let string = |table: &::toml::Table, key: &str| Some(table.get(key)?.as_str()?.to_string());
    let field = match licence {
        Some(Value::String(words)) => Some(LicenceField::written(text, at, words)),
        Some(Value::Table(table)) => {
            let whole = string(table, "text");
            let file = || Some(LicenceField::file(text, at, &string(table, "file")?));
            whole.map(|whole| LicenceField::written(text, at, first_line(&whole))).or_else(file)
        }
        _ => None,
    };
    let classifiers =
        [project, poetry].into_iter().flatten().filter_map(|table| table.get("classifiers"));
    let classifiers = classifiers.filter_map(Value::as_array).flatten().filter_map(Value::as_str);
    let named = classifiers.filter_map(|one| classifier(text, text.find(one).unwrap_or(0), one));
    field.into_iter().chain(named).collect()
}

/// A field that holds a whole text names the licence on its first line.
fn first_line(written: &str) -> &str {
    written.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// setuptools: `license`, `license_files` and `classifiers` of `[metadata]`.
pub(super) fn setup_cfg(text: &str) -> Vec<LicenceField> {
    let start = text.find("[metadata]").unwrap_or(text.len());
    let end = text[start..].find("\n[").map_or(text.len(), |length| start + length);
    let section = &text[start..end];
    let first = |pattern: &Regex| Some(pattern.captures(section)?.get(1)?.range());
    let field = first(&FIELD).map(|range| {
        let (at, words) = (start + range.start, &section[range]);
        match words.strip_prefix("file:") {
            Some(file) => LicenceField::file(text, at, file.trim()),
            None => LicenceField::written(text, at, words),
        }
    });
    let file = || {
        let range = first(&FILE)?;
        Some(LicenceField::file(text, start + range.start, &section[range]))
    };
    field.or_else(file).into_iter().chain(classifiers_in(text)).collect()
}

/// setuptools: the `license` and `classifiers` arguments that are plain strings;
/// nothing is evaluated.
pub(super) fn setup_py(text: &str) -> Vec<LicenceField> {
    let argument = ARGUMENT.captures(text).and_then(|found| found.get(1).or_else(|| found.get(2)));
    let field = argument.map(|value| LicenceField::written(text, value.start(), value.as_str()));
    field.into_iter().chain(classifiers_in(text)).collect()
}

fn classifiers_in(text: &str) -> impl Iterator<Item = LicenceField> + '_ {
    CLASSIFIER.find_iter(text).filter_map(|one| classifier(text, one.start(), one.as_str().trim()))
}

/// The licence that a classifier names. Several of them say neither "and" nor
/// "or": each is a field.
fn classifier(text: &str, at: usize, words: &str) -> Option<LicenceField> {
    let name = words.rsplit("::").next().filter(|_| words.starts_with("License"))?.trim();
    Some(LicenceField::at(text, at, LicenceValue::Classifier(name.to_string())))
}
