//! The files that publiccode.yml cites, as far as they can be seen.

/// What is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cited {
    /// It cannot be told: there is no folder to look in.
    Unknown,
    /// Nothing.
    Missing,
    /// A folder.
    Folder,
    /// A file, with its first bytes (all of them when there are few).
    File(Vec<u8>),
}

/// Looks at paths relative to the file under judgement.
pub trait Files {
    /// What is at `relative`.
    fn look(&self, relative: &str) -> Cited;
}

/// Nothing can be looked at: the text came alone.
pub struct NoFiles;

impl Files for NoFiles {
    fn look(&self, _relative: &str) -> Cited {
        Cited::Unknown
    }
}

/// What the first bytes of an image say it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Image {
    Png,
    Jpeg,
    Svg,
    SvgCompressed,
}

/// The kind of image `bytes` starts.
pub(super) fn image(bytes: &[u8]) -> Option<Image> {
    // Signature, length and name of the header chunk, and dimensions that are not null.
    let png = bytes.starts_with(b"\x89PNG\r\n\x1a\n") && bytes.get(12..16) == Some(b"IHDR");
    let sized = |at: usize| bytes.get(at..at + 4).is_some_and(|size| size.iter().any(|b| *b > 0));
    if png && sized(16) && sized(20) {
        return Some(Image::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Some(Image::Jpeg);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Some(Image::SvgCompressed);
    }
    memchr::memmem::find(bytes, b"<svg").map(|_| Image::Svg)
}

/// The code that a drawing would run: a script, a handler of events, an address that is code.
pub(super) fn active_part(svg: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(svg).to_lowercase();
    if text.contains("<script") {
        return Some("<script>");
    }
    if text.contains("javascript:") {
        return Some("javascript:");
    }
    if text.contains("<foreignobject") {
        return Some("<foreignObject>");
    }
    let handlers = ["onload", "onclick", "onmouseover", "onerror", "onbegin", "onfocus"];
    handlers.into_iter().find(|name| {
        text.match_indices(name).any(|(at, _)| {
            let before = text[..at].chars().next_back().is_some_and(char::is_whitespace);
            before && text[at + name.len()..].trim_start().starts_with('=')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_image() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01";
        assert_eq!(image(png), Some(Image::Png));
        assert_eq!(image(&png[..20]), None);
        assert_eq!(image(b"\xff\xd8\xff\xe0"), Some(Image::Jpeg));
        assert_eq!(image(b"<?xml version='1.0'?><svg/>"), Some(Image::Svg));
        assert_eq!(image(b"not an image"), None);
    }

    #[test]
    fn a_drawing_may_run_code() {
        assert_eq!(active_part(b"<svg><path d='M0'/></svg>"), None);
        assert_eq!(active_part(b"<svg><SCRIPT>x</SCRIPT></svg>"), Some("<script>"));
        assert_eq!(active_part(b"<svg onload = 'x'/>"), Some("onload"));
    }
}
