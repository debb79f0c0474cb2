package disktest

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// sector is what a disk writes as a whole, in bytes. Nothing larger is.
const sector = 512

// Disk is what a program has done so far, and how much of it is certain to last. What was written is certain once its
// file was synced; that a file was made, renamed or removed, once its folder was. Until then each of these may have
// happened or not, in any order. A file whose making was not seen, because Go made it, counts as there.
type Disk struct {
	now   map[string]*file // as the program sees it
	safe  map[string]*file // as it was when the folder was last synced
	names []naming         // since then
}

// naming is a change of the folder, and the file that it is about.
type naming struct {
	Op
	file *file
}

type file struct {
	safe  []byte
	loose []Op
}

// NewDisk is a disk that holds what lies in a folder, all of it for certain.
func NewDisk(folder string) (*Disk, error) {
	d := &Disk{now: map[string]*file{}, safe: map[string]*file{}}
	return d, filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || passing(path) {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(path)
		f := &file{safe: data}
		d.now[name], d.safe[name] = f, f
		return err
	})
}

// passing says that a file does not outlive the computer: the index of a log, and the lock.
func passing(path string) bool {
	return strings.HasSuffix(path, "-shm") || strings.HasSuffix(path, ".lock")
}

// Do takes in the next thing that happened.
func (d *Disk) Do(op Op) {
	switch op.Kind {
	case Write, Truncate:
		f := d.file(op.Name)
		f.loose = append(f.loose, op)
	case Sync:
		f := d.file(op.Name)
		for _, op := range f.loose {
			f.safe = done(f.safe, op)
		}
		f.loose = nil
	case SyncFolder:
		d.safe, d.names = maps.Clone(d.now), nil
	case Create:
		f := &file{}
		d.now[op.Name] = f
		d.names = append(d.names, naming{op, f})
	case Unlink:
		delete(d.now, op.Name)
		d.names = append(d.names, naming{Op: op})
	case Rename:
		f := d.file(op.Name)
		d.now[string(op.Data)] = f
		delete(d.now, op.Name)
		d.names = append(d.names, naming{op, f})
	}
}

func (d *Disk) file(name string) *file {
	f := d.now[name]
	if f == nil {
		f = &file{}
		d.now[name], d.safe[name] = f, f
	}
	return f
}

// done is a file after one more change.
func done(data []byte, op Op) []byte {
	end := op.At + int64(len(op.Data))
	if grow := end - int64(len(data)); grow > 0 {
		data = append(data, make([]byte, grow)...)
	}
	if op.Kind == Truncate {
		return data[:op.At]
	}
	copy(data[op.At:], op.Data)
	return data
}

// Cut pulls the plug and returns what the disk holds then, by name. by decides what becomes of all that is not certain:
// nothing of it is there, or all of it, or it ends somewhere, or some of it is there in any order and torn.
func (d *Disk) Cut(by *rand.Rand) map[string][]byte {
	keep := []func(*rand.Rand, []Op) []Op{none, all, some, torn}[by.IntN(4)]
	there := maps.Clone(d.safe)
	for _, op := range d.names[:by.IntN(len(d.names)+1)] {
		switch op.Kind {
		case Create:
			there[op.Name] = op.file
		case Unlink:
			delete(there, op.Name)
		case Rename:
			there[string(op.Data)] = op.file
			delete(there, op.Name)
		}
	}
	held := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		f := there[name]
		data := slices.Clone(f.safe)
		for _, op := range keep(by, f.loose) {
			data = done(data, op)
		}
		held[name] = data
	}
	return held
}

func none(*rand.Rand, []Op) []Op { return nil }

func all(_ *rand.Rand, ops []Op) []Op { return ops }

// some is a beginning, whose last write is torn.
func some(by *rand.Rand, ops []Op) []Op {
	n := by.IntN(len(ops) + 1)
	if n == len(ops) {
		return ops
	}
	return slices.Concat(ops[:n], sectors(by, ops[n]))
}

// torn keeps each change or not, and of what is kept any sectors.
func torn(by *rand.Rand, ops []Op) (kept []Op) {
	for _, op := range ops {
		switch by.IntN(3) {
		case 0:
			kept = append(kept, op)
		case 1:
			kept = append(kept, sectors(by, op)...)
		}
	}
	return kept
}

// sectors keeps any of the sectors of a write.
func sectors(by *rand.Rand, op Op) (kept []Op) {
	if op.Kind != Write {
		return nil
	}
	for from := int64(0); from < int64(len(op.Data)); {
		to := min((op.At+from)/sector*sector+sector-op.At, int64(len(op.Data)))
		if by.IntN(2) == 0 {
			kept = append(kept, Op{Kind: Write, Name: op.Name, At: op.At + from, Data: op.Data[from:to]})
		}
		from = to
	}
	return kept
}

// Save writes what a disk holds into an empty folder.
func Save(folder string, held map[string][]byte) error {
	for name, data := range held {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
