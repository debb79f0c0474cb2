package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dossier/cmd/dossier/signals"
)

// The test binary becomes the program when this is set, so that the tests see real exit codes, signals and output.
const asProgram = "DOSSIER_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	signals.Default() // what the tests start would inherit that SIGPIPE is ignored
	os.Exit(m.Run())
}

// command is the program with arguments and an environment without settings of the person who runs the tests.
func command(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	for _, setting := range os.Environ() {
		if !strings.HasPrefix(setting, "DOSSIER_") {
			cmd.Env = append(cmd.Env, setting)
		}
	}
	// Under the race detector a program sleeps a second before it exits, unless told not to.
	cmd.Env = append(cmd.Env, asProgram+"=1", "DOSSIER_OPEN=no", "GORACE=atexit_sleep_ms=0")
	return cmd
}

// running is a program that serves.
type running struct {
	*exec.Cmd
	address     string        // base URL
	started     string        // what it printed before it began to serve
	errors      *bufio.Reader // its stderr, line by line
	closeOutput func()        // nobody reads what it prints any more
}

// start runs the program and waits until it says that it serves.
func start(t *testing.T, env []string, args ...string) *running {
	t.Helper()
	return startCommand(t, command(args...), env)
}

func startCommand(t *testing.T, cmd *exec.Cmd, env []string) *running {
	t.Helper()
	if cmd.Env == nil {
		cmd.Env = command().Env
	}
	cmd.Env = append(cmd.Env, env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	p := &running{Cmd: cmd, errors: bufio.NewReader(errs), closeOutput: func() { out.Close(); errs.Close() }}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		p.started += lines.Text() + "\n"
		if address, ok := strings.CutPrefix(lines.Text(), "Address: "); ok && p.address == "" {
			p.address, _, _ = strings.Cut(address, " ")
		}
		if strings.HasPrefix(lines.Text(), "Stop with") {
			return p
		}
	}
	said, _ := io.ReadAll(p.errors)
	t.Fatalf("the program did not start: %v\n%s%s", cmd.Wait(), p.started, said)
	return nil
}

// exitCode waits for the program to end by itself.
func (p *running) exitCode(t *testing.T) int {
	t.Helper()
	rest, err := io.ReadAll(p.errors)
	if err != nil {
		t.Fatal(err)
	}
	var exit *exec.ExitError
	if err := p.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if code := p.ProcessState.ExitCode(); code != exitOK {
		t.Logf("stderr: %s", rest)
		return code
	}
	return exitOK
}

func TestExitCodes(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	inUse := t.TempDir()
	first := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", inUse)
	defer first.Process.Kill()

	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "not a folder")
	damaged := t.TempDir()
	write(t, filepath.Join(damaged, "dossier.db"), strings.Repeat("this is not a database ", 100))
	broken := t.TempDir()
	write(t, filepath.Join(broken, "lessons", "course.yaml"), "no_such_field: 1\n")
	teachers := t.TempDir()
	if err := os.Mkdir(filepath.Join(teachers, "lessons"), 0o700); err != nil {
		t.Fatal(err)
	}

	tests := []struct {
		name string
		args []string
		want int
		says string // part of the last line on stderr; "" means nothing at all on stderr
	}{
		{"version", []string{"version"}, exitOK, ""},
		{"help", []string{"--help"}, exitOK, ""},
		{"rules", []string{"check", "--rules"}, exitOK, ""},
		{"teacher's folder without changes", []string{"check", "--content", teachers}, exitOK, ""},
		{"unknown flag", []string{"--nonsense"}, exitUsage, "--nonsense"},
		{"unknown command", []string{"nonsense"}, exitUsage, "nonsense"},
		{"address without a port", []string{"--addr", "localhost", "--data", t.TempDir()}, exitUsage, "host:port"},
		{
			"content folder that is not there", []string{"--content", file + "-missing", "--data", t.TempDir()},
			exitUsage, "--content",
		},
		{"port with letters", []string{"--addr", "127.0.0.1:80abc", "--data", t.TempDir()}, exitUsage, "1 to 65535"},
		{"port that is too high", []string{"--addr", ":99999", "--data", t.TempDir()}, exitUsage, "1 to 65535"},
		{"no port", []string{"--addr", "127.0.0.1:", "--data", t.TempDir()}, exitUsage, "1 to 65535"},
		{"port alone", []string{"--addr", "9000"}, exitUsage, "did you mean --addr :9000?"},
		{"--port", []string{"--port", "9000"}, exitUsage, "did you mean --addr :9000?"},
		{"--port=", []string{"serve", "--port=9000"}, exitUsage, "did you mean --addr :9000?"},
		{"-p", []string{"--dev", "-p", "9000"}, exitUsage, "did you mean --addr :9000?"},
		{"-p9000", []string{"-p9000"}, exitUsage, "did you mean --addr :9000?"},
		{"--port without a number", []string{"--port"}, exitUsage, "did you mean --addr :9000?"},
		{"--listen", []string{"--listen", "0.0.0.0:80"}, exitUsage, "did you mean --addr 0.0.0.0:80?"},
		{"port as a command", []string{":8081"}, exitUsage, "did you mean --addr :8081?"},
		{"another command's name", []string{"serve", "nonsense"}, exitUsage, "nonsense"},
		{
			"address of another computer", []string{"--addr", "192.0.2.77:8080", "--data", t.TempDir()},
			exitPort, "127.0.0.1:8080",
		},
		{"data folder that cannot be", []string{"--data", filepath.Join(file, "data")}, exitReadOnly, "cannot be written"},
		{"damaged database", []string{"--addr", "127.0.0.1:0", "--data", damaged}, exitDamaged, "damaged"},
		{"second copy", []string{"--addr", "127.0.0.1:0", "--data", inUse}, exitInUse, "already running"},
		{"port taken", []string{"--addr", busy.Addr().String(), "--data", t.TempDir()}, exitPort, "taken"},
		{"check of a broken course", []string{"check", "--content", broken}, exitContent, "error"},
		{"serving a broken course", []string{"--content", broken, "--data", t.TempDir()}, exitContent, "error"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cmd := command(test.args...)
			var out, errs bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &errs
			err := cmd.Run()
			if got := cmd.ProcessState.ExitCode(); got != test.want {
				t.Fatalf("got exit code %d (%v), want %d\nstdout: %s\nstderr: %s", got, err, test.want, &out, &errs)
			}
			said := strings.Split(strings.TrimSuffix(errs.String(), "\n"), "\n")
			last := said[len(said)-1]
			if test.says == "" {
				if last != "" {
					t.Errorf("got %q on stderr, want nothing", last)
				}
				if out.Len() == 0 {
					t.Error("got nothing on stdout")
				}
				return
			}
			if !strings.HasPrefix(last, "dossier: ") || !strings.Contains(last, test.says) {
				t.Errorf("got %q, want a sentence with %q", last, test.says)
			}
			if test.want != exitContent && len(said) != 1 {
				t.Errorf("got %d lines on stderr, want one sentence:\n%s", len(said), &errs)
			}
		})
	}
}

