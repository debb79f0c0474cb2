package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"dossier/internal/store"
)

// backupCmd makes a backup by hand, beside a running program or without one.
type backupCmd struct {
	Data string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
	Out  string `placeholder:"FILE" help:"${out_help}"`
	Keep int    `placeholder:"N" help:"${keep_help}"`
	JSON bool   `name:"json" help:"${json_help}"`
}

// madeBackup is what --json prints.
type madeBackup struct {
	Path    string  `json:"path"`
	Bytes   int64   `json:"bytes"`
	Seconds float64 `json:"seconds"`
	Warning string  `json:"warning,omitempty"`
	Removed int     `json:"removed"`
}

// Run makes the backup and says where it is.
func (c *backupCmd) Run(to console) error {
	if c.Keep < 0 {
		return &failure{exitUsage, "--keep is how many backups stay: give a number from 1 on, or leave it out"}
	}
	if found := lookAtData(c.Data); found.isNew || found.begun {
		return noDatabase(c.Data)
	}
	target, err := c.target(time.Now())
	if err != nil {
		return err
	}
	begun := time.Now()
	copied, damage, wrong, err := store.BackupOf(context.Background(), c.Data, target, time.Now, progress(to)...)
	switch {
	case errors.Is(err, store.ErrNoBackup):
		return &failure{exitUsage, fmt.Sprintf("%s is there already and is no backup: choose another name with --out",
			copied.Path)}
	case err != nil:
		return backupFailure(c.Data, filepath.Dir(copied.Path), err)
	}
	made := madeBackup{Path: copied.Path, Bytes: copied.Size, Seconds: time.Since(begun).Seconds(),
		Warning: c.warning(damage, wrong, copied.Path)}
	if c.Keep > 0 {
		if made.Removed, err = store.KeepByHand(filepath.Dir(copied.Path), c.Keep); err != nil {
			return storeFailure(filepath.Dir(copied.Path), err)
		}
	}
	return made.write(to, c.JSON)
}

// target is the file that --out means: "" for one in the data folder, a new file in a folder, or the file itself.
func (c *backupCmd) target(now time.Time) (string, error) {
	if c.Out == "" {
		return "", nil
	}
	out, err := filepath.Abs(c.Out)
	if err != nil {
		return "", &failure{exitUsage, fmt.Sprintf("--out %s cannot be used: %v", c.Out, err)}
	}
	info, err := os.Stat(out)
	ends := strings.HasSuffix(c.Out, string(filepath.Separator))
	if ends && errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir() {
		return filepath.Join(out, store.BackupName(now)), nil
	}
	return out, nil
}

// warning says what is wrong with the database of which a whole copy was made; "" for nothing.
func (c *backupCmd) warning(damage, wrong, path string) string {
	if damage != "" {
		return fmt.Sprintf("An index of the database is damaged, and no answer is lost: stop Dossier and run "+
			"dossier restore %s%s, since the backup is whole", inShell(path), dataFlag(c.Data))
	}
	if wrong != "" {
		return "Dossier was not closed properly, and the file dossier.db-wal " + wrong + ". Answers of the last minutes " +
			"before it stopped may be missing"
	}
	return ""
}

func (m madeBackup) write(to console, asJSON bool) error {
	if asJSON {
		return writeJSON(to, m)
	}
	if m.Warning != "" {
		fmt.Fprintf(to.err, "dossier: %s\n", m.Warning)
	}
	fmt.Fprintf(to.out, "%s (%s, checked, %.1f s)\n", m.Path, store.SizeInWords(m.Bytes), m.Seconds)
	if m.Removed > 0 {
		fmt.Fprintf(to.out, "%s removed.\n", plural(m.Removed, "older backup"))
	}
	return nil
}

// backupFailure says why no backup was made of the folder dir into the folder target.
func backupFailure(dir, target string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return noDatabase(dir)
	case errors.Is(err, store.ErrForeignLog):
		return storeFailure(dir, err)
	case errors.Is(err, store.ErrDamaged):
		return &failure{exitDamaged, fmt.Sprintf("the database in %s is damaged, so no backup was made and the earlier ones "+
			"were left as they are: stop Dossier and run dossier restore --latest%s", dir, dataFlag(dir))}
	case errors.Is(err, store.ErrNoSpace):
		return &failure{exitReadOnly, fmt.Sprintf("there is no room for the backup in %s, and nothing was changed: "+
			"make room, or choose another disk with --out", target)}
	case errors.Is(err, store.ErrReadOnly):
		return &failure{exitReadOnly, fmt.Sprintf("%s cannot be written, or %s not be read: run this as the user who starts "+
			"Dossier, or choose another folder with --out", target, dir)}
	}
	return storeFailure(dir, err)
}

// noDatabase says that there is no database in the folder of --data.
func noDatabase(dir string) *failure {
	return &failure{exitUsage, fmt.Sprintf("there is no database in %s: name the data folder of your school with --data",
		dir)}
}

// dataFlag is how a command names the data folder, when it is not the usual one.
func dataFlag(dir string) string {
	if filepath.Clean(dir) == filepath.Clean(usualData) {
		return ""
	}
	if strings.HasPrefix(dir, "-") {
		dir = "." + string(filepath.Separator) + dir // or it would pass for a flag
	}
	return " --data " + inShell(dir)
}

// inShell is a path as it is typed into a shell of this computer.
func inShell(path string) string { return quoted(path, runtime.GOOS == "windows") }

// plainWord is what no shell takes for anything else.
var plainWord = regexp.MustCompile(`^[\pL\pN/._:,+@-]+$`)

// quoted puts a path between quotes when it needs them. The shell of Windows knows only double quotes, which no path
// there has.
func quoted(path string, windows bool) string {
	switch {
	case plainWord.MatchString(path):
		return path
	case windows:
		return `"` + path + `"`
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// progress tells on stderr what takes longer than a second, and on a terminal everything.
func progress(to console) []store.Option {
	options := []store.Option{store.Say(func(sentence string) { fmt.Fprintln(to.err, sentence) })}
	if isTerminal(to.err) {
		options = append(options, store.Patience(0))
	}
	return options
}

func writeJSON(to console, value any) error {
	lines := json.NewEncoder(to.out)
	lines.SetEscapeHTML(false)
	return lines.Encode(value)
}
