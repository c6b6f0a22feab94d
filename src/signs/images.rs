//! Container images: Dockerfiles, and the `image` of every YAML file that has one.

use super::software::{Strength, TABLES, normal_image, normal_name};
use super::{Sink, Target};
use std::collections::{HashMap, HashSet};

/// What an image is built on, as its name ends.
const BASES: [&str; 5] = ["alpine", "debian", "ubuntu", "slim", "fpm"];

/// The images that a Dockerfile starts from or copies from.
pub(super) fn of_dockerfile(text: &str, sink: &mut Sink<'_>) {
    let mut stages: HashSet<String> = HashSet::new();
    let mut arguments: HashMap<&str, &str> = HashMap::new();
    for (at, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        let order = words.next().unwrap_or_default().to_ascii_uppercase();
        match order.as_str() {
            "ARG" => {
                if let Some((name, value)) = words.next().and_then(|word| word.split_once('=')) {
                    arguments.insert(name, value.trim_matches(['"', '\'']));
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

fn substituted(image: &str, arguments: &HashMap<&str, &str>) -> String {
    let mut image = image.to_string();
    for (name, value) in arguments {
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

/// The same image on another registry, or one whose last word alone is known.
fn mirrored(path: &str, image: &str, line: usize, version: Option<String>, sink: &mut Sink<'_>) {
    let path = path.strip_prefix("library/").unwrap_or(path);
    let last = path.rsplit('/').next().unwrap_or(path);
    let before = sink.hits.len();
    let whole = TABLES.exact("image", path);
    whole.iter().for_each(|sign| sink.sign(sign, line, image, version.clone()));
    if whole.is_empty() && path != last {
        // An organisation’s own image of that name is often made from it.
        TABLES.exact("image", last).iter().for_each(|sign| sink.sign(sign, line, image, None));
        sink.doubt(before);
    }
    if sink.hits.len() == before {
        let target = Target::Name(normal_name(last));
        sink.push((target, Strength::Hint), line, ("image", image), None);
        sink.doubt(before);
    }
}

/// What the words of a tag say of what the image is made of.
fn tagged(tag: &str, image: &str, line: usize, sink: &mut Sink<'_>) {
    for word in tag.to_lowercase().split(['-', '_', '+']) {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let signs = [word, bare].map(|word| TABLES.exact("tag", word));
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
    (!kept.is_empty() && kept.len() < 300 && kept.chars().all(ok)).then_some(kept)
}
