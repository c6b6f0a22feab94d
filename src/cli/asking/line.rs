//! One line typed in a terminal: what is proposed is replaced by typing, and edited once
//! an arrow or the backspace key has touched it.

use console::{Key, Term, measure_text_width, style};
use std::io;

/// What stands before what is typed.
const MARK: &str = "› ";
/// The narrowest screen that is drawn for.
const NARROWEST: usize = 20;

/// The line typed, `proposed` when nothing else is; nothing for the Escape key.
pub(super) fn read(term: &Term, proposed: &str) -> io::Result<Option<String>> {
    let mut line = Line::new(proposed);
    let typed = loop {
        line.draw(term)?;
        match term.read_key()? {
            Key::Enter => break Some(line.text()),
            Key::Escape => break None,
            key => line.take(key),
        }
    };
    term.write_line("")?;
    Ok(typed)
}

struct Line {
    text: Vec<char>,
    /// Where the next character goes.
    at: usize,
    /// True until the text proposed is touched.
    proposed: bool,
}

impl Line {
    fn new(proposed: &str) -> Line {
        let text: Vec<char> = proposed.chars().collect();
        Line { at: text.len(), proposed: !text.is_empty(), text }
    }

    fn text(&self) -> String {
        self.text.iter().collect()
    }

    fn take(&mut self, key: Key) {
        // Ctrl-U, as shells do.
        let clears = key == Key::Char('\u{15}');
        let types = matches!(key, Key::Char(typed) if !typed.is_control());
        if clears || (types && self.proposed) {
            (self.text, self.at) = (Vec::new(), 0);
        }
        self.proposed = false;
        match key {
            Key::Char(typed) if types => {
                self.text.insert(self.at, typed);
                self.at += 1;
            }
            Key::Backspace if self.at > 0 => {
                self.at -= 1;
                self.text.remove(self.at);
            }
            Key::Del if self.at < self.text.len() => drop(self.text.remove(self.at)),
            Key::ArrowLeft => self.at = self.at.saturating_sub(1),
            Key::ArrowRight => self.at = self.text.len().min(self.at + 1),
            Key::Home => self.at = 0,
            Key::End => self.at = self.text.len(),
            _ => {}
        }
    }

    /// Draws the part of the text around the cursor that fits in one row.
    fn draw(&self, term: &Term) -> io::Result<()> {
        let columns = term.size_checked().map_or(80, |(_, columns)| usize::from(columns));
        let room = columns.max(NARROWEST) - MARK.chars().count() - 1;
        let width = |part: &[char]| measure_text_width(&part.iter().collect::<String>());
        let mut from = 0;
        while width(&self.text[from..self.at]) > room {
            from += 1;
        }
        let mut to = self.at;
        while to < self.text.len() && width(&self.text[from..=to]) <= room {
            to += 1;
        }
        let shown: String = self.text[from..to].iter().collect();
        let shown = match self.proposed {
            true => style(shown).for_stderr().dim().to_string(),
            false => shown,
        };
        term.clear_line()?;
        term.write_str(&format!("{MARK}{shown}"))?;
        match width(&self.text[self.at..to]) {
            0 => Ok(()),
            after => term.move_cursor_left(after),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(proposed: &str, keys: &[Key]) -> String {
        let mut line = Line::new(proposed);
        keys.iter().for_each(|key| line.take(key.clone()));
        line.text()
    }

    #[test]
    fn typing_replaces_what_is_proposed_and_an_arrow_edits_it() {
        assert_eq!(after("libre", &[]), "libre");
        assert_eq!(after("libre", &[Key::Char('é'), Key::Char('t')]), "ét");
        assert_eq!(after("libre", &[Key::ArrowRight, Key::Char('s')]), "libres");
        assert_eq!(after("libres", &[Key::Backspace]), "libre");
        assert_eq!(after("libre", &[Key::Home, Key::Del, Key::Char('t')]), "tibre");
        assert_eq!(after("libre", &[Key::Char('\u{15}')]), "");
        assert_eq!(after("", &[Key::Char('\u{7}'), Key::Backspace, Key::ArrowLeft]), "");
    }
}
