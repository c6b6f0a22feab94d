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

/// The rank of the month whose name, in either language, begins as `name` does: three
/// letters tell it.
pub(crate) fn month(name: &str) -> Option<i8> {
    let plain = |name: &str| name.to_lowercase().replace('é', "e").replace('û', "u");
    let name = plain(name);
    let shared = |month: &String| {
        plain(month).chars().zip(name.chars()).take_while(|(known, letter)| known == letter).count()
    };
    let months = (1..).zip(MONTHS.fr.iter().zip(&MONTHS.en));
    let (letters, month) = months.map(|(at, (fr, en))| (shared(fr).max(shared(en)), at)).max()?;
    (letters >= 3).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::{Text, long, month};

    #[test]
    fn a_date_is_read_as_prose() {
        assert_eq!(long("2026-11-30"), Text::new("30 novembre 2026", "30 November 2026"));
        assert_eq!(long("2026-02-01"), Text::new("1er février 2026", "1 February 2026"));
        assert_eq!(long("?"), Text::same("?"));
    }

    #[test]
    fn three_letters_tell_a_month() {
        let read =
            ["Jul", "juin", "juil", "août", "fév", "sept", "Octubre", "Ju", "vers"].map(month);
        let told = [7, 6, 7, 8, 2, 9, 10].map(Some);
        assert_eq!((&read[..7], &read[7..]), (&told[..], &[None, None][..]));
    }
}
