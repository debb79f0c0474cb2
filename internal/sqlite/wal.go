package sqlite

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
)

// The write-ahead log as SQLite lays it out: https://sqlite.org/fileformat2.html#the_write_ahead_log
const (
	logHeaderSize   = 32
	frameHeaderSize = 24
	logMagic        = 0x377f0682 // the last bit says in which byte order the checksums are reckoned
	logVersion      = 3007000
)

// logFile is what a look at a write-ahead log, without SQLite, finds.
type logFile struct {
	size      int64  // -1 when there is none
	bare      bool   // it has no room for even one frame
	headless  bool   // it has a header that SQLite does not accept, so that SQLite ignores all of it
	committed int    // frames up to the last commit that SQLite will read
	lost      bool   // a commit was there that SQLite will not read: a frame before it is broken, or the end is gone
	salt      []byte // which its frames have in common
	first     []byte
	last      []byte // the first pages of the first and of the last transaction that SQLite will read
}

// pagesKept is how many pages of a transaction are looked into. The mark that the database is open or closed is written
// in a transaction of its own, of three pages at most.
const pagesKept = 8

// readLog looks at the log of the database at path.
//
// A frame that was being written when the power went is no damage: SQLite stops there and nobody was told that it was
// stored. It belongs to the one transaction that was under way. When a whole transaction, and then yet another, follows
// the break, the first of the two had been acknowledged: the log was damaged later. After a kill the index of the log,
// too, is there to say how much had been committed.
func readLog(path string) (logFile, error) {
	size, err := sizeOf(path + "-wal")
	if err != nil || size < logHeaderSize {
		return logFile{size: size, bare: true}, err
	}
	file, err := os.Open(path + "-wal") // nobody else has it open yet: closing it lets go of no lock of SQLite's
	if err != nil {
		return logFile{}, err
	}
	defer file.Close()
	found := logFile{size: size}
	if err := found.scan(bufio.NewReaderSize(file, 1<<20)); err != nil {
		return logFile{}, fmt.Errorf("read %s-wal: %w", path, err)
	}
	if indexed, ok := readIndex(path+"-shm", found.salt); ok && indexed > found.committed {
		found.lost = true
	}
	return found, nil
}

// readIndex reads from the index of a log how many frames had been committed and were on the disk. ok is false when
// there is no index, or when it belongs to another log: the index need not survive a crash.
// https://sqlite.org/walformat.html#the_wal_index_header
func readIndex(path string, salt []byte) (committed int, ok bool) {
	const headerSize, summed = 48, 40
	file, err := os.Open(path)
	if err != nil {
		return 0, false
	}
	defer file.Close()
	header := make([]byte, 2*headerSize) // it is there twice, and written one after the other
	if _, err := io.ReadFull(file, header); err != nil || !bytes.Equal(header[:headerSize], header[headerSize:]) {
		return 0, false
	}
	sum := checksum{order: binary.NativeEndian}
	sum.add(header[:summed])
	if sum.s0 != binary.NativeEndian.Uint32(header[40:]) || sum.s1 != binary.NativeEndian.Uint32(header[44:]) {
		return 0, false
	}
	return int(binary.NativeEndian.Uint32(header[16:])), bytes.Equal(header[32:40], salt)
}

func (l *logFile) scan(r io.Reader) error {
	header := make([]byte, logHeaderSize)
	if _, err := io.ReadFull(r, header); err != nil {
		return err
	}
	sum, pageSize, ok := openHeader(header)
	if !ok {
		l.headless = true
		return nil
	}
	var (
		frame     = make([]byte, frameHeaderSize+pageSize)
		head      = frame[:frameHeaderSize]
		pending   []byte // pages since the last commit
		broken    bool   // a frame was found that SQLite does not accept
		committed bool   // and a commit after it
	)
	l.salt = header[16:24]
	for n := 1; ; n++ {
		if _, err := io.ReadFull(r, frame); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			l.bare = n == 1
			return nil
		} else if err != nil {
			return err
		}
		ours := bytes.Equal(head[8:16], l.salt) // others are left over from before the log was started over
		commit := binary.BigEndian.Uint32(head[4:]) != 0
		if broken {
			l.lost = l.lost || ours && committed
			committed = committed || ours && commit
			continue
		}
		sum.add(head[:8])
		sum.add(frame[frameHeaderSize:])
		if !ours || !sum.is(head[16:24]) {
			broken, committed = true, ours && commit
			continue
		}
		if len(pending) < pagesKept*pageSize {
			pending = append(pending, frame[frameHeaderSize:]...)
		}
		if commit {
			if l.committed == 0 {
				l.first = pending
			}
			l.committed, l.last, pending = n, pending, nil
		}
	}
}

// openHeader returns the checksum with which the frames go on, and the size of a page.
func openHeader(header []byte) (sum checksum, pageSize int, ok bool) {
	magic := binary.BigEndian.Uint32(header)
	pageSize = int(binary.BigEndian.Uint32(header[8:]))
	if magic&^1 != logMagic || binary.BigEndian.Uint32(header[4:]) != logVersion ||
		pageSize < 512 || pageSize > 1<<16 || pageSize&(pageSize-1) != 0 {
		return checksum{}, 0, false
	}
	sum.order = binary.ByteOrder(binary.LittleEndian)
	if magic&1 == 1 {
		sum.order = binary.BigEndian
	}
	sum.add(header[:24])
	return sum, pageSize, sum.is(header[24:32])
}

// checksum is the running sum over a log.
type checksum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

// add takes bytes in, a multiple of eight.
func (c *checksum) add(data []byte) {
	if c.order == binary.ByteOrder(binary.LittleEndian) { // the usual order, without a call for each word
		for ; len(data) >= 8; data = data[8:] {
			c.s0 += binary.LittleEndian.Uint32(data) + c.s1
			c.s1 += binary.LittleEndian.Uint32(data[4:]) + c.s0
		}
		return
	}
	for ; len(data) >= 8; data = data[8:] {
		c.s0 += c.order.Uint32(data) + c.s1
		c.s1 += c.order.Uint32(data[4:]) + c.s0
	}
}

func (c *checksum) is(want []byte) bool {
	return c.s0 == binary.BigEndian.Uint32(want) && c.s1 == binary.BigEndian.Uint32(want[4:])
}
