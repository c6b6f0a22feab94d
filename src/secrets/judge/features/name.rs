//! Measures of the name that a value is given to, and of how both are tied.

use super::{Group, Groups, Measures, group, groups};
use crate::secrets::generic::{Format, Found, Kind, Syntax, View, words};
use std::sync::LazyLock;

/// Words of names, by what they say of the value.
static GROUPS: Groups = LazyLock::new(|| groups("name."));

/// The prefixes with which frameworks show variables to the browser.
static BROWSER: Group = LazyLock::new(|| group("browser"));

/// True for a variable that build tools put in the code served to browsers.
pub(in crate::secrets) fn is_for_browser(name: &[u8]) -> bool {
    BROWSER.iter().any(|start| name.starts_with(start.as_bytes()))
}

/// The measure `tie.syntax` of the string after a name in a list of arguments.
pub(in crate::secrets::judge) const ARGUMENT: f32 = 16.0;
/// Those of what a statement or a command is given: `PASSWORD '…'`, `identified by '…'`.
pub(in crate::secrets::judge) const STATED: [f32; 2] = [6.0, 7.0];

fn syntax(syntax: Syntax) -> f32 {
    match syntax {
        Syntax::Equals => 0.0,
        Syntax::Colon | Syntax::Member => 1.0,
        Syntax::Arrow => 2.0,
        Syntax::Pair => 3.0,
        Syntax::Element => 4.0,
        Syntax::Call => 5.0,
        Syntax::Option => 6.0,
        Syntax::Spaced => 7.0,
        Syntax::Comparison => 8.0,
        Syntax::Cell => 9.0,
        Syntax::Url => 10.0,
        Syntax::Header => 11.0,
        Syntax::UserOption => 12.0,
        Syntax::Jwk => 13.0,
        Syntax::Shape => 14.0,
        Syntax::Field => 15.0,
        Syntax::Argument => ARGUMENT,
    }
}

fn kind(kind: Kind) -> u8 {
    match kind {
        Kind::Password => 0,
        Kind::UrlCredentials => 1,
        Kind::BasicAuth => 2,
        Kind::Credential => 3,
        Kind::Auth => 4,
        Kind::Secret => 5,
        Kind::Token => 6,
        Kind::ApiKey => 7,
        Kind::Key => 8,
        Kind::Bearer => 9,
        Kind::PrivateValue => 10,
        Kind::Salt => 11,
        Kind::PasswordHash => 12,
        Kind::EncryptedVault => 13,
        Kind::Identifier => 14,
    }
}

/// The measure `tie.format` of a programming language.
pub(in crate::secrets::judge) const CODE: f32 = 0.0;
/// The measure `tie.format` of SQL.
pub(in crate::secrets::judge) const SQL: f32 = 5.0;
/// The measure `tie.format` of a text that people read.
pub(in crate::secrets::judge) const PROSE: f32 = 6.0;

fn format(format: Format) -> f32 {
    match format {
        Format::Code => CODE,
        Format::Script => 1.0,
        Format::Settings => 2.0,
        Format::Json => 3.0,
        Format::Markup => 4.0,
        Format::Sql => SQL,
        Format::Prose => PROSE,
        // The model knows messages as texts without a format.
        Format::Message | Format::Other => 7.0,
    }
}

/// Adds the measures of the name of `found`, whose value is `raw`.
pub(super) fn measure(measures: &mut Measures, view: &View<'_>, found: &Found, raw: &[u8]) {
    let name = view.get(found.name.clone());
    let own = words(name);
    measures.add("tie.syntax", syntax(found.syntax));
    measures.add("tie.kind", kind(found.kind));
    measures.add("tie.format", format(view.format));
    measures.add(
        "tie.quote",
        match found.quote {
            0 => 0,
            b'"' => 1,
            b'\'' => 2,
            _ => 3,
        },
    );
    measures.add("tie.rank", found.rank);
    measures.flag("tie.query", query(view, found));
    measures.flag("tie.pair", found.syntax == Syntax::Pair);
    measures.flag("tie.wrapped", found.wrapped);
    measures.add("tie.certainty", found.certainty);
    measures.add("tie.validated", found.validated.map_or(0, |valid| if valid { 1 } else { -1 }));
    measures.count("tie.distance", found.value.start.saturating_sub(found.name.end).min(200));
    measures.count("name.length", name.len());
    measures.count("name.words", own.len());
    measures.flag("name.upper", !name.is_empty() && !name.iter().any(u8::is_ascii_lowercase));
    measures.flag("name.path", name.contains(&b'.'));
    measures.flag("name.hyphen", name.contains(&b'-'));
    measures.flag(
        "name.camel",
        name.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()),
    );
    measures.flag("name.starts-upper", name.first().is_some_and(u8::is_ascii_uppercase));
    for group in GROUPS.iter() {
        measures.flag(group.name, own.iter().any(|word| group.items.contains(&word.as_str())));
    }
    measures.flag("name.browser", is_for_browser(name));
    let has = |word: &str| own.iter().any(|own| own == word);
    // `client_id`, and `oauth_client_id_entreprise`.
    let party = ["client", "app", "application", "consumer", "tenant", "access"];
    measures.flag(
        "name.client-id",
        own.windows(2).any(|pair| party.contains(&pair[0].as_str()) && pair[1] == "id")
            || (party.into_iter().any(has) && own.last().is_some_and(|last| last == "id"))
            || own.iter().any(|word| word == "clientid" || word == "appid"),
    );
    measures.flag(
        "name.public-part",
        (has("public") && has("key"))
            || has("publickeytoken")
            || has("keyid")
            || (has("key") && has("id")),
    );
    // What the name is about stands last in most languages.
    let last = own.iter().rev().find(|word| !word.chars().all(char::is_numeric));
    let about =
        last.and_then(|word| GROUPS.iter().position(|group| group.items.contains(&word.as_str())));
    measures.add("name.last", about.map_or(-1.0, |index| index as f64));
    let letters = |bytes: &[u8]| -> Vec<u8> {
        bytes.iter().filter(|b| b.is_ascii_alphanumeric()).map(u8::to_ascii_lowercase).collect()
    };
    let (value, flat) = (letters(&raw[..raw.len().min(200)]), letters(name));
    let within = |outer: &[u8], inner: &[u8]| {
        inner.len() >= 3 && memchr::memmem::find(outer, inner).is_some()
    };
    measures.flag("tie.same", !value.is_empty() && value == flat);
    measures.flag("tie.value-in-name", within(&flat, &value));
    measures.flag("tie.name-in-value", within(&value, &flat));
    let shared =
        own.iter().filter(|word| word.len() >= 3 && within(&value, word.as_bytes())).count();
    measures.count("tie.shared-words", shared);
}

/// True when the last word of a name that says something is one of `group`, by `measures`.
pub(in crate::secrets::judge) fn is_last(measures: &[f32], group: &str) -> bool {
    let index = GROUPS.iter().position(|one| one.name == group);
    index.is_some_and(|index| super::get(measures, "name.last") == index as f32)
}

/// True for a parameter of a web address, in its query or in its path.
fn query(view: &View<'_>, found: &Found) -> bool {
    let before = view.get(view.line_start(found.name.start)..found.name.start);
    let Some(scheme) = memchr::memmem::rfind(before, b"://") else { return false };
    match view.before(found.name.start) {
        Some(b'?' | b'&' | b';') => true,
        Some(b'/') => !before[scheme..].iter().any(u8::is_ascii_whitespace),
        _ => false,
    }
}
