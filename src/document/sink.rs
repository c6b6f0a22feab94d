//! Where every format pours what it reads: text, code, links and images come
//! in source order, blocks come out.

use std::ops::Range;

use super::draft::{BlockDraft, LinkPlace};
use super::source::{Passage, fold};
use super::{Block, BlockKind, Image, Link};

/// How many bytes of URL may be repeated (link targets copied to images,
/// definitions used several times): what a hostile text can multiply.
const COPIES_MAX: usize = 4 << 20;

/// Links inside links are an error; a few levels are tolerated.
const ANCHORS_MAX: usize = 8;

/// Collects blocks.
pub(super) struct Sink {
    blocks: Vec<Block>,
    after: Vec<Block>,
    draft: Option<BlockDraft>,
    drafts: usize,
    anchors: Vec<Anchor>,
    copies_left: usize,
    /// The kind of the block that loose text starts.
    pub(super) kind: BlockKind,
    /// The depth of HTML `<code>` and `<pre>`: there, nothing is a link.
    pub(super) code_depth: usize,
    /// Set while inside a comment opened by raw HTML: nothing is shown.
    pub(super) muted: bool,
}

/// A link that is still open.
struct Anchor {
    url: String,
    line: usize,
    html: bool,
    /// The draft it was written to, its place among the links, the images
    /// before it.
    place: Option<LinkPlace>,
}

impl Sink {
    /// An empty sink, where loose text makes paragraphs.
    pub(super) fn new() -> Sink {
        Sink {
            blocks: Vec::new(),
            after: Vec::new(),
            draft: None,
            drafts: 0,
            anchors: Vec::new(),
            copies_left: COPIES_MAX,
            kind: BlockKind::Paragraph,
            code_depth: 0,
            muted: false,
        }
    }

    /// Starts a block, closing the one before.
    pub(super) fn open(&mut self, kind: BlockKind, line: usize) {
        self.close(None);
        if self.muted {
            return;
        }
        self.drafts += 1;
        self.draft = Some(BlockDraft::new(kind, line));
    }

    /// Says that the block being gathered comes from HTML, where a paragraph
    /// holding only `<code>` is a block of code.
    pub(super) fn mark_html(&mut self) {
        if let Some(draft) = &mut self.draft {
            draft.from_html = true;
        }
    }

    /// The kind of the block being gathered.
    pub(super) fn current(&self) -> Option<BlockKind> {
        self.draft.as_ref().map(|draft| draft.kind)
    }

    /// Whether the block being gathered has nothing to show yet.
    pub(super) fn is_bare(&self) -> bool {
        self.draft.as_ref().is_none_or(|draft| {
            draft.images.is_empty() && draft.links.is_empty() && !draft.has_words && !draft.has_code
        })
    }

    /// Forgets the block being gathered.
    pub(super) fn discard(&mut self) {
        self.draft = None;
    }

    /// How many blocks were gathered, the current one excepted.
    pub(super) fn len(&self) -> usize {
        self.blocks.len() + self.after.len()
    }

    /// Ends the block being gathered, on `end_line` when it is known to reach
    /// further than what it shows.
    pub(super) fn close(&mut self, end_line: Option<usize>) {
        if let Some(mut draft) = self.draft.take() {
            self.code_depth = 0;
            for anchor in &self.anchors {
                draft.end_link(anchor.place, self.drafts);
            }
            draft.end_line = draft.end_line.max(end_line.unwrap_or(0));
            self.blocks.extend(draft.finish());
        }
        self.blocks.append(&mut self.after);
    }

    /// Adds text, whose line breaks are those of the source.
    pub(super) fn text(&mut self, text: &str, line: usize) {
        let blank = text.trim().is_empty();
        if self.muted || (blank && self.draft.is_none()) {
            return;
        }
        let (text, line) = match self.draft {
            Some(_) => (text, line),
            None => skip_blank(text, line),
        };
        let code = self.code_depth > 0;
        let opaque = code || !self.anchors.is_empty();
        if !blank {
            self.attach();
        }
        let draft = self.draft(line);
        draft.has_words |= !blank && !code;
        draft.has_code |= !blank && code;
        draft.push(text, line, opaque);
    }

    /// Adds part of a passage, each of its lines with its own number.
    pub(super) fn passage(&mut self, passage: &Passage, range: Range<usize>) {
        let mut at = range.start;
        for line in passage.text.get(range).unwrap_or_default().split_inclusive('\n') {
            self.text(line, passage.line_at(at));
            at += line.len();
        }
    }

    /// Adds a span of code.
    pub(super) fn code(&mut self, text: &str, line: usize) {
        self.code_depth += 1;
        self.text(text, line);
        // Opening the block may have reset the depth.
        self.code_depth = self.code_depth.saturating_sub(1);
    }

    /// Starts a link; what comes until [`Sink::close_link`] is its text.
    pub(super) fn open_link(&mut self, url: &str, line: usize) {
        self.start_link(url, line, false);
    }

