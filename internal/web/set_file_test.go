package web_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
)

// ownSet are the questions of a set of the first teacher.
func (s *site) ownSet(set classroom.QuestionSetID) (all []*quiz.Question) {
	s.t.Helper()
	rows, err := s.store.QuestionsOfSet(s.t.Context(), 1, set)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, own := range rows {
		q, err := s.course.DecodeOwn(own.ID, own.Version, own.Body)
		if err != nil {
			s.t.Fatal(err)
		}
		all = append(all, q)
	}
	return all
}

// sameQuestion reports whether a question is another one under another number: every text, key and comment.
func sameQuestion(t *testing.T, a, b *quiz.Question) bool {
	t.Helper()
	shas := make([]string, 2)
	for i, q := range []*quiz.Question{a, b} {
		bare := *q
		bare.ID, bare.Version = quiz.OwnID(1), 1
		_, sha, err := course.EncodeQuestion(&bare)
		if err != nil {
			t.Fatal(err)
		}
		shas[i] = sha
	}
	return shas[0] == shas[1]
}

// writes adds a question to a set by its form.
func (b *browser) writes(set, kind string, pairs ...string) {
	b.t.Helper()
	b.send(b.open(set+"/add?kind="+kind).form(set+"/add"), pairs...).want(http.StatusSeeOther)
}

// A set of every kind goes out in both formats and comes back in with the same questions, keys and comments. What does
// not come back as it was is named in LOSSES.txt.
func TestSetGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	to := s.owner.brings(ownGIFT, "name", "Trials 9b").want(http.StatusSeeOther).to()
	s.owner.writes(to, "true-false", "stem", "It was so.", "truth", "false", "said.true", "No.", "said.false", "Right.",
		"general", "Read it.")
	s.owner.writes(to, "word", "stem", "He was killed in ___, in December.", "accepted", "Leningrad\nPiter (50%)",
		"wrong.0", "Moscow", "said.0", "Further north.")
	s.owner.writes(to, "several", "stem", "Three?", "option.0", "a", "option.1", "b", "option.2", "c", "option.3", "d",
		"right", "0", "said.3", "Not he.")
	s.owner.writes(to, "number", "title", "Year", "stem", "It began.", "answer", "1936", "year", "yes")
	s.owner.writes(to, "number", "title", "Unit", "stem", "How many?", "answer", "16", "unit", "people")
	s.owner.writes(to, "pairs", "title", "Said", "stem", "Pairs.", "left.0", "a", "match.0", "1", "said.0", "First.",
		"left.1", "b", "match.1", "2")
	s.owner.writes(to, "choice", "title", "Marks", "stem", "Who?", "option.0", "a", "option.1", "b", "right", "0",
		"marks", "2.5")
	was := s.ownSet(1)
	for i, file := range []struct {
		path, name string
		changed    []string // the titles of those that do not come back as they were
	}{{"/gift.zip", "questions.gift.txt", []string{"Year", "Unit", "Said", "Marks"}},
		{"/moodle.zip", "questions.moodle.xml", []string{"Year", "Unit", "Said"}}} {
		name, files := bankFile(t, s.owner, to+file.path)
		if !strings.HasPrefix(name, "set-trials-9b_questions-") {
			t.Errorf("the file is called %s", name)
		}
		s.owner.brings(files[file.name], "name", "Back "+file.name).want(http.StatusSeeOther)
		back := s.ownSet(classroom.QuestionSetID(i + 2))
		if len(back) != len(was) {
			t.Fatalf("%s: %d questions come back, want %d", file.name, len(back), len(was))
		}
		for n, q := range was {
			same := sameQuestion(t, q, back[n])
			if same == slices.Contains(file.changed, q.Title) {
				t.Errorf("%s: %s comes back the same: %v\n%+v\n%+v", file.name, q.Title, same, q.Body, back[n].Body)
			}
			// A number that is not known as a year gets a comma.
			if q.Title != "Year" && !quiz.SameKey(quiz.KeyOf(q.Body), quiz.KeyOf(back[n].Body)) {
				t.Errorf("%s: %s has the key %v, want %v", file.name, q.Title, quiz.KeyOf(back[n].Body), quiz.KeyOf(q.Body))
			}
			if !same && !strings.Contains(files["LOSSES.txt"], q.ID+"  "+q.Title) {
				t.Errorf("%s: LOSSES.txt does not name %s", file.name, q.Title)
			}
		}
	}
	s.owner.get("/sets/99/gift.zip").want(http.StatusNotFound)
}

// A teacher finds the sets where questions are taken away, and hands one out with all its questions chosen.
func TestSetIsFoundAndHandedOut(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.owner.open("/bank").hides("Your own questions")
	to := s.owner.brings(ownGIFT, "name", "Trials").want(http.StatusSeeOther).to()
	bank := s.owner.open("/bank").says("Your own questions").says("Trials").says("6 questions")
	set := s.owner.open(to)
	for _, link := range []string{to, to + "/gift.zip", to + "/moodle.zip"} {
		if !leadsTo(bank, link) || link != to && !leadsTo(set, link) {
			t.Errorf("nothing leads to %s", link)
		}
	}
	form := "/classes/1/work/new?handed=quiz&from=set-1"
	if !leadsTo(set, form) || !leadsTo(s.owner.open(newWork), form) {
		t.Errorf("nothing leads to %s", form)
	}
	handed := s.owner.send(s.owner.open(form).form(newWork), "do", "hand-out", "results", "at once").
		want(http.StatusSeeOther).to()
	s.owner.open(handed).says("Trials").says("Who was killed in 1934?").says("Match.")
	second := s.owner.newClass("10 C")
	set = s.owner.open(to).says("Hand out to a class")
	if !leadsTo(set, strings.Replace(form, "/1/", "/"+strconv.FormatInt(second, 10)+"/", 1)) {
		t.Error("the set cannot be handed out to the second class")
	}
	s.owner.get("/classes/1/work/new?handed=quiz&from=set-99").want(http.StatusNotFound)
	s.owner.send(s.owner.open("/sets/new").form("/sets/new"), "do", "empty", "name", "Empty").want(http.StatusSeeOther)
	s.owner.open("/sets/2").hides("Hand out").hides("GIFT")
}
