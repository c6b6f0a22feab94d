//! Registries and repositories that a build takes its dependencies from, when
//! they are not public: in manifests, lock files, container and pipeline
//! definitions.

use super::host::{self, Inside};
use super::signs::{Signs, candidate};
use super::surroundings;
use crate::secrets::lists::{Names, list};
use crate::secrets::{Candidate, Family};
use std::ops::Range;
use std::sync::LazyLock;

/// Which lines of a file say where something is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// Every address does.
    Addresses,
    /// Addresses on a line with one of these words do.
    Words(&'static [&'static str]),
    /// Addresses on a line, or under a line, with one of these words do.
    Under(&'static [&'static str]),
    /// Container images do, and addresses on a line with one of these words.
    Images(&'static [&'static str]),
    /// The first part of a module path does.
    Modules,
}

fn dialect(name: &str) -> Option<Dialect> {
    let name = name.to_ascii_lowercase();
    let dialect = match name.as_str() {
        ".npmrc" | ".yarnrc" | ".yarnrc.yml" | "pip.conf" | "pip.ini" | ".pypirc"
        | ".gitmodules" | "nuget.config" | "sources.list" | "uv.toml" | "bunfig.toml"
        | ".condarc" | ".terraformrc" => Dialect::Addresses,
        "gemfile" | "gemfile.lock" => Dialect::Words(&["source", "git", "remote:"]),
        "package-lock.json" | "npm-shrinkwrap.json" | "yarn.lock" | "pnpm-lock.yaml" => {
            Dialect::Words(&["resolved", "tarball:", "resolution:"])
        }
        "poetry.lock" | "uv.lock" | "pipfile" | "pipfile.lock" => {
            Dialect::Words(&["url =", "\"url\":", "registry =", "git =", "git+"])
        }
        "cargo.toml" | "cargo.lock" => Dialect::Words(&["git =", "registry-index", "source = "]),
        "package.json" => {
            Dialect::Words(&["git+", "git@", "ssh://", "git://", ".tgz\"", "registry\":"])
        }
        "composer.json" => Dialect::Under(&[
            "\"type\": \"vcs\"",
            "\"type\": \"git\"",
            "\"type\": \"composer\"",
            "\"repositories\"",
        ]),
        "composer.lock" => Dialect::Under(&["\"type\": \"git\"", "\"type\": \"zip\""]),
        "pyproject.toml" => Dialect::Under(&["source]]", "index]]", "index-url", "git+", "git ="]),
        "setup.py" | "setup.cfg" | "environment.yml" => {
            Dialect::Words(&["git+", "index-url", "dependency_links"])
        }
        "pom.xml" | "settings.xml" => Dialect::Under(&[
            "<repository>",
            "<pluginrepository>",
            "<mirror>",
            "<snapshotrepository>",
        ]),
        "build.gradle"
        | "build.gradle.kts"
        | "settings.gradle"
        | "settings.gradle.kts"
        | "build.sbt" => Dialect::Under(&["maven {", "maven(", "resolvers", "repositories {"]),
        "go.mod" => Dialect::Modules,
        "mix.exs" => Dialect::Words(&["git:", "repo:"]),
        ".gitlab-ci.yml" => Dialect::Images(&["remote:", "index-url", "registry"]),
        _ if name.starts_with("dockerfile")
            || name.ends_with(".dockerfile")
            || name == "containerfile" =>
        {
            Dialect::Images(&["index-url", "registry", "extra-index", "goproxy"])
        }
        _ if name.contains("compose") && (name.ends_with(".yml") || name.ends_with(".yaml")) => {
            Dialect::Images(&[])
        }
        _ if name.starts_with("requirements") && name.ends_with(".txt") => {
            Dialect::Words(&["git+", "index-url", " @ http", "http"])
        }
        _ => return None,
    };
    Some(dialect)
}

