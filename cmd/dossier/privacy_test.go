package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// privacySchool makes a data folder with two classes: one that is used, and one that nobody has used for 500 days.
func privacySchool(t *testing.T) (dir string, ana, ben classroom.StudentID) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "data")
	at := time.Now().AddDate(0, 0, -500)
	s, err := store.Open(t.Context(), dir, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	join := func(class classroom.ClassID, name string, n byte) classroom.StudentID {
		id, err := s.JoinClass(t.Context(), class, name, strings.ToLower(name), "pin", store.Entry{Session: [32]byte{n},
			Device: []byte("d")})
		must(err)
		return id
	}
	owner, old, err := s.CreateOwner(t.Context(), "A", "a", "no hash", "Last year", "AAAAAA", "form 1")
	must(err)
	join(old, "Old", 1)
	must(s.MarkRead(t.Context(), store.Answerer{Visitor: [32]byte{9}}, "before", "section"))
	at = time.Now()
	class, err := s.CreateClass(t.Context(), owner, "10B", "K7WQ3M", "form 2")
	must(err)
	ana, ben = join(class, "Ana", 2), join(class, "Ben", 3)
	_, err = s.SaveText(t.Context(), store.Answerer{Student: ana}, classroom.NewText{Bench: "two-verdicts",
		BenchVersion: 1, Rubric: "r1", Tab: "tab", Text: "What Ana has written."})
	must(err)
	return dir, ana, ben
}

func unzipped(t *testing.T, path string) map[string]string {
	t.Helper()
	read, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	files := map[string]string{}
	for _, f := range read.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(body)
	}
	return files
}

func TestExport(t *testing.T) {
	dir, ana, ben := privacySchool(t)
	out := func(name string) string { return filepath.Join(t.TempDir(), name) }
	for what, args := range map[string][]string{
		"by number": {"--student", fmt.Sprint(ana)}, "by name": {"--class", "k7w-q3m", "--name", " ana"},
	} {
		file := out("ana.zip")
		code, said, errs := runIn(t, dir, append([]string{"export", "--data", dir, "--out", file, "--json"}, args...)...)
		var done exported
		if err := json.Unmarshal([]byte(said), &done); err != nil || code != exitOK || done.Student != int64(ana) {
			t.Fatalf("%s: exit code %d, %v\n%s%s", what, code, err, said, errs)
		}
		info, err := os.Stat(file)
		if err != nil || info.Size() != done.Bytes || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", what, info, err)
		}
		files := unzipped(t, file)
		var all map[string][]map[string]any
		if err := json.Unmarshal([]byte(files["everything.json"]), &all); err != nil {
			t.Fatal(err)
		}
		if all["student"][0]["name"] != "Ana" || all["essay_text"][0]["text"] != "What Ana has written." ||
			!strings.Contains(files["pack.html"], "Ana") || !strings.Contains(files["README.txt"], "private note") {
			t.Errorf("%s: %v", what, files)
		}
		if strings.Contains(fmt.Sprint(files), "Ben") {
			t.Errorf("%s: somebody else is in it", what)
		}
	}
	file := out("class.zip")
	code, said, errs := runIn(t, dir, "export", "--data", dir, "--out", file, "--class", "K7W-Q3M")
	if code != exitOK || !strings.Contains(said, "Everything about the class “10B” is in ") {
		t.Fatalf("exit code %d\n%s%s", code, said, errs)
	}
	files := unzipped(t, file)
	for _, name := range []string{"README.txt", "index.html", "scores.csv", fmt.Sprintf("everything/%d.json", ana),
		fmt.Sprintf("everything/%d.json", ben), "everything/README.txt"} {
		if files[name] == "" {
			t.Errorf("%s is missing", name)
		}
	}
	for _, row := range []struct{ args, says string }{
		{"--student 1 --class 2 --out " + out("x.zip"), "say about whom"},
		{"--name Ana --out " + out("x.zip"), "say about whom"},
		{"--student 99 --out " + out("x.zip"), "there is no student 99"},
		{"--class 99 --out " + out("x.zip"), "there is no class 99"},
		{"--class K7W-Q3M --name Cem --out " + out("x.zip"), "nobody of that name"},
		{"--student 1 --out " + file, "is there already"},
		{"--student 1 --out " + filepath.Join(out("none"), "x.zip"), "cannot be written"},
	} {
		code, said, errs := runIn(t, dir, append([]string{"export", "--data", dir}, strings.Fields(row.args)...)...)
		if code != exitUsage || !strings.Contains(errs, row.says) || said != "" {
			t.Errorf("%s: exit code %d\n%s%s", row.args, code, said, errs)
		}
	}
}

