#!/bin/sh
# Installs the program of a release in a folder, once its checksum is verified,
# and prints the program's path.
#
#   install.sh FOLDER
#
# PUBLIABLE_RELEASES  where releases are: the address that precedes vVERSION/,
#                     or a folder laid out likewise, for a machine off line
# PUBLIABLE_VERSION   version to install, such as 0.1.0
# PUBLIABLE_SHA256    checksum the archive must have; when it is empty, the one
#                     that SHA256SUMS gives, beside the archive
set -eu

folder=${1:?folder}
releases=${PUBLIABLE_RELEASES:?}
version=${PUBLIABLE_VERSION:?}
version=${version#v}
expected=${PUBLIABLE_SHA256:-}

fail() {
    echo "publiable: $1" >&2
    exit 2
}

case $version in
    *[!0-9A-Za-z.+-]*) fail "« $version » : version incorrecte / not a version" ;;
esac

# The archives of a release are named after the targets of the compiler.
extension=tar.gz
program=publiable
case "$(uname -s)/$(uname -m)" in
    Linux/x86_64 | Linux/amd64) target=x86_64-unknown-linux-musl ;;
    Linux/aarch64 | Linux/arm64) target=aarch64-unknown-linux-musl ;;
    Darwin/x86_64) target=x86_64-apple-darwin ;;
    Darwin/arm64) target=aarch64-apple-darwin ;;
    MINGW*/x86_64 | MSYS*/x86_64 | CYGWIN*/x86_64)
        target=x86_64-pc-windows-msvc
        extension=zip
        program=publiable.exe
        ;;
    *) fail "aucun programme pour / no program for $(uname -s) $(uname -m)" ;;
esac
name=publiable-$version-$target
archive=$name.$extension

fetch() {
    case $releases in
        https://*)
            if command -v curl >/dev/null 2>&1; then
                curl --fail --silent --show-error --location --proto '=https' \
                    --retry 3 --output "$2" "$releases/v$version/$1"
            else
                wget -q -O "$2" "$releases/v$version/$1"
            fi
            ;;
        *://*) fail "$releases : https:// ou un dossier / https:// or a folder" ;;
        *) cp "$releases/v$version/$1" "$2" ;;
    esac || fail "$releases/v$version/$1 : introuvable / not found"
}

checksum() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum <"$1"
    else
        shasum -a 256 <"$1"
    fi | cut -d ' ' -f 1
}

mkdir -p "$folder"
work=$(mktemp -d "$folder/download.XXXXXX")
trap 'rm -rf "$work"' EXIT

fetch "$archive" "$work/$archive"
if [ -z "$expected" ]; then
    fetch SHA256SUMS "$work/SHA256SUMS"
    expected=$(awk -v name="$archive" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
    [ -n "$expected" ] || fail "$archive : absent de SHA256SUMS / not in SHA256SUMS"
fi
actual=$(checksum "$work/$archive")
[ "$actual" = "$expected" ] ||
    fail "$archive : somme SHA-256 $actual, attendue / SHA-256 checksum $actual, expected $expected"

case $extension in
    zip) unzip -q "$work/$archive" -d "$work" ;;
    *) tar -xzf "$work/$archive" -C "$work" ;;
esac
mv -f "$work/$name/$program" "$folder/$program"
echo "$folder/$program"