/// Hosts where anybody may take packages, images or code, with their subdomains.
const PUBLIC: &str = "\
actions.github.com adullact.net alpinelinux.org amazonaws.com anaconda.org apache.org apps.education.fr atlassian.com archlinux.org astral.sh azure.com \
azurecr.io bintray.com bioconductor.org bitbucket.org buf.build bundler.io centos.org chainguard.dev clojars.org \
code.gouv.fr code.visualstudio.com codeberg.org cloudsmith.io conda.io confluent.io cran.r-project.org crates.io crunchydata.com cypress.io \
data.gouv.fr dart.dev deb.nodesource.com debian.org docker.com docker.elastic.co docker.io dl.google.com drupal.org dl.bintray.com eclipse.org elastic.co elastic.dev \
fedoraproject.org framagit.org freedesktop.org gcr.io gerrithub.io ghcr.io ghp.ci git.sr.ht gitea.com github.com github.io githubusercontent.com gitlab.com gitlab.io \
gitlab-forge.din.developpement-durable.gouv.fr gitlab.mim-libre.fr gitlab.inria.fr gitlab.huma-num.fr glpi-project.org gnu.org godoc.org golang.org gopkg.in goproxy.io google.com googleapis.com googlesource.com gradle.org \
hashicorp.com heroku.com hex.pm huggingface.co helm.sh ibm.com icr.io inria.fr insee.fr java.net jboss.org jcenter.bintray.com jenkins-ci.org jenkins.io jetbrains.com jetbrains.space jitpack.io jsdelivr.net jsr.io \
k8s.io kernel.org keycloak.org launchpad.net lip6.fr mariadb.org mattermost.com maven.org mcr.microsoft.com microsoft.com mongodb.org mozilla.org mysql.com \
nodejs.org nodesource.com notabug.org npm.im npm.pkg.github.com npmjs.com npmjs.org npmmirror.com nuget.org nvcr.io nvidia.com openjdk.org openssl.org oracle.com osgeo.org openstreetmap.org opencascade.com \
packagecloud.io packagist.com packagist.org pagure.io pnpm.io postgresql.org primefaces.org public.ecr.aws pub.dev pypa.io pypi.org pypi.python.org python.org pythonhosted.org pytorch.org python-poetry.org quay.io \
r-project.org r-universe.dev redhat.com redhat.io redmine.org releases.hashicorp.com rpmfusion.org rstudio.com ruby-lang.org rubygems.org rubyforge.org rust-lang.org salsa.debian.org savannah.gnu.org scala-sbt.org \
skypack.dev sonarsource.com sonatype.org sourceforge.net spdx.org spring.io springsource.org squidfunk.com sury.org symfony.com taobao.org terraform.io tiangolo.com torproject.org tuleap.com tuleap.org twilio.com typesafe.com ubuntu.com unpkg.com \
videolan.org w3.org webjars.org wpackagist.org xerial.org yarnpkg.com zeit.co zenodo.org ziglang.org";

/// Words in the host of a registry or of a forge.
static SERVICES: Names = LazyLock::new(|| list("source.services"));

/// The sources in the lines of `text` that start in `region`, when the file
/// called `name` declares any and they are not known to be public.
pub(super) fn scan(text: &[u8], name: &str, region: Range<usize>, found: &mut Vec<Candidate>) {
    let Some(dialect) = dialect(name) else { return };
    let mut start = region.start;
    if start > 0 {
        start = surroundings::line(text, &(start..start)).start;
    }
    while start < region.end {
        let end = memchr::memchr(b'\n', &text[start..]).map_or(text.len(), |at| start + at);
        let line = start..end.min(start + LONGEST_LINE);
        for value in values(text, &line, dialect) {
            if region.contains(&value.start) {
                found.extend(look(text, value, dialect));
            }
        }
        start = end + 1;
    }
}

/// Longer lines than this many bytes are not declarations somebody wrote.
const LONGEST_LINE: usize = 4096;

/// Where the hosts of the sources declared on `line` are.
fn values(text: &[u8], line: &Range<usize>, dialect: Dialect) -> Vec<Range<usize>> {
    let own = text[line.clone()].to_ascii_lowercase();
    let trimmed = own.trim_ascii_start();
    if trimmed.starts_with(b"#") || trimmed.starts_with(b"//") || trimmed.starts_with(b"<!--") {
        return Vec::new();
    }
    let has = |words: &[&str], bytes: &[u8]| {
        words.iter().any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
    };
    let declares = match dialect {
        Dialect::Addresses => true,
        Dialect::Words(words) => has(words, &own),
        Dialect::Under(words) => {
            let block = surroundings::block(text, line);
            has(words, &text[block.start..line.end].to_ascii_lowercase())
        }
        Dialect::Images(words) => {
            let mut found: Vec<_> = image(text, line).into_iter().collect();
            if has(words, &own) {
                found.extend(addresses(text, line));
            }
            return found;
        }
        Dialect::Modules => return module(text, line).into_iter().collect(),
    };
    if declares { addresses(text, line) } else { Vec::new() }
}

