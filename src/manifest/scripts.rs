//! The Gradle scripts of a repository together: the plain values that a script gives to
//! names, and the bills of versions that it asks for, which the scripts below it see too.

use super::bills;
use regex::Captures;
use std::collections::HashMap;

// `ext.name = "1"`, `def name = '1'`, `extra["name"] = "1"`, `set("name", "1")`, and `name = "1"`
// in a block `ext`.
pattern!(
    GIVEN,
    r#"^\s*(?:(?:\w+\.)?(?:ext|extra)\.(\w+)\s*=|(?:\w+\.)?(?:ext|extra)\[\s*["'](\w+)["']\s*\]\s*=|(?:def|val|final\s+def)\s+(\w+)\s*=|val\s+(\w+)\s+by\s+extra\s*\(|set\s*\(\s*["'](\w+)["']\s*,|(\w+)\s*=)\s*["']([^"'$\s]+)["']\s*\)?\s*;?\s*$"#
);
pattern!(OPENED, r"\b(?:ext|extra\.apply)\s*\{");
pattern!(
    CALLED,
    r"\$(?:\{\s*)?(?:(?:rootProject|project)\.)?(?:(?:ext|extra)\.)?([A-Za-z_]\w*)(?:\s*\})?"
);
pattern!(
    BILL,
    r#"(?:(?:enforcedP|p)latform\s*\(|mavenBom\s*\(?)\s*["']([\w.\-]+:[\w.\-]+):([^"']+)["']"#
);
pattern!(PLUGIN, r#"\bid\s*\(?\s*["']([\w.\-]+)["']\s*\)?\s*version\s*\(?\s*["']([^"']+)["']"#);
pattern!(KOTLIN, r#"\bkotlin\(\s*["']([\w\-]+)["']\s*\)\s*version\s*\(?\s*["']([^"']+)["']"#);

/// What one script says.
#[derive(Debug, Default)]
struct Script {
    /// The values of names; none for one that has several.
    values: HashMap<String, Option<String>>,
    /// The versions of groups, as written.
    groups: HashMap<&'static str, String>,
}

/// The scripts of a repository, by their folders.
#[derive(Debug, Default)]
pub(super) struct Scripts {
    scripts: HashMap<String, Vec<Script>>,
}

impl Scripts {
    /// Reads those among `files` (path and text).
    pub(super) fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Scripts {
        let mut scripts = Scripts::default();
        for (path, text) in files.into_iter().filter(|(path, _)| is_script(path)) {
            let folder = above(path).unwrap_or_default();
            scripts.scripts.entry(folder.to_string()).or_default().push(Script::of(text));
        }
        scripts
    }

    /// `version` as the script at `path` sees it: with the values of names in their place.
    pub(super) fn value(&self, path: &str, version: &str) -> Option<String> {
        let mut known = true;
        let whole = CALLED.replace_all(version, |called: &Captures<'_>| {
            let value = self.seen(path, |script| script.values.get(&called[1])?.clone());
            known &= value.is_some();
            value.unwrap_or_default()
        });
        let fixed = known && !whole.is_empty() && !whole.contains(['$', '+', '[', '{', '}']);
        fixed.then(|| whole.into_owned())
    }

    /// The version that a bill of the script at `path` says for the group of `name`.
    pub(super) fn version(&self, path: &str, name: &str) -> Option<String> {
        let (group, _) = name.split_once(':')?;
        let found = self.seen(path, |script| script.groups.get(group).cloned())?;
        self.value(path, &found)
    }

    /// What the scripts in the folder of `path` or above tell, the nearest first.
    fn seen(&self, path: &str, told: impl Fn(&Script) -> Option<String>) -> Option<String> {
        let folders = std::iter::successors(above(path).or(Some("")), |folder| match *folder {
            "" => None,
            _ => above(folder).or(Some("")),
        });
        folders.filter_map(|folder| self.scripts.get(folder)).flatten().find_map(told)
    }
}

/// True for a build script of Gradle.
pub(super) fn is_script(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "build.gradle" | "build.gradle.kts")
}

fn above(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(folder, _)| folder)
}

impl Script {
    fn of(text: &str) -> Script {
        let mut script = Script::default();
        let mut within = 0usize;
        for line in text.lines() {
            let line = match line.find("//") {
                Some(at) if !line[..at].ends_with(':') => &line[..at],
                _ => line,
            };
            if within == 0 && OPENED.is_match(line) {
                within = 1;
                let inside = line.split_once('{').map_or("", |(_, inside)| inside);
                script.gives(inside.trim_end().trim_end_matches('}').trim_end(), true);
                within = (within + inside.matches('{').count())
                    .saturating_sub(inside.matches('}').count());
            } else {
                script.gives(line, within > 0);
                if within > 0 {
                    within = (within + line.matches('{').count())
                        .saturating_sub(line.matches('}').count());
                }
            }
            script.takes(line);
        }
        script
    }

