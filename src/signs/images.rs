//! Container images: Dockerfiles, and the `image` of every YAML file that has one.

use super::software::{Strength, TABLES, normal_image, normal_name};
use super::{Sink, Target};
use std::cmp::Reverse;
use std::collections::HashSet;

/// What an image is built on, as its name ends.
const BASES: [&str; 5] = ["alpine", "debian", "ubuntu", "slim", "fpm"];

/// The longest name of an image, in bytes, and the most arguments that one is made of.
const LONGEST: usize = 300;
const ARGUMENTS: usize = 100;

/// The images that a Dockerfile starts from or copies from.
pub(super) fn of_dockerfile(text: &str, sink: &mut Sink<'_>) {
    let mut stages: HashSet<String> = HashSet::new();
    let mut arguments: Vec<(&str, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        let order = words.next().unwrap_or_default().to_ascii_uppercase();
        match order.as_str() {
            "ARG" => {
                if let Some((name, value)) = words.next().and_then(|word| word.split_once('=')) {
                    let value = substituted(value.trim_matches(['"', '\'']), &arguments);
                    arguments.retain(|(known, _)| *known != name);
                    if arguments.len() == ARGUMENTS {
                        continue;
                    }
                    arguments.push((name, value));
                    // The longest first: `$BASE_TAG` is not `$BASE` and a rest.
                    arguments.sort_by_key(|(name, _)| Reverse(name.len()));
                }
            }
            "FROM" => {
                let Some(image) = words.find(|word| !word.starts_with("--")) else { continue };
                let image = substituted(image, &arguments);
                if !stages.contains(&image.to_lowercase()) {
                    met(&image, at + 1, sink);
                }
                let alias = words.nth(1).unwrap_or_default().to_lowercase();
                stages.insert(alias);
            }
            "COPY" => {
                let from = words.next().and_then(|word| word.strip_prefix("--from="));
                let from = from.filter(|image| image.contains(['/', ':']));
                if let Some(image) = from {
                    met(&substituted(image, &arguments), at + 1, sink);
                }
            }
            _ => {}
        }
    }
}

/// `image` with the values of `arguments`; nothing when it is longer than any name.
fn substituted(image: &str, arguments: &[(&str, String)]) -> String {
    let mut image = image.to_string();
    for (name, value) in arguments {
        if image.len() > LONGEST {
            return String::new();
        }
        image = image.replace(&format!("${{{name}}}"), value).replace(&format!("${name}"), value);
    }
    image
}

/// The images of a YAML file: compose, pipelines, manifests and values of Kubernetes.
pub(super) fn of_yaml(text: &str, sink: &mut Sink<'_>) {
    // The keys that the line is under, with their indentation.
    let mut above: Vec<(usize, &str)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let bare = line.split(" #").next().unwrap_or(line);
        let trimmed = bare.trim_start_matches([' ', '-']);
        if trimmed.is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        let depth = bare.len() - trimmed.len();
        let dash = bare.trim_start().starts_with("- ");
        let outer = if dash { bare.len() - bare.trim_start().len() } else { depth };
        above.retain(|(indent, key)| {
            *indent < outer || (dash && *indent == outer && *key == "services")
        });
        let parent = above.last().map_or("", |(_, key)| *key);
        let (key, value) = match trimmed.split_once(':') {
            Some((key, value)) if value.is_empty() || value.starts_with(' ') => {
                (key.trim_matches(['"', '\'']), value.trim())
            }
            _ => ("", trimmed.trim()),
        };
        let value = value.trim_matches(['"', '\'']);
        let image = match key {
            "image" | "container" => true,
            "repository" => !value.contains("://"),
            // `POSTGRES_IMAGE: postgres:15`, which another line names.
            _ if is_variable(key) => value.contains([':', '/']) && !value.contains("://"),
            "name" => ["image", "services", "container"].contains(&parent),
            "" => dash && ["services", "image"].contains(&parent),
            _ => false,
        };
        if image {
            // One, or the list that a matrix of pipelines takes in turn.
            let list = value.strip_prefix('[').and_then(|list| list.strip_suffix(']'));
            for one in list.unwrap_or(value).split(',') {
                let one = one.trim().trim_matches(['"', '\'']);
                if !one.is_empty() {
                    met(one, at + 1, sink);
                }
            }
        }
        if ["runs-on", "vmImage", "os"].contains(&key) || (key.is_empty() && parent == "os") {
            host(value, at + 1, sink);
        }
        if key == "uses" {
            action(value, at + 1, sink);
        }
        if !key.is_empty() {
            above.push((depth, key));
        }
    }
}

