package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dossier/internal/disktest"
	"dossier/internal/store"
)

const pageSize = 4096

// harm is one way in which a disk, a crash or a person damages a data folder.
type harm struct {
	name   string
	killed bool // of a folder as a kill leaves it, and not as a proper end does
	do     func(r *rand.Rand, files map[string][]byte)
}

const (
	dbFile  = databaseName
	logFile = databaseName + "-wal"
	shmFile = databaseName + "-shm"
)

func noise(r *rand.Rand, n int) []byte {
	bytes := make([]byte, n)
	for i := range bytes {
		bytes[i] = byte(r.Uint32())
	}
	return bytes
}

// pages overwrites n whole pages of a file.
func pages(name string, n int, with func(r *rand.Rand, file []byte) []byte) func(*rand.Rand, map[string][]byte) {
	return func(r *rand.Rand, files map[string][]byte) {
		for range n {
			at := r.IntN(len(files[name])/pageSize) * pageSize
			copy(files[name][at:], with(r, files[name]))
		}
	}
}

func randomPage(r *rand.Rand, _ []byte) []byte { return noise(r, pageSize) }

func otherPage(r *rand.Rand, file []byte) []byte { // a write that went to the wrong place
	at := r.IntN(len(file)/pageSize) * pageSize
	return append([]byte(nil), file[at:at+pageSize]...)
}

func zeroPage(*rand.Rand, []byte) []byte { return make([]byte, pageSize) }

func flip(name string, most int) func(*rand.Rand, map[string][]byte) {
	return func(r *rand.Rand, files map[string][]byte) {
		files[name][r.IntN(min(most, len(files[name])))] ^= 1 << r.IntN(8)
	}
}

func truncate(name string) func(*rand.Rand, map[string][]byte) {
	return func(r *rand.Rand, files map[string][]byte) { files[name] = files[name][:r.IntN(len(files[name]))] }
}

func remove(name string) func(*rand.Rand, map[string][]byte) {
	return func(_ *rand.Rand, files map[string][]byte) { delete(files, name) }
}

func empty(name string) func(*rand.Rand, map[string][]byte) {
	return func(_ *rand.Rand, files map[string][]byte) { files[name] = nil }
}

// harms are all ways; foreign is the log of another database.
func harms(foreign []byte) []harm {
	return []harm{
		{"random page", false, pages(dbFile, 1, randomPage)},
		{"random pages", true, pages(dbFile, 3, randomPage)},
		{"misplaced page", false, pages(dbFile, 1, otherPage)},
		{"zeroed pages", false, pages(dbFile, 3, zeroPage)},
		{"header", false, flip(dbFile, 100)},
		{"header, killed", true, flip(dbFile, 100)},
		{"truncated", false, truncate(dbFile)},
		{"truncated, killed", true, truncate(dbFile)},
		{"file gone", false, remove(dbFile)},
		{"file gone, killed", true, remove(dbFile)},
		{"file emptied", false, empty(dbFile)},
		{"file emptied, killed", true, empty(dbFile)},
		{"log flip", true, flip(logFile, 1<<30)},
		{"log header flip", true, flip(logFile, 32)},
		{"log page", true, pages(logFile, 1, randomPage)},
		{"log truncated", true, truncate(logFile)},
		{"log gone", true, remove(logFile)},
		{"log emptied", true, empty(logFile)},
		{"foreign log", false, func(_ *rand.Rand, files map[string][]byte) { files[logFile] = foreign }},
		{"foreign log, killed", true, func(_ *rand.Rand, files map[string][]byte) { files[logFile] = foreign }},
		{"stale index", true, func(r *rand.Rand, files map[string][]byte) { files[shmFile] = noise(r, 32<<10) }},
		{"index gone", true, remove(shmFile)},
		{"index of another time", false, func(r *rand.Rand, files map[string][]byte) { files[shmFile] = noise(r, 32<<10) }},
	}
}

// TestF7DamagedCopies damages copies of a data folder. Damage is found, told with its exit code, or does no harm; what
// was there is never deleted; nobody begins with an empty class without being told; and the newest backup is back with
// one command.
func TestF7DamagedCopies(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	c := newYear(t, dir)
	c.answer(60)
	if _, err := c.Backup(t.Context()); err != nil {
		t.Fatal(err)
	}
	backed := c.given
	c.answer(60)
	c.must(c.Close())
	closed := filesIn(t, dir)
	s, err := store.Open(t.Context(), dir, time.Now)
	c.must(err)
	c.Store, c.given, c.attempt = s, c.given/10*10, 0
	c.answer(80)
	killed := filesIn(t, asKilled(t, dir))
	c.must(c.Close())
	elsewhere := newYear(t, other)
	elsewhere.answer(100)
	foreign := filesIn(t, asKilled(t, other))[logFile]

	outcomes := map[string]int{}
	ways := harms([]byte(foreign))
	answers := map[bool]map[string]string{false: complete(t, closed), true: complete(t, killed)}
	n := disktest.Rounds(3*len(ways), 500)
	for i := range n {
		way := ways[i%len(ways)]
		r := rand.New(rand.NewPCG(7, uint64(i)))
		from := closed
		if way.killed {
			from = killed
		}
		t.Run(fmt.Sprint(way.name, " ", i/len(ways)), func(t *testing.T) {
			d := &damaged{t: t, dir: t.TempDir(), whole: from, backed: backed, complete: answers[way.killed]}
			outcomes[d.outcome(r, way)]++
			d.restore()
		})
	}
	t.Logf("%d copies: %v", n, outcomes)
}

