package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestStartMessage(t *testing.T) {
	message := startMessage{
		notices:   []string{"Something to know."},
		addresses: []string{"http://192.168.1.20:8080", "http://127.0.0.1:8080"}, data: "/srv/dossier",
		fingerprint: "AB:CD", zone: "Times are shown in UTC.",
		setUp: []string{"http://127.0.0.1:8080/setup?token=x", "http://192.168.1.20:8080/setup?token=x"},
	}
	var out bytes.Buffer
	if err := message.write(&out); err != nil {
		t.Fatal(err)
	}
	const want = `Dossier is running. Students type the first address that works for them.

Address: http://192.168.1.20:8080
Address: http://127.0.0.1:8080 (on this computer only)

Browsers will warn that they do not know the certificate. It is the right one if they show
this SHA-256 fingerprint: AB:CD

Data: /srv/dossier
Times are shown in UTC.

*** Something to know.

Become the first teacher with this link. Open it on this computer if you can:
Set up: http://127.0.0.1:8080/setup?token=x
Set up: http://192.168.1.20:8080/setup?token=x

Stop with Ctrl+C.
`
	if got := out.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSetUpLinks(t *testing.T) {
	tests := []struct {
		addresses []string
		public    bool
		want      string
	}{
		{[]string{"http://10.0.0.5", "http://127.0.0.1"}, false, "http://127.0.0.1/x http://10.0.0.5/x"},
		{[]string{"http://127.0.0.1"}, false, "http://127.0.0.1/x"},
		{[]string{"http://10.0.0.5"}, false, "http://10.0.0.5/x"},
		{[]string{"https://dossier.example", "http://127.0.0.1"}, true, "https://dossier.example/x"},
	}
	for _, test := range tests {
		if got := strings.Join(setUpLinks(test.addresses, "/x", test.public), " "); got != test.want {
			t.Errorf("%v: got %s, want %s", test.addresses, got, test.want)
		}
	}
}

func TestEveryInterface(t *testing.T) {
	p := start(t, nil, "--addr", ":0", "--data", t.TempDir())
	lines := strings.Split(p.started, "\n")
	var addresses, links []string
	for _, line := range lines {
		if address, ok := strings.CutPrefix(line, "Address: "); ok {
			addresses = append(addresses, address)
		}
		if link, ok := strings.CutPrefix(line, "Set up: "); ok {
			links = append(links, link)
		}
	}
	if len(addresses) == 0 || !strings.HasPrefix(addresses[len(addresses)-1], "http://127.0.0.1:") {
		t.Errorf("got the addresses %v, want loopback last", addresses)
	}
	if len(links) == 0 || !strings.HasPrefix(links[0], "http://127.0.0.1:") {
		t.Errorf("got the links %v, want loopback first", links)
	}
}

func TestBehindAProxy(t *testing.T) {
	env := []string{
		"DOSSIER_PUBLIC_URL=https://Dossier.School.Example/", "DOSSIER_TRUSTED_PROXY=127.0.0.1,10.0.0.0/24",
		"DOSSIER_TZ=Europe/London",
	}
	p := start(t, env, "--addr", "127.0.0.1:0", "--data", t.TempDir())
	for _, says := range []string{
		"\nAddress: https://dossier.school.example\nAddress: http://127.0.0.1:",
		"\nSet up: https://dossier.school.example/setup?token=",
	} {
		if !strings.Contains(p.started, says) {
			t.Errorf("got %q, want %q", p.started, says)
		}
	}
	if strings.Contains(p.started, "--trusted-proxy") || strings.Contains(p.started, "UTC") {
		t.Errorf("got %q, want no remark about what was given", p.started)
	}
	p = start(t, []string{"TZ=UTC"}, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--public-url", "https://a.example")
	for _, says := range []string{"Add --trusted-proxy", "Times are shown in UTC"} {
		if !strings.Contains(p.started, says) {
			t.Errorf("got %q, want %q", p.started, says)
		}
	}
}

// A question that students were asked may not change its words under them.
