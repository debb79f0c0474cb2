package web_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// fetch asks for a page as a browser does that takes the given encodings, and returns the body as it travels.
func (b *browser) fetch(method, path, accept string) (*http.Response, []byte) {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), method, b.site.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header["Accept-Encoding"] = []string{accept} // said by ourselves, so the client unpacks nothing
	if accept == "" {
		req.Header["Accept-Encoding"] = []string{"identity"}
	}
	answer, err := b.client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer, body
}

func unpack(t *testing.T, packed []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// formTokens are what differs between two copies of one page.
var formTokens = regexp.MustCompile(`name="form" value="[^"]*"`)

// A page is sent compressed to a browser that says it takes that, and to no other; it is the same page.
func TestPagesAreCompressedForWhoTakesIt(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	plainAsset := regexp.MustCompile(`/static/dossier\.[^"]+`).FindString(b.open("/").body)
	for _, path := range []string{"/", "/lessons/kirov/guard", "/lessons/kirov", "/me", "/nowhere", plainAsset} {
		_, plain := b.fetch(http.MethodGet, path, "")
		for _, c := range []struct {
			accept string
			packed bool
		}{
			{"gzip", true}, {"gzip, deflate, br, zstd", true}, {"br;q=1.0, GZIP;q=0.5", true},
			{"identity", false}, {"br", false}, {"gzip;q=0", false}, {"gzip; q=0.000", false}, {"x-gzipped", false},
		} {
			answer, body := b.fetch(http.MethodGet, path, c.accept)
			if got := answer.Header.Get("Content-Encoding"); (got == "gzip") != c.packed {
				t.Errorf("%s for %q: got encoding %q", path, c.accept, got)
			}
			if answer.Header.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s: got Vary %q", path, answer.Header.Get("Vary"))
			}
			got := string(body)
			if c.packed {
				got = unpack(t, body)
				if 10*len(body) > 5*len(plain) && len(plain) > 3000 {
					t.Errorf("%s: %d bytes of %d", path, len(body), len(plain))
				}
			}
			same := func(page string) string { return anyID.ReplaceAllString(formTokens.ReplaceAllString(page, ""), "") }
			if same(got) != same(string(plain)) {
				t.Errorf("%s for %q: another page than without compression", path, c.accept)
			}
		}
	}
	answer, body := b.fetch(http.MethodHead, "/lessons/kirov/guard", "gzip")
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Encoding") != "gzip" || len(body) != 0 {
		t.Errorf("HEAD: got status %d, encoding %q and %d bytes", answer.StatusCode,
			answer.Header.Get("Content-Encoding"), len(body))
	}
}

// anyID is the number of a request on the page that reports an error.
var anyID = regexp.MustCompile(`\b[0-9a-f]{12}\b`)

// A static file may be kept for ever, compressed or not, under a name that changes with its content.
func TestStaticFilesAreKeptForEver(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	for _, path := range regexp.MustCompile(`/static/[^"]+`).FindAllString(b.open("/").body, -1) {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, accept := range []string{"", "gzip"} {
				answer, _ := b.fetch(method, path, accept)
				if answer.StatusCode != http.StatusOK || answer.Header.Get("Vary") != "Accept-Encoding" ||
					answer.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" ||
					(answer.Header.Get("Content-Encoding") == "gzip") != (accept == "gzip") {
					t.Errorf("%s %s for %q: got %d, %v", method, path, accept, answer.StatusCode, answer.Header)
				}
			}
		}
	}
}

// The length of a compressed page must not tell how much of the token of its forms somebody has guessed in what the
// page repeats from its address.
func TestNoGuessAtATokenShortensAPage(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	csrf := b.token()
	length := func(guess string) int {
		path := "/search?q=" + url.QueryEscape(guess)
		answer, body := b.fetch(http.MethodGet, path, "gzip")
		if answer.StatusCode != http.StatusOK || !strings.Contains(unpack(t, body), guess) {
			t.Fatalf("%s: got status %d, or the page does not repeat what was searched", path, answer.StatusCode)
		}
		if !bytes.Contains(body, []byte(csrf)) {
			t.Fatal("the token does not stand by itself, outside of what is compressed")
		}
		return len(body)
	}
	for _, n := range []int{8, 20, 40} {
		right, wrong := csrf[:n], []byte(csrf[:n])
		for i := range wrong { // as many letters of each kind, in another order
			wrong[i] = csrf[n-1-i]
		}
		if got, want := length(right), length(string(wrong)); got < want-3 {
			t.Errorf("%d letters of the token: %d bytes, as many others: %d", n, got, want)
		}
	}
}