// damaged is one copy.
type damaged struct {
	t      *testing.T
	dir    string
	whole  map[string]string // what the folder was
	harmed map[string]string // what it is
	backed int               // answers in its backup
	// complete is every answer that the folder holds, by the token of its form
	complete map[string]string
}

// outcome damages the copy, verifies and starts it, and says in a word what came of it.
func (d *damaged) outcome(r *rand.Rand, way harm) string {
	t, files := d.t, map[string][]byte{}
	for name, text := range d.whole {
		files[name] = []byte(text)
	}
	way.do(r, files)
	for name, data := range files {
		write(t, filepath.Join(d.dir, name), string(data))
	}
	d.harmed = filesIn(t, d.dir)
	verified, out, errs := say("verify", "--data", d.dir)
	d.untouched("verify", false)
	if verified != exitOK && (!strings.HasPrefix(errs, "dossier: ") || strings.Count(errs, "\n") != 1) {
		t.Errorf("verify says %q, want one sentence", errs)
	}
	s, err := store.Open(t.Context(), d.dir, time.Now)
	if err != nil {
		d.untouched("the start", true)
		if code := storeFailure(d.dir, err).code; code != exitDamaged || verified != exitDamaged {
			t.Errorf("exit codes: verify %d, start %d (%v), want %d\n%s%s", verified, code, err, exitDamaged, out, errs)
		}
		return "refused"
	}
	warnings := s.Warnings()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	return d.compare(verified, warnings)
}

// compare looks for every answer after a start that was not refused.
func (d *damaged) compare(verified int, warnings []string) string {
	complete, got := d.complete, answersIn(d.t, d.dir)
	switch {
	case maps.Equal(got, complete) && verified == exitOK:
		return "harmless"
	case maps.Equal(got, complete):
		return "found by verify"
	case len(warnings) == 0 && verified == exitOK:
		d.t.Errorf("%d of %d answers are as they were, and nobody was told", len(got), len(complete))
	case len(warnings) == 0:
		d.t.Errorf("%d of %d answers are as they were, and only verify says so (%d)", len(got), len(complete), verified)
	}
	if len(got) < len(complete) && len(got) == 0 {
		return "told, begins anew"
	}
	return "told"
}

// complete is what a folder holds that is whole.
func complete(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	s, err := store.Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return answersIn(t, dir)
}

// untouched wants every file as it was after the damage; more lets there be new ones.
func (d *damaged) untouched(who string, more bool) {
	d.t.Helper()
	now := filesIn(d.t, d.dir)
	for name, text := range d.harmed {
		if more && name == shmFile {
			continue // no answers are in it: SQLite makes it anew
		}
		if got, there := now[name]; !there || got != text {
			d.t.Errorf("%s changed %s: there %v, %d bytes of %d", who, name, there, len(got), len(text))
		}
	}
	if !more && len(now) != len(d.harmed) {
		d.t.Errorf("%s left %d files, there were %d", who, len(now), len(d.harmed))
	}
}

// restore takes the newest backup, and wants what was there to be kept and everything to be whole.
func (d *damaged) restore() {
	before := filesIn(d.t, d.dir)
	if code, out, errs := say("restore", "--latest", "--data", d.dir); code != exitOK {
		d.t.Fatalf("restore: exit code %d\n%s%s", code, out, errs)
	}
	after := filesIn(d.t, d.dir)
	for name, text := range before {
		if strings.HasPrefix(name, databaseName) {
			found := false
			for kept, data := range after {
				found = found || strings.HasSuffix(kept, "/"+name) && data == text || kept == name && data == text
			}
			if !found {
				d.t.Errorf("restore did not keep %s", name)
			}
		}
	}
	if code, out, errs := say("verify", "--data", d.dir); code != exitOK {
		d.t.Errorf("verify after the restore: exit code %d\n%s%s", code, out, errs)
	}
	if got := len(answersIn(d.t, d.dir)); got != d.backed {
		d.t.Errorf("after the restore: %d answers, want the %d of the backup", got, d.backed)
	}
}