/// True for the name of a variable that holds an image: `POSTGRES_IMAGE`.
pub(super) fn is_variable(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("_image") || name.ends_with("_image_name")
}

/// The images that the variables of `text` hold: a file of the environment, a script.
pub(super) fn of_variables(text: &str, sink: &mut Sink<'_>) {
    for (at, line) in text.lines().enumerate() {
        let line = line.trim_start();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim_end_matches(['?', ':', ' ']);
        if is_variable(name) && !name.contains([' ', '#']) {
            named(value.split_whitespace().next().unwrap_or_default(), at + 1, sink);
        }
    }
}

/// The images that a Jenkinsfile or a command names.
pub(super) fn named(word: &str, line: usize, sink: &mut Sink<'_>) {
    let word = word.trim_matches(['"', '\'', '(', ')', ',', ';']);
    if word.contains([':', '/']) && !word.contains("://") && !word.starts_with(['.', '/', '-']) {
        met(word, line, sink);
    }
}

fn host(value: &str, line: usize, sink: &mut Sink<'_>) {
    for word in value.split([',', '[', ']', ' ']) {
        for sign in TABLES.exact("host", &word.trim_matches(['"', '\'']).to_lowercase()) {
            sink.sign(sign, line, word, None);
        }
    }
}

fn action(value: &str, line: usize, sink: &mut Sink<'_>) {
    if let Some(image) = value.strip_prefix("docker://") {
        return met(image, line, sink);
    }
    let name = value.split('@').next().unwrap_or_default().to_lowercase();
    let signs = TABLES.exact("action", &name);
    signs.iter().for_each(|sign| sink.sign(sign, line, value, None));
    if signs.is_empty() && name.split('/').count() == 2 {
        sink.address(&format!("github.com/{name}"), line, Strength::Is);
    }
}

/// Keeps what `image`, as it is written, says.
pub(super) fn met(image: &str, line: usize, sink: &mut Sink<'_>) {
    let Some(image) = resolved(image) else { return };
    let image = image.split('@').next().unwrap_or_default();
    let (name, tag) = match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (image, ""),
    };
    let name = normal_image(name);
    let version: String = tag
        .trim_start_matches('v')
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    let version = Some(version.trim_matches('.').to_string()).filter(|version| !version.is_empty());
    let path = match name.split_once('/') {
        Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => path,
        _ => name.as_str(),
    };
    let mut exact = TABLES.exact("image", &name);
    let based = name.rsplit_once('-').filter(|(_, base)| BASES.contains(base));
    if let Some((bare, base)) = based.filter(|_| exact.is_empty()) {
        // clamav/clamav-debian: what it is built on stands in the name.
        exact = TABLES.exact("image", bare);
        tagged(base, image, line, sink);
    }
    if exact.is_empty() {
        // adoptopenjdk/openjdk11: the version stands in the name.
        exact = TABLES.exact("image", unversioned(&name));
    }
    if !exact.is_empty() {
        exact.iter().for_each(|sign| sink.sign(sign, line, image, version.clone()));
    } else if !repository(&name, path, line, sink) {
        mirrored(path, image, line, version, sink);
    }
    tagged(tag, image, line, sink);
}

/// An image that bears the name of the repository of a known software.
fn repository(name: &str, path: &str, line: usize, sink: &mut Sink<'_>) -> bool {
    let forge = match name.split_once('/') {
        Some(("ghcr.io", _)) => "github.com",
        Some(("registry.gitlab.com", _)) => "gitlab.com",
        _ => return false,
    };
    let address: Vec<&str> = path.split('/').take(2).collect();
    sink.address(&format!("{forge}/{}", address.join("/")), line, Strength::Is)
}

/// What a folder of a registry that copies another one is called.
const MIRRORS: [&str; 7] = ["dockerhub", "hub", "mirror", "mirrors", "proxy", "cache", "remote"];

