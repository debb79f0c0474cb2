package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// https:// typed at a plain port: the browser is told at once, and not when the server gives up waiting.
func TestTLSAtAPlainPortIsClosedAtOnce(t *testing.T) {
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir())
	silent, err := p.from("127.0.0.1") // says nothing, so the server gives up on it first if it waits at all
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	p.hold(t, "127.0.0.1", 200) // so that it is clearly older than the next one
	conn, err := p.from("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := tls.Client(conn, &tls.Config{InsecureSkipVerify: true}).Handshake(); err == nil {
		t.Error("a plain port speaks TLS")
	}
	if rest, _ := io.ReadAll(conn); len(rest) > 0 {
		t.Errorf("got %q, want the end of the connection", rest)
	}
	if got := ask(silent, "/livez"); got != http.StatusOK {
		t.Errorf("the server waited until it had given up on an older connection (status %d)", got)
	}
}

func TestFirstByteDecides(t *testing.T) {
	for _, test := range []struct {
		first byte
		tls   bool
		want  error
	}{
		{'G', false, nil}, {tlsHello, false, io.EOF}, {tlsHello, true, nil},
	} {
		near, far := net.Pipe()
		conn := &protocolConn{Conn: near, tls: test.tls}
		go func() {
			far.Write([]byte{test.first, 'E'})
			far.Write([]byte{tlsHello}) // means nothing later on
		}()
		got := make([]byte, 10)
		n, err := conn.Read(got)
		if err != test.want || err == nil && n != 2 {
			t.Errorf("%q at a port with TLS %v: got %d bytes, %v, want %v", test.first, test.tls, n, err, test.want)
		}
		if n, err := conn.Read(got); test.want == nil && (n != 1 || err != nil) {
			t.Errorf("%q at a port with TLS %v: then got %d bytes, %v", test.first, test.tls, n, err)
		}
		far.Close()
	}
}

// certificateIn is the certificate that the program made in a data folder.
func certificateIn(t *testing.T, dir string) *x509.Certificate {
	t.Helper()
	kept, err := readCertificate(filepath.Join(dir, certificateName))
	if err != nil {
		t.Fatal(err)
	}
	return kept.Leaf
}

