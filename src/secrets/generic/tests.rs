//! What each syntax gives, and what it does not.

use super::*;
use crate::secrets::Candidate;

pub(super) fn candidates(name: &str, text: &str) -> Vec<Candidate> {
    let whole = 0..text.len();
    Assignments::default().candidates(text.as_bytes(), name, std::slice::from_ref(&whole)).found
}

/// What speaks against each value of `text`.
pub(super) fn signs(name: &str, text: &str) -> Vec<Option<crate::secrets::Doubt>> {
    candidates(name, text).into_iter().map(|candidate| candidate.doubt).collect()
}

fn found(name: &str, text: &str) -> Vec<(&'static str, String)> {
    let values = candidates(name, text).into_iter();
    values.map(|c| (c.pattern, text[c.value].to_owned())).collect()
}

#[test]
fn every_syntax_gives_its_value() {
    for (name, text, pattern, value) in [
        ("a.py", "password = \"un-deux\"", "password", "un-deux"),
        ("a.rb", ":secret => 'un-deux'", "secret", "un-deux"),
        ("a.go", "apiKey := \"un-deux\"", "api-key", "un-deux"),
        ("a.ts", "const token: string = 'un-deux'", "token", "un-deux"),
        ("a.java", "user.setPassword(\"un-deux\");", "password", "un-deux"),
        ("a.js", "password: process.env.P || 'un-deux'", "password", "un-deux"),
        ("a.php", "define('DB_PASSWORD', 'un-deux');", "password", "un-deux"),
        (
            "a.go",
            "authData := []byte{11, 22, 33, 44, 55, 66, 77, 88}",
            "authentication",
            "11, 22, 33, 44, 55, 66, 77, 88",
        ),
        (".env", "DB_PASSWORD=un-deux", "password", "un-deux"),
        ("a.yml", "mot_de_passe: un deux # note", "password", "un deux"),
        ("a.yml", "- name: API_TOKEN\n  value: un-deux", "token", "un-deux"),
        ("a.ini", "mdp = un-deux", "password", "un-deux"),
        ("a.properties", "cle=un-deux", "key", "un-deux"),
        ("a.json", "{\"jeton\": \"un-deux\"}", "token", "un-deux"),
        ("a.json", "{\"key\": \"client_secret\", \"value\": \"un-deux\"}", "secret", "un-deux"),
        ("a.xml", "<password>un-deux</password>", "password", "un-deux"),
        ("a.xml", "<Pass encoding=\"base64\">un-deux</Pass>", "password", "un-deux"),
        ("a.xml", "<server password=\"un-deux\"/>", "password", "un-deux"),
        ("Dockerfile", "ENV APP_SECRET=un-deux", "secret", "un-deux"),
        ("a.sh", "tool --password un-deux --now", "password", "un-deux"),
        ("a.sh", "curl -u user:un-deux https://x.example.org", "basic-auth", "un-deux"),
        ("a.sh", "mysql -uroot -pun-deux base", "password", "un-deux"),
        ("a.ps1", "ConvertTo-SecureString \"un-deux\" -AsPlainText", "password", "un-deux"),
        ("a.sql", "CREATE USER a IDENTIFIED BY 'un-deux';", "password", "un-deux"),
        ("a.sql", "ALTER ROLE a PASSWORD 'un-deux';", "password", "un-deux"),
        (".netrc", "machine x login y password un-deux", "password", "un-deux"),
        (".pgpass", "host:5432:base:user:un-deux", "password", "un-deux"),
        ("a.md", "connect to pg://user:un-deux@host/base", "url-credentials", "un-deux"),
        ("a.md", "| password | un-deux |", "password", "un-deux"),
        ("a.md", "open ?token=un-deux&page=2", "token", "un-deux"),
        ("a.cs", "\"Server=x;Password=un-deux;User=y\"", "password", "un-deux"),
        ("a.http", "Authorization: Basic dW46ZGV1eA==", "basic-auth", "dW46ZGV1eA=="),
        ("a.http", "Authorization: Bearer Un-2-Trois", "bearer", "Un-2-Trois"),
        ("a.js", "{Authorization: 'Basic ' + 'dW46ZGV1eA=='}", "basic-auth", "dW46ZGV1eA=="),
        (
            "a.py",
            "hash = 'argon2$argon2id$v=19$m=8,t=2$abcdefgh'",
            "password-hash",
            "$argon2id$v=19$m=8,t=2$abcdefgh",
        ),
        ("a.js", "{ kty: 'oct', k: 'Un2Trois4Cinq' }", "private-value", "Un2Trois4Cinq"),
        (
            ".htpasswd",
            "user:$apr1$abcdefgh$abcdefghijklmnop",
            "password-hash",
            "$apr1$abcdefgh$abcdefghijklmnop",
        ),
        ("a.yml", "$ANSIBLE_VAULT;1.1;AES256", "encrypted-vault", "$ANSIBLE_VAULT;1.1;AES256"),
    ] {
        let found = found(name, text);
        assert!(found.contains(&(pattern, value.to_owned())), "{name} {text}: {found:?}");
    }
}

