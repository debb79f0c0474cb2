package main

import (
	"encoding/json"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"dossier/internal/store"
)

// jsonOf reads the one line of JSON that a command has printed.
func jsonOf[T any](t *testing.T, out string) (value T) {
	t.Helper()
	lines := json.NewDecoder(strings.NewReader(out))
	lines.DisallowUnknownFields()
	if err := lines.Decode(&value); err != nil || strings.Count(out, "\n") != 1 {
		t.Fatalf("%v: %q", err, out)
	}
	return value
}

// TestBackupAndRestoreRoundTrip goes the way of a school: the program makes its daily backup by itself, somebody makes
// one by hand while it runs, a day is lost, and the backup comes back, here and on another computer.
func TestBackupAndRestoreRoundTrip(t *testing.T) {
	dir, away := filepath.Join(t.TempDir(), "my school"), t.TempDir()
	c := newYear(t, dir)
	c.answer(25)
	c.must(c.Close())
	before := answersIn(t, dir)

	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	for {
		line, err := p.errors.ReadString('\n')
		if err != nil {
			t.Fatalf("the program ended without a daily backup: %v", err)
		}
		if strings.Contains(line, `"backed up"`) && strings.Contains(line, "-daily.db") {
			break
		}
	}
	code, out, errs := say("backup", "--data", dir, "--out", away, "--json")
	made := jsonOf[madeBackup](t, out)
	if code != exitOK || errs != "" || filepath.Dir(made.Path) != away || made.Bytes == 0 || made.Warning != "" {
		t.Errorf("backup of a running program: exit code %d\n%s%s", code, out, errs)
	}
	code, out, errs = say("verify", "--data", dir, "--json")
	if got := jsonOf[examined](t, out); code != exitOK || !got.Running || !got.Whole || got.Answers != 25 {
		t.Errorf("verify of a running program: exit code %d\n%s%s", code, out, errs)
	}
	code, _, errs = say("restore", made.Path, "--data", dir)
	if code != exitInUse || !strings.Contains(errs, "stop it, then run this again") {
		t.Errorf("restore under a running program: exit code %d, %q", code, errs)
	}
	p.Process.Signal(syscall.SIGTERM)
	if got := p.exitCode(t); got != exitOK {
		t.Errorf("the program ended with exit code %d", got)
	}

	for _, to := range []string{dir, filepath.Join(t.TempDir(), "new computer")} {
		code, out, errs = say("restore", made.Path, "--data", to)
		if code != exitOK || errs != "" || !strings.Contains(out, "In it: 1 class, 1 student, 25 answers, the newest of ") ||
			strings.Contains(out, "What was there before is kept in") != (to == dir) {
			t.Errorf("restore to %s: exit code %d\n%s%s", to, code, out, errs)
		}
		if !maps.Equal(answersIn(t, to), before) {
			t.Errorf("the answers in %s are others than before", to)
		}
		p := start(t, nil, "--addr", "127.0.0.1:0", "--data", to)
		if strings.Contains(p.started, "***") {
			t.Errorf("the start after a restore warns:\n%s", p.started)
		}
		p.Process.Signal(syscall.SIGTERM)
		if got := p.exitCode(t); got != exitOK {
			t.Errorf("the program ended with exit code %d", got)
		}
	}
}

