//! The names of the columns that designate people, in French and in English.

use crate::secrets::personal::unaccented_words;

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
pub fn column_of(header: &str) -> Option<Column> {
    if header.len() > 60 {
        return None;
    }
    let words = unaccented_words(header);
    let joined = words.concat();
    let has = |wanted: &[&str]| wanted.iter().any(|wanted| words.iter().any(|word| word == wanted));
    let is = |wanted: &[&str]| wanted.contains(&joined.as_str());
    let of_a_thing = has(&[
        "commune",
        "ville",
        "produit",
        "region",
        "departement",
        "organisme",
        "entreprise",
        "structure",
        "etablissement",
        "service",
        "fichier",
        "file",
        "table",
        "domain",
        "company",
        "city",
        "product",
        "project",
        "projet",
        "pays",
        "country",
        "code",
        "url",
        "token",
        "host",
        "server",
        "site",
        "type",
        "category",
        "id",
        "count",
        "nb",
        "nombre",
        "rue",
        "voie",
        "label",
        "template",
    ]);
    let column = match () {
        () if has(&["nir", "nss", "ssn", "spi", "nirpp"])
            || is(&[
                "numerosecu",
                "numsecu",
                "numerosecuritesociale",
                "numerofiscal",
                "passportnumber",
                "numeropasseport",
                "ine",
            ]) =>
        {
            Column::Number
        }
        () if has(&[
            "naissance",
            "birth",
            "birthdate",
            "birthday",
            "birthplace",
            "dob",
            "ddn",
            "datenaissance",
        ]) && !has(&["rate", "count", "taux", "nb"]) =>
        {
            Column::Birth
        }
        () if of_a_thing => return None,
        () if has(&["prenom", "prenoms", "firstname", "forename", "givenname"])
            || is(&["firstnames", "givennames", "given", "prenomusuel"])
            || joined.ends_with("firstname")
            || joined.ends_with("givenname") =>
        {
            Column::FirstName
        }
        () if is(&[
            "lastname",
            "surname",
            "familyname",
            "nomusage",
            "nomdusage",
            "nomdenaissance",
            "nomnaissance",
            "nomfamille",
            "nomdefamille",
            "nommarital",
            "nompatronymique",
            "patronyme",
            "nomjeunefille",
            "nomprenom",
            "prenomnom",
            "nometprenom",
            "nomagent",
            "nomsalarie",
        ]) || joined.ends_with("lastname") =>
        {
            Column::LastName
        }
        () if has(&["iban", "rib"]) => Column::Account,
        () if has(&["email", "mail", "courriel", "mel", "emails"]) => Column::Email,
        () if has(&["tel", "telephone", "phone", "mobile", "portable", "phonenumber", "gsm"]) => {
            Column::Phone
        }
        () if has(&["adresse", "address", "domicile", "street"]) => Column::Address,
        () if is(&["nom", "name", "fullname", "noms", "nomcomplet"]) => Column::Name,
        () if is(&["sexe", "genre", "gender", "sex", "civilite"]) => Column::Sex,
        () if has(&["salaire", "salary", "remuneration", "traitement"]) => Column::Salary,
        () => return None,
    };
    Some(column)
}

/// Words of made-up people and of generators of data.
const MADE_UP: [&str; 22] = [
    "dupont", "dupond", "durand", "doe", "smith", "martin", "toto", "titi", "tata", "test", "foo",
    "bar", "exemple", "example", "jean", "john", "jane", "alice", "bob", "prenom", "nom", "lorem",
];

/// True when most rows are those of an example: addresses on reserved domains,
/// names that everybody makes up.
pub fn is_fictitious(sample: &[Vec<String>], columns: &[(usize, Column)]) -> bool {
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
