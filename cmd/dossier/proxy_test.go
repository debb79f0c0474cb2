package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// The name under which a school would publish the program. Nothing here asks a name server for it.
const publicName = "dossier.school.example"

// proxies are the ones that schools put in front, with the files of docs that tell schools how, and what goes around
// them in a test. In the files, ports, certificate and place are those of the test. Both programs come from Debian's
// packages, see .ci/setup.
var proxies = []struct {
	name, program, file string
	around              string // INCLUDED is the file of docs
	changes             []string
	args                []string
}{
	{"Caddy", "../../.cache/proxy/usr/bin/caddy", "Caddyfile", `{
	admin off
	auto_https off
}
INCLUDED`, []string{
		"\n" + publicName + " {", "\nhttps://" + publicName + ":PORT {\n\tbind 127.0.0.1",
		"127.0.0.1:8080\n}", "UPSTREAM\n}",
		"/etc/dossier/", "DIR/",
	}, []string{"run", "--adapter", "caddyfile", "--config"}},
	{"nginx", "../../.cache/proxy/usr/sbin/nginx", "nginx.conf", `
user root; # whom the folder of the test belongs to where root runs it
daemon off;
pid DIR/pid;
error_log DIR/error.log;
events {}
http {
	access_log off;
	client_body_temp_path DIR/body;
	proxy_temp_path DIR/proxy;
	fastcgi_temp_path DIR/fastcgi;
	uwsgi_temp_path DIR/uwsgi;
	scgi_temp_path DIR/scgi;
INCLUDED}
`, []string{
		"listen 80;", "listen unix:DIR/80;",
		"listen 443 ssl;", "listen 127.0.0.1:PORT ssl;",
		"http://127.0.0.1:8080;", "http://UPSTREAM;",
		"/etc/dossier/", "DIR/",
	}, []string{"-p", "DIR", "-c"}},
}

// configuration is the file of docs as the test runs it. What the test changes has to be there.
func configuration(t *testing.T, file, around string, changes []string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("../../docs", file))
	if err != nil {
		t.Fatal(err)
	}
	included := string(text)
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(included, changes[i]) {
			t.Fatalf("docs/%s does not have %q", file, changes[i])
		}
		included = strings.ReplaceAll(included, changes[i], changes[i+1])
	}
	return strings.Replace(around, "INCLUDED", included, 1)
}

// TestBehindARealProxy sets the program up, joins a class and answers through Caddy and nginx.
func TestBehindARealProxy(t *testing.T) {
	for _, proxy := range proxies {
		t.Run(proxy.name, func(t *testing.T) {
			dossier := start(t, nil, "--addr", "127.0.0.1:0", "--data", t.TempDir(),
				"--public-url", "https://"+publicName, "--trusted-proxy", "127.0.0.1")
			upstream := dossier.listensAt(t)
			config := configuration(t, proxy.file, proxy.around, proxy.changes)
			client := startProxy(t, proxy.program, proxy.file, config, proxy.args, upstream)

			setup := regexp.MustCompile(`/setup\?token=\S+`).FindString(dossier.started)
			teacher := &visitor{t: t, client: client()}
			page := teacher.get(setup)
			class := teacher.post("/setup", page, "token", field(page, "token"), "name", "Ms Baird", "class", "10b",
				"pass", "history is a long argument")
			if !strings.HasPrefix(class, "/classes/") {
				t.Fatalf("the set-up leads to %q", class)
			}
			for _, cookie := range teacher.cookies() {
				if !strings.HasPrefix(cookie.Name, "__Host-") {
					t.Errorf("the cookie %s is not bound to this host over HTTPS", cookie.Name)
				}
			}
			screen := teacher.get(class)
			link := regexp.MustCompile(`https://` + publicName + `\b`)
			if !link.MatchString(screen) {
				t.Errorf("the join screen does not show https://%s", publicName)
			}
			code := regexp.MustCompile(`\b[A-Z0-9]{3}-[A-Z0-9]{3}\b`).FindString(screen)

			teacher.bringsMuch()

			student := &visitor{t: t, client: client()}
			join := student.post("/join", student.get("/join"), "code", code)
			form := student.send(join, student.get(join), "name", "Ana")
			if to := student.post(join+"/enter", form, "name", "Ana", "pin", "483920", "new", "yes"); to != "/joined" {
				t.Errorf("joining leads to %q", to)
			}
			if home := student.get("/"); !strings.Contains(home, "Ana") {
				t.Error("the student is not signed in")
			}
			student.guessCodes()
		})
	}
}

