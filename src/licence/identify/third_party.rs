//! Where a licence file begins to speak of what others wrote.

use regex::Regex;
use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

/// Letters of the longest heading.
const LONGEST: usize = 100;

/// Words of a heading about components of others, in the languages of the bodies
/// that write them.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?ix)
        third[-\ ]part(y|ies) | \b(subcomponents?|dependencies|bundled|vendored)\b
      | \b(composants?|codes?|logiciels?|biblioth[eè]ques?|licences?)(\ de)?\ (tiers|tierces?)\b
      | \bd[eé]pendances\b | \bdrittanbieter | \b(komponenten|bibliotheken|software)\ (von\ )?dritter\b
      | \bfremd(komponenten|software|bibliotheken)\b | \bterze\ parti\b | \bvan\ derden\b
      | \bde\ terceros\b | \bkolman(sien|nen)\b";
    Regex::new(pattern).expect("constant")
});

/// A line that presents a component (`Component: …`, `Komponente: …`), or a
/// sentence that says what the product is delivered with.
static PRESENTED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"(?ix)^[\W_]*(
        (component|komponente|composant|componente|library|bibliothek|biblioth[eè]que|package|paket|paquet)
          (\ name)?\s*:\s*\S
      | (this|the)\ (\w+\ ){0,4}(product|software|project|program|package|repository|distribution|application|library|tool)
          \ (\w+\ ){0,2}(includes|contains|bundles|incorporates|embeds|redistributes|makes\ use\ of|uses)\b
      | (portions|parts)\ of\ (this|the)\b
      | (web\ ?site|home\ ?page|site\ web)\s*:\s*\S
      | .{0,80}\b(depends?\ on|includes?|contains?|relies\ on|d[eé]pend|inclut|contient)\b.{0,60}
          \b(following|suivante?s?)\b.{0,30}\b(third|software|librar|packages?|components?|dependenc|modules?|tiers|logiciels?|biblioth)
      | (ce|cet|cette|le|la|l’)\ ?(projet|logiciel|d[eé]p[oô]t|programme|application|produit)
          \ (inclut|contient|embarque|int[eè]gre|utilise)\b
      | .{0,60}\b(used|included|following|verwendete[nr]?|enthaltene[nr]?|folgende[nr]?|utilis[eé]e?s?|incluse?s|suivante?s)
          \b.{0,40}(libraries|components|packages|bibliotheken|komponenten|biblioth[eè]ques|composants)\b
      | .{0,60}\b(libraries|components|packages|bibliotheken|komponenten|biblioth[eè]ques|composants)
          \b.{0,40}\b(used|included|verwendet|enthalten|utilis[eé]e?s|incluse?s|suivante?s)\b
      | (diese|dieses|die|das|der)\ (\w+\ ){0,2}(software|projekt|produkt|programm|anwendung)
          \ (enth[aä]lt|verwendet|nutzt)\b
      | .{0,60}\b(uses|includes|contains)\b.{0,40}\bthe\ following\ (software|products?|works?|projects?)\b
      | .{0,60}\b(incluye|contiene|utiliza|usa|include|inclui|cont[eé]m|bevat|gebruikt)\b.{0,60}
          \b(componentes?|componenti|componenten|bibliotecas|librer[ií]as|librerie|bibliotheken|paquetes|pacchetti|pakketten|programmi)\b
    )";
    Regex::new(pattern).expect("constant")
});

/// The byte from which `text` gives the licences of components of others: that
/// of the first heading that says so, or of the first component presented after
/// one of `licences` (bytes of the whole texts that the file holds) or, in a file that
/// holds none, after what it grants first, which ends at `granted`; or its length. What
/// stands inside a licence is a part of it.
pub(super) fn from(
    text: &str,
    licences: &[Range<usize>],
    granted: impl FnOnce() -> Option<usize>,
) -> usize {
    let mut start = 0;
    let ended = licences.iter().map(|licence| licence.end).min();
    // What the file grants is read when it presents something.
    let after = LazyCell::new(|| ended.or_else(granted).unwrap_or(usize::MAX));
    for line in text.split_inclusive('\n') {
        let first = start + line.len() - line.trim_start().len();
        let inside = licences.iter().any(|licence| licence.contains(&first));
        if !inside && (is_heading(line) || PRESENTED.is_match(line) && start >= *after) {
            return start;
        }
        start += line.len();
    }
    text.len()
}

fn is_heading(line: &str) -> bool {
    let heading = line.trim();
    let words = heading.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let short = heading.len() <= LONGEST && !heading.ends_with(['.', ',', ';', '!', '?']);
    short && words.count() <= 8 && OTHERS.is_match(heading)
}

#[cfg(test)]
mod tests {
    use super::from;

    #[test]
    fn headings_about_others_are_found() {
        let text =
            "MIT License\n\nIt excludes third party claims.\n\n## Third-party code :\n\nBSD\n";
        assert_eq!(from(text, &[], || None), text.find("##").unwrap_or_default());
        assert_eq!(from("# Composants tiers\n", &[], || None), 0);
        assert_eq!(from("Komponenten Dritter\n", &[], || None), 0);
        assert_eq!(from("MIT License", &[], || None), 11);
    }

    #[test]
    fn what_stands_inside_a_licence_is_no_heading() {
        let text = "Licence A\n   third-party notices\nend\n\nThis product bundles foo:\n\nB\n";
        let end = text.find("end").unwrap_or_default() + 3;
        assert_eq!(from(text, &[0..end], || None), text.find("This").unwrap_or_default());
        assert_eq!(from(&text[..end], &[0..end], || None), end);
    }

    #[test]
    fn a_list_of_components_after_what_is_granted_is_no_grant() {
        let lists = [
            "TOOL depends on or includes source code from the following third-party\nsoftware:\n",
            "This project includes:\n  A under MIT\n",
            "Website: https://example.org/\nLicense: BSD\n",
        ];
        for list in lists {
            let text = format!("Licensed under the Apache License, Version 2.0.\n\n{list}");
            assert_eq!(from(&text, &[], || Some(47)), 49, "{list}");
            assert_eq!(from(&text, &[], || None), text.len(), "{list}");
        }
    }
}
