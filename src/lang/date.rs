//! Dates as prose writes them.

use super::Text;
use jiff::civil::Date;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Months {
    fr: [String; 12],
    en: [String; 12],
}

static MONTHS: LazyLock<Months> =
    LazyLock::new(|| toml::from_str(include_str!("months.toml")).expect("embedded"));

/// `2026-11-30` as `30 novembre 2026`; what is no date stays as it is.
pub(crate) fn long(day: &str) -> Text {
    let Ok(date) = day.parse::<Date>() else { return Text::same(day) };
    let (day, month, year) = (date.day(), usize::from(date.month().unsigned_abs()), date.year());
    let (fr, en) = (&MONTHS.fr[month - 1], &MONTHS.en[month - 1]);
    let first = if day == 1 { "er" } else { "" };
    Text { fr: format!("{day}{first} {fr} {year}"), en: format!("{day} {en} {year}") }
}

#[cfg(test)]
mod tests {
    use super::{Text, long};

    #[test]
    fn a_date_is_read_as_prose() {
        assert_eq!(long("2026-11-30"), Text::new("30 novembre 2026", "30 November 2026"));
        assert_eq!(long("2026-02-01"), Text::new("1er février 2026", "1 February 2026"));
        assert_eq!(long("?"), Text::same("?"));
    }
}