fn is_host(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// The hosts of `scheme://[user@]host` and `git@host:path` on a line.
fn addresses(text: &[u8], line: &Range<usize>) -> Vec<Range<usize>> {
    let bytes = &text[line.clone()];
    let url = memchr::memmem::find_iter(bytes, b"://").map(|at| line.start + at + 3);
    let scp = memchr::memmem::find_iter(bytes, b"git@").map(|at| line.start + at + 4);
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in url.chain(scp) {
        let rest = &text[start..line.end];
        let stop = rest.iter().position(|b| b"/\"'<> \t,)?#".contains(b)).unwrap_or(rest.len());
        let user = rest[..stop].iter().rposition(|byte| *byte == b'@').map_or(0, |at| at + 1);
        let start = start + user;
        let length = text[start..line.end].iter().take_while(|byte| is_host(byte)).count();
        let value = start..start + length;
        if length > 0 && !found.contains(&value) {
            found.push(value);
        }
    }
    found
}

/// The host of the container image that a line names, when it has one.
fn image(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let bytes = &text[line.clone()];
    let indent = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'-')).count();
    let rest = &bytes[indent..];
    let keyword = ["from ", "image: ", "name: "].iter().find(|word| {
        rest.len() > word.len() && rest[..word.len()].eq_ignore_ascii_case(word.as_bytes())
    })?;
    let mut at = indent + keyword.len();
    while bytes[at..].starts_with(b"--") {
        at += bytes[at..].iter().position(|byte| *byte == b' ')? + 1;
    }
    at += bytes[at..].iter().take_while(|byte| matches!(byte, b'"' | b'\'' | b' ')).count();
    let length = bytes[at..].iter().take_while(|byte| is_host(byte) || **byte == b':').count();
    let host = bytes[at..at + length].split(|byte| *byte == b':').next()?;
    let followed = bytes.get(at + length) == Some(&b'/');
    let ported = host.len() < length;
    (followed && (host.contains(&b'.') || ported))
        .then_some(line.start + at..line.start + at + host.len())
}

/// The host of a Go module path.
fn module(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let bytes = &text[line.clone()];
    let at = bytes.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
    let words = ["require ", "replace "];
    let skipped = words.iter().find(|word| bytes[at..].starts_with(word.as_bytes()));
    let at = at + skipped.map_or(0, |word| word.len());
    let length = bytes[at..].iter().take_while(|byte| is_host(byte)).count();
    let dotted = bytes[at..at + length].contains(&b'.') && bytes.get(at + length) == Some(&b'/');
    dotted.then_some(line.start + at..line.start + at + length)
}

fn look(text: &[u8], value: Range<usize>, dialect: Dialect) -> Option<Candidate> {
    let host = std::str::from_utf8(&text[value.clone()]).ok()?.to_ascii_lowercase();
    let templated = matches!(text.get(value.end), Some(b'$' | b'{' | b'%' | b'<'));
    let loopback = matches!(host.as_str(), "localhost" | "0.0.0.0") || host.starts_with("127.");
    if templated || loopback || is_public(&host) || host::is_example(&host) {
        return None;
    }
    let before = &text[surroundings::line(text, &value).start..value.start];
    let by_ssh = before.ends_with(b"git@") || memchr::memmem::find(before, b"ssh://").is_some();
    let service = host.split(['.', '-']).any(|word| SERVICES.contains(&word));
    let bare = !host.contains('.');
    let shape = match host::inside(&host) {
        Some(Inside::State | Inside::Suffix) => 0.9,
        _ if host::is_private_address(&host) => 0.9,
        Some(Inside::Weak) => 0.6,
        None if dialect == Dialect::Modules => return None,
        None if bare && dialect != Dialect::Addresses => return None,
        None if by_ssh || service || bare => 0.5,
        None => return None,
    };
    let context = surroundings::block(text, &value);
    let signs = Signs { named: service, shape, ..Signs::default() };
    Some(candidate(("private-source", Family::PrivateSource), text, value, context, signs, None))
}

/// True for a `host`, in lower case, where anybody may take code, packages or images.
pub(crate) fn is_public(host: &str) -> bool {
    PUBLIC.split_ascii_whitespace().any(|known| {
        host == known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.'))
    })
}
