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

// restoreCmd puts a backup in the place of the database.
type restoreCmd struct {
	File   string `arg:"" optional:"" help:"${restore_file_help}"`
	Latest bool   `help:"Take the newest backup in the data folder that is whole."`
	DryRun bool   `name:"dry-run" help:"Check the backup and say what is in it, and change nothing."`
	Data   string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
	JSON   bool   `name:"json" help:"${json_help}"`
}

// restoredBackup is what --json prints.
type restoredBackup struct {
	examined
	Restored bool     `json:"restored"`
	Replaced string   `json:"replaced,omitempty"`
	Passed   []passed `json:"passed_over"`
}

type passed struct {
	Path string `json:"path"`
	Why  string `json:"why"`
}

// Run restores, or only says what it would restore.
func (c *restoreCmd) Run(to console) error {
	if c.Latest == (c.File != "") {
		return &failure{exitUsage, "name the file of a backup, or --latest for the newest one"}
	}
	if c.File != "" {
		if err := canRead(c.File); err != nil {
			return err
		}
	}
	done, over, err := c.restore(to)
	said := restoredBackup{examined: examinedOf(done.Examined), Restored: !c.DryRun, Replaced: done.Replaced,
		Passed: []passed{}}
	for _, o := range over {
		said.Passed = append(said.Passed, passed{o.Path, why(o.Why)})
		if !c.JSON {
			fmt.Fprintf(to.err, "Passed over %s: %s.\n", o.Path, why(o.Why))
		}
	}
	if err != nil {
		return c.failure(err)
	}
	if c.JSON {
		return writeJSON(to, said)
	}
	said.write(to)
	c.conclude(to, done)
	return nil
}

func (c *restoreCmd) restore(to console) (done store.Restored, over []store.Passed, err error) {
	ctx := context.Background()
	switch {
	case c.Latest:
		return store.RestoreLatest(ctx, c.Data, time.Now, c.DryRun, progress(to)...)
	case c.DryRun:
		done.Examined, err = store.Examine(ctx, c.File, time.Now, progress(to)...)
		return done, nil, err
	}
	done, err = store.Restore(ctx, c.Data, c.File, time.Now, progress(to)...)
	return done, nil, err
}

// conclude says what was done and what comes next.
func (c *restoreCmd) conclude(to console, done store.Restored) {
	if done.Damage != "" {
		fmt.Fprintln(to.out, "An index in it is damaged. The copy gets a new one, so that nothing is lost.")
	}
	if done.Log != "" {
		fmt.Fprintf(to.out, "It was not closed properly, and its log %s. Its latest answers may be missing.\n", done.Log)
	}
	if c.DryRun {
		fmt.Fprintln(to.out, "Nothing was changed.")
		return
	}
	dir, err := filepath.Abs(c.Data)
	if err != nil {
		dir = c.Data
	}
	fmt.Fprintf(to.out, "It is now the database in %s.\n", dir)
	if done.Replaced != "" {
		fmt.Fprintf(to.out, "What was there before is kept in %s.\n", done.Replaced)
	}
	if done.Version < done.Examined.Examined.Newest {
		fmt.Fprintln(to.out, "It is from an older version, and is upgraded when you start Dossier.")
	}
}

// failure says why nothing was restored.
func (c *restoreCmd) failure(err error) error {
	switch {
	case errors.Is(err, store.ErrItself):
		return &failure{exitUsage, fmt.Sprintf("%s is the database in use, so there is nothing to restore: name a backup",
			c.File)}
	case c.Latest && errors.Is(err, fs.ErrNotExist):
		return &failure{exitUsage, fmt.Sprintf("there is no whole backup in %s, and nothing was changed: name the file of a "+
			"backup that is elsewhere", filepath.Join(c.Data, backupsName))}
	case c.File != "" && passable(err):
		return &failure{codeOf(err), fmt.Sprintf("%s cannot be restored, and nothing was changed: %s", c.File, why(err))}
	}
	return openFailure(c.Data, err)
}

// passable says that an error is one of the file that was to be read.
func passable(err error) bool {
	return errors.Is(err, store.ErrDamaged) || errors.Is(err, store.ErrNewer) || errors.Is(err, fs.ErrNotExist)
}

// why says in a few words why a file cannot be restored.
func why(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, store.ErrForeignLog):
		return "the log beside it belongs to another database"
	case errors.Is(err, store.ErrDamaged):
		return "it is damaged, or no database of Dossier"
	case errors.Is(err, store.ErrNewer):
		return "it was made by a newer version of Dossier"
	case errors.Is(err, store.ErrNothingIn):
		return "nobody has set Dossier up in it"
	}
	return "it could not be read"
}

func codeOf(err error) int {
	switch {
	case errors.Is(err, store.ErrDamaged):
		return exitDamaged
	case errors.Is(err, store.ErrNewer):
		return exitNewer
	}
	return exitUsage
}
