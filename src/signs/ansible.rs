//! Ansible: what the tasks of playbooks and roles install and manage, and the roles and
//! collections that are fetched.

use super::software::{Strength, TABLES, normal_name};
use super::{Sink, commands, images};
use crate::yaml::{Node, Yaml};

/// The modules that install packages of a system.
const PACKAGES: [&str; 12] = [
    "apt", "dnf", "dnf5", "yum", "package", "apk", "zypper", "pacman", "homebrew", "apt_rpm",
    "pkgng", "opkg",
];

/// The modules that install packages of a language, and the registry of those.
const LIBRARIES: [(&str, &str); 4] =
    [("pip", "pypi"), ("npm", "npm"), ("gem", "gem"), ("composer", "composer")];

/// The modules that start services.
const SERVICES: [&str; 5] = ["service", "systemd", "systemd_service", "sysvinit", "openrc"];

/// The modules that copy what is at an address.
const FETCHES: [&str; 6] = ["git", "get_url", "unarchive", "subversion", "uri", "apt"];

/// The modules that add a place that packages come from.
const SOURCES: [&str; 5] =
    ["apt_repository", "deb822_repository", "yum_repository", "apt_key", "rpm_key"];

/// The modules that run a command.
const COMMANDS: [&str; 3] = ["command", "shell", "raw"];

/// What only a task of Ansible has beside its module.
const OF_TASK: [&str; 12] = [
    "become",
    "when",
    "register",
    "notify",
    "with_items",
    "loop",
    "changed_when",
    "failed_when",
    "delegate_to",
    "become_user",
    "ignore_errors",
    "run_once",
];

/// What only a play has beside the machines it is for.
const OF_PLAY: [&str; 11] = [
    "tasks",
    "roles",
    "pre_tasks",
    "post_tasks",
    "handlers",
    "gather_facts",
    "become",
    "connection",
    "remote_user",
    "vars_files",
    "user",
];

/// The words around the name of a software in that of its role.
const AROUND: [&str; 8] = [
    "ansible-role-",
    "ansible-",
    "role-",
    "-ansible-role",
    "-ansible",
    "-role",
    "install-",
    "-server",
];

/// An argument of a module, with its values and their lines.
type Argument = (String, Vec<(String, usize)>);

/// Reads `text`, a YAML file, when Ansible is what reads it.
pub(super) fn read(text: &str, sink: &mut Sink<'_>) {
    let path = sink.path;
    let name = path.rsplit('/').next().unwrap_or(path);
    let folder = |wanted: &[&str]| path.split('/').rev().skip(1).any(|one| wanted.contains(&one));
    let mut lines = text.lines().map(str::trim_end);
    let first =
        lines.find(|line| !line.is_empty() && *line != "---" && !line.starts_with(['#', '%']));
    let is_list = first.is_some_and(|line| line.trim_start().starts_with('-'));
    let of_tasks = folder(&["tasks", "handlers"]);
    let required = name.contains("requirements") && !of_tasks;
    let variables = folder(&["group_vars", "host_vars"])
        || folder(&["vars", "defaults"])
            && folder(&["roles", "ansible", "playbooks", "provisioning"]);
    let described = path.ends_with("meta/main.yml") || path.ends_with("meta/main.yaml");
    if !(is_list || required || variables || described) {
        return;
    }
    let (yaml, _) = Yaml::parse(text);
    for root in yaml.roots() {
        if required {
            requirements(root, sink);
        } else if described {
            let needed = root.get("dependencies").into_iter().flat_map(Node::items);
            needed.for_each(|one| role_of(one, sink));
        } else if root.is_list() {
            list(root, of_tasks, sink);
        } else if variables {
            settings(root, sink);
        }
    }
}

/// Reads a list: the plays of a playbook, or tasks.
fn list(root: Node<'_>, of_tasks: bool, sink: &mut Sink<'_>) {
    let items = root.items();
    let is_play = |item: &Node<'_>| {
        let imports = ["import_playbook", "ansible.builtin.import_playbook"];
        imports.iter().any(|key| item.get(key).is_some())
            || item.get("hosts").is_some() && OF_PLAY.iter().any(|key| item.get(key).is_some())
    };
    let is_task = |item: &Node<'_>| {
        item.entries().iter().any(|(key, _)| {
            let key = key.text().unwrap_or_default();
            key.starts_with("ansible.builtin.")
                || item.get("name").is_some() && OF_TASK.contains(&key)
                || of_tasks && (is_read(key) || !modules(key).is_empty())
        })
    };
    if let Some(play) = items.iter().find(|item| is_play(item)) {
        told("hosts", play.line(), sink);
        items.iter().for_each(|item| self::play(*item, sink));
    } else if let Some(task) = items.iter().find(|item| is_task(item)) {
        told("tasks", task.line(), sink);
        tasks(root, sink);
    }
}