// trusting is a client that knows a certificate, as a browser does after somebody compared the fingerprint.
func trusting(cert *x509.Certificate) *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return &http.Client{
		Transport:     &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func TestSelfSignedHTTPS(t *testing.T) {
	dir := t.TempDir()
	p := start(t, []string{"DOSSIER_TLS=self"}, "--addr", "127.0.0.1:0", "--data", dir, "--host", "history.lan")
	if !strings.HasPrefix(p.address, "https://history.lan:") {
		t.Errorf("the first address is %s, want https:// and the name", p.address)
	}
	cert := certificateIn(t, dir)
	if !strings.Contains(p.started, "SHA-256 fingerprint: "+fingerprint(cert)+"\n") {
		t.Errorf("got %q, want the fingerprint %s", p.started, fingerprint(cert))
	}
	if info, err := os.Stat(filepath.Join(dir, certificateName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file for its owner alone", info.Mode(), err)
	}
	_, port, _ := strings.Cut(p.address, "lan:")
	p.address = "https://127.0.0.1:" + port
	response, err := trusting(cert).Get(p.address + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusOK || response.TLS.Version < tls.VersionTLS12 {
		t.Errorf("got status %d and TLS %x", response.StatusCode, response.TLS.Version)
	}
	old := &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	if conn, err := tls.Dial("tcp", "127.0.0.1:"+port, old); err == nil {
		conn.Close()
		t.Error("TLS 1.1 is accepted")
	}
	p.Process.Signal(os.Interrupt)
	if got := p.exitCode(t); got != exitOK {
		t.Errorf("got exit code %d", got)
	}
	p = start(t, nil, "--addr", "127.0.0.1:0", "--data", dir, "--tls", "self")
	if !strings.Contains(p.started, fingerprint(cert)) {
		t.Error("the second start has another certificate")
	}
}

func TestPlainHTTPAtATLSPort(t *testing.T) {
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--tls", "self")
	_, host, _ := strings.Cut(p.address, "://")
	for _, test := range []struct{ request, status, location string }{
		{"GET /join/K7WQ3M?x=1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "307", "https://" + host + "/join/K7WQ3M?x=1"},
		{"HEAD / HTTP/1.1\r\nHost: history.lan\r\n\r\n", "307", "https://history.lan/"},
		{"POST /join HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n", "400", ""},
		{"GET / HTTP/1.0\r\n\r\n", "400", ""},
		{"HELO mail.example\r\n\r\n", "400", ""},
	} {
		conn, err := p.from("127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, test.request)
		response, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%q: %v", test.request, err)
		}
		response.Body.Close()
		got := response.Header.Get("Location")
		if !strings.HasPrefix(response.Status, test.status) || got != test.location {
			t.Errorf("%q: got %s to %q, want %s to %q", test.request, response.Status, got, test.status, test.location)
		}
		conn.Close()
	}
}

func TestCertificateOfTheSchool(t *testing.T) {
	dir := t.TempDir()
	made, err := makeCertificate([]string{"127.0.0.1"}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "school.pem")
	write(t, file, string(made))
	data := filepath.Join(dir, "data")
	p := start(t, nil, "--addr", "127.0.0.1:0", "--data", data, "--tls-cert", file, "--tls-key", file)
	if strings.Contains(p.started, "fingerprint") {
		t.Errorf("got %q, want no fingerprint for a certificate that browsers know", p.started)
	}
	if _, err := os.Stat(filepath.Join(data, certificateName)); !os.IsNotExist(err) {
		t.Errorf("got %v, want no certificate made", err)
	}
	cert, err := parseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	response, err := trusting(cert.Leaf).Get(p.address + "/")
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
}

func TestCertificateIsRenewed(t *testing.T) {
	now := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), certificateName)
	var log bytes.Buffer
	restart := func() *ownCertificate {
		return &ownCertificate{
			path: path, log: slog.New(slog.NewTextHandler(&log, nil)), now: func() time.Time { return now },
		}
	}
	get := func(c *ownCertificate, names ...string) *x509.Certificate {
		t.Helper()
		cert, err := c.current(names)
		if err != nil {
			t.Fatal(err)
		}
		return cert.Leaf
	}
	first := get(restart(), "localhost", "192.168.1.20")
	if first.NotAfter.Sub(now) > 398*24*time.Hour || first.PublicKeyAlgorithm != x509.ECDSA {
		t.Errorf("it is valid until %v and has a key of %v", first.NotAfter, first.PublicKeyAlgorithm)
	}
	running := restart()
	if !get(running, "localhost").Equal(first) {
		t.Error("a start on fewer addresses made a new certificate")
	}
	second := get(restart(), "localhost", "10.3.0.7")
	want := []string{"localhost", "10.3.0.7", "192.168.1.20"}
	if got := namesOf(second); second.Equal(first) || !slices.Equal(got, want) {
		t.Errorf("a new address: got a certificate for %v", got)
	}
	if !get(restart(), "192.168.1.20", "localhost").Equal(second) {
		t.Error("back in the first room: a new certificate was made")
	}
	now = second.NotAfter.Add(-10 * 24 * time.Hour)
	third := get(restart(), "localhost")
	if third.Equal(second) || !third.NotAfter.After(second.NotAfter) {
		t.Errorf("a start ten days before the end: got one until %v", third.NotAfter)
	}
	running = restart()
	get(running, "localhost")
	now = third.NotAfter.Add(-time.Hour)
	if !get(running).Equal(third) {
		t.Error("a certificate that is still good was renewed while the program ran")
	}
	now = third.NotAfter.Add(time.Hour)
	fourth := get(running)
	if fourth.Equal(third) || now.After(fourth.NotAfter) || !slices.Equal(namesOf(fourth), namesOf(third)) {
		t.Errorf("the end came while the program ran: got one for %v until %v", namesOf(fourth), fourth.NotAfter)
	}
	write(t, path, "not a certificate")
	if fifth := get(restart(), "localhost"); fifth.Equal(fourth) {
		t.Error("got a certificate from a file that has none")
	}
	if !strings.Contains(log.String(), "cannot be read") {
		t.Errorf("got the log %q, want to be told of the file that cannot be read", &log)
	}
}

func TestCertificateHasAllNames(t *testing.T) {
	names := namesFor([]string{"dossier.school.example"}, netip.MustParseAddrPort("127.0.0.9:8080"))
	made, err := makeCertificate(names, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	cert, err := parseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"localhost", "dossier.school.example", "127.0.0.1", "::1", "127.0.0.9"}
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range addrs {
		if ip := addr.(*net.IPNet).IP; ip.To4() != nil {
			want = append(want, fmt.Sprint(ip))
		}
	}
	for _, name := range want {
		if err := cert.Leaf.VerifyHostname(name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
