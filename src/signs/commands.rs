//! Shell commands: what they run, and what they install.

use super::software::{Strength, TABLES};
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
    let mut signs = TABLES.exact("run", name);
    let several = rest.iter().take(2).fold(name.to_string(), |all, word| format!("{all} {word}"));
    if signs.is_empty() {
        signs = TABLES.exact("run", &several);
    }
    for sign in signs {
        sink.sign(sign, line, command.trim(), None);
    }
    addresses(name, &rest, line, sink);
    let runs = rest.iter().position(|word| ["run", "pull", "create"].contains(word));
    if let Some(at) = runs.filter(|_| ["docker", "podman", "nerdctl"].contains(&name)) {
        return container(rest[at + 1..].iter().copied(), line, sink);
    }
    let installer = INSTALLERS.iter().find(|(program, _)| *program == name);
    let at = installer.and_then(|(_, order)| rest.iter().position(|word| word == order));
    match at {
        Some(at) => packages(&rest[at + 1..].join(" "), line, sink),
        None => Open::Nothing,
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
        for word in rest.iter().filter(|word| word.contains("://") || word.starts_with("git@")) {
            let word = word.trim_matches(['"', '\'']);
            sink.address(word.strip_prefix("git+").unwrap_or(word), line, Strength::Is);
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

    #[test]
    fn a_value_of_several_words_is_no_command() {
        fn whole(line: &str) -> Option<&str> {
            Some(line)
        }
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
