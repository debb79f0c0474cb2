package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// closedProperly checks that the program ended by itself with code 0 and folded everything into the database.
func closedProperly(t *testing.T, state *os.ProcessState, dir string) {
	t.Helper()
	if state.ExitCode() != exitOK {
		t.Errorf("the program ended with %v, want exit code 0", state)
	}
	if _, err := os.Stat(filepath.Join(dir, databaseName+"-wal")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the database was not closed: its log is still there (%v)", err)
	}
}

// dossier serve 2>&1 | tee log, and Ctrl+C ends tee first.
func TestNobodyReadsTheLog(t *testing.T) {
	dir := t.TempDir()
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	p.closeOutput()
	for range 3 {
		response, err := http.Get(p.address + "/")
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	p.Process.Signal(os.Interrupt) // which writes a line to the log
	p.Wait()
	closedProperly(t, p.ProcessState, dir)
}

// dossier serve | true: nobody reads the start message either, and the class is served all the same.
func TestNobodyReadsTheStartMessage(t *testing.T) {
	dir := t.TempDir()
	gone, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	gone.Close()
	cmd := command("--addr", "127.0.0.1:0", "--data", dir)
	cmd.Stdout = out
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out.Close()
	log := bufio.NewScanner(errs)
	for log.Scan() && !strings.Contains(log.Text(), "could not be written") {
	}
	cmd.Process.Signal(os.Interrupt)
	cmd.Wait()
	closedProperly(t, cmd.ProcessState, dir)
}

func TestClosedTerminalStopsProperly(t *testing.T) {
	dir := t.TempDir()
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", dir)
	p.Process.Signal(syscall.SIGHUP)
	p.Process.Signal(syscall.SIGHUP) // a shell and its terminal both send one
	p.Wait()
	closedProperly(t, p.ProcessState, dir)
}

// nohup dossier serve outlives its terminal.
func TestNohup(t *testing.T) {
	dir := t.TempDir()
	p := startCommand(t, exec.Command("nohup", command("--addr", "127.0.0.1:0", "--data", dir).Args...), nil)
	p.Process.Signal(syscall.SIGHUP)
	response, err := http.Get(p.address + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	p.Process.Signal(syscall.SIGTERM)
	p.Wait()
	closedProperly(t, p.ProcessState, dir)
}

// Whenever the signal comes, from the first moment on, the program ends in peace.
func TestStopWhileStarting(t *testing.T) {
	fresh := t.TempDir()
	for n := range 25 {
		dir := fresh
		if n%2 == 0 {
			dir = filepath.Join(fresh, strconv.Itoa(n)) // a new database takes longer to open
		}
		cmd := command("--addr", "127.0.0.1:0", "--data", dir)
		var said bytes.Buffer
		cmd.Stdout, cmd.Stderr = &said, &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		listening(t, cmd.Process.Pid)
		wait := time.NewTimer(time.Duration(n) * 20 * time.Millisecond)
		<-wait.C
		cmd.Process.Signal([]os.Signal{syscall.SIGTERM, os.Interrupt, syscall.SIGHUP}[n%3])
		cmd.Wait()
		closedProperly(t, cmd.ProcessState, dir)
		if t.Failed() {
			t.Fatalf("stopped after %d ms, it said: %s", n*20, &said)
		}
	}
}

// listening waits until a process hears signals: the last thing that it does for that is to ignore SIGPIPE.
func listening(t *testing.T, pid int) {
	t.Helper()
	const sigpipe = 1 << (syscall.SIGPIPE - 1)
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); {
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(status), "SigIgn:\t")
		ignored, _, _ := strings.Cut(rest, "\n")
		if mask, err := strconv.ParseUint(ignored, 16, 64); err == nil && mask&sigpipe != 0 {
			return
		}
	}
	t.Fatal("the program does not listen for signals")
}

// A command that has nothing to close dies by a signal as any other program does.
func TestCheckDiesByASignal(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	cmd := command("check", "--rules")
	cmd.Stdout = write
	cmd.Run()
	write.Close()
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGPIPE {
		t.Errorf("got %v, want the end by SIGPIPE", cmd.ProcessState)
	}
}
