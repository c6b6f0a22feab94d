//! What a file's name says about the way values are written in it.

/// How values are written in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A programming language: values are quoted.
    Code,
    /// A shell or a batch script.
    Script,
    /// Name and value on a line, the value bare up to the end of the line.
    Settings,
    /// JSON and its relatives.
    Json,
    /// XML and HTML.
    Markup,
    /// SQL.
    Sql,
    /// Text that people read.
    Prose,
    /// Anything else.
    Other,
}

const CODE: &[&str] = &[
    "go", "java", "js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts", "py", "rb", "cs", "c", "h",
    "cc", "cpp", "cxx", "hpp", "kt", "kts", "rs", "php", "phtml", "swift", "scala", "hs", "ml",
    "fs", "vb", "m", "mm", "pl", "pm", "lua", "dart", "r", "ex", "exs", "erl", "clj", "groovy",
    "gradle", "tf", "hcl", "coffee", "vue", "svelte", "erb", "rake", "jsp", "jl", "nix", "cr",
    "elm", "sol", "zig", "d", "pas", "lisp", "gemspec", "ipynb", "css", "scss", "sass", "less",
];
const SCRIPT: &[&str] = &[
    "sh",
    "bash",
    "zsh",
    "fish",
    "ksh",
    "bat",
    "cmd",
    "ps1",
    "psm1",
    "psd1",
    "bash_profile",
    "bashrc",
    "zshrc",
    "profile",
    "mk",
    "makefile",
    "dockerfile",
];
const SETTINGS: &[&str] = &[
    "yaml",
    "yml",
    "properties",
    "ini",
    "cfg",
    "conf",
    "config",
    "toml",
    "env",
    "cnf",
    "npmrc",
    "pypirc",
    "netrc",
    "pgpass",
    "s3cfg",
    "credentials",
    "list",
    "reg",
    "esmtprc",
    "msmtprc",
    "tugboat",
    "service",
    "plist",
    "rc",
    "j2",
    "editorconfig",
    "curlrc",
    "wgetrc",
    "boto",
    "gitconfig",
    "hub",
    "authinfo",
    "envrc",
    "dist",
    "local",
];
const JSON: &[&str] = &[
    "json",
    "json5",
    "jsonl",
    "ndjson",
    "har",
    "tfstate",
    "webmanifest",
    "jsonc",
    "avsc",
    "dockercfg",
    "ftpconfig",
    "postman_collection",
];
const MARKUP: &[&str] = &[
    "xml", "html", "htm", "xhtml", "xsd", "xsl", "svg", "csproj", "pom", "resx", "axaml", "xaml",
    "jelly", "wsdl",
];
const SQL: &[&str] = &["sql", "ddl", "psql", "mysql", "pgsql", "dump"];
const PROSE: &[&str] =
    &["md", "markdown", "rst", "txt", "adoc", "asciidoc", "textile", "mdx", "org", "tex", "readme"];

impl Format {
    /// The format of the file called `name` (the last part of a path).
    pub(crate) fn of(name: &str) -> Format {
        let lower = name.to_ascii_lowercase();
        let extension = lower.rsplit('.').next().unwrap_or_default();
        // `.env.production`, `application.yml.dist`: what comes before says more.
        if lower.starts_with(".env") || lower.starts_with("env.") {
            return Format::Settings;
        }
        let sample = matches!(
            extension,
            "example" | "sample" | "dist" | "template" | "tmpl" | "bak" | "old" | "orig"
        );
        let mut stems = lower.rsplit('.').filter(|part| !part.is_empty());
        let extension = if sample { stems.nth(1).unwrap_or_default() } else { extension };
        let table = [
            (CODE, Format::Code),
            (SCRIPT, Format::Script),
            (SETTINGS, Format::Settings),
            (JSON, Format::Json),
            (MARKUP, Format::Markup),
            (SQL, Format::Sql),
            (PROSE, Format::Prose),
        ];
        let found = table.into_iter().find(|(names, _)| names.contains(&extension));
        if let Some((_, format)) = found {
            return format;
        }
        match lower.as_str() {
            _ if lower.starts_with("dockerfile") || lower.ends_with("file") => Format::Script,
            _ if lower.starts_with("readme") || lower.starts_with("changelog") => Format::Prose,
            _ => Format::Other,
        }
    }

    /// True where a value may stand without quotes up to the end of its line.
    pub(crate) fn bare_to_line_end(self) -> bool {
        matches!(self, Format::Settings | Format::Other)
    }

    /// True where a value without quotes is an expression, not a value.
    pub(crate) fn quotes_values(self) -> bool {
        matches!(self, Format::Code | Format::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_how_values_are_written() {
        for (name, format) in [
            ("main.go", Format::Code),
            ("Dockerfile", Format::Script),
            (".env.production", Format::Settings),
            ("application.yml.dist", Format::Settings),
            ("config.json", Format::Json),
            ("README.md", Format::Prose),
            ("dump.sql", Format::Sql),
            ("web.xml", Format::Markup),
            ("", Format::Other),
        ] {
            assert_eq!(Format::of(name), format, "{name}");
        }
    }
}
