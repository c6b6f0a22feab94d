#!/bin/sh
# Audits in a job of GitHub, Forgejo or Gitea: the log, the annotations, the
# job's summary, the files asked for and the outputs of the step. Its exit code
# is that of `publiable audit`.
#
# PUBLIABLE          the program
# PUBLIABLE_OUT      folder for the reports, made anew
# PUBLIABLE_PATH     repository to audit
# PUBLIABLE_DEGREE, PUBLIABLE_FAIL_ON, PUBLIABLE_LANG    as on the command line
# PUBLIABLE_FORMAT   reports to write, FORMAT=FILE, one a line
# PUBLIABLE_COMPARE  revision to compare with, none, or auto: the gate is then what is
#                    new at the severities that the level is about; with auto, in a
#                    pull request only
set -eu

out=${PUBLIABLE_OUT:?}
path=${PUBLIABLE_PATH:-.}
level=${PUBLIABLE_FAIL_ON:-non-publiable}
compare=${PUBLIABLE_COMPARE:-}
rm -rf "$out"
mkdir -p "$out"
report=$out/publiable.json

output() {
    [ -z "${GITHUB_OUTPUT:-}" ] || printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

publiable() {
    if [ -n "${PUBLIABLE_LANG:-}" ]; then
        "$PUBLIABLE" "$@" --lang "$PUBLIABLE_LANG"
    else
        "$PUBLIABLE" "$@"
    fi
}

set -- "$path"
[ -z "${PUBLIABLE_DEGREE:-}" ] || set -- "$@" --degree "$PUBLIABLE_DEGREE"
if [ -n "$compare" ] && [ "$compare" != none ]; then
    set -- "$@" --compare "$compare"
    if [ "$compare" != auto ] || [ -n "${GITHUB_BASE_REF:-}" ]; then
        level=new-$level
    fi
fi

sarif=
while IFS= read -r asked; do
    [ -n "$asked" ] || continue
    case $asked in
        sarif=*) sarif=${asked#sarif=} ;;
        *=*) ;;
        *)
            echo "publiable: format « $asked » : FORMAT=FICHIER / FORMAT=FILE" >&2
            exit 2
            ;;
    esac
    set -- "$@" --format "$asked"
done <<FORMATS
${PUBLIABLE_FORMAT:-}
FORMATS

code=0
publiable audit "$@" --fail-on "$level" --format terminal --format "json=$report" || code=$?
if [ ! -s "$report" ]; then
    output exit-code "$code"
    exit "$code"
fi
# The gate has answered already: here it tells what is an error and what is not. What
# cannot be told fails, once all the rest was.
told=0
publiable report "$report" --format github --fail-on "$level" || told=$?
[ "$told" -le 1 ] || code=$told
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    told=0
    publiable report "$report" --format markdown >>"$GITHUB_STEP_SUMMARY" || told=$?
    [ "$told" -eq 0 ] || code=$told
fi

# The report's own keys are indented by two spaces, those of its degree by four.
output verdict "$(sed -n 's/^  "verdict": "\([a-z-]*\)",*$/\1/p' "$report")"
output degree "$(sed -n 's/^    "reached": "\([A-D]\)",*$/\1/p' "$report" | head -n 1)"
output json "$report"
output sarif "$sarif"
output exit-code "$code"
exit "$code"
