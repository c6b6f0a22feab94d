//! Shell commands: what they run, and what they install.

use super::software::{TABLES, normal_package};
use super::{Sink, images};

/// What stands before a command without being it.
const BEFORE: [&str; 16] = [
    "sudo", "exec", "time", "nice", "env", "if", "then", "else", "do", "!", "(", "{", "&&",
    "xargs", "nohup", "RUN",
];

/// The commands that install packages of a system, and the word that says so.
const INSTALLERS: [(&str, &str); 9] = [
    ("apt-get", "install"),
    ("apt", "install"),
    ("aptitude", "install"),
    ("apk", "add"),
    ("dnf", "install"),
    ("microdnf", "install"),
    ("yum", "install"),
    ("zypper", "install"),
    ("pacman", "-S"),
];

/// What scripts call a function of their own that does no more than that.
const WRAPPERS: [&str; 4] = ["apt_install", "apt-install", "apt_get_install", "install_packages"];

/// The commands that install packages of a language, the words that say so, and the registry.
const LIBRARIES: [(&str, &[&str], &str); 10] = [
    ("npm", &["install", "i", "add"], "npm"),
    ("yarn", &["add"], "npm"),
    ("pnpm", &["add"], "npm"),
    ("pip", &["install"], "pypi"),
    ("pip3", &["install"], "pypi"),
    ("pipx", &["install"], "pypi"),
    ("gem", &["install"], "gem"),
    ("composer", &["require"], "composer"),
    ("cargo", &["install"], "cargo"),
    ("conda", &["install"], "pypi"),
];

/// The commands that run the command that follows.
const LAUNCHERS: [&str; 12] = [
    "npx", "yarn", "pnpm", "exec", "dlx", "run", "poetry", "bundle", "uv", "pipenv", "bunx", "php",
];

/// What the words of the next line are, when a command goes on there.
#[derive(Clone, Copy)]
enum Open {
    /// A command of its own.
    Nothing,
    /// Packages to install.
    Packages,
    /// Arguments of what runs a container.
    Container,
}

/// Reads the commands of `text`; `bare` gives what of a line is one.
pub(super) fn read(text: &str, bare: fn(&str) -> Option<&str>, sink: &mut Sink<'_>) {
    let mut open = Open::Nothing;
    let mut continued = false;
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.starts_with('#') || trimmed.starts_with("//") {
            continue;
        }
        let goes_on = trimmed.ends_with('\\');
        let command = if continued { Some(trimmed) } else { bare(trimmed) };
        if !continued {
            open = Open::Nothing;
        }
        if let Some(command) = command {
            for (part, starts) in parts(command.trim_end_matches('\\')) {
                open = match (starts || !continued, open) {
                    (false, Open::Packages) => packages(part, at + 1, sink),
                    (false, Open::Container) => container(part.split_whitespace(), at + 1, sink),
                    _ => one(part, at + 1, sink),
                };
                continued = false;
            }
        }
        continued = goes_on && command.is_some();
    }
}

/// The command of a line of YAML that installs packages: an item of a list of commands, or
/// the value of a key that runs one.
pub(super) fn of_item(line: &str) -> Option<&str> {
    const KEYS: [&str; 5] = ["exec:", "cmd:", "run:", "command:", "script:"];
    let item = line.strip_prefix("- ").map(str::trim_start);
    let value = item.unwrap_or(line);
    let keyed = KEYS.iter().find_map(|key| value.strip_prefix(key)).map(str::trim_start);
    let command = keyed.or(item)?.trim_matches(['"', '\'']);
    let (program, rest) = command.split_once(' ')?;
    let order = order_of(program)?;
    rest.split_whitespace().any(|word| word == order).then_some(command)
}

/// The word that tells `program` to install packages of a system.
fn order_of(program: &str) -> Option<&'static str> {
    INSTALLERS.iter().find(|(known, _)| *known == program).map(|(_, order)| *order)
}

/// The commands of a line; the first may go on with the one before.
fn parts(line: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut first = true;
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if matches!(bytes[at], b';' | b'|' | b'&') && !(at > 0 && bytes[at - 1] == b'>') {
            found.push((&line[start..at], !first));
            first = false;
            while at + 1 < bytes.len() && matches!(bytes[at + 1], b';' | b'|' | b'&') {
                at += 1;
            }
            start = at + 1;
        }
        at += 1;
    }
    found.push((&line[start..], !first));
    found
}

