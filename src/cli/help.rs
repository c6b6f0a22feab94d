//! Help in both languages: English is written beside the definitions, French in
//! `src/lang/help.fr.toml`.

use super::{audit, fleet};
use crate::lang::Lang;
use crate::render::Format;
use clap::builder::ValueRange;
use clap::{Arg, ArgAction, Command};
use std::collections::BTreeMap;
use std::ffi::OsString;

const FRENCH: &str = include_str!("../lang/help.fr.toml");

const EXAMPLES: &str = include_str!("../lang/examples.toml");

/// The examples of each command, by its path: what to type, and what it does.
type Examples = toml::map::Map<String, toml::Value>;

/// `command` and those it holds, each with its examples in `lang`.
fn with_examples(command: Command, path: &str, lang: Lang, examples: &Examples) -> Command {
    let key = if path.is_empty() { command.get_name() } else { path };
    let told = examples.get(key).and_then(toml::Value::as_table).into_iter().flatten();
    let told: Vec<String> = told
        .map(|(typed, does)| {
            let word = |key: &str| does.get(key).and_then(toml::Value::as_str);
            // What is typed has words of a language too.
            let typed = word("typed").filter(|_| lang == Lang::Fr).unwrap_or(typed);
            format!("  {typed}\n      {}", word(lang.code()).unwrap_or_default())
        })
        .collect();
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
    let mut command = command;
    if !told.is_empty() {
        let title = lang.pick("Exemples\u{a0}:", "Examples:");
        command = command.after_help(format!("{title}\n{}", told.join("\n")));
    }
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| with_examples(sub, &path, lang, examples));
    }
    command
}

/// The French wording: `about` and one key an argument, by command path
/// (`publiable`, `audit`, `rules list`).
type Wording = BTreeMap<String, BTreeMap<String, String>>;

fn french() -> Wording {
    toml::from_str(FRENCH).unwrap_or_default()
}

/// The language that `arguments` ask for, before they are parsed: `--lang`, then
/// the locale, then French.
pub(super) fn language_of(arguments: &[OsString]) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let asked = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(at + 1).copied(),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    asked.and_then(Lang::from_tag).unwrap_or_else(Lang::from_locale)
}

/// `command` with its help in `lang`.
pub(super) fn localised(command: Command, lang: Lang) -> Command {
    let command = with_flags(command, lang);
    let examples: Examples = toml::from_str(EXAMPLES).unwrap_or_default();
    let command = with_examples(command, "", lang, &examples);
    match lang {
        Lang::En => command,
        Lang::Fr => translate(command, "", &french()),
    }
}

/// Replaces the flags clap makes by itself, whose help it words in English.
fn with_flags(command: Command, lang: Lang) -> Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .global(true)
        .help(lang.pick("Afficher cette aide", "Print this help"));
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help(lang.pick("Afficher la version", "Print the version"));
    command.disable_help_flag(true).disable_version_flag(true).arg(help).arg(version)
}

fn translate(command: Command, path: &str, wording: &Wording) -> Command {
    let key = if path.is_empty() { command.get_name().to_string() } else { path.to_string() };
    let words = wording.get(&key);
    let about = words.and_then(|words| words.get("about")).cloned();
    let names: Vec<String> =
        command.get_subcommands().map(|sub| sub.get_name().to_string()).collect();
    let mut command = command
        .help_template("{about-with-newline}\nUtilisation : {usage}\n\n{all-args}{after-help}")
        .subcommand_help_heading("Commandes\u{a0}")
        .subcommand_value_name("COMMANDE");
    if let Some(about) = about {
        command = command.about(about.clone()).long_about(about);
    }
    command = command.mut_args(|arg| {
        let help = words.and_then(|words| words.get(arg.get_id().as_str()));
        french_argument(arg, help, wording)
    });
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| translate(sub, &path, wording));
    }
    command
}

fn french_argument(arg: Arg, help: Option<&String>, wording: &Wording) -> Arg {
    let shared = wording.get("publiable").and_then(|words| words.get(arg.get_id().as_str()));
    let usual = if arg.is_positional() { "Arguments\u{a0}" } else { "Options\u{a0}" };
    let heading = arg.get_help_heading().map_or(usual, french_heading);
    let mut text = match help.or(shared.filter(|_| arg.is_global_set())) {
        Some(help) => help.replace("{formats}", &Format::names().join(", ")),
        None => arg.get_help().map(ToString::to_string).unwrap_or_default(),
    };
    let takes_value = arg.get_num_args().unwrap_or(ValueRange::EMPTY).takes_values()
        || arg.get_action().takes_values();
    if takes_value {
        let values: Vec<String> =
            arg.get_possible_values().iter().map(|value| value.get_name().to_string()).collect();
        if !values.is_empty() {
            text.push_str(&format!(" [valeurs : {}]", values.join(", ")));
        }
        let defaults: Vec<String> =
            arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
        if !defaults.is_empty() {
            text.push_str(&format!(" [défaut : {}]", defaults.join(", ")));
        }
    }
    let arg = arg.help(text).help_heading(heading);
    if !takes_value {
        return arg;
    }
    let names: Vec<String> =
        arg.get_value_names().into_iter().flatten().map(|name| french_value(name)).collect();
    let arg = arg.hide_possible_values(true).hide_default_value(true);
    if names.is_empty() { arg } else { arg.value_names(names) }
}

