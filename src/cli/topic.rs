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
    /// A command (secrets scan), a page (gate, commons…; guide secrets when a command has
    /// its name), or a name that explain knows; the list when there is none.
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
}

/// The pages of the guide, in French and in English. One that has the name of a command
/// is asked for after [`GUIDE`].
const PAGES: [(&str, &str, &str); 23] = [
    page!("attest"),
    page!("commons"),
    page!("configuration"),
    page!("developer"),
    page!("editors"),
    page!("exit-codes"),
    page!("fleet"),
    page!("forges"),
    page!("gate"),
    page!("guide"),
    page!("identification"),
    page!("installation"),
    page!("licences"),
    page!("patterns"),
    page!("publiccode"),
    page!("rapport"),
    page!("relay"),
    page!("reports"),
    page!("reuse"),
    page!("scaffold"),
    page!("secrets"),
    page!("serve"),
    page!("tutorial"),
];

/// The word before a page that has the name of a command; alone, a page itself.
const GUIDE: &str = "guide";

impl Help {
    /// Prints it.
    pub(super) fn run(&self, mut command: Command, global: &Global, lang: Lang) -> Result<u8> {
        command.build();
        if let Some(found) = reached(&mut command, &self.topic) {
            let mut help = found.render_help().to_string();
            let topic = self.topic.join(" ");
            if self.topic.is_empty() {
                let names = names();
                let pages = text!(
                    "\nPages du guide (publiable help guide PAGE) : {names}\n",
                    "\nPages of the guide (publiable help guide PAGE): {names}\n"
                );
                help.push_str(pages.get(lang));
            } else if page(&topic).is_some() {
                let page = text!(
                    "\nLa page du guide : publiable help guide {topic}\n",
                    "\nThe page of the guide: publiable help guide {topic}\n"
                );
                help.push_str(page.get(lang));
            }
            return super::print(&help);
        }
        let topic = match &self.topic[..] {
            [first, rest @ ..] if first == GUIDE && !rest.is_empty() => rest.join(" "),
            whole => whole.join(" "),
        };
        if let Some((_, fr, en)) = page(&topic) {
            return super::print(body(lang.pick(fr, en)));
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

fn page(name: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    PAGES.iter().find(|(page, ..)| *page == name)
}

/// A page without its first line, which links to the other language on the web.
fn body(page: &str) -> &str {
    page.split_once("\n\n").map_or(page, |(_, body)| body)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_guide_is_reached() {
        let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
        let files = std::fs::read_dir(docs).expect("docs").flatten();
        let files = files.map(|file| file.file_name().to_string_lossy().into_owned());
        let english = files.filter_map(|name| Some(name.strip_suffix(".en.md")?.to_string()));
        let mut found: Vec<String> = english.filter(|name| name != "README").collect();
        found.sort();
        assert_eq!(found, PAGES.map(|(name, ..)| name.to_string()));
    }
}
