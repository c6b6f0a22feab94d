//! Tables: every line that starts with a bar is shown as a row.

use std::sync::LazyLock;

use regex::Regex;

use super::super::BlockKind;
use super::AsciiDoc;

/// A bar, with the span and the style which may precede it.
static CELL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|\s)(?:[0-9]*(?:\.[0-9]+)?[+*])?[<^>]?(?:\.[<^>])?[aehlmsdv]?[|!]")
        .expect("a valid pattern")
});

/// Reads the table which starts at a line; returns the line after it.
pub(super) fn read(adoc: &mut AsciiDoc<'_>, at: usize) -> usize {
    let mark = adoc.lines[at].text.trim_end();
    let rest = &adoc.lines[at + 1..];
    let length = rest.iter().position(|line| line.text.trim_end() == mark).unwrap_or(rest.len());
    let commas = mark.starts_with(',');
    for index in at + 1..at + 1 + length {
        let line = adoc.lines[index];
        if line.is_blank() {
            flush(adoc);
            continue;
        }
        if line.text.starts_with("//") {
            continue;
        }
        let starts = commas || CELL.find(line.text).is_some_and(|cell| cell.start() == 0);
        if starts {
            flush(adoc);
        }
        let cells = CELL.replace_all(line.text, "  ").into_owned();
        let text = if commas { cells.replace(',', " ") } else { cells };
        adoc.gather(&text, line.number);
    }
    flush(adoc);
    at + length + 2
}

fn flush(adoc: &mut AsciiDoc<'_>) {
    let passage = std::mem::take(&mut adoc.passage);
    if !passage.is_empty() {
        adoc.show(BlockKind::TableRow, &passage, None);
    }
}
