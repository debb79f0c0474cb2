package web

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
	"github.com/valyala/fasthttp"

	"dossier/internal/account"
)

// sheet is a drawn page with gaps: where a token belongs that must be another on each copy, or that only this browser
// may see. A page is drawn with marks in those places, and cut there.
type sheet struct {
	parts [][]byte // the HTML before, between and behind the gaps
	gaps  []gap
	csrf  string // what goes into a csrfGap
	pack  func() [][]byte
}

// gap says what goes into a gap.
type gap byte

const (
	csrfGap gap = 'c' // the token and the author of a form
	formGap gap = 'f' // the token by which a form that is sent twice is known
)

// formTokenLength is that of every token of account.FormToken.
var formTokenLength = len(account.FormToken())

// marker makes the marks and finds them. They begin with what nobody can know, so that no text holds one by chance or
// on purpose.
type marker string

func newMarker() marker { return marker(account.FormToken()) }

func (m marker) mark(g gap) string { return string(m) + string(g) }

// cut makes a sheet of a page that was drawn with marks. It shares the memory of the page.
func (m marker) cut(page []byte, csrf string) *sheet {
	s := &sheet{csrf: csrf}
	for {
		before, after, found := bytes.Cut(page, []byte(m))
		s.parts = append(s.parts, before)
		if !found {
			s.pack = sync.OnceValue(s.deflate)
			return s
		}
		s.gaps = append(s.gaps, gap(after[0]))
		page = after[1:]
	}
}

// own gives the sheet memory of its own, apart from the page from which it was cut.
func (s *sheet) own() {
	for i, part := range s.parts {
		s.parts[i] = slices.Clone(part)
	}
}

// size is about how much memory the sheet takes.
func (s *sheet) size() (n int) {
	for _, part := range s.parts {
		n += len(part) + len(part)/4 + 200
	}
	return n
}

// tokens makes what goes into the gaps of one copy.
func (s *sheet) tokens() []string {
	all := make([]string, len(s.gaps))
	for i, g := range s.gaps {
		if all[i] = s.csrf; g == formGap {
			all[i] = account.FormToken()
		}
	}
	return all
}

// plain makes a copy as HTML the body of an answer.
func (s *sheet) plain(to *fasthttp.Response) {
	to.ResetBody()
	tokens := s.tokens()
	for i, part := range s.parts {
		to.AppendBody(part)
		if i < len(tokens) {
			to.AppendBodyString(tokens[i])
		}
	}
}

// The parts of a gzip file and of the deflate format in it.
const (
	gzipHeader = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
	lastBlock  = "\x01\x00\x00\xff\xff" // stored, empty, final
)

// gzip makes a copy as a gzip file the body of an answer.
//
// The length of compressed text tells how much of it is repeated. On a page that repeats what somebody else chose, as
// in an address that leads here, that could be used to guess a token letter by letter (BREACH). Therefore no token ever
// meets the compressor: it stands in a stored block between compressed ones, and the length of a page depends on the
// length of its tokens alone. So a page may be compressed once and sent with ever new tokens, too.
func (s *sheet) gzip(to *fasthttp.Response) {
	tokens, sum, size := s.tokens(), uint32(0), 0
	to.ResetBody()
	to.AppendBodyString(gzipHeader)
	add := func(plain []byte) {
		sum, size = crc32.Update(sum, crc32.IEEETable, plain), size+len(plain)
	}
	for i, packed := range s.pack() {
		to.AppendBody(packed)
		add(s.parts[i])
		if i < len(tokens) {
			n := uint16(len(tokens[i]))
			stored := binary.LittleEndian.AppendUint16([]byte{0}, n) // a stored block, not the final one
			to.AppendBody(binary.LittleEndian.AppendUint16(stored, ^n))
			to.AppendBodyString(tokens[i])
			add([]byte(tokens[i]))
		}
	}
	end := binary.LittleEndian.AppendUint32([]byte(lastBlock), sum)
	to.AppendBody(binary.LittleEndian.AppendUint32(end, uint32(size)))
}

// packLevel takes a twentieth more bytes than the best, in a small part of the time.
const packLevel = 5

// packer is a compressor with what it has written.
type packer struct {
	out bytes.Buffer
	*flate.Writer
}

var packers = sync.Pool{New: func() any {
	p := &packer{}
	p.Writer, _ = flate.NewWriter(&p.out, packLevel) // the level is right
	return p
}}

// deflate compresses the parts, each into blocks of its own. A part may refer to text before it, also to that before a
// gap: the gap is filled with as many zeros as its token has letters, and what they were compressed to is thrown away.
// No text has a zero, so nothing refers to them.
func (s *sheet) deflate() [][]byte {
	p := packers.Get().(*packer)
	defer packers.Put(p)
	p.out.Reset()
	p.Reset(&p.out)
	ends := make([]int, len(s.parts))
	for i, part := range s.parts {
		p.Write(part) // into memory: it cannot fail
		p.Flush()
		ends[i] = p.out.Len()
		if i < len(s.gaps) {
			n := len(s.csrf)
			if s.gaps[i] == formGap {
				n = formTokenLength
			}
			p.Write(make([]byte, n))
			p.Flush()
			p.out.Truncate(ends[i])
		}
	}
	all, begin := slices.Clone(p.out.Bytes()), 0
	packed := make([][]byte, len(ends))
	for i, end := range ends {
		packed[i], begin = all[begin:end], end
	}
	return packed
}

// takesGzip reports whether a browser takes a gzip file, from its Accept-Encoding.
func takesGzip(accept []byte) bool {
	for entry := range bytes.SplitSeq(accept, []byte(",")) {
		name, weight, _ := strings.Cut(string(entry), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			weight = strings.ReplaceAll(weight, " ", "")
			return strings.Trim(strings.TrimPrefix(weight, "q="), "0.") != "" || weight == ""
		}
	}
	return false
}
