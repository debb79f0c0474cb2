package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// What a bad form comes to. Every answer is a page with a sentence, holds what was typed, and leaves
// the database as it was.
func TestBadInput(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	student, other := s.student("Ana"), s.student("Ben")
	ben := other
	student.atDesk()
	guest := s.guest()
	l := s.course.Lessons[0]
	attempt := student.startQuiz(l.ID)
	inQuiz := s.firstAsk(student.open(attempt))
	inText := s.asked(student.open(checkPage(l, l.Checks[0])), l.Checks[0].ID)
	done := s.asked(student.open(checkPage(l, l.Checks[1])), l.Checks[1].ID)
	student.post(done.action, done.answer(true)).want(http.StatusSeeOther)
	door := "/join/" + plain(s.code)
	long := strings.Repeat("a", 300)
	words := url.Values{"fix": {"words that I typed"}, "g.x": {"in a gap"}, "n": {"12"}}
	typed := func(fields url.Values, more url.Values) url.Values {
		out := url.Values{}
		for _, from := range []url.Values{fields, more} {
			for k, v := range from {
				out[k] = v
			}
		}
		return out
	}
	csrf := map[*browser]string{}
	with := func(b *browser, pairs ...string) url.Values {
		if csrf[b] == "" {
			csrf[b] = b.token()
		}
		return form{fields: url.Values{"csrf": {csrf[b]}}}.with(pairs...)
	}
	visitor := s.visitor()
	for _, row := range []struct {
		name   string
		who    *browser
		path   string
		fields url.Values
		change func(*http.Request)
		status int
		keeps  []string // what was typed and still stands on the page
	}{
		{"wrong code", visitor, "/join", with(visitor, "code", "ZZZ-ZZZ"), nil, 404, []string{"ZZZ-ZZZ"}},
		{"malformed code", visitor, "/join", with(visitor, "code", "K7"), nil, 422, []string{"K7"}},
		{"code with O", visitor, "/join", with(visitor, "code", "K7W-O3M"), nil, 422, []string{"K7W-O3M"}},
		{"no code", visitor, "/join", with(visitor), nil, 422, nil},
		{"code with NUL", visitor, "/join", with(visitor, "code", "K7\x00W"), nil, 422, nil},
		{"code of bytes", visitor, "/join", with(visitor, "code", "\xff\xfe"), nil, 422, nil},
		{"wrong code on the PIN page", visitor, "/join/ZZZZZZ/enter", with(visitor, "name", "Ana", "pin", pin), nil, 404,
			nil},
		{"name of 300 characters", visitor, door, with(visitor, "name", long), nil, 422, []string{long}},
		{"no name", visitor, door, with(visitor, "name", "   "), nil, 422, nil},
		{"name of nothing visible", visitor, door, with(visitor, "name", "\u200b\u202e"), nil, 422, nil},
		{"name of dots", visitor, door, with(visitor, "name", "..."), nil, 422, []string{"..."}},
		{"name that is broken", visitor, door, with(visitor, "name", "\xff\xfe"), nil, 422, nil},
		{"short PIN", visitor, door + "/enter", with(visitor, "name", "New", "pin", "12"), nil, 422, []string{"New"}},
		{"PIN in a row", visitor, door + "/enter", with(visitor, "name", "New", "pin", "123456"), nil, 422, []string{"New"}},
		{"class without a name", s.owner, "/classes", with(s.owner, "class", ""), nil, 422, nil},
		{"class of 300 characters", s.owner, "/classes", with(s.owner, "class", long), nil, 422, []string{long}},
		{"no name at sign-in", visitor, "/sign-in", with(visitor, "pass", passphrase), nil, 422, nil},
		{"sign-in with 60,000 characters", visitor, "/sign-in", with(visitor, "name", "x", "pass", strings.Repeat("x",
			60_000)), nil, 422, []string{"x"}},
		{"empty answer", student, inText.action, with(student), nil, 422, nil},
		{"nonsense answer", student, inText.action, with(student, "a", "option-1", "sure", "very"), nil, 422, nil},
		{"authoring id as answer", student, inText.action, with(student, "a", "a", "sure", "guess"), nil, 422, nil},
		{"nonsense in a quiz", student, inQuiz.action, with(student, "a", "h1", "v", "maybe"), nil, 422, nil},
		{"repeated form", student, done.action, done.answer(true), nil, 303, nil},
		{"repeated form, other answer", student, done.action, done.answer(false), nil, 409, nil},
		{"form of another session", student, inText.action, typed(inText.answer(true), typed(words,
			url.Values{"csrf": {other.token()}})), nil, 409, []string{"words that I typed", "in a gap"}},
		{"form without a token", student, inText.action, typed(inText.answer(true), url.Values{"csrf": {""}}), nil, 409, nil},
		{"stale code", visitor, "/join", url.Values{"code": {"K7W-Q3M"}}, nil, 409, []string{"K7W-Q3M"}},
		{"another student's attempt", other, inQuiz.action, with(other, "a", inQuiz.answer(true).Get("a")), nil, 404, nil},
		{"a student's attempt as guest", guest, inQuiz.action, with(guest), nil, 404, nil},
		{"a question that is not its turn", student, attempt + "/questions/5", with(student), nil, 404, nil},
		{"question 0", student, attempt + "/questions/0", with(student), nil, 404, nil},
		{"question of letters", student, attempt + "/questions/x", with(student), nil, 404, nil},
		{"a number too large", student, "/attempts/99999999999999999999/questions/1", with(student), nil, 404, nil},
		{"unknown lesson", student, "/lessons/atlantis/attempts", with(student), nil, 404, nil},
		{"unknown section", student, "/lessons/" + l.ID + "/sections/atlantis", with(student), nil, 404, nil},
		{"question of another lesson", student, "/lessons/" + l.ID + "/questions/" + s.course.Lessons[1].Checks[0].ID,
			with(student), nil, 404, nil},
		{"question of the quiz", student, "/lessons/" + l.ID + "/questions/" + l.Pool[0].ID, with(student), nil, 404, nil},
		{"unknown class", s.owner, "/classes/77/code", with(s.owner), nil, 404, nil},
		{"unknown student", s.owner, fmt.Sprintf("/classes/%d/students/77/pin", s.class), with(s.owner), nil, 404, nil},
		{"unknown bench", student, "/bench/atlantis/desk", with(student), nil, 404, nil},
		{"trust beyond the scale", ben, at + "/trust", with(ben, "stage", "before", "before.1", "6", "before.2", "-1"), nil,
			422, nil},
		{"the desk before the reveal", ben, at + "/desk", with(ben, "text", "words"), nil, 303, nil},
		{"a text of 20,001 characters", student, at + "/desk", with(student, "do", "save", "text", strings.Repeat("a",
			20_001)), nil, 422, []string{strings.Repeat("a", 20_001)}},
		{"a text of 300,000 characters", student, at + "/desk", with(student, "do", "save", "text", strings.Repeat("a",
			300_000)), nil, 413, nil},
		{"a desk from another session", student, at + "/desk", typed(with(student, "text", "my own text", "so",
			"because of this"), url.Values{"csrf": {other.token()}}), nil, 409, []string{"my own text", "because of this"}},
		{"a reason of no kind", student, at + "/desk", with(student, "do", "reason", "so", "because of this"), nil, 422,
			[]string{"because of this"}},
		{"an example without levels", student, at + "/calibrate", with(student, "exemplar", "ex2", "try", "1",
			"level.sourcing", "5"), nil, 422, nil},
		{"an example that is not there", student, at + "/calibrate", with(student, "exemplar", "ex9", "try", "1"), nil, 303,
			nil},
		{"a judgement of nothing", student, at + "/judge", with(student, "rev", "1"), nil, 303, nil},
		{"an unsorted task", student, at + "/clock", with(student), nil, 422, nil},
		{"a next step to nothing", student, at + "/next-step", with(student, "next", "I will go on."), nil, 404, nil},
		{"no such page", student, "/atlantis", with(student), nil, 404, nil},
		{"1 MB", student, inText.action, typed(inText.answer(true), url.Values{"fix": {strings.Repeat("x", 1<<20)}}), nil,
			413, nil},
		{"1 MB in pieces", student, inText.action, typed(inText.answer(true), url.Values{"fix": {strings.Repeat("x",
			1<<20)}}), func(r *http.Request) { r.ContentLength = -1 }, 413, nil},
		{"1,000 fields", student, inText.action, typed(inText.answer(true),
			url.Values{"a": strings.Split(strings.Repeat("h,", 999)+"h", ",")}), nil, 413, nil},
		{"compressed", student, inText.action, nil, func(r *http.Request) {
			packed := gzipped(t, inText.answer(true).Encode())
			r.Body, r.ContentLength = http.NoBody, int64(len(packed))
			setBody(r, packed)
			r.Header.Set("Content-Encoding", "gzip")
		}, 415, nil},
		{"JSON", student, inText.action, nil, func(r *http.Request) {
			setBody(r, []byte(`{"a":["x"]}`))
			r.Header.Set("Content-Type", "application/json")
		}, 415, nil},
		{"a file", student, inText.action, nil, func(r *http.Request) {
			setBody(r, []byte("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nh\r\n--x--\r\n"))
			r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		}, 415, nil},
		{"no kind of body", student, inText.action, nil, func(r *http.Request) { r.Header.Del("Content-Type") }, 415, nil},
		{"another site", student, inText.action, inText.answer(true), func(r *http.Request) {
			r.Header.Set("Origin",
				"http://elsewhere.example")
		}, 403, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			before := s.dump()
			req := row.who.formRequest(row.path, row.fields)
			if row.change != nil {
				row.change(req)
			}
			p := row.who.do(req)
			p.t = t
			p.want(row.status)
			if row.status >= 400 {
				p.plainly()
			}
			for _, text := range row.keeps {
				if !keeps(p, text) {
					t.Errorf("what was typed, %.40q, is not on the page: %s", text, p.excerpt())
				}
			}
			after := s.dump()
			delete(before, "device")
			delete(after, "device")
			if changed := differ(before, after); len(changed) > 0 {
				t.Errorf("the database changed: %v", changed)
			}
		})
	}
}

