package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"dossier/cmd/dossier/doctor"
	"dossier/internal/course"
	"dossier/internal/store"
)

// doctorCmd looks at everything on this computer that can keep a class from working, and changes nothing.
type doctorCmd struct {
	Data    string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
	Addr    string `env:"DOSSIER_ADDR" placeholder:"HOST:PORT" help:"${doctor_addr_help}"`
	Content string `env:"DOSSIER_CONTENT" placeholder:"DIR" help:"${content_help}"`
	TLSCert string `env:"DOSSIER_TLS_CERT" name:"tls-cert" placeholder:"FILE" help:"${doctor_cert_help}"`
	TZ      string `env:"DOSSIER_TZ" name:"tz" placeholder:"ZONE" help:"${tz_help}"`
	JSON    bool   `name:"json" help:"Print the findings as JSON, for other programs."`
}

// thereAlready is a day on which this program was there already, so that an earlier clock is wrong.
var thereAlready = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// Run prints a line for each finding, and fails when something needs fixing.
func (c *doctorCmd) Run(to console) error {
	if err := checkAddr(c.Addr); err != nil {
		return err
	}
	zone, err := timeZone(c.TZ)
	if err != nil {
		return err
	}
	findings, err := c.findings(context.Background(), zone)
	if err != nil {
		return err
	}
	write := writeFindings
	if c.JSON {
		write = writeFindingsJSON
	}
	if err := write(to.out, findings); err != nil {
		return err
	}
	if !doctor.Well(findings) {
		return &failure{exitOther, "something needs fixing: the lines with FIX say what to do"}
	}
	return nil
}

// findings asks the data folder first, then the network.
func (c *doctorCmd) findings(ctx context.Context, zone *time.Location) ([]doctor.Finding, error) {
	all := []doctor.Finding{{Level: doctor.OK, Name: "version",
		What: fmt.Sprintf("Dossier %s on %s, %s.", buildVersion(), runtime.GOOS, runtime.GOARCH)}}
	found, err := store.LookOver(ctx, c.Data)
	all = append(all, doctor.Database(found, err)...)
	all = append(all, c.disk()...)
	now := time.Now().In(zone)
	name, _ := now.Zone()
	all = append(all, doctor.Clock(now, found.Latest, thereAlready, name, c.TZ != "")...)
	content, err := openContent(c.Content)
	if err != nil {
		return nil, err
	}
	_, said := course.Compile(content)
	errs := len(course.Errors(said))
	all = append(all, doctor.Content(errs, len(said)-errs))
	certificate, err := c.certificate(now)
	if err != nil {
		return nil, err
	}
	all = append(all, certificate...)
	return append(all, c.network(ctx, found.Running)...), nil
}

// disk measures the disk of the data folder, or, as long as there is none, of the folder in which it will be made.
func (c *doctorCmd) disk() []doctor.Finding {
	folder, err := filepath.Abs(c.Data)
	for err == nil {
		var info fs.FileInfo
		if info, err = os.Stat(folder); err == nil && info.IsDir() {
			break
		}
		if errors.Is(err, fs.ErrNotExist) && folder != filepath.Dir(folder) {
			folder, err = filepath.Dir(folder), nil
		} else if err == nil {
			err = fs.ErrInvalid
		}
	}
	var perSecond float64
	if err == nil {
		perSecond, err = storesPerSecond(folder)
	}
	if err != nil {
		return []doctor.Finding{{Level: doctor.Fix, Name: "folder",
			What: fmt.Sprintf("The data folder %s cannot be written.", lookAtData(c.Data).path),
			Do:   "Check that it belongs to the user who starts Dossier, and that the disk is not full or read-only."}}
	}
	all := []doctor.Finding{{Level: doctor.OK, Name: "folder", What: "The data is in " + lookAtData(c.Data).path + "."},
		doctor.Disk(perSecond)}
	if free, err := freeSpace(folder); err == nil {
		all = append(all, doctor.Space(free))
	}
	return all
}

// How long and how often the disk is asked to store something: enough for a number, too little to be waited for.
const (
	mostStores  = 200
	longestTest = time.Second
)

// storesPerSecond writes a page to a file of its own in the folder and waits until the disk has it, again and again. A
// commit of the database waits for one such write.
func storesPerSecond(folder string) (perSecond float64, err error) {
	file, err := os.CreateTemp(folder, ".dossier-doctor-*.part")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	page := make([]byte, 4096)
	begun, n := time.Now(), 0
	for ; n == 0 || n < mostStores && time.Since(begun) < longestTest; n++ {
		if _, err := file.Write(page); err != nil {
			return 0, err
		}
		if err := file.Sync(); err != nil {
			return 0, err
		}
	}
	return float64(n) / max(time.Since(begun), time.Microsecond).Seconds(), nil
}

// certificate looks at the one that was named, or at the one that Dossier has made; there need be none.
func (c *doctorCmd) certificate(now time.Time) ([]doctor.Finding, error) {
	path, own := c.TLSCert, false
	if path == "" {
		path, own = filepath.Join(c.Data, certificateName), true
	}
	until, err := endOfCertificate(path)
	switch {
	case err == nil:
		return []doctor.Finding{doctor.Certificate(now, until, own)}, nil
	case !own:
		return nil, &failure{exitUsage, fmt.Sprintf("the file %s of --tls-cert is no certificate that can be read: "+
			"name the PEM file that Dossier is started with", path)}
	}
	return nil, nil // none yet, or one that the next start makes anew
}

// marks are the levels as they are printed.
var marks = map[doctor.Level]string{doctor.OK: "ok  ", doctor.Look: "look", doctor.Fix: "FIX "}

// writeFindings prints a line for each finding, and below it what to do.
func writeFindings(out io.Writer, findings []doctor.Finding) error {
	var text strings.Builder
	for _, f := range findings {
		fmt.Fprintf(&text, "%s  %-11s  %s\n", marks[f.Level], f.Name, f.What)
		if f.Do != "" {
			fmt.Fprintf(&text, "%19s%s\n", "", f.Do)
		}
	}
	_, err := io.WriteString(out, text.String())
	return err
}

func writeFindingsJSON(out io.Writer, findings []doctor.Finding) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Well     bool             `json:"well"`
		Findings []doctor.Finding `json:"findings"`
	}{doctor.Well(findings), findings})
}
