//! Measures of the path, added when a candidate is judged.

use super::Measures;

/// Words of paths, by what they say of the file.
const GROUPS: &[(&str, &[&str])] = &[
    ("path.test", &["test", "spec", "__tests__", "e2e", "cypress"]),
    (
        "path.fixture",
        &[
            "fixture",
            "mock",
            "testdata",
            "golden",
            "snapshot",
            "cassette",
            "stub",
            "factory",
            "factories",
            "stories",
            "storybook",
        ],
    ),
    (
        "path.example",
        &["example", "sample", "demo", "tutorial", "exemple", "template", "quickstart"],
    ),
    (
        "path.documentation",
        &["doc", "readme", "changelog", "guide", "wiki", ".md", ".rst", ".adoc"],
    ),
    ("path.translation", &["locale", "i18n", "l10n", "lang", "translation", "messages"]),
    ("path.lock", &["lock", "go.sum", "shrinkwrap", "checksums", "integrity"]),
    (
        "path.vendored",
        &[
            "vendor",
            "node_modules",
            "third_party",
            "third-party",
            "bower",
            ".min.",
            "dist/",
            "/lib/",
        ],
    ),
    (
        "path.configuration",
        &[
            "conf",
            "setting",
            "env",
            "properties",
            "deploy",
            "docker",
            "kube",
            "helm",
            "compose",
            "terraform",
        ],
    ),
    ("path.secret", &["secret", "credential", "password", "private", "keys"]),
    (
        "path.continuous-integration",
        &[".github", ".gitlab", "travis", "circleci", "jenkins", "workflow", "/ci"],
    ),
    (
        "path.development",
        &[
            "compose",
            "devcontainer",
            "vagrant",
            "localhost",
            "develop",
            ".dist",
            ".env.local",
            ".env.dev",
            "env.dev",
            ".env.default",
            "seed",
            "/dev/",
            "/dev.",
            "-dev.",
            "_dev.",
            ".dev.",
        ],
    ),
    ("path.hidden", &["/."]),
    ("path.database", &["migration", "seed", "dump", "schema", ".sql"]),
];

/// Names of files that tools keep accounts in, as their manuals give them.
const ACCOUNTS: &[&str] = &[
    ".git-credentials",
    ".netrc",
    "_netrc",
    ".authinfo",
    ".pgpass",
    "pgpass.conf",
    ".my.cnf",
    ".mylogin.cnf",
    ".npmrc",
    ".pypirc",
    ".dockercfg",
    ".s3cfg",
    ".boto",
    ".esmtprc",
    ".msmtprc",
    ".fetchmailrc",
    ".ftpconfig",
    ".remote-sync.json",
    ".htpasswd",
    ".env",
    "credentials",
    ".credentials",
    "credentials.xml",
    "sftp.json",
    "sftp-config.json",
    "filezilla.xml",
    "recentservers.xml",
    "sitemanager.xml",
    "webservers.xml",
    "data-sources.xml",
    "datasources.xml",
    "dbeaver-data-sources.xml",
    "robomongo.json",
    "mongoid.yml",
    "database.yml",
    "wp-config.php",
    "shadow",
    "web.config",
    "tomcat-users.xml",
    "context.xml",
];

/// Extensions, by family; the rank in this table is the measure.
const EXTENSIONS: &[&[&str]] = &[
    &["go"],
    &["js", "mjs", "cjs", "jsx"],
    &["ts", "tsx"],
    &["py"],
    &["rb", "erb"],
    &["java", "kt", "scala", "groovy"],
    &["cs"],
    &["php"],
    &["c", "h", "cpp", "cc", "rs", "swift", "m"],
    &["yaml", "yml"],
    &["json", "tfstate"],
    &["xml", "html", "htm"],
    &["md", "rst", "adoc", "asciidoc", "txt"],
    &["properties", "ini", "conf", "cfg", "toml", "config", "env"],
    &["sh", "bash", "bat", "ps1"],
    &["sql"],
    &["tf", "hcl"],
    &["csv", "tsv", "ndjson", "log"],
    &["hs", "ex", "exs", "clj", "lua", "pl"],
];

fn all(path: &str, named: bool) -> Measures {
    let mut measures = Measures::new(named);
    let lower = format!("/{}", path.to_ascii_lowercase());
    for (name, words) in GROUPS {
        measures.flag(name, words.iter().any(|word| lower.contains(word)));
    }
    let name = lower.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let family = EXTENSIONS.iter().position(|members| members.contains(&extension));
    measures.add("path.extension", family.map_or(-1.0, |index| index as f64));
    measures.flag("path.accounts", ACCOUNTS.contains(&name));
    measures.flag("path.no-extension", extension.is_empty());
    measures
}

/// What the path says, in the order of [`names`].
pub fn measure(path: &str) -> Vec<f32> {
    all(path, false).values
}

/// The names of the measures of a path.
pub(super) fn names() -> Vec<&'static str> {
    all("", true).names.unwrap_or_default()
}
