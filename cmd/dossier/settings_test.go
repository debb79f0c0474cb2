package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestPublicURL(t *testing.T) {
	right := map[string]string{
		"https://dossier.school.example":       "https://dossier.school.example",
		"https://dossier.school.example/":      "https://dossier.school.example",
		"HTTPS://Dossier.School.Example.":      "https://dossier.school.example",
		"https://dossier.school.example:443":   "https://dossier.school.example",
		"https://dossier.school.example:8443/": "https://dossier.school.example:8443",
		"http://dossier.lan":                   "http://dossier.lan",
		"http://dossier.lan:80":                "http://dossier.lan",
		"http://10.0.0.5:443":                  "http://10.0.0.5:443",
		"https://[2001:DB8::1]:8443":           "https://[2001:db8::1]:8443",
		"https://xn--schler-3ya.example":       "https://xn--schler-3ya.example",
	}
	for text, want := range right {
		got, err := publicURL(text)
		if err != nil || got.String() != want {
			t.Errorf("publicURL(%q): got %v, %v, want %s", text, got, err, want)
		}
	}
	if got, err := publicURL(""); got != nil || err != nil {
		t.Errorf("got %v, %v for no URL", got, err)
	}
	for _, text := range []string{
		"dossier.school.example", "//dossier.school.example", "ftp://dossier.school.example", "https://", "https:///x",
		"https://dossier.school.example/history", "https://dossier.school.example?x=1", "https://dossier.school.example/?",
		"https://dossier.school.example#top", "https://anna@dossier.school.example", "https://anna:secret@dossier.example",
		"https://dossier.school.example:", "https://dossier.school.example:0", "https://dossier.school.example:99999",
		"https://dossier.school.example:80abc", "https://schüler.example", "https://a..b", "https://a b.example",
		"https://*.school.example", "https://[fe80::1%25eth0]", "https:dossier.school.example", "%zz", "443",
	} {
		got, err := publicURL(text)
		if err == nil || asFailure(err).code != exitUsage {
			t.Errorf("publicURL(%q): got %v, %v, want exit code %d", text, got, err, exitUsage)
		}
	}
}

func TestTrustedProxy(t *testing.T) {
	for text, want := range map[string]string{
		"127.0.0.1": "127.0.0.1/32", "10.0.0.0/24": "10.0.0.0/24", "10.0.0.7/24": "10.0.0.0/24", "::1": "::1/128",
		"::ffff:10.0.0.7": "10.0.0.7/32", "fd00::/8": "fd00::/8", " 10.0.0.7 ": "10.0.0.7/32",
	} {
		if got, err := trustedProxy(text); err != nil || got.String() != want {
			t.Errorf("trustedProxy(%q): got %v, %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "proxy", "10.0.0", "10.0.0.1/33", "0.0.0.0/0", "::/0", "10.0.0.1:80"} {
		if got, err := trustedProxy(text); err == nil || asFailure(err).code != exitUsage {
			t.Errorf("trustedProxy(%q): got %v, %v, want exit code %d", text, got, err, exitUsage)
		}
	}
}

func TestFlagsThatCannotBe(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing.pem")
	text := filepath.Join(t.TempDir(), "text.pem")
	write(t, text, "no certificate")
	for _, test := range []struct {
		flags serveCmd
		says  string
	}{
		{serveCmd{TLS: "yes"}, "--tls self"},
		{serveCmd{TLS: "self", TLSCert: text}, "choose one way"},
		{serveCmd{TLS: "self", TLSKey: text}, "choose one way"},
		{serveCmd{TLSCert: text}, "add --tls-key"},
		{serveCmd{TLSKey: text}, "add --tls-cert"},
		{serveCmd{TLSCert: missing, TLSKey: text}, missing},
		{serveCmd{TLSCert: text, TLSKey: missing}, missing},
		{serveCmd{TLSCert: text, TLSKey: text}, "belong together"},
		{serveCmd{TLS: "self", PublicURL: "http://dossier.example"}, "https://"},
		{serveCmd{PublicURL: "dossier.example"}, "--public-url"},
		{serveCmd{TrustedProxy: []string{"127.0.0.1", "everybody"}}, "--trusted-proxy everybody"},
		{serveCmd{Host: []string{"http://dossier.example"}}, "--host"},
		{serveCmd{Host: []string{"dossier.example:8080"}}, "--host"},
		{serveCmd{Host: []string{""}}, "--host"},
		{serveCmd{TZ: "Mars/Olympus"}, "--tz Mars/Olympus"},
		{serveCmd{TZ: "../etc/passwd"}, "--tz"},
		{serveCmd{Data: ""}, "--data"},
		{serveCmd{Data: " "}, "--data"},
	} {
		if !strings.Contains(test.says, "--data") {
			test.flags.Data = t.TempDir()
		}
		_, err := test.flags.settings()
		if err == nil {
			t.Errorf("%+v: got no error", test.flags)
			continue
		}
		if f := asFailure(err); f.code != exitUsage || !strings.Contains(f.sentence, test.says) {
			t.Errorf("%+v: got exit code %d, %q, want %d and %q", test.flags, f.code, f.sentence, exitUsage, test.says)
		}
	}
}

func TestTimeZone(t *testing.T) {
	set, err := (&serveCmd{Data: t.TempDir(), TZ: "Asia/Kathmandu"}).settings()
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	if got := noon.In(set.zone).Format("15:04"); got != "17:45" {
		t.Errorf("noon in UTC is %s, want 17:45", got)
	}
	for _, test := range []struct {
		flag string
		zone *time.Location
		told bool
	}{
		{"", time.UTC, true},
		{"UTC", time.UTC, false}, // somebody chose it
		{"", set.zone, false},
	} {
		if got := (&serveCmd{TZ: test.flag}).zoneNote(test.zone, noon); (got != "") != test.told {
			t.Errorf("--tz %q and zone %v: got %q", test.flag, test.zone, got)
		}
	}
}
