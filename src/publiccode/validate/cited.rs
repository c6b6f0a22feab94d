//! Addresses, and the files that the keys cite.

use super::files::{Cited, Image, active_part, image};
use super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Fix, Severity};
use crate::publiccode::format::{url, video};
use crate::publiccode::standard::{Format, Key, Presence};
use crate::text;
use crate::yaml::edit::Value;

impl<'y> Judge<'y> {
    /// An address.
    pub(super) fn url(&mut self, wanted: Format, key: &'static Key, spot: &Spot<'y>, text: &str) {
        let parts = url::parse(text);
        let sound = parts.as_ref().is_some_and(|parts| match wanted {
            Format::Url => parts.is_absolute(),
            _ => parts.is_web() && parts.has_host(),
        });
        if sound {
            if wanted == Format::VideoUrl && !video::is_listed(text) {
                self.video(spot);
            }
            if let Some(parts) = parts {
                self.address_lints(key, spot, &parts, text);
            }
            return;
        }
        if text.is_empty() && key.presence != Presence::Required && parts.is_some() {
            return self.blank(spot, Code::InvalidUrl, true);
        }
        let message = match wanted {
            Format::Url => text!(
                "« {text} » n’est pas une adresse complète",
                "“{text}” is not a complete address"
            ),
            _ => text!(
                "« {text} » n’est pas une adresse http:// ou https://",
                "“{text}” is not an http:// or https:// address"
            ),
        };
        let found = self
            .on_value(spot, Code::InvalidUrl, Severity::Error, message)
            .fix(self.address_guess(wanted, text));
        self.out.push(found.reference(Severity::Error));
    }

    fn video(&mut self, spot: &Spot<'y>) {
        let message = text!(
            "site absent de la liste oEmbed de l’analyseur de référence, qui refusera le fichier",
            "site missing from the oEmbed list of the reference parser, which will refuse the file"
        );
        let fix = Fix::advice(text!(
            "laisser l’adresse si le lecteur du catalogue la lit ; sinon retirer la clé",
            "leave the address if the catalogue plays it; otherwise remove the key"
        ));
        let found = self.on_value(spot, Code::VideoProvider, Severity::Warning, message).fix(fix);
        self.out.push(found.reference(Severity::Error));
    }

    /// The address that was probably meant: without its scheme, over ssh, or that of
    /// a file of the repository.
    fn address_guess(&self, wanted: Format, text: &str) -> Option<Fix> {
        let bare = text.trim();
        if let Some((host, path)) = bare.strip_prefix("git@").and_then(|rest| rest.split_once(':'))
        {
            let guess = format!("https://{host}/{}", path.trim_start_matches('/'));
            return Some(Fix::write(guess, wanted == Format::Url));
        }
        if bare.contains("://") {
            let spaced = bare != text && !bare.contains(char::is_whitespace);
            return spaced.then(|| Fix::write(bare, true));
        }
        if bare.is_empty() || bare.contains(char::is_whitespace) {
            return None;
        }
        let host = bare.split('/').next().unwrap_or_default();
        let extension = host.rsplit('.').next().unwrap_or_default().to_lowercase();
        let file = bare.ends_with(".md")
            || matches!(extension.as_str(), "md" | "rst" | "txt" | "html" | "pdf" | "yml");
        if file || !host.contains('.') {
            let page = text!(
                "donner l’adresse complète de la page",
                "give the complete address of the page"
            );
            let relative = !bare.contains(':');
            let there = self.in_repository(bare).filter(|_| file && relative);
            return there.map(|guess| Fix::write(guess, false)).or(Some(Fix::advice(page)));
        }
        let label = |label: &str| {
            let sound = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
            !label.is_empty() && label.bytes().all(sound)
        };
        let named = !bare.contains('@')
            && host.split('.').all(label)
            && extension.bytes().all(|byte| byte.is_ascii_alphabetic());
        named.then(|| Fix::write(format!("https://{bare}"), false))
    }

    /// The address of the file at `path` on the forge that `url` names.
    fn in_repository(&self, path: &str) -> Option<String> {
        let url = self.root.text_of("url")?.trim();
        let page = ["/blob/", "/tree/", "/raw/", "/-/"].iter().find_map(|mark| url.find(mark));
        let url = url[..page.unwrap_or(url.len())].trim_end_matches('/').trim_end_matches(".git");
        let middle = match url.strip_prefix("https://")?.split('/').next()? {
            "github.com" => "/blob/HEAD/",
            host if host.starts_with("gitlab.") || host.contains(".gitlab.") => "/-/blob/HEAD/",
            _ => return None,
        };
        Some(format!("{url}{middle}{}", path.trim_start_matches("./").trim_start_matches('/')))
    }

    /// A file of the repository, or its address.
    pub(super) fn cited(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        if text.is_empty() {
            return self.blank(spot, Code::Blank, false);
        }
        if text.starts_with('/') || text.starts_with("file:") {
            let message = match text.starts_with('/') {
                true => text!("chemin absolu « {text} »", "absolute path “{text}”"),
                false => text!("adresse locale « {text} »", "local address “{text}”"),
            };
            let bare = text.trim_start_matches("file:").trim_start_matches('/').to_string();
            let there = matches!(self.files.look(&bare), Cited::File(_));
            let fix = Fix {
                text: text!(
                    "écrire le chemin depuis publiccode.yml : {bare}",
                    "write the path from publiccode.yml: {bare}"
                ),
                change: Some(Change::Set(Value::text(bare))),
                safe: there,
            };
            let found = self.on_value(spot, Code::InvalidPath, Severity::Error, message).fix(fix);
            self.out.push(found.reference(Severity::Error));
            return;
        }
        if url::parse(text).is_some_and(|parts| !parts.scheme.is_empty()) {
            self.remote_file(wanted, spot, text);
            return;
        }
        self.local_file(wanted, spot, text);
    }