#[test]
fn a_default_is_the_value_of_its_placeholder() {
    for (name, text, pattern) in [
        ("a.yml", "password: ${DB:un-deux}", "password"),
        ("a.properties", "db.password=${DB_PASSWORD:un-deux}", "password"),
        ("compose.yml", "command: run -p ${DB_PASSWORD:-un-deux}", "password"),
        ("compose.yml", "PW: ${DB_PASSWORD-un-deux}", "password"),
        ("a.sh", "export DB_TOKEN=\"${DB_TOKEN:=un-deux}\"", "token"),
        ("a.yaml", "x: {{ .Values.db.password | default \"un-deux\" | quote }}", "password"),
        ("a.yml", "db_password: \"{{ vault_db | default('un-deux') }}\"", "password"),
        ("a.yml", "password: <%= ENV.fetch('DB') { 'un-deux' } %>", "password"),
        ("a.ts", "const p = process.env.DB_PASSWORD || 'un-deux';", "password"),
        ("a.cs", "var p = config[\"Token\"] ?? \"un-deux\";", "token"),
        ("a.py", "p = os.environ.get('DB_PASSWORD') or 'un-deux'", "password"),
    ] {
        let found = found(name, text);
        assert!(found.contains(&(pattern, "un-deux".to_owned())), "{name} {text}: {found:?}");
    }
}

#[test]
fn a_member_is_the_value_of_its_object() {
    for (name, text) in [
        ("a.tf", "variable \"db_password\" {\n  type = string\n  default = \"un-deux\"\n}"),
        (
            "a.tfstate",
            "{\"outputs\": {\"password\": {\n\"value\": \"un-deux\",\n\"type\": \"x\"}}}",
        ),
        ("a.json", "{\"adminPassword\": {\"type\": \"x\", \"defaultValue\": \"un-deux\"}}"),
        ("a.json", "[{\"value\": \"un-deux\", \"name\": \"DB_PASSWORD\"}]"),
        ("a.php", "['name' => 'password', 'value' => 'un-deux']"),
        ("a.yml", "DBPassword:\n  Type: String\n  Default: un-deux\nOther:\n  Type: x"),
        ("a.yml", "- name: DB_PASSWORD\n  type: x\n  value: un-deux"),
        ("a.yml", "- value: un-deux\n  name: DB_PASSWORD\n- name: a"),
        ("a.xml", "<property name=\"password\" override=\"no\" value=\"un-deux\"/>"),
        ("web.config", "<add key=\"DbPassword\" value=\"un-deux\" />"),
        ("a.xml", "<p value=\"un-deux\" name=\"password\"/>"),
        ("a.xml", "<entry key=\"password\">un-deux</entry>"),
        ("a.xml", "<setting name=\"password\"><value>un-deux</value></setting>"),
        ("a.xml", "<param-name>password</param-name>\n<param-value>un-deux</param-value>"),
        ("a.xml", "<password>\n  un-deux\n</password>"),
        ("a.xml", "< password >un-deux</ password >"),
        ("a.xml", "<password><![CDATA[un-deux]]></password>"),
    ] {
        let found = found(name, text);
        assert!(found.contains(&("password", "un-deux".to_owned())), "{name} {text}: {found:?}");
    }
}