/// The French title of a group of options.
fn french_heading(title: &str) -> &'static str {
    match title {
        audit::READ => "Ce qui est audité\u{a0}",
        audit::SHOWN => "Ce qui est montré\u{a0}",
        audit::GATE => "Ce qui fait échouer\u{a0}",
        fleet::NETWORK => "Avec --fetch\u{a0}",
        _ => "Options\u{a0}",
    }
}

/// The French name of a placeholder.
fn french_value(name: &str) -> String {
    const NAMES: [(&str, &str); 37] = [
        ("KEY=VALUE", "CLÉ=VALEUR"),
        ("PATH", "CHEMIN"),
        ("FILE", "FICHIER"),
        ("TIME|SIZE", "DURÉE|TAILLE"),
        ("DIR", "DOSSIER"),
        ("LANG", "LANGUE"),
        ("WHEN", "QUAND"),
        ("LEVEL", "NIVEAU"),
        ("DEGREE", "DEGRÉ"),
        ("ROLE", "FONCTION"),
        ("RULE", "RÈGLE"),
        ("ANSWER", "RÉPONSE"),
        ("REASON", "MOTIF"),
        ("TEXT", "TEXTE"),
        ("ORGANISATION", "ORGANISME"),
        ("PREFIX", "PRÉFIXE"),
        ("FINGERPRINT", "EMPREINTE"),
        ("FUNCTION", "FONCTION"),
        ("DATE", "JOUR"),
        ("GLOB", "MOTIF"),
        ("NAME", "NOM"),
        ("TOPIC", "SUJET"),
        ("CERTAINTY", "CERTITUDE"),
        ("TIME", "DURÉE"),
        ("SIZE", "TAILLE"),
        ("FOLDER", "DOSSIER"),
        ("INPUT", "ENTRÉE"),
        ("WORD", "MOT"),
        ("DAYS", "JOURS"),
        ("FLEET", "PARC"),
        ("PATH|FLEET", "CHEMIN|PARC"),
        ("DATE|FLEET", "JOUR|PARC"),
        ("YEAR", "ANNÉE"),
        ("WHAT", "QUOI"),
        ("OUTPUT", "SORTIE"),
        ("KIND=ADDRESS", "GENRE=ADRESSE"),
        ("SECONDS", "SECONDES"),
    ];
    if name == "FORMAT[=FILE]" {
        return "FORMAT[=FICHIER]".to_string();
    }
    let found = NAMES.iter().find(|(english, _)| *english == name);
    found.map_or(name, |(_, french)| french).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    fn keys(command: &Command, path: &str, found: &mut BTreeSet<String>) {
        let name = if path.is_empty() { command.get_name() } else { path };
        found.insert(format!("{name}: about"));
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            let built_in = matches!(id, "help" | "version");
            let inherited = arg.is_global_set() && !path.is_empty();
            if !built_in && !inherited {
                found.insert(format!("{name}: {id}"));
            }
        }
        for sub in command.get_subcommands() {
            let path = if path.is_empty() {
                sub.get_name().to_string()
            } else {
                format!("{path} {}", sub.get_name())
            };
            keys(sub, &path, found);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_french_help_and_no_other() {
        let mut expected = BTreeSet::new();
        keys(&super::super::Cli::command(), "", &mut expected);
        let written: BTreeSet<String> = french()
            .iter()
            .flat_map(|(path, words)| words.keys().map(move |key| format!("{path}: {key}")))
            .collect();
        assert_eq!(expected, written);
    }

    #[test]
    fn every_command_has_examples_that_it_understands() {
        let examples: Examples = toml::from_str(EXAMPLES).expect("examples");
        let mut expected = BTreeSet::new();
        keys(&super::super::Cli::command(), "", &mut expected);
        let leaves = expected.iter().filter_map(|key| key.strip_suffix(": about"));
        let holds = |path: &str| {
            let inside = format!("{path} ");
            expected.iter().any(|key| key.starts_with(&inside))
        };
        let shown = |path: &str| {
            let top = super::super::Cli::command();
            let last = path.split(' ').try_fold(&top, |one, name| one.find_subcommand(name));
            last.is_none_or(|last| !last.is_hide_set())
        };
        let lacks = |path: &&str| shown(path) && !holds(path) && !examples.contains_key(*path);
        let without: Vec<&str> = leaves.filter(lacks).collect();
        assert_eq!(without, Vec::<&str>::new());
        let told = examples.values().filter_map(toml::Value::as_table).flatten();
        let typed = told.flat_map(|(typed, told)| {
            let french = told.get("typed").and_then(toml::Value::as_str);
            french.into_iter().chain([typed.as_str()])
        });
        for typed in typed {
            // What is quoted is one word.
            let mut words: Vec<String> = Vec::new();
            for (at, part) in typed.split('"').enumerate() {
                match at % 2 {
                    1 => words.push(part.to_string()),
                    _ => words.extend(part.split_whitespace().map(str::to_string)),
                }
            }
            let parsed = super::super::Cli::command().try_get_matches_from(&words);
            assert!(parsed.is_ok(), "{typed}: {parsed:?}");
        }
    }

    #[test]
    fn both_command_lines_are_well_formed() {
        for lang in [Lang::Fr, Lang::En] {
            localised(super::super::Cli::command(), lang).debug_assert();
        }
    }

    #[test]
    fn the_language_is_known_before_parsing() {
        let words = |words: &[&str]| words.iter().map(OsString::from).collect::<Vec<_>>();
        assert_eq!(language_of(&words(&["publiable", "--lang", "en"])), Lang::En);
        assert_eq!(language_of(&words(&["publiable", "audit", "--lang=en", "."])), Lang::En);
    }
}