    /// Keeps the value that a line gives to a name; a plain `name = "1"` counts `within` a
    /// block alone.
    fn gives(&mut self, line: &str, within: bool) {
        let line =
            line.rsplit_once('{').map_or(line, |(_, last)| last).trim_end_matches([' ', '}']);
        let Some(found) = GIVEN.captures(line) else { return };
        let Some((at, name)) = (1..=6).find_map(|at| Some((at, found.get(at)?))) else { return };
        if at == 6 && !within {
            return;
        }
        let value = found[7].to_string();
        let kept = self.values.entry(name.as_str().to_string()).or_insert(Some(value.clone()));
        if kept.as_ref() != Some(&value) {
            *kept = None;
        }
    }

    /// Keeps the version of a group that a bill or a plugin of a line says.
    fn takes(&mut self, line: &str) {
        for (pattern, start) in [(&*BILL, ""), (&*PLUGIN, ""), (&*KOTLIN, "org.jetbrains.kotlin.")]
        {
            for said in pattern.captures_iter(line) {
                if let Some(group) = bills::group_of(&format!("{start}{}", &said[1])) {
                    self.groups.entry(group).or_insert_with(|| said[2].to_string());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::manifest::Inventory;
    use crate::manifest::copies::Known;

    fn labels(files: &[(&str, &str)]) -> Vec<String> {
        let inventory = Inventory::read(files.iter().copied(), &Known::default());
        inventory.listed.iter().map(|one| one.component.label()).collect()
    }

    #[test]
    fn values_of_a_script_are_seen_below_it() {
        let module =
            ("app/build.gradle", "dependencies {\n  implementation \"g:a:$a_version\"\n}\n");
        for root in [
            "buildscript { ext.a_version = \"1.6.10\" }\n",
            "buildscript {\n  ext {\n    a_version = '1.6.10'\n  }\n}\n",
            "ext.a_version = \"1.6.10\" // see https://example.org\n",
            "ext { a_version = \"1.6.10\" }\n",
            "project.ext.a_version = '1.6.10'\n",
            "ext {\n  set('a_version', '1.6.10')\n}\n",
            "def a_version = '1.6.10'\n",
        ] {
            assert_eq!(labels(&[("build.gradle", root), module]), ["g:a@1.6.10"], "{root}");
        }
        for root in [
            "a_version = '1'\n",
            "ext.a_version = '1'\next.a_version = '2'\n",
            "ext.a_version = \"$b\"\n",
            "ext.versions = [\n  a_version: '1',\n]\n",
        ] {
            assert_eq!(labels(&[("build.gradle", root), module]), ["g:a"], "{root}");
        }
        let beside = ("lib/build.gradle", "ext.a_version = '1.6.10'\n");
        assert_eq!(labels(&[beside, module]), ["g:a"]);
    }

    #[test]
    fn values_are_called_in_several_ways() {
        for called in ["${v}", "${rootProject.ext.v}", "${project.v}", "$v", "${extra.v}"] {
            let script = format!(
                "extra[\"v\"] = \"2.0\"\ndependencies {{\n  api(\"g:a:{called}\")\n  api(\"g:b:{called}-jre\")\n}}\n"
            );
            let expected = ["g:a@2.0", "g:b@2.0-jre"];
            assert_eq!(labels(&[("build.gradle.kts", &script)]), expected, "{called}");
        }
        let unknown =
            "val v = \"1\"\ndependencies {\n  api(\"g:a:${v.kotlin}\")\n  api(\"g:b:${w}\")\n}\n";
        assert_eq!(labels(&[("build.gradle.kts", unknown)]), ["g:a", "g:b"]);
    }

    #[test]
    fn plugins_and_bills_say_the_version_of_their_group() {
        let asked = "dependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web'\n}\n";
        for told in [
            "plugins {\n  id 'org.springframework.boot' version '3.0.2'\n}\n",
            "plugins {\n  id(\"org.springframework.boot\") version \"3.0.2\" apply false\n}\n",
            "ext.boot = '3.0.2'\ndependencyManagement {\n  imports {\n    mavenBom \"org.springframework.boot:spring-boot-dependencies:$boot\"\n  }\n}\n",
        ] {
            let files = [("build.gradle", told), ("app/build.gradle", asked)];
            assert_eq!(labels(&files), ["org.springframework.boot:spring-boot-starter-web@3.0.2"]);
        }
        let script = "dependencies {\n  implementation(platform(\"com.squareup.okhttp3:okhttp-bom:4.9.3\"))\n  implementation(\"com.squareup.okhttp3:okhttp\")\n  implementation(\"g:a\")\n}\n";
        let expected = ["com.squareup.okhttp3:okhttp@4.9.3", "g:a"];
        assert_eq!(labels(&[("build.gradle.kts", script)]), expected);
    }
}
