//! What one key says of another.

use super::keys::{Judge, Spot};
use crate::publiccode::code::Code;
use crate::publiccode::diagnostic::{Change, Diagnostic, Fix, Severity};
use crate::publiccode::path::Path;
use crate::publiccode::standard::{self, Format, Key, Presence, Shape};
use crate::text;
use crate::yaml::Node;

impl<'y> Judge<'y> {
    /// Keys that depend on others.
    pub(super) fn relations(&mut self) {
        self.maintenance();
        self.italy_twice();
    }

    /// `contractors` and `contacts` depend on `maintenance.type`.
    fn maintenance(&mut self) {
        let Some(section) = self.root.get("maintenance").filter(|section| section.is_map()) else {
            return;
        };
        let kind = section.text_of("type").unwrap_or_default();
        let path = Path::top().key("maintenance");
        let keys = standard::find("maintenance").map(|key| key.shape.keys()).unwrap_or_default();
        for key in keys {
            let Presence::ByType { required, forbidden } = key.presence else { continue };
            let entry = section.entry(key.name).filter(|(_, value)| !value.is_null());
            match entry {
                None if required.contains(&kind) => {
                    self.required_by_type(key, kind, &path, section)
                }
                // An empty list passes for the reference parser, and says nothing.
                Some((_, value))
                    if required.contains(&kind) && value.is_list() && value.items().is_empty() =>
                {
                    self.empty_people(key, kind, &path, section);
                }
                // For the reference parser, a type it does not know forbids them too.
                Some((name, value)) if !forbidden.is_empty() && !required.contains(&kind) => {
                    let spot = Spot { path: path.key(key.name), key: Some(name), value };
                    self.forbidden_by_type(key, kind, &spot);
                }
                _ => {}
            }
        }
    }

    fn required_by_type(&mut self, key: &'static Key, kind: &str, path: &Path, section: Node<'y>) {
        let name = key.name;
        let message = text!(
            "clé « {name} » absente, obligatoire avec « type: {kind} »",
            "key “{name}” is missing, mandatory with “type: {kind}”"
        );
        let path = path.key(name);
        let mut found = Diagnostic::new(Code::MissingKey, Severity::Error, &path, message);
        let anchor = match section.entry(name) {
            Some((key, _)) => Some(key),
            None => section.own_entries().first().map(|(key, _)| *key),
        };
        found.key = anchor.map(|key| self.lines.span(key.range()));
        let found = self.filled(found, key);
        self.out.push(found.reference(Severity::Error));
    }

    fn empty_people(&mut self, key: &'static Key, kind: &str, path: &Path, section: Node<'y>) {
        let Some((written, value)) = section.entry(key.name) else { return };
        let spot = Spot { path: path.key(key.name), key: Some(written), value };
        let name = key.name;
        let message = text!(
            "la liste « {name} » est vide, alors que « type: {kind} » l’exige",
            "the list “{name}” is empty, yet “type: {kind}” demands it"
        );
        // That it holds nothing is said once.
        self.out.retain(|one| one.code != Code::Blank || one.path != spot.path);
        let found = self.on_key(&spot, Code::EmptyValue, Severity::Warning, message);
        self.out.push(self.filled(found, key));
    }

    fn forbidden_by_type(&mut self, key: &Key, kind: &str, spot: &Spot<'y>) {
        let name = key.name;
        let message = text!(
            "« {name} » n’est permis qu’avec « type: contract » (ici : {kind})",
            "“{name}” is only allowed with “type: contract” (here: {kind})"
        );
        let fix = Fix::doubtful(
            text!(
                "écrire type: contract si le contrat existe, sinon laisser la clé en commentaire",
                "write type: contract if there is a contract, otherwise leave the key as a comment"
            ),
            Change::Comment,
        );
        // That parser does not look inside; neither do we when the key must go.
        let types = standard::find("maintenance.type").map(|key| key.shape);
        let known = matches!(types, Some(Shape::Scalar(Format::OneOf(list))) if list.values.contains(&kind));
        let inside = format!("{}[", spot.path);
        for found in &mut self.out {
            if found.path.to_string().starts_with(&inside) {
                found.reference = None;
                found.severity = found.severity.filter(|_| !known);
            }
        }
        let found = self
            .on_key(spot, Code::ForbiddenKey, known.then_some(Severity::Error), message)
            .fix(fix);
        self.out.push(found.reference(Severity::Error));
    }

    /// `IT` and `it` side by side.
    fn italy_twice(&mut self) {
        let (Some(_), Some((key, value))) = (self.root.entry("IT"), self.root.entry("it")) else {
            return;
        };
        let spot = Spot { path: Path::top().key("it"), key: Some(key), value };
        let message = text!("la section « IT » est déjà là", "the “IT” section is already there");
        let fix = Fix::doubtful(
            text!("retirer la section « it »", "remove the “it” section"),
            Change::Remove,
        );
        let found = self.on_key(&spot, Code::DuplicateKey, Severity::Error, message).fix(fix);
        self.out.push(found.reference(Severity::Error));
    }
}
