//! Who says to have published a program: the manifest of a Java archive, the
//! version resource of a Windows program. Read, bounded, never executed.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// What a program says of its publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// The publisher's name.
    pub name: String,
    /// What else it says of itself that bears on its licence: product,
    /// copyright, licence.
    pub about: String,
}

/// A manifest is read up to this many bytes.
const MANIFEST: usize = 1 << 20;
/// A name is kept up to this many characters.
const NAME: usize = 80;

/// The publisher of the program `bytes`, when it says one that can be read.
pub fn publisher(bytes: &[u8]) -> Option<Publisher> {
    match bytes {
        [b'P', b'K', ..] => {
            let entry = zip_entry(bytes, b"META-INF/MANIFEST.MF")?;
            of_manifest(&String::from_utf8_lossy(&entry))
        }
        [b'M', b'Z', ..] => of_windows(bytes),
        _ => None,
    }
}

/// Reads the attributes of a manifest (JAR File Specification, « JAR Manifest »)
/// and of an OSGi bundle.
fn of_manifest(text: &str) -> Option<Publisher> {
    let text = text.replace("\r\n", "\n").replace("\n ", "");
    let value = |key: &str| {
        text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            (name.eq_ignore_ascii_case(key) && !value.trim().is_empty()).then(|| clean(value))
        })
    };
    let names = ["Implementation-Vendor", "Bundle-Vendor", "Specification-Vendor"];
    let name = names.into_iter().find_map(value)?;
    let about = ["Bundle-License", "Implementation-Title", "Bundle-Name", "Bundle-Copyright"];
    let about: Vec<String> = about.into_iter().filter_map(value).collect();
    Some(Publisher { name, about: about.join(" ; ") })
}

/// Reads the strings of a version resource (« VS_VERSIONINFO »), wherever it is.
fn of_windows(bytes: &[u8]) -> Option<Publisher> {
    let name = version_string(bytes, "CompanyName")?;
    let about = ["ProductName", "LegalCopyright", "FileDescription", "LegalTrademarks"];
    let about: Vec<String> =
        about.into_iter().filter_map(|key| version_string(bytes, key)).collect();
    Some(Publisher { name, about: about.join(" ; ") })
}

/// The key and its value are null-terminated UTF-16, the value aligned on 32 bits.
fn version_string(bytes: &[u8], key: &str) -> Option<String> {
    let key: Vec<u8> = key.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let at = bytes.windows(key.len()).position(|window| window == key)? + key.len();
    let units: Vec<u16> = bytes
        .get(at..)?
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .enumerate()
        .skip_while(|(at, unit)| *unit == 0 && *at < 2)
        .map(|(_, unit)| unit)
        .take_while(|unit| *unit != 0)
        .take(4 * NAME)
        .collect();
    let value = clean(&String::from_utf16_lossy(&units));
    (!value.is_empty()).then_some(value)
}

fn clean(value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control()).take(NAME).collect();
    value.trim().to_string()
}

/// The content of `wanted` in a ZIP archive (APPNOTE.TXT, sections 4.3.7,
/// 4.3.12 and 4.3.16), stored or deflated.
fn zip_entry(bytes: &[u8], wanted: &[u8]) -> Option<Vec<u8>> {
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = bytes.get(tail..)?.windows(4).rposition(|window| window == b"PK\x05\x06")? + tail;
    let mut at = number(bytes, end + 16, 4)?;
    while bytes.get(at..at + 4)? == b"PK\x01\x02" {
        let name = number(bytes, at + 28, 2)?;
        let (extra, comment) = (number(bytes, at + 30, 2)?, number(bytes, at + 32, 2)?);
        if bytes.get(at + 46..at + 46 + name)?.eq_ignore_ascii_case(wanted) {
            return zip_content(bytes, at);
        }
        at += 46 + name + extra + comment;
    }
    None
}

fn zip_content(bytes: &[u8], central: usize) -> Option<Vec<u8>> {
    let (method, size) = (number(bytes, central + 10, 2)?, number(bytes, central + 20, 4)?);
    let local = number(bytes, central + 42, 4)?;
    let start =
        local.checked_add(30)? + number(bytes, local + 26, 2)? + number(bytes, local + 28, 2)?;
    let content = bytes.get(start..start.checked_add(size)?)?;
    match method {
        0 => Some(content[..content.len().min(MANIFEST)].to_vec()),
        8 => decompress_to_vec_with_limit(content, MANIFEST).ok(),
        _ => None,
    }
}

/// A little-endian number of `length` bytes.
fn number(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    let found = bytes.get(at..at.checked_add(length)?)?;
    Some(found.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_names_its_vendor() {
        let text = "Manifest-Version: 1.0\r\nImplementation-Vendor: Éditeur d'exem\r\n ple\r\nBundle-License: MIT\r\n";
        let found = of_manifest(text).expect("publisher");
        assert_eq!(found.name, "Éditeur d'exemple");
        assert_eq!(found.about, "MIT");
        assert_eq!(of_manifest("Manifest-Version: 1.0\n"), None);
    }

    #[test]
    fn a_version_resource_names_its_company() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut bytes = b"MZ\0\0".to_vec();
        bytes.extend(wide("CompanyName\0\0Editeur SA\0"));
        assert_eq!(publisher(&bytes).map(|found| found.name).as_deref(), Some("Editeur SA"));
        assert_eq!(publisher(b"MZ"), None);
    }

    #[test]
    fn a_broken_archive_is_no_publisher() {
        for bytes in [&b"PK"[..], b"PK\x05\x06", &[b"PK\x05\x06".as_slice(), &[0xff; 18]].concat()]
        {
            assert_eq!(publisher(bytes), None);
        }
    }
}
