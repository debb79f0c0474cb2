package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"unsafe"

	"golang.org/x/sys/windows"

	"dossier/cmd/dossier/doctor"
)

// isTaken and isBarred know why the system lets nobody listen. Some ports are kept by Windows itself.
func isTaken(err error) bool { return errors.Is(err, windows.WSAEADDRINUSE) }

func isBarred(err error) bool { return errors.Is(err, windows.WSAEACCES) }

func isNoAddress(err error) bool {
	return errors.Is(err, windows.WSAEADDRNOTAVAIL) || errors.Is(err, windows.WSAEAFNOSUPPORT)
}

// passing reports whether accepting can work again later.
func passing(err error) bool {
	return errors.Is(err, windows.WSAEMFILE) || errors.Is(err, windows.WSAENOBUFS) ||
		errors.Is(err, windows.WSAECONNABORTED)
}

// freeSpace is how many bytes this user may still write to the disk of a folder.
func freeSpace(folder string) (free uint64, err error) {
	path, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	err = windows.GetDiskFreeSpaceEx(path, &free, nil, nil)
	return free, err
}

// listenerOn leaves it to netstat, which the doctor names.
func listenerOn(int) string { return "" }

// firewall is always there on Windows.
func firewall() doctor.Wall { return doctor.Windows }

// folderOfApplications is where Windows has programs keep their data.
func folderOfApplications() string {
	local := os.Getenv("LocalAppData")
	if local == "" {
		return ""
	}
	return filepath.Join(local, "Dossier")
}

// onDesktop is true: on Windows a click starts most programs, and a service is told --open=no.
func onDesktop(io.Writer) bool { return true }

// openInBrowser shows an address in the browser that this person uses.
func openInBrowser(address string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return err
	}
	target, err := windows.UTF16PtrFromString(address)
	if err != nil {
		return err
	}
	return windows.ShellExecute(0, verb, target, nil, nil, windows.SW_SHOWNORMAL)
}

var consoleProcesses = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetConsoleProcessList")

// keepWindow waits for the Enter key when the window was opened for this program alone: it would close, and with it the
// sentence that says what went wrong.
func keepWindow(to console) {
	if err := consoleProcesses.Find(); err != nil {
		return
	}
	var processes [2]uint32
	n, _, _ := consoleProcesses.Call(uintptr(unsafe.Pointer(&processes[0])), uintptr(len(processes)))
	if n != 1 {
		return
	}
	fmt.Fprintln(to.err, "Press Enter to close this window.")
	bufio.NewReader(to.in).ReadString('\n') // whatever comes, the window may go now
}
