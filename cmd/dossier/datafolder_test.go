package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNewDataIsNoticed(t *testing.T) {
	tests := []struct {
		name  string
		files map[string]string // nil: no folder; a name that ends in / is a folder
		says  string            // "" is nothing
	}{
		{"no folder", nil, "A new, empty data folder was made at "},
		{"empty folder", map[string]string{}, "A new, empty data folder was made at "},
		{"database", map[string]string{"dossier.db": "x", "dossier.lock": "", "backups/": ""}, ""},
		{"backups without a database", map[string]string{"backups/": ""}, "although backups shows that there was one"},
		{"lock file without a database", map[string]string{"dossier.lock": ""}, "although dossier.lock shows"},
		{"empty database", map[string]string{"dossier.db": "", "backups/": ""}, "although backups shows"},
		{"restore to be finished", map[string]string{"dossier.lock": "", "restoring-2026-11-27T08-00-00Z.db": "x"}, ""},
		{"another program's folder", map[string]string{"letter.txt": "x"}, "A new, empty database was begun in "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			if test.files != nil {
				if err := os.Mkdir(dir, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			for name, text := range test.files {
				if path := filepath.Join(dir, name); strings.HasSuffix(name, "/") {
					if err := os.Mkdir(path, 0o700); err != nil {
						t.Fatal(err)
					}
				} else {
					write(t, path, text)
				}
			}
			got := lookAtData(dir).notice()
			if test.says == "" && got != "" || !strings.Contains(got, test.says) {
				t.Errorf("got %q, want %q", got, test.says)
			}
			if got != "" && !strings.Contains(got, dir) {
				t.Errorf("got %q, want the folder %s named", got, dir)
			}
		})
	}
}

func TestDataFolderIsNamedAbsolutely(t *testing.T) {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lookAtData("class/data").path, filepath.Join(here, "class", "data"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// What the first start makes, the second one takes for granted; a database that is gone is told of.
func TestStartMessageTellsOfData(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	for _, test := range []struct {
		name   string
		before func()
		says   string
	}{
		{"first start", func() {}, "*** A new, empty data folder was made at " + dir},
		{"second start", func() {}, ""},
		{"database removed", func() {
			if err := os.Remove(filepath.Join(dir, databaseName)); err != nil {
				t.Fatal(err)
			}
		}, "*** A new, empty database was begun in " + dir},
	} {
		test.before()
		p := start(t, []string{"TZ=Europe/London"}, "--addr", "127.0.0.1:0", "--data", dir)
		if !strings.Contains(p.started, "\nData: "+dir+"\n") {
			t.Errorf("%s: got %q, want the data folder named", test.name, p.started)
		}
		if test.says == "" && strings.Contains(p.started, "***") || !strings.Contains(p.started, test.says) {
			t.Errorf("%s: got %q, want %q", test.name, p.started, test.says)
		}
		p.Process.Signal(os.Interrupt)
		if got := p.exitCode(t); got != exitOK {
			t.Errorf("%s: got exit code %d", test.name, got)
		}
	}
}

// The latest answers lie in the write-ahead log: when it is gone after a crash, console and log say so.
func TestLostLogIsTold(t *testing.T) {
	dir := t.TempDir()
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	p.Process.Kill()
	p.Wait()
	if err := os.Remove(filepath.Join(dir, databaseName+"-wal")); err != nil {
		t.Fatal(err)
	}
	p = start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	const told = "Answers of the last minutes before it stopped may be missing"
	if !strings.Contains(p.started, told) {
		t.Errorf("got %q, want to be told that answers may be missing", p.started)
	}
	if line, err := p.errors.ReadString('\n'); err != nil || !strings.Contains(line, told) {
		t.Errorf("the log begins with %q, %v, want the warning", line, err)
	}
}

// Whoever has a data folder beside the program keeps it, on Windows too.
func TestUsualDataFolder(t *testing.T) {
	for _, test := range []struct {
		applications string
		here         bool
		want         string
	}{
		{"", false, "./dossier-data"},
		{"", true, "./dossier-data"},
		{`C:\Users\baird\AppData\Local\Dossier`, false, `C:\Users\baird\AppData\Local\Dossier`},
		{`C:\Users\baird\AppData\Local\Dossier`, true, "./dossier-data"},
	} {
		if got := chooseData(test.applications, func() bool { return test.here }); got != test.want {
			t.Errorf("%+v: got %s", test, got)
		}
	}
}
