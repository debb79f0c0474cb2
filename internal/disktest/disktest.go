// Package disktest watches what a program does to the files of a folder, makes that fail, and works out what a disk
// would hold if the power had gone at any moment of it. For tests alone.
//
// testdata/disk.c does the watching: it is compiled into a temporary folder and loaded before libc. It sees SQLite,
// which is C; it does not see what Go does to files itself, such as the sync and the renaming at the end of a backup,
// unless a test has Libc do that.
package disktest

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

//go:embed testdata/disk.c
var source []byte

// Build compiles the layer into a folder and returns the path of the library. It needs the C compiler that the program
// itself is built with.
func Build(folder string) (library string, err error) {
	text, library := filepath.Join(folder, "disk.c"), filepath.Join(folder, "disk.so")
	if err := os.WriteFile(text, source, 0o600); err != nil {
		return "", err
	}
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "cc"
	}
	said, err := exec.Command(compiler, "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, text, "-ldl").
		CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("compile disk.c: %w\n%s", err, said)
	}
	return library, nil
}

// Watch is the environment under which a program is watched. journal and control are paths of files, "" for none.
func Watch(library, folder, journal, control string) []string {
	env := []string{"LD_PRELOAD=" + library, "DISK_FOLDER=" + folder}
	if journal != "" {
		env = append(env, "DISK_JOURNAL="+journal)
	}
	if control != "" {
		env = append(env, "DISK_CONTROL="+control)
	}
	return env
}

// The kinds of Op. A folder is synced when what was made, removed or renamed in it has to last.
const (
	Write        = 'w' // Data at At
	Truncate     = 't' // to At bytes
	Sync         = 's'
	SyncFolder   = 'd'
	Create       = 'c'
	Unlink       = 'u'
	Rename       = 'r' // Name becomes Data
	Mkdir        = 'm'
	Acknowledged = 'a' // somebody was told that Data is stored
)

// Op is one thing that happened, in the order of the journal.
type Op struct {
	Kind byte
	Name string // of a file, from the watched folder
	At   int64
	Data []byte
}

const headSize = 24

// Acknowledge adds to the journal that something was acknowledged. It is one write to a file that everybody appends to,
// so it stands behind all that was done before.
func Acknowledge(journal *os.File, what string) error {
	record := make([]byte, headSize, headSize+len(what))
	binary.NativeEndian.PutUint32(record, Acknowledged)
	binary.NativeEndian.PutUint32(record[8:], uint32(len(what)))
	_, err := journal.Write(append(record, what...))
	return err
}

// OpenJournal opens a journal to acknowledge in it.
func OpenJournal(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
}

// ReadJournal reads all that happened.
func ReadJournal(path string) (ops []Op, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	for in := bytes.NewReader(data); ; {
		var head [headSize]byte
		if _, err := io.ReadFull(in, head[:]); errors.Is(err, io.EOF) {
			return ops, nil
		} else if err != nil {
			return nil, fmt.Errorf("a journal that is cut: %w", err)
		}
		name := make([]byte, binary.NativeEndian.Uint32(head[4:]))
		op := Op{Kind: head[0], Data: make([]byte, binary.NativeEndian.Uint32(head[8:])),
			At: int64(binary.NativeEndian.Uint64(head[16:]))}
		if _, err := io.ReadFull(in, name); err != nil {
			return nil, fmt.Errorf("a journal that is cut: %w", err)
		}
		if _, err := io.ReadFull(in, op.Data); err != nil {
			return nil, fmt.Errorf("a journal that is cut: %w", err)
		}
		op.Name = string(name)
		ops = append(ops, op)
	}
}

// What can be made to fail.
const (
	Writes = 1
	Syncs  = 2
	Files  = 4 // making, cutting and removing them
)

// Control makes calls fail while the program runs.
type Control struct{ file *os.File }

// NewControl makes the file through which that is said.
func NewControl(path string) (*Control, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	c := &Control{file}
	return c, c.Heal()
}

// Fail has the call number after, from 1, of these kinds fail with an error; when it is lasting, all that follow too.
func (c *Control) Fail(what, after int, with syscall.Errno, lasting bool) error {
	numbers := []int32{int32(after), int32(with), 0, int32(what), 0, 0}
	if lasting {
		numbers[2] = 1
	}
	_, err := c.file.WriteAt(encoded(numbers), 0)
	return err
}

// Heal ends it.
func (c *Control) Heal() error {
	_, err := c.file.WriteAt(make([]byte, 32), 0)
	return err
}

// Met is how many calls have failed since Fail was called, of seen ones.
func (c *Control) Met() (met, seen int, err error) {
	var numbers [6]int32
	data := make([]byte, 24)
	if _, err := c.file.ReadAt(data, 0); err != nil {
		return 0, 0, err
	}
	for i := range numbers {
		numbers[i] = int32(binary.NativeEndian.Uint32(data[4*i:]))
	}
	return int(numbers[4]), int(numbers[5]), nil
}

// SlowCard is the environment in which the watched disk takes so many pages a second, as a memory card does.
func SlowCard(pages int) string { return fmt.Sprintf("DISK_CARD=%d", pages) }

// Taken is how many pages a slow disk has taken so far, and how many of them were not of a log.
func (c *Control) Taken() (taken, scattered int, err error) {
	data := make([]byte, 8)
	_, err = c.file.ReadAt(data, 24)
	return int(binary.NativeEndian.Uint32(data)), int(binary.NativeEndian.Uint32(data[4:])), err
}

// OpenControl opens the file that NewControl has made, in the program that is watched.
func OpenControl(path string) (*Control, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	return &Control{file}, err
}

func encoded(numbers []int32) (data []byte) {
	for _, n := range numbers {
		data = binary.NativeEndian.AppendUint32(data, uint32(n))
	}
	return data
}
