//! The text of a file, read for what the file is.

use super::servers::{self, is_given, is_remark, is_test};
use super::software::{Sign, Strength, TABLES, normal_name};
use super::{Sink, Target, ansible, commands, images};
use crate::text::line::{self, LineStarts};
use crate::yaml::Yaml;
use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;
use std::sync::LazyLock;

/// Files that tell nothing of what the project runs on: pages, data, lists that
/// `src/manifest` reads.
const SILENT: [&str; 30] = [
    "md", "mdx", "markdown", "rst", "adoc", "org", "html", "htm", "svg", "csv", "tsv", "lock",
    "map", "png", "jpg", "jpeg", "gif", "pdf", "ico", "woff", "woff2", "ttf", "eot", "zip", "gz",
    "po", "pot", "xlf", "geojson", "mo",
];

/// Folders of documentation.
const DOCUMENTATION: [&str; 4] = ["docs", "doc", "documentation", "adr"];

/// Lock files, whose addresses are those of registries.
const LOCKS: [&str; 5] =
    ["package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "composer.lock", "go.sum"];

/// What a file is, as far as its text tells what is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Dockerfile,
    Pipeline,
    Jenkins,
    Yaml,
    Shell,
    Packages,
    Tools,
    Version,
    Modules,
    Publiccode,
    Machines,
    Package,
    Other,
}

/// What the name of a file ends with when another one is made from it.
const MADE: [&str; 9] =
    [".j2", ".jinja", ".erb", ".tpl", ".tmpl", ".template", ".dist", ".sample", ".example"];

/// `path` without what says that it is a model of a file: `compose.yml.j2`.
pub(super) fn made(path: &str) -> &str {
    MADE.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path)
}

fn role(path: &str) -> Role {
    let path = made(path);
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    let extension = lower.rsplit_once('.').map_or("", |(_, extension)| extension);
    let yaml = extension == "yml" || extension == "yaml";
    match name {
        "publiccode.yml" | "publiccode.yaml" | "codemeta.json" => Role::Publiccode,
        ".tool-versions" => Role::Tools,
        ".nvmrc" | ".node-version" | ".python-version" => Role::Version,
        ".gitmodules" => Role::Modules,
        "Aptfile" | "apt.txt" | "packages.txt" => Role::Packages,
        "Makefile" | "makefile" | "justfile" | "Justfile" | "Procfile" => Role::Shell,
        "Vagrantfile" => Role::Machines,
        "package.json" => Role::Package,
        _ if lower.contains("dockerfile") || lower.starts_with("containerfile") => Role::Dockerfile,
        _ if lower.contains("jenkinsfile") => Role::Jenkins,
        _ if yaml && (crate::pipeline::forge_of(path).is_some() || path.starts_with('.')) => {
            Role::Pipeline
        }
        _ if yaml => Role::Yaml,
        // Elastic Beanstalk: YAML of another name.
        _ if extension == "config"
            && path.split('/').any(|part| [".ebextensions", ".platform"].contains(&part)) =>
        {
            Role::Pipeline
        }
        _ if ["sh", "bash", "zsh", "mk", "ps1", "bat", "cmd"].contains(&extension) => Role::Shell,
        _ if ["tf", "hcl"].contains(&extension) => Role::Machines,
        _ if extension.is_empty()
            && ["bin", "scripts"].iter().any(|one| path.split('/').any(|part| part == *one)) =>
        {
            Role::Shell
        }
        _ => Role::Other,
    }
}

/// True for a file of the documentation.
pub(super) fn is_documentation(path: &str) -> bool {
    let mut folders = path.split('/').rev().skip(1);
    folders.any(|folder| DOCUMENTATION.contains(&folder.to_ascii_lowercase().as_str()))
}

/// True for a file whose text is read.
pub(super) fn tells(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension = extension.to_ascii_lowercase();
    let page = name.starts_with("README") || name.starts_with("CHANGELOG") || name == "LICENSE";
    !page
        && !SILENT.contains(&extension.as_str())
        && !LOCKS.contains(&name)
        && !is_documentation(path)
}

/// True for a file that says what the project runs on, whatever its size.
pub(super) fn must_be_read(path: &str) -> bool {
    !matches!(role(path), Role::Other | Role::Yaml | Role::Package)
}