#[test]
fn a_value_may_stand_on_the_next_line() {
    for (name, text) in [
        ("a.py", "config['password'] = (\n    'un-deux'\n)"),
        ("a.py", "DB_PASSWORD = \\\n    'un-deux'"),
        ("a.yml", "password: |\n  un-deux\n"),
        ("a.yml", "password: >-  # note\n  un-deux\n"),
        ("a.yml", "password:\n  un-deux\n"),
        ("a.yml", "passwords:\n  - un-deux\n  - trois\n"),
        ("a.ini", "password =\n  un-deux\n"),
        ("a.sh", "tool --password \\\n  un-deux"),
    ] {
        let found = found(name, text);
        assert!(found.contains(&("password", "un-deux".to_owned())), "{name} {text}: {found:?}");
    }
    for (name, text) in [
        ("a.yml", "password:\nother: un-deux"),
        ("a.yml", "password:\n  name: un-deux"),
        ("a.yml", "passwords:\n  - name: un-deux"),
        ("a.yml", "password: |\nother: un-deux"),
    ] {
        assert_eq!(found(name, text), [], "{name} {text}");
    }
}

#[test]
fn a_heading_announces_the_cells_under_it() {
    let text = "login;mot_de_passe;note\nun;\"un-deux\";a\r\nde;trois;b\n";
    let password = |value: &str| ("password", value.to_owned());
    assert_eq!(found("a.csv", text), [password("un-deux"), password("trois")]);
    assert_eq!(found("a.csv", "mot_de_passe\nun-deux\n"), []);
}

#[test]
fn a_name_says_more_than_the_form_of_an_identifier() {
    let uuid = ["1b4e28ba", "2fa1", "41d2", "883f", "0016d3cca427"].join("-");
    for (name, text) in [
        ("a.yml", format!("client_secret: {uuid}")),
        ("a.json", format!("{{\"secret\": \"{uuid}\"}}")),
        ("a.xml", format!("<client-secret>{uuid}</client-secret>")),
        ("a.xml", format!("<property name=\"clientSecret\" value=\"{uuid}\"/>")),
    ] {
        assert_eq!(found(name, &text), [("secret", uuid.clone())], "{text}");
    }
    assert_eq!(found("a.yml", &format!("secret_id_key: {uuid}"))[0].1, uuid);
}

