//! The `publiable` command.

use std::process::ExitCode;

/// The commit the program is built from: the one that the build was given, else
/// the one that HEAD came to last, as git logs it (`build.rs`). It is read here so
/// that a commit compiles this file again, and not the library.
const COMMIT: &str = match option_env!("PUBLIABLE_COMMIT") {
    Some(commit) => commit,
    None => match std::str::from_utf8(&LAST_OF_LOG) {
        Ok(commit) => commit.trim_ascii(),
        Err(_) => "",
    },
};

const LAST_OF_LOG: [u8; 10] = last_commit(include_bytes!(env!("PUBLIABLE_HEAD_LOG")));

/// The first ten digits of the commit in the last line of a log of HEAD: « old new
/// author date reason ». Spaces when there is none.
const fn last_commit(log: &[u8]) -> [u8; 10] {
    let mut id = [b' '; 10];
    let mut at = log.len().saturating_sub(1);
    while at > 0 && log[at - 1] != b'\n' {
        at -= 1;
    }
    while at < log.len() && log[at] != b' ' {
        at += 1;
    }
    let mut digit = 0;
    while digit < id.len() && at + 1 + digit < log.len() && log[at + 1 + digit] != b'\n' {
        id[digit] = log[at + 1 + digit];
        digit += 1;
    }
    id
}

fn main() -> ExitCode {
    let version = env!("CARGO_PKG_VERSION");
    let version =
        if COMMIT.is_empty() { version.to_string() } else { format!("{version} ({COMMIT})") };
    ExitCode::from(publiable::run(std::env::args_os(), version))
}

#[cfg(test)]
mod tests {
    use super::last_commit;

    #[test]
    fn the_last_commit_of_a_log_is_read() {
        let log = b"0000000000000000 aaaaaaaaaaaaaaaa A <a@example.org> 0 +0000\tcommit: un\n\
                    aaaaaaaaaaaaaaaa 0123456789abcdef A <a@example.org> 1 +0000\tcommit: deux\n";
        assert_eq!(&last_commit(log), b"0123456789");
        assert_eq!(&last_commit(b"- 0123456789abcdef\n"), b"0123456789");
        for nothing in [&b""[..], b"\n", b"- \n", b"-"] {
            assert_eq!(&last_commit(nothing), &[b' '; 10]);
        }
    }
}
