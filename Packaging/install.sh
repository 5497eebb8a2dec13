#!/bin/sh
# Installs the program, or removes it again:
#
#     install.sh install PROGRAM PREFIX [DESTDIR]
#     install.sh uninstall PREFIX [DESTDIR]
#
# One file is the program: what it needs of its own is compiled in, so that it runs from any PREFIX.
# Beside it lie manual pages, completions for three shells, and the repository's documents, prompts
# and seed data as examples. DESTDIR stands before every path, for who makes a package.
set -eu

fail() {
    printf 'error: %s\n' "$@" >&2
    exit 1
}

# Prints the files that lie under PREFIX, relative to it; folders end in a slash.
layout() {
    echo bin/synthgen
    echo share/bash-completion/completions/synthgen
    echo share/zsh/site-functions/_synthgen
    echo share/fish/vendor_completions.d/synthgen.fish
    echo share/doc/synthgen/
    for page in "$1"/share/man/man1/synthgen.1 "$1"/share/man/man1/synthgen-*.1; do
        [ -f "$page" ] && echo "share/man/man1/$(basename "$page")"
    done
    return 0
}

# Whether a program needs Swift's libraries of the machine that built it.
needs_swift() {
    ldd "$1" 2>/dev/null | grep -q 'libswiftCore'
}

install_program() {
    program=$1 root=$2
    [ -x "$program" ] || fail "$program is not there" "  help: make build, or make static for other machines"
    sources=$(cd "$(dirname "$0")/.." && pwd)
    if needs_swift "$program"; then
        echo "note: $program runs only where its Swift toolchain is; make static makes one without" >&2
    fi
    # Asked before anything is written, so that a program that does not run is not installed.
    "$program" --version >/dev/null || fail "$program does not run"

    umask 022
    mkdir -p "$root/bin" "$root/share/bash-completion/completions" "$root/share/zsh/site-functions" \
        "$root/share/fish/vendor_completions.d" "$root/share/man/man1" "$root/share/doc/synthgen"
    install -m 755 "$program" "$root/bin/synthgen"
    "$program" manual "$root/share/man/man1"
    # It is read by the user's bash, and not run: without a first line for the system.
    "$program" --generate-completion-script bash | sed '1{/^#!/d;}' \
        >"$root/share/bash-completion/completions/synthgen"
    "$program" --generate-completion-script zsh >"$root/share/zsh/site-functions/_synthgen"
    "$program" --generate-completion-script fish >"$root/share/fish/vendor_completions.d/synthgen.fish"
    install -m 644 "$sources/Packaging/copyright" "$root/share/doc/synthgen/copyright"
    examples "$sources" "$root/share/doc/synthgen/examples"
}

# Copies documents, prompts and seed data, but no run's folder.
examples() {
    (cd "$1" && find Pipelines Prompts Datasets -type f \
        \( ! -path 'Datasets/*/*' \) ! -name '.*' ! -name '*.tmp') | while read -r file; do
        mkdir -p "$2/$(dirname "$file")"
        install -m 644 "$1/$file" "$2/$file"
    done
}

uninstall_program() {
    root=$1
    layout "$root" | while read -r path; do
        case "$path" in
        */) rm -rf "${root:?}/$path" ;;
        *) rm -f "$root/$path" ;;
        esac
    done
}

case "${1:-}" in
install)
    [ $# -ge 3 ] || fail "install.sh install PROGRAM PREFIX [DESTDIR]"
    install_program "$2" "${4:-}$3"
    echo "installed in ${4:-}$3"
    ;;
uninstall)
    [ $# -ge 2 ] || fail "install.sh uninstall PREFIX [DESTDIR]"
    uninstall_program "${3:-}$2"
    echo "removed from ${3:-}$2; the cache is left: synthgen's models and answers lie in" \
        "${SYNTHGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/synthgen}"
    ;;
*) fail "install.sh install|uninstall" ;;
esac
