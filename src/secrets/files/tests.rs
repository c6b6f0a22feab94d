use super::*;

fn level(path: &str, head: &[u8]) -> Option<Level> {
    judge(path, head.len() as u64, head).map(|found| found.level)
}

#[test]
fn the_table_is_read() {
    let text = include_str!("../../../rules/files/sensitive.toml");
    let table: Table = toml::from_str(text).expect("a table of kinds");
    let names = table.kind.iter().map(|kind| kind.names.len()).sum::<usize>();
    assert_eq!(KINDS.names.len() + KINDS.paths.len(), names);
    assert!(table.kind.iter().all(|kind| !kind.fr.is_empty() && !kind.en.is_empty()));
}

#[test]
fn names_are_enough_to_be_looked_at() {
    for name in [".env", ".ENV.production", "dump.sql", "keystore.jks", "credentials", "master.key"]
    {
        assert!(interesting(name.as_bytes()), "{name}");
    }
    for name in ["main.rs", "README.md", "environment.ts"] {
        assert!(!interesting(name.as_bytes()), "{name}");
    }
}

#[test]
fn settings_are_judged_by_their_values() {
    let secret = format!("SESSION_SECRET={}", "kT93xq!Lm27pQz");
    assert_eq!(level(".env", secret.as_bytes()), Some(Level::Report));
    assert_eq!(level("back/.env.production", secret.as_bytes()), Some(Level::Report));
    assert_eq!(level(".env.development", secret.as_bytes()), Some(Level::Review));
    assert_eq!(level("tests/.env", secret.as_bytes()), Some(Level::Review));
    assert_eq!(level("docker/compose/app.env", secret.as_bytes()), Some(Level::Review));
    assert_eq!(level(".env.example", secret.as_bytes()), None);
    assert_eq!(level(".env", b"DB_PASSWORD=postgres\n"), Some(Level::Review));
    assert_eq!(level(".env", b"NODE_ENV=production\n"), Some(Level::Information));
    assert_eq!(level(".env", b"TOKEN=\nSECRET=<votre secret>\n"), None);
}

