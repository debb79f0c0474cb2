package main

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"

	"dossier/internal/web"
)

// addressesOf lists the base URLs under which a listener can be reached, best first.
func addressesOf(listening net.Addr) []string {
	at := netip.MustParseAddrPort(listening.String())
	if at.Addr().IsUnspecified() {
		return web.Addresses(int(at.Port()))
	}
	return []string{web.BaseURL(at.Addr(), int(at.Port()))}
}

// announce prints what a teacher needs at the start: every address, each on a line "Address: http://…", for a terminal a QR code
// of the best one and, when setup is not "", the link that makes the first teacher. setup is a path with its query.
func announce(out io.Writer, addresses []string, setup string) error {
	var text strings.Builder
	text.WriteString("Dossier is running. Students type the first address that works for them.\n\n")
	for _, address := range addresses {
		fmt.Fprintf(&text, "Address: %s%s\n", address, onlyHere(address))
	}
	if best := addresses[0]; isTerminal(out) && onlyHere(best) == "" {
		code, err := terminalQR(best)
		if err != nil {
			return err
		}
		text.WriteString("\n" + code)
	}
	if setup != "" {
		fmt.Fprintf(&text, "\nSet up: %s%s\n", addresses[0], setup)
	}
	text.WriteString("\nStop with Ctrl+C.\n")
	_, err := io.WriteString(out, text.String())
	return err
}

// onlyHere marks an address that works on this computer alone.
func onlyHere(address string) string {
	if strings.HasPrefix(address, "http://127.") || strings.HasPrefix(address, "http://[::1]") {
		return " (on this computer only)"
	}
	return ""
}

// isTerminal tells whether a person reads out, so that a drawing makes sense.
func isTerminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
