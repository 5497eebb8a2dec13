# make demo      from a bare machine to 25 preference triplets by a real model
# make test      the test suite (debug; the C kernels are optimised)
# make nvrtc     the compiler of GPU kernels from PyPI, which make test compiles every kernel with
# make graphs    500 random graphs against a naive interpreter (make test runs 60)
# make emulator-asan  every kernel of the GPU engine on the CPU, under AddressSanitizer
# make build     the program, optimised: .build/release/synthgen
# make static    the program for other machines, static but for glibc: dist/synthgen
# make dist      the same packed and checked: dist/synthgen.xz
# make install   the program, its manual and completions in PREFIX=/usr/local (make build first)
# make uninstall what make install has put there
# make deb       a Debian package in dist (make static first)
# make install-check  install, package and container files, tried in a throw-away root
# make interop   what others say of the output: datasets, TRL, zstd (from PyPI)
# make interop-model  what transformers and PEFT say of written models (torch, from PyPI)
# make evaluate-check  evaluations beside lm-evaluation-harness (torch, from PyPI)
# make report-check  reports of every kind of dataset, looked at in a headless Chromium
# make recipe    every document with the real model and small targets; datasets loads the rows
# make your-data  every block of docs/your-data.md, as a reader would paste it
# make faults    kill, starve and damage runs 200 times over, and compare the bytes
# make kill      kill -9 a run with the real model ten times, and compare the bytes
# make train-demo  100 pairs, one epoch of DPO: margins and held-out accuracy before and after
# make train-curves  twelve steps of each objective beside torch (torch, transformers and peft, in PYTHON)
# make flywheel  two rounds of data, training and evaluation, and what they reached: more than an hour
# make train-kill  kill -9 a training of the real model ten times, and compare the weights
# make model     fetch and check SmolLM2-135M-Instruct
# make reward    fit the reward head that ships, anew
# make schema    write Pipelines/schema.json and docs/keys.md anew
# make format    format the sources      make lint   say what is not formatted
# make clean     remove what was built
# `make deps` installs what the others need from apt, where that is allowed.

SYNTHGEN := .build/release/synthgen
DEMO := Datasets/demo
PACKAGES := libsqlite3-dev libzstd-dev zlib1g-dev bubblewrap python3
# Where NVRTC is, or is fetched to.
# As the program decides it: a variable that is empty counts as unset, and so does a relative path.
CACHES := $(or $(filter /%,$(XDG_CACHE_HOME)),$(HOME)/.cache)
SYNTHGEN_CUDA ?= $(or $(SYNTHGEN_CACHE),$(CACHES)/synthgen)/nvrtc
# Where make install puts the program; DESTDIR stands before it for who makes a package.
PREFIX ?= /usr/local
# The Python of train-curves.
PYTHON ?= python3
DESTDIR ?=
# What is installed and packed: the one for other machines if it was made, else that of this one.
PROGRAM ?= $(firstword $(wildcard dist/synthgen) $(SYNTHGEN))

.PHONY: help deps build static dist install uninstall deb install-check test nvrtc graphs emulator-asan model demo recipe interop \
    interop-model math-verify evaluate-check report-check your-data faults kill train-demo train-curves train-kill flywheel reward schema format lint clean

help:
	@sed -n 's/^# \{0,1\}//p;/^$$/q' Makefile

deps:
	@sh Tests/System/packages.sh $(PACKAGES)

build: deps
	swift build -c release --product synthgen

# Its own scratch folder: the flag rebuilds everything. Only the libraries in .static are archives.
static: deps
	@sh Tests/System/packages.sh binutils
	mkdir -p .static dist
	for name in sqlite3 zstd z; do ln -sf "$$(cc -print-file-name=lib$$name.a)" .static/ || exit 1; done
	swift build -c release --product synthgen --static-swift-stdlib --scratch-path .build-static \
	    -Xlinker -L$(CURDIR)/.static
	strip -o dist/synthgen .build-static/release/synthgen