/// Reads `text`, that of the file of `sink`.
pub(super) fn read(text: &str, sink: &mut Sink<'_>) {
    if text.contains('\0') {
        return;
    }
    let mut role = role(sink.path);
    if role == Role::Other && is_script(text) {
        role = Role::Shell;
    }
    match role {
        Role::Dockerfile => {
            images::of_dockerfile(text, sink);
            commands::read(text, of_order, sink);
        }
        Role::Pipeline => {
            images::of_yaml(text, sink);
            commands::read(text, of_step, sink);
        }
        Role::Yaml => {
            images::of_yaml(text, sink);
            ansible::read(text, sink);
            commands::read(text, commands::of_item, sink);
        }
        Role::Machines => {
            if sink.path.ends_with("Vagrantfile") {
                commands::read(text, of_script, sink);
            }
            machines(text, sink);
        }
        Role::Package => scripts(text, sink),
        Role::Shell => {
            images::of_variables(text, sink);
            commands::read(text, of_script, sink);
        }
        Role::Other if is_environment(sink.path) => images::of_variables(text, sink),
        Role::Jenkins => {
            commands::read(text, of_groovy, sink);
            for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains("image")) {
                line.split_whitespace().for_each(|word| images::named(word, at + 1, sink));
            }
        }
        Role::Packages => {
            for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
                commands::package(line.trim(), at + 1, sink);
            }
        }
        Role::Tools => tools(text, sink),
        Role::Version => version(text, sink),
        Role::Modules => {
            for (at, line) in text.lines().enumerate() {
                if let Some((_, url)) = line.split_once("url = ") {
                    sink.address(url.trim(), at + 1, Strength::Is);
                }
            }
        }
        Role::Publiccode => declared(text, sink),
        Role::Other => {}
    }
    if matches!(role, Role::Pipeline | Role::Yaml) {
        hooks(text, sink);
    }
    if matches!(role, Role::Pipeline | Role::Shell | Role::Dockerfile) {
        ansible::alone(text, sink);
    }
    settings(text, sink);
    servers::read(text, sink);
    within(text, sink);
}

/// True for a file of variables of the environment.
fn is_environment(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with(".env") || name.starts_with("env.") || name.ends_with(".env")
}

/// True for a script of a shell, whatever its name.
fn is_script(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let program = first.strip_prefix("#!").and_then(|line| line.split(['/', ' ']).next_back());
    program.is_some_and(|program| ["sh", "bash", "zsh", "ash", "dash"].contains(&program))
}

/// The machines that a Vagrantfile or a plan of an infrastructure starts, and the images
/// that run there.
fn machines(text: &str, sink: &mut Sink<'_>) {
    static IMAGE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"(?i)\b(\w*(?:box|image|slug|template|os)(?:_\w+)?)["']?\s*(?:=>|[:=]|\s)\s*["']([^"'\n]{3,120})["']"#).ok()
    });
    for (at, line) in text.lines().enumerate() {
        if line.trim_start().starts_with(['#', '/']) {
            continue;
        }
        for found in IMAGE.iter().flat_map(|image| image.captures_iter(line)) {
            images::machine(&found[2], at + 1, sink);
            if found[1].eq_ignore_ascii_case("image") {
                images::named(&found[2], at + 1, sink);
            }
        }
    }
}

/// The commands of the scripts of a `package.json`, but what starts one from another: that is
/// whatever started the first.
fn scripts(text: &str, sink: &mut Sink<'_>) {
    let mut inside = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with("\"scripts\"") {
            inside = true;
        } else if line.starts_with('}') {
            inside = false;
        } else if let Some((_, command)) = line.split_once("\": \"").filter(|_| inside) {
            let command = command.trim_end_matches(',').trim_end_matches('"');
            commands::command(command, at + 1, sink);
        }
    }
    let starts = ["npm", "yarn", "pnpm"].map(|key| Target::Software(key.to_string()));
    sink.hits.retain(|hit| hit.kind != "run" || !starts.contains(&hit.target));
}

/// The command of an order of a Dockerfile.
fn of_order(line: &str) -> Option<&str> {
    let order = ["RUN ", "CMD ", "ENTRYPOINT ", "ADD "].into_iter().find(|order| {
        line.get(..order.len()).is_some_and(|start| start.eq_ignore_ascii_case(order))
    })?;
    match order {
        // The address that ADD fetches is an argument of its own command.
        "ADD " => Some(line),
        _ => Some(&line[order.len()..]),
    }
}

/// The command of a step: what follows its dash and its key.
fn of_step(line: &str) -> Option<&str> {
    let line = match line.strip_prefix("- ") {
        // A word alone is a label or a language as often as a command.
        Some(item) if !item.trim().contains(' ') => return None,
        Some(item) => item,
        None => line,
    };
    let keys = ["run:", "script:", "before_script:", "command:", "cmd:"];
    let line = keys.iter().find_map(|key| line.strip_prefix(key)).unwrap_or(line);
    Some(line.trim().trim_matches(['"', '\'']))
}

