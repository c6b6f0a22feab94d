//! What each reader makes of a file of its format.

use super::copies::{Known, Readers};
use super::*;

fn parsed(path: &str, text: &str) -> Listing {
    let format = format_of(path).expect("a format");
    read(&format, path, text).expect("well formed")
}

/// `name@version scope licence` of each component.
fn lines(path: &str, text: &str) -> Vec<String> {
    let shown = |component: &Component| {
        let scope = format!("{:?}", component.scope).to_lowercase();
        let licence = component.license.clone().map(|l| format!(" {l}")).unwrap_or_default();
        format!("{} {scope}{licence}", component.label())
    };
    parsed(path, text).components.iter().map(shown).collect()
}

#[test]
fn npm_lock_files_give_licences_and_scopes() {
    let text = r#"{
  "name": "projet", "lockfileVersion": 3,
  "packages": {
    "": {"dependencies": {"a": "^1"}, "devDependencies": {"@g/b": "^2"}},
    "node_modules/a": {"version": "1.0.0", "license": "MIT", "integrity": "sha512-AAAA", "dependencies": {"c": "1"}},
    "node_modules/@g/b": {"version": "2.0.0", "dev": true, "license": "ISC"},
    "node_modules/a/node_modules/c": {"version": "1.1.0", "optional": true, "license": "(MIT OR CC0-1.0)"},
    "node_modules/outil": {"resolved": "paquets/outil", "link": true},
    "paquets/outil": {"version": "0.1.0", "license": "MIT", "dependencies": {"c": "1"}}
  }
}"#;
    let listing = parsed("package-lock.json", text);
    assert_eq!(
        lines("package-lock.json", text),
        ["a@1.0.0 runtime MIT", "@g/b@2.0.0 development ISC", "c@1.1.0 optional (MIT OR CC0-1.0)"]
    );
    assert_eq!(listing.components[1].line, 6);
    assert_eq!(listing.components[1].purl(), "pkg:npm/%40g/b@2.0.0");
    assert_eq!(listing.roots.len(), 3);
}

#[test]
fn a_package_of_npm_keeps_the_case_of_its_name() {
    let text = r#"{"lockfileVersion":3,"packages":{"":{},
      "node_modules/JSONStream":{"version":"1.3.5"},
      "node_modules/jsonstream":{"version":"1.0.3"}}}"#;
    let purls: Vec<String> =
        parsed("package-lock.json", text).components.iter().map(Component::purl).collect();
    assert_eq!(purls, ["pkg:npm/JSONStream@1.3.5", "pkg:npm/jsonstream@1.0.3"]);
}

#[test]
fn what_is_optional_for_what_is_distributed_may_be_distributed() {
    let text = r#"{"lockfileVersion":3,"packages":{"":{},
      "node_modules/a":{"version":"1.0.0","devOptional":true},
      "node_modules/b":{"version":"1.0.0","dev":true}}}"#;
    assert_eq!(lines("package-lock.json", text), ["a@1.0.0 optional", "b@1.0.0 development"]);
}

#[test]
fn npm_lock_files_of_version_1_are_nested() {
    let text = r#"{"lockfileVersion":1,"dependencies":{
      "a":{"version":"1.0.0","requires":{"b":"1"},"dependencies":{"b":{"version":"1.5.0","dev":true}}},
      "local":{"version":"file:../local"}}}"#;
    assert_eq!(lines("package-lock.json", text), ["a@1.0.0 runtime", "b@1.5.0 development"]);
}

