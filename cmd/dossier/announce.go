package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"dossier/cmd/dossier/doctor"
	"dossier/internal/lan"
)

// startMessage is what a teacher needs to know when the program has started.
type startMessage struct {
	addresses   []string // base URLs, best first
	fingerprint string   // of a certificate that no browser knows; "" when there is none
	data        string   // the data folder, an absolute path
	zone        string   // a remark about the time zone, or ""
	notices     []string // what the owner must not overlook
	setUp       []string // links that make the first teacher, the best one first; none when there is one
}

// write prints every address on a line "Address: http://…", and on a terminal a QR code of the best one that others can
// reach. Links to set up are on lines "Set up: http://…".
func (m startMessage) write(out io.Writer) error {
	var text strings.Builder
	text.WriteString("Dossier is running. Students type the first address that works for them.\n\n")
	for _, address := range m.addresses {
		fmt.Fprintf(&text, "Address: %s%s\n", address, onlyHere(address))
	}
	if lan.Reachable(m.addresses[0]) && isTerminal(out) {
		code, err := lan.NewQR(m.addresses[0])
		if err != nil {
			return err
		}
		text.WriteString("\n" + code.Terminal())
	}
	if m.fingerprint != "" {
		fmt.Fprintf(&text, "\nBrowsers will warn that they do not know the certificate. It is the right one if they show\n"+
			"this SHA-256 fingerprint: %s\n", m.fingerprint)
	}
	fmt.Fprintf(&text, "\nData: %s\n", m.data)
	if m.zone != "" {
		text.WriteString(m.zone + "\n")
	}
	for _, notice := range m.notices { // here, where they stand below a QR code
		fmt.Fprintf(&text, "\n*** %s\n", notice)
	}
	if len(m.setUp) > 0 {
		text.WriteString("\nBecome the first teacher with this link. Open it on this computer if you can:\n")
	}
	for _, link := range m.setUp {
		fmt.Fprintf(&text, "Set up: %s\n", link)
	}
	text.WriteString("\nStop with Ctrl+C.\n")
	_, err := io.WriteString(out, text.String())
	return err
}

// firstPage is the page to begin with on this computer: where to set up, or the first one.
func (m startMessage) firstPage() string {
	if len(m.setUp) > 0 {
		return m.setUp[0]
	}
	for _, address := range m.addresses {
		if !lan.Reachable(address) {
			return address
		}
	}
	return m.addresses[0]
}

// opens reports whether the browser is to be opened: as --open says, and with auto for somebody on a desktop.
func opens(open string, desktop bool) bool { return open == "yes" || open == "auto" && desktop }

// firewallNotice says what a firewall will ask when the program is started for the first time.
func firewallNotice(wall doctor.Wall) []string {
	if wall != doctor.Windows {
		return nil
	}
	return []string{"Windows may ask whether Dossier may be reached in networks. Choose Private networks and allow it: " +
		"students cannot open Dossier otherwise."}
}

// setUpLinks are the links to set up, for a path with its query: here, because a passphrase is best typed where no
// network carries it, and from elsewhere. Behind a public URL there is no other way than that.
func setUpLinks(addresses []string, path string, public bool) []string {
	best := addresses[0]
	here := slices.IndexFunc(addresses, func(address string) bool { return !lan.Reachable(address) })
	if public || here <= 0 {
		return []string{best + path}
	}
	return []string{addresses[here] + path, best + path}
}

// onlyHere marks an address that works on this computer alone.
func onlyHere(address string) string {
	if lan.Reachable(address) {
		return ""
	}
	return " (on this computer only)"
}

// isTerminal reports whether a person reads the output, so that a drawing makes sense.
func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
