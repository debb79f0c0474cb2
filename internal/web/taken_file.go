package web

import (
	"bufio"
	"io"
	"os"

	"github.com/gofiber/fiber/v2"
)

// madeFile is a file that exists only until it is sent.
type madeFile struct {
	*os.File
	leave func() // gives its place among the files in the making back
}

// Close lets go of the file. Where it could not be removed while it was open, it goes now.
func (f madeFile) Close() error {
	defer f.leave()
	err := f.File.Close()
	_ = os.Remove(f.Name()) // gone already, mostly
	return err
}

// downloadMade makes a file of any length and sends it to be kept. It is made whole first, and not in memory: what goes
// wrong is said on a page, instead of a file that ends in the middle, and a slow network holds up nothing but itself.
// errMaking when too many are in the making.
func (s *Server) downloadMade(r *request, name, kind string, write func(io.Writer) error) error {
	leave, err := s.makings.enter(r.key())
	if err != nil {
		return err
	}
	file, err := os.CreateTemp("", "dossier-file-*")
	if err != nil {
		leave()
		return err
	}
	made, size := madeFile{file, leave}, 0
	_ = os.Remove(file.Name()) // so that nothing is left, whatever happens
	err = s.makings.turn(r.ctx, func() (err error) {
		size, err = made.fill(write)
		return err
	})
	if err != nil {
		made.Close()
		return err
	}
	r.c.Set(fiber.HeaderContentType, kind)
	r.c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return r.c.SendStream(made, size)
}

// fill writes the file and goes back to its beginning.
func (f madeFile) fill(write func(io.Writer) error) (size int, err error) {
	out := bufio.NewWriter(f)
	if err := write(out); err != nil {
		return 0, err
	}
	if err := out.Flush(); err != nil {
		return 0, err
	}
	end, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	return int(end), err
}
