//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"dossier/cmd/dossier/doctor"
)

// isTaken and isBarred know why the system lets nobody listen.
func isTaken(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

func isBarred(err error) bool { return errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.EPERM) }

func isNoAddress(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}

// passing reports whether accepting can work again later: see accept(2).
func passing(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) || errors.Is(err, syscall.ECONNABORTED)
}

// freeSpace is how many bytes this user may still write to the disk of a folder.
func freeSpace(folder string) (uint64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return 0, err
	}
	return disk.Bavail * uint64(disk.Bsize), nil
}

// listenerOn names the program that listens on a port; "" when it belongs to another user, or on other systems than
// Linux.
func listenerOn(port int) string {
	listening := map[string]bool{}
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		text, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		for line := range strings.Lines(string(text)) {
			fields := strings.Fields(line) // sl local remote state … inode: proc(5)
			if len(fields) > 9 && fields[3] == "0A" && strings.HasSuffix(fields[1], fmt.Sprintf(":%04X", port)) {
				listening["socket:["+fields[9]+"]"] = true
			}
		}
	}
	open, _ := filepath.Glob("/proc/[0-9]*/fd/*") // only the pattern can be wrong
	for _, descriptor := range open {
		if target, err := os.Readlink(descriptor); err == nil && listening[target] {
			name, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(descriptor)), "comm"))
			if err == nil {
				return strings.TrimSpace(string(name))
			}
		}
	}
	return ""
}

// firewall finds out which firewall is switched on, as far as any user may know.
func firewall() doctor.Wall {
	if text, err := os.ReadFile("/etc/ufw/ufw.conf"); err == nil && strings.Contains(string(text), "ENABLED=yes") {
		return doctor.UFW
	}
	if _, err := os.Stat("/run/firewalld"); err == nil {
		return doctor.Firewalld
	}
	return doctor.NoWall
}

// folderOfApplications is where the system has programs keep their data; "" where it is kept beside them.
func folderOfApplications() string { return "" }

// onDesktop reports whether a person has started the program by a click: there is a screen, and no terminal to read the
// start message in.
func onDesktop(out io.Writer) bool {
	screen := os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
	file, ok := out.(*os.File)
	read := term.IsTerminal(int(os.Stdin.Fd())) || ok && term.IsTerminal(int(file.Fd())) // /dev/null is none
	return screen && runtime.GOOS == "linux" && !read
}

// openInBrowser shows an address in the browser that this person uses.
func openInBrowser(address string) error {
	opener := exec.Command("xdg-open", address)
	if err := opener.Start(); err != nil {
		return err
	}
	go opener.Wait() // so that it is not kept as a dead process
	return nil
}

// keepWindow waits for nothing: a terminal stays when a program ends.
func keepWindow(console) {}