#[test]
fn both_kinds_of_yarn_lock_are_read() {
    let one = "# yarn lockfile v1\n\n\"@g/a@^1.0.0\", \"@g/a@^1.1\":\n  version \"1.2.0\"\n  resolved \"https://registry.example.org/a.tgz#0123456789012345678901234567890123456789\"\n  dependencies:\n    b \"^2\"\n\nb@^2:\n  version \"2.0.0\"\n";
    let listing = parsed("yarn.lock", one);
    assert_eq!(lines("yarn.lock", one), ["@g/a@1.2.0 unknown", "b@2.0.0 unknown"]);
    assert_eq!(listing.components[0].requires, ["b"]);
    assert_eq!(listing.components[0].checksum.as_ref().map(|c| c.algorithm), Some("SHA-1"));
    let berry = "__metadata:\n  version: 8\n\n\"a@npm:^1\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n  dependencies:\n    \"@g/b\": \"npm:^2\"\n  linkType: hard\n\n\"projet@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"projet@workspace:.\"\n  languageName: unknown\n\n\"alias@npm:@g/vrai@^3\":\n  version: 3.0.0\n  resolution: \"@g/vrai@npm:3.0.0\"\n";
    assert_eq!(lines("yarn.lock", berry), ["a@1.0.0 unknown", "@g/vrai@3.0.0 unknown"]);
    assert_eq!(parsed("yarn.lock", berry).components[0].requires, ["@g/b"]);
}

#[test]
fn pnpm_keys_of_every_version_are_read() {
    let nine = "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n        version: 1.0.0\npackages:\n  a@1.0.0:\n    resolution: {integrity: sha512-AAAA}\n  '@g/b@2.0.0':\n    resolution: {integrity: sha512-AAAA}\nsnapshots:\n  a@1.0.0(b@2.0.0):\n    dependencies:\n      '@g/b': 2.0.0\n";
    let listing = parsed("pnpm-lock.yaml", nine);
    assert_eq!(lines("pnpm-lock.yaml", nine), ["a@1.0.0 unknown", "@g/b@2.0.0 unknown"]);
    assert_eq!(listing.components[0].requires, ["@g/b"]);
    assert_eq!(listing.roots, [("a".to_string(), Scope::Runtime)]);
    let five = "lockfileVersion: 5.4\npackages:\n  /@g/a/1.0.0_b@2.0.0:\n    dev: true\n  /b/2.0.0:\n    dev: false\n";
    assert_eq!(lines("pnpm-lock.yaml", five), ["@g/a@1.0.0 development", "b@2.0.0 unknown"]);
    let six = "lockfileVersion: '6.0'\npackages:\n  /@g/a@1.0.0(b@2.0.0):\n    dev: true\n";
    assert_eq!(lines("pnpm-lock.yaml", six), ["@g/a@1.0.0 development"]);
}

#[test]
fn bun_locks_have_comments_and_trailing_commas() {
    let text = "{\n  \"lockfileVersion\": 1, // v1\n  \"workspaces\": {\"\": {\"dependencies\": {\"a\": \"1\",},},},\n  \"packages\": {\n    \"a\": [\"a@1.0.0\", \"\", {\"dependencies\": {\"b\": \"2\"}}, \"sha512-AAAA\"],\n    \"w\": [\"w@workspace:w\"],\n  },\n}\n";
    let listing = parsed("bun.lock", text);
    assert_eq!(lines("bun.lock", text), ["a@1.0.0 unknown"]);
    assert_eq!(listing.components[0].line, 5);
    assert_eq!(listing.components[0].requires, ["b"]);
}

#[test]
fn cargo_locks_leave_the_workspace_out() {
    let text = "version = 4\n[[package]]\nname = \"projet\"\nversion = \"0.1.0\"\ndependencies = [\n \"serde\",\n]\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\nsource = \"registry+https://registry.example.org\"\nchecksum = \"0000000000000000000000000000000000000000000000000000000000000000\"\n";
    let listing = parsed("Cargo.lock", text);
    assert_eq!(lines("Cargo.lock", text), ["serde@1.0.0 unknown"]);
    assert_eq!(listing.components[0].line, 10);
}

