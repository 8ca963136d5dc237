# The commands of the project; .ci/run calls the same ones.
.DEFAULT_GOAL := help
SHELL := bash
BIN := bin/loupe
VERSION ?= 0.1.0
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.6.1
# HEIC and AVIF are decoded in a WebAssembly sandbox and never by a system library (docs/adr/0005).
export GOFLAGS := -tags=nodynamic $(GOFLAGS)

.PHONY: help setup setup-test build demo run test race lint bench fuzz torture samples clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what building and running needs (Debian packages, only when missing)
	@scripts/setup.sh run

setup-test: ## install what the tests need as well (Postgres, Chromium)
	@scripts/setup.sh test

build: setup $(BIN) ## build bin/loupe

.PHONY: $(BIN) # go build knows what changed, embedded files included
$(BIN):
	go build -trimpath -ldflags "-X main.version=$(VERSION)" -o $@ ./cmd/loupe

demo: build ## draw the samples, upload them under several accounts, print what came of it, and serve
	$(BIN) demo

run: build ## serve on 127.0.0.1:8080 with the data directory ./data
	$(BIN) serve

test: setup-test ## run all tests
	LOUPE_REQUIRE_POSTGRES=1 LOUPE_REQUIRE_CHROMIUM=1 go test -timeout 20m ./...

race: setup-test ## run the tests with the race detector
	go test -race -short -timeout 30m ./...

lint: setup ## gofmt, go vet, staticcheck; the import rules are a test (houserules_test.go)
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "run gofmt -w on these"; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...

bench: setup ## run the benchmarks
	go test -run '^$$' -bench . -benchmem ./...

fuzz: setup ## run every fuzz target for FUZZTIME (default 30s)
	scripts/fuzz.sh "$${FUZZTIME:-30s}"

torture: setup-test ## hours of hostile files, faults and kills, then every fuzz target
	LOUPE_TORTURE=1 LOUPE_REQUIRE_POSTGRES=1 LOUPE_REQUIRE_CHROMIUM=1 go test -p 1 -timeout 3h -v ./torture/... ./store/... ./cmd/loupe
	scripts/fuzz.sh "$${FUZZTIME:-30s}"

samples: build ## draw the specimens into build/samples and refresh samples/manifest.json
	$(BIN) samples --out build/samples --large --bad
	cp build/samples/manifest.json samples/manifest.json

clean: ## remove what was built
	rm -rf bin build

.PHONY: locate-model
locate-model: setup ## fit the judge of document outlines again; the rendered scenes stay in build/locate
	LOUPE_SCENES=$(CURDIR)/build/locate LOUPE_WRITE=1 nice -n 10 go test -count 1 -run TestTrainJudge -v -timeout 60m ./forensics/locate

.PHONY: ocrb-model
ocrb-model: setup ## train the recogniser of machine readable zones again (12 CPU minutes, needs fonts-ocr-b)
	nice -n 10 go run ./ocr/ocrb/train -out ocr/ocrb/model.bin

.PHONY: calibration
calibration: build ## measure the checks for edits on untouched pictures again: forensics/calibration/table.json
	$(BIN) samples --edits 1000 --versions 0 --seed 20261130 --half calibration --out build/calibration
	$(BIN) eval --calibrate forensics/calibration/table.json build/calibration
