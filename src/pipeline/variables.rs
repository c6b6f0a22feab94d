//! Variables set in clear: is the name that of a secret, and could the value be one?

use super::model::{ClearValue, Position, Variable};
use super::names::NAMES;
use crate::yaml::Node;

/// The variables of a `variables:` or `env:` mapping.
pub(super) fn read(map: Node<'_>) -> Vec<Variable> {
    map.entries()
        .into_iter()
        .filter_map(|(key, value)| {
            let node = if value.is_map() { value.get("value")? } else { value };
            Some(Variable {
                name: key.text()?.to_owned(),
                literal: literal(node.text()?),
                place: Position::of(node),
            })
        })
        .collect()
}

/// `PASSWORD`, `API_TOKEN`, `privateKey`; not `TOKEN_URL`, `CACHE_KEY` or `SECRET_ID`.
pub(super) fn names_a_secret(name: &str) -> bool {
    let words = words(name);
    let Some(last) = words.last() else {
        return false;
    };
    if NAMES.about_secrets.contains(last) || name == "PWD" || name == "OLDPWD" {
        return false;
    }
    if words.iter().any(|w| w == "public") {
        return false;
    }
    let key_of_a_kind = words.windows(2).any(
        |pair| matches!(pair, [kind, key] if key == "key" && NAMES.secret_keys.contains(kind)),
    );
    key_of_a_kind || words.iter().any(|w| NAMES.secret_words.contains(w))
}

/// The words of `SNAKE_CASE`, `kebab-case` or `camelCase`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut lower = false;
    for c in name.chars().take(200) {
        let cut = !c.is_alphanumeric() || (c.is_uppercase() && lower);
        if cut {
            out.push(String::new());
        }
        lower = c.is_lowercase();
        if let Some(word) = out.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// How likely a value is to be a real secret. Nothing of it is kept.
pub(super) fn literal(value: &str) -> ClearValue {
    let value = value.trim();
    let lower = value.to_lowercase();
    if value.is_empty() || NAMES.switches.contains(&lower) {
        return ClearValue::Harmless;
    }
    if value.contains('$')
        || value.contains("%{")
        || (value.starts_with('%') && value.ends_with('%'))
    {
        return ClearValue::Harmless;
    }
    let path = value.starts_with(['/', '.', '~']) && !value.contains(' ') && !value.ends_with('=');
    if path || (value.contains("://") && !value.contains('@')) || value.starts_with("@") {
        return ClearValue::Harmless;
    }
    if value.chars().count() < 6 && value.chars().all(|c| c.is_ascii_digit()) {
        return ClearValue::Harmless;
    }
    if placeholder(&lower) {
        return ClearValue::Placeholder;
    }
    let has = |test: fn(char) -> bool| usize::from(value.chars().any(test));
    let kinds = has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(|c| c.is_ascii_digit())
        + has(|c| !c.is_alphanumeric());
    let length = value.chars().count();
    if (length >= 16 && kinds >= 2 || length >= 10 && kinds >= 3) && !value.contains(' ') {
        ClearValue::Likely
    } else {
        ClearValue::Possible
    }
}

/// Words that only fill a blank, alone or together: `test_password`, `change-me`.
fn placeholder(lower: &str) -> bool {
    let stripped = lower.trim_matches(|c: char| c == '<' || c == '>' || c.is_ascii_digit());
    let repeated = lower.chars().skip(1).all(|c| lower.starts_with(c));
    repeated
        || NAMES.placeholder_parts.iter().any(|part| lower.contains(part.as_str()))
        || stripped.split(|c: char| !c.is_alphanumeric()).all(|w| {
            w.is_empty()
                || NAMES
                    .placeholder_words
                    .contains(w.trim_end_matches(|c: char| c.is_ascii_digit()))
        })
}