    fn remote_file(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        let web = url::parse(text).filter(|parts| parts.is_web() && parts.has_host());
        let Some(parts) = web else {
            let message = text!(
                "« {text} » n’est ni un chemin relatif ni une adresse http(s)",
                "“{text}” is neither a relative path nor an http(s) address"
            );
            let found = self.on_value(spot, Code::InvalidPath, Severity::Warning, message);
            self.out.push(found);
            return;
        };
        if wanted == Format::File || parts.path.contains("/blob/") && text.contains("raw=true") {
            return;
        }
        if parts.path.contains("/blob/") {
            let raw = text.replacen("/blob/", "/raw/", 1);
            let message = text!(
                "cette adresse est celle d’une page de la forge, pas celle de l’image",
                "this address is that of a page of the forge, not that of the image"
            );
            let fix = Fix::doubtful(
                text!(
                    "donner l’adresse brute, {raw}, ou le chemin relatif",
                    "give the raw address, {raw}, or the relative path"
                ),
                Change::Set(Value::text(raw.clone())),
            );
            let found = self.on_value(spot, Code::InvalidPath, Severity::Warning, message).fix(fix);
            self.out.push(found);
        }
    }

    fn local_file(&mut self, wanted: Format, spot: &Spot<'y>, text: &str) {
        let found = self.files.look(text);
        let extension = extension(text);
        let allowed: &[&str] = match wanted {
            Format::Logo => &["svg", "svgz", "png"],
            Format::Screenshot => &["png", "jpg"],
            _ => &[],
        };
        if !allowed.is_empty() && !allowed.contains(&extension.as_str()) {
            let jpeg = wanted == Format::Screenshot && matches!(extension.as_str(), "jpeg" | "jpe");
            let kinds = allowed.join(", ");
            let (code, severity, message) = match jpeg {
                true => (
                    Code::JpegExtension,
                    Severity::Warning,
                    text!(
                        "extension « .{extension} » : c’est un JPEG, mais l’analyseur de référence ne connaît que .jpg",
                        "“.{extension}” extension: it is a JPEG, but the reference parser only knows .jpg"
                    ),
                ),
                false => (
                    Code::FileExtension,
                    Severity::Error,
                    text!(
                        "extension « .{extension} » ; formats admis : {kinds}",
                        "“.{extension}” extension; allowed formats: {kinds}"
                    ),
                ),
            };
            let fix = jpeg.then(|| {
                Fix::advice(text!("renommer le fichier en .jpg", "rename the file to .jpg"))
            });
            let flaw = self.on_value(spot, code, severity, message).fix(fix);
            self.out.push(flaw.reference(Severity::Error));
            if !jpeg {
                return;
            }
        }
        match found {
            Cited::Unknown => {}
            Cited::Missing => {
                let message = text!("fichier introuvable : {text}", "no such file: {text}");
                let flaw = self.on_value(spot, Code::FileMissing, Severity::Error, message);
                let fix = Fix::advice(text!(
                    "corriger le chemin, qui part de publiccode.yml, ou retirer la clé",
                    "correct the path, which starts from publiccode.yml, or remove the key"
                ));
                self.out.push(flaw.fix(fix).reference(Severity::Error));
            }
            Cited::Folder => {
                let message = text!("{text} est un dossier", "{text} is a folder");
                let flaw = self.on_value(spot, Code::NotAnImage, Severity::Error, message);
                self.out.push(flaw);
            }
            Cited::File(bytes) => self.content(wanted, spot, &extension, &bytes),
        }
    }

    /// What is inside a file that should be an image.
    fn content(&mut self, wanted: Format, spot: &Spot<'y>, extension: &str, bytes: &[u8]) {
        if wanted == Format::File {
            return;
        }
        let kind = image(bytes);
        let expected = match extension {
            "png" => Image::Png,
            "svg" => Image::Svg,
            "svgz" => Image::SvgCompressed,
            _ => Image::Jpeg,
        };
        if kind != Some(expected) {
            let message = text!(
                "le contenu du fichier n’est pas celui d’un .{extension}",
                "the content of the file is not that of a .{extension}"
            );
            let flaw = self.on_value(spot, Code::NotAnImage, Severity::Error, message);
            let checked = wanted == Format::Logo && expected == Image::Png;
            let flaw = if checked { flaw.reference(Severity::Error) } else { flaw };
            self.out.push(flaw);
        } else if kind == Some(Image::Svg)
            && let Some(part) = active_part(bytes)
        {
            let message =
                text!("ce dessin contient du code ({part})", "this drawing holds code ({part})");
            let fix =
                Fix::advice(text!("retirer le code du dessin", "remove the code from the drawing"));
            let flaw = self.on_value(spot, Code::ActiveSvg, Severity::Warning, message).fix(fix);
            self.out.push(flaw);
        }
    }
}

/// The extension of a path, in lower case.
fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default()
}