func TestKeepCommands(t *testing.T) {
	top := t.TempDir()
	file := func(name string) string { return filepath.Join(top, name) }
	dir, damaged, newest, none := file("data"), file("damaged"), file("latest"), file("none")
	c := newYear(t, dir)
	c.answer(5)
	c.must(c.Close())
	good := filesIn(t, dir)[databaseName]
	write(t, file("letter.txt"), "Dear parents")
	write(t, file("cut.db"), good[:len(good)/2])
	write(t, filepath.Join(damaged, databaseName), good[:len(good)/2])
	write(t, filepath.Join(newest, "backups", "dossier-2026-11-27T07-30-00Z-daily.db"), good)
	write(t, filepath.Join(newest, "backups", "dossier-2026-11-28T07-30-00Z-daily.db"), good[:len(good)/2])
	const latest = "dossier restore --latest --data "
	for _, row := range []struct {
		name      string
		args      []string
		code      int
		out, errs string // parts of what it prints; errs "" is nothing
	}{
		{"no database", []string{"backup", "--data", none}, exitUsage, "", "there is no database in"},
		{"by hand", []string{"backup", "--data", dir}, exitOK, filepath.Join(dir, "backups", "dossier-20"), ""},
		{"to a file", []string{"backup", "--data", dir, "--out", file("usb/copy.db")}, exitOK, file("usb/copy.db") + " (",
			""},
		{"to a new folder", []string{"backup", "--data", dir, "--out", file("new") + "/"}, exitOK, file("new/dossier-20"),
			""},
		{"over a letter", []string{"backup", "--data", dir, "--out", file("letter.txt")}, exitUsage, "", "is no backup"},
		{"over the database", []string{"backup", "--data", dir, "--out", filepath.Join(dir, databaseName)}, exitUsage, "",
			"is no backup"},
		{"below a file", []string{"backup", "--data", dir, "--out", file("letter.txt/copy.db")}, exitReadOnly, "",
			"choose another folder with --out"},
		{"keeping less than none", []string{"backup", "--data", dir, "--keep=-1"}, exitUsage, "", "--keep"},
		{"of damage", []string{"backup", "--data", damaged}, exitDamaged, "", latest + damaged},
		{"verify", []string{"verify", "--data", dir}, exitOK, "Nothing is wrong.", ""},
		{"verify a backup", []string{"verify", file("usb/copy.db")}, exitOK, "1 student, 5 answers", ""},
		{"verify nothing", []string{"verify", "--data", none}, exitUsage, "", "there is no database in"},
		{"verify damage", []string{"verify", "--data", damaged}, exitDamaged, "", latest + damaged},
		{"verify a damaged file", []string{"verify", file("cut.db")}, exitDamaged, "", "use another backup"},
		{"verify a letter", []string{"verify", file("letter.txt")}, exitDamaged, "", "no database of Dossier"},
		{"verify no file", []string{"verify", file("nowhere.db")}, exitUsage, "", "there is no such file"},
		{"verify a folder", []string{"verify", top}, exitUsage, "", "is a folder: name the file of a backup in it"},
		{"restore a folder", []string{"restore", top, "--data", dir}, exitUsage, "", "is a folder: name the file"},
		{"verify the data folder's file", []string{"verify", "--data", file("letter.txt")}, exitReadOnly, "",
			"is a file and no data folder"},
		{"over the lock", []string{"backup", "--data", dir, "--out", filepath.Join(dir, lockName)}, exitUsage, "",
			"is no backup"},
		{"restore what", []string{"restore", "--data", dir}, exitUsage, "", "or --latest for the newest one"},
		{"restore two", []string{"restore", "x", "--latest", "--data", dir}, exitUsage, "", "or --latest for the newest"},
		{"restore no file", []string{"restore", file("nowhere.db"), "--data", dir}, exitUsage, "", "there is no such file"},
		{"restore itself", []string{"restore", filepath.Join(dir, databaseName), "--data", dir}, exitUsage, "",
			"there is nothing to restore"},
		{"restore damage", []string{"restore", file("cut.db"), "--data", dir}, exitDamaged, "", "nothing was changed"},
		{"latest of none", []string{"restore", "--latest", "--data", none}, exitUsage, "", "there is no whole backup in"},
		{"dry", []string{"restore", "--latest", "--dry-run", "--data", newest}, exitOK, "Nothing was changed.",
			"Passed over " + filepath.Join(newest, "backups", "dossier-2026-11-28T07-30-00Z-daily.db") + ": it is damaged"},
		{"latest", []string{"restore", "--latest", "--data", newest}, exitOK, "5 answers", "Passed over "},
		{"start on damage", []string{"serve", "--data", damaged}, exitDamaged, "", latest + damaged},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := say(row.args...)
			if code != row.code || !strings.Contains(out, row.out) || !strings.Contains(errs, row.errs) ||
				row.errs == "" && errs != "" || strings.Count(errs, "\n") > 1 {
				t.Errorf("exit code %d, want %d\n%s%s", code, row.code, out, errs)
			}
		})
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("a command that was refused has made a folder")
	}
	if got, err := os.ReadFile(file("letter.txt")); err != nil || string(got) != "Dear parents" {
		t.Errorf("the letter is %q, %v", got, err)
	}
}