#[test]
fn python_lock_files_are_read() {
    let poetry = "[[package]]\nname = \"Django\"\nversion = \"5.0\"\ngroups = [\"main\"]\noptional = false\n[package.dependencies]\nasgiref = \">=3\"\n[[package]]\nname = \"pytest\"\nversion = \"8.0\"\ngroups = [\"dev\"]\n";
    assert_eq!(lines("poetry.lock", poetry), ["django@5.0 runtime", "pytest@8.0 development"]);
    let uv = "version = 1\n[[package]]\nname = \"projet\"\nsource = { editable = \".\" }\ndependencies = [{ name = \"django\" }]\n[package.dev-dependencies]\ndev = [{ name = \"ruff\" }]\n[[package]]\nname = \"django\"\nversion = \"5.0\"\nsource = { registry = \"https://pypi.example.org\" }\n";
    let listing = parsed("uv.lock", uv);
    assert_eq!(listing.components.len(), 1);
    assert_eq!(
        listing.roots,
        [("django".into(), Scope::Runtime), ("ruff".into(), Scope::Development)]
    );
    let pipfile = r#"{"default":{"a":{"version":"==1.0"}},"develop":{"b":{"version":"==2.0"}}}"#;
    assert_eq!(lines("Pipfile.lock", pipfile), ["a@1.0 runtime", "b@2.0 development"]);
    let pip = "# entête\nDjango[argon2]==5.0 ; python_version > '3' \\\n  --hash=sha256:00\nrequests>=2 # commentaire\n-r autres.txt\ngit+https://forge.example.org/a.git\nutil @ https://forge.example.org/u.zip\n";
    assert_eq!(
        lines("requirements.txt", pip),
        ["django@5.0 runtime", "requests runtime", "util runtime"]
    );
    assert_eq!(lines("requirements/dev.txt", "ruff==1\n"), ["ruff@1 development"]);
}

#[test]
fn composer_locks_give_licences() {
    let text = r#"{"packages":[{"name":"g/a","version":"v1.2.0","license":["MIT","GPL-2.0-only"],"require":{"php":">=8","g/b":"1"}}],
        "packages-dev":[{"name":"g/b","version":"2.0","license":["BSD-3-Clause"]}]}"#;
    assert_eq!(
        lines("composer.lock", text),
        ["g/a@1.2.0 runtime MIT OR GPL-2.0-only", "g/b@2.0 development BSD-3-Clause"]
    );
}

#[test]
fn gem_locks_and_gemfiles_are_read() {
    let lock = "GEM\n  remote: https://rubygems.example.org/\n  specs:\n    nokogiri (1.16.0-x86_64-linux)\n      racc (~> 1.4)\n    racc (1.7.3)\n\nPATH\n  remote: .\n  specs:\n    projet (0.1)\n\nDEPENDENCIES\n  nokogiri\n";
    assert_eq!(lines("Gemfile.lock", lock), ["nokogiri@1.16.0 unknown", "racc@1.7.3 unknown"]);
    let gemfile = "source 'https://rubygems.example.org'\ngem 'rails', '~> 7'\ngroup :development, :test do\n  gem \"rspec\"\nend\ngem 'pry', group: :development\n";
    let roots = parsed("Gemfile", gemfile).roots;
    assert_eq!(
        roots,
        [
            ("rails".into(), Scope::Runtime),
            ("rspec".into(), Scope::Development),
            ("pry".into(), Scope::Development)
        ]
    );
}

