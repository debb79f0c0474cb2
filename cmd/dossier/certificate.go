package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"dossier/internal/lan"
)

// tlsMode is how the listener is protected.
type tlsMode int

const (
	plain      tlsMode = iota // HTTP
	selfSigned                // HTTPS with a certificate that the program makes
	fromFiles                 // HTTPS with a certificate of the school
)

// tlsMode reads the TLS flags. It fails when they contradict each other or the files of a certificate cannot be used.
func (s *serveCmd) tlsMode() (tlsMode, error) {
	files := s.TLSCert != "" || s.TLSKey != ""
	switch {
	case s.TLS != "" && s.TLS != "self":
		return plain, &failure{exitUsage, fmt.Sprintf("--tls %s is unknown: write --tls self, "+
			"or name your certificate with --tls-cert and --tls-key", s.TLS)}
	case s.TLS != "" && files:
		return plain, &failure{exitUsage, "--tls self makes a certificate, and --tls-cert and --tls-key name one: " +
			"choose one way"}
	case s.TLS != "":
		return selfSigned, nil
	case !files:
		return plain, nil
	case s.TLSCert == "":
		return plain, &failure{exitUsage, "--tls-key needs the certificate too: add --tls-cert"}
	case s.TLSKey == "":
		return plain, &failure{exitUsage, "--tls-cert needs the private key too: add --tls-key"}
	}
	_, err := s.certificateOfFiles()
	return fromFiles, err
}

// certificateOfFiles reads the certificate and the key that the flags name.
func (s *serveCmd) certificateOfFiles() (*tls.Certificate, error) {
	for flag, name := range map[string]string{"--tls-cert": s.TLSCert, "--tls-key": s.TLSKey} {
		if _, err := os.ReadFile(name); err != nil {
			return nil, &failure{exitUsage, fmt.Sprintf("the file %s of %s cannot be read: "+
				"check that it is there and belongs to the user who starts Dossier", name, flag)}
		}
	}
	cert, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
	if err != nil {
		return nil, &failure{exitUsage, fmt.Sprintf("%s and %s are not a certificate and its private key: "+
			"both have to be PEM files, and belong together", s.TLSCert, s.TLSKey)}
	}
	return &cert, nil
}

// certificates returns what presents a certificate to each client, and the fingerprint of the first one, "" for a
// certificate of the school, which browsers know by its name.
func (s starting) certificates(at netip.AddrPort) (present presenter, print string, err error) {
	if s.tls == fromFiles {
		cert, err := s.certificateOfFiles()
		return func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return cert, nil }, "", err
	}
	own := &ownCertificate{path: filepath.Join(s.Data, certificateName), log: s.log, now: time.Now}
	cert, err := own.current(namesFor(s.hosts(), at))
	if err != nil {
		return nil, "", &failure{exitReadOnly, fmt.Sprintf("the certificate could not be kept in the data folder %s: "+
			"check that it belongs to the user who starts Dossier and that the disk is not full", s.Data)}
	}
	present = func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return own.current(nil) }
	return present, fingerprint(cert.Leaf), nil
}

// presenter hands a certificate to a client that says hello.
type presenter func(*tls.ClientHelloInfo) (*tls.Certificate, error)

// tlsConfig speaks HTTP/1.1, which is what the web server knows, over TLS 1.2 or newer.
func tlsConfig(present presenter) *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}, GetCertificate: present}
}

// certificateName is the file with the certificate that the program made, and its private key.
const certificateName = "tls-self.pem"

// Browsers refuse certificates that are valid for more than 398 days. A start in the last month makes a new one, and so
// does a server that is still running when it ends.
const (
	validFor   = 397 * 24 * time.Hour
	renewAhead = 30 * 24 * time.Hour
	mostNames  = 100
)

// ownCertificate is a certificate that the program signs itself and keeps in a file.
type ownCertificate struct {
	path string
	log  *slog.Logger
	now  func() time.Time

	mu   sync.Mutex
	cert *tls.Certificate
}

