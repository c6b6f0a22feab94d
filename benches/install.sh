#!/usr/bin/env bash
# Installs each package of a program in an empty environment, makes it audit a repository, and
# prints sizes and times of the first and of the next start.
#
#   benches/install.sh PROGRAM [TARGET]
#
# It takes python3, npm and, to bring uv, pipx and wheel, PyPI; a container is made with
# buildah when it is there and the program is static.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "$1") target=${2:-$(uname -m)-unknown-linux-gnu}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
python3 -m venv "$root/tools"
"$root/tools/bin/pip" install --quiet uv pipx wheel
"$root/tools/bin/python" .ci/package "$target" "$root/dist" "$program" >/dev/null

mkdir -p "$root/project" "$root/home"
git -C "$root/project" init --quiet
printf '# Outil\n\nCalcule des droits.\n' >"$root/project/README.md"

# The first run of a package installs it: 1 is the verdict of this project.
try() {
    local name=$1 size=$2 first next
    shift 2
    first=$(one "$@") next=$(one "$@")
    printf '%-10s %6.1f MB   first %6.2f s   next %6.2f s\n' "$name" "$size" "$first" "$next"
}
one() {
    local start code=0
    start=$(date +%s.%N)
    (cd "$root/project" && env -i PATH="$PATH" HOME="$root/home" UV_OFFLINE=1 "$@" audit . --lang en) >"$root/out" 2>&1 || code=$?
    if [ "$code" -ne 1 ] || ! grep -q 'NOT PUBLISHABLE' "$root/out"; then
        cat "$root/out" >&2
        echo "exit $code: $*" >&2
        exit 1
    fi
    awk -v from="$start" -v to="$(date +%s.%N)" 'BEGIN { print to - from }'
}
size() { du -cb "$@" | awk 'END { print $1 / 1e6 }'; }

try program "$(size "$program")" "$program"
mkdir "$root/archive"
tar -xzf "$root"/dist/*.tar.gz -C "$root/archive" --strip-components 1
try archive "$(size "$root"/dist/*.tar.gz)" "$root/archive/publiable"
wheel=$(echo "$root"/dist/*.whl)
try uvx "$(size "$wheel")" "$root/tools/bin/uvx" --offline --from "$wheel" publiable
try pipx "$(size "$wheel")" "$root/tools/bin/pipx" run --spec "$wheel" publiable
mkdir "$root/node"
env -i PATH="$PATH" HOME="$root/home" npm install --silent --no-audit --no-fund --offline --prefix "$root/node" "$root"/dist/npm/*.tgz
try npx "$(size "$root"/dist/npm/*.tgz)" npx --prefix "$root/node" --no-install publiable

if ! command -v buildah >/dev/null || ! file "$program" | grep -q 'static'; then
    echo 'left out: the container (it takes buildah, file and a static program)'
else
    container=$(buildah from scratch)
    buildah copy --quiet "$container" "$program" /publiable >/dev/null
    try container "$(size "$program")" buildah run --network none -v "$root/project:$root/project:ro" \
        --workingdir "$root/project" "$container" /publiable
    buildah rm "$container" >/dev/null
fi