#[test]
fn prose_handshakes_and_samples_give_nothing() {
    for (name, text) in [
        ("a.md", "users are identified by number, accounts identified by address"),
        ("a.txt", "Authorization: Negotiate a87421000492aa874209af8bc028"),
        ("a.txt", "Authorization: NTLM TlRMTVNTUAABAAAAB4IIogAAAAA"),
        ("a.txt", "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("a.py", "# basic fluxTables and basic VocabulaireCommun"),
        ("a.py", "raise ValueError(\"password: must be longer\")"),
        ("strings.xml", "<string name=\"token_expired\">Sitzung abgelaufen</string>"),
        ("a.yml", "passwordHashAlgorithm: PBKDF2WithHmacSHA512"),
        ("a.json", "{\"tokenAlphabet\": \"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567\"}"),
        ("a.yml", "authorization_request: ServiceR2Sandbox"),
        ("a.yml", "showPasswordText: Datgelu"),
        ("a.cache", "{\"src/Auth/Password.php\":\"800e270d87a0c723838a377f36c57a1b\"}"),
        ("a.sh", "if test \"$pass\" = conv || test x; then"),
        ("a.py", "# oauth_token=\"nnch734d00sl2jdk\""),
        ("a.xml", "<sheetProtection saltValue=\"q8Zr2LmT0vKx5NcB\" spinCount=\"1\"/>"),
    ] {
        assert_eq!(found(name, text), [], "{name} {text}");
    }
}

#[test]
fn a_usage_says_where_the_password_is() {
    for (name, text) in [
        ("a.sh", "sshpass -p 'un-deux' ssh a@b"),
        ("a.sh", "sshpass -pun-deux ssh a@b"),
        ("a.sh", "docker login -u svc \\\n  -p un-deux registry"),
        ("a.sh", "redis-cli -h cache -a un-deux ping"),
        ("a.sh", "sqlcmd -S base -U sa -P\"un-deux\" -Q 'SELECT 1'"),
        ("a.sh", "ldapsearch -x -D cn=a,dc=b -w un-deux -b dc=fr"),
        ("a.sh", "lftp -u user,un-deux host"),
        ("a.sh", "smbclient //a/b -U user%un-deux"),
        ("a.sh", "htpasswd -b file user un-deux"),
        ("a.sh", "mysqldump -u root -pun-deux base"),
        ("slapd.conf", "rootpw un-deux"),
        ("ldap.conf", "bindpw un-deux"),
        ("a.py", "run([\"sshpass\", \"-p\", \"un-deux\", \"ssh\"])"),
        ("a.py", "server.simple_bind_s(\"cn=a,dc=b\", \"un-deux\")"),
        ("a.php", "ldap_bind($connection, f('a', 1), 'un-deux');"),
        ("a.go", "err := l.Bind(\"cn=a,dc=b\", \"un-deux\")"),
        ("a.py", "requests.get(url, auth=(\"svc\", \"un-deux\"))"),
        ("a.js", "client.login('svc', 'un-deux')"),
        ("a.sh", "echo un-deux | docker login -u svc --password-stdin"),
        ("a.sh", "7z x -pun-deux a.7z"),
        ("a.sh", "sqlplus svc/un-deux@base"),
        ("chap-secrets", "svc * \"un-deux\" *\n"),
        ("sasl_passwd", "[smtp.fr]:587 svc:un-deux\n"),
        (".vault_pass", "un-deux\n"),
        ("a.md", "| login | mot de passe |\n|---|---|\n| svc | un-deux |\n"),
        ("comptes.txt", "login;mot de passe\nsvc;un-deux\n"),
        ("a.html", "<tr><td>Mot de passe</td><td>un-deux</td></tr>\n"),
        ("a.rb", "ENV.fetch(\"DB_PASSWORD\") { \"un-deux\" }\n"),
        ("a.rs", "env::var(\"DB_PASSWORD\").unwrap_or(\"un-deux\".into())\n"),
        ("a.kt", "val password: String =\n    \"un-deux\"\n"),
        ("a.tf", "password = <<EOT\nun-deux\nEOT\n"),
        ("a.py", "MySQLdb.connect(\n    \"db\",\n    \"svc\",\n    \"un-deux\",\n)\n"),
        ("a.py", "pymssql.connect(server, user, 'un-deux', 'base')"),
        ("a.py", "jaydebeapi.connect(driver, url, [user, \"un-deux\"], jar)"),
        ("a.py", "cx_Oracle.connect(\"svc/un-deux@host/base\")"),
        ("a.py", "Connection(server, 'cn=a,dc=b', 'un-deux', auto_bind=True)"),
        ("a.py", "Elasticsearch(hosts, basic_auth=('svc', 'un-deux'))"),
        ("a.java", "return source.getConnection(\"svc\", \"un-deux\");"),
        ("a.java", "DriverManager.getConnection(\n    url,\n    user,\n    \"un-deux\");"),
        ("a.java", "given().auth().preemptive().basic(\"svc\", \"un-deux\")"),
        ("a.cs", "new SftpClient(host, 22, \"svc\", \"un-deux\")"),
        ("a.go", "gomail.NewDialer(host, 587, user, \"un-deux\")"),
        ("a.php", "$sftp->login('svc', 'un-deux');"),
        ("a.php", "$c = oci_connect('svc', 'un-deux', $base);"),
        ("a.rb", "request.basic_auth 'svc', 'un-deux'"),
        ("snmpd.conf", "rocommunity un-deux 10.0.0.0/8"),
        ("snmpd.conf", "com2sec readonly default un-deux"),
        ("switch.cfg", "snmp-server community un-deux RO"),
        ("switch.cfg", " username svc privilege 15 password 0 un-deux"),
        ("switch.cfg", "radius-server host 10.1.1.1 key un-deux"),
        ("ks.cfg", "rootpw --plaintext un-deux"),
        ("preseed.cfg", "d-i passwd/root-password password un-deux"),
        ("a.ini", "ldap_bindpw=un-deux"),
        ("passwd.client", "*.fr:svc:un-deux\n"),
        ("ldap.secret", "un-deux\n"),
        ("a.toml", "password = \"\"\"\nun-deux\"\"\"\n"),
        ("a.toml", "password = \"\"\"\\\n  un-deux\\\n\"\"\"\n"),
        ("a.cs", "var password\n    = \"un-deux\";\n"),
        ("a.yaml", "secretGenerator:\n- literals:\n  - password=un-deux\n"),
        ("a.yaml", "password: {{ \"un-deux\" | b64enc }}\n"),
        ("a.md", "Le mot de passe est `un-deux`.\n"),
        ("comptes.csv", "Comptes\n\nlogin;password\nsvc;un-deux\n"),
        ("comptes.csv", "# du 12/03\nlogin,mdp\nsvc,un-deux\n"),
        ("comptes.csv", "password;login\nun-deux;secret\ntrois;token\n"),
        ("sasl_passwd.erb", "[smtp.fr]:587 svc:un-deux\n"),
        ("a.cs", "new SshClient(host, \"svc\", @\"un-deux\")"),
    ] {
        let found = found(name, text);
        assert!(found.contains(&("password", "un-deux".to_owned())), "{name} {text}: {found:?}");
    }
    for text in [
        "mysql -u root -p base",
        "docker login -u svc registry",
        "docker run -p 8080:80 image",
        "echo un-deux | tee a.txt",
        "$(this).bind('click', 'a.un-deux')",
        "sshpass -e ssh a@b",
        "redis-cli -h cache ping | grep -a word",
        "ldapsearch -x -W -b dc=fr",
        "sshpass -p $WORD ssh a@b",
        "curl -o a https://example.org/ | sort -u un:deux",
    ] {
        assert_eq!(found("a.sh", text), [], "{text}");
    }
    for (name, text) in [
        ("vm.args", "-setcookie un-deux\n"),
        ("a.sh", "erl -name a@b -setcookie un-deux -s app"),
        (".erlang.cookie", "un-deux\n"),
    ] {
        assert_eq!(found(name, text), [("password", "un-deux".to_owned())], "{name} {text}");
    }
    for (name, text) in [
        ("vm.args", "-setcookie ${COOKIE}\n"),
        ("reponses.csv", "Avez-vous une rampe ?,token\nun,un-deux\n"),
        ("reponses.tsv", "nom\tSubmitted At\tToken\na\t2020\tun-deux\n"),
        ("Makefile", "SECRET=`openssl un-deux 32`\n"),
        ("a.csv", "site\nhttps://prenom.un-deux@projet.fr\n"),
        ("a.md", "enable password un-deux\n"),
        ("a.py", "username un password 0 un-deux"),
        ("a.java", "manager.getConnection(\"svc\", \"un-deux\", true);"),
        ("a.php", "$client->request('a', ['un-deux']);"),
        ("a.js", "btoa('https://example.org/un-deux')"),
        ("snmpd.conf", "# rocommunity un-deux"),
        ("a.c", "log(password[0], \"un-deux\");"),
        ("smtp_auth.py", "relay svc:un-deux\n"),
        ("comptes.csv", &format!("{}\nlogin;password\nsvc;un-deux\n", "a".repeat(70_000))),
    ] {
        let found = found(name, text);
        assert!(!found.iter().any(|(_, value)| value == "un-deux"), "{name} {text}: {found:?}");
    }
}

#[test]
fn letters_alone_may_be_drawn() {
    let mixed = ["abQxZkLmNp", "RtVwYzQdSf"].concat();
    let upper = ["QZXKLMNRTP", "VBHJDFGSCW"].concat();
    for value in [mixed, upper] {
        let found = found("a.md", &format!("https://{value}@forge.projet.fr/a\n"));
        assert!(found.contains(&("url-credentials", value.clone())), "{value}: {found:?}");
    }
    for value in ["JeanDupontMartin", "MONSUPERSERVICEDENUIT", "monsuperservicedenuit"] {
        let found = found("a.md", &format!("https://{value}@forge.projet.fr/a\n"));
        assert!(!found.iter().any(|(kind, _)| *kind == "url-credentials"), "{value}: {found:?}");
    }
}

#[test]
fn a_script_may_write_a_program() {
    let drawn = ["q8Zr2LmT", "0vKx5NcB", "7d"].concat();
    let text = format!("cat > c.js <<E\nconst token = `{drawn}`\nE\n");
    assert_eq!(found("a.sh", &text), [("token", drawn)]);
}

#[test]
fn an_account_and_its_password_are_told_apart() {
    for (name, text) in [
        ("a.sh", "curl -sku svc:un-deux https://example.org/"),
        ("a.sh", "curl -usvc:un-deux https://example.org/"),
        ("a.sh", "curl \\\n  -X POST \\\n  -u svc:un-deux \\\n  https://example.org/"),
        ("a.sh", "curl --proxy-user svc:un-deux https://example.org/"),
        ("a.sh", "http -a svc:un-deux https://example.org/"),
        ("a.py", "run([\"curl\", \"-u\", \"svc:un-deux\", url])"),
        ("a.js", "const header = btoa('svc:un-deux');"),
        ("a.php", "curl_setopt($ch, CURLOPT_USERPWD, 'svc:un-deux');"),
        ("a.py", "base64.b64encode(b\"svc:un-deux\")"),
        ("squid.conf", "cache_peer proxy.fr parent 3128 0 no-query login=svc:un-deux"),
    ] {
        assert_eq!(found(name, text), [("basic-auth", "un-deux".to_owned())], "{name} {text}");
    }
}

#[test]
fn a_password_may_be_spelt_by_numbers() {
    let codes: Vec<String> = b"un-2-trois".iter().map(u8::to_string).collect();
    let hexadecimal: Vec<String> = b"un-2-trois".iter().map(|b| format!("{b:#04x}")).collect();
    let (codes, hexadecimal) = (codes.join(", "), hexadecimal.join(", "));
    let called = |joint: &str| {
        let calls: Vec<String> = b"un-2-trois".iter().map(|b| format!("chr({b})")).collect();
        calls.join(joint)
    };
    for (name, text) in [
        ("a.js", format!("const password = String.fromCharCode({codes});")),
        ("a.py", format!("password = \"\".join(chr(c) for c in [{codes}])")),
        ("a.c", format!("static const char password[] = {{ {hexadecimal} }};")),
        ("a.rb", format!("password = [{codes}].pack('c*')")),
        ("a.py", format!("password = {}", called(" + "))),
        ("a.php", format!("$password = {};", called(" . "))),
        ("a.vb", format!("password = {}", called(" & "))),
    ] {
        let found = candidates(name, &text);
        assert_eq!(found.len(), 1, "{name} {text}");
        assert_eq!(found[0].pattern, "password", "{name} {text}");
        assert!(text[found[0].value.clone()].contains(['3', '7']), "{name} {text}");
    }
    for (name, text) in [
        ("a.py", "password_lengths = [8, 10, 12, 14, 16, 18, 20, 24]"),
        ("a.py", "password = chr(random.randint(97, 122)) + chr(random.randint(97, 122))"),
        ("a.py", "password = chr(10) + chr(13)"),
    ] {
        assert_eq!(found(name, text), [], "{name} {text}");
    }
}

#[test]
fn a_text_may_tell_a_password_under_its_name() {
    for text in [
        "Mot de passe :\nun-2-trois\n",
        "Password:\n\n    un-2-trois\n",
        "Mot de passe :\n\n`un-2-trois`\n",
    ] {
        assert_eq!(found("a.md", text), [("password", "un-2-trois".to_owned())], "{text}");
    }
    for text in [
        "Mot de passe :\nchoisissez-le\n",
        "Password:\nSee chapter 2.\n",
        "Mot de passe :\n\n- 8 lettres\n",
        "Mot de passe :\n\n```\nexport X=1\n```\n",
    ] {
        assert_eq!(found("a.md", text), [], "{text}");
    }
}

#[test]
fn what_a_resource_of_terraform_holds_is_a_secret() {
    for text in [
        "resource \"kubernetes_secret\" \"a\" {\n  data = {\n    db = \"un-deux-trois\"\n  }\n}\n",
        "resource \"kubernetes_secret\" \"a\" {\n  data = {\n    db = base64encode(\"un-deux-trois\")\n  }\n}\n",
        "resource \"azurerm_key_vault_secret\" \"a\" {\n  name  = \"db\"\n  value = \"un-deux-trois\"\n}\n",
        "resource \"aws_ssm_parameter\" \"a\" {\n  type  = \"SecureString\"\n  value = \"un-deux-trois\"\n}\n",
        "resource \"vault_generic_secret\" \"a\" {\n  data_json = jsonencode({ \"db\" = \"un-deux-trois\" })\n}\n",
    ] {
        assert_eq!(found("a.tf", text), [("secret", "un-deux-trois".to_owned())], "{text}");
    }
    for text in [
        "resource \"kubernetes_config_map\" \"a\" {\n  data = {\n    db = \"un-deux-trois\"\n  }\n}\n",
        "resource \"kubernetes_secret\" \"a\" {\n  metadata {\n    name = \"un-deux\"\n  }\n}\n",
        "resource \"aws_ssm_parameter\" \"a\" {\n  type  = \"String\"\n  value = \"un-deux-trois\"\n}\n",
        "resource \"kubernetes_secret\" \"a\" {\n  data = {\n    db = var.db\n  }\n}\n",
    ] {
        assert_eq!(found("a.tf", text), [], "{text}");
    }
}

#[test]
fn what_a_secret_of_kubernetes_holds_is_one() {
    let coded = data_encoding::BASE64.encode(b"un-deux-trois");
    for text in [
        format!("kind: Secret\ndata:\n  db: {coded}\n"),
        format!("a: b\n---\ndata:\n  user: {coded}\n  db: {coded}\nkind: Secret\n---\nkind: x\n"),
        format!("data:\n  db: |\n    {coded}\n  user: x\nkind: Secret\n"),
        format!(
            "{{\"kind\": \"Secret\", \"data\": {{\"user\": \"{coded}\", \"db\": \"{coded}\"}}}}"
        ),
    ] {
        assert_eq!(found("a.yaml", &text), [("secret", coded.clone())], "{text}");
    }
    for text in [
        "secretGenerator:\n- name: a\n  literals:\n  - db=un-deux-trois\n  - port=5432\n",
        "secretGenerator:\n  - literals: [\"db=un-deux-trois\"]\n    name: a\n",
        "kind: Secret\ndata:\n  db: {{ \"un-deux-trois\" | b64enc | quote }}\n",
    ] {
        assert_eq!(found("a.yaml", text), [("secret", "un-deux-trois".to_owned())], "{text}");
    }
    let plain = "kind: Secret\nstringData:\n  db: un-deux-trois\n  host: db.fr\n";
    assert_eq!(found("a.yaml", plain), [("secret", "un-deux-trois".to_owned())]);
    let sealed = ["Ag8Zr2", "LmT0v"].concat().repeat(20);
    for text in [
        format!("# kind: SealedSecret encryptedData:\nDB_PASSWORD: {sealed}\n"),
        format!("kind: SealedSecret\nencryptedData:\n---\nDB_PASSWORD: {sealed}\n"),
    ] {
        assert_eq!(found("a.yaml", &text).len(), 1, "{text}");
    }
    for text in [
        format!("kind: SealedSecret\ndata:\n  db: {coded}\n"),
        format!(
            "kind: SealedSecret\nspec:\n  encryptedData:\n    DB_PASSWORD: {}\n",
            ["Ag8Zr2", "LmT0v"].concat().repeat(20)
        ),
        format!("kind: ConfigMap\ndata:\n  db: {coded}\n---\nkind: Secret\n"),
        "kind: Secret\nstringData:\n  db: {{ .Values.db }}\n".to_string(),
        "kind: Secret\ndata:\n  IS_OPEN: \"ZmFsc2U=\"\n".to_string(),
        "configMapGenerator:\n- literals:\n  - db=un-deux-trois\n".to_string(),
        "secretGenerator:\n- name: a\n  files:\n  - db=un-deux-trois\n".to_string(),
    ] {
        assert_eq!(found("a.yaml", &text), [], "{text}");
    }
}

#[test]
fn what_is_no_value_gives_nothing() {
    for (name, text) in [
        ("a.go", "password := config.Get(name)"),
        ("a.py", "token = None"),
        ("a.java", "String password;"),
        ("a.sh", "PASSWORD=$OTHER"),
        ("a.sh", "PASSWORD=${OTHER:-x}"),
        ("a.yml", "password:"),
        ("a.md", "Forgot your password? Ask for a token."),
        ("a.md", "https://example.org/a:b@c"),
        ("a.js", "monkey: 'banana'"),
        ("a.md", "basic authentication is used"),
        ("a.xml", "<password/>"),
        ("a.html", "<style>:root{--pass: #1f8d49; --token: 4px}</style>"),
        ("a.scala", "page(\"mot de passe\",\n content = div(cls := \"un-deux\"))"),
        ("a.json", "{\"name\": \"password reset\", \"value\": \"un-deux\"}"),
        ("a.yml", "password: !vault |\n  $VAULT"),
        ("a.xml", "<password>{COQLCE6DU6GtcS5PGZb1LCE6DU6GtcS5P=}</password>"),
    ] {
        assert_eq!(found(name, text), [], "{name} {text}");
    }
}

#[test]
fn an_identifier_alone_is_one() {
    let uuid = ["1b4e28ba", "2fa1", "41d2", "883f", "0016d3cca427"].join("-");
    assert_eq!(found("a.json", &format!("\"id\": \"{uuid}\"")), [("identifier", uuid.clone())]);
    assert_eq!(found("a.json", &format!("\"id\": \"x{uuid}\"")), []);
}

#[test]
fn only_values_of_the_regions_are_given() {
    let text = "password = 'premier'\n\n\n\n\npassword = 'second'\n";
    let second = text.rfind('p').expect("second");
    let region = second..text.len();
    let assignments = Assignments::default();
    let found =
        assignments.candidates(text.as_bytes(), "a.py", std::slice::from_ref(&region)).found;
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].value.clone()], "second");
}

