//! A browser as far as these tests need one: it starts `publiable serve`, keeps its cookie
//! and speaks HTTP to it.

use super::project::Place;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

/// The program serving, and who reads its pages.
pub struct Browser {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub host: String,
    /// What follows `token=` in the address.
    pub token: String,
    /// The session cookie, `name=value`.
    pub cookie: String,
    key: String,
}

/// What was answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, by name in lower case.
    pub headers: BTreeMap<String, String>,
    /// The bytes of the body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", String::as_str)
    }
}

impl Browser {
    /// Starts the program with `arguments`, and opens the address that it writes.
    pub fn open(place: &Place, arguments: &[&str]) -> Browser {
        let mut browser = Browser::start(place, arguments);
        let first = browser.send("GET", &format!("/?token={}", browser.token), &[], "");
        assert_eq!((first.status, first.location()), (303, "/"), "{}", first.text());
        let cookie = &first.headers["set-cookie"];
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        browser.cookie = cookie.split(';').next().expect("a cookie").to_string();
        let home = browser.get("/").text();
        let (_, rest) = home.split_once("name=\"key\" value=\"").expect("the key of forms");
        browser.key = rest[..32].to_string();
        browser
    }

    /// Starts the program, and opens nothing.
    pub fn start(place: &Place, arguments: &[&str]) -> Browser {
        let mut command = place.command();
        command.arg("serve").args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program runs");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output");
        BufReader::new(output).read_line(&mut line).expect("an address");
        let address = line.trim().strip_prefix("http://").expect("an address").to_string();
        let (host, token) = address.split_once("/?token=").expect("a token");
        let (host, token) = (host.to_string(), token.to_string());
        Browser { child, host, token, cookie: String::new(), key: String::new() }
    }

    /// Asks for `path`, with more `headers` and a `body`; sends what browsers do besides.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut lines = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        let named = |name: &str| headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let usual = [("Host", self.host.as_str()), ("Cookie", self.cookie.as_str())];
        for (name, value) in usual.iter().filter(|(name, _)| !named(name)).chain(headers) {
            lines.push_str(&format!("{name}: {value}\r\n"));
        }
        lines.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let mut stream = TcpStream::connect(&self.host).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(120))).expect("a timeout");
        // Whoever refuses a body may not read it whole.
        let _ = stream.write_all(lines.as_bytes());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let pairs = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let headers = pairs.map(|(name, value)| (name.to_lowercase(), value.to_string()));
        let body = bytes[end + 4..].to_vec();
        Answer { status: status.expect("a status"), headers: headers.collect(), body }
    }

    /// Reads `path`.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[("Sec-Fetch-Site", "same-origin")], "")
    }

    /// Sends a form of the page at `path`.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let key = [("key", self.key.as_str())];
        let origin = format!("http://{}", self.host);
        let headers = [
            ("Origin", origin.as_str()),
            ("Sec-Fetch-Site", "same-origin"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", path, &headers, &encoded(key.iter().chain(fields)))
    }

    /// Sends a form, and reads the page it leads to.
    pub fn follow(&self, path: &str, fields: &[(&str, &str)]) -> String {
        let sent = self.post(path, fields);
        assert_eq!(sent.status, 303, "{}", sent.text());
        self.get(sent.location()).text()
    }

    /// Adds `folder`, waits for its audit, and answers the address of its page.
    pub fn audit(&self, folder: &str) -> String {
        let added = self.post("/", &[("folder", folder)]);
        assert_eq!(added.status, 303, "{}", added.text());
        let page = added.location().to_string();
        self.wait(&page);
        page
    }

    /// Waits for the audit of the project at `page`.
    pub fn wait(&self, page: &str) {
        while !self.get(&format!("{page}/state")).text().contains("null") {
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Sends the program an interruption from the keyboard.
    #[cfg(unix)]
    pub fn interrupt(&self) {
        let id = i32::try_from(self.child.id()).expect("a number");
        let id = rustix::process::Pid::from_raw(id).expect("a process");
        rustix::process::kill_process(id, rustix::process::Signal::INT).expect("sent");
    }

    /// Waits for the end of the program, and answers its exit code.
    pub fn end(mut self) -> Option<i32> {
        self.child.wait().expect("ended").code()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `fields` as a form is sent.
fn encoded<'f>(fields: impl Iterator<Item = &'f (&'f str, &'f str)>) -> String {
    let code = |text: &str| {
        let bytes = text.bytes().map(|byte| match byte.is_ascii_alphanumeric() {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        });
        bytes.collect::<String>()
    };
    let pairs = fields.map(|(name, value)| format!("{}={}", code(name), code(value)));
    pairs.collect::<Vec<_>>().join("&")
}