#[test]
fn formats_are_known_by_their_first_bytes() {
    let jks = [&[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1][..], b"key"].concat();
    assert_eq!(level("app.jks", &jks), Some(Level::Report));
    assert_eq!(level("app.jks", b"not a store"), None);
    let core = [b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x04\0".as_slice(), &[0; 64]].concat();
    assert_eq!(level("core.123", &core), Some(Level::Report));
    assert_eq!(level("core.ts", b"export {}"), None);
    let sqlite = [b"SQLite format 3\0".as_slice(), &[1; 8192]].concat();
    assert_eq!(level("app.db", &sqlite), Some(Level::Review));
    assert_eq!(level("Thumbs.db", b"\xd0\xcf"), Some(Level::Information));
}

#[test]
fn dumps_are_told_from_migrations() {
    let dump = "-- PostgreSQL database dump\nCREATE TABLE users (b int);\n\
                COPY users (b) FROM stdin;\n1\n";
    assert_eq!(level("backup.sql", dump.as_bytes()), Some(Level::Report));
    let structure = "-- PostgreSQL database dump\nCREATE TABLE a (b int);\n";
    assert_eq!(level("structure.sql", structure.as_bytes()), None);
    assert_eq!(level("db/1.sql", b"INSERT INTO roles VALUES ('admin');"), None);
}

#[test]
fn a_store_of_androids_debug_key_is_no_secret() {
    let store = |alias: &str, entries: u8| {
        let head = [0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2, 0, 0, 0, entries, 0, 0, 0, 1, 0, 15];
        [&head[..], alias.as_bytes(), &[0x30, 0x82]].concat()
    };
    let debug = "androiddebugkey";
    assert_eq!(level("debug.keystore", &store(debug, 1)), Some(Level::Information));
    assert_eq!(level("debug.keystore", &store("upload", 1)), Some(Level::Report));
    // Another key stands beside it.
    assert_eq!(level("debug.keystore", &store(debug, 2)), Some(Level::Report));
    let store = |keys: usize| {
        let data = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
        let bag = [0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x0a, 0x01, 0x02];
        let alias: Vec<u8> = debug.encode_utf16().flat_map(u16::to_be_bytes).collect();
        [&[0x30][..], &data, &bag.repeat(keys), &alias].concat()
    };
    assert_eq!(level("debug.keystore", &store(1)), Some(Level::Information));
    assert_eq!(level("debug.keystore", &store(2)), Some(Level::Report));
}

#[test]
fn access_files_are_judged_by_what_they_hold() {
    let word = "kT93xqLm27";
    for (path, text) in [
        (".netrc", format!("machine a login b password {word}")),
        (".pgpass", format!("h:5432:d:u:{word}")),
        (".htpasswd", "u:$apr1$abc$defghijklmnop".to_string()),
        (".npmrc", format!("//r.fr/:_authToken={word}")),
        ("home/.aws/credentials", format!("aws_secret_access_key = {word}")),
        ("kubeconfig.yml", format!("kind: Config\nusers:\n- user:\n    token: {word}")),
        ("a.tfstate", "{\"resources\": [{\"a\": 1}]}".to_string()),
        ("config/master.key", "0123456789abcdef0123456789abcdef".to_string()),
        ("vault_pass.txt", format!("{word}\n")),
        (".bash_history", "ls\n".to_string()),
        ("home/.erlang.cookie", "QWZXKLMNRTPVBHJDFGSC".to_string()),
        (
            "settings.xml",
            format!("<settings><server><id>a</id><password>{word}</password></server></settings>"),
        ),
        ("settings.xml", format!("<settings><password><![CDATA[{word}&a]]></password></settings>")),
        ("settings.xml", format!("<s:settings><s:password >{word}</s:password ></s:settings>")),
        ("settings.xml", format!("<settings><!-- <password>{word}</password></settings>")),
        ("settings-security.xml", "<settingsSecurity><master>{a}</master>".to_string()),
    ] {
        assert_eq!(level(path, text.as_bytes()), Some(Level::Report), "{path}");
    }
    for (path, text) in [
        (".npmrc", "//r.fr/:_authToken=${NPM_TOKEN}\nsave-exact=true"),
        ("credentials", "a page about credentials"),
        ("a.tfstate", "{\"resources\": []}"),
        ("vault_pass.sh", "#!/bin/sh\npass show vault"),
        ("settings.xml", "<settings><password>${env.NEXUS}</password></settings>"),
        ("settings.xml", "<settings><password>{COQLCE6DU6GtcS5PGZb1LCE6D=}</password></settings>"),
        ("settings.xml", "<settings><!-- <password>kT93xqLm27</password> --></settings>"),
        ("settings.xml", "<map><password>kT93xqLm27</password></map>"),
        (".vault_pass", "#!/bin/sh\npass show vault"),
        ("database.yml", "password: <%= ENV['X'] %>"),
    ] {
        assert_eq!(level(path, text.as_bytes()), None, "{path}");
    }
}

#[test]
fn a_file_that_windows_wrote_is_judged_as_it_reads() {
    let wide = |text: &str| -> Vec<u8> {
        let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [&[0xff, 0xfe][..], &letters].concat()
    };
    let sealed =
        wide("DB_PASSWORD=ENC[AES256_GCM,data:abc,iv:def,type:str]\nA_KEY=encrypted:abcd\n");
    assert_eq!(level(".env", &sealed), None);
    assert_eq!(level("vault_pass.txt", &wide("$ANSIBLE_VAULT;1.1;AES256\n")), None);
    let secret = wide(&format!("SESSION_SECRET={}\n", ["kT93xq!L", "m27pQz"].concat()));
    assert_eq!(level(".env", &secret), Some(Level::Report));
    let rows = wide("INSERT [dbo].[Users] ([id]) VALUES (1)\n-- MySQL dump\n");
    assert_eq!(level("base.sql", &rows), Some(Level::Report));
}
