//! Those who wrote licences, and hold the rights in their texts only: the
//! copyright line of a licence names them, never who holds the program.

/// How their names start, in lower case.
const NAMES: [&str; 12] = [
    "free software foundation",
    "apache software foundation",
    "creative commons",
    "european union",
    "european community",
    "union européenne",
    "union europeenne",
    "communauté européenne",
    "mozilla",
    "eclipse foundation",
    "cea, cnrs",
    "linux foundation and its",
];

/// True for the name of one of them.
pub fn is_steward(name: &str) -> bool {
    let name = name.trim_start().to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    NAMES.iter().any(|steward| name.starts_with(steward))
}

#[cfg(test)]
mod tests {
    use super::is_steward;

    #[test]
    fn those_who_wrote_licences_are_told_from_holders() {
        for steward in [
            "Free Software Foundation, Inc.",
            "The Linux Foundation and its contributors",
            "Union européenne 2007",
        ] {
            assert!(is_steward(steward), "{steward}");
        }
        for holder in ["Direction du numérique", "Ville de Lyon", "CEA"] {
            assert!(!is_steward(holder), "{holder}");
        }
    }
}
