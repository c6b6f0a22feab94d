//! Errors of usage, in both languages: what is wrong, what was meant, and where
//! the help is.

use crate::cli::output;
use crate::exit;
use crate::lang::{Lang, Text};
use crate::render::capital;
use crate::rule::locate::nearest;
use crate::text::fold::folded;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::sync::LazyLock;

/// What is wrong with the value of an option.
#[derive(Debug)]
pub(super) enum WrongValue {
    /// What it should have been.
    Expected(Text),
    /// Why it is refused.
    Refused(Text),
}

impl fmt::Display for WrongValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (WrongValue::Expected(told) | WrongValue::Refused(told)) = self;
        f.write_str(&told.en)
    }
}

impl std::error::Error for WrongValue {}

/// Reads `word` with `parse`; when it is refused, says which of `words` was meant, and
/// all of them.
pub(super) fn parse_among<T>(
    word: &str,
    parse: impl Fn(&str) -> Option<T>,
    words: &[Text],
) -> std::result::Result<T, WrongValue> {
    parse(word).ok_or_else(|| {
        let listed = |lang| words.iter().map(|one| one.get(lang)).collect::<Vec<&str>>().join(", ");
        let both = words.iter().flat_map(|one| [one.fr.as_str(), one.en.as_str()]);
        let meant = nearest(&folded(word), both);
        let meant = meant.map(|near| Text::meant(near).after(" ; ", "; "));
        let meant = meant.unwrap_or_else(|| Text::same(""));
        WrongValue::Expected(meant.after(&listed(Lang::Fr), &listed(Lang::En)))
    })
}

/// Shows what clap answered instead of a command to run: help and version on
/// standard output, an error on standard error. Answers the exit code.
pub(super) fn report(
    mut error: Error,
    (command, arguments): (&Command, &[OsString]),
    lang: Lang,
) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A reader that went away is not an error.
            let _ = error.print();
            exit::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            exit::USAGE
        }
        _ => {
            let meant = deeper(&error, command);
            if !meant.is_empty() {
                // What is meant is known: names that look alike would mislead.
                error.remove(ContextKind::SuggestedSubcommand);
            }
            match lang {
                Lang::En => drop(error.print()),
                Lang::Fr => {
                    let (wrong, help) = (french(&error), named(command, arguments));
                    let told = format!("erreur : {wrong} L’aide : {help} --help");
                    output::to_stderr(&format!("{}\n", super::console::for_a_screen(&told)));
                }
            }
            for meant in meant {
                let label = lang.pick("voir aussi : publiable", "see also: publiable");
                output::to_stderr(&format!("{label} {meant}\n"));
            }
            exit::USAGE
        }
    }
}

/// The commands that hold a subcommand by the name of one that does not exist:
/// `secrets scan` for `scan`.
fn deeper(error: &Error, command: &Command) -> Vec<String> {
    let ContextValue::String(wrong) =
        error.get(ContextKind::InvalidSubcommand).unwrap_or(&ContextValue::None)
    else {
        return Vec::new();
    };
    let holders = command
        .get_subcommands()
        .filter(|holder| holder.get_subcommands().any(|sub| sub.get_name() == wrong));
    let held = holders.map(|holder| format!("{} {wrong}", holder.get_name()));
    let said = SAID.iter().filter(|(_, words)| words.iter().any(|word| word == wrong));
    held.chain(said.map(|(meant, _)| meant.clone())).collect()
}

/// What people write, in French and in English or for other tools, by the command that
/// they mean.
static SAID: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| toml::from_str(include_str!("../lang/said.toml")).expect("embedded"));

fn french(error: &Error) -> String {
    let get = |kind| error.get(kind).map(value).unwrap_or_default();
    let argument = get(ContextKind::InvalidArg);
    let wrong = get(ContextKind::InvalidValue);
    let what = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("« {argument} » est de trop")
        }
        ErrorKind::UnknownArgument => format!("l’option « {argument} » n’existe pas"),
        ErrorKind::InvalidSubcommand => {
            format!("la commande « {} » n’existe pas", get(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if wrong.is_empty() => format!("{argument} attend une valeur"),
        ErrorKind::InvalidValue => format!("« {wrong} » n’est pas une valeur de {argument}"),
        ErrorKind::ValueValidation => {
            let source = std::error::Error::source(error);
            let expected = match source.and_then(|source| source.downcast_ref()) {
                Some(WrongValue::Refused(why)) => {
                    return format!("« {wrong} » n’est pas une valeur de {argument} : {}.", why.fr);
                }
                Some(WrongValue::Expected(text)) => text.fr.clone(),
                None => source.map(ToString::to_string).unwrap_or_default(),
            };
            format!("« {wrong} » n’est pas une valeur de {argument} (attendu : {expected})")
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}"),
        ErrorKind::MissingSubcommand => "il manque une commande".to_string(),
        ErrorKind::ArgumentConflict => {
            format!("{argument} ne va pas avec {}", get(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} n’attend pas autant de valeurs")
        }
        ErrorKind::NoEquals => format!("{argument} attend « = » avant sa valeur"),
        ErrorKind::InvalidUtf8 => "un argument n’est pas de l’UTF-8".to_string(),
        _ => "la ligne de commande n’a pas été comprise".to_string(),
    };
    let valid = get(ContextKind::ValidValue);
    let valid = if valid.is_empty() { valid } else { format!(" Valeurs : {valid}.") };
    let kinds =
        [ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedSubcommand];
    let meant = kinds.iter().map(|kind| get(*kind)).find(|meant| !meant.is_empty());
    let meant = meant.map(|near| format!(" {}", capital(&Text::meant(&near).fr)));
    format!("{what}.{valid}{}", meant.unwrap_or_default())
}

/// The command that `arguments` name, with the commands that hold it.
fn named(command: &Command, arguments: &[OsString]) -> String {
    let (mut at, mut name) = (command, command.get_name().to_string());
    for word in arguments.iter().skip(1).filter_map(|word| word.to_str()) {
        if let Some(sub) = at.find_subcommand(word) {
            name.push_str(&format!(" {word}"));
            at = sub;
        }
    }
    name
}

fn value(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
