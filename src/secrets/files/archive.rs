//! What an archive hides from who reads a repository, by the names of its members.

use crate::lang::Text;
use crate::secrets::lists::{Names, list};
use crate::text;
use std::sync::LazyLock;

/// Extensions of source code in the lists of archives.
static CODE: Names = LazyLock::new(|| list("archive.code"));

/// What whoever looks the archive over that starts with `head` is told; nothing when it hides
/// nothing.
pub(super) fn said(head: &[u8]) -> Option<Text> {
    let sealed = head.starts_with(b"7z\xbc\xaf")
        || head.starts_with(b"Rar!")
        || head.starts_with(b"\xfd7zXZ")
        || head.starts_with(b"BZh");
    if sealed {
        return Some(text!(
            "à ouvrir : l’audit ne lit pas ce format",
            "to be opened: the audit does not read this format"
        ));
    }
    let contents = crate::archive::open(head)?;
    let members = contents.members.iter().map(|member| member.name.to_lowercase());
    let members: Vec<String> = members.collect();
    let headers = names_in_zip(head);
    let document = is_document(&members) || is_document(&headers);
    let hidden = hidden(&members, document).max(hidden(&headers, document));
    match hidden {
        0 if document => Some(text!(
            "document bureautique, à relire comme les autres",
            "office document, to be looked over as the others are"
        )),
        0 => None,
        _ => Some(text!(
            "fichiers source à l’intérieur : {hidden} au moins",
            "source files inside: at least {hidden}"
        )),
    }
}

/// True for the parts of a document of OpenDocument or of Office Open XML.
fn is_document(names: &[String]) -> bool {
    let holds = |wanted: &str| names.iter().any(|name| name == wanted);
    // Other packages have the list of types too: only those of Office have such a folder.
    let part = |name: &String| ["word/", "xl/", "ppt/"].iter().any(|one| name.starts_with(one));
    (holds("[content_types].xml") && names.iter().any(part))
        || (holds("mimetype") && holds("meta-inf/manifest.xml"))
}

/// How many of `names` are source code; the XML parts of a document are none.
fn hidden(names: &[String], document: bool) -> usize {
    let code = |name: &&String| {
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        CODE.contains(&extension) && !(document && extension == "xml")
    };
    names.iter().filter(code).count()
}

/// The names in the local headers of a ZIP that may be cut, in lower case.
fn names_in_zip(head: &[u8]) -> Vec<String> {
    let headers = memchr::memmem::find_iter(head, b"PK\x03\x04");
    let names = headers.filter_map(|at| {
        let length = u16::from_le_bytes([*head.get(at + 26)?, *head.get(at + 27)?]);
        let name = head.get(at + 30..at + 30 + usize::from(length))?;
        Some(String::from_utf8_lossy(name).to_lowercase())
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The start of a ZIP whose members have these `names` and hold nothing.
    fn zip(names: &[&str]) -> Vec<u8> {
        let header = |name: &&str| {
            let length = u8::try_from(name.len()).expect("short");
            let mut header = b"PK\x03\x04".to_vec();
            header.resize(26, 0);
            header.extend([length, 0, 0, 0]);
            header.extend(name.as_bytes());
            header
        };
        names.iter().flat_map(header).collect()
    }

    #[test]
    fn a_document_in_an_archive_is_no_source_and_hides_none() {
        let told = |names: &[&str]| said(&zip(names)).map(|reason| reason.en);
        let odf = ["mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml"];
        let office = ["[Content_Types].xml", "word/document.xml"];
        for document in [&odf[..], &office[..]] {
            let said = told(document).expect("a reason");
            assert!(said.starts_with("office document"), "{said}");
            let hides = told(&[document, &["src/a.py"]].concat()).expect("a reason");
            assert_eq!(hides, "source files inside: at least 1");
        }
        let xml = told(&["conf/a.xml", "mimetype"]).expect("a reason");
        assert_eq!(xml, "source files inside: at least 1");
        assert_eq!(told(&["lisez-moi.txt"]), None);
    }
}
