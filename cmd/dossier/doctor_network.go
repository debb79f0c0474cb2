package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"runtime"
	"strconv"
	"time"

	"dossier/cmd/dossier/doctor"
	"dossier/internal/lan"
)

// answerTime is how long an address of this very computer may take to answer.
const answerTime = 2 * time.Second

// network looks at the port, at the own addresses and at the firewall.
func (c *doctorCmd) network(ctx context.Context, running bool) []doctor.Finding {
	at := place(c.Addr)
	found, tls := c.port(ctx, at)
	all := []doctor.Finding{doctor.Port(found, c.Addr != "", running, runtime.GOOS)}
	server := lan.Server{At: netip.AddrPortFrom(at.Addr(), uint16(found.Port)), TLS: tls}
	answering := found.State == doctor.PortDossier
	var reached []doctor.Reached
	for _, address := range server.Addresses() {
		reached = append(reached, doctor.Reached{Address: address, Others: lan.Reachable(address),
			Answers: answering && answers(ctx, address)})
	}
	all = append(all, doctor.Addresses(reached, answering, at.Addr().IsLoopback())...)
	return append(all, doctor.Firewall(firewall(), found.Port))
}

// place is where Dossier listens when it is started with --addr: on every interface unless an address is named.
func place(addr string) netip.AddrPort {
	host, text, err := net.SplitHostPort(addr)
	if err != nil { // none was asked for: checkAddr has looked at it
		return netip.AddrPortFrom(netip.IPv6Unspecified(), firstPort)
	}
	port, _ := strconv.ParseUint(text, 10, 16)
	address, err := netip.ParseAddr(host)
	switch {
	case host == "localhost":
		address = netip.AddrFrom4([4]byte{127, 0, 0, 1})
	case err != nil:
		address = netip.IPv6Unspecified()
	}
	return netip.AddrPortFrom(address, uint16(port))
}

// port finds Dossier at the port of an address, or without --addr at one of those that it takes by itself; tls says
// that it speaks HTTPS there. When Dossier answers nowhere it tells of the first port that is free, or of the first of
// all.
func (c *doctorCmd) port(ctx context.Context, at netip.AddrPort) (_ doctor.PortFound, tls bool) {
	first, last := int(at.Port()), int(at.Port())
	if c.Addr == "" {
		last = lastPort
	}
	host := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	if !at.Addr().IsUnspecified() {
		host = at.Addr()
	}
	free := doctor.PortFound{Port: first, State: doctor.PortTaken}
	for port := last; port >= first; port-- {
		here := netip.AddrPortFrom(host, uint16(port))
		for _, scheme := range []string{"http", "https"} {
			if answers(ctx, lan.BaseURL(scheme, here)) {
				return doctor.PortFound{Port: port, State: doctor.PortDossier}, scheme == "https"
			}
		}
		asked := c.Addr
		if asked == "" {
			asked = net.JoinHostPort("", strconv.Itoa(port))
		}
		state := portState(ctx, asked)
		if state == doctor.PortFree || port == first && free.State != doctor.PortFree {
			free = doctor.PortFound{Port: port, State: state}
		}
	}
	if free.State == doctor.PortTaken {
		free.By = listenerOn(free.Port)
	}
	return free, false
}

// portState tries to listen, and stops at once.
func portState(ctx context.Context, asked string) doctor.PortState {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", asked)
	switch {
	case err == nil:
		listener.Close()
		return doctor.PortFree
	case isBarred(err):
		return doctor.PortBarred
	}
	return doctor.PortTaken
}

// answers reports whether Dossier answers at a base URL of this computer. Who it is does not matter here, so that its
// certificate is not checked: nothing is sent there.
func answers(ctx context.Context, base string) bool {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/livez", nil)
	if err != nil {
		return false
	}
	client := http.Client{
		Transport: &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
		CheckRedirect: func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a TLS port leads from http:// to https://
		},
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, 16))
	return err == nil && response.StatusCode == http.StatusOK && string(text) == "ok"
}

// endOfCertificate reads until when the first certificate of a PEM file is good.
func endOfCertificate(path string) (time.Time, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return time.Time{}, err
	}
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return time.Time{}, err
		}
		return certificate.NotAfter, nil
	}
	return time.Time{}, errors.New("no certificate")
}
