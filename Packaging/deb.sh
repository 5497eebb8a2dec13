#!/bin/sh
# Makes a Debian package: deb.sh PROGRAM FOLDER. The file's path is the last line printed.
set -eu
program=$1 folder=$2
here=$(cd "$(dirname "$0")" && pwd)
version=$("$program" --version)
# Who answers for the package: the variables of Debian's own tools.
maintainer="${DEBFULLNAME:-synthgen} <${DEBEMAIL:-synthgen@localhost.localdomain}>"
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/synthgen
# Dates of files and of the changelog: of the last commit, so that the same sources give the same package.
: "${SOURCE_DATE_EPOCH:=$(git -C "$here" log -1 --format=%ct 2>/dev/null || stat -c %Y "$program")}"
export SOURCE_DATE_EPOCH

sh "$here/install.sh" install "$program" /usr "$root" >/dev/null
# Debian's own folder for zsh; manual pages and change logs are compressed, without time or name.
mkdir -p "$root/usr/share/zsh/vendor-completions"
mv "$root/usr/share/zsh/site-functions/_synthgen" "$root/usr/share/zsh/vendor-completions/_synthgen"
rmdir "$root/usr/share/zsh/site-functions"
gzip -9n "$root"/usr/share/man/man1/*.1
{
    echo "synthgen ($version) unstable; urgency=medium"
    echo
    echo "  * The history of the sources says what has changed."
    echo
    echo " -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$root/usr/share/doc/synthgen/changelog.gz"
[ -n "${UNSTRIPPED:-}" ] || strip --strip-unneeded --remove-section=.comment --remove-section=.note \
    "$root/usr/bin/synthgen"

# dpkg-shlibdeps reads debian/control beside it, and needs a package there.
mkdir -p "$work/debian"
printf 'Source: synthgen\n\nPackage: synthgen\nArchitecture: any\n' >"$work/debian/control"
missing=
if ldd "$program" | grep -q libswiftCore; then
    echo "note: the package needs the Swift toolchain of this machine; make static, then make deb" >&2
    missing="--ignore-missing-info -l$(dirname "$(ldd "$program" | awk '/libswiftCore/ {print $3}')")"
fi
# shellcheck disable=SC2086 # two options or none
depends=$(cd "$work" && dpkg-shlibdeps $missing -O "$root/usr/bin/synthgen" 2>"$work/shlibdeps.log" |
    sed -n 's/^shlibs:Depends=//p') || {
    cat "$work/shlibdeps.log" >&2
    exit 1
}
[ -n "$depends" ] || {
    echo "error: dpkg-shlibdeps found no dependencies of $program" >&2
    cat "$work/shlibdeps.log" >&2
    exit 1
}

mkdir "$root/DEBIAN"
# libcurl and bubblewrap are opened and started when they are needed: fetching models, running code.
cat >"$root/DEBIAN/control" <<EOF
Package: synthgen
Version: $version
Section: science
Priority: optional
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -sk --apparent-size "$root/usr" | cut -f1)
Depends: $depends
Recommends: libcurl4, ca-certificates, bubblewrap
Suggests: python3, python3-pip
Description: alignment data from topics, by a language model on this machine
 synthgen runs a graph of stages that a JSON document describes: prompts,
 several answers each, rewards, guarded pairs. Models run in the process, on
 the CPU or on a GPU, and a folder is filled with compressed JSON Lines that
 trainers read.
 .
 The same document, seed and weights give the same bytes. A run that was stopped
 goes on where it was, and no finished call to a model is made twice.
EOF
(cd "$root" && find usr -type f -print0 | sort -z |
    xargs -0 md5sum) >"$root/DEBIAN/md5sums"
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$folder"
package="$folder/synthgen_${version}_$architecture.deb"
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >/dev/null
echo "$package"
