//! Days, as `YYYY-MM-DD` (ISO 8601).

use jiff::civil::Date;

/// The day written `YYYY-MM-DD`, and nothing else.
pub(crate) fn day(text: &str) -> Option<Date> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if shape { text.parse().ok() } else { None }
}

/// The day that `text` writes in another way, and whether that is certain: the
/// day is read before the month, as in Europe, when the year comes last.
pub(crate) fn guess(text: &str) -> Option<(Date, bool)> {
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    if parts.iter().any(|part| !part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day, sure) = match (first.len(), third.len()) {
        (4, 1..=2) => (first, second, third, true),
        (1..=2, 4) => (third, second, first, false),
        _ => return None,
    };
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    Some((date.ok()?, sure))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_real_one() {
        assert!(day("2024-02-29").is_some());
        for bad in ["2023-02-29", "2024-1-1", "20240101", "2024-01-01T00:00", "", "2024-01-0é"] {
            assert!(day(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn another_way_of_writing_a_day_is_understood() {
        let read = |text| guess(text).map(|(date, sure)| (date.to_string(), sure));
        for sure in ["2026-1-31", "2026/01/31", "2026-01-31T10:00:00Z", " 2026.01.31 "] {
            assert_eq!(read(sure), Some(("2026-01-31".to_string(), true)), "{sure}");
        }
        assert_eq!(read("31/01/2026"), Some(("2026-01-31".to_string(), false)));
        for unread in ["01/31/2026", "31/01/26", "2026", "2026-13-01", "demain", "+026-01-01"] {
            assert_eq!(read(unread), None, "{unread}");
        }
    }
}
