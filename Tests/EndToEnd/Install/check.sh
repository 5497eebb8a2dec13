#!/bin/sh
# Checks what `make install` and `make deb` put into a machine: check.sh PROGRAM
#
# Everything happens in a temporary folder. The installed program runs from there with an empty
# environment but HOME; nothing of the repository is in its way.
set -eu
program=$1
repository=$(cd "$(dirname "$0")/../../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "$1" >&2
    exit 1
}

# A folder's files, without the folder's name.
files() { (cd "$1" && find . -type f | sort); }

echo "install"
sh "$repository/Packaging/install.sh" install "$program" "/opt/any where" "$work/root" >/dev/null
root="$work/root/opt/any where"
[ "$("$root/bin/synthgen" --version)" = "$("$program" --version)" ] || fail "another version was installed"

# Every command that the help lists has a page, and every page renders without a complaint.
"$root/bin/synthgen" --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p' | sort -u >"$work/commands"
for command in run cache; do
    grep -qx "$command" "$work/commands" || fail "the help does not list '$command'"
done
while read -r command; do
    [ "$command" = synthgen ] || [ -f "$root/share/man/man1/synthgen-$command.1" ] \
        || fail "'$command' has no manual page"
done <"$work/commands"
if command -v groff >/dev/null; then
    for page in "$root"/share/man/man1/*; do
        groff -man -Tutf8 -ww -z "$page" 2>"$work/complaints" || true
        [ ! -s "$work/complaints" ] || fail "$page: $(cat "$work/complaints")"
    done
else
    echo "groff is not there: the manual pages are not rendered"
fi
bash -n "$root/share/bash-completion/completions/synthgen" || fail "the completion for bash has a mistake"
grep -q '^#compdef synthgen' "$root/share/zsh/site-functions/_synthgen" || fail "no completion for zsh"
grep -q "complete -c 'synthgen'" "$root/share/fish/vendor_completions.d/synthgen.fish" \
    || fail "no completion for fish"

echo "run from there"
mkdir "$work/home" "$work/project"
cp -r "$root/share/doc/synthgen/examples/." "$work/project"
run() { (cd "$work/project" && env -i HOME="$work/home" "$root/bin/synthgen" "$@"); }
run validate Pipelines/word-problems.json >/dev/null || fail "an example is not valid where it was copied to"
run cache info | grep -q "^$work/home/.cache/synthgen: nothing is there$" || fail "the cache is not below HOME"
(cd "$work/project" && env -i HOME=/proc "$root/bin/synthgen" models pull smollm2-135m-instruct) \
    2>"$work/errors" && fail "a model was fetched to where nobody can write"
grep -q 'set SYNTHGEN_CACHE to a folder that can be written' "$work/errors" || fail "$(cat "$work/errors")"

echo "uninstall"
echo "not ours" >"$root/bin/other"
sh "$repository/Packaging/install.sh" uninstall "/opt/any where" "$work/root" >/dev/null
[ "$(files "$root")" = "./bin/other" ] || fail "uninstall left: $(files "$root")"

echo "deb"
if ! command -v dpkg-shlibdeps >/dev/null; then
    echo "dpkg-dev is not there: the package is not checked"
    exit 0
fi
export SOURCE_DATE_EPOCH=1700000000
package=$(sh "$repository/Packaging/deb.sh" "$program" "$work/deb" | tail -n 1)
sum=$(sha256sum <"$package")
sh "$repository/Packaging/deb.sh" "$program" "$work/deb" >/dev/null 2>&1
[ "$sum" = "$(sha256sum <"$package")" ] || fail "the same program gives another package"
dpkg-deb --field "$package" Depends | grep -q 'libc6' || fail "the package does not depend on libc6"
dpkg-deb --contents "$package" | awk '{ print $2 }' | grep -qv '^root/root$' && fail "files are not root's"
mkdir -p "$work/target/var/lib/dpkg/updates" "$work/target/var/lib/dpkg/info" "$work/target/var/lib/dpkg/triggers"
: >"$work/target/var/lib/dpkg/status"
: >"$work/target/var/lib/dpkg/available"
# The packages that it depends on are not in the throw-away root.
dpkg --root="$work/target" --force-depends --force-not-root --force-script-chrootless \
    --log="$work/dpkg.log" -i "$package" >/dev/null 2>"$work/errors" || fail "$(cat "$work/errors")"
[ "$(env -i "HOME=$work/home" "$work/target/usr/bin/synthgen" --version)" = "$("$program" --version)" ] \
    || fail "the packed program does not run"
(cd "$work/target" && md5sum --quiet -c var/lib/dpkg/info/synthgen.md5sums) || fail "files differ from their sums"
if command -v lintian >/dev/null; then
    # The maintainer is named by who makes the package; a program that is not of make static has the
    # folder of its Swift libraries in it.
    lintian --allow-root --fail-on error,warning \
        --suppress-tags bogus-mail-host,bogus-mail-host-in-debian-changelog,custom-library-search-path \
        "$package" || fail "lintian found mistakes"
else
    echo "lintian is not there: the package is not looked through for mistakes"
fi
dpkg --root="$work/target" --force-not-root --log="$work/dpkg.log" --purge synthgen >/dev/null
[ -z "$(files "$work/target/usr" 2>/dev/null)" ] || fail "the package leaves $(files "$work/target/usr")"

echo "container"
# What can be checked without an image: the files that are copied are there, and make knows the targets.
for target in static install; do
    grep -q "make $target" "$repository/Packaging/Containerfile" || fail "the image does not run make $target"
    grep -q "^$target:" "$repository/Makefile" || fail "there is no make $target"
done
grep -q '^USER synthgen' "$repository/Packaging/Containerfile" || fail "the image runs as root"
echo "installed, packed, run and removed"
