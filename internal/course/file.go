package course

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"unicode/utf8"
)

// How large a content file may be, in bytes. The largest file of the built-in course is an eighth of mostYAML, its
// largest lesson a quarter of mostMarkdown. A larger file is a mistake, or meant to keep the program busy, and is not
// read.
const (
	mostYAML     = 1 << 20
	mostMarkdown = 64 << 10
)

// errTooLarge tells that a file is over its limit.
var errTooLarge = errors.New("too large")

// readFile returns a file as UTF-8 with line feeds between its lines. Whatever keeps it from being read is one finding.
func (c *compiler) readFile(name string, most int64) ([]byte, bool) {
	data, err := c.readAll(name, most)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.add(place{name, 1}, "Y01", "there is no such file", "put it there; every course has one")
		return nil, false
	case errors.Is(err, errTooLarge):
		c.add(place{name, 1}, "Y01", fmt.Sprintf("the file is larger than %d KB, so it was not read", most>>10),
			"keep what belongs to the course and take the rest out")
		return nil, false
	case err != nil:
		c.add(place{name, 1}, "Y01", "the file cannot be read",
			"put a plain readable file there; a link may not lead out of its folder")
		return nil, false
	}
	if at, fault := notText(data); fault != "" {
		c.add(place{name, lineAt(data, at)}, "Y01", fault, "save the file as UTF-8")
		return nil, false
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors put a mark in front
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\r"), []byte("\n")), true
}

// readAll reads a regular file of at most that many bytes. The size is looked at first, so that a large file costs
// nothing, and so is the kind, because opening a pipe would wait for somebody to write into it.
func (c *compiler) readAll(name string, most int64) ([]byte, error) {
	fsys, file := c.folder(name)
	info, err := fs.Stat(fsys, file)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fs.ErrInvalid
	case info.Size() > most:
		return nil, errTooLarge
	}
	f, err := fsys.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(data)) > most { // it grew meanwhile
		err = errTooLarge
	}
	return data, err
}

// wideMarks are the bytes that files in other Unicode encodings begin with, the longer marks first.
var wideMarks = []struct{ bytes, encoding string }{
	{"\xff\xfe\x00\x00", "UTF-32"}, {"\x00\x00\xfe\xff", "UTF-32"}, {"\xff\xfe", "UTF-16"}, {"\xfe\xff", "UTF-16"},
}

// notText finds the first byte that UTF-8 text does not have, and says what is wrong with it; "" when all is well.
func notText(data []byte) (at int, fault string) {
	for _, mark := range wideMarks {
		if bytes.HasPrefix(data, []byte(mark.bytes)) {
			return 0, "the file is in the encoding " + mark.encoding
		}
	}
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			return at, "a character is not in the encoding UTF-8, so it would be shown as �"
		case r == utf8.RuneError:
			return at, "the character � stands where a letter was lost; type the letter again"
		case r < ' ' && r != '\t' && r != '\n' && r != '\r':
			return at, fmt.Sprintf("there is a control character (number %d), which no text has", r)
		}
		at += size
	}
	return 0, ""
}

// whole runs the reading of a whole file. What goes wrong there keeps everything in the file from being known, so
// these findings stand alone: without the file, hundreds of others would only follow from them.
func whole[T any](c *compiler, read func() (T, bool)) (T, bool) {
	before := len(c.all)
	v, ok := read()
	if !ok {
		c.unread = append(c.unread, c.all[before:]...)
	}
	return v, ok
}
