//! The scanner on texts made at random from what it reacts to, always the same
//! ones: what the fuzz targets check, on any toolchain.

use crate::support::planted::{github_token, letters, private_key};
use crate::support::scanning::{check, named};
use std::io::Write;

struct Random(u64);

impl Random {
    fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

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

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..random.below(4) {
        let at = random.below(bytes.len());
        match random.below(4) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at.min(bytes.len()), random.below(256) as u8),
            2 => drop(bytes.drain(at..(at + random.below(20)).min(bytes.len()))),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.below(8)),
        }
    }
}

#[test]
fn what_is_scanned_never_breaks_the_scanner() {
    let pieces = pieces();
    for seed in 1..=200 {
        let mut random = Random::new(seed);
        let mut bytes = text(&pieces, &mut random);
        if random.below(2) == 0 {
            damage(&mut bytes, &mut random);
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
        damage(&mut bytes, &mut random);
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
