//! The file of `git filter-repo --replace-text`: one expression a line, the
//! last `==>` before its replacement. Literals are replaced first, in order,
//! then regular expressions.

use super::Leak;
use crate::secrets::Secret;
use data_encoding::BASE64_NOPAD;

/// What stands for a secret in the rewritten history.
const REMOVED: &str = "***REMOVED***";
/// A shorter value would be replaced in the middle of ordinary words.
const SHORTEST: usize = 6;
/// A value this long is replaced wherever it is; a shorter one as a whole word.
const SURE: usize = 8;

/// A replacement file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Replacements {
    /// Its bytes: every secret in clear.
    pub text: Vec<u8>,
    /// Positions of the leaks whose value is too short to be replaced everywhere.
    pub too_short: Vec<usize>,
}

/// The replacement file of `leaks`.
pub(crate) fn replacements(leaks: &[Leak]) -> Replacements {
    let mut made = Replacements::default();
    let mut values: Vec<Vec<u8>> = Vec::new();
    for (at, leak) in leaks.iter().enumerate() {
        if leak.secret.expose().trim_ascii().len() < SHORTEST {
            made.too_short.push(at);
        } else {
            values.extend(forms(&leak.secret));
        }
    }
    // A value that another one holds comes after it: what is left of the longer
    // one would stay.
    values.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    values.dedup();
    let broken: Vec<Vec<u8>> = values.iter().filter(|value| needs_regex(value)).cloned().collect();
    let held = |value: &[u8]| broken.iter().any(|long| memchr::memmem::find(long, value).is_some());
    let (expressions, literals): (Vec<_>, Vec<_>) =
        values.iter().partition(|value| needs_regex(value) || value.len() < SURE || held(value));
    for value in literals {
        line(&mut made.text, b"literal:", value);
    }
    for value in expressions {
        line(&mut made.text, b"regex:", &expression(value));
    }
    made
}

/// The value as files hold it: itself, and in base64 as Kubernetes writes it.
fn forms(secret: &Secret) -> Vec<Vec<u8>> {
    let value = secret.expose();
    let mut forms = vec![value.to_vec()];
    if value.len() >= SURE && !needs_regex(value) {
        forms.push(BASE64_NOPAD.encode(value).into_bytes());
        forms.push(BASE64_NOPAD.encode(&[value, b"\n"].concat()).into_bytes());
    }
    forms
}

/// True for what one line of the file cannot hold as it is.
fn needs_regex(value: &[u8]) -> bool {
    value.iter().any(|byte| matches!(byte, b'\n' | b'\r' | 0))
}

fn line(text: &mut Vec<u8>, kind: &[u8], expression: &[u8]) {
    text.extend_from_slice(kind);
    text.extend_from_slice(expression);
    text.extend_from_slice(b"==>");
    text.extend_from_slice(REMOVED.as_bytes());
    text.push(b'\n');
}

/// A regular expression (Python's, on bytes) that matches `value` whatever the
/// ends of its lines and their indentation; a short one as a whole word.
fn expression(value: &[u8]) -> Vec<u8> {
    let mut lines = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut shown = Vec::new();
    if value.len() < SURE {
        shown.extend_from_slice(b"(?<![A-Za-z0-9_])");
    }
    escape(&mut shown, lines.next().unwrap_or_default());
    for line in lines {
        // Spaces, a quotation or comment mark may start the next line.
        shown.extend_from_slice(br"[ \t]*(?:\\n|\\r)*[ \t\x22'+]*\r?\n?[ \t\x22'#*>/]*");
        escape(&mut shown, line);
    }
    if value.len() < SURE {
        shown.extend_from_slice(b"(?![A-Za-z0-9_])");
    }
    shown
}

fn escape(shown: &mut Vec<u8>, literal: &[u8]) {
    for byte in literal {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b' ' | b'-' | b'/' | b'=' => {
                shown.push(*byte);
            }
            byte => shown.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::tests::leak;
    use super::*;

    fn made(values: &[&str]) -> (Vec<String>, Vec<usize>) {
        let leaks: Vec<Leak> = values.iter().map(|value| leak(value, true)).collect();
        let made = replacements(&leaks);
        let text = String::from_utf8(made.text).expect("UTF-8");
        (text.lines().map(str::to_string).collect(), made.too_short)
    }

    #[test]
    fn a_value_is_literal_with_its_base64_forms() {
        let (lines, _) = made(&["hunter==>2 regex:"]);
        assert!(lines.contains(&"literal:hunter==>2 regex:==>***REMOVED***".to_string()));
        assert_eq!(lines.len(), 3, "{lines:?}");
    }

    #[test]
    fn a_longer_value_comes_before_the_ones_it_holds() {
        let (lines, _) = made(&["hunter-one", "hunter-one-and-more"]);
        let at = |start: &str| lines.iter().position(|line| line.starts_with(start));
        assert!(at("literal:hunter-one-and-more==>") < at("literal:hunter-one==>"), "{lines:?}");
    }

    #[test]
    fn a_value_of_several_lines_is_an_expression() {
        let (lines, _) = made(&["-----BEGIN X-----\nAb+c\n-----END X-----", "BEGIN X--"]);
        let last = lines.last().expect("lines");
        assert!(lines.iter().all(|line| line.ends_with("==>***REMOVED***")));
        assert!(
            lines.iter().any(|line| line.starts_with("regex:-----BEGIN X-----[ ")),
            "{lines:?}"
        );
        assert_eq!(last, "regex:BEGIN X--==>***REMOVED***", "held by the key: after it");
    }

    #[test]
    fn a_short_value_is_a_whole_word_or_left_to_a_person() {
        let (lines, short) = made(&["s3cret!", "abc"]);
        assert_eq!(lines, [r"regex:(?<![A-Za-z0-9_])s3cret\x21(?![A-Za-z0-9_])==>***REMOVED***"]);
        assert_eq!(short, [1]);
    }
}
