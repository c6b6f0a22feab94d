# The commands of daily work: `just` lists them. Each one can be typed without just.

# List the commands.
default:
    @just --list

# Build the program and audit this repository.
audit *arguments:
    cargo run --release -- audit . {{arguments}}

# What the compiler and clippy say.
check:
    cargo clippy --locked --all-targets -- -D warnings

# All the tests, or those whose path holds a word: `just test scaffold::`.
test *filter:
    cargo test --locked {{filter}}

# The cases of a rule or of a chapter: `just cases readme/`.
cases prefix:
    CASE={{prefix}} cargo test --test tests rules::

# Write again what is generated: pages of the rules, contents, schemas.
generate:
    UPDATE=1 cargo test --test tests docs::

# All that a change must pass: format, lints, tests, audit of this repository.
ci:
    bash .ci/run

# What two builds say of the repositories of a folder: `just compare OLD FOLDER`.
compare old folder:
    cargo build --profile compare
    benches/compare-reports.sh {{old}} target/compare/publiable {{folder}}

# Time and memory on a repository, first and again.
bench repository:
    cargo build --release
    benches/history.sh {{repository}}

# Fuzz a target for ten minutes, with a nightly toolchain.
fuzz target:
    ASAN_OPTIONS=detect_odr_violation=0 cargo +nightly fuzz run --fuzz-dir tests/fuzz {{target}} -- -max_total_time=600

# The documentation as a book.
book:
    mdbook build docs
