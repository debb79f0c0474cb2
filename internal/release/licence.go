package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
)

// part is something that others have written and that is linked into the program.
type part struct {
	name    string
	version string
	url     string // a package URL: https://github.com/package-url/purl-spec
	sum     string // what go.sum says; "" for what is no module
	licence licence
}

// licence is what a part's author demands: the SPDX names of the licences found, and their texts.
type licence struct {
	names []string
	text  string
}

// partsOf lists the parts of a program that the Go tool knows of: its modules, the library of Go, and SQLite. It fails
// for a part without a licence, and for a licence that nobody has looked at yet.
func partsOf(info *debug.BuildInfo) (parts []part, err error) {
	modules, err := moduleFolders(info)
	if err != nil {
		return nil, err
	}
	for _, module := range info.Deps {
		found, err := licenceIn(modules[module.Path])
		if err != nil {
			return nil, fmt.Errorf("module %s: %w", module.Path, err)
		}
		parts = append(parts, part{module.Path, module.Version, "pkg:golang/" + module.Path + "@" + module.Version,
			module.Sum, found})
	}
	library, err := licenceIn(goRoot())
	if err != nil {
		return nil, fmt.Errorf("the library of Go: %w", err)
	}
	release := strings.TrimPrefix(info.GoVersion, "go")
	parts = append(parts, part{name: "Go standard library and runtime", version: release,
		url: "pkg:golang/std@" + release, licence: library})
	if folder, ok := modules[sqliteModule]; ok {
		sqlite, err := sqliteOf(folder)
		if err != nil {
			return nil, err
		}
		parts = append(parts, sqlite)
	}
	return parts, nil
}

// moduleFolders finds the modules of a program in the module cache, by their paths.
func moduleFolders(info *debug.BuildInfo) (map[string]string, error) {
	args := []string{"mod", "download", "-json"}
	for _, module := range info.Deps {
		if module.Replace != nil {
			return nil, fmt.Errorf("the module %s is replaced by another one, whose licence nobody knows", module.Path)
		}
		args = append(args, module.Path+"@"+module.Version)
	}
	out, err := exec.Command("go", args...).Output()
	if err != nil {
		return nil, fmt.Errorf("go mod download: %w", err)
	}
	folders := map[string]string{}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); decoder.More(); {
		var module struct{ Path, Dir string }
		if err := decoder.Decode(&module); err != nil {
			return nil, err
		}
		folders[module.Path] = module.Dir
	}
	return folders, nil
}

// goRoot is where Go is.
func goRoot() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// licenceFile is the name of a file that has to go where the code goes.
var licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]es?|copying|copyright|notice|patents)([-.].*)?$`)

// licenceIn reads the licence files at the top of a folder. It fails when there is none, or none that we know.
func licenceIn(folder string) (licence, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return licence{}, err
	}
	var files []string
	for _, entry := range entries {
		if entry.Type().IsRegular() && licenceFile.MatchString(entry.Name()) && filepath.Ext(entry.Name()) != ".go" {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	return licenceOf(files...)
}

// licenceOf reads the licence from files.
func licenceOf(files ...string) (found licence, err error) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return licence{}, err
		}
		plain := strings.ReplaceAll(string(text), "\r\n", "\n")
		found.names = append(found.names, namesIn(plain)...)
		found.text += strings.TrimSpace(plain) + "\n\n"
	}
	slices.Sort(found.names)
	if found.names = slices.Compact(found.names); len(found.names) == 0 {
		return licence{}, fmt.Errorf("no licence that we know in %d files: read it, and add it to known", len(files))
	}
	return found, nil
}

// known are sentences that only one licence has, by its SPDX name. All of these may be linked into a program under the
// MIT licence, as long as their text goes with it.
var known = []struct{ name, sentence string }{
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"Apache-2.0", "Apache License Version 2.0, January 2004"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"ISC", "Permission to use, copy, modify, and distribute this software for any purpose with or without fee"},
	{"ZPL-2.1", "Zope Public License (ZPL) Version 2.1"},
	{"Unlicense", "This is free and unencumbered software released into the public domain"},
}

// namesIn finds the licences of which a text has a sentence, whatever its line breaks.
func namesIn(text string) (names []string) {
	flat := strings.Join(strings.Fields(text), " ")
	for _, k := range known {
		if strings.Contains(flat, k.sentence) {
			names = append(names, k.name)
		}
	}
	zope := slices.Contains(names, "ZPL-2.1") // has the same sentence
	if !zope && strings.Contains(flat, "Redistribution and use in source and binary forms") {
		if strings.Contains(flat, "endorse or promote products") {
			names = append(names, "BSD-3-Clause")
		} else {
			names = append(names, "BSD-2-Clause")
		}
	}
	return names
}

const sqliteModule = "github.com/mattn/go-sqlite3"

var (
	sqliteVersion  = regexp.MustCompile(`(?m)^#define SQLITE_VERSION\s+"([0-9.]+)"`)
	sqliteBlessing = regexp.MustCompile(`(?s)The author disclaims copyright.*?never taking more than you give\.`)
	commentMargin  = regexp.MustCompile(`(?m)^\*\* ?`)
)

