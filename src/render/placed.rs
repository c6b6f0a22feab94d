//! The commands that a page proposes, about the folder that the reader named.

use crate::text::show::shell_quoted;
use regex::{Captures, Regex};
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Commands {
    argument: Vec<String>,
    option: Vec<String>,
}

static COMMANDS: LazyLock<Commands> =
    LazyLock::new(|| toml::from_str(include_str!("placed.toml")).expect("embedded"));

static PROPOSED: LazyLock<Regex> = LazyLock::new(|| {
    let names = COMMANDS.argument.iter().chain(&COMMANDS.option);
    let names: Vec<&str> = names.map(String::as_str).collect();
    Regex::new(&format!(r"\bpubliable ({})\b", names.join("|"))).expect("embedded")
});

/// What follows the address of a repository that an audit copied.
pub(crate) const CLONED: &str = " --clone";

/// How git is called about `folder`, as a shell takes it; the current one when it is empty.
pub(crate) fn git(folder: &str) -> String {
    if folder.is_empty() { "git".to_string() } else { format!("git -C {folder}") }
}

/// `text`, whose commands are about `folder`, as a shell takes it; the current one when
/// it is empty. A command that names its place already keeps it. Of an address that was
/// copied, an audit is asked again; the rest is about the folder that `git clone` makes.
pub(crate) fn placed(text: &str, folder: &str) -> String {
    if folder.is_empty() {
        return text.to_string();
    }
    let clone = folder.strip_suffix(CLONED).map(cloned);
    let written = |found: &Captures<'_>| {
        let (whole, name) = (&found[0], &found[1]);
        let after = &text[found.get(0).map_or(0, |whole| whole.end())..];
        let folder = clone.as_deref().filter(|_| name != "audit").unwrap_or(folder);
        let placed = after.starts_with(' ') && !after.starts_with(" -");
        match COMMANDS.option.iter().any(|one| one == name) {
            true if after.starts_with(" -C") => whole.to_string(),
            true => format!("{whole} -C {folder}"),
            false if placed => whole.to_string(),
            false => format!("{whole} {folder}"),
        }
    };
    PROPOSED.replace_all(text, written).into_owned()
}

/// The folder that `git clone` makes of the repository at `address`, as a shell takes it.
fn cloned(address: &str) -> String {
    let address = address.trim_matches('\'').trim_end_matches('/').trim_end_matches(".git");
    let name = address.rsplit(['/', ':']).next().unwrap_or_default();
    shell_quoted(name)
}

/// `command` on lines of `room` columns, as a shell takes them back: cut where white space
/// parts two arguments, each line but the last ending with a backslash. What no shell would
/// take back stays whole.
pub(crate) fn continued(command: &str, room: usize) -> Vec<String> {
    let wide = |text: &str| console::measure_text_width(text);
    if wide(command) <= room || cfg!(windows) {
        return vec![command.to_string()];
    }
    let mut lines: Vec<String> = Vec::new();
    for word in arguments(command) {
        match lines.last_mut().filter(|line| wide(line) + wide(word) + 1 + CONTINUES.len() <= room)
        {
            Some(line) => line.push_str(&format!(" {word}")),
            None => lines.push(word.to_string()),
        }
    }
    let last = lines.len().saturating_sub(1);
    lines.iter_mut().take(last).for_each(|line| line.push_str(CONTINUES));
    lines
}

/// What tells a shell that a command goes on.
const CONTINUES: &str = " \\";

/// The arguments of `command`, each with the quotes that keep its spaces.
fn arguments(command: &str) -> Vec<&str> {
    let (mut quoted, mut escaped, mut start, mut found) = (false, false, 0, Vec::new());
    for (at, byte) in command.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = !quoted,
            b'\'' => quoted = !quoted,
            b' ' if !quoted => {
                found.push(&command[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&command[start..]);
    found.retain(|word| !word.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::{continued, placed};

    #[test]
    fn a_long_command_goes_on_below_as_a_shell_takes_it() {
        let quote = "publiable audit '/l'\\''une a b/c' --details all";
        let lines = ["publiable audit '/l'\\''une a b/c' \\", "--details all"];
        assert_eq!(continued(quote, 40), lines);
        let command = "publiable audit '/depots/une direction/calcul' --details all";
        assert_eq!(continued(command, 80), [command]);
        let lines = ["publiable audit \\", "'/depots/une direction/calcul' \\", "--details all"];
        assert_eq!(continued(command, 34), lines);
        let joined = continued(command, 50).join("\n").replace(" \\\n", " ");
        assert_eq!(joined, command);
        // What cannot be cut stays whole.
        let whole = continued("publiable audit /depots/direction", 12);
        assert_eq!(whole, ["publiable \\", "audit \\", "/depots/direction"]);
    }

    #[test]
    fn a_command_is_about_the_folder_named() {
        for (text, said) in [
            ("publiable audit --details all", "publiable audit 'a b' --details all"),
            ("(publiable attest x/y)", "(publiable attest -C 'a b' x/y)"),
            ("publiable attest", "publiable attest -C 'a b'"),
            ("publiable secrets scan FILE reads it", "publiable secrets scan FILE reads it"),
            ("publiable secrets scan --level all", "publiable secrets scan 'a b' --level all"),
            ("publiable sous réserve", "publiable sous réserve"),
        ] {
            assert_eq!(placed(text, "'a b'"), said);
            assert_eq!(placed(text, ""), text);
        }
    }

    #[test]
    fn what_was_copied_is_cloned_to_be_changed() {
        let folder = "https://forge.example/equipe/calcul.git --clone";
        assert_eq!(placed("publiable audit", folder), format!("publiable audit {folder}"));
        assert_eq!(placed("publiable attest", folder), "publiable attest -C calcul");
        assert_eq!(placed("publiable scaffold --all", folder), "publiable scaffold calcul --all");
    }
}