/// Reads one command, and answers what follows it.
fn one(command: &str, line: usize, sink: &mut Sink<'_>) -> Open {
    let mut words = command.split_whitespace().peekable();
    while let Some(word) = words.peek() {
        let set = word.split_once('=').is_some_and(|(name, _)| {
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        });
        // A value of several words: those that follow are still it, not a command.
        let open = |quote: char| word.matches(quote).count() % 2 == 1;
        if set && (word.contains("$(") || open('"') || open('\'')) {
            return Open::Nothing;
        }
        if set || BEFORE.contains(word) || word.starts_with("--") {
            words.next();
        } else {
            break;
        }
    }
    let Some(program) = words.next() else { return Open::Nothing };
    let program = program.trim_start_matches(['@', '(', '$', '`', '"', '\'', '[', ',']);
    let program = program.trim_end_matches(['"', '\'', ',', ']']);
    let name = program.rsplit('/').next().unwrap_or(program);
    let rest: Vec<&str> = words.collect();
    let mut words = vec![name];
    words.extend(rest.iter().map(|word| word.trim_matches(QUOTES)));
    words.retain(|word| !word.is_empty() && !word.starts_with('-'));
    let launched = words.iter().take_while(|word| LAUNCHERS.contains(word)).count();
    for start in if launched == 0 { vec![0] } else { vec![0, launched] } {
        run(&words[start..], line, command, sink);
    }
    installed(&words, line, sink);
    if ["systemctl", "service", "rc-service"].contains(&name) {
        words[1..].iter().for_each(|word| service(word, line, sink));
    }
    addresses(name, &rest, line, sink);
    let runs = rest.iter().position(|word| ["run", "pull", "create"].contains(word));
    if let Some(at) = runs.filter(|_| ["docker", "podman", "nerdctl"].contains(&name)) {
        return container(rest[at + 1..].iter().copied(), line, sink);
    }
    if WRAPPERS.contains(&name) {
        return packages(&rest.join(" "), line, sink);
    }
    let at = order_of(name).and_then(|order| rest.iter().position(|word| *word == order));
    match at {
        Some(at) => packages(&rest[at + 1..].join(" "), line, sink),
        None => Open::Nothing,
    }
}

/// What is around a word that is written as a text.
const QUOTES: [char; 6] = ['"', '\'', '[', ']', ',', '`'];

/// Keeps what a command of those `words`, its options left out, runs: by its first word, or
/// by it and those that follow.
fn run(words: &[&str], line: usize, command: &str, sink: &mut Sink<'_>) {
    let Some((program, rest)) = words.split_first() else { return };
    let mut keys = vec![(*program).to_string()];
    if let Some(order) = rest.first() {
        keys.push(format!("{program} {order}"));
        if rest.len() == 1 {
            // Nothing is named: all that the command knows.
            keys.push(format!("{program} {order} ."));
        }
        keys.extend(rest[1..].iter().take(8).map(|word| format!("{program} {order} {word}")));
    }
    for sign in keys.iter().flat_map(|key| TABLES.exact("run", key)) {
        sink.sign(sign, line, command.trim(), None);
    }
}

/// Keeps the packages of a language that a command of those `words` installs.
fn installed(words: &[&str], line: usize, sink: &mut Sink<'_>) {
    for (program, orders, registry) in LIBRARIES {
        let at = words.iter().position(|word| *word == program);
        let rest = at.map_or(&[][..], |at| &words[at + 1..]);
        let Some(order) = rest.iter().take(3).position(|word| orders.contains(word)) else {
            continue;
        };
        rest[order + 1..].iter().for_each(|word| library(registry, word, line, sink));
    }
}

/// Keeps a package of a registry that is installed by hand.
pub(super) fn library(registry: &'static str, word: &str, line: usize, sink: &mut Sink<'_>) {
    // The version stands after the name, whose first letter may be `@`.
    let end = word.char_indices().skip(1).find(|(_, c)| "=<>~![@: ".contains(*c));
    let name = &word[..end.map_or(word.len(), |(at, _)| at)];
    let signs = TABLES.exact(registry, &normal_package(registry, name));
    signs.iter().for_each(|sign| sink.sign(sign, line, word, None));
}

/// Keeps a service that is started: it is there, whoever installed it.
pub(super) fn service(word: &str, line: usize, sink: &mut Sink<'_>) {
    let before = sink.hits.len();
    package(word.trim_end_matches(".service"), line, sink);
    sink.doubt(before);
}

