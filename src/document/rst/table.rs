//! Tables drawn as a grid, or with rules above and below: each line between the
//! rules is a row.

use super::super::BlockKind;
use super::super::source::{Line, Passage};
use super::Rst;

/// How far the last rule of a simple table is looked for.
const ROWS_MAX: usize = 500;

/// Reads the table at a line, if there is one; returns the line after.
pub(super) fn read(rst: &mut Rst, lines: &[Line<'_>], at: usize) -> Option<usize> {
    let end = if is_grid_rule(lines[at].text) {
        let rest = lines[at..].iter();
        at + rest.take_while(|line| line.text.starts_with(['+', '|'])).count()
    } else if is_simple_rule(lines[at].text) {
        let rest = lines.iter().enumerate().skip(at + 1).take(ROWS_MAX);
        let closes = |index: usize| lines.get(index + 1).is_none_or(Line::is_blank);
        let mut last = rest.filter(|(_, line)| is_simple_rule(line.text));
        last.find(|(index, _)| closes(*index))?.0 + 1
    } else {
        return None;
    };
    for line in lines[at..end].iter().filter(|line| !draws(line.text)) {
        let grid = line.text.starts_with('|');
        let cells = if grid { line.text.replace('|', " ") } else { line.text.to_string() };
        rst.show(BlockKind::TableRow, &Passage::of(cells.trim(), line.number));
    }
    Some(end)
}

fn is_grid_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= 3
        && text.starts_with('+')
        && text.ends_with('+')
        && text.bytes().all(|byte| b"+-=".contains(&byte))
        && !text.bytes().all(|byte| byte == b'+')
}

fn is_simple_rule(text: &str) -> bool {
    let text = text.trim_end();
    text.starts_with("==") && text.contains(' ') && text.bytes().all(|byte| b"= ".contains(&byte))
}

/// True for a rule, for a line that spans columns and for a blank one.
fn draws(text: &str) -> bool {
    text.bytes().all(|byte| b"+-=| ".contains(&byte))
}
