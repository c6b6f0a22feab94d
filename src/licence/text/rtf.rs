//! The words of a Rich Text Format file (RTF specification 1.9.1): what a word
//! processor saves a licence in. Fonts, colours, pictures and fields of
//! information are left out; nothing else of the format is interpreted.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Groups that hold no text of the document.
const SILENT: [&str; 16] = [
    "colortbl",
    "filetbl",
    "fonttbl",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "generator",
    "header",
    "info",
    "listoverridetable",
    "listtable",
    "object",
    "pict",
    "rsidtbl",
    "stylesheet",
];

/// Letters of the longest control word.
const LONGEST_WORD: usize = 32;

/// Groups within groups, beyond which a file is not read further.
const DEEPEST: usize = 200;

/// True for the first bytes of a file in Rich Text Format.
pub(crate) fn is_rtf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\\rtf")
}

/// The text of a file in Rich Text Format; paragraphs become lines.
pub(crate) fn text(bytes: &[u8]) -> String {
    let mut reader = Reader {
        bytes,
        at: 0,
        encoding: WINDOWS_1252,
        groups: vec![Group { silent: false, fallback: 1 }],
        skip: 0,
        text: String::with_capacity(bytes.len()),
    };
    while reader.step() {}
    reader.text
}

/// What holds until a brace closes.
#[derive(Clone, Copy)]
struct Group {
    /// True when its text is not that of the document.
    silent: bool,
    /// Characters that follow each `\u` for readers that do not know it.
    fallback: usize,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    encoding: &'static Encoding,
    groups: Vec<Group>,
    skip: usize,
    text: String,
}

impl Reader<'_> {
    /// Reads one element; false at the end.
    fn step(&mut self) -> bool {
        let Some(&byte) = self.bytes.get(self.at) else { return false };
        self.at += 1;
        match byte {
            b'{' if self.groups.len() >= DEEPEST => return false,
            b'{' => self.groups.extend(self.groups.last().copied()),
            b'}' => {
                self.groups.pop();
                return self.groups.len() > 1;
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            byte => self.byte(byte),
        }
        true
    }

    fn group(&mut self) -> Option<&mut Group> {
        self.groups.last_mut()
    }

    /// Adds a character, unless it stands for one already given.
    fn push(&mut self, character: char) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.groups.last().is_some_and(|group| !group.silent) {
            self.text.push(character);
        }
    }

    fn byte(&mut self, byte: u8) {
        let bytes = [byte];
        let decoded = self.encoding.decode_without_bom_handling(&bytes).0;
        decoded.chars().for_each(|character| self.push(character));
    }

    /// What follows a backslash.
    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take(LONGEST_WORD).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&rest[..length]).into_owned();
        let sign = usize::from(rest.get(length) == Some(&b'-'));
        let digits = rest[length + sign..].iter().take(9).take_while(|b| b.is_ascii_digit());
        let end = length + sign + digits.count();
        let number = String::from_utf8_lossy(&rest[length..end]).parse::<i64>().ok();
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        self.word(&word, number);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2);
                let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.silence(),
            b'~' => self.push('\u{a0}'),
            b'_' => self.push('-'),
            b'\\' | b'{' | b'}' => self.push(char::from(symbol)),
            b'\r' | b'\n' => self.push('\n'),
            _ => {}
        }
    }

    fn silence(&mut self) {
        if let Some(group) = self.group() {
            group.silent = true;
        }
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        match (word, number) {
            ("mac", _) => self.encoding = MACINTOSH,
            ("uc", Some(count)) => {
                if let Some(group) = self.group() {
                    group.fallback = usize::try_from(count).unwrap_or(0).min(8);
                }
            }
            ("u", Some(code)) => {
                // Codes beyond 32,767 are written as negative numbers.
                let code = if code < 0 { code + 0x1_0000 } else { code };
                let character = u32::try_from(code).ok().and_then(char::from_u32);
                self.push(character.unwrap_or('\u{fffd}'));
                self.skip = self.groups.last().map_or(1, |group| group.fallback);
            }
            ("bin", Some(length)) => self.at += usize::try_from(length).unwrap_or(0),
            _ if SILENT.contains(&word) => self.silence(),
            _ => {
                if let Some(character) = meant(word) {
                    self.push(character);
                }
            }
        }
    }
}

/// The character that a control word stands for.
fn meant(word: &str) -> Option<char> {
    Some(match word {
        "par" | "line" | "sect" | "page" | "row" => '\n',
        "tab" | "cell" => '\t',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "endash" => '–',
        "emdash" => '—',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{is_rtf, text};

    #[test]
    fn the_text_is_read_and_nothing_else() {
        let file = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\*\\generator X;}\\f0\n\
            Licence \\'ab\\~libre\\~\\'bb\\par L\\rquote \\u339?uvre, \\{1\\}\\b gras\\b0 .}trailing";
        assert!(is_rtf(file));
        assert_eq!(text(file), "Licence «\u{a0}libre\u{a0}»\nL’œuvre, {1}gras.");
    }

    #[test]
    fn broken_files_end_early() {
        assert_eq!(text(b"{\\rtf1 a\\'z{\\u-"), "az");
        assert_eq!(text("{".repeat(100_000).as_bytes()), "");
        assert_eq!(text(b"{\\rtf1 a\\bin999999999 b}"), "a");
    }
}
