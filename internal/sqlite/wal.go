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
	size      int64 // -1 when there is none
	bare      bool  // it has no room for even one frame
	headless  bool  // it has a header that SQLite does not accept, so that SQLite ignores all of it
	committed int   // frames up to the last commit that SQLite will read
	lost      bool  // a commit follows that SQLite will not read, because a frame before it is broken
	first     []byte
	last      []byte // the first pages of the first and of the last transaction that SQLite will read
}

// pagesKept is how many pages of a transaction are looked into. The mark that the database is open or closed is written
// in a transaction of its own, of three pages at most.
const pagesKept = 8

// readLog looks at the log at path.
//
// A frame that was being written when the power went is no damage: SQLite stops there and nobody was told that it was
// stored. It belongs to the one transaction that was under way. When a whole transaction, and then yet another, follows
// the break, the first of the two had been acknowledged: the log was damaged later.
func readLog(path string) (logFile, error) {
	size, err := sizeOf(path)
	if err != nil || size < logHeaderSize {
		return logFile{size: size, bare: true}, err
	}
	file, err := os.Open(path) // nobody else has it open yet: closing it lets go of no lock of SQLite's
	if err != nil {
		return logFile{}, err
	}
	defer file.Close()
	found := logFile{size: size}
	err = found.scan(bufio.NewReaderSize(file, 1<<20))
	if err != nil {
		return logFile{}, fmt.Errorf("read %s: %w", path, err)
	}
	return found, nil
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
		salt      = header[16:24]
		pending   []byte // pages since the last commit
		broken    bool   // a frame was found that SQLite does not accept
		committed bool   // and a commit after it
	)
	for n := 1; ; n++ {
		if _, err := io.ReadFull(r, frame); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			l.bare = n == 1
			return nil
		} else if err != nil {
			return err
		}
		ours := bytes.Equal(head[8:16], salt) // others are left over from before the log was begun anew
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
	if c.order == binary.ByteOrder(binary.LittleEndian) { // the one that is met, without a call for each word
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
