//! `publiable publiccode explain` and `schema`: the standard, for people and for
//! editors.

use crate::error::{Error, Result};
use crate::lang::Lang;
use crate::publiccode::code::Code;
use crate::publiccode::{format, schema, standard};
use crate::render::publiccode::page;
use crate::text;
use clap::Args;

/// Explain a key of the standard, or a rule of the validator.
#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// A key (legal.license, description.fr.features) or a rule
    /// (publiccode/unknown-key); every key when there is none.
    #[arg(value_name = "KEY")]
    key: Option<String>,
}

impl Explain {
    /// Prints the explanation.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        super::super::print(&self.page(lang)?)
    }

    fn page(&self, lang: Lang) -> Result<String> {
        let Some(asked) = &self.key else { return Ok(page::keys(lang)) };
        let rule = asked.strip_prefix("publiccode/").unwrap_or(asked);
        if let Some(code) = Code::ALL.iter().find(|code| code.code() == rule) {
            return Ok(page::rule(*code, lang));
        }
        let all = standard::all();
        // A name that only one key has is enough; so is the path of any of its places.
        let named: Vec<_> = all.iter().filter(|(path, _)| last(path) == asked).collect();
        let found = match (standard::find(asked), named.as_slice()) {
            (Some(key), _) => all.iter().find(|(_, one)| std::ptr::eq(*one, key) || **one == *key),
            (None, []) => None,
            (None, several) => {
                let pages = several.iter().map(|(path, key)| page::key(path, key, lang));
                return Ok(pages.collect::<Vec<_>>().join("\n"));
            }
        };
        match found {
            Some((path, key)) => Ok(page::key(path, key, lang)),
            None => Err(unknown(asked, &all)),
        }
    }
}

/// Print the JSON Schema of publiccode.yml, for editors.
#[derive(Debug, Args)]
pub(in crate::cli) struct Schema {}

impl Schema {
    /// Prints the schema, described in `lang`.
    pub(super) fn run(&self, lang: Lang) -> Result<u8> {
        super::super::print(&format!("{:#}\n", schema::json(lang)))
    }
}

/// What the standard or the validator says of `name`.
pub(in crate::cli) fn explained(name: &str, lang: Lang) -> Result<String> {
    Explain { key: Some(name.to_string()) }.page(lang)
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path).trim_end_matches("[]")
}

fn unknown(asked: &str, all: &[(String, &standard::Key)]) -> Error {
    let error = Error::usage(text!(
        "Le standard n’a pas de clé « {asked} ».",
        "The standard has no key “{asked}”."
    ));
    let codes = Code::ALL.iter().map(|code| code.code());
    let names = all.iter().flat_map(|(path, _)| [path.as_str(), last(path)]);
    match format::nearest(asked, names.chain(codes)) {
        Some(near) => error.meant(near),
        None => error.remedy(text!(
            "La liste : publiable publiccode explain",
            "The list: publiable publiccode explain"
        )),
    }
}