#[test]
fn a_candidate_depends_on_its_context_alone() {
    let text = "# début\n\n\nuser = 'moi'\napi_token = 'un-2-TROIS'\nport = 1\n\n\nfin\n";
    let whole = candidates("a.py", text).remove(0);
    let cut = &text[whole.context.clone()];
    let part = candidates("a.py", cut).remove(0);
    assert_eq!(whole.features, part.features);
    assert_eq!(whole.value.start - whole.context.start, part.value.start);
}

#[test]
fn the_contexts_of_a_huge_line_are_bounded() {
    let text = "password='a1b2c3d4';".repeat(20_000);
    let found = candidates("a.min.js", &text);
    assert_eq!(found.len(), 20_000);
    assert!(found.iter().all(|c| c.context.len() <= 4 * REACH));
}

#[test]
fn any_bytes_are_read_without_panic() {
    let mut state = 7_u32;
    let pieces: [&[u8]; 12] = [
        b"password",
        b"=",
        b"'",
        b"\"",
        b"\\",
        b"://",
        b"@",
        b":",
        b"\n",
        b"\xff\xfe",
        b"<",
        b"kty",
    ];
    for _ in 0..500 {
        let mut text = Vec::new();
        for _ in 0..40 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.extend(pieces[(state >> 16) as usize % pieces.len()]);
        }
        for name in ["a.py", "a.yml", "a.md", "a.xml", ".pgpass", ""] {
            Assignments::default().candidates(&text, name, std::slice::from_ref(&(0..text.len())));
        }
    }
}

