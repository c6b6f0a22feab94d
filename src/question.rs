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

/// The words that ask `words` in the middle of a text.
pub fn in_text(words: &str) -> String {
    format!("{OPENING} {words}]")
}

/// True when a question somebody has still to answer stands in `text`.
pub fn asked_in(text: &str) -> bool {
    text.contains(OPENING)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_value_is_recognised() {
        assert!(is_question(&marked("who?")));
        assert!(asked_in(&format!("Ask {}.", in_text("whom?"))));
        assert!(!is_question("Questions and answers"));
        assert!(!asked_in("QUESTION: why?"));
    }
}