// A body that is refused by its announced length, before it comes.
func TestB3BodyBeyondEveryLimit(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	host := strings.TrimPrefix(s.base, "http://")
	conn, err := net.Dial("tcp", host)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(
		conn,
		"POST /join HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nContent-Type: "+
			"application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n",
		host,
		s.base,
		5<<20,
	)
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.visitor().read(res).want(http.StatusRequestEntityTooLarge).plainly()
}

func setBody(r *http.Request, body []byte) {
	fresh, _ := http.NewRequest(r.Method, r.URL.String(), bytes.NewReader(body))
	r.Body, r.GetBody, r.ContentLength = fresh.Body, fresh.GetBody, fresh.ContentLength
}

// keeps tells whether text stands on the page, in a field or as words.
func keeps(p *page, text string) bool {
	for _, f := range p.doc.forms() {
		for _, values := range f.fields {
			for _, v := range values {
				if v == text {
					return true
				}
			}
		}
	}
	return p.hasWords(text)
}

// What no browser sends.
func TestB3OddRequests(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	b := s.student("Ana")
	for _, path := range []string{
		"/lessons/%00", "/lessons/..%2f..%2fetc%2fpasswd", "/lessons/%ff%fe", "/sources/" + strings.Repeat("a", 5000),
		"/static/../go.mod", "/static/x", "/classes/1/students/-1", "/join/%F0%9F%A6%8A",
		"/attempts/1e3", "/dev/gallery", "/.env",
		"/lessons/kirov/attempts", "/bench/x", "/bench/two-verdicts/desk", "/bench/%00",
		"/setup?token=%00", "//evil.example",
	} {
		p := b.get(path)
		if p.status != http.StatusNotFound && p.status != http.StatusUnprocessableEntity {
			t.Errorf("GET %s: got status %d, want 404", path, p.status)
		}
		p.plainly()
	}
	for _, path := range []string{"/lessons/kirov?again=%00%ff", "/timeline?thread=%3Cscript%3E",
		"/bench/two-verdicts?on=%3Cscript%3E&reason=%00&again=%ff", "/?x=" + strings.Repeat("y", 9000)} {
		b.get(path).want(http.StatusOK).hides("<script>")
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
		if p := b.do(b.request(method, "/", nil)); p.status < 400 || p.status >= 500 {
			t.Errorf("%s: got status %d, want a refusal", method, p.status)
		}
	}
	for _, cookie := range []string{"", "x", strings.Repeat("x", 56), "dossier; DROP", "'"} {
		req := s.visitor().request(http.MethodGet, "/", nil)
		req.Header.Set("Cookie", "dossier="+cookie+"; dossier-device="+cookie)
		s.visitor().do(req).want(http.StatusOK)
	}
	host := s.visitor().request(http.MethodGet, "/classes", nil)
	host.Header.Set("X-Forwarded-Host", "evil.example")
	host.Header.Set("X-Forwarded-Proto", "https")
	if p := s.visitor().do(host).want(http.StatusSeeOther); strings.Contains(p.to(), "evil") ||
		strings.Contains(strings.ToLower(p.header.Get("Set-Cookie")), "secure") {
		t.Errorf("forwarded headers are believed: %v", p.header)
	}
}

func TestB7EveryPageIsGuarded(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, path := range []string{"/", "/lessons/kirov", "/atlantis", "/join", "/classes", "/livez"} {
		h := s.owner.get(path).header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		policy := h.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") ||
			!strings.Contains(policy, "require-trusted-types-for 'script'") ||
			strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the content policy is %q", path, policy)
		}
	}
	p := s.owner.open("/classes")
	for _, n := range p.doc.find(func(n *node) bool { return true }) {
		for name := range n.attr {
			if name == "style" || strings.HasPrefix(name, "on") {
				t.Errorf("<%s %s> goes against the content policy", n.tag, name)
			}
		}
	}
	css := s.owner.get(p.doc.tags("link")[0].attr["href"]).want(http.StatusOK)
	if !strings.Contains(css.header.Get("Cache-Control"), "immutable") {
		t.Errorf("a static file is not kept: %v", css.header)
	}
}
