package measure

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
)

// pupil is a student of a school day, on a connection of their own.
type pupil struct {
	*school
	number  int // in the school, from 0
	class   int
	name    string
	id      classroom.StudentID
	in      bool // signed in
	c       *connection
	cookies []string // name=value
	forms   []form   // of questions in the text that can be answered
	last    form     // of the question of a quiz, which is kept for the end
	sent    int
	texts   int
	refused int
}

// ask sends a request, times it, and keeps the cookies that come back. ok is false when there was no proper answer.
func (p *pupil) ask(kind string, request []byte) (got answer, ok bool) {
	begun := time.Now()
	var err error
	p.c, got, err = p.exchange(p.c, 4*p.number, request)
	if err == nil && got.status >= 500 {
		err = fmt.Errorf("status %d", got.status)
	}
	if err != nil {
		p.watch.fail(kind, err.Error())
		return got, false
	}
	p.watch.add(kind, time.Since(begun))
	for _, cookie := range got.cookies {
		p.keep(cookie)
	}
	return got, true
}

func (p *pupil) keep(cookie string) {
	cookie, _, _ = strings.Cut(cookie, ";")
	name, _, _ := strings.Cut(cookie, "=")
	p.cookies = slices.DeleteFunc(p.cookies, func(c string) bool { return strings.HasPrefix(c, name+"=") })
	p.cookies = append(p.cookies, cookie)
}

func (p *pupil) get(path string) (answer, bool) {
	path, _, _ = strings.Cut(path, "#")
	return p.ask(reading, getRequest(path, strings.Join(p.cookies, "; ")))
}

func (p *pupil) post(kind, path, body string) (answer, bool) {
	return p.ask(kind, postRequest(path, strings.Join(p.cookies, "; "), body))
}

// with is what a form sends after some of its fields are filled in: name, value, name, value.
func (f form) with(pairs ...string) string {
	fields, err := url.ParseQuery(f.body(f.token))
	if err != nil {
		return ""
	}
	for i := 0; i < len(pairs); i += 2 {
		fields.Set(pairs[i], pairs[i+1])
	}
	return fields.Encode()
}

// formOn reads the form of a page with an action.
func (p *pupil) formOn(page answer, action string) (form, error) {
	forms, err := formsOf(page.body, func(a string) bool { return a == action }, p.number)
	if err != nil || len(forms) == 0 {
		return form{}, fmt.Errorf("no form for %s on the page (%w)", action, err)
	}
	return forms[0], nil
}

// signIn goes through the door as people do: the code of the class, the name, the PIN.
func (p *pupil) signIn() {
	if err := p.enter(); err != nil {
		p.watch.fail(signingIn, err.Error())
		return
	}
	p.in = true
}

var errNotAnswered = errors.New("no proper answer")

func (p *pupil) enter() error {
	door, code := "/join/"+codeOf(p.class), codeOf(p.class)
	page, ok := p.get(door)
	if !ok {
		return errNotAnswered
	}
	name, err := p.formOn(page, door)
	if err != nil {
		return fmt.Errorf("status %d at the class of code %s: %w", page.status, code, err)
	}
	if page, ok = p.post(reading, door, name.with("name", p.name)); !ok {
		return errNotAnswered
	}
	pin, err := p.formOn(page, door+"/enter")
	if err != nil {
		return fmt.Errorf("status %d after the name: %w", page.status, err)
	}
	page, ok = p.post(signingIn, door+"/enter", pin.with("name", p.name, "pin", dayPIN))
	if ok && page.status != 303 {
		return fmt.Errorf("status %d after the PIN", page.status)
	}
	return p.openLesson(p.number)
}

// openLesson reads a lesson, takes the forms of its questions along, and begins its quiz.
func (p *pupil) openLesson(n int) error {
	l := p.Course.Lessons[n%len(p.Course.Lessons)]
	for _, section := range l.Sections {
		page, ok := p.get("/lessons/" + l.ID + "/" + section.ID)
		if !ok {
			return errNotAnswered
		}
		forms, err := formsOf(page.body, func(action string) bool {
			return strings.HasPrefix(action, "/lessons/"+l.ID+"/questions/")
		}, p.number)
		if err != nil {
			return err
		}
		p.forms = append(p.forms, forms...)
	}
	return p.beginQuiz(l)
}

