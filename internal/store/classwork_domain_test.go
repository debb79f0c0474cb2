package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
)

// school is a store with an owner, a class and two questions, and a clock of its own.
type school struct {
	*store.Store
	t       *testing.T
	mu      sync.Mutex
	at      time.Time
	teacher classroom.TeacherID
	class   classroom.ClassID
	forms   int
}

func (s *school) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.at
}

func (s *school) pass(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at = s.at.Add(d)
}

func newSchool(t *testing.T) *school {
	t.Helper()
	s := &school{t: t, at: clock()}
	var err error
	if s.Store, err = store.Open(t.Context(), t.TempDir(), s.now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.countedRight()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	s.teacher, s.class, err = s.CreateOwner(t.Context(), "Owner", "owner", "hash", "10B", "AAAAAA", s.form())
	s.must(err)
	_, err = s.KeepQuestions(t.Context(), []store.QuestionVersion{
		{ID: "q1", Version: 1, SHA: "1", Body: "one"}, {ID: "q2", Version: 1, SHA: "2", Body: "two"},
	})
	s.must(err)
	return s
}

func (s *school) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// form is the token of a form that was never sent before.
func (s *school) form() string {
	s.forms++
	return fmt.Sprintf("form-token-%06d", s.forms)
}

// hash is the hash of a session's token.
func hash(n int) (h [32]byte) {
	h[0], h[1] = byte(n), byte(n>>8)
	return h
}

func (s *school) join(name string, session int, guest classroom.StudentID) classroom.StudentID {
	s.t.Helper()
	id, err := s.JoinClass(s.t.Context(), s.class, name, name, "pin", store.Entry{Session: hash(session),
		Device: []byte("computer of " + name), Guest: guest})
	s.must(err)
	return id
}

// guest is a visitor who has read a section.
func (s *school) guest(session int) classroom.StudentID {
	s.t.Helper()
	s.must(s.MarkRead(s.t.Context(), store.Answerer{Visitor: hash(session)}, "lesson", fmt.Sprint("section-", session)))
	found, err := s.Session(s.t.Context(), hash(session))
	s.must(err)
	return found.Student.ID
}

var both = []classroom.Asked{{Question: "q1", Version: 1}, {Question: "q2", Version: 1}}

func (s *school) quiz(student classroom.StudentID) classroom.AttemptID {
	s.t.Helper()
	id, err := s.StartQuiz(s.t.Context(), store.Answerer{Student: student}, "lesson", s.form(), []byte("key"), both)
	s.must(err)
	return id
}

func (s *school) answer(student classroom.StudentID, attempt classroom.AttemptID, question string, marks float64,
	unmatched ...string) {
	s.t.Helper()
	s.must(s.RecordResponse(s.t.Context(), student, attempt, s.given(question, marks, unmatched...)))
}

func (s *school) given(question string, marks float64, unmatched ...string) classroom.NewResponse {
	return classroom.NewResponse{
		Question:   classroom.Asked{Question: question, Version: 1},
		FormToken:  s.form(),
		Answer:     quiz.Answer{"a": {"x"}},
		Score:      marks / 2,
		Marks:      marks,
		OutOf:      2,
		Confidence: "guess",
		Unmatched:  unmatched,
	}
}

// finish takes the whole quiz with these marks, of 2 each.
func (s *school) finish(student classroom.StudentID, first, second float64) {
	s.t.Helper()
	id := s.quiz(student)
	s.answer(student, id, "q1", first)
	s.answer(student, id, "q2", second)
	s.pass(time.Minute)
}

func (s *school) record(student classroom.StudentID) classroom.LessonRecord {
	s.t.Helper()
	all, err := s.Progress(s.t.Context(), student)
	s.must(err)
	return all["lesson"]
}

func (s *school) count(query string) (n int) {
	s.t.Helper()
	s.must(s.Reader().QueryRowContext(s.t.Context(), query).Scan(&n))
	return n
}

func TestProgressKeepsFirstBestAndLatest(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	if got := s.record(ana); got.Quiz != nil || got.Answered != 0 || got.Checks != 0 || len(got.SectionsRead) != 0 {
		t.Errorf("the record of somebody who has done nothing is %+v", got)
	}
	for range 2 { // a section counts once, a check question too
		s.must(s.MarkRead(t.Context(), store.Answerer{Student: ana}, "lesson", "one"))
		s.must(s.RecordCheck(t.Context(), store.Answerer{Student: ana}, "lesson", []byte("key"), s.given("q1", 0)))
	}
	s.must(s.MarkRead(t.Context(), store.Answerer{Student: ana}, "lesson", "two"))
	attempt := s.quiz(ana)
	s.answer(ana, attempt, "q1", 1)
	got := s.record(ana)
	slices.Sort(got.SectionsRead)
	if !slices.Equal(got.SectionsRead, []string{"one", "two"}) || got.Checks != 1 || got.Answered != 1 ||
		got.Quiz != nil {
		t.Errorf("in the middle of the quiz the record is %+v", got)
	}
	s.answer(ana, attempt, "q2", 1)
	s.pass(time.Minute)
	for _, row := range []struct {
		first, second float64
		want          classroom.QuizRecord
	}{
		{2, 2, classroom.QuizRecord{FirstMarks: 2, FirstOutOf: 4, BestShare: 1, LatestShare: 1}},
		{0, 1, classroom.QuizRecord{FirstMarks: 2, FirstOutOf: 4, BestShare: 1, LatestShare: 0.25}},
		{1, 2, classroom.QuizRecord{FirstMarks: 2, FirstOutOf: 4, BestShare: 1, LatestShare: 0.75}},
	} {
		s.finish(ana, row.first, row.second)
		if got := s.record(ana); got.Quiz == nil || *got.Quiz != row.want || got.Answered != 0 {
			t.Errorf("after %v and %v the record is %+v, want %+v", row.first, row.second, got.Quiz, row.want)
		}
	}
	rows, err := s.ClassRows(t.Context(), s.class)
	s.must(err)
	if len(rows) != 1 || *rows[0].Lessons["lesson"].Quiz != *s.record(ana).Quiz {
		t.Errorf("the class sees %+v, the student %+v", rows, s.record(ana))
	}
}

func TestGuestIsAdopted(t *testing.T) {
	for _, row := range []struct {
		name       string
		guestFirst bool
		wantFirst  float64
	}{{"the guest was first", true, 1}, {"the student was first", false, 4}} {
		t.Run(row.name, func(t *testing.T) {
			s := newSchool(t)
			ana := s.join("ana", 1, 0)
			s.must(s.MarkRead(t.Context(), store.Answerer{Student: ana}, "lesson", "section-2"))
			guest := s.guest(2)
			stranger := s.guest(3)
			if row.guestFirst {
				s.finish(guest, 0, 1)
				s.finish(ana, 2, 2)
			} else {
				s.finish(ana, 2, 2)
				s.finish(guest, 0, 1)
			}
			open := s.quiz(guest)
			s.answer(guest, open, "q1", 1)
			s.must(s.RecordCheck(t.Context(), store.Answerer{Student: guest}, "lesson", []byte("key"), s.given("q2", 2)))
			s.must(s.EnterClass(t.Context(), ana, store.Entry{Session: hash(4), Device: []byte("computer"), Guest: guest}))

			got := s.record(ana)
			if got.Quiz == nil || got.Quiz.FirstMarks != row.wantFirst || got.Quiz.BestShare != 1 || got.Checks != 1 ||
				got.Answered != 1 ||
				!slices.Equal(got.SectionsRead, []string{"section-2"}) {
				t.Errorf("the record is %+v with %+v, want the first quiz with %v marks", got, got.Quiz, row.wantFirst)
			}
			attempts, err := s.Attempts(t.Context(), ana, "lesson")
			s.must(err)
			if len(attempts) != 4 {
				t.Errorf("%d attempts, want 4", len(attempts))
			}
			if _, err := s.Session(t.Context(), hash(2)); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the guest is still signed in: %v", err)
			}
			if _, err := s.Attempt(t.Context(), guest, open); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("the guest still has the quiz: %v", err)
			}
			if len(s.record(stranger).SectionsRead) != 1 {
				t.Error("another guest lost something")
			}
		})
	}
}

