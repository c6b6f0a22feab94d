use super::{Traces, sheets};
use std::io::{Cursor, Write};

fn traces(name: &str, bytes: &[u8]) -> Option<Traces> {
    super::traces(name, bytes, |line| line == "DIFFUSION RESTREINTE")
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("entry");
        writer.write_all(text.as_bytes()).expect("bytes");
    }
    writer.finish().expect("zip").into_inner()
}

#[test]
fn a_text_document_tells_who_wrote_it() {
    let bytes = zipped(&[
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:creator>Camille Verdier</dc:creator><cp:lastModifiedBy>python-docx</cp:lastModifiedBy></cp:coreProperties>",
        ),
        ("docProps/app.xml", "<Properties><Company>Soci&#233;t&#233;</Company></Properties>"),
        (
            "word/document.xml",
            "<w:document><w:p><w:r><w:t>DIFFUSION </w:t></w:r><w:r><w:t>RESTREINTE</w:t></w:r></w:p><w:ins w:id=\"1\"/><w:instrText/></w:document>",
        ),
        ("word/comments.xml", "<w:comments><w:comment w:id=\"1\"/></w:comments>"),
        (
            "word/_rels/document.xml.rels",
            "<Relationship Target=\"file:///\\\\srv-metier\\partage\\a.docx\"/>",
        ),
    ]);
    let traces = traces("note.docx", &bytes).expect("a document");
    assert_eq!(traces.people, ["Camille Verdier"]);
    assert_eq!((traces.revisions, traces.comments), (1, 1));
    assert_eq!(traces.servers, ["\\\\srv-metier\\partage"]);
    assert_eq!(traces.marking.as_deref(), Some("DIFFUSION RESTREINTE"));
}

#[test]
fn a_workbook_tells_its_hidden_sheets_and_its_rows() {
    let bytes = zipped(&[
        (
            "xl/workbook.xml",
            "<sheets><sheet name=\"a\"/><sheet name=\"b\" state=\"hidden\"/></sheets>",
        ),
        ("xl/sharedStrings.xml", "<sst><si><t>Nom</t></si><si><t>Prénom</t></si></sst>"),
        (
            "xl/worksheets/sheet1.xml",
            "<row r=\"1\"><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row r=\"2\"><c><v>3</v></c></row><row r=\"3\"><c s=\"4\"/></row>",
        ),
    ]);
    assert_eq!(traces("a.xlsx", &bytes).expect("a workbook").hidden, 1);
    let sheets = sheets("a.xlsx", &bytes);
    assert_eq!(sheets[0].head[0], ["Nom", "Prénom"]);
    assert_eq!(sheets[0].count, 2);
}

#[test]
fn a_pdf_tells_its_author() {
    let literal = b"%PDF-1.4\n<< /Author (Camille \\(Verdier\\)) /Creator (Writer) >>";
    assert_eq!(traces("a.pdf", literal).expect("a PDF").people, ["Camille (Verdier)"]);
    let wide: String = "Léa Verdier".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let hex = format!("%PDF-1.4\n<< /Author <FEFF{wide}> >>");
    assert_eq!(traces("a.pdf", hex.as_bytes()).expect("a PDF").people, ["Léa Verdier"]);
    let neutral = b"%PDF-1.4\n<< /Author (Direction interminist\xe9rielle) >>";
    assert!(traces("a.pdf", neutral).expect("a PDF").is_empty());
}

#[test]
fn what_is_not_a_document_is_left() {
    assert_eq!(traces("a.docx", b"plain"), None);
    assert_eq!(traces("a.zip", &zipped(&[("a", "b")])), None);
    assert!(traces("a.docx", b"PK\x03\x04damaged").expect("a package").cut);
}

#[test]
fn the_text_of_a_document_is_a_paragraph_a_line() {
    let odt = zipped(&[(
        "content.xml",
        "<office:text><text:h>Licence</text:h><text:p>Publié sous <text:span>EUPL 1.2</text:span> &amp; rien d’autre</text:p></office:text>",
    )]);
    let told = super::text(&odt).expect("a text");
    assert_eq!(told.trim(), "Licence\nPublié sous EUPL 1.2 & rien d’autre");
    let docx = zipped(&[(
        "word/document.xml",
        "<w:document><w:p><w:r><w:t>MIT</w:t></w:r></w:p><w:p><w:t>Agence</w:t></w:p></w:document>",
    )]);
    assert_eq!(super::text(&docx).expect("a text").trim(), "MIT\nAgence");
    assert_eq!(super::text(&zipped(&[("a.txt", "MIT")])), None);
    assert_eq!(super::text(b"MIT"), None);
}
