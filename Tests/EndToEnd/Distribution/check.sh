#!/bin/sh
# Checks the binary that `make dist` leaves in a folder: what it needs of a system, its size, and that
# it runs with an empty environment where there is nothing else.
set -eu
binary="$1/synthgen"
limit=$((25 * 1000 * 1000))

fail() {
    echo "$1" >&2
    exit 1
}

size=$(stat -c %s "$binary.xz")
[ "$size" -lt "$limit" ] || fail "$binary.xz has $size bytes, at most $limit are allowed"

# Libraries that every glibc system has.
set --
for library in $(ldd "$binary" | awk '/=>/ {print $1 "=" $3} /ld-linux/ {print $1 "=" $1}'); do
    name=$(basename "${library%%=*}")
    case "$name" in
    libc.so.6 | libm.so.6 | libstdc++.so.6 | libgcc_s.so.1 | ld-linux-*.so.*) ;;
    *) fail "$binary needs $name, which another system may lack" ;;
    esac
    set -- "$@" --ro-bind "$(readlink -f "${library#*=}")" "${library#*=}"
done

newest=$(readelf --dyn-syms -W "$binary" | grep -o 'GLIBC_2\.[0-9]*' | sort -uV | tail -n 1)
oldest=$(printf '%s\nGLIBC_2.36\n' "$newest" | sort -V | head -n 1)
[ "$oldest" = "$newest" ] || fail "$binary needs $newest, newer than GLIBC_2.36"

run() {
    bwrap --unshare-all --clearenv "$@" || fail "it does not run where nothing else is"
}
# Swift reads the arguments from /proc.
set -- "$@" --ro-bind "$binary" /synthgen --ro-bind /proc /proc --tmpfs /tmp
run "$@" /synthgen --version
run "$@" /synthgen doctor
trials=$(run "$@" /synthgen doctor --device cpu --seed 1)
echo "$trials" | tail -n 1
if bwrap --unshare-all --clearenv "$@" /synthgen doctor --device cuda 2>"$binary.errors"; then
    fail "a GPU was found where there is none"
fi
grep -q '^error: no CUDA device' "$binary.errors" || fail "$(cat "$binary.errors")"
rm "$binary.errors"
echo "$binary.xz: $size bytes, needs $newest; it ran with nothing but glibc and libstdc++"