// current returns the certificate, and makes a new one when there is none, when it is about to end or when it does not
// have all names. Names that it had before are kept, so that a laptop that moves between two rooms does not make a new
// one, with a new fingerprint, each day. names nil stands for the names that it has.
func (c *ownCertificate) current(names []string) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cert == nil {
		if kept, err := readCertificate(c.path); err == nil {
			c.cert = kept
		} else if !errors.Is(err, fs.ErrNotExist) {
			c.log.Warn("the certificate in the data folder cannot be read, a new one is made")
		}
	}
	left := renewAhead
	if names == nil {
		left = 0
	}
	var had []string
	if c.cert != nil {
		had = namesOf(c.cert.Leaf)
		lacks := func(name string) bool { return !slices.Contains(had, name) }
		if c.now().Add(left).Before(c.cert.Leaf.NotAfter) && !slices.ContainsFunc(names, lacks) {
			return c.cert, nil
		}
	}
	all := append(slices.Clone(names), slices.DeleteFunc(had, func(name string) bool {
		return slices.Contains(names, name)
	})...)
	made, err := makeCertificate(all[:min(len(all), mostNames)], c.now())
	if err != nil {
		return nil, err
	}
	if err := writeWhole(c.path, made); err != nil {
		return nil, err
	}
	c.cert, err = parseCertificate(made)
	if err == nil {
		c.log.Info("a new certificate was made", "sha256", fingerprint(c.cert.Leaf), "until", c.cert.Leaf.NotAfter)
	}
	return c.cert, err
}

// namesFor lists what people may type to reach the server: host names and addresses.
func namesFor(hosts []string, at netip.AddrPort) []string {
	names := append([]string{"localhost"}, hosts...)
	if host, err := os.Hostname(); err == nil && isHost(strings.ToLower(host)) {
		host = strings.ToLower(host)
		names = append(names, host)
		if !strings.Contains(host, ".") {
			names = append(names, host+".local")
		}
	}
	addresses := append(lan.Local(), netip.IPv6Loopback(), netip.AddrFrom4([4]byte{127, 0, 0, 1}))
	if addr := at.Addr().Unmap().WithZone(""); addr.IsValid() && !addr.IsUnspecified() {
		addresses = append(addresses, addr)
	}
	for _, addr := range addresses {
		names = append(names, addr.String())
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// namesOf lists the host names and addresses that a certificate is for.
func namesOf(cert *x509.Certificate) []string {
	names := slices.Clone(cert.DNSNames)
	for _, ip := range cert.IPAddresses {
		names = append(names, ip.String())
	}
	return names
}

// makeCertificate returns a new certificate and its private key in PEM.
func makeCertificate(names []string, now time.Time) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial,
		Subject:      pkix.Name{CommonName: "Dossier", Organization: []string{"Made by Dossier on this computer"}},
		NotBefore:    now.Add(-time.Hour), NotAfter: now.Add(validFor),
		KeyUsage:    x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, name)
		}
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...), nil
}

func readCertificate(path string) (*tls.Certificate, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseCertificate(text)
}

// parseCertificate reads a file that has both the certificate and its key.
func parseCertificate(text []byte) (*tls.Certificate, error) {
	cert, err := tls.X509KeyPair(text, text)
	if err != nil {
		return nil, err
	}
	return &cert, nil
}

// writeWhole replaces a file that only its owner may read, or leaves the one that was there.
func writeWhole(path string, text []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.part") // for its owner alone
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if _, err := file.Write(text); err != nil {
		return errors.Join(err, file.Close())
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// fingerprint is the SHA-256 of a certificate as browsers show it: AB:CD:…
func fingerprint(cert *x509.Certificate) string {
	sum := sha256.Sum256(cert.Raw)
	return strings.ReplaceAll(fmt.Sprintf("% X", sum[:]), " ", ":")
}
