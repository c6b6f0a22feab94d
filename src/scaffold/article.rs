//! The article before the name of an administration, so that a sentence reads
//! as a person writes it: “édité par la Direction…”, “published by the Ministry…”.

use crate::lang::Lang;

/// First words of names that are feminine in French.
const FEMININE: &str = "académie agence assemblée autorité banque bibliothèque caisse chambre collectivité \
commission commune communauté cour délégation direction école eurométropole fondation gendarmerie haute inspection \
mairie métropole mission police préfecture région université ville";
/// First words of names that are masculine in French.
const MASCULINE: &str = "centre comité commissariat conseil conservatoire département établissement groupement haut \
institut laboratoire ministère muséum observatoire office opérateur premier rectorat secrétariat sénat service syndicat";
/// First words of names in English that take “the”.
const ENGLISH: &str = "agency city council department directorate french general institute interministerial ministry \
national office university";

/// The article that goes before `name` in `lang`, with what separates them;
/// nothing for a name whose article is not known, an acronym for instance.
pub(crate) fn before(name: &str, lang: Lang) -> &'static str {
    let Some(first) = first_word(name) else { return "" };
    let (feminine, masculine) = (listed(FEMININE, &first), listed(MASCULINE, &first));
    match lang {
        Lang::En if feminine || masculine || listed(ENGLISH, &first) => "the ",
        Lang::Fr if (feminine || masculine) && starts_with_vowel(&first) => "l’",
        Lang::Fr if feminine => "la ",
        Lang::Fr if masculine => "le ",
        _ => "",
    }
}

/// True for a name that starts as those of administrations do, in French.
pub(crate) fn is_administration(name: &str) -> bool {
    first_word(name).is_some_and(|first| listed(FEMININE, &first) || listed(MASCULINE, &first))
}

fn first_word(name: &str) -> Option<String> {
    let first = name.split(|c: char| !c.is_alphabetic()).next()?;
    let acronym = first.chars().count() > 1 && first.chars().all(char::is_uppercase);
    (!acronym).then(|| first.to_lowercase()).filter(|first| !first.is_empty())
}

fn listed(words: &str, word: &str) -> bool {
    words.split_ascii_whitespace().any(|known| known == word)
}

fn starts_with_vowel(word: &str) -> bool {
    // “la haute autorité”, “le haut-commissariat”: their h is aspirated.
    word.starts_with(['a', 'e', 'é', 'è', 'i', 'o', 'u'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_their_article() {
        let cases = [
            ("Direction interministérielle du numérique", "la ", "the "),
            ("Ministère de l’intérieur", "le ", "the "),
            ("Agence nationale de la cohésion des territoires", "l’", "the "),
            ("Établissement public exemple", "l’", "the "),
            ("Haute Autorité de santé", "la ", "the "),
            ("Ministry of Justice", "", "the "),
            ("INSEE", "", ""),
            ("[QUESTION: qui ?]", "", ""),
            ("beta.gouv.fr", "", ""),
        ];
        for (name, fr, en) in cases {
            assert_eq!(before(name, Lang::Fr), fr, "{name}");
            assert_eq!(before(name, Lang::En), en, "{name}");
        }
        assert!(is_administration("Ville de Paris"));
        assert!(!is_administration("Camille Exemple"));
    }
}