func TestErase(t *testing.T) {
	dir, ana, ben := privacySchool(t)
	for _, row := range []struct {
		typed, args string
		code        int
		says        string
	}{
		{"", "--class 10B", exitUsage, "there is no class 10B"},
		{"", "--class K7WQ3M --name Ana", exitUsage, "nothing was changed"},
		{"Ben\n", "--class K7WQ3M --name Ana", exitUsage, "nothing was changed"},
		{"", fmt.Sprintf("--student %d --json", ana), exitUsage, "give --yes with it"},
		{"Ana\n", fmt.Sprintf("--student %d", ana), exitOK, "“Ana” in “10B” is erased. Backups that were made before"},
		{"", fmt.Sprintf("--student %d --yes", ana), exitUsage, "there is no student"},
		{"", fmt.Sprintf("--student %d --yes --json", ben), exitOK, fmt.Sprintf(`"student":%d`, ben)},
		{"Last year\n", "--class AAAAAA", exitOK, "the class “Last year” is erased"},
	} {
		args := append([]string{"erase", "--data", dir}, strings.Fields(row.args)...)
		code, out, errs := typing(t, row.typed, args...)
		if code != row.code || !strings.Contains(out+errs, row.says) {
			t.Errorf("%v: exit code %d\n%s%s", args, code, out, errs)
		}
	}
	data, err := os.ReadFile(filepath.Join(dir, "dossier.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Ana", "Ben", "Last year", "has written"} {
		if strings.Contains(string(data), word) {
			t.Errorf("%q is still in the database", word)
		}
	}
	s, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if code, _, errs := runIn(t, dir, "erase", "--data", dir, "--class", "K7WQ3M", "--yes"); code != exitInUse ||
		!strings.Contains(errs, "stop it, then run this again") {
		t.Errorf("while the folder is in use: exit code %d, %s", code, errs)
	}
}

func TestPurge(t *testing.T) {
	dir, _, _ := privacySchool(t)
	for _, row := range []struct {
		typed, args string
		code        int
		says        string
	}{
		{"", "--older-than soon", exitUsage, "--older-than takes a number of days"},
		{"", "--older-than 7d", exitUsage, "between 30d and 3650d"},
		{"", "--json", exitUsage, "give --yes or --dry-run with it"},
		{"", "--older-than 600d", exitOK, "nothing that nobody has used for 600 days"},
		{"", "--dry-run", exitOK, "“Last year”, with 1 student, last used on "},
		{"", "--dry-run", exitOK, "  1 guest\nNothing was erased."},
		{"", "--dry-run --json", exitOK, `"dry_run":true,"classes":[{"id":1,"name":"Last year","students":1`},
		{"yes\n", "", exitUsage, "nothing was changed"},
		{"erase\n", "--older-than 450", exitOK, "All of it is erased."},
		{"", "--yes --json", exitOK, `{"days":400,"dry_run":false,"classes":[],"guests":0}`},
	} {
		code, out, errs := typing(t, row.typed, append([]string{"purge", "--data", dir}, strings.Fields(row.args)...)...)
		if code != row.code || !strings.Contains(out+errs, row.says) {
			t.Errorf("%s: exit code %d\n%s%s", row.args, code, out, errs)
		}
	}
	s, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	uses, err := s.ClassUses(t.Context(), 0)
	if err != nil || len(uses) != 1 || uses[0].Name != "10B" || uses[0].Students != 2 {
		t.Errorf("there is %+v (%v)", uses, err)
	}
}