/// True for a module whose arguments are read.
fn is_read(name: &str) -> bool {
    let libraries = LIBRARIES.iter().any(|(module, _)| *module == name);
    let others = [&PACKAGES[..], &SERVICES, &FETCHES, &SOURCES, &COMMANDS];
    libraries || others.iter().any(|of| of.contains(&name))
}

/// Keeps what being a file of Ansible says.
fn told(what: &str, line: usize, sink: &mut Sink<'_>) {
    TABLES.exact("playbook", what).iter().for_each(|sign| sink.sign(sign, line, what, None));
}

fn play(play: Node<'_>, sink: &mut Sink<'_>) {
    for key in ["pre_tasks", "tasks", "post_tasks", "handlers"] {
        play.get(key).into_iter().for_each(|all| tasks(all, sink));
    }
    play.get("roles").into_iter().flat_map(Node::items).for_each(|one| role_of(one, sink));
    play.get("vars").into_iter().for_each(|all| settings(all, sink));
}

fn tasks(all: Node<'_>, sink: &mut Sink<'_>) {
    for task in all.items() {
        for (key, value) in task.entries() {
            let key_name = key.text().unwrap_or_default();
            match key_name {
                "block" | "rescue" | "always" => tasks(value, sink),
                "action" | "local_action" => {
                    let given = arguments(value);
                    let free = value.text().and_then(|text| text.split_whitespace().next());
                    if let Some(name) = free.or(value.text_of("module")) {
                        module(name, key.line(), given, task, sink);
                    }
                }
                _ => module(key_name, key.line(), arguments(value), task, sink),
            }
        }
    }
}

/// The signs of the module `name`: by its name, with or without its collection, or by what
/// the names of all those of a software start with.
fn modules(name: &str) -> Vec<&'static super::Sign> {
    let short = name.rsplit('.').next().unwrap_or(name);
    let family = name.rsplit_once('.').map(|(start, _)| format!("{start}.*")).unwrap_or_default();
    let prefix = short.split_once('_').map(|(start, _)| format!("{start}_*")).unwrap_or_default();
    let mut found = Vec::new();
    for one in [name, short, &prefix, &family] {
        found.extend(TABLES.exact("module", one));
    }
    found
}

/// What a call of the module `name` says, in `task`.
fn module(name: &str, line: usize, given: Vec<Argument>, task: Node<'_>, sink: &mut Sink<'_>) {
    let given: Vec<Argument> = given
        .into_iter()
        .map(|(key, values)| (key, values.into_iter().flat_map(|one| each(one, task)).collect()))
        .collect();
    call(name, line, &given, sink);
}

/// What a call of the module `name` with the arguments `given` says.
fn call(name: &str, line: usize, given: &[Argument], sink: &mut Sink<'_>) {
    let short = name.rsplit('.').next().unwrap_or(name);
    let values = |keys: &[&str]| {
        let of = given.iter().filter(|(key, _)| keys.contains(&key.as_str()));
        of.flat_map(|(_, values)| values).cloned().collect::<Vec<(String, usize)>>()
    };
    let gone = ["absent", "removed", "stopped"];
    if values(&["state"]).iter().any(|(state, _)| gone.contains(&state.as_str())) {
        return;
    }
    modules(name).iter().for_each(|sign| sink.sign(sign, line, name, None));
    if PACKAGES.contains(&short) {
        for (names, at) in values(&["name", "pkg", "package"]) {
            for word in names.split(',').map(str::trim) {
                match word.contains("://") {
                    true => super::fetched(word, at, sink),
                    false => commands::package(word, at, sink),
                }
            }
        }
    }
    if let Some((_, registry)) = LIBRARIES.iter().find(|(of, _)| *of == short) {
        for (names, at) in values(&["name"]) {
            names.split(',').for_each(|word| commands::library(registry, word.trim(), at, sink));
        }
    }
    if SERVICES.contains(&short) {
        for (service, at) in values(&["name", "service", "unit"]) {
            commands::service(&service, at, sink);
        }
    }
    if FETCHES.contains(&short) {
        for (address, at) in values(&["repo", "url", "src", "deb"]) {
            super::fetched(&address, at, sink);
        }
    }
    if SOURCES.contains(&short) {
        let before = sink.hits.len();
        let keys = ["repo", "baseurl", "url", "key", "uris", "signed_by", "mirrorlist"];
        for (source, at) in values(&keys) {
            source.split_whitespace().for_each(|word| super::fetched(word, at, sink));
        }
        // Nothing is installed yet.
        sink.doubt(before);
    }
    if COMMANDS.contains(&short) {
        for (command, at) in values(&["", "cmd"]) {
            command.lines().for_each(|line| commands::command(line, at, sink));
        }
    }
    if ["include_role", "import_role"].contains(&short) {
        values(&["name", "role"]).iter().for_each(|(name, at)| role(name, *at, sink));
    }
    if ["docker_image", "podman_image"].contains(&short) {
        values(&["name"]).iter().for_each(|(name, at)| images::met(name, *at, sink));
    }
    for (image, at) in values(&["image", "image_id", "image_name", "os", "slug"]) {
        images::machine(&image, at, sink);
    }
}

