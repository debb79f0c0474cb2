package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// world is a site with somebody of every role.
type world struct {
	s                                       *site
	visitor, guest, student, other          *browser
	teacher, otherTeacher                   *browser
	expiredStudent, expiredTeacher          *browser
	lesson, section, question, source, code string
	attempt, class, pupil, leaver           string
	invitation, passphraseLink              string
	colleague, third                        string // the numbers of the other teacher and of one of the same class
	session                                 string // of the teacher, in another browser
	set, ownQuestion                        string // of the teacher's own
	essay                                   string // handed in by the student
	work                                    string // handed out to the student's class

	// What there is beside in a school, see school.
	demo                  string   // the page of an invented class
	desk, marked, waiting *browser // at the bench, with a mark, and at the door
}

// populate makes somebody of every role. The other student and the other teacher are of another class.
func populate(t *testing.T, s *site) *world {
	t.Helper()
	w := &world{s: s, code: plain(s.code), class: fmt.Sprint(s.class)}
	l := s.course.Lessons[0]
	w.lesson, w.section, w.question, w.source = l.ID, l.Sections[0].ID, l.Checks[0].ID, s.course.Sources[0].ID

	w.expiredStudent = s.student("Expired").still()
	w.expiredTeacher = s.owner.still()
	s.clock.pass(13 * hour)
	w.teacher = s.visitor().signIn(ownerName)

	// No page makes a second teacher yet; one with the owner's passphrase and a class of their own does for the rights.
	db := s.db()
	defer db.Close()
	for _, statement := range []string{
		`INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			SELECT 'Second', 'second', pass_hash, 0, created_at FROM teacher`,
		`INSERT INTO class (name, code, form_token, created_at) VALUES ('Other class', 'K7WQ3M', 'form of the other class',
			0)`,
		`INSERT INTO class_teacher (class_id, teacher_id) SELECT c.id, t.id FROM class c, teacher t
			WHERE c.name = 'Other class' AND t.name = 'Second'`,
		`INSERT INTO teacher (name, name_key, pass_hash, owner, created_at)
			SELECT 'Third', 'third', pass_hash, 0, created_at FROM teacher WHERE owner = 1`,
		`INSERT INTO class_teacher (class_id, teacher_id) SELECT ` + w.class + `, id FROM teacher WHERE name = 'Third'`,
	} {
		if _, err := db.ExecContext(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
	w.otherTeacher = s.visitor().signIn("Second")
	w.other = s.visitor().join("K7W-Q3M", "Other", pin)
	w.student = s.student("Ana")
	s.student("Leaver")
	w.guest = s.guest()
	w.visitor = s.visitor()
	w.visitor.open("/")
	w.student.atDesk()
	start := w.student.startQuiz(l.ID)
	w.attempt = strings.TrimPrefix(start, "/attempts/")
	w.pupil = fmt.Sprint(one[int64](s, `SELECT id FROM student WHERE name = 'Ana'`))
	invited := w.teacher.post("/classes/"+w.class+"/colleagues", url.Values{"csrf": {s.csrf(w.teacher)}}).
		want(http.StatusOK)
	_, w.invitation, _ = strings.Cut(invited.doc.class("once-link")[0].words(), "/invitation/")
	w.teacher.post("/originals/keep", url.Values{"csrf": {s.csrf(w.teacher)}, "use." + w.source + ".0": {"yes"},
		"text." + w.source + ".0": {"The text of a source."}}).want(http.StatusSeeOther)
	w.teacher.brings(ownGIFT, "name", "Trials").want(http.StatusSeeOther)
	w.set = fmt.Sprint(one[int64](s, `SELECT id FROM question_set`))
	w.ownQuestion = fmt.Sprint(one[int64](s, `SELECT max(id) FROM own_question`))
	w.leaver = fmt.Sprint(one[int64](s, `SELECT id FROM student WHERE name = 'Leaver'`))
	w.essay = fmt.Sprint(s.handsIn("Ana", answerText))
	w.work = fmt.Sprint(s.handOut(t, s.thursday(t, s.course.Lessons[2].ID, 2)).ID)
	w.colleague = fmt.Sprint(one[int64](s, `SELECT id FROM teacher WHERE name = 'Second'`))
	w.third = fmt.Sprint(one[int64](s, `SELECT id FROM teacher WHERE name = 'Third'`))
	given := w.teacher.post("/account/teachers/"+w.colleague+"/link", url.Values{"csrf": {s.csrf(w.teacher)}}).
		want(http.StatusOK)
	_, w.passphraseLink, _ = strings.Cut(given.doc.class("once-link")[0].words(), "/passphrase/")
	s.visitor().signIn(ownerName)
	w.session = s.otherSession(w.teacher)
	for _, b := range []**browser{&w.visitor, &w.guest, &w.student, &w.other, &w.teacher, &w.otherTeacher} {
		*b = (*b).still()
	}
	return w
}

// otherSession is the handle by which a teacher's page names a session of theirs in another browser.
func (s *site) otherSession(teacher *browser) string {
	s.t.Helper()
	for _, f := range teacher.open("/account").doc.forms() {
		if handle, ok := strings.CutSuffix(strings.TrimPrefix(f.action, "/account/sessions/"), "/end"); ok {
			return handle
		}
	}
	s.t.Fatal("the teacher has no other session")
	return ""
}

// browsers lists everybody, in the order of the columns of the table of rights.
func (w *world) browsers() []*browser {
	return []*browser{
		w.visitor,
		w.guest,
		w.student,
		w.other,
		w.teacher,
		w.otherTeacher,
		w.expiredStudent,
		w.expiredTeacher,
	}
}

// path fills the parameters of a route in with what belongs to the student and the teacher.
func (w *world) path(route string) string {
	return strings.NewReplacer("/sets/:set/:question", "/sets/"+w.set+"/"+w.ownQuestion, ":set", w.set,
		"/lessons/:lesson/blind", "/lessons/before/blind", ":lesson", w.lesson,
		":section", w.section, ":question", w.question, ":source", w.source, ":code", w.code,
		":attempt", w.attempt, ":number", "1", "/passphrase/:token", "/passphrase/"+w.passphraseLink, ":token", w.invitation,
		"/colleagues/:teacher", "/colleagues/"+w.third,
		":teacher", w.colleague, ":session", w.session, ":class", w.class, ":student", w.pupil,
		":work", w.work, ":bench", "two-verdicts", ":essay", w.essay, ":exemplar", "ex2", ":skill", "sourcing",
		":regrade", "1", ":route", w.s.course.Guide.Routes[0].ID, ":file", "scores.csv").
		Replace(route)
}

// still is the same browser with its cookies frozen, so that one role stays one role whatever the answers say.
func (b *browser) still() *browser {
	at, _ := url.Parse(b.site.base)
	return &browser{
		t:      b.t,
		site:   b.site,
		client: &http.Client{CheckRedirect: b.client.CheckRedirect, Jar: frozen(b.client.Jar.Cookies(at))},
	}
}

type frozen []*http.Cookie

func (frozen) SetCookies(*url.URL, []*http.Cookie) {}
func (f frozen) Cookies(*url.URL) []*http.Cookie   { return f }

// rights is who gets which status. Columns: visitor, guest, student, student of another class,
// teacher, teacher of another class, student and teacher whose session has ended. What somebody may
// not see does not exist for them.
var rights = map[string]string{
	"GET /":                                     "200 200 200 200 200 200 200 200",
	"GET /lessons/:lesson":                      "200 200 200 200 200 200 200 200",
	"GET /lessons/:lesson/whole":                "200 200 200 200 200 200 200 200",
	"GET /lessons/:lesson/quiz":                 "200 200 200 200 200 200 200 200",
	"GET /lessons/:lesson/:section":             "200 200 200 200 200 200 200 200",
	"GET /sources":                              "200 200 200 200 200 200 200 200",
	"GET /print":                                "303 404 404 404 200 200 303 303",
	"GET /print/worksheets/:lesson":             "303 404 404 404 200 200 303 303",
	"GET /print/sources/:source":                "200 200 200 200 200 200 200 200",
	"GET /print/benches/:bench":                 "200 200 200 200 200 200 200 200",
	"GET /sources/:source":                      "200 200 200 200 200 200 200 200",
	"GET /timeline":                             "200 200 200 200 200 200 200 200",
	"GET /people":                               "200 200 200 200 200 200 200 200",
	"GET /glossary":                             "200 200 200 200 200 200 200 200",
	"GET /documents":                            "200 200 200 200 200 200 200 200",
	"GET /search":                               "200 200 200 200 200 200 200 200",
	"POST /words":                               "303 303 303 303 303 303 303 303",
	"POST /lessons/:lesson/sections/:section":   "303 303 303 303 404 404 409 409",
	"POST /lessons/:lesson/questions/:question": "422 422 422 422 404 404 409 409",
	"POST /lessons/:lesson/attempts":            "303 303 303 303 404 404 409 409",
	"GET /attempts/:attempt":                    "404 404 303 404 404 404 303 303",
	"GET /attempts/:attempt/questions/:number":  "404 404 200 404 404 404 303 303",
	"POST /attempts/:attempt/questions/:number": "404 404 422 404 404 404 409 409",
	"POST /attempts/:attempt/written/:question": "404 404 404 404 404 404 409 409",
	"GET /attempts/:attempt/result":             "404 404 303 404 404 404 303 303",
	"GET /me":                                   "404 200 200 200 404 404 303 303",
	"GET /me/answers":                           "404 200 200 200 404 404 303 303",
	"GET /me/days":                              "404 200 200 200 404 404 303 303",
	"GET /me/pack":                              "404 200 200 200 404 404 303 303",
	"GET /me/data":                              "404 200 200 200 404 404 303 303",
	"GET /privacy":                              "200 200 200 200 200 200 200 200",
	// The attempt is at the quiz of a lesson, which nobody hands in; the work is handed out to the student's class.
	"GET /attempts/:attempt/hand-in":  "404 404 303 404 404 404 303 303",
	"POST /attempts/:attempt/hand-in": "404 404 404 404 404 404 409 409",
	"GET /work":                       "404 200 200 200 404 404 303 303",
	"GET /work/:work":                 "404 404 200 404 404 404 303 303",
	"POST /work/:work":                "404 404 303 404 404 404 409 409",
	// The student has handed in an answer; nobody else has said how far they trust the texts.
	"GET /lessons/:lesson/blind":                      "200 200 200 200 200 200 200 200",
	"POST /lessons/:lesson/blind":                     "303 303 303 303 404 404 409 409",
	"GET /bench":                                      "200 200 200 200 200 200 200 200",
	"GET /bench/:bench":                               "200 200 303 200 200 200 200 200",
	"GET /bench/:bench/look":                          "303 303 200 303 303 303 303 303",
	"GET /bench/:bench/know":                          "303 303 200 303 303 303 303 303",
	"GET /bench/:bench/pick":                          "303 303 200 303 303 303 303 303",
	"GET /bench/:bench/plan":                          "303 303 200 303 303 303 303 303",
	"GET /bench/:bench/write":                         "303 303 200 303 303 303 303 303",
	"GET /bench/:bench/hand-in":                       "303 303 200 303 303 303 303 303",
	"POST /bench/:bench/hand-in":                      "303 303 303 303 404 404 409 409",
	"POST /bench/:bench/trust":                        "303 303 303 303 404 404 409 409",
	"POST /bench/:bench/guess":                        "303 303 422 303 404 404 409 409",
	"POST /bench/:bench/desk":                         "303 303 409 303 404 404 409 409",
	"POST /bench/:bench/clock":                        "303 303 422 303 404 404 409 409",
	"GET /bench/:bench/calibrate":                     "404 303 200 303 404 404 303 303",
	"POST /bench/:bench/calibrate":                    "303 303 303 303 404 404 409 409",
	"GET /bench/:bench/judge":                         "404 303 303 303 404 404 303 303",
	"POST /bench/:bench/judge":                        "303 303 303 303 404 404 409 409",
	"POST /bench/:bench/withdraw":                     "303 303 303 303 404 404 409 409",
	"POST /bench/:bench/revise":                       "303 303 409 303 404 404 409 409",
	"POST /bench/:bench/finish":                       "303 303 409 303 404 404 409 409",
	"POST /bench/:bench/next-step":                    "404 404 404 404 404 404 409 409",
	"GET /bench/:bench/feedback":                      "404 404 404 404 404 404 303 303",
	"GET /bench/:bench/texts":                         "404 404 200 404 404 404 303 303",
	"GET /marking/written":                            "303 404 404 404 200 200 303 303",
	"POST /marking/written":                           "404 404 404 404 303 303 409 409",
	"GET /join":                                       "200 200 200 200 200 200 200 200",
	"POST /join":                                      "422 422 422 422 422 422 422 422",
	"GET /join/:code":                                 "200 200 200 200 200 200 200 200",
	"POST /join/:code":                                "422 422 422 422 422 422 422 422",
	"GET /join/:code/enter":                           "200 200 200 200 200 200 200 200",
	"GET /joined":                                     "404 404 200 200 404 404 303 303",
	"POST /join/:code/enter":                          "422 422 422 422 422 422 422 422",
	"GET /sign-in":                                    "200 200 200 200 303 303 200 200",
	"POST /sign-in":                                   "422 422 422 422 422 422 422 422",
	"POST /sign-out":                                  "303 303 303 303 303 303 303 303",
	"GET /invitation/:token":                          "200 200 200 200 200 200 200 200",
	"POST /invitation/:token":                         "422 422 422 422 303 404 404 404",
	"GET /passphrase/:token":                          "200 200 200 200 200 200 200 200",
	"POST /passphrase/:token":                         "422 422 422 422 422 422 422 422",
	"GET /setup":                                      "404 404 404 404 404 404 404 404",
	"POST /setup":                                     "404 404 404 404 404 404 404 404",
	"GET /classes":                                    "303 404 404 404 200 200 303 303",
	"POST /classes":                                   "404 404 404 404 422 422 409 409",
	"GET /classes/:class":                             "303 404 404 404 200 404 303 303",
	"GET /classes/:class/live":                        "303 404 404 404 200 404 303 303",
	"GET /classes/:class/join-screen":                 "303 404 404 404 200 404 303 303",
	"POST /classes/:class/code":                       "404 404 404 404 303 404 409 409",
	"POST /classes/:class/let-in":                     "404 404 404 404 303 404 409 409",
	"POST /classes/:class/colleagues":                 "404 404 404 404 200 404 409 409",
	"GET /classes/:class/work":                        "303 404 404 404 200 404 303 303",
	"GET /classes/:class/work/new":                    "303 404 404 404 200 404 303 303",
	"POST /classes/:class/work/new":                   "404 404 404 404 200 404 409 409", // no button was pressed
	"GET /classes/:class/work/:work":                  "303 404 404 404 200 404 303 303",
	"POST /classes/:class/work/:work":                 "404 404 404 404 404 404 409 409",
	"GET /classes/:class/work/:work/live":             "303 404 404 404 200 404 303 303",
	"GET /classes/:class/work/:work/print":            "303 404 404 404 200 404 303 303",
	"GET /classes/:class/work/:work/change":           "303 404 404 404 200 404 303 303",
	"POST /classes/:class/work/:work/change":          "404 404 404 404 200 404 409 409",
	"GET /classes/:class/groups":                      "303 404 404 404 200 404 303 303",
	"POST /classes/:class/groups":                     "404 404 404 404 422 404 409 409",
	"GET /classes/:class/lessons":                     "303 404 404 404 200 404 303 303",
	"POST /classes/:class/lessons":                    "404 404 404 404 303 404 409 409",
	"GET /classes/:class/questions":                   "303 404 404 404 200 404 303 303",
	"GET /classes/:class/unmatched":                   "303 404 404 404 200 404 303 303",
	"GET /waiting":                                    "200 200 200 200 200 200 200 200",
	"POST /waiting":                                   "200 200 200 200 200 200 200 200",
	"POST /waiting/stop":                              "303 303 303 303 303 303 303 303",
	"GET /classes/:class/settings":                    "303 404 404 404 200 404 303 303",
	"GET /classes/:class/door":                        "303 404 404 404 200 404 303 303",
	"POST /classes/:class/door":                       "404 404 404 404 303 404 409 409",
	"POST /classes/:class/places":                     "404 404 404 404 303 404 409 409",
	"POST /classes/:class/waiting":                    "404 404 404 404 303 404 409 409",
	"GET /classes/:class/code":                        "303 404 404 404 200 404 303 303",
	"GET /classes/:class/slips":                       "303 404 404 404 200 404 303 303",
	"GET /classes/:class/slips/pins":                  "303 404 404 404 422 404 303 303", // nobody is ticked
	"POST /classes/:class/slips/pins":                 "404 404 404 404 422 404 409 409",
	"GET /classes/:class/poster":                      "303 404 404 404 200 404 303 303",
	"GET /classes/:class/leave":                       "303 404 404 404 200 404 303 303",
	"POST /classes/:class/leave":                      "404 404 404 404 409 404 409 409", // the colleague is out
	"POST /classes/:class/colleagues/withdraw":        "404 404 404 404 303 404 409 409",
	"GET /classes/:class/colleagues/:teacher/remove":  "303 404 404 404 200 404 303 303",
	"POST /classes/:class/colleagues/:teacher/remove": "404 404 404 404 303 404 409 409",
	// The class of the path is a real one.
	"POST /classes/demo":               "404 404 404 404 303 303 409 409",
	"GET /jobs/:job":                   "303 404 404 404 404 404 303 303",
	"POST /classes/:class/demo/remove": "404 404 404 404 404 404 409 409",
	"POST /classes/:class/unmatched":   "404 404 404 404 422 404 409 409", // nothing is ticked
	// Each teacher is led to a class of their own.
	"GET /classes/show/:question":                "303 404 404 404 303 303 303 303",
	"GET /classes/:class/show/:question":         "303 404 404 404 200 404 303 303",
	"GET /classes/:class/show/:question/answers": "303 404 404 404 200 404 303 303",
	"GET /classes/:class/show/:question/key":     "303 404 404 404 200 404 303 303",
	// What is accepted and taken back here has a test of its own: nobody has written anything that was not recognised.
	"POST /classes/:class/unmatched/look-again":        "404 404 404 404 404 404 409 409",
	"POST /classes/:class/unmatched/undo":              "404 404 404 404 404 404 409 409",
	"GET /classes/:class/unmatched/:response/:field":   "303 404 404 404 404 404 303 303",
	"POST /classes/:class/unmatched/:response/:field":  "404 404 404 404 404 404 409 409",
	"GET /classes/:class/questions/:question":          "303 404 404 404 200 404 303 303",
	"GET /classes/:class/questions/:question/correct":  "303 404 404 404 200 404 303 303",
	"POST /classes/:class/questions/:question/correct": "404 404 404 404 422 404 409 409", // nothing is chosen
	"GET /classes/:class/regrades":                     "303 404 404 404 200 404 303 303",
	"GET /classes/:class/regrades/:regrade":            "303 404 404 404 404 404 303 303", // nothing was corrected
	"POST /classes/:class/regrades/:regrade/undo":      "404 404 404 404 404 404 409 409", // nothing was corrected
	"POST /classes/:class/regrades/:regrade/finish":    "404 404 404 404 404 404 409 409",
	"GET /classes/:class/students/:student":            "303 404 404 404 200 404 303 303",
	"GET /classes/:class/students/:student/answers":    "303 404 404 404 200 404 303 303",
	"GET /classes/:class/students/:student/essays":     "303 404 404 404 200 404 303 303",
	"GET /classes/:class/students/:student/days":       "303 404 404 404 200 404 303 303",
	"GET /classes/:class/students/:student/sheet":      "303 404 404 404 200 404 303 303",
	"GET /classes/:class/students/:student/settings":   "303 404 404 404 200 404 303 303",
	"POST /classes/:class/students/:student/settings":  "404 404 404 404 422 404 409 409", // nothing is chosen
	"POST /classes/:class/students/:student/note":      "404 404 404 404 303 404 409 409",
	"GET /classes/:class/students/:student/pin":        "303 404 404 404 200 404 303 303",
	"POST /classes/:class/students/:student/pin":       "404 404 404 404 200 404 409 409",
	"GET /classes/:class/students/:student/pack":       "303 404 404 404 200 404 303 303",
	"GET /classes/:class/take-away":                    "303 404 404 404 200 404 303 303",
	"GET /classes/:class/take-away/:file":              "303 404 404 404 200 404 303 303",
	// Nobody is ticked: that says so, to the teacher alone.
	"GET /classes/:class/roster":           "303 404 404 404 200 404 303 303",
	"GET /classes/:class/roster/file":      "303 404 404 404 200 404 303 303",
	"GET /classes/:class/roster/add":       "303 404 404 404 200 404 303 303",
	"POST /classes/:class/roster/add":      "404 404 404 404 422 404 409 409",
	"GET /classes/:class/roster/chosen":    "303 404 404 404 422 404 303 303",
	"GET /classes/:class/roster/move":      "303 404 404 404 422 404 303 303",
	"POST /classes/:class/roster/move":     "404 404 404 404 422 404 409 409",
	"GET /classes/:class/roster/merge":     "303 404 404 404 422 404 303 303",
	"POST /classes/:class/roster/merge":    "404 404 404 404 422 404 409 409",
	"GET /classes/:class/roster/remove":    "303 404 404 404 422 404 303 303",
	"POST /classes/:class/roster/remove":   "404 404 404 404 422 404 409 409",
	"POST /classes/:class/roster/undo":     "404 404 404 404 404 404 409 409", // nothing was done that could be undone
	"GET /classes/:class/roster/:student":  "303 404 404 404 200 404 303 303",
	"POST /classes/:class/roster/:student": "404 404 404 404 422 404 409 409",

	"GET /classes/:class/roster/:student/erase":  "303 404 404 404 200 404 303 303",
	"POST /classes/:class/roster/:student/erase": "404 404 404 404 422 404 409 409", // nobody typed the name
	"POST /classes/:class/keep":                  "404 404 404 404 303 404 409 409",
	"GET /classes/:class/anonymise":              "303 404 404 404 200 404 303 303",
	"POST /classes/:class/anonymise":             "404 404 404 404 422 404 409 409", // nobody typed its name

	"GET /classes/:class/rename":     "303 404 404 404 200 404 303 303",
	"POST /classes/:class/rename":    "404 404 404 404 422 404 409 409",
	"POST /classes/:class/archive":   "404 404 404 404 303 404 409 409",
	"POST /classes/:class/unarchive": "404 404 404 404 303 404 409 409",
	"GET /classes/:class/delete":     "303 404 404 404 200 404 303 303",
	"POST /classes/:class/delete":    "404 404 404 404 422 404 409 409", // nobody typed its name

	"GET /account":                           "303 404 404 404 200 200 303 303",
	"POST /account/passphrase":               "404 404 404 404 422 422 409 409",
	"POST /account/sessions/:session/end":    "404 404 404 404 303 404 409 409",
	"POST /account/sign-out":                 "404 404 404 404 303 303 409 409",
	"GET /owner":                             "303 404 404 404 200 404 303 303",
	"POST /owner/keep":                       "404 404 404 404 422 404 409 409",
	"POST /owner/backups":                    "404 404 404 404 303 404 409 409",
	"GET /owner/backups/:backup":             "303 404 404 404 404 404 303 303",
	"POST /owner/backups/:backup":            "404 404 404 404 404 404 409 409",
	"GET /owner/backups/:backup/restore":     "303 404 404 404 404 404 303 303",
	"POST /owner/backups/:backup/restore":    "404 404 404 404 404 404 409 409",
	"GET /owner/back":                        "303 404 404 404 303 404 303 303",
	"POST /owner/check":                      "404 404 404 404 303 404 409 409",
	"GET /account/teachers":                  "303 404 404 404 200 404 303 303",
	"POST /account/teachers/:teacher/link":   "404 404 404 404 200 404 409 409",
	"GET /account/teachers/:teacher/remove":  "303 404 404 404 200 404 303 303",
	"POST /account/teachers/:teacher/remove": "404 404 404 404 422 404 409 409",

	"GET /guide":                   "303 404 404 404 200 200 303 303",
	"GET /guide/lessons/:lesson":   "303 404 404 404 200 200 303 303",
	"GET /guide/routes/:route":     "303 404 404 404 200 200 303 303",
	"GET /guide/marks":             "303 404 404 404 200 200 303 303",
	"GET /guide/timeline":          "303 404 404 404 200 200 303 303",
	"GET /guide/people":            "303 404 404 404 200 200 303 303",
	"GET /guide/words":             "303 404 404 404 200 200 303 303",
	"GET /bank":                    "303 404 404 404 200 200 303 303",
	"GET /bank/gift.zip":           "303 404 404 404 200 200 303 303",
	"GET /bank/moodle.zip":         "303 404 404 404 200 200 303 303",
	"GET /bank/:lesson":            "303 404 404 404 200 200 303 303",
	"GET /bank/:lesson/gift.zip":   "303 404 404 404 200 200 303 303",
	"GET /bank/:lesson/moodle.zip": "303 404 404 404 200 200 303 303",

	"GET /marking":                         "303 404 404 404 200 200 303 303",
	"POST /marking/names":                  "404 404 404 404 303 303 409 409",
	"GET /marking/essays/:essay":           "303 404 404 404 200 404 303 303",
	"POST /marking/essays/:essay":          "404 404 404 404 409 404 409 409", // the form names no text
	"GET /marking/essays/:essay/second":    "303 404 404 404 404 404 303 303", // nothing is marked yet
	"POST /marking/essays/:essay/second":   "404 404 404 404 404 404 409 409",
	"GET /marking/essays/:essay/agree":     "303 404 404 404 404 404 303 303",
	"POST /marking/essays/:essay/agree":    "404 404 404 404 404 404 409 409",
	"POST /marking/:bench/next":            "404 404 404 404 303 303 409 409",
	"GET /marking/:bench/seeds/:exemplar":  "303 404 404 404 200 200 303 303",
	"POST /marking/:bench/seeds/:exemplar": "404 404 404 404 422 422 409 409",
	"GET /marking/:bench/skills/:skill":    "303 404 404 404 200 200 303 303",
	"POST /marking/:bench/skills/:skill":   "404 404 404 404 303 303 409 409",
	"POST /marking/:bench/return":          "404 404 404 404 303 303 409 409",
	"GET /marking/:bench/returned":         "303 404 404 404 200 200 303 303",
	"GET /marking/:bench/moderation":       "303 404 404 404 200 200 303 303",
	"GET /classes/:class/evidence/:bench":  "303 404 404 404 200 404 303 303",

	"GET /sets":                        "303 404 404 404 200 200 303 303",
	"GET /sets/new":                    "303 404 404 404 200 200 303 303",
	"POST /sets/new":                   "404 404 404 404 422 422 409 409",
	"GET /sets/:set":                   "303 404 404 404 200 404 303 303",
	"POST /sets/:set":                  "404 404 404 404 422 404 409 409",
	"GET /sets/:set/remove":            "303 404 404 404 200 404 303 303",
	"POST /sets/:set/remove":           "404 404 404 404 303 404 409 409",
	"GET /sets/:set/add":               "303 404 404 404 200 404 303 303",
	"POST /sets/:set/add":              "404 404 404 404 422 404 409 409",
	"GET /sets/:set/gift.zip":          "303 404 404 404 200 404 303 303",
	"GET /sets/:set/moodle.zip":        "303 404 404 404 200 404 303 303",
	"GET /sets/:set/:question":         "303 404 404 404 200 404 303 303",
	"POST /sets/:set/:question":        "404 404 404 404 422 404 409 409",
	"GET /sets/:set/:question/remove":  "303 404 404 404 200 404 303 303",
	"POST /sets/:set/:question/remove": "404 404 404 404 303 404 409 409",

	"GET /originals":                 "303 404 404 404 200 200 303 303",
	"POST /originals":                "404 404 404 404 422 422 409 409",
	"POST /originals/keep":           "404 404 404 404 422 422 409 409",
	"GET /originals/:source/text":    "303 404 404 404 200 200 303 303",
	"POST /originals/:source/text":   "404 404 404 404 422 422 409 409",
	"GET /originals/:source/remove":  "303 404 404 404 200 200 303 303",
	"POST /originals/:source/remove": "404 404 404 404 303 404 409 409", // the second finds nothing
}

// forTeachers are the pages whose sign-in is that of the teachers.
var forTeachers = regexp.MustCompile(
	`^/(account|bank|classes|jobs|marking|guide|print(?:$|/worksheets)|originals|owner|sets)`)

// unlisted are the routes that answer outside the table of the site; none of them knows who asks.
var unlisted = map[string]bool{"GET /static/:file": true, "GET /livez": true, "GET /readyz": true}

// Every route, for every kind of person.
func TestB1WhoMayDoWhat(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	w := populate(t, s)
	csrf := make([]string, len(w.browsers()))
	for i, b := range w.browsers() {
		csrf[i] = s.csrf(b)
	}
	names := strings.Fields("visitor guest student other-student teacher other-teacher expired-student expired-teacher")
	seen := map[string]bool{}
	// A form makes a guest of a visitor, a new PIN comes before a removal, and signing out comes last.
	var groups [6][]string
	for _, r := range s.server.Routes() {
		key := r.Method + " " + r.Path
		seen[key] = true
		group := 1
		switch {
		case r.Method == http.MethodGet:
			group = 0
		case strings.HasSuffix(key, "/code"), strings.HasSuffix(key, "/pin"):
			group = 2
		case strings.HasSuffix(key, "/remove"), strings.HasSuffix(key, "/leave"):
			group = 3
		case key == "POST /account/sign-out":
			group = 4
		case key == "POST /sign-out":
			group = 5
		}
		groups[group] = append(groups[group], key)
	}
	for _, key := range slices.Concat(groups[:]...) {
		want, declared := rights[key]
		if !declared {
			t.Errorf("nobody has said who may %s", key)
			continue
		}
		method, route, _ := strings.Cut(key, " ")
		path := w.path(route)
		if method == http.MethodPost && strings.Contains(route, ":student") {
			path = strings.Replace(path, "/students/"+w.pupil, "/students/"+w.leaver, 1)
		}
		for i, b := range w.browsers() {
			var p *page
			if method == http.MethodGet {
				p = b.get(path)
			} else {
				p = b.post(path, url.Values{"csrf": {csrf[i]}, "lesson": {w.lesson}})
			}
			if got, want := fmt.Sprint(p.status), strings.Fields(want)[i]; got != want {
				t.Errorf("%s as %s: got %s, want %s", key, names[i], got, want)
			}
			if p.status == http.StatusNotFound {
				if said := p.doc.id("main").words(); strings.Contains(said, "Ana") || strings.Contains(said, className) {
					t.Errorf("%s as %s says %q", key, names[i], said)
				}
			}
			door := map[bool]string{true: "/sign-in", false: "/join"}[forTeachers.MatchString(route)]
			if route == "/owner/back" { // going back to a backup signs out whoever waits there
				door += "?to=" + route
			}
			if p.status == http.StatusSeeOther && method == http.MethodGet && strings.HasPrefix(names[i], "expired") &&
				p.to() != door {
				t.Errorf("%s as %s leads to %s, want %s", key, names[i], p.to(), door)
			}
			if strings.HasPrefix(route, "/classes") && p.status == http.StatusSeeOther && names[i] != "teacher" &&
				p.to() != "/sign-in" && route != "/classes/demo" &&
				(names[i] != "other-teacher" || route != "/classes/show/:question") {
				t.Errorf("%s as %s leads to %s", key, names[i], p.to())
			}
		}
	}
	for key := range rights {
		if !seen[key] {
			t.Errorf("%s is declared and not there", key)
		}
	}
	for _, r := range s.server.Registered() {
		if key := r.Method + " " + r.Path; !seen[key] && !unlisted[key] {
			t.Errorf("%s answers and stands in no table", key)
		}
	}
}

// csrf is the token that the forms of this browser carry, ended session or not.
func (s *site) csrf(b *browser) string {
	at, _ := url.Parse(s.base)
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == s.server.CookieName() {
			return s.server.CSRF(c.Value)
		}
	}
	s.t.Fatal("the browser has no session cookie")
	return ""
}

// A student of one class is not found through another, nor through another teacher.
// Teachers and students of other classes find nothing by it either.
func TestB1ClassesAreKeptApart(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	w := populate(t, s)
	otherClass := one[int64](s, `SELECT id FROM class WHERE name = 'Other class'`)
	otherStudent := one[int64](s, `SELECT id FROM student WHERE name = 'Other'`)
	own := w.teacher.newClass("Own second class")
	for _, path := range []string{
		fmt.Sprintf("/classes/%d", otherClass), fmt.Sprintf("/classes/%d/students/%d", otherClass, otherStudent),
		fmt.Sprintf("/classes/%s/students/%d", w.class, otherStudent), fmt.Sprintf("/classes/%d/students/%s", own, w.pupil),
	} {
		w.teacher.get(path).want(http.StatusNotFound).hides("Other class")
		if strings.Contains(path, "students") {
			w.teacher.post(path+"/pin", url.Values{"csrf": {s.csrf(w.teacher)}}).want(http.StatusNotFound)
			w.teacher.get(strings.Replace(path, "students", "roster", 1)).want(http.StatusNotFound)
			for _, below := range []string{"/answers", "/essays", "/days", "/sheet", "/settings", "/pin"} {
				w.teacher.get(path + below).want(http.StatusNotFound)
			}
			for _, below := range []string{"/pin", "/settings", "/note"} {
				w.teacher.post(path+below, url.Values{"csrf": {s.csrf(w.teacher)}, "extra": {"25"}}).want(http.StatusNotFound)
			}
			w.teacher.post(path+"/remove", url.Values{"csrf": {s.csrf(w.teacher)}}).want(http.StatusNotFound)
		}
	}
	w.teacher.open("/classes").hides("Other class")
}
