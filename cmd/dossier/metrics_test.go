package main

import (
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
)

func TestMetricsAreForThisComputerAlone(t *testing.T) {
	for _, asked := range []string{"", "127.0.0.1:9100", "[::1]:9100", "127.0.0.9:1"} {
		if err := checkMetrics(asked); err != nil {
			t.Errorf("--metrics %q: %v", asked, err)
		}
	}
	for _, asked := range []string{":9100", "0.0.0.0:9100", "[::]:9100", "192.168.1.20:9100", "localhost:9100", "9100",
		"127.0.0.1", "127.0.0.1:x", "school.example:9100"} {
		if err := checkMetrics(asked); err == nil || asFailure(err).code != exitUsage {
			t.Errorf("--metrics %q: got %v, want exit code %d", asked, err, exitUsage)
		}
	}
	p := command("serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--metrics", "0.0.0.0:9100")
	if out, err := p.CombinedOutput(); err == nil || !strings.Contains(string(out), "write 127.0.0.1:9100") {
		t.Errorf("the program started, or does not say what to write: %v %s", err, out)
	}
}

func TestMetricsOfARunningProgram(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := free.Addr().String()
	free.Close()
	p := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--metrics", at)
	get := func(url, host string) (int, string) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(body)
	}
	get(p.address+"/lessons/kirov/guard", "")
	get(p.address+"/join/K7P3TX", "")
	status, said := get("http://"+at+"/metrics", "")
	if status != http.StatusOK || !strings.Contains(said,
		`dossier_requests_total{route="GET /lessons/:lesson/:section",status="2xx"} 1`) {
		t.Errorf("%d: %s", status, said)
	}
	if strings.Contains(said, "K7P3TX") || strings.Contains(said, "kirov") {
		t.Errorf("what somebody looked at is in the figures: %s", said)
	}
	for name, c := range map[string]struct{ url, host string }{
		"under a name of the internet": {"http://" + at + "/metrics", "evil.example"},
		"another path":                 {"http://" + at + "/", ""},
		"at the port of the class":     {p.address + "/metrics", ""},
	} {
		if status, _ := get(c.url, c.host); status < 400 {
			t.Errorf("%s: %d", name, status)
		}
	}
}
