//! A list in a terminal, of which one line is chosen or several are ticked. A line that
//! does not fit takes several rows, and a list that does not fit is shown around the
//! cursor.

use super::{Turn, WIDEST};
use crate::cli::console::{words, wrapped};
use console::{Key, Term, style};
use std::io;

/// What stands before the line that the cursor is on, and before the others.
const MARKS: [&str; 2] = ["> ", "  "];
/// What stands before a line that is ticked, and before one that is not.
const BOXES: [&str; 2] = ["[x] ", "[ ] "];
/// The smallest screen that is drawn for: columns, rows.
const SMALLEST: (usize, usize) = (20, 6);

/// The line of `items` that a person chooses, `at` first; `back` tells whether there is
/// something to go back to.
pub(super) fn choose(
    term: &Term,
    (prompt, items): (&str, &[String]),
    at: usize,
    back: bool,
) -> io::Result<Turn<usize>> {
    let mut list = List { term, prompt, items, at, top: 0, ticked: None, drawn: 0 };
    list.run(back).map(|turn| turn.map(|()| list.at))
}

/// The same for several, those `ticked` at first.
pub(super) fn tick(
    term: &Term,
    (prompt, items): (&str, &[String]),
    ticked: &[bool],
    back: bool,
) -> io::Result<Turn<Vec<usize>>> {
    let ticked = Some(ticked.to_vec());
    let mut list = List { term, prompt, items, at: 0, top: 0, ticked, drawn: 0 };
    let turn = list.run(back)?;
    let ticked = list.ticked.unwrap_or_default();
    Ok(turn.map(|()| (0..items.len()).filter(|at| ticked.get(*at) == Some(&true)).collect()))
}

struct List<'a> {
    term: &'a Term,
    prompt: &'a str,
    items: &'a [String],
    /// The line that the cursor is on.
    at: usize,
    /// The first line that is shown.
    top: usize,
    ticked: Option<Vec<bool>>,
    /// Rows drawn under the prompt.
    drawn: usize,
}