/// What the lines of `text` that are `ansible HOSTS -m MODULE -a ARGUMENTS` say.
pub(super) fn alone(text: &str, sink: &mut Sink<'_>) {
    for (at, line) in text.lines().enumerate() {
        let before = line.split_once("ansible ").map(|(before, _)| before);
        if before.is_some_and(|before| !before.contains(['#', '"', '\''])) {
            one(line, at + 1, sink);
        }
    }
}

fn one(command: &str, line: usize, sink: &mut Sink<'_>) {
    let after = |option: &str| command.split_once(option).map(|(_, rest)| rest.trim_start());
    let name = after(" -m ").or(after(" --module-name ")).and_then(|rest| rest.split(' ').next());
    let Some(name) = name else { return };
    let given = after(" -a ").or(after(" --args ")).unwrap_or_default();
    let given = match given.chars().next() {
        Some(quote @ ('"' | '\'')) => given[1..].split(quote).next().unwrap_or_default(),
        _ => given.split(' ').next().unwrap_or_default(),
    };
    call(name, line, &pairs(given, line), sink);
}

/// The arguments of a module, as a mapping or as `key=value` words.
fn arguments(value: Node<'_>) -> Vec<Argument> {
    if let Some(text) = value.text() {
        return pairs(text, value.line());
    }
    let texts = |value: Node<'_>| -> Vec<(String, usize)> {
        let items = value.items_or_self().into_iter();
        let texts = items.filter_map(|one| Some((one.text()?.to_string(), one.line())));
        texts.take(TURNS).collect()
    };
    let entries = value.entries().into_iter();
    entries.filter_map(|(key, value)| Some((key.text()?.to_string(), texts(value)))).collect()
}

/// The `key=value` words of `text`, and the whole of it under no key.
fn pairs(text: &str, line: usize) -> Vec<Argument> {
    let mut found = vec![(String::new(), vec![(text.to_string(), line)])];
    let mut rest = text.trim();
    while !rest.is_empty() {
        // Braces and quotes hold blanks.
        let (mut depth, mut quote) = (0_usize, None);
        let end = rest.char_indices().find(|(_, c)| {
            match (*c, quote) {
                (c, Some(open)) if c == open => quote = None,
                ('"' | '\'', None) => quote = Some(*c),
                ('{', None) => depth += 1,
                ('}', None) => depth = depth.saturating_sub(1),
                _ => {}
            }
            c.is_whitespace() && depth == 0 && quote.is_none()
        });
        let end = end.map_or(rest.len(), |(at, _)| at);
        let word = &rest[..end];
        rest = rest[end..].trim_start();
        if let Some((key, value)) = word.split_once('=') {
            let value = value.trim_matches(['"', '\'']);
            found.push((key.to_string(), vec![(value.to_string(), line)]));
        }
    }
    found
}

/// Turns of a loop that are read: a task installs a few dozen packages.
const TURNS: usize = 200;

