//! What surrounds the words of a licence in HTML and Markdown, and is none.

/// Elements of HTML that licence pages use; any other name between angle
/// brackets is a placeholder of the licence (`<year>`).
const ELEMENTS: [&str; 62] = [
    "!doctype",
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "img",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "title",
    "tr",
    "tt",
    "u",
    "ul",
];

/// Elements whose content is no text.
const SILENT: [&str; 2] = ["script", "style"];

/// Bytes beyond which a tag or a link is taken for text.
const LONGEST: usize = 2_000;

/// Length of the HTML tag, or of the silent element, that `rest` begins with.
pub(super) fn tag(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('<')?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let length = inside
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '!')
        .filter(|length| (1..=10).contains(length))?;
    let name = inside[..length].to_ascii_lowercase();
    let silent = SILENT.contains(&name.as_str());
    if !silent && ELEMENTS.binary_search(&name.as_str()).is_err() {
        return None;
    }
    let close = bounded(rest).find('>')? + 1;
    if silent && !rest.starts_with("</") {
        let end = format!("</{name}");
        let found = rest.to_ascii_lowercase().find(&end)?;
        return Some(found);
    }
    Some(close)
}

/// Length of the target of a Markdown link, when `rest` begins with `](`.
pub(super) fn link_target(rest: &str) -> Option<usize> {
    let target = rest.strip_prefix("](")?;
    let close = bounded(target).find([')', '\n'])?;
    target[close..].starts_with(')').then_some(close + 3)
}

/// The character that an HTML entity stands for, with its length, when `rest`
/// begins with one. What is neither a letter nor a digit is given as a space.
pub(super) fn entity(rest: &str) -> Option<(char, usize)> {
    let inside = rest.strip_prefix('&')?;
    let end = inside.bytes().take(10).position(|byte| byte == b';')?;
    let name = &inside[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => number_of(number)?,
        None => named(name)?,
    };
    Some((character, end + 2))
}

fn number_of(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    code.ok().and_then(char::from_u32)
}

/// Named entities: an accented letter is named by its letter, then its accent.
fn named(name: &str) -> Option<char> {
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let ligature = match name {
        "oelig" => Some('œ'),
        "OElig" => Some('Œ'),
        "aelig" => Some('æ'),
        "AElig" => Some('Æ'),
        "szlig" => Some('ß'),
        _ => None,
    };
    let accents = ["acute", "grave", "circ", "uml", "cedil", "tilde", "ring", "slash", "caron"];
    let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
    let accented = accents.contains(&&name[1..]);
    Some(ligature.unwrap_or(if accented { letter } else { ' ' }))
}

/// The beginning of `rest`, as far as a tag or a link may go.
fn bounded(rest: &str) -> &str {
    let mut end = rest.len().min(LONGEST);
    while !rest.is_char_boundary(end) {
        end -= 1;
    }
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, entity, link_target, tag};

    #[test]
    fn elements_are_skipped_and_placeholders_kept() {
        assert!(ELEMENTS.is_sorted());
        assert_eq!(tag("<a href=\"x\">text"), Some(12));
        assert_eq!(tag("<style>p{}</style>text"), Some(10));
        assert_eq!(tag("<year> <owner>"), None);
        assert_eq!(tag("< 3"), None);
    }

    #[test]
    fn entities_and_targets_are_measured() {
        assert_eq!(entity("&eacute;t"), Some(('e', 8)));
        assert_eq!(entity("&#233;t"), Some(('é', 6)));
        assert_eq!(entity("&nbsp;"), Some((' ', 6)));
        assert_eq!(entity("& co;"), None);
        assert_eq!(link_target("](https://example.org) x"), Some(22));
    }
}
