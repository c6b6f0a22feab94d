//! The core schema of YAML 1.2: what a scalar without quotes stands for
//! (YAML 1.2.2, section 10.3.2).

/// The type of a scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `null`, `~`, or nothing at all.
    Null,
    /// `true` or `false`.
    Bool,
    /// An integer or a floating-point number.
    Number,
    /// Text.
    Str,
}

/// The type of the plain scalar `text`.
pub(crate) fn plain_type(text: &str) -> Type {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Type::Null,
        "true" | "True" | "TRUE" | "false" | "False" | "FALSE" => Type::Bool,
        _ if is_number(text) => Type::Number,
        _ => Type::Str,
    }
}

fn is_number(text: &str) -> bool {
    let all = |digits: &str, allowed: fn(&u8) -> bool| {
        !digits.is_empty() && digits.as_bytes().iter().all(allowed)
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, u8::is_ascii_hexdigit);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return all(digits, |byte| matches!(byte, b'0'..=b'7'));
    }
    let bare = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(bare, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let decimal = bare.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    let first = bare.starts_with(|first: char| first.is_ascii_digit() || first == '.');
    first && decimal && bare.parse::<f64>().is_ok()
}

/// True when `text` without quotes is that text, in YAML 1.1 as in 1.2.
pub(super) fn plain_is_safe(text: &str, flow: bool) -> bool {
    const AMBIGUOUS: [&str; 8] = ["yes", "no", "on", "off", "y", "n", "true", "false"];
    let dated = text.len() >= 8
        && text.starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:._Tt ".contains(&byte));
    plain_type(text) == Type::Str
        && !dated
        && !AMBIGUOUS.contains(&text.to_lowercase().as_str())
        && text.trim() == text
        && !text.starts_with(|c: char| {
            "-?:,[]{}#&*!|>'\"%@`=<~".contains(c)
                || c.is_ascii_digit() && text.parse::<f64>().is_ok()
        })
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text
            .chars()
            .any(|c| c.is_control() || c == '\u{feff}' || ('\u{fff0}'..='\u{ffff}').contains(&c))
        && !(flow && text.contains([',', '[', ']', '{', '}']))
        && !text.starts_with("...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_have_the_types_of_the_core_schema() {
        for (text, expected) in [
            ("0", Type::Number),
            ("0.5", Type::Number),
            ("1.10", Type::Number),
            ("0.5.0", Type::Str),
            ("1e3", Type::Number),
            ("-.5", Type::Number),
            ("+12.", Type::Number),
            ("0x1F", Type::Number),
            ("-0x1F", Type::Str),
            ("0o17", Type::Number),
            ("0o18", Type::Str),
            (".inf", Type::Number),
            ("-.INF", Type::Number),
            ("-.nan", Type::Str),
            ("-", Type::Str),
            (".", Type::Str),
            ("+-1", Type::Str),
            ("1_000", Type::Str),
            ("2024-01-01", Type::Str),
            ("yes", Type::Str),
            ("True", Type::Bool),
            ("~", Type::Null),
            ("", Type::Null),
            ("e3", Type::Str),
        ] {
            assert_eq!(plain_type(text), expected, "{text}");
        }
    }
}
