package disktest

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// Watched runs a program that works in a folder and acknowledges in the journal that it is given, and returns all that
// happened to its disk, which before holds as it was.
func Watched(t *testing.T, folder string, program func(journal string) *exec.Cmd) (before *Disk, ops []Op) {
	t.Helper()
	before, err := NewDisk(folder)
	if err != nil {
		t.Fatal(err)
	}
	library, err := Build(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	journal := filepath.Join(t.TempDir(), "journal")
	cmd := program(journal)
	cmd.Env = append(cmd.Env, Watch(library, folder, journal, "")...)
	if said, err := cmd.Output(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if ops, err = ReadJournal(journal); err != nil {
		t.Fatal(err)
	}
	kinds := map[byte]int{}
	for _, op := range ops {
		kinds[op.Kind]++
	}
	if kinds[Write] == 0 || kinds[Acknowledged] == 0 {
		t.Fatalf("the layer has seen %v: it is blind", kinds)
	}
	return before, ops
}

// PullPlug does to a disk what happened, pulls the plug n times, anywhere and as often beside a change of names, and
// hands what is left to look as a folder, with what had been acknowledged by then.
func PullPlug(t *testing.T, disk *Disk, ops []Op, n int, look func(folder string, acknowledged []string)) {
	t.Helper()
	seed := rand.Uint64()
	by := rand.New(rand.NewPCG(seed, 2))
	t.Logf("%d operations, %d cuts, seed %d", len(ops), n, seed)
	where := places(by, ops, n)
	var acknowledged []string
	at := 0
	for _, end := range where {
		for ; at < end; at++ {
			if disk.Do(ops[at]); ops[at].Kind == Acknowledged {
				acknowledged = append(acknowledged, string(ops[at].Data))
			}
		}
		after, err := os.MkdirTemp(t.TempDir(), "cut")
		if err != nil {
			t.Fatal(err)
		}
		if err := Save(after, disk.Cut(by)); err != nil {
			t.Fatal(err)
		}
		if look(after, acknowledged); t.Failed() {
			t.Fatalf("after a cut behind operation %d", end)
		}
		if err := os.RemoveAll(after); err != nil {
			t.Fatal(err)
		}
	}
}

// places are where to pull the plug, in order: behind so many operations.
func places(by *rand.Rand, ops []Op, n int) (where []int) {
	var beside []int
	for i, op := range ops {
		if op.Kind != Write && op.Kind != Sync && op.Kind != Acknowledged {
			beside = append(beside, i, i+1)
		}
	}
	for i := range n {
		if i%2 == 0 || len(beside) == 0 {
			where = append(where, by.IntN(len(ops)+1))
		} else {
			where = append(where, beside[by.IntN(len(beside))])
		}
	}
	slices.Sort(where)
	return where
}