#[test]
fn jvm_files_are_read() {
    let pom = "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><groupId>org.example</groupId>\n<properties><v>1.5</v></properties>\n<dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>m</artifactId><version>9</version></dependency></dependencies></dependencyManagement>\n<dependencies>\n<dependency><groupId>g</groupId><artifactId>a</artifactId><version>${v}</version></dependency>\n<dependency><groupId>g</groupId><artifactId>m</artifactId></dependency>\n<dependency><groupId>g</groupId><artifactId>t</artifactId><version>[1,2)</version><scope>test</scope></dependency>\n<dependency><groupId>org.example</groupId><artifactId>module</artifactId></dependency>\n</dependencies></project>";
    let listing = parsed("pom.xml", pom);
    assert_eq!(lines("pom.xml", pom), ["g:a@1.5 runtime", "g:m@9 runtime", "g:t development"]);
    assert_eq!(listing.components[0].line, 5);
    assert_eq!(listing.components[0].purl(), "pkg:maven/g/a@1.5");
    let gradle = "# comment\ng:a:1.0=compileClasspath,runtimeClasspath\ng:b:2.0=testRuntimeClasspath\nempty=\n";
    assert_eq!(lines("gradle.lockfile", gradle), ["g:a@1.0 runtime", "g:b@2.0 development"]);
    let catalogue = "[versions]\nk = \"2.0\"\n[libraries]\na = { module = \"g:a\", version.ref = \"k\" }\nb = \"g:b:1.0\"\n";
    assert_eq!(
        lines("gradle/libs.versions.toml", catalogue),
        ["g:a@2.0 unknown", "g:b@1.0 unknown"]
    );
}

#[test]
fn go_modules_say_what_is_direct() {
    let text = "module forge.example.org/projet\n\ngo 1.22\n\nrequire (\n\tforge.example.org/a v1.0.0\n\tforge.example.org/b/v2 v2.1.0 // indirect\n)\nreplace forge.example.org/a => ../a\n";
    let listing = parsed("go.mod", text);
    assert_eq!(listing.components.len(), 1);
    assert_eq!(listing.components[0].direct, Some(false));
    assert_eq!(listing.components[0].purl(), "pkg:golang/forge.example.org/b/v2@v2.1.0");
}

#[test]
fn the_other_ecosystems_are_read() {
    let nuget = r#"{"dependencies":{"net8.0":{"A":{"type":"Direct","resolved":"1.0.0"},"P":{"type":"Project"}}}}"#;
    assert_eq!(lines("packages.lock.json", nuget), ["A@1.0.0 runtime"]);
    let project = "<Project><ItemGroup><PackageReference Include=\"A\" Version=\"1.0.0\" /><PackageReference Include=\"B\" PrivateAssets=\"all\" Version=\"2.*\" /></ItemGroup></Project>";
    assert_eq!(lines("App.csproj", project), ["A@1.0.0 runtime", "B development"]);
    let mix = "%{\n  \"jason\": {:hex, :jason, \"1.4.0\", \"aa\", [:mix], [{:decimal, \"~> 1.0\", [hex: :decimal]}], \"hexpm\", \"0000000000000000000000000000000000000000000000000000000000000000\"},\n  \"g\": {:git, \"https://forge.example.org/g.git\", \"abc\", []},\n}\n";
    let listing = parsed("mix.lock", mix);
    assert_eq!(lines("mix.lock", mix), ["jason@1.4.0 unknown", "g@abc unknown"]);
    assert_eq!(listing.components[0].requires, ["decimal"]);
    let exs = "defmodule P do\n  defp deps do\n    [\n      {:jason, \"~> 1.4\"},\n      # {:old, \"1\"},\n      {:credo, \"~> 1\", only: [:dev, :test]},\n      {:core, in_umbrella: true}\n    ]\n  end\nend\n";
    assert_eq!(
        parsed("mix.exs", exs).roots,
        [("jason".into(), Scope::Runtime), ("credo".into(), Scope::Development)]
    );
    let dart = "packages:\n  a:\n    dependency: \"direct main\"\n    source: hosted\n    version: \"1.0.0\"\n  flutter:\n    source: sdk\n    version: \"0.0.0\"\n";
    assert_eq!(lines("pubspec.lock", dart), ["a@1.0.0 runtime"]);
    let renv = r#"{"Packages":{"dplyr":{"Package":"dplyr","Version":"1.1.0","License":"MIT + file LICENSE"}}}"#;
    assert_eq!(lines("renv.lock", renv), ["dplyr@1.1.0 runtime MIT + file LICENSE"]);
    let description = "Package: projet\nVersion: 1\nImports:\n    dplyr (>= 1.0),\n    stats\nSuggests: testthat\n";
    assert_eq!(lines("DESCRIPTION", description), ["dplyr runtime", "testthat development"]);
}

