//! `publiable help`: a command, a page of the guide, or whatever `explain` knows.

use super::{Global, explain};
use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::text;
use clap::{Args, Command};

/// A page of the guide by its name, in French and in English.
macro_rules! page {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../docs/", $name, ".md")),
            include_str!(concat!("../../docs/", $name, ".en.md")),
        )
    };
}

/// Print the help of a command, a page of the guide, or what explain says.
#[derive(Debug, Args)]
pub(super) struct Help {
    /// A command (secrets scan), a page (gate, reports, configuration…), or a name that
    /// explain knows; the list when there is none.
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
}

/// The pages of the guide that are no command’s, in French and in English.
const PAGES: [(&str, &str, &str); 9] = [
    page!("configuration"),
    page!("developer"),
    page!("exit-codes"),
    page!("fleet"),
    page!("forges"),
    page!("gate"),
    page!("rapport"),
    page!("relay"),
    page!("reports"),
];

impl Help {
    /// Prints it.
    pub(super) fn run(&self, mut command: Command, global: &Global, lang: Lang) -> Result<u8> {
        command.build();
        if let Some(found) = reached(&mut command, &self.topic) {
            let mut help = found.render_help().to_string();
            if self.topic.is_empty() {
                let names = names();
                let pages =
                    text!("\nPages du guide : {names}\n", "\nPages of the guide: {names}\n");
                help.push_str(pages.get(lang));
            }
            return super::print(&help);
        }
        let topic = self.topic.join(" ");
        if let Some((_, fr, en)) = PAGES.iter().find(|(name, ..)| *name == topic) {
            return super::print(lang.pick(fr, en));
        }
        let known = explain::named(&topic, global, lang);
        super::print(&known.map_err(|_| unknown(&topic))?)
    }
}

/// The command that `words` lead to from `command`.
fn reached<'c>(command: &'c mut Command, words: &[String]) -> Option<&'c mut Command> {
    match words {
        [] => Some(command),
        [word, deeper @ ..] => reached(command.find_subcommand_mut(word)?, deeper),
    }
}

fn names() -> String {
    PAGES.map(|(name, ..)| name).join(", ")
}

fn unknown(topic: &str) -> Error {
    let names = names();
    Error::usage(text!("Aucune aide sur « {topic} ».", "No help about “{topic}”.")).remedy(text!(
        "Pages du guide : {names}. Les commandes : publiable help",
        "Pages of the guide: {names}. The commands: publiable help"
    ))
}