fn of_groovy(line: &str) -> Option<&str> {
    let line = line.strip_prefix("sh ").or(line.strip_prefix("sh(")).unwrap_or(line);
    Some(line.trim_matches(['"', '\'', '(', ')']))
}

fn of_script(line: &str) -> Option<&str> {
    Some(line)
}

fn tools(text: &str, sink: &mut Sink<'_>) {
    for (at, line) in text.lines().enumerate() {
        let mut words = line.split_whitespace();
        let (name, version) = (words.next().unwrap_or_default(), words.next());
        for sign in TABLES.exact("tool", name) {
            sink.sign(sign, at + 1, line.trim(), version.map(str::to_string));
        }
    }
}

/// The version that the only line of the file gives to the tool of its name.
fn version(text: &str, sink: &mut Sink<'_>) {
    let line = text.lines().next().unwrap_or_default().trim();
    let version = line.trim_start_matches('v');
    if version.starts_with(|c: char| c.is_ascii_digit()) {
        sink.hits.iter_mut().for_each(|hit| hit.version = Some(version.to_string()));
    }
}

/// The repositories whose hooks pre-commit runs.
fn hooks(text: &str, sink: &mut Sink<'_>) {
    if !sink.path.ends_with(".pre-commit-config.yaml") {
        return;
    }
    for (at, line) in text.lines().enumerate() {
        if let Some((_, url)) = line.split_once("repo: ") {
            sink.address(url.trim(), at + 1, Strength::Is);
        }
    }
}

/// What a publiccode.yml or a codemeta.json declares: what the project depends on, by
/// name, and what it is based on, by address or by its item in Wikidata.
fn declared(text: &str, sink: &mut Sink<'_>) {
    static ITEM: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"wikidata\.org/(?:wiki|entity)/(Q\d+)").ok());
    for (at, line) in text.lines().enumerate() {
        let items = ITEM.iter().flat_map(|item| item.captures_iter(line));
        for found in items {
            let target = Target::Item(found[1].to_string());
            sink.push((target, Strength::Is), at + 1, ("wikidata", &found[1]), None);
        }
    }
    let (yaml, _) = Yaml::parse(text);
    for root in yaml.roots() {
        for based in root.get("isBasedOn").into_iter().flat_map(|node| node.items_or_self()) {
            if let Some(url) = based.text() {
                sink.address(url, based.line(), Strength::Is);
            }
        }
        let open = root.get("dependsOn").and_then(|node| node.get("open"));
        for one in open.into_iter().flat_map(|node| node.items()) {
            let Some(name) = one.text_of("name") else { continue };
            let target = Target::Name(normal_name(name));
            sink.push((target, Strength::Hint), one.line(), ("publiccode.yml", name), None);
        }
    }
}

/// The texts that tell where a server is, in one pass.
static SETTINGS: LazyLock<Option<(AhoCorasick, Vec<Sign>)>> = LazyLock::new(|| {
    let signs = TABLES.of("text").to_vec();
    let finder = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(signs.iter().map(|sign| sign.value));
    Some((finder.ok()?, signs))
});

/// Keeps each setting once a file.
fn settings(text: &str, sink: &mut Sink<'_>) {
    let Some((finder, signs)) = SETTINGS.as_ref() else { return };
    let mut seen = vec![false; signs.len()];
    let mut lines = None;
    for found in finder.find_iter(text) {
        let at = found.pattern().as_usize();
        let (start, end) = (found.start(), found.end());
        let variable = signs[at].value.ends_with('_');
        if seen[at] || !stands_alone(text, start, end) || variable && !is_given(text, start, end) {
            continue;
        }
        seen[at] = true;
        let line = lines.get_or_insert_with(|| LineStarts::new(text)).line(found.start());
        if is_remark(&text[line::start(text, found.start())..]) {
            continue;
        }
        let before = sink.hits.len();
        // A setting shown holds no value, only what was looked for.
        sink.sign(&signs[at], line, &text[found.range()], None);
        if is_test(sink.path) {
            sink.doubt(before);
        }
    }
}

/// A word is not the middle of another one.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric();
    let first = text[start..].chars().next().is_some_and(word);
    let before = text[..start].chars().next_back().is_some_and(word);
    let last = text[..end].chars().next_back().is_some_and(word);
    let next = text[end..].chars().next().is_some_and(word);
    !(first && before || last && next)
}

fn within(text: &str, sink: &mut Sink<'_>) {
    for at in TABLES.within.matches(sink.path) {
        let sign = &TABLES.of("in")[at];
        let Some((_, wanted)) = sign.value.split_once(':') else { continue };
        if let Some(start) = text.find(wanted) {
            let line = LineStarts::new(text).line(start);
            sink.sign(sign, line, wanted, None);
        }
    }
}
