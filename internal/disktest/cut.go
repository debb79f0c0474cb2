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
// file was synced; that a file was made, renamed or removed, once its folder was, or either of both folders. Until then
// each of these may have happened or not, in any order; but a renaming is there as a whole or not at all, as on every
// file system with a journal, and not without what was done to the same file or name before. A file whose making was
// not seen, because Go made it, counts as there. A folder is a name that ends in a slash; without it, nothing is in it.
type Disk struct {
	now   map[string]*file // as the program sees it
	safe  map[string]*file // what is certain to be there
	names []naming         // what is not
	made  map[string]bool  // folders whose making was seen
}

// naming is a change of a folder, and the file that it is about.
type naming struct {
	Op
	file *file
}

// names are the names that it changes.
func (n naming) names() []string {
	if n.Kind == Rename {
		return []string{n.Name, string(n.Data)}
	}
	return []string{n.Name}
}

// changes reports whether it is a change of a folder.
func (n naming) changes(folder string) bool {
	return slices.ContainsFunc(n.names(), func(name string) bool { return folderOf(name) == folder })
}

// rests reports whether it cannot be there without an earlier one.
func (n naming) rests(on naming) bool {
	return n.file != nil && n.file == on.file ||
		slices.ContainsFunc(n.names(), func(name string) bool { return slices.Contains(on.names(), name) })
}

// folderOf is the folder of a name, "" for the one that is watched.
func folderOf(name string) string {
	if folder := filepath.Dir(name); folder != "." {
		return folder
	}
	return ""
}

// take makes a change of names.
func (n naming) take(in map[string]*file) {
	switch n.Kind {
	case Create:
		in[n.Name] = n.file
	case Mkdir:
		in[n.Name+"/"] = n.file
	case Unlink:
		delete(in, n.Name)
	case Rename:
		in[string(n.Data)] = n.file
		delete(in, n.Name)
	}
}

type file struct {
	safe  []byte
	loose []Op
}

// NewDisk is a disk that holds what lies in a folder, all of it for certain.
func NewDisk(folder string) (*Disk, error) {
	d := newDisk()
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

func newDisk() *Disk {
	return &Disk{now: map[string]*file{}, safe: map[string]*file{}, made: map[string]bool{}}
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
		d.settle(op.Name)
	case Create:
		d.rename(naming{op, &file{}})
	case Mkdir:
		d.made[op.Name] = true
		d.rename(naming{op, &file{}})
	case Unlink:
		d.rename(naming{Op: op})
	case Rename:
		d.rename(naming{op, d.file(op.Name)})
	}
}

func (d *Disk) rename(n naming) {
	n.take(d.now)
	d.names = append(d.names, n)
}

// settle makes the changes of a folder certain, and what they rest on.
func (d *Disk) settle(folder string) {
	certain := closed(d.names, func(n naming) bool { return n.changes(folder) })
	var left []naming
	for i, n := range d.names {
		if certain[i] {
			n.take(d.safe)
		} else {
			left = append(left, n)
		}
	}
	d.names = left
}

// closed tells which changes there are when those that are wanted are, with all that they rest on.
func closed(names []naming, wanted func(naming) bool) (there []bool) {
	there = make([]bool, len(names))
	for i, n := range slices.Backward(names) {
		if there[i] = there[i] || wanted(n); !there[i] {
			continue
		}
		for j, earlier := range names[:i] {
			there[j] = there[j] || n.rests(earlier)
		}
	}
	return there
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
	there := d.cutNames(by)
	held := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(there)) {
		if folder := folderOf(name); d.made[folder] && there[folder+"/"] == nil {
			continue
		}
		f := there[name]
		data := slices.Clone(f.safe)
		for _, op := range keep(by, f.loose) {
			data = done(data, op)
		}
		held[name] = data
	}
	return held
}

// cutNames is which files are there: as many changes as came first, or any of them.
func (d *Disk) cutNames(by *rand.Rand) map[string]*file {
	there, first := maps.Clone(d.safe), by.IntN(len(d.names)+1)
	wanted := func(naming) bool { return by.IntN(2) == 0 }
	if by.IntN(2) == 0 {
		wanted = func(naming) bool { return true }
	} else {
		first = len(d.names)
	}
	for i, yes := range closed(d.names[:first], wanted) {
		if yes {
			d.names[i].take(there)
		}
	}
	return there
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
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o700); err != nil {
				return err
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