// Only a guest can be adopted: nobody takes a classmate's work along.
func TestNobodyAdoptsAStudent(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	s.finish(ana, 2, 2)
	s.must(s.MarkRead(t.Context(), store.Answerer{Student: ana}, "lesson", "one"))
	s.must(s.EnterClass(t.Context(), ben, store.Entry{Session: hash(3), Device: []byte("computer"), Guest: ana}))
	if got := s.record(ben); got.Quiz != nil || len(got.SectionsRead) > 0 {
		t.Errorf("ben has %+v of ana's", got)
	}
	if got := s.record(ana); got.Quiz == nil || len(got.SectionsRead) != 1 {
		t.Errorf("ana has lost something: %+v", got)
	}
}

func TestUnmatchedAnswersOfAClass(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	guest := s.guest(3)
	for _, given := range []struct {
		who  classroom.StudentID
		text []string
	}{{ana, []string{"Yeshov", "rare"}}, {ana, []string{"Yeshov"}}, {ben, []string{"Yeshov", "Yeshov"}}, {guest,
		[]string{"a guest's"}}} {
		s.must(s.RecordCheck(t.Context(), store.Answerer{Student: given.who}, "lesson", []byte("key"), s.given("q1", 0,
			given.text...)))
	}
	s.must(s.RecordCheck(t.Context(), store.Answerer{Student: ben}, "lesson", []byte("key"), s.given("q1", 2)))
	answers, err := s.UnmatchedAnswers(t.Context(), s.class)
	s.must(err)
	var students []classroom.StudentID
	for _, a := range answers {
		students = append(students, a.Student.ID)
	}
	if want := []classroom.StudentID{ana, ana, ben}; !slices.Equal(students, want) {
		t.Errorf("answers of %v, want of %v", students, want)
	}
	other, err := s.CreateClass(t.Context(), s.teacher, "11A", "BBBBBB", s.form())
	s.must(err)
	if got, err := s.UnmatchedAnswers(t.Context(), other); err != nil || len(got) > 0 {
		t.Errorf("another class sees %v, %v", got, err)
	}
}