/// `value` once for each turn of the loop of `task`, when it is one of them.
fn each((value, line): (String, usize), task: Node<'_>) -> Vec<(String, usize)> {
    let of_item = value.split_once("{{").and_then(|(before, rest)| {
        let (inside, after) = rest.split_once("}}")?;
        let field = inside.trim().strip_prefix("item")?;
        Some((before, field.trim_start_matches('.').to_string(), after))
    });
    let Some((before, field, after)) = of_item else { return vec![(value, line)] };
    let loops = ["with_items", "loop", "with_list", "with_flattened"];
    let turns = loops.iter().filter_map(|key| task.get(key)).flat_map(Node::items_or_self);
    let turns = turns.flat_map(Node::items_or_self).filter_map(|turn| {
        let text = if field.is_empty() { turn.text() } else { turn.text_of(&field) }?;
        Some((format!("{before}{text}{after}"), turn.line()))
    });
    turns.take(TURNS).collect()
}

/// Reads what `requirements.yml` asks for.
fn requirements(root: Node<'_>, sink: &mut Sink<'_>) {
    let roles = root.get("roles").map_or_else(|| root.items(), Node::items);
    for one in roles {
        if source_of(one).is_some_and(|source| source.contains(['.', '/']) && !source.contains(' '))
        {
            role_of(one, sink);
            told("requirements", one.line(), sink);
        }
    }
    for one in root.get("collections").into_iter().flat_map(Node::items) {
        let Some(name) = one.text_of("name").or(one.text()) else { continue };
        told("requirements", one.line(), sink);
        let signs = TABLES.exact("module", &format!("{name}.*"));
        let at = sink.hits.len();
        signs.iter().for_each(|sign| sink.sign(sign, one.line(), name, None));
        // That it is there does not say that it is called.
        sink.doubt(at);
    }
}

/// What the role `one` is fetched from, or its name.
fn source_of<'y>(one: Node<'y>) -> Option<&'y str> {
    one.text().or_else(|| ["src", "role", "name"].iter().find_map(|key| one.text_of(key)))
}

fn role_of(one: Node<'_>, sink: &mut Sink<'_>) {
    if let Some(name) = source_of(one) {
        role(name, one.line(), sink);
    }
}

/// Keeps what the role `name` is for: one of Galaxy has the name of who wrote it before its
/// own, one of the repository has none and may do anything.
fn role(name: &str, line: usize, sink: &mut Sink<'_>) {
    let before = sink.hits.len();
    let fetched = name.contains("://") || name.starts_with("git@");
    let last = name.trim_end_matches('/').trim_end_matches(".git").rsplit('/').next();
    let last = last.unwrap_or(name).split(',').next().unwrap_or(name);
    let own = last.rsplit('.').next().unwrap_or(last).to_ascii_lowercase().replace('_', "-");
    let mut bare = own.as_str();
    for word in AROUND {
        let start = word.ends_with('-');
        let cut = if start { bare.strip_prefix(word) } else { bare.strip_suffix(word) };
        bare = cut.unwrap_or(bare);
    }
    let signs = [("role", bare), ("system", &own), ("system", bare)];
    let signs = signs.iter().map(|(kind, name)| TABLES.exact(kind, name));
    match signs.into_iter().find(|signs| !signs.is_empty()) {
        Some(signs) => {
            let mut signs = signs.to_vec();
            signs.iter_mut().for_each(|sign| sign.kind = "role");
            signs.iter().for_each(|sign| sink.sign(sign, line, name, None));
        }
        None => {
            if let Some(key) = TABLES.named(&normal_name(bare)) {
                let target = super::Target::Software(key.to_string());
                sink.push((target, Strength::Is), line, ("role", name), None);
            }
        }
    }
    if !(fetched || last.contains('.')) {
        sink.doubt(before);
    }
}

/// Reads the variables of a role or of machines: lists of packages, images, addresses.
fn settings(all: Node<'_>, sink: &mut Sink<'_>) {
    for (key, value) in all.entries() {
        let key = key.text().unwrap_or_default().to_ascii_lowercase();
        let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
        for one in value.items_or_self() {
            let Some(text) = one.text().or(one.text_of("name")) else { continue };
            if ends(&["packages", "package", "_pkgs", "_package_name"]) {
                commands::package(text, one.line(), sink);
            } else if images::is_variable(&key) && text.contains(['/', ':']) {
                images::met(text, one.line(), sink);
            } else if ends(&["_url", "_repo", "_repository", "_baseurl"]) {
                super::fetched(text, one.line(), sink);
            }
        }
    }
}
