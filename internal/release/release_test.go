package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

var sample = []packed{
	{name: "dossier", content: []byte("a program"), runs: true},
	{name: "docs/operations.md", content: []byte("how to install")},
	{name: "LICENSE", content: []byte("MIT")},
}

// The order in which files are named, and the time at which they are packed, leave no trace.
func TestArchivesAreTheSameEachTime(t *testing.T) {
	for target, name := range map[string]string{"linux_arm64": "dossier_1.tar.gz", "windows_amd64": "dossier_1.zip"} {
		var made [][]byte
		turned := slices.Clone(sample)
		slices.Reverse(turned)
		for _, files := range [][]packed{sample, turned} {
			dir := t.TempDir()
			if err := writeArchive(filepath.Join(dir, "dossier_1"), target, files); err != nil {
				t.Fatal(err)
			}
			text, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			made = append(made, text)
		}
		if !bytes.Equal(made[0], made[1]) {
			t.Errorf("%s: two archives of the same files differ", target)
		}
	}
}

func TestTarHasNobodysName(t *testing.T) {
	var archive bytes.Buffer
	if err := writeTar(&archive, "dossier_1", sample); err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(&archive)
	if err != nil {
		t.Fatal(err)
	}
	if !plain.ModTime.IsZero() || plain.Name != "" {
		t.Errorf("gzip tells of %v and %q", plain.ModTime, plain.Name)
	}
	modes := map[string]int64{}
	for reader := tar.NewReader(plain); ; {
		header, err := reader.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		modes[header.Name] = header.Mode
		if header.Uid != 0 || header.Gid != 0 || header.Uname != "root" || !header.ModTime.Equal(always) {
			t.Errorf("%s belongs to %d %d %s since %v", header.Name, header.Uid, header.Gid, header.Uname, header.ModTime)
		}
	}
	if modes["dossier_1/dossier"] != 0o755 || modes["dossier_1/docs/operations.md"] != 0o644 || len(modes) != 3 {
		t.Errorf("got %v", modes)
	}
}

func TestZipKeepsWhatRuns(t *testing.T) {
	var archive bytes.Buffer
	if err := writeZip(&archive, "dossier_1", sample); err != nil {
		t.Fatal(err)
	}
	reader, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for i, file := range reader.File {
		if file.Mode() != sample[i].mode() || !file.Modified.Equal(always) || file.Name != "dossier_1/"+sample[i].name {
			t.Errorf("%s has mode %v and time %v", file.Name, file.Mode(), file.Modified)
		}
	}
}

func TestChecksumsAreThoseOfSha256sum(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"b.zip": "", "a.tar.gz": "abc"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.tar.gz\n" +
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b.zip\n"
	if got, err := checksums(dir); err != nil || got != want {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestLicences(t *testing.T) {
	const mit = "Permission is hereby granted, free of charge, to any\nperson obtaining a copy"
	const bsd = "Redistribution and use in source and binary forms, with or\r\nwithout modification"
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string // names, or "" where it has to fail
	}{
		{"MIT", map[string]string{"LICENSE": mit}, "MIT"},
		{"British spelling", map[string]string{"LICENCE.md": mit}, "MIT"},
		{"two clauses", map[string]string{"COPYING": bsd}, "BSD-2-Clause"},
		{"three clauses", map[string]string{"LICENSE": bsd + " used to endorse or promote products"}, "BSD-3-Clause"},
		{"two files", map[string]string{"LICENSE": mit, "LICENSE-APACHE": "Apache License\nVersion 2.0, January 2004"},
			"Apache-2.0 MIT"},
		{"patents beside it", map[string]string{"LICENSE": mit, "PATENTS": "a grant"}, "MIT"},
		{"no file", map[string]string{"main.go": mit}, ""},
		{"a program", map[string]string{"license.go": mit}, ""},
		{"one that nobody has read", map[string]string{"LICENSE": "GNU GENERAL PUBLIC LICENSE Version 3"}, ""},
	} {
		dir := t.TempDir()
		for name, text := range test.files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		got, err := licenceIn(dir)
		if strings.Join(got.names, " ") != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: got %v, %v, want %q", test.name, got.names, err, test.want)
		}
	}
}

