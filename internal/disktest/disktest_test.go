package disktest

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// What was synced lasts, whatever becomes of the rest; what was not may be there, or not, or in part.
func TestCut(t *testing.T) {
	d := newDisk()
	page := func(b byte) []byte { return bytes.Repeat([]byte{b}, 4*sector) }
	d.Do(Op{Kind: Write, Name: "old", Data: page('1')})
	d.Do(Op{Kind: Sync, Name: "old"})
	d.Do(Op{Kind: Write, Name: "old", Data: page('2')})
	d.Do(Op{Kind: Create, Name: "new"})
	d.Do(Op{Kind: Write, Name: "new", Data: page('3')})
	d.Do(Op{Kind: Sync, Name: "new"})

	by := rand.New(rand.NewPCG(1, 2))
	seen := map[string]int{}
	for range 400 {
		held := d.Cut(by)
		switch old := held["old"]; {
		case len(old) != 4*sector:
			t.Fatalf("what was synced has %d bytes", len(old))
		case bytes.Equal(old, page('1')):
			seen["not there"]++
		case bytes.Equal(old, page('2')):
			seen["there"]++
		default:
			for i := range 4 {
				part := old[i*sector : (i+1)*sector]
				if !bytes.Equal(part, bytes.Repeat(part[:1], sector)) {
					t.Fatal("a sector was torn")
				}
			}
			seen["torn"]++
		}
		if fresh, ok := held["new"]; !ok {
			seen["unnamed"]++
		} else if !bytes.Equal(fresh, page('3')) {
			t.Fatal("a file that was synced has lost something")
		}
	}
	for _, what := range []string{"not there", "there", "torn", "unnamed"} {
		if seen[what] == 0 {
			t.Errorf("no cut left it %s: %v", what, seen)
		}
	}
	d.Do(Op{Kind: SyncFolder})
	d.Do(Op{Kind: Unlink, Name: "new"})
	kept := 0
	for range 100 {
		if _, ok := d.Cut(by)["new"]; ok {
			kept++
		}
	}
	if kept == 0 || kept == 100 {
		t.Errorf("a file that was removed is there after %d of 100 cuts, want some", kept)
	}
}

func TestTruncate(t *testing.T) {
	data := done([]byte("abcdef"), Op{Kind: Truncate, At: 2})
	if data = done(data, Op{Kind: Write, At: 4, Data: []byte("x")}); string(data) != "ab\x00\x00x" {
		t.Errorf("got %q", data)
	}
}
