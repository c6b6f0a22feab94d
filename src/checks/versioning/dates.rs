//! The dates that entries of a changelog begin with, in their usual writings.

use crate::lang::date::month;
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

/// Characters of a line in which an entry gives its date.
const REACH: usize = 48;
/// Lines of a changelog that are read for dates.
const LINES: usize = 5000;

static WRITTEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"|(?P<d2>\d{1,2})[-/.](?P<m2>\d{1,2})[-/.](?P<y2>(?:19|20)\d{2})",
        r"|(?P<n3>\p{L}{3,9})\.? (?P<d3>\d{1,2})(?:st|nd|rd|th)?,? (?P<y3>(?:19|20)\d{2})",
        r"|(?P<d4>\d{1,2})(?:er|st|nd|rd|th)? (?P<n4>\p{L}{3,9})\.?,? (?P<y4>(?:19|20)\d{2})",
    ))
    .ok()
});

/// The latest date, not after `today`, that an entry of `text` begins with.
pub(super) fn newest(text: &str, today: Date) -> Option<Date> {
    let lines = text.lines().take(LINES);
    let found = lines.filter_map(|line| {
        let start: String = line.chars().take(REACH).collect();
        date(&start)
    });
    found.filter(|date| *date <= today).max()
}

/// The first date of `text`.
fn date(text: &str) -> Option<Date> {
    let found = WRITTEN.as_ref()?.captures(text)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<i16>().ok();
    let named = |name: &str| month(found.name(name)?.as_str());
    let small = |name: &str| number(name).and_then(|value| i8::try_from(value).ok());
    let (year, month, day) = if let Some(year) = number("y") {
        (year, small("m")?, small("d")?)
    } else if let Some(year) = number("y2") {
        (year, small("m2")?, small("d2")?)
    } else if let Some(year) = number("y3") {
        (year, named("n3")?, small("d3")?)
    } else {
        (number("y4")?, named("n4")?, small("d4")?)
    };
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as on;

    #[test]
    fn usual_writings_are_read() {
        for (text, expected) in [
            ("| Jul 29, 2026   | Improve the search", on(2026, 7, 29)),
            ("## 2026-07-29", on(2026, 7, 29)),
            ("### 29 juillet 2026", on(2026, 7, 29)),
            ("* 1er août 2026 : correction", on(2026, 8, 1)),
            ("29/07/2026 - Version 3", on(2026, 7, 29)),
            ("June 3rd, 2026", on(2026, 6, 3)),
        ] {
            assert_eq!(date(text), Some(expected), "{text}");
        }
        assert_eq!(date("version 12.4.2026"), Some(on(2026, 4, 12)));
        assert_eq!(date("Fixed 3 bugs of 2026"), None);
    }

    #[test]
    fn what_is_still_to_come_does_not_count() {
        let text = "2030-01-01 to come\n2026-02-01 done\n2025-01-01 old";
        assert_eq!(newest(text, on(2026, 11, 1)), Some(on(2026, 2, 1)));
    }
}
