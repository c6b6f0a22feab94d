//! The block being gathered, until all it shows is known.

use std::ops::Range;

use super::source::fold;
use super::{Block, BlockKind, Image, Link, address};

/// Where a link is written: the number of the draft, the place among its
/// links, the count of images before it.
pub(super) type LinkPlace = (usize, usize, usize);

/// The block being gathered.
pub(super) struct BlockDraft {
    pub(super) kind: BlockKind,
    pub(super) line: usize,
    pub(super) end_line: usize,
    pub(super) raw: String,
    /// Parts of `raw` where addresses are not looked for.
    pub(super) opaque: Vec<Range<usize>>,
    /// Offsets of `raw` and the line found there.
    pub(super) lines: Vec<(usize, usize)>,
    /// Links and the offset of `raw` where they start.
    pub(super) links: Vec<(usize, Link)>,
    pub(super) images: Vec<Image>,
    pub(super) has_code: bool,
    pub(super) has_words: bool,
    pub(super) from_html: bool,
}

impl BlockDraft {
    /// An empty block.
    pub(super) fn new(kind: BlockKind, line: usize) -> BlockDraft {
        BlockDraft {
            kind,
            line,
            end_line: line,
            raw: String::new(),
            opaque: Vec::new(),
            lines: Vec::new(),
            links: Vec::new(),
            images: Vec::new(),
            has_code: false,
            has_words: false,
            from_html: false,
        }
    }

    /// Adds text, whose line breaks are those of the source.
    pub(super) fn push(&mut self, text: &str, line: usize, opaque: bool) {
        let start = self.raw.len();
        self.lines.push((start, line));
        let mut last = line;
        for (offset, _) in text.trim_end().match_indices('\n') {
            last += 1;
            self.lines.push((start + offset + 1, last));
        }
        self.raw.push_str(text);
        if !text.trim().is_empty() {
            self.end_line = self.end_line.max(last);
        }
        if opaque {
            let end = self.raw.len();
            match self.opaque.last_mut() {
                Some(range) if range.end == start => range.end = end,
                _ => self.opaque.push(start..end),
            }
        }
    }

    /// Gives an ended link its text, when it was written to this draft, the
    /// `number`th.
    pub(super) fn end_link(&mut self, place: Option<LinkPlace>, number: usize) {
        let Some((draft, place, images)) = place else {
            return;
        };
        if draft != number {
            return;
        }
        let Some((start, link)) = self.links.get_mut(place) else {
            return;
        };
        link.text = fold(&self.raw[*start..]);
        if link.text.is_empty() {
            link.text = alternatives(&self.images[images..]);
        }
    }

    /// The block, unless it shows nothing.
    pub(super) fn finish(mut self) -> Option<Block> {
        self.find_addresses();
        let only_code = self.from_html && self.has_code && !self.has_words && self.links.is_empty();
        if only_code && self.kind == BlockKind::Paragraph {
            self.kind = BlockKind::Code;
        }
        let heading = matches!(self.kind, BlockKind::Heading(_));
        let mut text = match self.kind {
            BlockKind::Code => self.raw.trim_matches('\n').trim_end().to_string(),
            _ => fold(&self.raw),
        };
        if heading && text.is_empty() {
            let named = self.images.iter().find(|image| !image.alt.is_empty());
            text = named.map(|image| image.alt.clone()).unwrap_or_default();
        }
        let links: Vec<Link> = self.links.into_iter().map(|(_, link)| link).collect();
        let shows = heading || !text.is_empty() || !links.is_empty() || !self.images.is_empty();
        shows.then_some(Block {
            kind: self.kind,
            line: self.line,
            end_line: self.end_line,
            text,
            links,
            images: self.images,
        })
    }

    /// Adds the addresses written outside of links and code.
    fn find_addresses(&mut self) {
        let explicit = self.links.len();
        let mut start = 0;
        let ends = self.opaque.iter().map(|range| (range.start, range.end));
        for (end, next) in ends.chain(std::iter::once((self.raw.len(), self.raw.len()))) {
            for (at, written, url) in address::addresses(&self.raw[start..end]) {
                let at = start + at;
                let after = self.lines.partition_point(|&(offset, _)| offset <= at);
                let line = self.lines.get(after.saturating_sub(1)).map_or(self.line, |seen| seen.1);
                self.links.push((at, Link { url, text: written.to_string(), line }));
            }
            start = next;
        }
        if self.links.len() > explicit {
            self.links.sort_by_key(|&(at, _)| at);
        }
    }
}

/// The alternatives of some images, as one text.
fn alternatives(images: &[Image]) -> String {
    let alts: Vec<&str> = images.iter().map(|image| image.alt.as_str()).collect();
    fold(&alts.join(" "))
}
