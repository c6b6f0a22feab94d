//! Questions left in a `publiccode.yml`: where a required value is known to
//! people only, a marked text stands in its place. It is no answer: validation
//! refuses it until somebody replaces it.

use super::standard::UNANSWERED;

/// True when `value` is a question somebody has still to answer.
pub fn is_question(value: &str) -> bool {
    value.trim_start().starts_with(UNANSWERED)
}

/// The value that asks `words`.
pub fn marked(words: &str) -> String {
    format!("{UNANSWERED} {words}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_value_is_recognised() {
        assert!(is_question(&marked("who?")));
        assert!(!is_question("Questions and answers"));
    }
}
