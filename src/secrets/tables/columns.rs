//! The names of the columns that designate people, in French and in English.

use crate::secrets::lists::{Names, list};
use crate::text::fold::words as unaccented_words;
use std::sync::LazyLock;

/// What a column says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// First name.
    FirstName,
    /// Family name, at birth or in use.
    LastName,
    /// Date or place of birth.
    Birth,
    /// Social-security, tax or identity number.
    Number,
    /// Bank account.
    Account,
    /// E-mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Postal address.
    Address,
    /// A name, of a person or of anything.
    Name,
    /// Sex or title.
    Sex,
    /// Pay.
    Salary,
}

impl Column {
    /// True when only people have it.
    pub fn designates_a_person(self) -> bool {
        matches!(self, Column::FirstName | Column::LastName | Column::Birth | Column::Number)
    }
}

/// What the column called `header` says of people.
pub(super) fn column_of(header: &str) -> Option<Column> {
    if header.len() > 60 {
        return None;
    }
    let words = unaccented_words(header);
    let joined = words.concat();
    let has = |name| list(name).iter().any(|wanted| words.iter().any(|word| word == wanted));
    let is = |name| list(name).contains(&joined.as_str());
    let of_a_thing = has("column.of-a-thing");
    let column = match () {
        () if has("column.number-words") || is("column.number-names") => Column::Number,
        () if has("column.birth-words") && !has("column.birth-denied") => Column::Birth,
        () if of_a_thing => return None,
        () if has("column.first-name-words")
            || is("column.first-name-names")
            || joined.ends_with("firstname")
            || joined.ends_with("givenname") =>
        {
            Column::FirstName
        }
        () if is("column.last-name-names") || joined.ends_with("lastname") => Column::LastName,
        () if has("column.account-words") => Column::Account,
        () if has("column.email-words") => Column::Email,
        () if has("column.phone-words") => Column::Phone,
        () if has("column.address-words") => Column::Address,
        () if is("column.name-names") => Column::Name,
        () if is("column.sex-names") => Column::Sex,
        () if has("column.salary-words") => Column::Salary,
        () => return None,
    };
    Some(column)
}

/// Words of made-up people and of generators of data.
static MADE_UP: Names = LazyLock::new(|| list("person.made-up"));

/// True when most rows are those of an example: addresses on reserved domains,
/// names that everybody makes up.
pub(super) fn is_fictitious(sample: &[Vec<String>], columns: &[(usize, Column)]) -> bool {
    let made_up = |row: &&Vec<String>| {
        columns.iter().any(|(at, column)| {
            let value = row.get(*at).map(|value| value.to_lowercase()).unwrap_or_default();
            match column {
                Column::Email => {
                    let domain = value.rsplit_once('@').map_or("", |(_, domain)| domain);
                    ["example.", "exemple.", "test.", "yopmail.", "mailinator."]
                        .iter()
                        .any(|start| domain.starts_with(start))
                        || [".example", ".test", ".invalid", ".localhost"]
                            .iter()
                            .any(|end| domain.ends_with(end))
                }
                Column::FirstName | Column::LastName | Column::Name => {
                    unaccented_words(&value).iter().any(|word| MADE_UP.contains(&word.as_str()))
                        || value.bytes().any(|byte| byte.is_ascii_digit())
                }
                _ => false,
            }
        })
    };
    let count = sample.iter().filter(made_up).count();
    count * 2 > sample.len()
}