// Sent twice or from many windows at once, an answer is stored once.
func TestB12AnAnswerIsStoredOnce(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	attempt := s.quiz(ana)
	form := s.given("q1", 2)
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if err := s.RecordResponse(context.Background(), ana, attempt, form); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for name, call := range map[string]func() error{
		"another form": func() error { return s.RecordResponse(t.Context(), ana, attempt, s.given("q1", 0)) },
		"a form that was used": func() error {
			f := s.given("q2", 1)
			f.FormToken = form.FormToken
			return s.RecordResponse(t.Context(), ana, attempt, f)
		},
		"a check with the form": func() error { return s.checkWith(ben, s.quizForm(ana)) },
	} {
		if err := call(); !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: got %v, want ErrConflict", name, err)
		}
	}
	for name, call := range map[string]func() error{
		"another's attempt":    func() error { return s.RecordResponse(t.Context(), ben, attempt, s.given("q2", 1)) },
		"a question not in it": func() error { return s.RecordResponse(t.Context(), ana, attempt, s.given("q3", 1)) },
		"no such attempt":      func() error { return s.RecordResponse(t.Context(), ana, 77, s.given("q1", 1)) },
		"reading another's":    func() error { _, err := s.Attempt(t.Context(), ben, attempt); return err },
	} {
		if err := call(); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
	if n := s.count(`SELECT count(*) FROM response`); n != 1 {
		t.Errorf("%d answers, want 1", n)
	}
	got, err := s.Attempt(t.Context(), ana, attempt)
	s.must(err)
	if r := got.Responses["q1"]; r.Marks != 2 || r.Confidence != "guess" || !r.At.Equal(s.now()) ||
		r.Answer.Value("a") != "x" ||
		!got.Submitted.IsZero() {
		t.Errorf("the attempt is %+v", got)
	}
	s.answer(ana, attempt, "q2", 0)
	if got, err := s.Attempt(t.Context(), ana, attempt); err != nil || !got.Submitted.Equal(s.now()) {
		t.Errorf("the attempt with its last answer is %+v, %v", got, err)
	}
}

// quizForm is the token of the form that began a quiz of the student.
func (s *school) quizForm(student classroom.StudentID) (token string) {
	s.t.Helper()
	s.must(
		s.Reader().
			QueryRowContext(s.t.Context(), `SELECT form_token FROM attempt WHERE student_id = ?1`, student).
			Scan(&token),
	)
	return token
}

// checkWith answers a check question with the token of another form.
func (s *school) checkWith(student classroom.StudentID, token string) error {
	form := s.given("q1", 1)
	form.FormToken = token
	return s.RecordCheck(s.t.Context(), store.Answerer{Student: student}, "lesson", []byte("key"), form)
}

