#!/bin/sh
# Makes sure that NVRTC, the compiler of GPU kernels, is in a folder: fetches it from PyPI (58 MB) if
# not. It needs no GPU. Where it cannot be had, its tests say that they are skipped. A folder that is
# there already is somebody's: it is never touched.
# Of several folders, colons between them, the first.
folder="${1%%:*}"
[ -n "$(find "$folder" -name 'libnvrtc.so.1*' 2>/dev/null | head -n 1)" ] && exit 0
if [ -e "$folder" ]; then
    echo "$folder has no NVRTC: that kernels compile is not tested" >&2
    echo "  help: set SYNTHGEN_CUDA to a folder that has libnvrtc.so.13, or to one that is not there yet" >&2
    exit 0
fi
mkdir -p "$(dirname "$folder")"
part="$folder.part.$$"
trap 'rm -rf "$part"' EXIT
python="python3"
if ! python3 -m pip --version >/dev/null 2>&1; then
    python3 -m venv "$part/venv" >/dev/null 2>&1 && python="$part/venv/bin/python"
fi
if ! "$python" -m pip install --quiet --no-deps --root-user-action ignore --disable-pip-version-check \
    --target "$part/packages" nvidia-cuda-nvrtc; then
    echo "NVRTC could not be fetched: that kernels compile is not tested" >&2
    echo "  help: see to the network, or set SYNTHGEN_CUDA to a folder that has libnvrtc.so.13" >&2
    exit 0
fi
mv "$part/packages" "$folder"
