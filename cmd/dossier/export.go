package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/store"
	"dossier/internal/web"
)

// exportCmd writes what is stored about a student or a class into a file, for somebody who asks what is known of them.
type exportCmd struct {
	whom
	Out  string `required:"" placeholder:"FILE" help:"The zip file to write. It must not be there yet."`
	JSON bool   `name:"json" help:"Print what was written as JSON."`
	originalsFolder
}

// exported is what the command prints as JSON.
type exported struct {
	File     string `json:"file"`
	Bytes    int64  `json:"bytes"`
	Class    int64  `json:"class"`
	Student  int64  `json:"student,omitempty"`
	Students int    `json:"students"`
}

// Run writes the file.
func (c *exportCmd) Run(to console) error {
	return c.with(func(ctx context.Context, lessons *course.Course, data *store.Store) error {
		p, err := c.find(ctx, data)
		if err != nil {
			return dataFailure(c.Data, err)
		}
		server, err := web.New(web.Config{Course: lessons, Store: data, Log: slog.New(slog.DiscardHandler), Now: time.Now})
		if errors.Is(err, store.ErrChanged) {
			return &failure{exitContent, "questions have changed since this folder was last served: dossier check lists them"}
		}
		if err != nil {
			return storeFailure(c.Data, err)
		}
		done := exported{File: c.Out, Class: int64(p.class.ID), Students: p.class.Students}
		done.Bytes, err = writeNew(c.Out, func(w io.Writer) error {
			if p.student == nil {
				return server.WriteClass(ctx, w, p.class)
			}
			done.Student, done.Students = int64(p.student.ID), 1
			return server.WriteStudent(ctx, w, *p.student)
		})
		if err != nil {
			return dataFailure(c.Data, err)
		}
		return c.tell(ctx, to, data, p, done)
	})
}

// tell notes the export in the record and says what was written.
func (c *exportCmd) tell(ctx context.Context, to console, data *store.Store, p people, done exported) error {
	if err := data.NoteExport(ctx, 0, p.class.ID, classroom.StudentID(done.Student), "everything"); err != nil {
		return storeFailure(c.Data, err)
	}
	if c.JSON {
		return printJSON(to, done)
	}
	fmt.Fprintf(to.out, "Everything about %s is in %s. README.txt in it says what to look at before you hand it over.\n",
		p.words(), c.Out)
	return nil
}

// writeNew writes a file that is not there yet, for its owner alone, and returns its size. Nothing is left of one that
// could not be finished.
func writeNew(path string, write func(io.Writer) error) (size int64, err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return 0, &failure{exitUsage, fmt.Sprintf("%s is there already: give another name with --out", path)}
	}
	if err != nil {
		return 0, &failure{exitUsage, fmt.Sprintf("%s cannot be written: give another name with --out", filepath.Clean(path))}
	}
	out := bufio.NewWriter(file)
	err = errors.Join(write(out), out.Flush(), file.Sync())
	info, statErr := file.Stat()
	if err = errors.Join(err, statErr, file.Close()); err != nil {
		return 0, errors.Join(err, os.Remove(path))
	}
	return info.Size(), nil
}
