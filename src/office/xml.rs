//! The little of XML that is needed: the text of an element, how often a tag
//! is opened. Nothing is expanded, so that no entity can be a trap.

/// The text of the first element `tag`, with its five entities decoded.
pub(super) fn text_of(xml: &str, tag: &str) -> Option<String> {
    let (_, inside) = elements(xml, tag).next()?;
    let text = unescaped(inside);
    (!text.trim().is_empty()).then_some(text)
}

/// The attributes and the content of each element `tag`, in order.
pub(super) fn elements<'a>(xml: &'a str, tag: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            let at = rest.find('<')?;
            let after = &rest[at + 1..];
            let Some(follows) = after.strip_prefix(tag) else {
                rest = after;
                continue;
            };
            if !follows.starts_with([' ', '>', '/', '\n', '\t', '\r']) {
                rest = after;
                continue;
            }
            let end = follows.find('>')?;
            let attributes = &follows[..end];
            if attributes.ends_with('/') {
                rest = &follows[end + 1..];
                return Some((attributes, ""));
            }
            let inside = &follows[end + 1..];
            let close = format!("</{tag}>");
            let length = inside.find(&close)?;
            rest = &inside[length + close.len()..];
            return Some((attributes, &inside[..length]));
        }
    })
}

/// How many times `tag` is opened.
pub(super) fn count(xml: &str, tag: &str) -> usize {
    let open = format!("<{tag}");
    let follows = |at: usize| xml[at + open.len()..].starts_with([' ', '>', '/', '\n', '\r', '\t']);
    xml.match_indices(&open).filter(|(at, _)| follows(*at)).count()
}

/// The value of an attribute.
pub(super) fn attribute<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    loop {
        let at = rest.find(name)?;
        let fresh = at == 0 || rest[..at].ends_with([' ', '\n', '\t']);
        let after = &rest[at + name.len()..];
        if let (true, Some(value)) = (fresh, after.strip_prefix("=\"")) {
            return value.split('"').next();
        }
        rest = after;
    }
}

/// `text` without its tags, its entities decoded.
pub(super) fn plain(text: &str) -> String {
    let mut shown = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => shown.push(c),
            _ => {}
        }
    }
    unescaped(&shown)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}
