//! Questions left in a file: where only people know what to write, a marked
//! text stands in its place. It is no answer: checks refuse it until somebody
//! replaces it.

/// What a value that is still a question starts with.
pub const MARK: &str = "QUESTION:";

/// The same in the middle of a text.
const OPENING: &str = "[QUESTION:";

/// True when `value` is a question somebody has still to answer.
pub fn is_question(value: &str) -> bool {
    value.trim_start().starts_with(MARK)
}

/// The value that asks `words`.
pub fn marked(words: &str) -> String {
    format!("{MARK} {words}")
}

/// The words that `value` asks, without its mark.
pub fn words(value: &str) -> &str {
    let value = value.trim();
    value.strip_prefix(MARK).map_or(value, str::trim_start)
}

/// The words that ask `words` in the middle of a text.
pub fn in_text(words: &str) -> String {
    format!("{OPENING} {words}]")
}

/// True when a question somebody has still to answer stands in `text`.
pub fn asked_in(text: &str) -> bool {
    text.contains(OPENING)
}

/// The questions still to be answered on a line: those in the middle of a text,
/// and the one that is the value of a key (`key: "QUESTION: …"`), even where it
/// stands alone under its key (`key: >-`).
pub fn all_in(line: &str) -> Vec<&str> {
    let in_text = line.split(OPENING).skip(1);
    let mut found: Vec<&str> =
        in_text.map(|rest| rest.split(']').next().unwrap_or_default().trim()).collect();
    if found.is_empty() {
        found.extend(
            value_of(line)
                .filter(|value| is_question(value))
                .map(|value| value[MARK.len()..].trim()),
        );
    }
    // The words that tell of questions ask none.
    found.retain(|asked| asked.contains(char::is_alphanumeric));
    found
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
        assert_eq!(all_in("name: \"QUESTION: which name?\""), ["which name?"]);
        assert_eq!(all_in("  - QUESTION: which?"), ["which?"]);
        assert_eq!(all_in("  QUESTION: which: this, that"), ["which: this, that"]);
        assert_eq!(all_in("FAQ — QUESTION: why? ANSWER: because."), Vec::<&str>::new());
    }
}
