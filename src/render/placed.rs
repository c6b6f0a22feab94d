//! The commands that a page proposes, about the folder that the reader named.

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

/// `text`, whose commands are about `folder`, as a shell takes it; the current one when
/// it is empty. A command that names its place already keeps it.
pub(super) fn placed(text: &str, folder: &str) -> String {
    if folder.is_empty() {
        return text.to_string();
    }
    let written = |found: &Captures<'_>| {
        let (whole, name) = (&found[0], &found[1]);
        let after = &text[found.get(0).map_or(0, |whole| whole.end())..];
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

#[cfg(test)]
mod tests {
    use super::placed;

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
}