/// The same image on another registry, or one whose last word alone is known.
fn mirrored(path: &str, image: &str, line: usize, version: Option<String>, sink: &mut Sink<'_>) {
    let before = sink.hits.len();
    let last = path.rsplit('/').next().unwrap_or(path);
    let copies = path.split('/').rev().skip(1).any(|folder| {
        ["library", "docker.io"].contains(&folder)
            || folder.split(['-', '_', '.']).any(|word| MIRRORS.contains(&word))
    });
    // The folders that the registry adds are before the name that everybody knows.
    let starts = path.match_indices('/').map(|(at, _)| &path[at + 1..]);
    let wholes = std::iter::once(path).chain(starts);
    let known = wholes.filter(|whole| copies || whole.contains('/') || *whole == path);
    let mut known = known.map(|whole| TABLES.exact("image", whole.trim_start_matches("library/")));
    if let Some(signs) = known.find(|signs| !signs.is_empty()) {
        signs.iter().for_each(|sign| sink.sign(sign, line, image, version.clone()));
        return;
    }
    let bare = unversioned(last);
    let end = bare.rsplit_once('-').map_or("", |(_, end)| end);
    let (own, ends) = (TABLES.imaged(bare), TABLES.imaged(end));
    // An organisation’s own image of that name is often made from it; one whose name only
    // ends so, less.
    let software = own.or(ends).map(|key| Target::Software(key.to_string()));
    let target = software.unwrap_or_else(|| Target::Name(normal_name(last)));
    sink.push((target, Strength::Hint), line, ("image", image), None);
    if own.is_none() {
        sink.doubt(before);
    }
    if last.ends_with("-exporter") {
        tagged("exporter", image, line, sink);
    }
}

/// `name` without the version that ends it.
fn unversioned(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('-')
}

/// Keeps the system that the image of a virtual machine has: `debian-12-x64`,
/// `debian/bookworm64`.
pub(super) fn machine(name: &str, line: usize, sink: &mut Sink<'_>) {
    let lower = name.to_ascii_lowercase();
    let numbered = lower.contains(|c: char| c.is_ascii_digit()) || lower.contains("stream");
    let plain = |c: char| c.is_ascii_alphanumeric() || "/-_. ".contains(c);
    if !numbered || lower.len() > 80 || !lower.chars().all(plain) {
        return;
    }
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let mut signs = words.map(|word| TABLES.exact("box", unversioned(word)));
    let signs = signs.find(|signs| !signs.is_empty()).unwrap_or_default();
    signs.iter().for_each(|sign| sink.sign(sign, line, name, None));
}

/// What the words of a tag say of what the image is made of.
fn tagged(tag: &str, image: &str, line: usize, sink: &mut Sink<'_>) {
    for word in tag.to_lowercase().split(['-', '_', '+']) {
        let signs = [word, unversioned(word)].map(|word| TABLES.exact("tag", word));
        let signs = if signs[0].is_empty() { signs[1] } else { signs[0] };
        signs.iter().for_each(|sign| sink.sign(sign, line, image, None));
    }
}

/// `image` without the variables that stand for a registry, and with the values that
/// others have when nothing is given; `None` when its name is a variable.
fn resolved(image: &str) -> Option<String> {
    let mut rest = image.trim();
    let mut whole = String::new();
    while let Some(at) = rest.find("${") {
        let end = rest[at..].find('}')? + at;
        whole.push_str(&rest[..at]);
        match rest[at + 2..end].split_once(":-").or(rest[at + 2..end].split_once('-')) {
            Some((_, given)) => whole.push_str(given),
            None => whole.push('$'),
        }
        rest = &rest[end + 1..];
    }
    whole.push_str(rest);
    let parts: Vec<&str> = whole.split('/').collect();
    let unknown = |part: &str| part.contains('$') || part.contains("{{");
    let known = parts.iter().rposition(|part| unknown(part.split(':').next().unwrap_or(part)));
    let kept = known.map_or(0, |at| at + 1);
    let kept = parts.get(kept..).filter(|parts| !parts.is_empty())?.join("/");
    let ok = |c: char| c.is_ascii_alphanumeric() || "./_-:@+${}<> ".contains(c);
    (!kept.is_empty() && kept.len() < LONGEST && kept.chars().all(ok)).then_some(kept)
}