// sqliteOf reads version and blessing from the copy of SQLite that its driver has. SQLite is in the public domain.
func sqliteOf(folder string) (part, error) {
	source, err := os.ReadFile(filepath.Join(folder, "sqlite3-binding.h"))
	if err != nil {
		return part{}, err
	}
	version, blessing := sqliteVersion.FindSubmatch(source), sqliteBlessing.Find(source)
	if version == nil || blessing == nil {
		return part{}, fmt.Errorf("%s/sqlite3-binding.h has no version or no blessing", folder)
	}
	text := commentMargin.ReplaceAllString(string(blessing), "") + "\n\n"
	return part{name: "SQLite", version: string(version[1]), url: "pkg:generic/sqlite@" + string(version[1]),
		licence: licence{[]string{"blessing"}, text}}, nil
}

// cLibraries are what the C compiler links in: musl on Linux, the start-up code of MinGW-w64 on Windows, and its own
// small runtime on both.
func cLibraries(target, zig string) ([]part, error) {
	name, file := "musl", "lib/libc/musl/COPYRIGHT"
	if strings.HasPrefix(target, "windows") {
		name, file = "MinGW-w64 runtime", "lib/libc/mingw/COPYING"
	}
	version, err := zigVersion(zig)
	if err != nil {
		return nil, err
	}
	c, err := licenceOf(filepath.Join(zig, file))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	runtime, err := licenceOf(filepath.Join(zig, "LICENSE"))
	if err != nil {
		return nil, fmt.Errorf("zig: %w", err)
	}
	return []part{
		{name: name, version: "as in zig " + version, url: "pkg:generic/" + strings.ToLower(strings.Fields(name)[0]),
			licence: c},
		{name: "zig compiler-rt", version: version, url: "pkg:generic/zig@" + version, licence: runtime},
	}, nil
}

func zigVersion(folder string) (string, error) {
	out, err := exec.Command(filepath.Join(folder, "zig"), "version").Output()
	if err != nil {
		return "", fmt.Errorf("the C compiler in %s does not run: run .ci/setup release: %w", folder, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// thirdParty is THIRD-PARTY.txt: every part and its licence.
func thirdParty(parts []part) string {
	var text strings.Builder
	text.WriteString("Dossier is under the licence in LICENSE. The program contains what others have written, under\n" +
		"these licences. Nothing of it was changed.\n\n")
	for _, p := range parts {
		fmt.Fprintf(&text, "  %s %s: %s\n", p.name, p.version, strings.Join(p.licence.names, ", "))
	}
	for _, p := range parts {
		fmt.Fprintf(&text, "\n%s\n%s %s\n\n%s", strings.Repeat("=", 78), p.name, p.version, p.licence.text)
	}
	return text.String()
}