// beginQuiz opens the first question of a quiz and keeps its form for the end.
func (p *pupil) beginQuiz(l *course.Lesson) error {
	page, ok := p.get("/lessons/" + l.ID + "/quiz")
	if !ok {
		return errNotAnswered
	}
	begin, err := p.formOn(page, "/lessons/"+l.ID+"/attempts")
	if err != nil {
		return err
	}
	page, ok = p.post(reading, begin.action, begin.body(begin.token))
	for hops := 0; ok && page.status == 303 && hops < 3; hops++ {
		page, ok = p.get(page.location)
	}
	if !ok {
		return errNotAnswered
	}
	forms, err := formsOf(page.body, func(action string) bool { return strings.HasPrefix(action, "/attempts/") }, p.number)
	if len(forms) > 0 {
		p.last = forms[0]
	}
	return err
}

// work sends answers, and every fourth time a text, at the pace of the day.
func (p *pupil) work(ctx context.Context) {
	if !p.in {
		return
	}
	for n := range p.Rounds {
		if n > 0 {
			pause(ctx, p.Every)
		}
		if ctx.Err() != nil {
			return
		}
		if n%4 == 3 {
			p.write()
		} else {
			p.answer()
		}
	}
}

// answer sends the next answer and reads the page that it leads to. It returns the status of the answer, 0 when there
// was none.
func (p *pupil) answer() (status int) {
	for len(p.forms) > 0 {
		at := p.sent % len(p.forms)
		f := p.forms[at]
		p.sent++
		token := account.FormToken()
		p.ledger.sends(answerBy(p.id, token, f.action[strings.LastIndexByte(f.action, '/')+1:]))
		got, ok := p.post(answers, f.action, f.body(token))
		switch {
		case !ok && got.status < 500: // cut off, whatever had come of it
			return 0
		case !ok:
			return got.status
		case got.status == 303:
			p.ledger.acknowledged(token)
			p.get(got.location)
			return got.status
		case got.status != 422: // for which something better must be typed
			p.watch.fail(answers, fmt.Sprintf("status %d", got.status))
			return got.status
		}
		p.refused++
		p.forms = slices.Delete(p.forms, at, at+1)
	}
	if err := p.openLesson(p.number + p.sent + 1); err != nil {
		p.watch.fail(reading, err.Error())
		return 0
	}
	return p.answer()
}

// write saves a text at a bench that begins with the writing, as the page does by itself.
func (p *pupil) write() {
	at := ""
	for _, b := range p.Course.Benches {
		if !b.Guided() {
			at = "/bench/" + b.ID
		}
	}
	page, ok := p.get(at + "/write")
	if !ok {
		return
	}
	f, err := p.formOn(page, at+"/desk")
	if err != nil {
		p.watch.fail(writing, fmt.Sprintf("status %d: %v", page.status, err))
		return
	}
	p.texts++
	text := fmt.Sprintf("Text %d of student %d. The two sources agree, and one was written by a witness.", p.texts, p.id)
	sent := answerBy(p.id, text, strings.TrimPrefix(at, "/bench/"))
	p.ledger.sends(sent)
	request := postRequest(f.action, strings.Join(p.cookies, "; "), f.with("text", text, "do", "save"))
	request = []byte(strings.Replace(string(request), "Accept: text/html", "Accept: application/json", 1))
	got, ok := p.ask(writing, request)
	switch {
	case ok && got.status == 200:
		p.ledger.acknowledged(text)
	case ok:
		p.watch.fail(writing, fmt.Sprintf("status %d", got.status))
	}
}

// sendLast sends the answer that was kept for the end three times at once, each on a connection of its own, as an
// impatient finger does.
func (p *pupil) sendLast() {
	f, question := p.last, ""
	if f.action == "" && len(p.forms) > 0 {
		f = p.forms[0]
		question = f.action[strings.LastIndexByte(f.action, '/')+1:]
	}
	if f.action == "" || !p.in {
		return
	}
	p.ledger.sends(answerBy(p.id, f.token, question))
	request := postRequest(f.action, strings.Join(p.cookies, "; "), f.body(f.token))
	var all sync.WaitGroup
	for n := range 3 {
		all.Go(func() { p.sendOnce(request, f.token, n) })
	}
	all.Wait()
}

func (p *pupil) sendOnce(request []byte, token string, n int) {
	begun := time.Now()
	c, got, err := p.exchange(nil, 4*p.number+n, request) // some students share an address, as in a school
	if err != nil {
		p.watch.fail(timeUp, err.Error())
		return
	}
	defer c.Close()
	switch {
	case got.status == 303:
		p.watch.add(timeUp, time.Since(begun))
		p.ledger.acknowledged(token)
	case got.status == 422: // for which something better must be typed
		p.watch.add(timeUp, time.Since(begun))
	default:
		p.watch.fail(timeUp, fmt.Sprintf("status %d", got.status))
	}
}

// leave closes the connection.
func (p *pupil) leave() {
	if p.c != nil {
		p.c.Close()
		p.c = nil
	}
}
