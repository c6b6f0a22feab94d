//! What is told, and how loudly, where it stands.

use super::*;
use crate::finding::Certainty;
use crate::secrets::{MESSAGE, Scanner};

/// The level of each credential of `text`, a file at `path`.
fn levels(path: &str, text: &str) -> Vec<Option<Level>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let whole = 0..text.len();
    let scanner = Scanner::default();
    let candidates = scanner.candidates(text.as_bytes(), name, std::slice::from_ref(&whole));
    let credentials = candidates.iter().filter(|c| c.family == crate::secrets::Family::Credential);
    credentials.map(|candidate| judge(candidate, path, None).level).collect()
}

fn loudest(path: &str, text: &str) -> Option<Level> {
    levels(path, text).into_iter().max().flatten()
}

/// A value that nobody guesses.
fn strong() -> String {
    ["q8Zr2LmT", "0vKx5NcB", "yHs7"].concat()
}

/// A signed token with `claims`.
fn token(claims: &[u8]) -> String {
    let part = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
    let signature = part(digits(32).as_bytes());
    format!("{}.{}.{signature}\n", part(br#"{"alg":"HS256"}"#), part(claims))
}

/// Digits and letters of a digest.
fn digits(count: usize) -> String {
    "7c1e94a0b8f35d26".chars().cycle().take(count).collect()
}

#[test]
fn passwords_of_development_are_to_be_looked_at_at_most() {
    for (path, text) in [
        (".env.example", "DATABASE_USER=dju\nDATABASE_PASSWORD=djpwd\n"),
        (
            "docker-compose.yml",
            "      POSTGRES_USER: postgres\n      POSTGRES_PASSWORD: postgres\n",
        ),
        (".github/workflows/ci.yml", "        env:\n          POSTGRES_PASSWORD: s3cr3t\n"),
        (".github/workflows/ci.yml", "          DJANGO_SECRET_KEY: quelquemotdepasse\n"),
        ("config/settings.py", "DATABASE_URL = \"postgres://app:apppwd@localhost:5432/app\"\n"),
        ("static/services.js", "    \"key\": \"addtoanyfeed\",\n"),
        ("tests/test_login.py", "    data = {\"password1\": \"!*p4ssw0rd123-\"}\n"),
        ("node_modules/a/README.md", &format!("const password = '{}';\n", strong())),
        ("config/application-local.yml", "  password: pa55word\n"),
        ("src/words.rs", "    assert!(is_password(b\"P@ssw0rd\"));\n"),
        ("docs/description.md", &format!("access-token: {}\n", strong())),
        ("src/sign.py", &format!("\"\"\"Signs.\n\nheader = token=\"{}\"\n\"\"\"\n", strong())),
        ("app/mirage/users.js", &format!("  password: '{}',\n", strong())),
        ("conf/settings.xml", "      <password>repopwd</password>\n"),
        ("swagger/v1/api.json", &format!("  \"api_token\": \"{}\"\n", strong())),
        ("deploy/values.yaml", "    password: \"P@ssw0rd\" # Replace with an actual password\n"),
        ("docker-compose.yml", "  POSTGRES_DB: mesure\n  POSTGRES_PASSWORD: mesure\n"),
        ("docker-compose.yml", "  APP_SECRET: \"sikretfordevonly\"\n"),
        ("k8s/secret-dev.yml", "  POSTGRES_PASSWORD: cG9zdGdyZXMK # postgres\n"),
        (".env", "DATABASE_PASSWORD=toBeSet\n"),
        ("rabbit.json", "  \"password_hash\": \"NgO55diUsIxW4p96xbQ02fo1tj8BlgTM99eztXHs\",\n"),
        ("lib.js", "api.emission('password', 'toggle');\n"),
        ("deploy/values.yaml", "  auth: { username: portier, password: portier }\n"),
        ("deploy/values.yaml", "  username: portier\n  password: portier\n  database: portier\n"),
        (".env", "PORTAL_ADMIN=administrateur\nPORTAL_ADMIN_PASSWORD=administrateur\n"),
        ("base.json", "{\"user\":\"portier\",\"password\":\"portier\"}\n"),
        ("notes.md", "run --admin_name=portier --admin_password=portier\n"),
        ("roles.sql", &format!("ALTER ROLE app ENCRYPTED PASSWORD 'md5{}';\n", digits(32))),
        ("tiles.js", &format!("  \"session_id\": \"{}\",\n", digits(32))),
        ("lib/outil.whl!/outil/base.py", &format!("PASSWORD = '{}'\n", strong())),
        ("pages/www.example.org/lecteur.js", &format!("  token: '{}',\n", strong())),
        ("values.yaml", &format!("imagePullSecrets: {}\n", strong())),
        ("req.json", &format!("  \"_token\": \"{}\"\n", strong())),
        ("config/secrets.yml", &format!("test:\n  secret_key_base: {}\n", digits(128))),
        ("knexfile.js", &format!("  development: {{\n    password: '{}',\n  }},\n", strong())),
        ("univ.json", &format!("  \"identifiant_ror\": \"0{}\",\n", &digits(16)[..8])),
        ("ci.yml", &format!("    MJ_APIKEY_PUBLIC: {}\n", digits(32))),
        ("bilan.qmd", &format!("(https://a.fr/o/b.pdf?alt=media&token={})\n", strong())),
        ("tokens/default", &token(br#"{"sub":"staging","jti":"0000","iat":1656085812}"#)),
        ("sql/comptes.sql", &format!("UPDATE users SET password = '{}';\n", digits(40))),
        ("db/migrate/1.rb", &format!("  User.create(password: '{}')\n", digits(32))),
        ("data/comptes.json", &format!("\"password\": \"$P$B{}q8Zr\"\n", strong())),
        ("src/app.py", &format!("password = 'pbkdf2:sha256:1000$ab${}'\n", digits(64))),
        ("third_party/outil/conf.py", &format!("API_TOKEN = '{}'\n", strong())),
        ("dist/outil-1.0.tar.gz!/outil-1.0/conf.py", &format!("API_TOKEN = '{}'\n", strong())),
        ("WEB-INF/lib/outil.jar!/conf.properties", &format!("api.token={}\n", strong())),
        ("app.yml", &format!("password: ${{DB_PASSWORD:local-{}}}\n", strong())),
        ("roles.sh", "psql -c \"CREATE ROLE outil_lecteur WITH PASSWORD 'outil_lecteur'\"\n"),
        ("server/config.json", "{\"user\": \"srt\",\n \"pass\": \"thisisafakevaluedummy\"}\n"),
        ("lang/main-da.json", "{\"dialog\": {\"password\": \"Adgangskode:\"}}\n"),
        ("turn.sh", "turnserver \\\n  --cli-password=NotReallyCliUs3d \\\n  --no-cli\n"),
        ("tests/config.js", &format!("secret: env('ADMIN_JWT_SECRET', '{}')\n", digits(32))),
        ("docs/a.md", &format!("secret: env('ADMIN_JWT_SECRET', '{}')\n", digits(32))),
        ("docs/app.py", &format!("KEY = os.environ.get('JWT_SECRET', '{}')\n", digits(64))),
        ("application-dev.properties", &format!("weather.api-key={}\n", digits(32))),
        ("app.properties", &format!("api.public.apikey={}\n", digits(32))),
        ("a.js", &format!("const k = process.env.VITE_MAP_API_KEY || '{}';\n", digits(32))),
    ] {
        assert!(loudest(path, text) < Some(Level::Report), "{path}: {text}");
    }
}

#[test]
fn a_real_value_is_told_wherever_it_is() {
    let value = strong();
    for (path, text) in [
        (".env", format!("DATABASE_PASSWORD={value}\n")),
        ("home/.erlang.cookie", ["VTGWGFYEFW", "SOBEIDILTT"].concat()),
        ("rel/vm.args", format!("-setcookie {value}\n")),
        ("docker-compose.yml", format!("      - SECRET_KEY={value}\n")),
        ("app.py", format!("app.config['SECRET_KEY'] = '{value}'\n")),
        ("config/server.js", format!("  secret: env('ADMIN_JWT_SECRET', '{}'),\n", digits(32))),
        ("app.py", format!("KEY = os.environ.get('JWT_SECRET', '{}')\n", digits(64))),
        ("src/application.properties", format!("weather.api-key={}\n", digits(32))),
        ("feeds.py", format!("u = 'https://a.fr/e?user=ville&pwkey={}&x=1'\n", digits(32))),
        ("turn.sh", format!("turnserver --cli-password={value} \\\n  --no-tls\n")),
        ("turn.sh", format!("turnserver --cli-password={value}\nturnserver --no-cli\n")),
        ("turn.sh", format!("turnserver --cli-password={value} && ./essai --no-cli\n")),
        ("turn.sh", format!("turnserver --cli-password={value} # never --no-cli here\n")),
        (".env", "DB_HOST=bdd.interieur.gouv.fr\nDB_PASSWORD=lisaetlebidondelait\n".to_owned()),
        (
            "conf/sftp.yml",
            format!(
                "sftp:\n  host: sftp.interieur.gouv.fr\n  user: a\n  password: {}\n  input: \"/a\"\n  output: \"/b\"\n",
                digits(32)
            ),
        ),
        ("app.py", format!("app.config['SECRET_KEY'] = (\n    '{value}'\n)\n")),
        ("app.py", format!("SECRET_KEY = \\\n    '{value}'\n")),
        ("deploy/integration/app.yml", format!("  db_password: {value}\n")),
        (".github/workflows/ci.yml", format!("          API_TOKEN: {value}\n")),
        (".github/workflows/test.yml", format!("          API_TOKEN: {value}\n")),
        (".gitlab-ci.yml", format!("test:\n  variables:\n    API_TOKEN: {value}\n")),
        ("config/secrets.yml", format!("test:\n  a: b\nprod:\n  secret_key_base: {value}\n")),
        ("conf/headers.yml", format!("  x-subscription-token:\n  - {value}\n  age:\n  - '0'\n")),
        (".env", format!("MJ_APIKEY_PRIVATE={}\n", digits(32))),
        ("tokens/default", token(br#"{"sub":"portal","jti":"0000","iat":1656085812}"#)),
        (".bundle/config", format!("BUNDLE_PASSWORD: \"{value}\"\n")),
        ("immigration/conf.py", format!("password = '{}'\n", digits(32))),
        ("src/app.py", format!("password = 'sha1:{value}'\n")),
        (
            "config/settings.py",
            format!("DATABASE_URL = \"postgres://app:{value}@db.projet.fr/a\"\n"),
        ),
    ] {
        assert_eq!(loudest(path, &text), Some(Level::Report), "{path}: {text}");
    }
}

#[test]
fn a_statement_takes_the_password_itself() {
    let ceiling = |text: &str| {
        let whole = std::slice::from_ref(&(0..text.len())).to_vec();
        let found = Scanner::default().candidates(text.as_bytes(), "role.sql", &whole);
        let one = found.iter().find(|one| one.pattern == "password").expect("a password");
        ceiling_here(one, &measures(one, "role.sql"), "role.sql")
    };
    for statement in ["CREATE ROLE app LOGIN PASSWORD", "ALTER USER app IDENTIFIED BY"] {
        assert_eq!(ceiling(&format!("{statement} '{}';\n", digits(32))), Level::Report);
    }
    let row = format!("UPDATE users SET password = '{}';\n", digits(32));
    assert_eq!(ceiling(&row), Level::Review);
}

#[test]
fn a_value_goes_one_step_down_where_values_are_made_up() {
    let of = |path: &str, text: &str| {
        let scanner = Scanner::default();
        let settled = scanner.scan(text.as_bytes(), path).seen.into_iter();
        let loudest = settled.map(|one| (one.level, one.judgement.certainty)).max();
        loudest.unwrap_or_else(|| panic!("nothing in {path}"))
    };
    let judged = format!("DATABASE_PASSWORD={}\n", strong());
    assert_eq!(of(".env", &judged), (Level::Report, Certainty::Probable));
    assert_eq!(of(".env.example", &judged), (Level::Review, Certainty::Possible));
    let hook = ["https://hooks.slack.com/services", "T7H2KQ9XD", "B4M8ZR1WP", &strong()];
    let recognised = format!("hook = \"{}7dQa\"\n", hook.join("/"));
    assert_eq!(of("src/notify.py", &recognised), (Level::Report, Certainty::Recognised));
    assert_eq!(of("tests/notify.py", &recognised), (Level::Review, Certainty::Probable));
}

#[test]
fn a_token_that_had_ended_goes_one_step_down() {
    const DAY: i64 = 86_400;
    let end = 1_700_000_000;
    let text = token(format!(r#"{{"sub":"portal","exp":{end}}}"#).as_bytes());
    let of = |day: Option<i64>| {
        let scanner = Scanner::default().of_day(day);
        let settled = scanner.scan(text.as_bytes(), "src/a.ts").seen.into_iter();
        let settled = settled.map(|one| (one.level, one.judgement.certainty));
        settled.max().expect("a token")
    };
    assert_eq!(of(None), (Level::Report, Certainty::Recognised));
    assert_eq!(of(Some(end + DAY)), (Level::Report, Certainty::Recognised));
    assert_eq!(of(Some(end + 40 * DAY)), (Level::Review, Certainty::Probable));
}

#[test]
fn what_build_tools_give_to_browsers_is_to_be_looked_at() {
    let text = format!("VITE_MAP_API_KEY={}\n", strong());
    assert_eq!(loudest(".env", &text), Some(Level::Review));
    let text = format!("MAP_API_KEY={}\n", strong());
    assert_eq!(loudest(".env", &text), Some(Level::Report));
}

#[test]
fn what_an_address_names_is_to_be_looked_at_at_most() {
    let page = "BOI-IR-LIQ-20-30-30-20120912";
    for sign in ["?", "/"] {
        let text =
            format!("# https://documentation.example.fr/page.html{sign}identifiant={page}\n");
        assert_ne!(loudest("a.py", &text), Some(Level::Report), "{text}");
    }
}

#[test]
fn what_is_no_secret_is_not_told() {
    let header = ["eyJhbGciOiJIUzI1NiIs", "InR5cCI6IkpXVCJ9"].concat();
    let stripe = ["sk_test_", "4eC39HqLyjWDarjtT1zdp7dc"].concat();
    let hex = "AFD8691FDAEDF03BDF6E460563F15A9B715376CA";
    for (path, text) in [
        ("locale/messages_da.properties", "passwordResetSubject=Gendan adgangskode\n".to_string()),
        ("src/referentiel.ts", "  { identifiant: \"nbPersonnes-entre20Et50\" },\n".to_string()),
        ("conf/nginx.conf", "    proxy_pass http://keycloak:8080;\n".to_string()),
        ("site/main.css", ".fr-password__btn:disabled:active{color:red}\n".to_string()),
        ("a.json", "{\"auth_email\": \"quelquun@projet.fr\"}\n".to_string()),
        ("a.json", "{\"dateSignature\": \"2024-02-27T09:02:37.080Z\"}\n".to_string()),
        ("README.md", "POSTGRESQL_PASSWORD=xxxxxxxx\n".to_string()),
        ("docs/use.md", "    DATABASE_PASSWORD=••••\n".to_string()),
        ("src/main/resources/app.properties", "fr.app.manager.password = SECRET\n".to_string()),
        ("Dockerfile", format!("ENV GPG_KEY={hex}\n")),
        ("a.ts", format!("token: \"{header}.eyJzdWIiOiI1MDdmIn0.signature\"\n")),
        ("pay.py", format!("STRIPE_SECRET_KEY = '{stripe}'\n")),
        ("web.config", "<add key=\"SmtpPassword\" value=\"${SMTP}\"/>\n".to_string()),
        ("chart/_secrets.tpl", "{{- $password = include \"common.password\" . }}\n".to_string()),
        ("notes.ipynb", format!("\"/page?csrfmiddlewaretoken={}&page=2\"\n", strong())),
        (".env", format!("HOST_KEY=AAAAC3NzaC1lZDI1NTE5AAAAI{}\n", strong())),
        (
            "site/app.min.js",
            "var a={key:\"bs.scrollspy\",tokenName:\"data-target\"};\n".to_string(),
        ),
        ("yarn.lock", "  dependencies:\n    js-tokens: \"npm:^3.0.0 || ^4.0.0\"\n".to_string()),
    ] {
        assert_eq!(loudest(path, &text), None, "{path}: {text}");
    }
}

#[test]
fn a_lock_file_is_read_for_its_addresses() {
    let text = format!(
        "left-pad@^1.0.0:\n  resolved \"https://ci:{}@npm.projet.fr/left-pad.tgz\"\n",
        strong()
    );
    assert_eq!(loudest("yarn.lock", &text), Some(Level::Report));
}

#[test]
fn what_is_struck_or_designates_is_to_be_looked_at_at_most() {
    let drawn = strong().repeat(2);
    for (path, text) in [
        ("src/a.ts", "const API_SECRET = 'qsdfkjhgfdskjhsdf';\n".to_owned()),
        ("src/a.ts", format!("const PASSWORD = '{}';\n", ["efefef", "efffef"].concat())),
        ("ci/a.yml", format!("- name: GIT_CREDENTIALS_ID\n  value: {drawn}\n")),
        ("deploy/a.yml", "db_password: Pa55word27\n".to_owned()),
        ("src/a.astro", format!("href: \"https://forms.outil.fr/a?id=1&sharetoken={drawn}\"\n")),
        ("src/mockIdp.js", format!("const API_SECRET = '{drawn}';\n")),
    ] {
        assert!(loudest(path, &text) < Some(Level::Report), "{text}");
    }
    for (path, text) in [
        ("src/a.ts", format!("const API_SECRET = '{drawn}';\n")),
        ("ci/a.yml", format!("- name: GIT_CREDENTIALS\n  value: {drawn}\n")),
    ] {
        assert_eq!(loudest(path, &text), Some(Level::Report), "{text}");
    }
}

#[test]
fn the_public_half_of_a_push_key_opens_nothing() {
    let point: Vec<u8> =
        std::iter::once(4).chain((0..64).map(|n: u8| n.wrapping_mul(73))).collect();
    let key = data_encoding::BASE64URL_NOPAD.encode(&point);
    for name in ["vapidKey", "applicationServerKey"] {
        let level = loudest("src/a.ts", &format!("const {name} = '{key}';\n"));
        assert!(level <= Some(Level::Information), "{name}: {level:?}");
    }
}

#[test]
fn a_file_that_is_one_value_says_by_its_name_that_it_is_a_secret() {
    let drawn = strong().repeat(2);
    for path in ["secret", ".secret", "secret.key", "secrets/db_password"] {
        assert_eq!(loudest(path, &format!("{drawn}\n")), Some(Level::Report), "{path}");
    }
    // A text may explain.
    assert_eq!(loudest("jwt_secret.txt", &format!("{drawn}\n")), Some(Level::Review));
    for (path, text) in [
        ("public.key", format!("{drawn}\n")),
        ("notes.txt", format!("{drawn}\n")),
        ("secret.md", format!("{drawn}\n")),
        ("secret", format!("see {drawn}\n")),
        ("secret", "https://outil.example/secret/2024\n".to_owned()),
        ("secret", "ceci-est-un-fichier-vide\n".to_owned()),
    ] {
        assert_eq!(loudest(path, &text), None, "{path}: {text}");
    }
}

#[test]
fn the_words_of_a_message_are_no_passwords() {
    for text in [
        "fix(password): Reset flow\n",
        "password: add validation, remove the old one\n",
        "token: Renew (#12)\n",
        "auth: OAuth2 login\n",
        "Mot de passe : Réinitialisé, envoyé par courriel\n",
        "$ mysql -u root -p\nEnter password: \nWelcome to the MySQL monitor.\n",
        "Password:\nLast login: Tue Dec 1 12:00:00\n",
        "Changing password for root.\nNew password: \npasswd: password updated successfully\n",
        "[sudo] password for alix: \nsudo: 3 incorrect password attempts\n",
        "password policy\n",
        "secret rotation\n",
        "Passwort: zurücksetzen\n",
        "password: Wachtwoord vergeten\n",
        "api-key: x509 client\n",
    ] {
        assert!(loudest(MESSAGE, text) < Some(Level::Report), "{text}");
    }
}

#[test]
fn a_password_in_a_message_is_one() {
    let value = strong();
    for text in [
        format!("set password: {value}\n"),
        ["mot de passe : hun", "ter2\n"].concat(),
        ["DB_PASSWORD: hun", "ter2\n"].concat(),
        format!("mdp {value}\n"),
        format!("Mot de passe : {value} pour la recette\n"),
        format!("Mot de passe :\n\n{value}\n"),
        format!("export DB_PASSWORD={value}\n"),
        format!("The password is `{value}`\n"),
        format!("clone https://ci:{value}@git.projet.fr/a.git\n"),
        format!("curl -H 'Authorization: Bearer {value}{value}' https://api.projet.fr\n"),
    ] {
        assert_eq!(loudest(MESSAGE, &text), Some(Level::Report), "{text}");
    }
    assert!(loudest(MESSAGE, &["password hun", "ter2\n"].concat()) >= Some(Level::Review));
    // Letters that no language writes.
    assert!(loudest(MESSAGE, "password: kzvwjhtrbqmn for staging\n").is_some());
}

#[test]
fn what_people_read_is_to_be_looked_at_at_most() {
    for (path, text) in [
        ("src/texts.ts", "  password: 'Kennwort zurücksetzen',\n"),
        ("src/texts.ts", "  password: 'contraseña incorrecta',\n"),
        ("src/texts.ts", "  password: 'パスワードを入力',\n"),
        ("app/form.json", "{\"password\": \"Bitte noch einmal eingeben\"}\n"),
    ] {
        assert!(loudest(path, text) < Some(Level::Report), "{text}");
    }
}

#[test]
fn a_digest_in_a_statement_is_to_be_looked_at() {
    let capitals = |count| digits(count).to_uppercase();
    for text in [
        format!("CREATE USER 'a'@'%' IDENTIFIED BY PASSWORD '*{}';\n", capitals(40)),
        format!("CREATE USER a IDENTIFIED BY VALUES 'S:{}';\n", capitals(60)),
        format!("CREATE LOGIN a WITH PASSWORD = 0x0200{} HASHED;\n", capitals(136)),
        format!("CREATE USER a PASSWORD 'md5{}';\n", digits(32)),
    ] {
        assert_eq!(loudest("roles.sql", &text), Some(Level::Review), "{text}");
    }
    let own = format!("CREATE USER a IDENTIFIED BY '{}';\n", strong());
    assert_eq!(loudest("roles.sql", &own), Some(Level::Report));
}

#[test]
fn what_a_pipeline_encrypts_is_no_secret() {
    let sealed = data_encoding::BASE64.encode(strong().repeat(5).as_bytes());
    for text in [
        format!("  api_key: {{ secure: \"{sealed}\" }}\n"),
        format!("  api_key: {{secure: {sealed}}}\n"),
        format!("  api_key:\n    secure: \"{sealed}\"\n"),
    ] {
        assert_eq!(loudest(".travis.yml", &text), None, "{text}");
    }
    for text in [
        format!("  api_key: {}\n", strong()),
        format!("  secure: true\n  api_key: {}\n", strong()),
        format!("  secure_api_key: {}\n", strong()),
    ] {
        assert!(loudest(".travis.yml", &text).is_some(), "{text}");
    }
    let drawn = &strong().repeat(2)[..32];
    for (path, text) in [
        ("config.yml", format!("password: {{secure: {drawn}}}\n")),
        ("config.yml", format!("password: {{secure: {sealed}}}\n")),
        ("a.json", format!("{{\"api_key\": \"secure:{drawn}\"}}\n")),
        (".travis.yml", format!("password: {{secure: {drawn}}}\n")),
    ] {
        assert!(loudest(path, &text).is_some(), "{path}: {text}");
    }
}

#[test]
fn a_text_of_two_bytes_a_letter_is_judged_as_it_reads() {
    let seen = |name: &str, text: &str| {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = [&[0xff, 0xfe][..], &wide].concat();
        let settled = Scanner::default().scan(&bytes, name).seen;
        settled.into_iter().map(|one| one.level).max()
    };
    let sealed = format!("clé: é\ndb_password: ENC[AES256_GCM,data:{},iv:a,type:str]\n", strong());
    assert_eq!(seen("secrets.yml", &sealed), None);
    assert_eq!(seen("secrets.yml", &format!("db_password: {}\n", strong())), Some(Level::Report));
    assert_eq!(seen("a.ts", "// é\ntype A = { passwordOfTheUser: StringOrNothing20;\n"), None);
}

#[test]
fn a_key_of_openpgp_is_one_in_documentation_too() {
    let block = crate::secrets::patterns::expand("{pgp}", "documented");
    for path in ["docs/keys.md", "README.txt", "deploy/keys.asc", "docs/export.txt"] {
        let shown = format!("The key of the robot:\n\n{block}");
        assert_eq!(loudest(path, &shown), Some(Level::Report), "{path}");
    }
}

#[test]
fn a_token_given_to_an_example_shows_one() {
    let token = token(br#"{"sub":"portal","jti":"0000","iat":1656085812}"#);
    assert!(loudest("api.yml", &format!("      example: {token}")) < Some(Level::Report));
    assert_eq!(loudest("api.yml", &format!("      token: {token}")), Some(Level::Report));
}

#[test]
fn a_cell_of_several_lines_is_no_row() {
    let line = |seed: &str| format!("MIID{}", seed.repeat(3));
    let lines = [line("q8Zr2LmT0vKx5NcByHs7"), line("0vKx5NcByHs7q8Zr2LmT")].join("\n");
    let block =
        format!("a_crt,\"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\"\n");
    let text = |rest: &str| format!("password,b\n{block}{rest}");
    assert_eq!(loudest("comptes.csv", &text("")), None);
    // A stray quote hides nothing.
    let (one, other) = (strong(), ["0vKx5NcB", "q8Zr2LmT", "yHs7"].concat());
    for rows in [
        format!("alice;{one};\"ok\nbob;{other};rien\ncarol;{one};\"ok\n"),
        format!("alice;\"{one};a\nbob;{other};rien\ncarol;{one}\";b\n"),
        format!("alice;{one};-----BEGIN\nbob;{other};-----BEGIN A\ncarol;{one};-----END\n"),
    ] {
        let told = levels("comptes.csv", &format!("nom;password;note\n{rows}"));
        let loud = told.iter().filter(|level| **level == Some(Level::Report)).count();
        assert!(loud >= 2, "{rows}: {told:?}");
    }
    // The rows after it are read, as those after a quote that nothing closes.
    for rest in [
        format!("{},b\n", strong()),
        format!("\"{}\",\"b \"\"c\"\"\"\n", strong()),
        format!("a,\"b\n{},b\n", strong()),
        format!("a,3\"\n{},b\n", strong()),
    ] {
        assert_eq!(loudest("comptes.csv", &text(&rest)), Some(Level::Report), "{rest}");
    }
}

#[test]
fn what_jenkins_holds_may_be_clear() {
    let element = |root: &str, name: &str, value: &str| {
        format!("<{root}>\n  <{name}>{value}</{name}>\n</{root}>\n")
    };
    for text in [
        element("hudson.plugins.x", "apiToken", &digits(64)),
        element("jenkins.plugins.slack", "password", &strong().repeat(3)),
    ] {
        assert!(loudest("config.xml", &text).is_some(), "{text}");
    }
    let sealed = format!("{{{}}}", data_encoding::BASE64.encode(strong().repeat(4).as_bytes()));
    let text = element("hudson.plugins.x", "apiToken", &sealed);
    assert_eq!(loudest("config.xml", &text), None);
}

#[test]
fn a_key_of_snakeoil_is_trusted_by_nobody() {
    let key = crate::secrets::patterns::expand("{pem:RSA PRIVATE KEY}", "snakeoil");
    assert_eq!(loudest("files/ssl-cert-snakeoil.key", &key), Some(Level::Review));
    assert_eq!(loudest("snakeoil/server.key", &key), Some(Level::Report));
}

#[test]
fn a_word_among_letters_drawn_at_random_comes_by_chance() {
    let (first, last) =
        (["q8Zr2LmT", "0vKx"].concat(), ["5NcByHs7", "QwE1rT9uJ4pLz6XaC2"].concat());
    for word in ["demo", "bar", "Foo", "<"] {
        let text = format!("APP_SECRET={first}{word}{last}\n");
        assert_eq!(loudest(".env", &text), Some(Level::Report), "{text}");
    }
    for value in [
        format!("demo-{first}{last}"),
        format!("{first}{last}_example"),
        format!("{first}-change-{last}"),
        format!("{first}your_{last}"),
        format!("{first}demo"),
    ] {
        let text = format!("APP_SECRET={value}\n");
        assert!(loudest(".env", &text) < Some(Level::Report), "{text}");
    }
}

#[test]
fn a_machine_of_ones_own_may_open_a_server() {
    let text = format!("db_password: {}\n", strong());
    for path in ["deploy/vagrant-prod/secrets.yml", ".devcontainer/a.env", "vagrant/a.yaml"] {
        assert_eq!(loudest(path, &text), Some(Level::Report), "{path}");
    }
}

#[test]
fn a_usual_password_in_production_is_one() {
    let usual = ["trust", "no1"].concat();
    let text = format!("DB_PASSWORD={usual}\nDB_USER=root\n");
    assert!(loudest(".env", &text) < Some(Level::Report));
    for path in [".env.production", "prod/.env"] {
        assert_eq!(loudest(path, &text), Some(Level::Report), "{path}");
    }
}

#[test]
fn the_identifier_of_a_thing_in_base64_is_no_token() {
    let uuid = ["9f1c2b7a", "4d3e", "4b8a", "9c6d", "2e7f1a5b8c3d"].join("-");
    let coded = data_encoding::BASE64.encode(uuid.as_bytes());
    let level = |name: &str| loudest(".env", &format!("{name}={coded}\n"));
    assert_eq!(level("API_TOKEN"), Some(Level::Report));
    assert_eq!(level("AUTHORIZATION"), Some(Level::Report));
    assert!(level("OBJECT_KEY") < Some(Level::Report));
}

#[test]
fn what_is_kept_of_a_password_may_be_one() {
    let drawn = strong();
    for (path, text) in [
        ("a.json", format!("{{\"password_history\": [\"{drawn}\"]}}\n")),
        ("a.yml", format!("vault_password_history: {drawn}\n")),
        ("a.env", format!("GTM_BASIC_AUTH=alix:{drawn}\n")),
        ("a.env", format!("GTM_AUTHORIZATION={drawn}{drawn}\n")),
    ] {
        assert_eq!(loudest(path, &text), Some(Level::Report), "{text}");
    }
    let key = ["9F86D081", "884C7D65"].concat();
    for name in ["encrypt-key", "config-encrypt-key"] {
        let text = format!("aes:\n  {name}: {key}\n");
        assert!(loudest("application.yml", &text).is_some(), "{text}");
    }
}
