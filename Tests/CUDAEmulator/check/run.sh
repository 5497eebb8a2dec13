#!/bin/sh
# run.sh: compiles the emulator and every kernel under the sanitizers of addresses and undefined
# behaviour, and runs them over odd sizes.
set -eu
cd "$(dirname "$0")/../../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
flags="-std=c++20 -O1 -g1 -ffp-contract=off -fsanitize=address,undefined
    -fno-sanitize-recover=undefined -fno-omit-frame-pointer
    -ISources/Numbers/CCUDA/include -ISources/Numbers/CCUDA/kernels
    -ITests/CUDAEmulator/include -ITests/CUDAEmulator"
for file in Tests/CUDAEmulator/*.cpp Tests/CUDAEmulator/check/*.cpp; do
    # shellcheck disable=SC2086
    ${CXX:-clang++} $flags -c "$file" -o "$scratch/$(echo "$file" | tr / _).o"
done
${CXX:-clang++} -fsanitize=address,undefined "$scratch"/*.o -o "$scratch/check" 2>"$scratch/link.log" ||
    { cat "$scratch/link.log" >&2; exit 1; }
ASAN_OPTIONS=detect_stack_use_after_return=0 "$scratch/check"