// --keep thins what was made by hand, and nothing else.
func TestBackupKeeps(t *testing.T) {
	dir, into := t.TempDir(), t.TempDir()
	c := newYear(t, dir)
	c.must(c.Close())
	for _, name := range []string{"dossier-2026-01-01T00-00-00Z.db", "dossier-2026-01-02T00-00-00Z.db",
		"dossier-2026-01-03T00-00-00Z.db", "dossier-2026-01-01T00-00-00Z-daily.db", "letter.txt"} {
		write(t, filepath.Join(into, name), "x")
	}
	code, out, errs := say("backup", "--data", dir, "--out", into, "--keep", "2", "--json")
	if made := jsonOf[madeBackup](t, out); code != exitOK || made.Removed != 2 {
		t.Errorf("exit code %d\n%s%s", code, out, errs)
	}
	left := filesIn(t, into)
	for name, want := range map[string]bool{
		"dossier-2026-01-01T00-00-00Z.db": false, "dossier-2026-01-02T00-00-00Z.db": false,
		"dossier-2026-01-03T00-00-00Z.db": true, "dossier-2026-01-01T00-00-00Z-daily.db": true, "letter.txt": true,
	} {
		if _, there := left[name]; there != want {
			t.Errorf("%s is there: %v", name, there)
		}
	}
}

// The commands in our sentences can be typed as they are printed.
func TestDataFoldersInCommands(t *testing.T) {
	for _, row := range []struct {
		path    string
		windows bool
		want    string
	}{
		{"/var/lib/dossier", false, "/var/lib/dossier"},
		{"Schule-1/Müller", false, "Schule-1/Müller"},
		{"/srv/10B (new)", false, "'/srv/10B (new)'"},
		{"/srv/a&b;c", false, "'/srv/a&b;c'"},
		{"/srv/Anna's", false, `'/srv/Anna'\''s'`},
		{"~/data", false, "'~/data'"},
		{`C:\Users\Anna Baird\Dossier`, true, `"C:\Users\Anna Baird\Dossier"`},
	} {
		if got := quoted(row.path, row.windows); got != row.want {
			t.Errorf("%s: got %s, want %s", row.path, got, row.want)
		}
	}
	if got := dataFlag("-x"); got != " --data ./-x" {
		t.Errorf("got %q", got)
	}
	if got := dataFlag(usualData); got != "" {
		t.Errorf("the usual folder: got %q, want nothing", got)
	}
}

func TestDailyBackupsAreTold(t *testing.T) {
	for name, row := range map[string]struct {
		attempt store.Attempt
		err     error
		says    string
	}{
		"well":         {store.Attempt{Name: "x.db"}, nil, `"INFO","msg":"backed up","file":"x.db"`},
		"damaged":      {store.Attempt{Reason: "damaged"}, store.ErrDamaged, "dossier restore --latest --data d"},
		"an index":     {store.Attempt{Name: "x.db", Damage: "row 1"}, nil, "An index of the database is damaged"},
		"no room":      {store.Attempt{Reason: "no space"}, store.ErrNoSpace, `"ERROR","msg":"The daily backup failed`},
		"not thinned":  {store.Attempt{Name: "x.db"}, store.ErrReadOnly, `"WARN","msg":"A backup was made, but`},
		"folder gone":  {store.Attempt{}, store.ErrReadOnly, `"ERROR","msg":"The daily backup failed`},
		"well, slowly": {store.Attempt{Name: "x.db", Took: 90 * time.Second}, nil, `"took":"1m30s"`},
	} {
		t.Run(name, func(t *testing.T) {
			var said strings.Builder
			tellBackup(slog.New(slog.NewJSONHandler(&said, nil)), row.attempt, row.err, " --data d")
			if !strings.Contains(said.String(), row.says) {
				t.Errorf("got %s, want %q", &said, row.says)
			}
		})
	}
}
