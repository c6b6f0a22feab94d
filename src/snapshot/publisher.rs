//! Who says to have published a program: the manifest of a Java archive, the
//! version resource of a Windows program. Read, bounded, never executed.

use crate::archive;

/// What a program says of its publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Publisher {
    /// The publisher's name.
    pub name: String,
    /// What else it says of itself that bears on its licence: product,
    /// copyright, licence.
    pub about: String,
}

/// A manifest is read up to this many bytes.
const MANIFEST: u64 = 1 << 20;
/// A name is kept up to this many characters.
const NAME: usize = 80;

/// The publisher of the program `bytes`, when it says one that can be read.
pub(crate) fn publisher(bytes: &[u8]) -> Option<Publisher> {
    match bytes {
        [b'P', b'K', ..] => {
            let entry = archive::member(bytes, "META-INF/MANIFEST.MF", MANIFEST)?;
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
