//! Families of licences whose versions are told beside their name.
//!
//! Names and versions are those of the SPDX list, of the licences' own pages,
//! and the French names used by data.gouv.fr and cecill.info.

/// A family of licences.
#[derive(Debug)]
pub struct Family {
    /// Its short name.
    pub key: &'static str,
    /// Names in lower case, as they are written without the version.
    pub names: &'static [&'static str],
    /// Versions, as [`super::token`] folds numbers, with their identifiers.
    pub versions: &'static [(&'static str, &'static str)],
    /// What the name alone stands for.
    pub alone: Option<&'static str>,
}

/// Licence Ouverte 1.0, which is not on the SPDX list.
pub const LICENCE_OUVERTE_1: &str = "LicenseRef-etalab-1.0";

/// Every family.
pub const FAMILIES: &[Family] = &[
    Family {
        key: "AGPL",
        names: &[
            "agpl",
            "gnu agpl",
            "gnu affero general public",
            "affero general public",
            "affero gpl",
            "gnu affero gpl",
            "gnu affero",
            "gnu affero public",
            "publique generale affero",
            "publique generale affero gnu",
            "publique generale gnu affero",
            "gnu publique generale affero",
            "gnu general public affero",
            "generale publique gnu affero",
            "generale publique affero gnu",
            "publique gnu affero",
            "affero",
        ],
        versions: &[("1", "AGPL-1.0"), ("3", "AGPL-3.0")],
        alone: None,
    },
    Family {
        key: "LGPL",
        names: &[
            "lgpl",
            "gnu lgpl",
            "gnu lesser general public",
            "lesser general public",
            "lesser gpl",
            "gnu lesser gpl",
            "gnu library general public",
            "library general public",
            "gnu lesser public",
            "publique generale limitee gnu",
            "publique generale gnu limitee",
            "publique generale amoindrie gnu",
            "gnu library or lesser general public",
            "publique generale gnu amoindrie",
            "gnu library public",
        ],
        versions: &[("2", "LGPL-2.0"), ("2.1", "LGPL-2.1"), ("3", "LGPL-3.0")],
        alone: None,
    },
    Family {
        key: "GPL",
        names: &[
            "gpl",
            "gnu gpl",
            "gnu general public",
            "general public gnu",
            "gnu public",
            "publique generale gnu",
            "gnu publique generale",
            "generale publique gnu",
            "gnu generale publique",
            "publique gnu",
            "publique generale",
            "gnu general license",
            "general public license",
        ],
        versions: &[("1", "GPL-1.0"), ("2", "GPL-2.0"), ("3", "GPL-3.0")],
        alone: None,
    },
    Family {
        key: "GFDL",
        names: &[
            "gfdl",
            "gnu fdl",
            "fdl",
            "gnu free documentation",
            "documentation libre gnu",
            "gnu documentation libre",
        ],
        versions: &[("1.1", "GFDL-1.1"), ("1.2", "GFDL-1.2"), ("1.3", "GFDL-1.3")],
        alone: None,
    },
    Family {
        key: "Apache",
        names: &["apache", "apache software", "apache public", "apache software foundation", "asl"],
        versions: &[("1", "Apache-1.0"), ("1.1", "Apache-1.1"), ("2", "Apache-2.0")],
        alone: None,
    },
    Family {
        key: "MPL",
        names: &["mpl", "mozilla public", "mozilla", "publique mozilla"],
        versions: &[("1", "MPL-1.0"), ("1.1", "MPL-1.1"), ("2", "MPL-2.0")],
        alone: None,
    },
    Family {
        key: "EPL",
        names: &["epl", "eclipse public", "publique eclipse"],
        versions: &[("1", "EPL-1.0"), ("2", "EPL-2.0")],
        alone: None,
    },
    Family {
        key: "EDL",
        names: &["eclipse distribution", "edl"],
        versions: &[("1", "BSD-3-Clause")],
        alone: None,
    },
    Family {
        key: "EUPL",
        names: &[
            "eupl",
            "european union public",
            "publique union europeenne",
            "publique europeenne",
            "union europeenne publique",
            "publique union europeenne eupl",
            "european union public eupl",
        ],
        versions: &[("1", "EUPL-1.0"), ("1.1", "EUPL-1.1"), ("1.2", "EUPL-1.2")],
        alone: None,
    },
    Family {
        key: "CECILL-B",
        names: &["cecill b"],
        versions: &[("1", "CECILL-B")],
        alone: Some("CECILL-B"),
    },
    Family {
        key: "CECILL-C",
        names: &["cecill c"],
        versions: &[("1", "CECILL-C")],
        alone: Some("CECILL-C"),
    },
    Family {
        key: "CECILL",
        names: &["cecill", "cea cnrs inria logiciel libre", "ce cill"],
        versions: &[
            ("1", "CECILL-1.0"),
            ("1.1", "CECILL-1.1"),
            ("2", "CECILL-2.0"),
            ("2.1", "CECILL-2.1"),
        ],
        alone: None,
    },
    Family {
        key: "etalab",
        names: &[
            "etalab",
            "ouverte",
            "ouverte open",
            "open etalab",
            "ouverte etalab",
            "ouverte open etalab",
            "etalab ouverte",
            "lov",
            "etalab open",
            "open ouverte",
            "fr lo",
        ],
        versions: &[("1", LICENCE_OUVERTE_1), ("2", "etalab-2.0")],
        alone: None,
    },
    Family {
        key: "ODbL",
        names: &[
            "odbl",
            "open database",
            "odc odbl",
            "open data commons open database",
            "open data commons odbl",
        ],
        versions: &[("1", "ODbL-1.0")],
        alone: Some("ODbL-1.0"),
    },
    Family {
        key: "ODC-By",
        names: &["odc by", "open data commons attribution"],
        versions: &[("1", "ODC-By-1.0")],
        alone: Some("ODC-By-1.0"),
    },
    Family {
        key: "PDDL",
        names: &["pddl", "odc pddl", "open data commons public domain dedication"],
        versions: &[("1", "PDDL-1.0")],
        alone: Some("PDDL-1.0"),
    },
    Family {
        key: "CC0",
        names: &[
            "cc 0",
            "cc zero",
            "creative commons zero",
            "creative commons 0",
            "creative commons cc 0",
            "creative commons public domain dedication",
        ],
        versions: &[("1", "CC0-1.0")],
        alone: Some("CC0-1.0"),
    },
    Family {
        key: "BSD",
        names: &["bsd", "berkeley software distribution"],
        versions: &[
            ("0", "0BSD"),
            ("zero", "0BSD"),
            ("1", "BSD-1-Clause"),
            ("2", "BSD-2-Clause"),
            ("3", "BSD-3-Clause"),
            ("4", "BSD-4-Clause"),
        ],
        alone: None,
    },
    Family {
        key: "OFL",
        names: &["ofl", "sil ofl", "sil open font", "open font"],
        versions: &[("1", "OFL-1.0"), ("1.1", "OFL-1.1")],
        alone: None,
    },
    Family {
        key: "CDDL",
        names: &["cddl", "common development and distribution"],
        versions: &[("1", "CDDL-1.0"), ("1.1", "CDDL-1.1")],
        alone: None,
    },
    Family {
        key: "OSL",
        names: &["osl", "open software"],
        versions: &[("1", "OSL-1.0"), ("2", "OSL-2.0"), ("2.1", "OSL-2.1"), ("3", "OSL-3.0")],
        alone: None,
    },
    Family {
        key: "AFL",
        names: &["academic free"],
        versions: &[("2.1", "AFL-2.1"), ("3", "AFL-3.0")],
        alone: None,
    },
    Family {
        key: "Artistic",
        names: &["artistic", "perl artistic"],
        versions: &[("1", "Artistic-1.0"), ("2", "Artistic-2.0")],
        alone: None,
    },
    Family {
        key: "SSPL",
        names: &["sspl", "server side public"],
        versions: &[("1", "SSPL-1.0")],
        alone: Some("SSPL-1.0"),
    },
    Family {
        key: "BUSL",
        names: &["busl", "business source"],
        versions: &[("1.1", "BUSL-1.1")],
        alone: None,
    },
    Family { key: "Elastic", names: &["elastic"], versions: &[("2", "Elastic-2.0")], alone: None },
    Family {
        key: "MulanPSL",
        names: &["mulan psl", "mulan permissive software"],
        versions: &[("1", "MulanPSL-1.0"), ("2", "MulanPSL-2.0")],
        alone: None,
    },
    Family {
        key: "Boost",
        names: &["boost", "boost software", "bsl"],
        versions: &[("1", "BSL-1.0")],
        alone: None,
    },
    Family {
        key: "MIT",
        names: &["mit", "expat", "mit expat", "mit x", "massachusetts institute technology mit"],
        versions: &[],
        alone: Some("MIT"),
    },
    Family {
        key: "MIT-0",
        names: &["mit 0", "mit no attribution"],
        versions: &[],
        alone: Some("MIT-0"),
    },
];

