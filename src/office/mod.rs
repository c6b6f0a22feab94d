//! What office documents keep besides what they show: names, revisions,
//! comments, hidden sheets, paths of file servers (ECMA-376, OpenDocument 1.3,
//! ISO 32000). Documents are read in memory, never opened by a program.

mod package;
mod pdf;
mod sheet;
mod xml;

pub(crate) use sheet::{Sheet, sheets};

/// What a document keeps besides what it shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traces {
    /// Who wrote it and who changed it last, each once.
    pub people: Vec<String>,
    /// The company or manager named in its properties.
    pub company: Option<String>,
    /// Insertions and deletions that were tracked and not settled.
    pub revisions: usize,
    /// Comments.
    pub comments: usize,
    /// Hidden sheets and slides.
    pub hidden: usize,
    /// Paths of file servers, each once.
    pub servers: Vec<String>,
    /// A protective marking in its headers or first paragraphs.
    pub marking: Option<String>,
    /// True when part of it could not be read: damaged, encrypted, too large.
    pub cut: bool,
}

impl Traces {
    /// True when nothing was found.
    pub fn is_empty(&self) -> bool {
        *self == Traces { cut: self.cut, ..Traces::default() }
    }

    fn person(&mut self, name: Option<String>) {
        if let Some(name) = name.map(|name| name.trim().to_string())
            && designates_somebody(&name)
            && !self.people.contains(&name)
        {
            self.people.push(name);
        }
    }
}

/// Extensions of the documents that [`traces`] reads.
const EXTENSIONS: [&str; 16] = [
    "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "pptx", "pptm", "ppsx", "odt", "ods", "odp",
    "odg", "ott", "pdf", "vsdx",
];

/// True when `name` announces a document that [`traces`] reads.
pub(crate) fn is_document(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The text of a document of Office Open XML or OpenDocument; `None` for anything else.
pub(crate) fn text(bytes: &[u8]) -> Option<String> {
    bytes.starts_with(b"PK\x03\x04").then(|| package::text(bytes)).flatten()
}

/// What the document called `name` keeps; `None` when it is not a document or
/// its bytes are not those its name announces. `is_marking` recognises a line that
/// limits who may read it.
pub(crate) fn traces(name: &str, bytes: &[u8], is_marking: fn(&str) -> bool) -> Option<Traces> {
    if !is_document(name) {
        return None;
    }
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => Some(pdf::traces(bytes)),
        [b'P', b'K', 3, 4, ..] => Some(package::traces(crate::archive::open(bytes)?, is_marking)),
        _ => None,
    }
}

/// Words of authors that are programs, organisations or defaults.
const NOBODY: &str = "\
acrobat admin administrateur administrator adobe agence anonymous anonyme apache apple association author auteur bureau calibre canva chromium commission \
conseil contributors default departement dinum dinsic direction docx etalab equipe excel exceljs figma ghostscript google groupe insee inkscape \
itext latex libreoffice mairie microsoft ministere ministry mission none office openoffice openpyxl \
organisation pandoc pdftex php phpexcel phpoffice phpspreadsheet phpword poi powerpoint prefecture prince python quarto region reportlab \
sas scribus secretariat service sheetjs skia sphinx suite team tcpdf test tex unknown unspecified user utilisateur universite weasyprint windows wkhtmltopdf word writer \
xlsxwriter";

/// True for a name that may be somebody's.
fn designates_somebody(name: &str) -> bool {
    let words = crate::text::fold::words(name);
    let letters = words.iter().map(String::len).sum::<usize>();
    let nobody =
        words.iter().any(|word| NOBODY.split_ascii_whitespace().any(|known| known == word));
    (3..=60).contains(&letters) && words.len() <= 6 && !nobody
}

#[cfg(test)]
mod tests;
