//! What people write, cut where they cut it.

/// The sentences of a text: cut after a final mark that white space follows,
/// and at line breaks. A dot inside an address ends none.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let mut rest = line;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let mut marks = rest.match_indices(['.', '!', '?', ';']).map(|(at, _)| at + 1);
            let end = marks.find(|end| rest[*end..].starts_with(char::is_whitespace));
            let (sentence, next) = rest.split_at(end.unwrap_or(rest.len()));
            rest = next;
            Some(sentence.trim())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_at_marks_that_a_space_follows_and_at_lines() {
        let cut: Vec<&str> = sentences("Voir data.gouv.fr. Fini ? Oui ;\u{a0}et\nnon").collect();
        assert_eq!(cut, ["Voir data.gouv.fr.", "Fini ?", "Oui ;", "et", "non"]);
    }
}