func TestAQuizIsBegunOnce(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	token := s.form()
	begin := func(token string) classroom.AttemptID {
		t.Helper()
		id, err := s.StartQuiz(t.Context(), store.Answerer{Student: ana}, "lesson", token, []byte("key"), both)
		s.must(err)
		return id
	}
	first := begin(token)
	if again, other := begin(token), begin(s.form()); again != first || other != first {
		t.Errorf("one quiz is open and %d, %d begin, want %d", again, other, first)
	}
	s.answer(ana, first, "q1", 1)
	s.answer(ana, first, "q2", 1)
	if again := begin(token); again != first {
		t.Errorf("the form that began a finished quiz begins %d, want %d", again, first)
	}
	if second := begin(s.form()); second == first {
		t.Error("a new form begins no new quiz")
	}
	if _, err := s.StartQuiz(t.Context(), store.Answerer{Student: s.join("ben", 2, 0)}, "lesson", token, []byte("key"),
		both); !errors.Is(
		err,
		store.ErrConflict,
	) {
		t.Errorf("another's form: got %v, want ErrConflict", err)
	}
	s.must(s.StartTeacherSession(t.Context(), s.teacher, hash(9)))
	if err := s.MarkRead(t.Context(), store.Answerer{Visitor: hash(9)}, "lesson", "one"); !errors.Is(err,
		store.ErrConflict) {
		t.Errorf("a teacher reads as a student: got %v, want ErrConflict", err)
	}
}

func TestQuestionVersionsStay(t *testing.T) {
	s := newSchool(t)
	keep := func(v store.QuestionVersion) int {
		t.Helper()
		kept, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{v})
		s.must(err)
		return kept["q1"]
	}
	changed := store.QuestionVersion{ID: "q1", Version: 1, SHA: "other", Body: "changed"}
	if _, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{changed}); !errors.Is(err, store.ErrChanged) {
		t.Errorf("a question that changed under its version: %v", err)
	}
	own := changed
	own.Own = true
	raised := changed
	raised.Version = 2
	numbers := []int{keep(store.QuestionVersion{ID: "q1", Version: 1, SHA: "1", Body: "one"}), keep(own), keep(raised)}
	for i, want := range []string{"one", "changed", "changed"} {
		if body, err := s.QuestionBody(t.Context(), "q1", numbers[i]); err != nil || body != want {
			t.Errorf("number %d is %q, %v; want %q", numbers[i], body, err, want)
		}
	}
	if again := []int{keep(store.QuestionVersion{ID: "q1", Version: 1, SHA: "1"}), keep(own), keep(raised)}; !slices.Equal(
		again, numbers) || numbers[0] != 1 || numbers[1] == numbers[2] {
		t.Errorf("the numbers are %v, then %v", numbers, again)
	}
	own.SHA = "third"
	if _, err := s.KeepQuestions(t.Context(), []store.QuestionVersion{own}); !errors.Is(err, store.ErrChanged) {
		t.Errorf("an own question that changed under its version: %v", err)
	}
	if _, err := s.QuestionBody(t.Context(), "q1", 99); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a version that was never served: %v", err)
	}
}

// A school's own version 2, and the built-in version 2 that comes with a later release, are two questions.
func TestOwnAndBuiltInVersionsDoNotClash(t *testing.T) {
	s := newSchool(t)
	own := []store.QuestionVersion{{ID: "q1", Version: 2, Own: true, SHA: "own", Body: "own"}}
	later := []store.QuestionVersion{{ID: "q1", Version: 2, SHA: "later", Body: "later"}}
	for range 2 { // with the school's files, without them, and again
		for _, versions := range [][]store.QuestionVersion{own, later} {
			kept, err := s.KeepQuestions(t.Context(), versions)
			s.must(err)
			if body, err := s.QuestionBody(t.Context(), "q1", kept["q1"]); err != nil || body != versions[0].Body {
				t.Errorf("%q is kept as %q, %v", versions[0].Body, body, err)
			}
		}
	}
}

// While lessons are written nothing is kept, and what is on record is found to the letter only.
func TestKeptQuestionsKeepsNothing(t *testing.T) {
	s := newSchool(t)
	before := s.count(`SELECT count(*) FROM question_version`)
	kept, err := s.KeptQuestions(t.Context(), []store.QuestionVersion{
		{ID: "q1", Version: 1, SHA: "1", Own: true}, {ID: "q2", Version: 1, SHA: "changed"}, {ID: "q3", Version: 1, SHA: "3"},
	})
	s.must(err)
	if len(kept) != 1 || kept["q1"] != 1 {
		t.Errorf("kept are %v, want q1 alone", kept)
	}
	if after := s.count(`SELECT count(*) FROM question_version`); after != before {
		t.Errorf("%d wordings are on record, %d before", after, before)
	}
}

