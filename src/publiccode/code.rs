//! The rules a file is judged by: a stable code each, and why it matters.

use super::standard::Words;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $fr:literal, $en:literal;)*) => {
        /// A rule of the validator.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every rule.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// Its stable identifier, after `publiccode/`.
            pub fn code(self) -> &'static str {
                match self { $(Code::$name => $code,)* }
            }

            /// Why it matters.
            pub fn why(self) -> Words {
                match self { $(Code::$name => Words { fr: $fr, en: $en },)* }
            }
        }
    };
}

codes! {
    /// The file cannot be read as text.
    Encoding = "encoding",
        "Le standard impose l’UTF-8 : un autre encodage rend le fichier illisible.",
        "The standard requires UTF-8: another encoding makes the file unreadable.";
    /// A byte order mark opens the file.
    ByteOrderMark = "byte-order-mark",
        "Des lecteurs prennent cette marque invisible pour le début de la première clé et ne la trouvent plus.",
        "Some readers take this invisible mark for the start of the first key, and no longer find it.";
    /// A control character that YAML forbids.
    ControlCharacter = "control-character",
        "YAML interdit ces caractères invisibles.",
        "YAML forbids these invisible characters.";
    /// The file, its nesting or its aliases are out of proportion.
    TooBig = "too-big",
        "Un fichier de cette taille n’est pas lu : il épuiserait le lecteur.",
        "A file of this size is not read: it would exhaust the reader.";
    /// The YAML is malformed.
    Syntax = "yaml-syntax",
        "Un YAML mal formé n’est lu par personne ; le reste du fichier n’est pas contrôlé.",
        "Malformed YAML is read by nobody; the rest of the file is not checked.";
    /// A tab in the indentation.
    Tab = "tab",
        "YAML n’admet que des espaces en retrait.",
        "YAML only allows spaces as indentation.";
    /// A key written twice.
    DuplicateKey = "duplicate-key",
        "Une clé ne peut figurer qu’une fois : les lecteurs ne s’accordent pas sur la valeur à retenir.",
        "A key may appear once only: readers do not agree on the value to keep.";
    /// A key that is not a text.
    KeyNotText = "key-not-text",
        "Les clés du standard sont des textes.",
        "The keys of the standard are texts.";
    /// Several YAML documents in the file.
    SeveralDocuments = "several-documents",
        "Le fichier est un seul document YAML.",
        "The file is one YAML document.";
    /// Nothing in the file, or not a mapping.
    NoData = "no-data",
        "Le fichier est fait de clés et de valeurs.",
        "The file is made of keys and values.";
    /// A version of the standard nobody accepts.
    UnsupportedVersion = "unsupported-version",
        "Les lecteurs refusent un fichier dont ils ne connaissent pas la version.",
        "Readers refuse a file whose version they do not know.";
    /// An old version of the standard.
    OutdatedVersion = "outdated-version",
        "Toutes les versions 0.x sont lues avec les règles de la dernière ; \"0\" la désigne sans avoir à changer.",
        "Every 0.x version is read by the rules of the latest; \"0\" stands for it and never needs changing.";
    /// A key the standard does not have.
    UnknownKey = "unknown-key",
        "Une clé hors du standard fait refuser le fichier.",
        "A key that is not in the standard has the file refused.";
    /// A value that is not of the type expected.
    WrongType = "wrong-type",
        "Une valeur du mauvais type fait refuser le fichier.",
        "A value of the wrong type has the file refused.";
    /// A required key that is not there.
    MissingKey = "missing-key",
        "Les catalogues comptent sur les clés obligatoires.",
        "Catalogues rely on the mandatory keys.";
    /// A required key without a value.
    EmptyValue = "empty-value",
        "Une clé obligatoire vide équivaut à une clé absente.",
        "An empty mandatory key is the same as a missing one.";
    /// A value left to be filled in.
    Unanswered = "unanswered",
        "Cette valeur attend une réponse.",
        "This value waits for an answer.";
    /// A key that the value of another forbids.
    ForbiddenKey = "forbidden-key",
        "Depuis la version 0.5, les prestataires n’ont de sens que sous contrat.",
        "Since version 0.5, contractors only make sense under contract.";
    /// A value out of a closed list.
    UnknownValue = "unknown-value",
        "Seules les valeurs de la liste du standard sont comprises par les catalogues.",
        "Catalogues only understand the values of the list of the standard.";
    /// A text too long.
    TooLong = "too-long",
        "Les catalogues comptent sur cette longueur pour leur mise en page.",
        "Catalogues lay their pages out for this length.";
    /// A text too short.
    TooShort = "too-short",
        "Le standard demande assez de texte pour comprendre le logiciel.",
        "The standard asks for enough text to understand the software.";
    /// Not a day.
    InvalidDate = "invalid-date",
        "Les dates s’écrivent AAAA-MM-JJ (ISO 8601).",
        "Dates are written YYYY-MM-DD (ISO 8601).";
    /// Not a URL, or not of the kind expected.
    InvalidUrl = "invalid-url",
        "Une adresse incomplète ne mène nulle part.",
        "An incomplete address leads nowhere.";
    /// Not a URI of an organisation.
    InvalidUri = "invalid-uri",
        "L’URI identifie l’organisation partout : une adresse web ou une URN.",
        "The URI identifies the organisation everywhere: a web address or a URN.";
    /// An alias the standard does not have.
    UnknownAlias = "unknown-alias",
        "Seuls les alias du standard sont compris ; une adresse convient toujours.",
        "Only the aliases of the standard are understood; an address always will do.";
    /// Not an e-mail address.
    InvalidEmail = "invalid-email",
        "On doit pouvoir écrire à cette adresse.",
        "It must be possible to write to this address.";
    /// Not an SPDX expression.
    InvalidLicence = "invalid-licence",
        "Les identifiants SPDX désignent les licences sans ambiguïté, et les outils les lisent.",
        "SPDX identifiers name licences without ambiguity, and tools read them.";
    /// Not a language tag.
    InvalidLanguage = "invalid-language",
        "Les langues s’écrivent avec les codes BCP 47 (fr, en, fr-CA).",
        "Languages are written as BCP 47 codes (fr, en, fr-CA).";
    /// Not a country.
    InvalidCountry = "invalid-country",
        "Les pays s’écrivent avec les codes ISO 3166-1 de deux lettres (FR).",
        "Countries are written as ISO 3166-1 codes of two letters (FR).";
    /// Not a media type.
    InvalidMediaType = "invalid-media-type",
        "Les types de média s’écrivent type/sous-type.",
        "Media types are written type/subtype.";
    /// An absolute path or a `file:` address.
    InvalidPath = "invalid-path",
        "Un chemin part du fichier publiccode.yml ; un chemin absolu n’existe que sur un poste.",
        "A path starts from publiccode.yml; an absolute path only exists on one computer.";
    /// A file that is not there.
    FileMissing = "file-missing",
        "Le catalogue affichera une image cassée.",
        "The catalogue will show a broken image.";
    /// A file of a kind that is not accepted.
    FileExtension = "file-extension",
        "Le standard limite les formats d’image à ceux que tous les catalogues affichent.",
        "The standard limits images to the formats every catalogue shows.";
    /// A file whose content is not what its name says.
    NotAnImage = "not-an-image",
        "Le contenu du fichier n’est pas l’image que son nom annonce.",
        "The content of the file is not the image its name announces.";
    /// A key the standard is leaving.
    DeprecatedKey = "deprecated-key",
        "La version 1.0 du standard n’aura plus cette clé.",
        "Version 1.0 of the standard will not have this key.";
    /// A country in lower case.
    LowerCaseCountry = "lower-case-country",
        "Les codes en minuscules sont dépréciés depuis la version 0.5.",
        "Lower-case codes are deprecated since version 0.5.";
    /// A section of a country this project is not of.
    CountrySection = "country-section",
        "Les sections de pays sont dépréciées depuis la version 0.7 ; aucune n’est française.",
        "Country sections are deprecated since version 0.7; none is French.";
    /// A single value where the reference parser wants a list.
    SingleValue = "single-value",
        "Le standard permet une valeur seule ; l’analyseur de référence exige une liste.",
        "The standard allows a single value; the reference parser demands a list.";
    /// A language without the texts that the standard asks in one language only.
    IncompleteLanguage = "incomplete-language",
        "Le standard demande ce texte dans au moins une langue ; l’analyseur de référence le veut dans chacune.",
        "The standard asks for this text in at least one language; the reference parser wants it in each.";
    /// A video site that is not in the list of the reference parser.
    VideoProvider = "video-provider",
        "L’analyseur de référence n’admet que les sites d’une liste ; les instances PeerTube et Esup-Pod parlent pourtant oEmbed.",
        "The reference parser only accepts the sites of a list; yet PeerTube and Esup-Pod instances speak oEmbed.";
    /// An image with an extension only the reference parser refuses.
    JpegExtension = "jpeg-extension",
        "Le standard accepte le JPEG ; l’analyseur de référence n’en connaît que l’extension .jpg.",
        "The standard accepts JPEG; the reference parser only knows its .jpg extension.";
    /// An empty item in a list, or an empty optional value.
    Blank = "blank",
        "Une valeur vide n’apprend rien et s’affiche comme une ligne vide.",
        "An empty value says nothing and shows as an empty line.";
    /// The same item twice.
    DuplicateItem = "duplicate-item",
        "La répétition s’affiche telle quelle dans les catalogues.",
        "The repetition shows as it is in catalogues.";
    /// A number where a text is expected, which YAML may change.
    UnquotedNumber = "unquoted-number",
        "Sans guillemets, YAML lit un nombre et le réécrit : 1.10 devient 1.1.",
        "Without quotes YAML reads a number and rewrites it: 1.10 becomes 1.1.";
    /// A maintenance contract that is over or about to be.
    ContractEnd = "contract-end",
        "Un contrat échu fait croire que personne ne maintient plus le logiciel.",
        "A contract that is over lets people think nobody maintains the software.";
    /// A release date to come.
    FutureRelease = "future-release",
        "La clé donne la date de la dernière version publiée.",
        "The key gives the date of the latest released version.";
    /// A contact that is not a person.
    ImpersonalContact = "impersonal-contact",
        "Le standard demande une personne que l’on puisse joindre.",
        "The standard asks for a person who can be reached.";
    /// An address disguised from robots.
    DisguisedEmail = "disguised-email",
        "« \\x64 » s’affiche « d » et non « @ » : l’adresse ne fonctionne pas.",
        "“\\x64” shows as “d”, not as “@”: the address does not work.";
    /// A telephone number without its country, or read as a number.
    Phone = "phone",
        "Le standard demande un texte avec l’indicatif international ; sans guillemets le « 0 » ou le « + » se perd.",
        "The standard asks for a text with the international prefix; without quotes the “0” or the “+” is lost.";
    /// A short description that says nothing more than the name, or takes several lines.
    ShortDescription = "short-description",
        "C’est la phrase que les catalogues montrent sous le nom.",
        "It is the sentence catalogues show under the name.";
    /// A list in a folded text.
    FoldedList = "folded-list",
        "Un texte replié (>) joint ses lignes : les puces se retrouvent sur une même ligne.",
        "Folded text (>) joins its lines: the bullets end up on one line.";
    /// The same language twice under two spellings.
    DuplicateLanguage = "duplicate-language",
        "La casse ne compte pas dans un code de langue : une seule des sections sera lue.",
        "Case does not count in a language code: only one of the sections will be read.";
    /// A code that is not written the usual way.
    Spelling = "spelling",
        "L’écriture canonique évite qu’un outil plus strict refuse la valeur.",
        "The canonical spelling keeps a stricter tool from refusing the value.";
    /// An SPDX identifier that SPDX replaced.
    DeprecatedLicence = "deprecated-licence",
        "SPDX a remplacé cet identifiant parce qu’il est ambigu.",
        "SPDX replaced this identifier because it is ambiguous.";
    /// A licence that is not known as open source.
    ClosedLicence = "closed-licence",
        "Le standard ne décrit que des logiciels sous licence libre.",
        "The standard only describes software under an open-source licence.";
    /// An address in clear.
    InsecureUrl = "insecure-url",
        "Une adresse http:// peut être détournée.",
        "An http:// address can be hijacked.";
    /// A password or a token in an address.
    UrlCredentials = "url-credentials",
        "Le fichier est public : ce qu’il contient l’est aussi.",
        "The file is public: so is what it holds.";
    /// An address that is not that of a repository.
    RepositoryUrl = "repository-url",
        "La clé url identifie le logiciel : les catalogues la comparent telle quelle.",
        "The url key identifies the software: catalogues compare it as it is.";
    /// No presentation in French.
    NoFrench = "no-french",
        "Le public d’une administration française lit le français.",
        "The audience of a French administration reads French.";
    /// Nothing says who publishes.
    NoOrganisation = "no-organisation",
        "Les catalogues rangent les logiciels par organisation.",
        "Catalogues sort software by organisation.";
    /// `legal.license` contradicts the repository.
    LicenceMismatch = "licence-mismatch",
        "Deux licences contradictoires : personne ne sait laquelle s’applique.",
        "Two licences that contradict each other: nobody knows which applies.";
    /// `url` is not the address of the repository.
    UrlMismatch = "url-mismatch",
        "Un dépôt dont l’adresse diffère de url est pris pour une copie technique et ignoré.",
        "A repository whose address differs from url is taken for a technical fork and ignored.";
    /// `softwareVersion` or `releaseDate` is not that of the last tag.
    VersionMismatch = "version-mismatch",
        "Une version périmée dans le catalogue cache la dernière.",
        "An outdated version in the catalogue hides the latest.";
    /// A file that exists, but not for a visitor.
    FileMismatch = "file-mismatch",
        "Le fichier doit exister dans le dépôt publié, sous ce nom exact.",
        "The file must exist in the published repository, under this exact name.";
    /// A drawing that runs code.
    ActiveSvg = "active-svg",
        "Un catalogue qui affiche ce dessin exécuterait son code.",
        "A catalogue that shows this drawing would run its code.";
    /// `availableLanguages` differs from the locale folders.
    LanguageMismatch = "language-mismatch",
        "Les langues annoncées doivent être celles de l’interface.",
        "The languages announced must be those of the interface.";
    /// The file is not where, or not named as, it is looked for.
    Place = "place",
        "Les catalogues ne lisent que publiccode.yml, à la racine.",
        "Catalogues only read publiccode.yml, at the root.";
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn codes_are_unique_and_explained() {
        let mut seen = std::collections::HashSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.code()), "{}", code.code());
            assert!(!code.why().fr.is_empty());
        }
    }
}
