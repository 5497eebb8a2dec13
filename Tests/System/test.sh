#!/bin/sh
# swift test with the arguments given; what failed is said once more at the end.
#
# As many tests at once as there are cores, and no more: if all begin at the same time, those that wait for a
# process or a clock wait for all the others too.
set -u
: "${SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH:=$(getconf _NPROCESSORS_ONLN)}"
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
{ swift test "$@" 2>&1; echo $? > "$folder/status"; } | tee "$folder/log"
status=$(cat "$folder/status")
if [ "$status" -ne 0 ]; then
    echo
    echo "What failed:"
    grep -E -A 12 '(recorded an issue|error:|Fatal error|unexpected signal)' "$folder/log" \
        | grep -v -E '^(✔|◇)' | tail -n 120
fi
exit "$status"