    /// Starts a link written in HTML, which ends the one before.
    pub(super) fn open_html_link(&mut self, url: &str, line: usize) {
        self.close_html_link();
        self.start_link(url, line, true);
    }

    fn start_link(&mut self, url: &str, line: usize, html: bool) {
        if self.muted || self.code_depth > 0 || self.anchors.len() >= ANCHORS_MAX {
            return;
        }
        let url = url.trim().to_string();
        self.anchors.push(Anchor { url, line, html, place: None });
    }

    /// Ends the last link opened by [`Sink::open_link`].
    pub(super) fn close_link(&mut self) {
        self.end_link(false);
    }

    /// Ends the link opened by [`Sink::open_html_link`], if any.
    pub(super) fn close_html_link(&mut self) {
        self.end_link(true);
    }

    fn end_link(&mut self, html: bool) {
        let Some(index) = self.anchors.iter().rposition(|anchor| anchor.html == html) else {
            return;
        };
        self.attach();
        let anchor = self.anchors.remove(index);
        let drafts = self.drafts;
        if let Some(draft) = &mut self.draft {
            draft.end_link(anchor.place, drafts);
        }
    }

    /// Writes the links opened since the last text to the current block.
    fn attach(&mut self) {
        let Some(line) = self.anchors.iter().find(|a| a.place.is_none()).map(|a| a.line) else {
            return;
        };
        self.draft(line);
        let drafts = self.drafts;
        let Some(draft) = &mut self.draft else { return };
        for anchor in self.anchors.iter_mut().filter(|anchor| anchor.place.is_none()) {
            anchor.place = Some((drafts, draft.links.len(), draft.images.len()));
            let link = Link { url: anchor.url.clone(), text: String::new(), line: anchor.line };
            draft.links.push((draft.raw.len(), link));
        }
    }

    /// A whole link.
    pub(super) fn link(&mut self, url: &str, text: &str, line: usize) {
        self.open_link(url, line);
        self.text(text, line);
        self.close_link();
    }

    /// An image; the link around it is its target.
    pub(super) fn image(&mut self, url: &str, alt: &str, line: usize) {
        if self.muted || self.code_depth > 0 {
            return;
        }
        self.attach();
        let length = self.anchors.last().map_or(0, |anchor| anchor.url.len());
        let copied = self.spend(length);
        let target = self.anchors.last().filter(|_| copied).map(|anchor| anchor.url.clone());
        let image = Image { url: url.trim().to_string(), alt: fold(alt), line, target };
        let draft = self.draft(line);
        draft.end_line = draft.end_line.max(line);
        draft.push(" ", line, false);
        draft.images.push(image);
    }

    /// Whether `length` more bytes may be copied.
    pub(super) fn spend(&mut self, length: usize) -> bool {
        let enough = length <= self.copies_left;
        if enough {
            self.copies_left -= length;
        }
        enough
    }

    /// A comment; inside a block, it comes after it.
    pub(super) fn comment(&mut self, text: &str, line: usize, end_line: usize) {
        if self.muted {
            return;
        }
        let text = text.trim().to_string();
        let block = verbatim(BlockKind::Comment, text, line, end_line);
        match self.draft {
            Some(_) => self.after.push(block),
            None => self.blocks.push(block),
        }
    }

    /// Makes the last comment reach `end_line`.
    pub(super) fn extend_comment(&mut self, end_line: usize) {
        let last = self.blocks.iter_mut().rev().find(|block| block.kind == BlockKind::Comment);
        if let Some(block) = last {
            block.end_line = block.end_line.max(end_line);
        }
    }

    /// A block whose text is kept as it is.
    pub(super) fn block(&mut self, kind: BlockKind, text: &str, line: usize, end_line: usize) {
        self.close(None);
        if !self.muted {
            let text = text.trim_matches('\n').trim_end().to_string();
            self.blocks.push(verbatim(kind, text, line, end_line));
        }
    }

    /// The blocks, all closed.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.close(None);
        self.blocks
    }

    /// The current block, started when there is none.
    fn draft(&mut self, line: usize) -> &mut BlockDraft {
        if self.draft.is_none() {
            let depth = self.code_depth;
            self.open(self.kind, line);
            self.code_depth = depth;
        }
        self.draft.get_or_insert_with(|| BlockDraft::new(BlockKind::Paragraph, line))
    }
}

/// The text from its first word on, and the line of that word.
fn skip_blank(text: &str, line: usize) -> (&str, usize) {
    let shown = text.trim_start();
    let skipped = &text[..text.len() - shown.len()];
    (shown, line + skipped.matches('\n').count())
}

/// A block without links.
fn verbatim(kind: BlockKind, text: String, line: usize, end_line: usize) -> Block {
    let end_line = end_line.max(line);
    Block { kind, line, end_line, text, links: Vec::new(), images: Vec::new() }
}