// TestEverythingLinkedInHasALicence looks at the modules of the real program on both systems, so that a new one without
// a licence is found before a release.
func TestEverythingLinkedInHasALicence(t *testing.T) {
	for _, system := range []string{"linux", "windows"} {
		info := linked(t, system)
		parts, err := partsOf(info)
		if err != nil {
			t.Fatalf("%s: %v", system, err)
		}
		text := thirdParty(parts)
		for _, want := range []string{"github.com/gofiber/fiber/v2 v", "Go standard library and runtime ", "SQLite 3.",
			"May you do good and not evil.", "Copyright 2009 The Go Authors"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: THIRD-PARTY.txt does not have %q", system, want)
			}
		}
		bill, err := billOfMaterials("1.2.3", system+"_amd64", parts)
		if err != nil {
			t.Fatal(err)
		}
		checkBill(t, bill, len(info.Deps)+2)
	}
}

// linked is what Go would record in the program for a system.
func linked(t *testing.T, system string) *debug.BuildInfo {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-f",
		"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", "dossier/cmd/dossier")
	list.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=1")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(lines)
	info := &debug.BuildInfo{GoVersion: runtime.Version()}
	for _, line := range slices.Compact(lines) {
		if name, version, ok := strings.Cut(line, " "); ok {
			info.Deps = append(info.Deps, &debug.Module{Path: name, Version: version, Sum: "h1:sum"})
		}
	}
	if len(info.Deps) < 10 {
		t.Fatalf("only %d modules: %s", len(info.Deps), out)
	}
	return info
}

// checkBill reads a bill of materials as a program of a school's authority would.
func checkBill(t *testing.T, text []byte, want int) {
	t.Helper()
	var read struct {
		BomFormat, SpecVersion string
		SerialNumber           string
		Metadata               struct{ Timestamp string }
		Components             []struct {
			Name, Version, Purl string
			Ref                 string `json:"bom-ref"`
			Licenses            []struct{ License struct{ ID string } }
		}
		Dependencies []struct{ DependsOn []string }
	}
	if err := json.Unmarshal(text, &read); err != nil {
		t.Fatal(err)
	}
	if read.BomFormat != "CycloneDX" || read.SpecVersion != "1.6" || read.SerialNumber+read.Metadata.Timestamp != "" {
		t.Errorf("it begins with %s", text[:200])
	}
	if len(read.Components) != want || len(read.Dependencies) != 1 || len(read.Dependencies[0].DependsOn) != want {
		t.Errorf("got %d components and %v, want %d", len(read.Components), read.Dependencies, want)
	}
	refs := map[string]bool{}
	for _, c := range read.Components {
		if c.Version == "" || !strings.HasPrefix(c.Purl, "pkg:") || len(c.Licenses) == 0 || c.Licenses[0].License.ID == "" {
			t.Errorf("%s lacks something: %+v", c.Name, c)
		}
		if refs[c.Ref] {
			t.Errorf("%s is there twice", c.Ref)
		}
		refs[c.Ref] = true
	}
}

// A school gets what it can read, and nothing of what the program is made of.
func TestWhatASchoolGets(t *testing.T) {
	t.Chdir("../..")
	program := filepath.Join(t.TempDir(), "dossier")
	if err := os.WriteFile(program, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := filesOf(program, "licences")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.name)
		if strings.HasSuffix(f.name, ".go") {
			t.Errorf("%s is packed", f.name)
		}
	}
	for _, want := range []string{"dossier", "README.md", "LICENSE", "THIRD-PARTY.txt", "docs/operations.md",
		"docs/privacy.md", "docs/Caddyfile", "docs/dossier.service"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is missing: %v", want, names)
		}
	}
}
