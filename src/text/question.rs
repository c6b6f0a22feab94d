//! Questions left in a file: where only people know what to write, a marked
//! text stands in its place. It is no answer: checks refuse it until somebody
//! replaces it.

/// What a value that is still a question starts with.
pub(crate) const MARK: &str = "QUESTION:";

/// The same in the middle of a text.
const OPENING: &str = "[QUESTION:";

/// True when `value` is a question somebody has still to answer.
pub(crate) fn is_question(value: &str) -> bool {
    value.trim_start().starts_with(MARK)
}

/// The value that asks `words`.
pub(crate) fn marked(words: &str) -> String {
    format!("{MARK} {words}")
}

/// The words that `value` asks, without its mark.
pub(crate) fn words(value: &str) -> &str {
    let value = value.trim();
    value.strip_prefix(MARK).map_or(value, str::trim_start)
}

/// The words that ask `words` in the middle of a text.
pub(crate) fn in_text(words: &str) -> String {
    format!("{OPENING} {words}]")
}

/// True when a question somebody has still to answer stands in `text`.
pub(crate) fn asked_in(text: &str) -> bool {
    text.contains(OPENING)
}

/// The questions still to be answered in the middle of a line of text.
pub(crate) fn all_in(line: &str) -> Vec<&str> {
    let found = line.split(OPENING).skip(1);
    let found = found.map(|rest| rest.split(']').next().unwrap_or_default().trim());
    found.filter(|asked| asks(asked)).collect()
}

/// The question that is the value of a key on a line of data
/// (`key: "QUESTION: …"`), even where it stands alone under its key (`key: >-`).
pub(crate) fn value_in(line: &str) -> Option<&str> {
    let value = value_of(line).filter(|value| is_question(value))?;
    Some(value[MARK.len()..].trim()).filter(|asked| asks(asked))
}

/// False for words that tell of questions.
fn asks(words: &str) -> bool {
    words.contains(char::is_alphanumeric)
}

/// The scalar after the first `: ` or `= ` or `- ` of a line, unquoted; that of
/// an indented line which is nothing else.
fn value_of(line: &str) -> Option<&str> {
    if line.starts_with([' ', '\t']) && is_question(line) {
        return Some(line.trim());
    }
    let at = [": ", "= ", "- "].iter().filter_map(|mark| line.find(mark)).min()?;
    let value = line[at + 2..].trim().trim_end_matches(',');
    let bare = value.trim_matches(['"', '\'']);
    Some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_value_is_recognised() {
        assert!(is_question(&marked("who?")));
        assert_eq!(words(&marked("who?")), "who?");
        assert!(asked_in(&format!("Ask {}.", in_text("whom?"))));
        assert!(!is_question("Questions and answers"));
        assert!(!asked_in("QUESTION: why?"));
    }

    #[test]
    fn questions_are_found_in_texts_and_values() {
        assert_eq!(all_in("Ask [QUESTION: who?] and [QUESTION: when?]."), ["who?", "when?"]);
        assert_eq!(value_in("name: \"QUESTION: which name?\""), Some("which name?"));
        assert_eq!(value_in("  - QUESTION: which?"), Some("which?"));
        assert_eq!(value_in("  QUESTION: which: this, that"), Some("which: this, that"));
        assert_eq!(value_in("FAQ — QUESTION: why? ANSWER: because."), None);
        assert_eq!(all_in("name: \"QUESTION: which name?\""), Vec::<&str>::new());
    }
}
