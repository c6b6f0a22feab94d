//! Tables drawn as a grid, or with rules above and below.

use super::super::BlockKind;
use super::super::source::{Line, Passage};
use super::Rst;

/// How far the last rule of a simple table is looked for.
const ROWS_MAX: usize = 500;

/// Reads the table at a line, if there is one; returns the line after.
pub(super) fn read(rst: &mut Rst, lines: &[Line<'_>], at: usize) -> Option<usize> {
    let first = lines[at].text.trim_end();
    if is_grid_rule(first) {
        Some(grid(rst, lines, at))
    } else if is_simple_rule(first) {
        simple(rst, lines, at)
    } else {
        None
    }
}

fn is_grid_rule(text: &str) -> bool {
    text.len() >= 3
        && text.starts_with('+')
        && text.ends_with('+')
        && text.bytes().all(|byte| b"+-=".contains(&byte))
        && !text.bytes().all(|byte| byte == b'+')
}

fn is_simple_rule(text: &str) -> bool {
    text.starts_with("==") && text.contains(' ') && text.bytes().all(|byte| b"= ".contains(&byte))
}

/// A grid: the rows are between rules, the cells between the columns of the
/// first rule.
fn grid(rst: &mut Rst, lines: &[Line<'_>], at: usize) -> usize {
    let rule = lines[at].text.trim_end();
    let columns: Vec<usize> = rule.match_indices('+').map(|(column, _)| column).collect();
    let rest = lines[at..].iter();
    let length = rest.take_while(|line| line.text.starts_with(['+', '|'])).count();
    let table = &lines[at..at + length];
    let is_rule = |line: &Line<'_>| line.text.starts_with('+');
    for row in table.split(is_rule).filter(|row| !row.is_empty()) {
        let mut cells: Vec<Passage> = Vec::new();
        for line in row {
            for (index, cell) in split(line.text.trim_end(), &columns).enumerate() {
                if cells.len() <= index {
                    cells.push(Passage::default());
                }
                cells[index].push_line(cell.trim(), line.number);
            }
        }
        show(rst, &cells, row);
    }
    at + length
}

/// The parts of a line between the bars which stand at `columns`.
fn split<'a>(text: &'a str, columns: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let mut cuts = vec![];
    let mut expected = columns.iter().peekable();
    for (column, (offset, letter)) in text.char_indices().enumerate() {
        while expected.peek().is_some_and(|&&next| next < column) {
            expected.next();
        }
        if letter == '|' && expected.peek() == Some(&&column) {
            cuts.push(offset);
        }
    }
    cuts.push(text.len());
    let pairs: Vec<(usize, usize)> = cuts.windows(2).map(|cut| (cut[0] + 1, cut[1])).collect();
    pairs
        .into_iter()
        .map(|(start, end)| text.get(start..end).unwrap_or_default())
        .filter(|cell| !cell.is_empty())
}

/// A simple table: rules above, below and maybe under the headers; a line
/// whose first cell is empty goes on with the row before.
fn simple(rst: &mut Rst, lines: &[Line<'_>], at: usize) -> Option<usize> {
    let is_rule = |line: &Line<'_>| is_simple_rule(line.text.trim_end());
    let mut end = None;
    for (index, line) in lines.iter().enumerate().skip(at + 1).take(ROWS_MAX) {
        let closes = lines.get(index + 1).is_none_or(Line::is_blank);
        if is_rule(line) && closes {
            end = Some(index);
            break;
        }
    }
    let end = end?;
    let body = lines[at + 1..end]
        .iter()
        .filter(|line| !is_rule(line) && !is_span(line) && !line.is_blank());
    let mut row: Vec<Line<'_>> = Vec::new();
    for line in body {
        if line.indent() == 0 && !row.is_empty() {
            show_lines(rst, &row);
            row.clear();
        }
        row.push(*line);
    }
    show_lines(rst, &row);
    Some(end + 1)
}

/// A line which only draws columns.
fn is_span(line: &Line<'_>) -> bool {
    line.text.trim().bytes().all(|byte| b"- ".contains(&byte))
}

fn show_lines(rst: &mut Rst, row: &[Line<'_>]) {
    let mut passage = Passage::default();
    for line in row {
        passage.push_line(line.text.trim(), line.number);
    }
    if !passage.is_empty() {
        show(rst, &[passage], row);
    }
}

/// Shows the cells of a row.
fn show(rst: &mut Rst, cells: &[Passage], row: &[Line<'_>]) {
    let (Some(first), Some(last)) = (row.first(), row.last()) else {
        return;
    };
    rst.sink.open(BlockKind::TableRow, first.number);
    for cell in cells {
        super::inline::render(&mut rst.sink, &mut rst.names, cell);
        rst.sink.text(" ", last.number);
    }
    rst.sink.close(Some(last.number));
}
