package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"dossier/internal/store"
)

// verifyCmd checks a database from end to end and changes nothing in it.
type verifyCmd struct {
	File string `arg:"" optional:"" help:"${verify_file_help}"`
	Data string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
	JSON bool   `name:"json" help:"${json_help}"`
}

// examined is what --json prints of a database file.
type examined struct {
	Path     string  `json:"path"`
	Bytes    int64   `json:"bytes"`
	Whole    bool    `json:"whole"`
	Wrong    string  `json:"wrong,omitempty"`
	Running  bool    `json:"running"`
	Version  int64   `json:"version"`
	Known    int64   `json:"known_version"`
	Classes  int     `json:"classes"`
	Students int     `json:"students"`
	Answers  int     `json:"answers"`
	Newest   string  `json:"newest_answer,omitempty"`
	Seconds  float64 `json:"seconds"`
}

func examinedOf(e store.Examined) examined {
	known := e.Examined.Newest
	said := examined{Path: e.Path, Bytes: e.Size, Running: e.Live, Version: e.Version, Known: known,
		Classes: e.Classes, Students: e.Students, Answers: e.Answers, Seconds: e.Took.Seconds()}
	if at := e.Holding.Newest; !at.IsZero() {
		said.Newest = at.Format(time.RFC3339)
	}
	switch {
	case e.Damage != "":
		said.Wrong = "an index does not fit its table"
	case e.Log != "":
		said.Wrong = "the write-ahead log " + e.Log
	default:
		said.Whole = true
	}
	return said
}

// write says what a database file holds.
func (e examined) write(to console) {
	fmt.Fprintf(to.out, "%s (%s, schema %d)\n", e.Path, store.SizeInWords(e.Bytes), e.Version)
	fmt.Fprintf(to.out, "In it: %s, %s, %s", count(e.Classes, "class", "classes"), plural(e.Students, "student"),
		plural(e.Answers, "answer"))
	if e.Newest != "" {
		fmt.Fprintf(to.out, ", the newest of %s", e.Newest)
	}
	fmt.Fprintln(to.out, ".")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprint(n, " ", many)
}

// Run checks the file, or the database of the data folder, and says what was checked.
func (c *verifyCmd) Run(to console) error {
	if c.File != "" {
		if err := canRead(c.File); err != nil {
			return err
		}
	}
	found, err := c.examine(to)
	said := examinedOf(found)
	if said.Whole = said.Whole && err == nil; err != nil {
		said.Wrong = why(err)
	}
	if c.JSON {
		if err := writeJSON(to, said); err != nil {
			return err
		}
	} else if err == nil {
		said.write(to)
		fmt.Fprintf(to.out, "Checked every page, table and index, the references between them, and the log, in %.1f s.\n",
			said.Seconds)
		if said.Whole {
			fmt.Fprintln(to.out, "Nothing is wrong.")
		}
	}
	return c.verdict(found, err)
}

func (c *verifyCmd) examine(to console) (store.Examined, error) {
	ctx := context.Background()
	if c.File != "" {
		return store.Examine(ctx, c.File, time.Now, progress(to)...)
	}
	if found := lookAtData(c.Data); found.isNew || found.begun {
		if size := logSize(found.path); size <= 0 {
			return store.Examined{}, fs.ErrNotExist
		}
	}
	return store.Verify(ctx, c.Data, time.Now, progress(to)...)
}

// verdict is the failure that a check ends with; nil when nothing is wrong.
func (c *verifyCmd) verdict(found store.Examined, err error) error {
	remedy := "run dossier restore --latest" + dataFlag(c.Data)
	switch {
	case c.File != "" && errors.Is(err, store.ErrDamaged):
		return &failure{exitDamaged, fmt.Sprintf("%s is damaged, or no database of Dossier: use another backup", c.File)}
	case c.File != "" && passable(err):
		return &failure{codeOf(err), fmt.Sprintf("%s cannot be checked: %s", c.File, why(err))}
	case errors.Is(err, fs.ErrNotExist):
		return noDatabase(c.Data)
	case errors.Is(err, store.ErrForeignLog):
		return storeFailure(c.Data, err)
	case errors.Is(err, store.ErrDamaged):
		return &failure{exitDamaged, fmt.Sprintf("the database in %s is damaged: stop Dossier and %s", c.Data, remedy)}
	case err != nil:
		return storeFailure(c.Data, err)
	case found.Damage != "" && c.File != "":
		return &failure{exitDamaged, fmt.Sprintf("an index in %s is damaged, though no answer is lost: "+
			"dossier restore makes it whole", c.File)}
	case found.Damage != "":
		return &failure{exitDamaged, fmt.Sprintf("an index of the database in %s is damaged, though no answer is lost: stop "+
			"Dossier, run dossier backup%s and then %s", c.Data, dataFlag(c.Data), remedy)}
	case found.Log != "":
		return &failure{exitDamaged, fmt.Sprintf("Dossier was not closed properly, and the file %s-wal %s, so that the "+
			"latest answers may be missing: start Dossier, which goes on without them", found.Path, found.Log)}
	}
	return nil
}

// logSize is how large the log in a data folder is, in bytes; 0 when there is none.
func logSize(dir string) int64 { return fileSize(filepath.Join(dir, databaseName+"-wal")) }