/// Names that are complete in themselves.
pub const NAMES: &[(&str, &str)] = &[
    ("new bsd", "BSD-3-Clause"),
    ("modified bsd", "BSD-3-Clause"),
    ("revised bsd", "BSD-3-Clause"),
    ("bsd new", "BSD-3-Clause"),
    ("simplified bsd", "BSD-2-Clause"),
    ("bsd simplified", "BSD-2-Clause"),
    ("2 bsd", "BSD-2-Clause"),
    ("two bsd", "BSD-2-Clause"),
    ("3 bsd", "BSD-3-Clause"),
    ("three bsd", "BSD-3-Clause"),
    ("4 bsd", "BSD-4-Clause"),
    ("original bsd", "BSD-4-Clause"),
    ("0 bsd", "0BSD"),
    ("zero bsd", "0BSD"),
    ("bsd 3 new", "BSD-3-Clause"),
    ("bsd 3 new or revised", "BSD-3-Clause"),
    ("bsd 3 modified", "BSD-3-Clause"),
    ("bsd 2 simplified", "BSD-2-Clause"),
    ("bsd 2 simplified or freebsd", "BSD-2-Clause"),
    ("bsd trois", "BSD-3-Clause"),
    ("bsd deux", "BSD-2-Clause"),
    ("x11 mit", "MIT"),
    ("mit x11", "MIT"),
    ("open 2", "etalab-2.0"),
    ("isc", "ISC"),
    ("internet systems consortium", "ISC"),
    ("unlicense", "Unlicense"),
    ("the unlicense", "Unlicense"),
    ("do what the fuck you want to public", "WTFPL"),
    ("wtfpl", "WTFPL"),
    ("zlib", "Zlib"),
    ("zlib libpng", "Zlib"),
    ("postgresql", "PostgreSQL"),
    ("python software foundation", "PSF-2.0"),
    ("blue oak model 1", "BlueOak-1.0.0"),
    ("upl 1", "UPL-1.0"),
    ("universal permissive", "UPL-1.0"),
    ("microsoft public", "MS-PL"),
    ("ms pl", "MS-PL"),
    ("ms rl", "MS-RL"),
];