#[test]
fn a_malformed_file_is_told_with_its_place() {
    for (path, text, line, column) in [
        ("package-lock.json", "{\n  \"a\": ,\n}", 2, 8),
        ("Cargo.lock", "[[package]]\nname = \n", 2, 8),
        ("yarn.lock", "a@1:\n  version \"1\"\n<<<<<<< HEAD\n", 3, 1),
        ("yarn.lock", "a@1:\n  version \"1\"\nnonsense\n", 3, 8),
        ("Gemfile.lock", "GEM\n  specs:\n    nokogi", 3, 5),
        ("Gemfile.lock", "nonsense\n", 1, 1),
        ("composer.lock", "[]", 1, 1),
        ("Pipfile.lock", "{\"default\": {\"a\"", 1, 16),
        ("go.mod", "module a\n<<<<<<< HEAD\n", 2, 1),
        ("Gemfile.lock", "GEM\n<<<<<<< HEAD\n", 2, 1),
        ("mix.lock", "%{\n  \"a\" => 1,\n}", 2, 1),
        ("gradle.lockfile", "nonsense=a\n", 1, 1),
        ("go.mod", "module a\nrequire b\n", 2, 1),
    ] {
        let format = format_of(path).expect("format");
        let error = read(&format, path, text).expect_err(path);
        assert_eq!((error.line, error.column), (line, column), "{path}: {}", error.message);
    }
    for path in ["pom.xml", "pnpm-lock.yaml", "pubspec.lock", "uv.lock", "bun.lock"] {
        let format = format_of(path).expect("format");
        assert!(read(&format, path, "<a>\n{[: \"").is_err(), "{path}");
    }
}

#[test]
fn scopes_follow_the_graph_from_the_manifests() {
    let lock = "a@1:\n  version \"1.0.0\"\n  dependencies:\n    c \"1\"\nb@1:\n  version \"1.0.0\"\n  dependencies:\n    d \"1\"\nc@1:\n  version \"1.0.0\"\nd@1:\n  version \"1.0.0\"\n";
    let manifest = r#"{"dependencies":{"a":"1"},"devDependencies":{"b":"1"}}"#;
    let files = [("yarn.lock", lock), ("package.json", manifest)];
    let inventory = Inventory::read(files, &Known::default());
    let found: Vec<(String, Scope, Option<bool>)> = inventory
        .listed
        .iter()
        .map(|l| (l.component.name.clone(), l.component.scope, l.component.direct))
        .collect();
    assert_eq!(
        found,
        [
            ("a".into(), Scope::Runtime, Some(true)),
            ("b".into(), Scope::Development, Some(true)),
            ("c".into(), Scope::Runtime, Some(false)),
            ("d".into(), Scope::Development, Some(false)),
        ]
    );
    assert_eq!(inventory.ways().to("d"), Some(vec!["b", "d"]));
}