impl List<'_> {
    fn run(&mut self, back: bool) -> io::Result<Turn<()>> {
        let (columns, _) = self.size();
        let title = wrapped(self.prompt, columns.min(WIDEST));
        if !title.is_empty() {
            self.term.write_line(&style(title).for_stderr().bold().to_string())?;
        }
        self.term.hide_cursor()?;
        let turn = self.follow(back);
        // The screen is left clean whatever happened.
        self.clear()?;
        self.term.show_cursor()?;
        let turn = turn?;
        if let (Turn::Given(()), None) = (&turn, &self.ticked) {
            let chosen = self.items.get(self.at).map_or("", String::as_str).trim_start();
            // A line that leads back is no answer.
            if !chosen.starts_with(super::BACK) {
                self.term.write_line(&wrapped(&format!("› {chosen}"), columns))?;
            }
        }
        Ok(turn)
    }

    /// Moves the cursor as told until a key ends the list.
    fn follow(&mut self, back: bool) -> io::Result<Turn<()>> {
        loop {
            self.draw()?;
            match self.term.read_key()? {
                Key::Enter => return Ok(Turn::Given(())),
                Key::Char(' ') if self.ticked.is_none() => return Ok(Turn::Given(())),
                Key::Escape | Key::Char('q') => return Ok(Turn::Leave),
                Key::Char(super::BACK) if back => return Ok(Turn::Back),
                key => self.take(&key),
            }
        }
    }

    fn take(&mut self, key: &Key) {
        let count = self.items.len().max(1);
        // A list that is seen whole has no pages.
        let page = self.shown(self.top).len();
        let page = if page < count { page } else { 0 };
        self.at = match key {
            Key::ArrowDown | Key::Tab | Key::Char('j') => (self.at + 1) % count,
            Key::ArrowUp | Key::BackTab | Key::Char('k') => (self.at + count - 1) % count,
            Key::PageDown | Key::ArrowRight | Key::Char('l') => (self.at + page).min(count - 1),
            Key::PageUp | Key::ArrowLeft | Key::Char('h') => self.at.saturating_sub(page),
            Key::Home => 0,
            Key::End => count - 1,
            _ => self.at,
        };
        match (key, &mut self.ticked) {
            (Key::Char(' '), Some(ticked)) => {
                ticked.get_mut(self.at).into_iter().for_each(|one| *one = !*one);
            }
            (Key::Char('a'), Some(ticked)) => {
                let all = ticked.iter().all(|one| *one);
                ticked.iter_mut().for_each(|one| *one = !all);
            }
            _ => {}
        }
    }

    fn size(&self) -> (usize, usize) {
        let (rows, columns) = self.term.size_checked().unwrap_or((24, 80));
        let (columns, rows) = (usize::from(columns).saturating_sub(1), usize::from(rows));
        (columns.max(SMALLEST.0), rows.max(SMALLEST.1))
    }

    /// The rows of the line `at`.
    fn rows(&self, at: usize) -> Vec<String> {
        let mark = MARKS[usize::from(at != self.at)];
        let ticked = self.ticked.as_ref();
        let ticked = ticked.map_or("", |all| BOXES[usize::from(all.get(at) != Some(&true))]);
        let indent = " ".repeat(mark.len() + ticked.len());
        let text = self.items.get(at).map_or("", String::as_str);
        let columns = self.size().0 - indent.len();
        let rows = textwrap::wrap(text, words(columns).break_words(true));
        let first = |row: usize| if row == 0 { format!("{mark}{ticked}") } else { indent.clone() };
        rows.iter().enumerate().map(|(row, text)| format!("{}{text}", first(row))).collect()
    }

    /// The lines from `top` that the screen holds, the prompt and two marks left out.
    fn shown(&self, top: usize) -> std::ops::Range<usize> {
        let (columns, rows) = self.size();
        let room =
            rows.saturating_sub(wrapped(self.prompt, columns.min(WIDEST)).lines().count() + 3);
        let (mut end, mut taken) = (top, 0);
        while end < self.items.len() {
            taken += self.rows(end).len();
            if taken > room && end > top {
                break;
            }
            end += 1;
        }
        top..end
    }

    fn clear(&self) -> io::Result<()> {
        if self.drawn == 0 { Ok(()) } else { self.term.clear_last_lines(self.drawn) }
    }

    fn draw(&mut self) -> io::Result<()> {
        self.top = self.top.min(self.at);
        while !self.shown(self.top).contains(&self.at) && self.top < self.at {
            self.top += 1;
        }
        let shown = self.shown(self.top);
        let (above, below) = (shown.start, self.items.len() - shown.end);
        let mut page: Vec<String> = Vec::new();
        page.extend((above > 0).then(|| format!("  ↑ {above}")));
        for at in shown {
            let rows = self.rows(at).into_iter();
            page.extend(rows.map(|row| match at == self.at {
                true => style(row).for_stderr().cyan().to_string(),
                false => row,
            }));
        }
        page.extend((below > 0).then(|| format!("  ↓ {below}")));
        self.clear()?;
        self.drawn = page.len();
        page.iter().try_for_each(|row| self.term.write_line(row))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::fs::File;

    /// A screen of 24 rows and 80 columns that nobody looks at.
    fn nowhere() -> Term {
        let null = |write: bool| File::options().read(true).write(write).open("/dev/null");
        Term::read_write_pair(null(false).expect("opened"), null(true).expect("opened"))
    }

    fn list<'a>(term: &'a Term, items: &'a [String]) -> List<'a> {
        List { term, prompt: "?", items, at: 0, top: 0, ticked: None, drawn: 0 }
    }

    #[test]
    fn a_line_that_does_not_fit_is_wrapped_between_its_words() {
        let term = nowhere();
        let rule = "contribution/degree-consistent";
        let items = [format!("{} {rule}", "mot ".repeat(40).trim())];
        let list = list(&term, &items);
        let rows = list.rows(0);
        assert!(rows.len() > 1 && rows[0].starts_with("> mot"), "{rows:?}");
        assert!(rows.iter().all(|row| row.chars().count() <= list.size().0), "{rows:?}");
        assert!(rows[1..].iter().all(|row| row.starts_with("  ")), "{rows:?}");
        assert!(rows.iter().any(|row| row.ends_with(rule)), "{rows:?}");
    }

    #[test]
    fn keys_move_the_cursor_and_tick() {
        let (term, items) = (nowhere(), ["a", "b", "c"].map(str::to_string));
        let mut list = list(&term, &items);
        list.take(&Key::ArrowUp);
        assert_eq!(list.at, 2);
        list.take(&Key::ArrowDown);
        assert_eq!(list.at, 0);
        list.take(&Key::End);
        assert_eq!(list.at, 2);
        list.ticked = Some(vec![true; 3]);
        list.take(&Key::Char(' '));
        assert_eq!(list.ticked, Some(vec![true, true, false]));
        list.take(&Key::Char('a'));
        assert_eq!(list.ticked, Some(vec![true; 3]));
    }

    #[test]
    fn a_list_that_does_not_fit_is_shown_around_the_cursor() {
        let term = nowhere();
        let items: Vec<String> = (0..200).map(|at| format!("ligne {at}")).collect();
        let mut list = list(&term, &items);
        assert!(list.shown(0).len() < list.size().1);
        list.at = 150;
        list.draw().expect("drawn");
        assert!(list.shown(list.top).contains(&150) && list.drawn <= list.size().1);
    }
}
