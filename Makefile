# The one door for tasks. `make help` lists them.

CARGO ?= cargo
PYTHON ?= python3
MARSAD := target/release/marsad
SAMPLE := samples/report-ar.txt
STORY := samples/story/reports.jsonl
LISTEN ?= 127.0.0.1:8787

GOLD ?= ../shared/gold
CORPUS ?= ../shared/corpus/reports-ar.jsonl.gz

.PHONY: help run demo build test fuzz load kills check fmt score validate learn coded clusters bench web web-test

help: ## list the tasks
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

run: web build ## build everything, take the demo story in, serve it: open the address that is printed
	@rm -rf out/demo && mkdir -p out/demo
	$(MARSAD) ingest $(STORY) --db out/demo/story.db --replay
	$(MARSAD) serve --db out/demo/story.db --demo --listen $(LISTEN)

demo: build ## show the claims of a sample report in the terminal
	$(MARSAD) read $(SAMPLE) --published 2024-08-06 --outlet "constructed sample"

build: ## build the program
	$(CARGO) build --release --locked -p marsad-cli

test: web ## formatting, lints, docs, tests, data, pages: all that has to hold
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --workspace --no-deps --document-private-items
	$(CARGO) test --locked --workspace
	$(CARGO) run --quiet --locked -p marsad-cli -- check lang/ar
	$(CARGO) run --quiet --locked -p marsad-cli -- fmt --check lang world
	set -e; for check in tools/*/check*.py; do echo $$check; $(PYTHON) $$check > /dev/null || { $(PYTHON) $$check; exit 1; }; done
	MARSAD=target/debug/marsad scripts/web-test.sh

web: ## build the pages into web/dist
	cd web && { [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund; } && npm run build

web-test: ## test the pages in Chromium, over a fixture or over MARSAD_URL
	cd web && npm run check && npm test

fuzz: build ## ask the server thousands of generated questions: none may end in a server error
	MARSAD=$(MARSAD) scripts/fuzz.sh

load: build ## measure lists under load over 100,000 made-up incidents
	MARSAD=$(MARSAD) scripts/load.sh

kills: ## kill an ingest 200 times at random points (KILLS=number): nothing may be lost or doubled
	KILLS=$(or $(KILLS),200) $(CARGO) test --release --locked -p marsad-cli --test it kill -- --nocapture

check: ## check the language packs
	$(CARGO) run --quiet --locked -p marsad-cli -- check lang/ar

fmt: ## format code and tables
	$(CARGO) fmt --all
	$(CARGO) run --quiet --locked -p marsad-cli -- fmt lang world

score: build ## score against coded sheets (GOLD=folder), if there are any
	$(PYTHON) scripts/score.py --marsad $(MARSAD)
	$(PYTHON) scripts/names.py --marsad $(MARSAD)

coded: ## make the coded sheets of the corpus whole (CORPUS=file.jsonl.gz)
	rm -rf out/coded
	$(PYTHON) scripts/coded.py unpack coded/ar/corpus.jsonl $(CORPUS) out/coded

validate: coded ## cross-validate the learned models by report (GOLD=folder)
	$(CARGO) run --release --locked -p marsad-learn -- $(GOLD)/dev --also out/coded --cross-validate out/validate
	$(PYTHON) $(GOLD)/score.py $(GOLD)/dev out/validate

learn: coded ## learn the weights of lang/ar from coded sheets (GOLD=folder)
	$(CARGO) run --release --locked -p marsad-learn -- $(GOLD)/dev --also out/coded

clusters: ## group the words of a corpus by their company (pip install gensim scikit-learn)
	mkdir -p out && gzip -dc $(CORPUS) > out/corpus.jsonl
	$(CARGO) run --release --locked -p marsad-learn -- --words out/corpus.jsonl > out/words.txt
	$(PYTHON) tools/clusters/clusters.py out/words.txt lang/ar/lexicon/clusters.tsv

bench: build ## time the coding of a corpus (CORPUS=file.jsonl.gz), if there is one
	$(PYTHON) scripts/bench.py --marsad $(MARSAD)