func TestGuessesAtPINs(t *testing.T) {
	s := newSchool(t)
	ana := s.join("ana", 1, 0)
	var seen account.PINTries
	guess := func(computer, address string, allow error) error {
		return s.TakePINGuess(t.Context(), ana, store.Place{Device: []byte(computer), Address: []byte(address)},
			func(tries account.PINTries) error { seen = tries; return allow })
	}
	for i := range 3 { // a computer that sheds its cookie is counted by its address
		s.must(guess(fmt.Sprint("thief", i), "desk 7", nil))
	}
	refused := errors.New("wait")
	if err := guess("thief", "desk 7", refused); !errors.Is(err, refused) {
		t.Errorf("a refused guess: got %v", err)
	}
	if want := (account.PINTries{Here: 3, Strangers: 3, Last: s.now()}); seen != want {
		t.Errorf("the thief is seen as %+v, want %+v", seen, want)
	}
	s.must(guess("computer of ana", "desk 7", nil))
	if seen.Here != 0 || !seen.Known || seen.Strangers != 3 {
		t.Errorf("ana's computer is seen as %+v", seen)
	}
	s.must(guess("third", "desk 8", nil))
	if seen.Here != 0 || seen.Known || seen.Strangers != 3 {
		t.Errorf("a third computer is seen as %+v", seen)
	}
	s.must(s.EnterClass(t.Context(), ana, store.Entry{
		Session: hash(2), Device: []byte("fourth"), Address: []byte("desk 8"),
	}))
	s.must(guess("fifth", "desk 8", nil))
	if seen.Here != 0 || seen.Strangers != 3 {
		t.Errorf("after a sign-in from there the desk is seen as %+v", seen)
	}
	s.pass(25 * time.Hour)
	s.must(guess("sixth", "desk 9", nil))
	if seen.Strangers != 0 {
		t.Errorf("a day later %d wrong PINs of strangers are counted", seen.Strangers)
	}
	s.must(s.ResetPIN(t.Context(), s.teacher, s.class, ana, "new"))
	s.must(guess("thief", "desk 7", nil))
	if seen.Here != 0 || seen.Strangers != 0 {
		t.Errorf("after the reset the thief is seen as %+v", seen)
	}
	for name, err := range map[string]error{
		"another teacher's reset": s.ResetPIN(t.Context(), s.teacher+1, s.class, ana, "x"),
		"another class's":         s.ResetPIN(t.Context(), s.teacher, s.class+1, ana, "x"),
		"another teacher removes": s.RemoveStudents(t.Context(), s.teacher+1, s.class, []classroom.StudentID{ana}, s.form()),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
}

func TestSomebodyIsGuessing(t *testing.T) {
	s := newSchool(t)
	ana, ben := s.join("ana", 1, 0), s.join("ben", 2, 0)
	guess := func(student classroom.StudentID, times int) (seen account.PINTries) {
		for i := range times {
			from := store.Place{Device: []byte(fmt.Sprint(i)), Address: []byte("desk 7")}
			s.must(s.TakePINGuess(t.Context(), student, from, func(tries account.PINTries) error { seen = tries; return nil }))
		}
		return seen
	}
	names := func() (all []string) {
		found, err := s.Guessing(t.Context(), s.class, s.now().Add(-time.Hour))
		s.must(err)
		for _, st := range found {
			all = append(all, st.Name)
		}
		return all
	}
	guess(ana, account.PINFree)
	guess(ben, account.PINFree-1)
	if got := names(); len(got) != 1 || got[0] != "ana" {
		t.Errorf("guessed at: %v, want ana", got)
	}
	until := s.now().Add(10 * time.Minute)
	for name, err := range map[string]error{
		"another teacher": s.LetIn(t.Context(), s.teacher+1, s.class, []classroom.StudentID{ana}, until),
		"another class":   s.LetIn(t.Context(), s.teacher, s.class+1, []classroom.StudentID{ana}, until),
		"a stranger too":  s.LetIn(t.Context(), s.teacher, s.class, []classroom.StudentID{ana, 999}, until),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
	if got := names(); len(got) != 1 {
		t.Errorf("after refused calls guessed at: %v, want ana", got)
	}
	s.must(s.LetIn(t.Context(), s.teacher, s.class, []classroom.StudentID{ana}, until))
	if got := names(); len(got) != 0 {
		t.Errorf("after letting in guessed at: %v, want nobody", got)
	}
	if seen := guess(ana, 1); seen.Here != 0 || !seen.LetIn.Equal(until) {
		t.Errorf("after letting in ana is seen as %+v", seen)
	}
}
