#!/bin/sh
# Builds llama.cpp from the source distribution of llama-cpp-python on PyPI, for this machine.
#
#   sh Benchmarks/llama-cpp/build.sh FOLDER        the tools are then in FOLDER/build/bin
#
# FOLDER is outside the repository: nothing of llama.cpp belongs into it. Needs Python with pip,
# CMake and a C++ compiler; takes about ten minutes on two cores.
set -eu

version=0.3.36
folder=${1:?"usage: build.sh FOLDER"}
mkdir -p "$folder"
cd "$folder"
if [ ! -d "llama_cpp_python-$version" ]; then
    python3 -m pip download --no-deps --no-binary llama-cpp-python --no-build-isolation \
        "llama-cpp-python==$version" ||
        python3 -m pip download --no-deps --no-binary llama-cpp-python "llama-cpp-python==$version"
    tar xzf "llama_cpp_python-$version.tar.gz"
fi
cmake -S "llama_cpp_python-$version/vendor/llama.cpp" -B build -DCMAKE_BUILD_TYPE=Release \
    -DGGML_NATIVE=ON -DLLAMA_CURL=OFF -DLLAMA_BUILD_TESTS=OFF
cmake --build build --parallel "$(getconf _NPROCESSORS_ONLN)" --target llama-bench \
    llama-batched-bench llama-server llama-quantize
