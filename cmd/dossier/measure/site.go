package measure

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"dossier/internal/account"
	"dossier/internal/course"
)

// site is the program as the people of a class see it.
type site struct {
	people
	address    string
	course     *course.Course
	cookieName string
	sections   bool        // sections are pages of their own
	answerers  []*answerer // of people.others
}

// answerer is a student who sends answer after answer: the forms of one lesson, each under its own token, and then the
// same again as further tries.
type answerer struct {
	cookie string
	forms  []form
	next   int
}

// answer is the next form, as a request.
func (a *answerer) answer() []byte {
	f := a.forms[a.next%len(a.forms)]
	token := f.token
	if a.next >= len(a.forms) {
		token = account.FormToken()
	}
	a.next++
	return postRequest(f.action, a.cookie, f.body(token))
}

func (s *site) cookie(p person) string { return s.cookieName + "=" + p.token }

// sectionPath is the page that is measured: the second section of a lesson.
func (s *site) sectionPath() string {
	l, err := s.course.Lesson(lessonID)
	if err != nil {
		l = s.course.Lessons[0]
	}
	return s.pathsOf(l)[min(1, len(s.pathsOf(l))-1)]
}

// pathsOf lists the pages on which a lesson is read.
func (s *site) pathsOf(l *course.Lesson) (paths []string) {
	if !s.sections {
		return []string{"/lessons/" + l.ID}
	}
	for _, section := range l.Sections {
		paths = append(paths, "/lessons/"+l.ID+"/"+section.ID)
	}
	return paths
}

// prepare learns the name of the cookie, has the class answer what it is asked, and reads the forms that others send
// later.
func (s *site) prepare() error {
	c, err := dial(s.address, 0)
	if err != nil {
		return err
	}
	defer c.Close()
	c.keep = true
	got, err := c.ask(getRequest("/", ""))
	if err != nil {
		return err
	}
	s.cookieName, _, _ = strings.Cut(got.cookie, "=")
	first := s.course.Lessons[0]
	if got, err = c.ask(getRequest("/lessons/"+first.ID+"/"+first.Sections[0].ID, "")); err != nil {
		return err
	}
	s.sections = got.status == 200
	refused, err := s.answerAll(c)
	if err != nil {
		return fmt.Errorf("the class answers: %w", err)
	}
	if err := s.readForms(refused); err != nil {
		return fmt.Errorf("read the forms: %w", err)
	}
	return nil
}

// answerAll has each student of the class answer every question in the text of one or two lessons, and a quiz. The
// questions for which something better must be typed than we know are returned.
func (s *site) answerAll(c *connection) (refused map[string]bool, err error) {
	refused = map[string]bool{}
	for i, student := range s.class {
		for n := range max(2, (len(s.course.Lessons)+len(s.class)-1)/len(s.class)) {
			l := s.course.Lessons[(i+n*len(s.class))%len(s.course.Lessons)]
			forms, err := s.checks(c, l, student, i)
			if err != nil {
				return nil, err
			}
			for _, f := range forms {
				got, err := c.ask(postRequest(f.action, s.cookie(student), f.body(f.token)))
				if err != nil {
					return nil, err
				}
				if got.status != 303 {
					refused[f.action] = true
				}
			}
		}
		if err := s.takeQuiz(c, s.course.Lessons[i%len(s.course.Lessons)], student, i); err != nil {
			return nil, err
		}
	}
	return refused, nil
}

// checks reads the forms of the questions in the text of a lesson.
func (s *site) checks(c *connection, l *course.Lesson, p person, number int) (forms []form, err error) {
	for _, path := range s.pathsOf(l) {
		got, err := c.ask(getRequest(path, s.cookie(p)))
		if err == nil && got.status != 200 {
			err = fmt.Errorf("GET %s: status %d", path, got.status)
		}
		if err != nil {
			return nil, err
		}
		found, err := formsOf(got.body, func(action string) bool {
			return strings.HasPrefix(action, "/lessons/"+l.ID+"/questions/")
		}, number)
		if err != nil {
			return nil, err
		}
		forms = append(forms, found...)
	}
	return forms, nil
}

// takeQuiz begins the quiz of a lesson and answers until it is done, or until something better must be typed.
func (s *site) takeQuiz(c *connection, l *course.Lesson, p person, number int) error {
	cookie := s.cookie(p)
	for _, path := range []string{"/lessons/" + l.ID + "/quiz", "/lessons/" + l.ID} {
		got, err := c.ask(getRequest(path, cookie))
		if err != nil {
			return err
		}
		starts, err := formsOf(got.body, func(action string) bool { return strings.HasSuffix(action, "/attempts") }, number)
		if err != nil || len(starts) == 0 {
			continue
		}
		if got, err = c.ask(postRequest(starts[0].action, cookie, starts[0].body(starts[0].token))); err != nil {
			return err
		}
		attempt, _, _ := strings.Cut(got.location, "/questions/")
		for range course.QuizLength {
			answered, err := s.answerQuiz(c, attempt, cookie, number)
			if err != nil || !answered {
				return err
			}
		}
		return nil
	}
	return nil
}

// answerQuiz answers the question at which a quiz goes on.
func (s *site) answerQuiz(c *connection, attempt, cookie string, number int) (answered bool, err error) {
	got, err := c.ask(getRequest(attempt, cookie))
	if err != nil || got.status != 303 {
		return false, err
	}
	if got, err = c.ask(getRequest(got.location, cookie)); err != nil {
		return false, err
	}
	forms, err := formsOf(got.body, func(action string) bool {
		return strings.HasPrefix(action, attempt+"/questions/")
	}, number)
	if err != nil || len(forms) == 0 {
		return false, err
	}
	got, err = c.ask(postRequest(forms[0].action, cookie, forms[0].body(forms[0].token)))
	return got.status == 303, err
}