/// The prefixes of identifiers that belong to a family with readers of its own.
const PREFIXES: [(&str, &str); 22] = [
    ("AGPL-", "AGPL"),
    ("LGPL-", "LGPL"),
    ("GPL-", "GPL"),
    ("GFDL-", "GFDL"),
    ("Apache-", "Apache"),
    ("MPL-", "MPL"),
    ("EPL-", "EPL"),
    ("EUPL-", "EUPL"),
    ("CECILL-B", "CECILL-B"),
    ("CECILL-C", "CECILL-C"),
    ("CECILL-", "CECILL"),
    ("etalab-", "etalab"),
    (LICENCE_OUVERTE_1, "etalab"),
    ("CC-", "CC"),
    ("CC0-", "CC0"),
    ("ODbL-", "ODbL"),
    ("OFL-", "OFL"),
    ("CDDL-", "CDDL"),
    ("BSL-", "Boost"),
    ("SSPL-", "SSPL"),
    ("BUSL-", "BUSL"),
    ("Elastic-", "Elastic"),
];

/// The identifiers of the BSD family that a name with a number stands for.
const BSD: [&str; 5] = ["0BSD", "BSD-1-Clause", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause"];

/// The family that `id` belongs to, or `id` itself.
pub fn of(id: &str) -> &str {
    if BSD.contains(&id) {
        return "BSD";
    }
    if id == "MPL-2.0-no-copyleft-exception" {
        return "MPL";
    }
    let found = PREFIXES.iter().find(|(prefix, _)| id.starts_with(prefix));
    found.map_or(id, |(_, key)| key)
}

/// The identifiers that the family `key` gathers, the latest version first.
pub fn members(key: &'static str) -> Vec<&'static str> {
    let found = FAMILIES.iter().find(|family| family.key == key);
    match found {
        Some(family) => family.versions.iter().rev().map(|(_, id)| *id).collect(),
        None => vec!["CC-BY-4.0", "CC-BY-SA-4.0"],
    }
}