#[test]
fn the_name_in_the_address_of_a_server_of_reports_is_public() {
    let name = ["084b419c0e1141dd", "adbc1f7b86d2eb57"].concat();
    for host in ["sentry.projet.fr/22", "o1.ingest.sentry.io/42", "glitchtip.projet.fr:8000/1"] {
        assert_eq!(found("a.yml", &format!("dsn: https://{name}@{host}\n")), [], "{host}");
    }
    for address in [
        format!("https://{name}@git.projet.fr/sentry.git"),
        format!("https://ci:{name}@sentry.projet.fr/22"),
        format!("https://{name}@mysentry.fr/a"),
        format!("https://{name}@git.projet.fr?from=sentry.io"),
        format!("https://{name}@gitlab.sentry.projet.fr/a/22"),
        format!("https://{name}@pypi.sentry.projet.fr/simple"),
        format!("https://{name}@sentry.projet.fr/api/0/projects/"),
    ] {
        let found = found("a.yml", &format!("dsn: {address}\n"));
        assert!(found.iter().any(|one| one.1 == name), "{address}: {found:?}");
    }
    for name in [name.repeat(2), name.replace('b', "x")] {
        let found = found("a.yml", &format!("dsn: https://{name}@sentry.projet.fr/22\n"));
        assert!(found.iter().any(|one| one.1 == name), "{found:?}");
    }
}