// readForms lets every student open a lesson, so that each has forms of their own to send.
func (s *site) readForms(refused map[string]bool) error {
	const readers = 8
	s.answerers = make([]*answerer, len(s.others))
	errs := make([]error, readers)
	var all sync.WaitGroup
	for r := range readers {
		all.Go(func() {
			c, err := dial(s.address, r)
			if err != nil {
				errs[r] = err
				return
			}
			defer c.Close()
			c.keep = true
			for i := r; i < len(s.others); i += readers {
				if s.answerers[i], errs[r] = s.reader(c, i, refused); errs[r] != nil {
					return
				}
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func (s *site) reader(c *connection, i int, refused map[string]bool) (*answerer, error) {
	a := &answerer{cookie: s.cookie(s.others[i])}
	for n := range s.course.Lessons { // a lesson may have no question that we can answer
		forms, err := s.checks(c, s.course.Lessons[(i+n)%len(s.course.Lessons)], s.others[i], i)
		if err != nil {
			return nil, err
		}
		for _, f := range forms {
			if !refused[f.action] {
				a.forms = append(a.forms, f)
			}
		}
		if len(a.forms) > 0 {
			return a, nil
		}
	}
	return nil, errors.New("no question can be answered")
}

// answersOf is what connection i of n sends: the answers of its students in turn.
func (s *site) answersOf(i, n int) sender {
	turn := rand.IntN(len(s.answerers)) // so that rounds do not all begin with the same students
	return func() ([]byte, int) {
		turn += n
		at := turn/n*n + i
		return s.answerers[at%(len(s.answerers)/n*n)].answer(), 303
	}
}

// atClassPace measures answers of a school of students, each on a connection of its own. Each answers every 20 to 40
// seconds and then reads the page that the answer leads to. What is measured is the time from the moment at which an
// answer was due.
func (s *site) atClassPace(server *program, d time.Duration) (result, error) {
	samples := make([][]time.Duration, schoolSize)
	errs := make([]error, schoolSize)
	return measured(server, samples, func() error {
		begun := time.Now()
		var all sync.WaitGroup
		for i := range schoolSize {
			due := time.Duration(rand.Int64N(int64(40 * time.Second)))
			all.Go(func() { samples[i], errs[i] = s.paced(s.answerers[i], i, begun, due, d) })
		}
		all.Wait()
		return errors.Join(errs...)
	})
}

func (s *site) paced(a *answerer, number int, begun time.Time, due, d time.Duration) (samples []time.Duration,
	err error) {
	var c *connection
	for ; due < d; due += 20*time.Second + time.Duration(rand.Int64N(int64(20*time.Second))) {
		at := begun.Add(due)
		time.Sleep(time.Until(at))
		if c == nil { // not before: a connection on which nothing is asked at all is closed after some seconds
			if c, err = dial(s.address, number); err != nil {
				return samples, err
			}
			defer c.Close()
		}
		got, err := c.ask(a.answer())
		if err == nil && got.status != 303 {
			err = fmt.Errorf("status %d", got.status)
		}
		if err != nil {
			return samples, err
		}
		samples = append(samples, time.Since(at))
		page, _, _ := strings.Cut(got.location, "#")
		if _, err := c.ask(getRequest(page, a.cookie)); err != nil {
			return samples, err
		}
	}
	return samples, nil
}

// coldPage adds up what a browser that was never here loads to show a section.
func (run Run) coldPage(s *site, out *table) error {
	c, err := dial(s.address, 0)
	if err != nil {
		return err
	}
	defer c.Close()
	c.keep = true
	const packed = "Accept-Encoding: gzip\r\nCookie"
	ask := func(path string) (answer, error) {
		request := strings.Replace(string(getRequest(path, s.cookie(s.class[0]))), "Cookie", packed, 1)
		got, err := c.ask([]byte(request))
		if err == nil && got.status != 200 {
			err = fmt.Errorf("GET %s: status %d", path, got.status)
		}
		return got, err
	}
	page, err := c.ask(getRequest(s.sectionPath(), s.cookie(s.class[0])))
	if err != nil {
		return err
	}
	parts := partsOf(page.body)
	got, err := ask(s.sectionPath())
	if err != nil {
		return err
	}
	bytes, list := got.length, []string{fmt.Sprintf("page %d", got.length)}
	for _, path := range parts {
		if got, err = ask(path); err != nil {
			return err
		}
		bytes += got.length
		list = append(list, fmt.Sprintf("%s %d", path[strings.LastIndexByte(path, '/')+1:], got.length))
	}
	out.note("cold section page", "%d bytes in %d requests: %s", bytes, 1+len(parts), strings.Join(list, ", "))
	return nil
}

// partsOf lists what a page loads: style sheets, scripts and icons.
func partsOf(page []byte) (paths []string) {
	root, err := html.Parse(strings.NewReader(string(page)))
	if err != nil {
		return nil
	}
	for n := range root.Descendants() {
		switch rel := attribute(n, "rel"); {
		case n.DataAtom == atom.Script && attribute(n, "src") != "":
			paths = append(paths, attribute(n, "src"))
		case n.DataAtom == atom.Link && (rel == "stylesheet" || rel == "icon"):
			paths = append(paths, attribute(n, "href"))
		}
	}
	return paths
}