dist: static
	@sh Tests/System/packages.sh xz-utils
	xz -3 --threads=0 --keep --force dist/synthgen
	sh Tests/EndToEnd/Distribution/check.sh dist

install:
	@sh Packaging/install.sh install "$(PROGRAM)" "$(PREFIX)" "$(DESTDIR)"

uninstall:
	@sh Packaging/install.sh uninstall "$(PREFIX)" "$(DESTDIR)"

deb:
	@sh Tests/System/packages.sh dpkg-dev binutils xz-utils
	@sh Packaging/deb.sh "$(PROGRAM)" dist

# Without these packages less is checked, and the check says what.
install-check:
	@sh Tests/System/packages.sh groff-base dpkg-dev binutils xz-utils lintian || true
	sh Tests/EndToEnd/Install/check.sh "$(PROGRAM)"

test: deps nvrtc
	SYNTHGEN_CUDA="$(SYNTHGEN_CUDA)" sh Tests/System/test.sh

nvrtc:
	@sh Tests/System/nvrtc.sh "$(SYNTHGEN_CUDA)"

graphs: deps
	SYNTHGEN_GRAPHS=500 swift test --filter DataflowTests

emulator-asan:
	sh Tests/CUDAEmulator/check/run.sh

model: build
	$(SYNTHGEN) models pull smollm2-135m-instruct

demo: model
	$(SYNTHGEN) run Pipelines/preference.json --target 25 --output $(DEMO)
	$(SYNTHGEN) stats $(DEMO)

recipe: model
	sh Tests/EndToEnd/Recipe/run.sh $(SYNTHGEN)

interop: build
	sh Tests/EndToEnd/Interop/run.sh $(SYNTHGEN) $(DEMO)

interop-model: build
	sh Tests/EndToEnd/Interop/model.sh $(SYNTHGEN)

math-verify: build
	sh Tests/EndToEnd/MathVerify/run.sh $(SYNTHGEN)

evaluate-check: build
	sh Tests/EndToEnd/Evaluation/run.sh $(SYNTHGEN)

report-check: build
	@sh Tests/System/packages.sh chromium python3-venv
	sh Tests/EndToEnd/Report/run.sh $(SYNTHGEN) $(DEMO)

your-data: model
	python3 Tests/EndToEnd/YourData/run.py $(SYNTHGEN)

faults: build
	python3 Tests/EndToEnd/Faults/faults.py $(SYNTHGEN)

kill: model
	python3 Tests/EndToEnd/Faults/kill.py $(SYNTHGEN) --target 3

train-demo: model
	python3 Benchmarks/training/rows.py Datasets/train-demo
	$(SYNTHGEN) train dpo --dataset Datasets/train-demo/pairs.jsonl --held-out 0.2 --max-tokens 512 \
	    --output Models/train-demo

flywheel: model
	python3 Tests/EndToEnd/Flywheel/run.py $(SYNTHGEN) Datasets/flywheel

train-curves: model
	$(PYTHON) Tests/EndToEnd/Training/curves.py $(SYNTHGEN)

train-kill: model
	python3 Tests/EndToEnd/Training/kill.py $(SYNTHGEN)

reward: model
	$(SYNTHGEN) run Pipelines/degrade.json --output Datasets/attributes-degraded
	$(SYNTHGEN) train reward --method ridge --dataset Datasets/attributes.jsonl \
	    $(patsubst %,--dataset %,$(wildcard Datasets/attributes-*.jsonl)) \
	    --dataset Datasets/attributes-degraded \
	    --output Sources/Program/Hub/Resources/smollm2-135m-reward.safetensors

schema: build
	$(SYNTHGEN) schema > Pipelines/schema.json
	$(SYNTHGEN) schema --training > Pipelines/training/schema.json
	$(SYNTHGEN) schema --evaluation > Pipelines/evaluation/schema.json
	$(SYNTHGEN) schema --markdown > docs/keys.md

format:
	swift format --in-place --recursive Sources Tests Package.swift

lint:
	swift format lint --strict --recursive Sources Tests Package.swift

clean:
	rm -rf .build .build-static .static dist