/// Keeps what `text`, commands of one line, says.
pub(super) fn command(text: &str, line: usize, sink: &mut Sink<'_>) {
    for (part, _) in parts(text) {
        one(part, line, sink);
    }
}

/// Long options of what runs a container that take no value; the short ones are letters of
/// `ditqaP`.
const FLAGS: [&str; 11] = [
    "--rm",
    "--detach",
    "--init",
    "--privileged",
    "--interactive",
    "--tty",
    "--read-only",
    "--publish-all",
    "--no-healthcheck",
    "--quiet",
    "--all-tags",
];

/// Keeps the image that `words` of what runs a container name; what follows it is given to
/// its program.
fn container<'w>(
    mut words: impl Iterator<Item = &'w str>,
    line: usize,
    sink: &mut Sink<'_>,
) -> Open {
    let flag = |word: &str| {
        let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        let short = short.is_some_and(|letters| letters.chars().all(|c| "ditqaP".contains(c)));
        short || word.contains('=') || FLAGS.contains(&word)
    };
    while let Some(word) = words.next() {
        if !word.starts_with('-') {
            images::named(word, line, sink);
            return Open::Nothing;
        }
        if !flag(word) {
            words.next();
        }
    }
    Open::Container
}

/// What a command copies from an address: a repository.
fn addresses(program: &str, rest: &[&str], line: usize, sink: &mut Sink<'_>) {
    let fetches = ["git", "curl", "wget", "ADD", "go", "pip", "pip3", "npm", "composer"];
    if fetches.contains(&program) {
        for word in rest {
            let word = word.trim_matches(['"', '\'']);
            super::fetched(word.strip_prefix("git+").unwrap_or(word), line, sink);
        }
    }
}

/// Keeps the packages that `words` name; the next line may name more.
fn packages(words: &str, line: usize, sink: &mut Sink<'_>) -> Open {
    for word in words.split_whitespace().filter(|word| !word.starts_with(['-', '$'])) {
        package(word.trim_matches(['"', '\'', '[', ']', ',']), line, sink);
    }
    Open::Packages
}

/// Keeps a package of a system.
pub(super) fn package(word: &str, line: usize, sink: &mut Sink<'_>) {
    let name = word.split(['=', '<', '>', '~', ':', '@']).next().unwrap_or_default().to_lowercase();
    let mut signs = TABLES.exact("system", &name);
    if signs.is_empty() {
        // postgresql-15, postgresql15-client, openjdk17-jre: the version is in the name.
        let bare: String =
            name.chars().filter(|c| !c.is_ascii_digit() && !".*".contains(*c)).collect();
        let bare = bare.replace("--", "-");
        signs = TABLES.exact("system", bare.trim_end_matches('-'));
    }
    signs.iter().for_each(|sign| sink.sign(sign, line, word, None));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(line: &str) -> Option<&str> {
        Some(line)
    }

    #[test]
    fn packages_are_installed_by_functions_and_by_lists_of_commands() {
        let found = |text: &str, bare: fn(&str) -> Option<&str>| {
            let mut sink = Sink::new("install.sh");
            read(text, bare, &mut sink);
            sink.hits.iter().map(|hit| format!("{:?}", hit.target)).collect::<Vec<_>>().join(" ")
        };
        let script = found("apt_install \\\n  postgresql-client \\\n  postgis\n", whole);
        assert!(script.contains("postgresql") && script.contains("postgis"), "{script}");
        assert_eq!(found("apt_install() {\n  postgis\n", whole), "");
        for line in ["- exec: apt-get install -y postgresql-13", "- \"apt-get install postgresql\""]
        {
            assert!(found(line, of_item).contains("postgresql"), "{line}");
        }
        for line in
            ["help: apt-get install postgresql", "- apt: postgresql", "- apt-get remove nginx"]
        {
            assert_eq!(found(line, of_item), "", "{line}");
        }
    }

    #[test]
    fn a_value_of_several_words_is_no_command() {
        let found = |text: &str| {
            let mut sink = Sink::new("install.sh");
            read(text, whole, &mut sink);
            sink.hits.len()
        };
        assert_eq!(found("HOOK=\"$(dirname \"$0\")/hooks/pre-commit\"\n"), 0);
        assert_eq!(found("PATH_TO=\"a pre-commit\" true\n"), 0);
        assert_eq!(found("name='detect a pre-commit change'\n"), 0);
        assert_ne!(found("SKIP=lint pre-commit run --all-files\n"), 0);
    }
}