#[test]
fn copies_tell_licences() {
    let files = [
        ("node_modules/a/package.json", r#"{"name":"a","version":"1.0.0","license":"ISC"}"#),
        (
            "x.dist-info/METADATA",
            "Metadata-Version: 2.1\nName: Py_A\nVersion: 2\nClassifier: License :: OSI Approved :: MIT License\n\ntext",
        ),
        (
            "deps/jason/hex_metadata.config",
            "{<<\"name\">>,<<\"jason\">>}.\n{<<\"version\">>,<<\"1.4.0\">>}.\n{<<\"licenses\">>,[<<\"Apache-2.0\">>]}.\n",
        ),
    ];
    assert!(files.iter().all(|(path, _)| copies::tells(path)));
    let known = Known::read(files, Readers { names_one: |_| true, of_text: |_| None });
    for (kind, name, version, licence) in [
        (Ecosystem::Npm, "a", "1.0.0", "ISC"),
        (Ecosystem::Python, "py-a", "2", "MIT License"),
        (Ecosystem::Hex, "jason", "1.4.0", "Apache-2.0"),
    ] {
        let mut component = Component::new(kind, name, 1);
        component.version = Some(version.to_string());
        assert_eq!(known.of(&component).map(|(l, _)| l), Some(licence), "{name}");
    }
}

#[test]
fn no_text_makes_a_reader_crash() {
    let names = [
        "package-lock.json",
        "yarn.lock",
        "pnpm-lock.yaml",
        "bun.lock",
        "package.json",
        "Cargo.lock",
        "Cargo.toml",
        "poetry.lock",
        "uv.lock",
        "pdm.lock",
        "pylock.toml",
        "Pipfile.lock",
        "pyproject.toml",
        "composer.lock",
        "composer.json",
        "Gemfile.lock",
        "Gemfile",
        "pom.xml",
        "gradle.lockfile",
        "libs.versions.toml",
        "go.mod",
        "packages.lock.json",
        "packages.config",
        "mix.lock",
        "mix.exs",
        "pubspec.lock",
        "pubspec.yaml",
        "renv.lock",
        "DESCRIPTION",
        "a.csproj",
        "requirements.txt",
    ];
    let deep_json = "[".repeat(5000);
    let deep_xml = "<a>".repeat(5000);
    let deep_yaml = "- ".repeat(5000);
    let texts = [
        "",
        "\u{feff}",
        "@",
        "@:",
        "\"",
        "\"@",
        "é@é:\n é\n",
        "{",
        "{}",
        "[]",
        "null",
        "[[package]]",
        "a: &a [*a]",
        "gem '",
        "{:é,",
        "defp deps",
        "  \"a\": {:hex, :a, \"",
        "Package:\nImports: ,(,",
        "<a",
        "<a b='&x;'/>",
        "\\",
        "a==",
        "a[",
        "/@",
        "{\"packages\":{\"node_modules/\":{}}}",
        "{\"packages\":{\"/\":[\"@\"]}}",
        "packages:\n  /@: {}\n  '@': 1\n",
        &deep_json,
        &deep_xml,
        &deep_yaml,
    ];
    for name in names {
        let format = format_of(name).expect(name);
        for text in &texts {
            if let Ok(listing) = read(&format, name, text) {
                for component in listing.components {
                    component.purl();
                }
            }
        }
    }
}

/// The lines of the gaps of a file.
fn gaps(path: &str, text: &str) -> Vec<usize> {
    parsed(path, text).gaps.iter().map(|gap| gap.line).collect()
}

#[test]
fn gradle_scripts_are_read_where_they_are_plain() {
    let text = "plugins {\n    id 'java'\n}\ndependencies {\n    implementation 'g:a:1.0' // ici\n    api(\"g:b:$version\") {\n        exclude group: 'x', name: 'y'\n    }\n    testImplementation group: 'g', name: 'c', version: '3'\n    implementation libs.exposed.core\n    implementation project(':autre')\n    runtimeOnly(kotlin(\"reflect\"))\n    implementation fileTree('libs')\n    compileOnly calcul()\n}\nimplementation 'g:hors:1'\n";
    let expected = [
        "g:a@1.0 runtime",
        "g:b runtime",
        "g:c@3 development",
        "org.jetbrains.kotlin:kotlin-reflect runtime",
    ];
    assert_eq!(lines("build.gradle", text), expected);
    assert_eq!(gaps("build.gradle", text), [13]);
    assert_eq!(
        lines("a/build.gradle.kts", "dependencies { implementation(\"g:a:2\") }\n"),
        ["g:a@2 runtime"]
    );
}

#[test]
fn sbt_builds_are_read_where_they_are_plain() {
    let text = "scalaVersion := \"2.13.12\"\nlibraryDependencies ++= Seq(\n  \"g\" %% \"a\" % \"1.0\",\n  \"g\" % \"b\" % \"2.0\" % Test,\n  \"g\" %% \"c\" % version\n)\n";
    assert_eq!(
        lines("build.sbt", text),
        ["g:a_2.13@1.0 runtime", "g:b@2.0 development", "g:c_2.13 runtime"]
    );
    assert_eq!(gaps("build.sbt", "libraryDependencies ++= Dependencies.all\n"), [1]);
}

#[test]
fn setuptools_files_are_read_where_they_are_plain() {
    let cfg = "[metadata]\nname = a\n[options]\ninstall_requires =\n    Py_A==1.0\n    b>=2; python_version > '3'\n[options.extras_require]\ntest =\n    c\n";
    assert_eq!(lines("setup.cfg", cfg), ["py-a@1.0 runtime", "b runtime", "c optional"]);
    let program = "from setuptools import setup\nREQUIS = ['a==1.0']\nsetup(\n    install_requires=REQUIS,\n    extras_require={'x': ['b>=2']},\n    tests_require=lire(),\n)\n";
    assert_eq!(lines("setup.py", program), ["a@1.0 runtime", "b optional"]);
    assert!(gaps("setup.py", program).is_empty());
    assert_eq!(gaps("setup.py", "setup(\n  install_requires=open('r').read().split(),\n)\n"), [2]);
}

#[test]
fn other_package_files_are_read() {
    let conda = "name: e\ndependencies:\n  - python=3.11\n  - conda-forge::Numpy=1.26=py311\n  - scipy>=1\n  - pip:\n    - Py_A==2\n";
    assert_eq!(
        lines("environment.yml", conda),
        ["Numpy@1.26 unknown", "scipy unknown", "py-a@2 unknown"]
    );
    let pods = "PODS:\n  - A/Coeur (1.2.3)\n  - B (2.0):\n    - A/Coeur (~> 1)\n  - Local (0.1)\nDEPENDENCIES:\n  - B (= 2.0)\nEXTERNAL SOURCES:\n  Local:\n    :path: \"../Local\"\n";
    assert_eq!(lines("Podfile.lock", pods), ["A@1.2.3 runtime", "B@2.0 runtime"]);
    assert_eq!(gaps("Podfile", "target 'X' do\n  pod 'A'\nend\n"), [2]);
    let swift = r#"{"pins":[{"identity":"a","location":"https://forge.example.org/g/a.git","state":{"version":"1.0.0"}}],"version":2}"#;
    assert_eq!(
        parsed("Package.resolved", swift).components[0].purl(),
        "pkg:swift/forge.example.org/g/a@1.0.0"
    );
    let deno = r#"{"version":"4","jsr":{"@std/path@1.0.0":{"integrity":"x"}},"npm":{"@g/a@2.0.0_b@1.0.0":{}},"remote":{"https://forge.example.org/m.ts":"x"}}"#;
    assert_eq!(lines("deno.lock", deno), ["@jsr/std__path@1.0.0 unknown", "@g/a@2.0.0 unknown"]);
    assert_eq!(gaps("deno.lock", deno), [1]);
    assert_eq!(
        lines("deno.json", r#"{"imports":{"a":"npm:@g/a@^2","p":"jsr:@std/path@1","l":"./l.ts"}}"#),
        ["@g/a runtime", "@jsr/std__path runtime"]
    );
    assert_eq!(
        lines("conanfile.txt", "[requires]\nfmt/10.1.1@g/stable\n[generators]\nCMakeDeps\n"),
        ["fmt@10.1.1 runtime"]
    );
    assert_eq!(
        lines("vcpkg.json", r#"{"dependencies":["fmt",{"name":"outil","host":true}]}"#),
        ["fmt runtime", "outil build"]
    );
    let chart = "name: c\ndependencies:\n  - name: postgresql\n    version: 12.1.0\n    repository: https://charts.example.org\n  - name: local\n    repository: file://../local\n";
    assert_eq!(lines("Chart.yaml", chart), ["postgresql@12.1.0 runtime"]);
    assert_eq!(gaps("requirements.txt", "a==1\ngit+https://forge.example.org/a.git\n"), [2]);
}

#[test]
fn poms_inherit_from_those_of_the_repository() {
    let parent = "<project><groupId>g</groupId><artifactId>p</artifactId><version>9</version><properties><v>1.2</v><w>${v}.3</w></properties><dependencyManagement><dependencies><dependency><groupId>x</groupId><artifactId>b</artifactId><version>${w}</version></dependency></dependencies></dependencyManagement></project>";
    let module = "<project><parent><groupId>g</groupId><artifactId>p</artifactId><version>9</version></parent><artifactId>m</artifactId><dependencies><dependency><groupId>x</groupId><artifactId>A</artifactId><version>${v}</version></dependency><dependency><groupId>x</groupId><artifactId>b</artifactId></dependency><dependency><groupId>g</groupId><artifactId>autre</artifactId></dependency><dependency><groupId>x</groupId><artifactId>c</artifactId><version>${dehors}</version></dependency><dependency><groupId>${dehors}</groupId><artifactId>d</artifactId></dependency></dependencies></project>";
    let files = [("pom.xml", parent), ("m/pom.xml", module)];
    let inventory = Inventory::read(files, &Known::default());
    let purls: Vec<String> = inventory.listed.iter().map(|one| one.component.purl()).collect();
    assert_eq!(purls, ["pkg:maven/x/A@1.2", "pkg:maven/x/b@1.2.3", "pkg:maven/x/c"]);
    assert_eq!(inventory.gaps.len(), 1);
}

#[test]
fn documents_about_components_are_read() {
    let names = Readers { names_one: |_| true, of_text: |_| None };
    let lock = r#"{"dependencies":{"net8.0":{"A.B":{"type":"Direct","resolved":"1.0.0"}}}}"#;
    let cases = [
        (
            "bom.json",
            r#"{"components":[{"purl":"pkg:nuget/A.B@1.0.0","licenses":[{"license":{"id":"MIT"}}]}]}"#,
            Some("MIT"),
        ),
        (
            "a.spdx.json",
            r#"{"packages":[{"licenseDeclared":"NOASSERTION","licenseConcluded":"ISC","externalRefs":[{"referenceType":"purl","referenceLocator":"pkg:nuget/A.B@1.0.0"}]}]}"#,
            Some("ISC"),
        ),
        (
            ".licenses/nuget/A.B.dep.yml",
            "---\nname: A.B\nversion: 1.0.0\ntype: nuget\nlicense: mit\n",
            Some("mit"),
        ),
        (
            "bom.json",
            r#"{"components":[{"purl":"pkg:nuget/A.B@2.0.0","licenses":[{"license":{"id":"MIT"}}]}]}"#,
            None,
        ),
        (
            "bom.json",
            r#"{"components":[{"purl":"pkg:nuget/A.B@1.0.0","licenses":[{"license":{"id":"MIT"}}],"properties":[{"name":"publiable:license-from","value":"by name, table of 2026-01-01"}]}]}"#,
            None,
        ),
    ];
    for (path, text, expected) in cases {
        let known = Known::read([(path, text)], names);
        let inventory = Inventory::read([("packages.lock.json", lock)], &known);
        let listed = &inventory.listed[0];
        assert_eq!(listed.component.license.as_deref(), expected, "{path}");
        assert_eq!(listed.origin == Origin::File(path.into()), expected.is_some());
    }
    let notice = "Lists of 1 third-party dependencies.\n     (Apache License, Version 2.0) A (le nom) (g:a:1.0 - https://forge.example.org)\n";
    let known = Known::read([("THIRD-PARTY.txt", notice)], names);
    let inventory = Inventory::read([("gradle.lockfile", "g:a:1.0=runtimeClasspath\n")], &known);
    assert_eq!(
        inventory.listed[0].component.license.as_deref(),
        Some("Apache License, Version 2.0")
    );
}
