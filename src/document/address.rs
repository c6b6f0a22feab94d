//! Addresses as documents write them, and those written without any markup.

use linkify::{LinkFinder, LinkKind};

/// Endings which make `logo@2x.png` a file and not an address.
const FILE_ENDINGS: [&str; 6] = ["png", "jpg", "jpeg", "gif", "svg", "webp"];

/// The URLs and e-mail addresses of `text`: where they start, how they are
/// written and the URL they stand for.
pub(super) fn addresses(text: &str) -> Vec<(usize, &str, String)> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    finder
        .links(text)
        .filter_map(|link| {
            let written = link.as_str();
            match link.kind() {
                LinkKind::Email if is_email(written, &text[link.end()..]) => {
                    Some((link.start(), written, format!("mailto:{written}")))
                }
                LinkKind::Url => Some((link.start(), written, written.to_string())),
                _ => None,
            }
        })
        .collect()
}

/// Whether `written`, followed by `rest`, is a person's address and not
/// `git@host:path`, `package@1.2.3` or `image@2x.png`.
fn is_email(written: &str, rest: &str) -> bool {
    let mut after = rest.chars();
    let is_path = match after.next() {
        Some('/') => true,
        Some(':') => after.next().is_some_and(|next| !next.is_whitespace()),
        _ => false,
    };
    let ending = written.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !is_path && ending.chars().any(char::is_alphabetic) && !FILE_ENDINGS.contains(&ending.as_str())
}

/// True for an address of a domain reserved for examples (RFC 2606, RFC 6761).
pub(crate) fn is_example(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.trim_start_matches("mailto:");
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default().to_lowercase();
    let labels: Vec<&str> = host.rsplit('.').collect();
    matches!(
        labels[..],
        ["test" | "example" | "invalid" | "localhost", ..] | ["com" | "org" | "net", "example", ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Vec<String> {
        addresses(text).into_iter().map(|(_, _, url)| url).collect()
    }

    #[test]
    fn punctuation_stays_out() {
        assert_eq!(
            urls("Voir (https://x.test/a_b), ou https://y.test/é?q=1. Fin."),
            ["https://x.test/a_b", "https://y.test/é?q=1"]
        );
    }

    #[test]
    fn addresses_are_people() {
        assert_eq!(urls("contact@x.gouv.fr: nous"), ["mailto:contact@x.gouv.fr"]);
        assert_eq!(urls("git@github.com:a/b logo@2x.png left-pad@1.3.0"), Vec::<String>::new());
    }
}
