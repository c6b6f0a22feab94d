//! The scanner on texts made at random from what it reacts to, always the same
//! ones: what the fuzz targets check, on any toolchain.

use crate::support::planted::{github_token, letters, private_key};
use crate::support::random::Random;
use crate::support::scanning::{check, named};
use std::io::Write;

/// What a text is made of.
fn pieces() -> Vec<String> {
    let words = "password secret_key api_key token motdepasse Authorization: Basic Bearer \
                 client_secret= passwd: \" ' = == => := : ; , ( ) { } [ ] < > </ :// @ \\n \\\" \
                 # // /* */ <!-- --> % $ ${HOME} {{x}} null true changeme example é \u{a0} 日本 \
                 10.12.34.56 srv.intra agent@interieur.gouv.fr";
    let mut pieces: Vec<String> = words.split(' ').map(String::from).collect();
    pieces.extend(["\n", "\r\n", " ", "\t", "\n  ", "\0", "=\"", "\"\n"].map(String::from));
    pieces.extend((0..12).map(|seed| letters(seed, 4 + 5 * seed as usize)));
    pieces.push(github_token(1));
    pieces.push(private_key(1));
    pieces.push(format!("postgres://app:{}@db.example.org/x", letters(3, 12)));
    pieces.push(data_encoding::BASE64.encode(format!("password: {}\n", letters(4, 16)).as_bytes()));
    pieces.push(format!("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.{}", letters(5, 43)));
    pieces.push(["publiable", "allow password fictif"].join(":"));
    pieces
}

fn text(pieces: &[String], random: &mut Random) -> Vec<u8> {
    let mut text = String::new();
    for _ in 0..random.below(60) {
        text.push_str(&pieces[random.below(pieces.len())]);
        if random.below(3) == 0 {
            text.push(' ');
        }
    }
    text.into_bytes()
}

#[test]
fn what_is_scanned_never_breaks_the_scanner() {
    let pieces = pieces();
    for seed in 1..=200 {
        let mut random = Random::new(seed);
        let mut bytes = text(&pieces, &mut random);
        if random.below(2) == 0 {
            random.damage(&mut bytes);
        }
        check(&bytes, named(&[random.below(256) as u8]).0);
    }
}

#[test]
fn other_encodings_and_archives_never_break_the_scanner() {
    let pieces = pieces();
    for seed in 1..=200 {
        let mut random = Random::new(seed);
        let inner = text(&pieces, &mut random);
        let mut bytes = match random.below(4) {
            0 => {
                String::from_utf8_lossy(&inner).encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
            1 => gzip(&inner),
            2 => zip(&inner),
            _ => [b"\x7fELF\0\0".as_slice(), &inner].concat(),
        };
        random.damage(&mut bytes);
        check(&bytes, named(&[random.below(256) as u8]).0);
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("gzip")
}

fn zip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("a.env", options).expect("entry");
    writer.write_all(bytes).expect("bytes");
    writer.finish().expect("zip").into_inner()
}
