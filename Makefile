# make run        build Dossier and serve it; ARGS="--addr :9000" adds flags
# make test       the gate: everything that has to hold before a change goes in
# make torture    what takes longer: kills, power cuts, long fuzzing, statistics, releases; make losses is a part of it
# make build      build bin/dossier
# make release    build what a school downloads, into dist; make release-check does it twice and compares,
#                 release-try starts each program as a school would, those for other systems with qemu and Wine
# make generate   format the templates and make their Go files again
#
# Each step of the gate is a target of its own: make vet, make gotest, …

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.PHONY: run test torture losses build release release-check release-try generate setup generated format vet staticcheck vulnerabilities tidy gotest check
.DEFAULT_GOAL := build

# SQLite is C. No other build settings anywhere: each new combination compiles it again for a minute.
export CGO_ENABLED := 1

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# What the browser tests need, see .ci/setup, and where they write down which pages they checked.
AXE := $(CURDIR)/.cache/axe/node_modules/axe-core/axe.min.js
GIFT := $(CURDIR)/.cache/gift/node_modules/gift-pegjs/pegjs-gift.js
COVERED := $(CURDIR)/.cache/pages-checked.txt

# Where goroutines meet, and so where the race detector can find something. Of web and cmd, whose tests are many, only those
# that do much at once; make torture has the detector look at all of them.
CONCURRENT := ./internal/account ./internal/sqlite ./internal/store
AT_ONCE := AtOnce|Flood|Twice|Double|Parallel|WhatSaveAndNextReads|Shutdown|ServeUntil|StopWhile|PatientListener|CountedByAddress

# Tests make hundreds of short-lived databases and browser profiles: in memory where there is plenty.
TESTTMP := $(shell free=$$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1); [ "$${free:-0}" -gt 4000000 ] && echo /dev/shm || echo "$${TMPDIR:-/tmp}")

run: build
	@exec ./bin/dossier $(ARGS)

build:
	@.ci/setup build
	@echo "== build bin/dossier"
	@.ci/build

release:
	@.ci/setup release
	@.ci/release

release-check:
	@.ci/setup release
	@.ci/release check

release-try: release
	@.ci/setup trial
	@echo "== start what was built"
	@.ci/try-release

generate:
	go tool templ fmt views
	go tool templ generate

test: setup generated format vet staticcheck vulnerabilities tidy gotest build check
	@echo "== all good"

setup:
	@echo "== set-up: compiler, Chromium, Node, axe-core, gift-pegjs, files of questions"
	@.ci/setup test

generated:
	@echo "== templates are formatted and generated"
	@.ci/generated

format:
	@echo "== gofmt"
	@files=$$(gofmt -l .); [ -z "$$files" ] || { printf 'not formatted, run gofmt -w on:\n%s\n' "$$files"; exit 1; }

vet:
	@echo "== go vet"
	@go vet ./...

staticcheck:
	@echo "== staticcheck"
	@go run $(STATICCHECK) ./...

vulnerabilities:
	@echo "== known vulnerabilities"
	@.ci/vulnerabilities

tidy:
	@echo "== go.mod is tidy"
	@go mod tidy -diff

gotest:
	@echo "== go test, with the race detector and the browser"
	@mkdir -p $(dir $(COVERED)) && rm -f $(COVERED)
	@TMPDIR=$(TESTTMP) go test -race -shuffle=on -timeout 30m $(CONCURRENT)
	@TMPDIR=$(TESTTMP) go test -race -shuffle=on -timeout 30m -run '$(AT_ONCE)' ./internal/web ./cmd/...
	@TMPDIR=$(TESTTMP) DOSSIER_AXE=$(AXE) DOSSIER_GIFT=$(GIFT) DOSSIER_COVERED=$(COVERED) go test -shuffle=on -timeout 30m $$(go list ./... | grep -vxF "$$(go list $(CONCURRENT))")
	@cat $(COVERED)

check:
	@echo "== dossier check"
	@./bin/dossier check

# The same tests as in the gate, with many more rounds, and every fuzz test for FUZZTIME. Those named after threats tell
# what they have counted; DAY is how many minutes the lesson of the school day takes.
FUZZTIME ?= 60s
DAY ?= 3
THREATS := ^Test[FRT][0-9]

torture: setup build losses release-try
	@echo "== many rounds"
	@TMPDIR=$(TESTTMP) DOSSIER_TORTURE=1 DOSSIER_GIFT=$(GIFT) go test -race -count=1 -timeout 3h -skip '$(THREATS)' ./internal/account ./internal/sqlite ./internal/store ./internal/web ./cmd/...
	@.ci/fuzz $(FUZZTIME)

losses: build
	@echo "== nothing is lost: kills, power cuts, failing disks, wrong clocks, sieges, a school day"
	@TMPDIR=$(TESTTMP) DOSSIER_TORTURE=1 go test -count=1 -timeout 3h -v -run '$(THREATS)' ./internal/sqlite ./internal/store ./internal/web ./cmd/... | grep -vE '^(=== |PASS$$|testing: warning)'
	@TMPDIR=$(TESTTMP) ./bin/dossier bench day --minutes $(DAY)