func TestFlagsCanComeFromTheEnvironment(t *testing.T) {
	folder := t.TempDir()
	p := start(t, []string{"DOSSIER_ADDR=127.0.0.1:0", "DOSSIER_DATA=" + filepath.Join(folder, "data")})
	p.Process.Signal(syscall.SIGTERM)
	if got := p.exitCode(t); got != exitOK {
		t.Errorf("got exit code %d, want %d", got, exitOK)
	}
	entries, err := os.ReadDir(filepath.Join(folder, "data"))
	if err != nil || len(entries) == 0 {
		t.Errorf("got %v, %v in the data folder, want the database", entries, err)
	}
}

func TestServeUntilASignal(t *testing.T) {
	for _, signal := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		t.Run(fmt.Sprint(signal), func(t *testing.T) {
			data := t.TempDir()
			for range 2 { // the second start finds the data of the first
				p := start(t, nil, "--addr", "127.0.0.1:0", "--data", data)
				if !strings.Contains(p.started, "\nSet up: "+p.address+"/setup?token=") {
					t.Errorf("got %q, want a line with the link to set up", p.started)
				}
				response, err := http.Get(p.address + "/")
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				if response.StatusCode != http.StatusOK {
					t.Errorf("got status %d, want 200", response.StatusCode)
				}
				p.Process.Signal(signal)
				if got := p.exitCode(t); got != exitOK {
					t.Errorf("got exit code %d, want %d", got, exitOK)
				}
			}
		})
	}
}

// A client that never finishes its request holds the first signal up, and not the second.
func TestSecondSignalForces(t *testing.T) {
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir())
	conn, err := net.Dial("tcp", strings.TrimPrefix(p.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// A whole request first, so that the server is known to have the connection; then half of one.
	host := strings.TrimPrefix(p.address, "http://")
	fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host)
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Length: 10\r\n\r\nhalf", host)

	p.Process.Signal(syscall.SIGTERM)
	for {
		line, err := p.errors.ReadString('\n')
		if err != nil {
			t.Fatalf("the program ended without saying that it stops: %v", err)
		}
		if strings.Contains(line, `"stopping"`) {
			break
		}
	}
	p.Process.Signal(syscall.SIGTERM)
	if err := p.Wait(); err == nil {
		t.Error("the program ended in peace, want it ended by the second signal")
	} else if status, ok := p.ProcessState.Sys().(syscall.WaitStatus); !ok || status.Signal() != syscall.SIGTERM {
		t.Errorf("got %v, want the end by SIGTERM", err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
