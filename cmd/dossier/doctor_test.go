package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/cmd/dossier/doctor"
)

// askDoctor runs the doctor and returns its findings by name, and the exit code.
func askDoctor(t *testing.T, args ...string) (map[string]doctor.Finding, int) {
	t.Helper()
	cmd := command(append([]string{"doctor", "--json"}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Run()
	var read struct {
		Well     bool
		Findings []doctor.Finding
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatalf("%v: %s%s", err, &out, &errs)
	}
	code := cmd.ProcessState.ExitCode()
	if read.Well != (code == exitOK) {
		t.Errorf("well is %v, and the exit code %d", read.Well, code)
	}
	found := map[string]doctor.Finding{}
	for _, f := range read.Findings {
		found[f.Name] = f
	}
	return found, code
}

// The doctor looks before the first start, while Dossier runs, when it was killed, and when the database is damaged.
func TestDoctorThroughALife(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	address := "127.0.0.1:" + freePort(t)
	expect := func(when string, level doctor.Level, says string, names ...string) {
		t.Helper()
		found, _ := askDoctor(t, "--data", dir, "--addr", address)
		for _, name := range names {
			if f := found[name]; f.Level != level || !strings.Contains(f.What+f.Do, says) {
				t.Errorf("%s, %s: got %+v, want %s and %q", when, name, f, level, says)
			}
		}
	}
	expect("before the first start", doctor.OK, "no database yet", "database")
	expect("before the first start", doctor.OK, "is free", "port")
	if _, err := os.Stat(dir); err == nil {
		t.Error("the doctor has made the data folder")
	}

	p := start(t, nil, "--addr", address, "--data", dir, "--tls", "self")
	expect("while it runs", doctor.OK, ", running", "database")
	expect("while it runs", doctor.OK, "Dossier answers on port", "port")
	expect("while it runs", doctor.Look, "for this computer alone", "addresses")
	expect("while it runs", doctor.OK, "in 396 days", "certificate")
	expect("while it runs", doctor.OK, "", "version", "folder", "clock", "course")
	p.Process.Kill()
	p.Wait()
	expect("after a kill", doctor.Look, "not closed properly", "database")

	p = start(t, nil, "--addr", address, "--data", dir)
	p.Process.Signal(os.Interrupt)
	p.exitCode(t)
	expect("after a proper end", doctor.OK, "not running", "database")
	entries, err := os.ReadDir(dir)
	ours := func(e os.DirEntry) bool { return strings.Contains(e.Name(), "doctor") }
	if err != nil || slices.ContainsFunc(entries, ours) {
		t.Errorf("the doctor has left something behind: %v, %v", entries, err)
	}

	write(t, filepath.Join(dir, databaseName), strings.Repeat("this is not a database ", 100))
	expect("damaged", doctor.Fix, "put a backup back", "database")
	if _, code := askDoctor(t, "--data", dir, "--addr", address); code != exitOther {
		t.Errorf("exit code %d for a damaged database", code)
	}
}

func TestDoctorNamesWhoHasThePort(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	found, code := askDoctor(t, "--data", t.TempDir(), "--addr", busy.Addr().String())
	self := filepath.Base(os.Args[0])
	if f := found["port"]; f.Level != doctor.Fix || !strings.Contains(f.What, "is taken by "+self[:min(len(self), 15)]) {
		t.Errorf("got %+v, want %s named", f, self)
	}
	if code != exitOther {
		t.Errorf("got exit code %d", code)
	}
}

func TestDoctorInWords(t *testing.T) {
	var out strings.Builder
	err := writeFindings(&out, []doctor.Finding{
		{Level: doctor.OK, Name: "port", What: "Port 8080 is free."},
		{Level: doctor.Fix, Name: "space", What: "Full.", Do: "Tidy."},
	})
	const want = "ok    port         Port 8080 is free.\nFIX   space        Full.\n                   Tidy.\n"
	if err != nil || out.String() != want {
		t.Errorf("got %q, %v, want %q", out.String(), err, want)
	}
}

func TestDoctorRefusesWhatIsNoCertificate(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cert.pem")
	write(t, file, "no certificate")
	cmd := command("doctor", "--data", t.TempDir(), "--tls-cert", file)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	cmd.Run()
	if cmd.ProcessState.ExitCode() != exitUsage || !strings.Contains(errs.String(), "--tls-cert") {
		t.Errorf("got %v and %q", cmd.ProcessState, &errs)
	}
}

func TestStoresPerSecond(t *testing.T) {
	dir := t.TempDir()
	if n, err := storesPerSecond(dir); err != nil || n <= 0 {
		t.Errorf("got %v, %v", n, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if _, err := storesPerSecond(filepath.Join(dir, "missing")); err == nil {
		t.Error("a folder that is not there has a speed")
	}
}

func TestEndOfCertificate(t *testing.T) {
	until := time.Now().Add(validFor)
	pem, err := makeCertificate([]string{"localhost"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "cert.pem")
	write(t, file, string(pem))
	if got, err := endOfCertificate(file); err != nil || got.Sub(until).Abs() > time.Hour {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestPlace(t *testing.T) {
	for addr, want := range map[string]string{
		"": "[::]:8080", ":9000": "[::]:9000", "0.0.0.0:80": "0.0.0.0:80", "localhost:81": "127.0.0.1:81",
		"[::1]:82": "[::1]:82", "school.example:83": "[::]:83", "192.168.1.5:84": "192.168.1.5:84",
	} {
		if got := place(addr).String(); got != want {
			t.Errorf("%q: got %s, want %s", addr, got, want)
		}
	}
}