// visitor is somebody with a browser behind the proxy.
type visitor struct {
	t      *testing.T
	client *http.Client
}

func (v *visitor) get(path string) string {
	v.t.Helper()
	response, err := v.client.Get("https://" + publicName + path)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(response)
}

func (v *visitor) read(response *http.Response) string {
	v.t.Helper()
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return string(body)
}

// submit sends a form as a browser does, from the page it stands on.
func (v *visitor) submit(path, page string, fields ...string) *http.Response {
	v.t.Helper()
	form := url.Values{"csrf": {field(page, "csrf")}}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	request, err := http.NewRequest(http.MethodPost, "https://"+publicName+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", "https://"+publicName)
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	request.Header.Set("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", len(path)%250)) // made up, and so not to be believed
	response, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	return response
}

// post sends a form that leads on, and returns where to.
func (v *visitor) post(path, page string, fields ...string) string {
	v.t.Helper()
	response := v.submit(path, page, fields...)
	if body := v.read(response); response.StatusCode != http.StatusSeeOther {
		v.t.Fatalf("%s answers %d: %s", path, response.StatusCode, body)
	}
	return response.Header.Get("Location")
}

// send sends a form that is answered with a page.
func (v *visitor) send(path, page string, fields ...string) string {
	v.t.Helper()
	return v.read(v.submit(path, page, fields...))
}

func (v *visitor) cookies() []*http.Cookie {
	return v.client.Jar.Cookies(&url.URL{Scheme: "https", Host: publicName, Path: "/"})
}

// bringsMuch has a teacher bring a file of questions that is larger than what a proxy takes by itself.
func (v *visitor) bringsMuch() {
	v.t.Helper()
	page := v.get("/sets/new")
	comment := "// " + strings.Repeat("a comment ", 400) + "\n\n"
	questions := strings.Repeat("::Who?:: Who wrote the note? {=Kirov ~Yagoda}\n"+comment, 600)
	shown := v.send("/sets/new", page, "name", "Many", "text", questions)
	if !strings.Contains(shown, "Who wrote the note?") {
		v.t.Errorf("a file of %d KB is answered with %.300s", len(questions)>>10, shown)
	}
}

// guessCodes tries wrong join codes under ever new made-up addresses, until they are refused all the same.
func (v *visitor) guessCodes() {
	v.t.Helper()
	page := v.get("/join")
	for i := range 30 {
		response := v.submit("/join", page, "code", fmt.Sprintf("ZZZ-ZZ%c", 'A'+i%20))
		v.read(response)
		if response.StatusCode == http.StatusTooManyRequests {
			return
		}
	}
	v.t.Error("thirty wrong codes are not too many from one address behind the proxy")
}

func field(page, name string) string {
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		return ""
	}
	return found[1]
}

// listensAt is host and port of the listener itself, which the start message does not name behind a public URL.
func (p *running) listensAt(t *testing.T) string {
	t.Helper()
	at := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(p.started)
	if at == "" {
		t.Fatalf("the start message does not say where the program listens: %s", p.started)
	}
	return at
}

// startProxy runs a proxy in front of upstream and returns what makes clients that reach it under the public name.
func startProxy(t *testing.T, program, file, config string, args []string, upstream string) func() *http.Client {
	t.Helper()
	if _, err := os.Stat(program); err != nil {
		t.Fatalf("%v: run .ci/setup test", err)
	}
	dir := t.TempDir()
	roots := writeCertificate(t, dir)
	port := freePort(t)
	fill := strings.NewReplacer("DIR", dir, "PORT", port, "UPSTREAM", upstream)
	at := filepath.Join(dir, file)
	write(t, at, fill.Replace(config))
	var words []string
	for _, arg := range args {
		words = append(words, fill.Replace(arg))
	}
	cmd := exec.Command(program, append(words, at)...)
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	output := &strings.Builder{}
	cmd.Stdout, cmd.Stderr = output, output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Signal(os.Interrupt); cmd.Wait() })
	waitForPort(t, "127.0.0.1:"+port)
	return func() *http.Client {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", "127.0.0.1:"+port)
		}
		return &http.Client{
			Jar:           jar,
			Transport:     &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{RootCAs: roots}},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
}

// writeCertificate makes a certificate for the public name, as files in dir, and the pool of those who trust it.
func writeCertificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: publicName}, IsCA: true,
		DNSNames: []string{publicName}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, about, about, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "cert.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})))
	write(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	return roots
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// waitForPort waits until somebody listens there.
func waitForPort(t *testing.T, address string) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for time.Now().Before(deadline) {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("nobody listens at %s", address)
}
