//! Values as people read them, or as a shell does.

/// The digits of a commit's id that people read.
const ID: usize = 10;

/// A commit's id, short enough to be read.
pub(crate) fn short_id(id: &str) -> &str {
    id.get(..ID).unwrap_or(id)
}

/// The day of a date and time written as ISO 8601 does.
pub(crate) fn day(moment: &str) -> &str {
    moment.get(.."2026-01-01".len()).unwrap_or(moment)
}

/// The first words of what is written, on one line.
pub(crate) fn shortened(words: &str) -> String {
    let mut short = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = short.char_indices().nth(100) {
        short.truncate(at);
        short.push('…');
    }
    short
}

/// The words that the first `letters` of `text` hold, or those letters when no space parts them.
pub(crate) fn first_words(text: &str, letters: usize) -> &str {
    let end = text.char_indices().nth(letters).map_or(text.len(), |(at, _)| at);
    text[..end].rsplit_once(' ').map_or(&text[..end], |(words, _)| words)
}

/// `word` as a shell takes it: one argument, and no option.
pub(crate) fn shell_quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "./-_+@%:".contains(c);
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word.to_string();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// `text` as a code span of Markdown, whatever backquotes it holds.
pub(crate) fn code_span(text: &str) -> String {
    let longest = text.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let edge = text.starts_with('`') || text.ends_with('`') || text.is_empty();
    let space = if edge { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_span_outlives_backquotes() {
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(code_span("``"), "``` `` ```");
    }

    #[test]
    fn a_shell_reads_back_what_was_quoted() {
        assert_eq!(shell_quoted("src/lib.rs"), "src/lib.rs");
        assert_eq!(shell_quoted("l’été; rm -r ~"), "'l’été; rm -r ~'");
        assert_eq!(shell_quoted("it's"), r"'it'\''s'");
        assert_eq!((shell_quoted("-f").as_str(), shell_quoted("").as_str()), ("'-f'", "''"));
    }

    #[test]
    fn what_is_too_short_stays_whole() {
        assert_eq!((short_id("0123456789abcdef"), short_id("abc")), ("0123456789", "abc"));
        assert_eq!((day("2026-02-03T10:00:00Z"), day("")), ("2026-02-03", ""));
    }
}
