package web_test

import (
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// corrects puts a question right in all classes of the first teacher.
func (s *site) corrects(q *quiz.Question, kind classroom.CorrectionKind, pairs ...string) {
	s.t.Helper()
	here := fmt.Sprintf("/classes/%d/questions/%s/correct", s.class, q.ID)
	fields := s.owner.open(here).form(here).with(append([]string{"do", "correct", "kind", string(kind), "reason",
		"A slip in the book."}, pairs...)...)
	s.owner.post(here, fields).want(http.StatusSeeOther)
}

// handsOut hands a quiz out whose questions are these, in this order, and returns its page.
func (s *site) handsOut(title string, ids []string, pairs ...string) string {
	s.t.Helper()
	fields := s.owner.open(newWork + "?handed=quiz").form(newWork).with(append([]string{"do", "hand-out", "title", title,
		"results", "at once"}, pairs...)...)
	fields["q"] = ids
	to := s.owner.post(newWork, fields).want(http.StatusSeeOther).to()
	at, _, _ := strings.Cut(to, "?")
	return at
}

// stemsOf are what a sheet asks, in its order.
func stemsOf(p *page) (all []string) {
	for _, q := range p.doc.class("pr-q") {
		all = append(all, q.tags("h2")[0].words())
	}
	return all
}

// Work that was handed out is printed with exactly its questions in their order, own ones too.
func TestHandedOutWorkIsPrinted(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.owner.brings(ownGIFT, "name", "Trials").want(http.StatusSeeOther)
	l := s.course.Lessons[1]
	q, later := l.Pool[3], l.Checks[0]
	here := s.handsOut("Three things", []string{later.ID, "own-1", q.ID})
	if !leadsTo(s.owner.open(here).says("Print as worksheet"), here+"/print") {
		t.Error("the page does not lead to the sheet")
	}
	want := fmt.Sprint([]string{squeeze(later.Stem), "Who was killed in 1934?", squeeze(q.Stem)})
	blank := s.owner.open(here + "/print").says("Three things").says("Name").hides("✓").hides("He led Leningrad.")
	if got := fmt.Sprint(stemsOf(blank)); got != want {
		t.Errorf("the sheet asks %s, want %s", got, want)
	}
	key := s.owner.open(here + "/print?answers=key").says("Key").says("He led Leningrad.").
		says("Question " + l.QuestionNumber(q) + " of the course.").hides("Question of the course").hides("own-1")
	_, mark, _ := strings.Cut(blank.doc.class("pr-foot")[0].words(), "copy ")
	key.says("copy " + mark)
	s.owner.open(here + "/print?answers=inline&paper=letter").says("copy " + mark).says("✓")
	if !leadsTo(blank, here) {
		t.Error("the sheet does not lead back")
	}
	reading := s.owner.send(s.owner.open(newWork+"?handed=lesson&subject="+l.ID).form(newWork), "do", "hand-out").
		want(http.StatusSeeOther).to()
	at, _, _ := strings.Cut(reading, "?")
	s.owner.open(at).hides("Print as worksheet")
	s.owner.get(at + "/print").want(http.StatusNotFound)
	class := fmt.Sprintf("/classes/%d/questions", s.class)
	if !leadsTo(s.owner.open(class+"?lesson="+l.ID), views.PrintLessonPath(l.ID)) {
		t.Error("the questions of the class do not lead to paper")
	}
	one := s.owner.open(class + "/" + q.ID).link("Print")
	if got := s.owner.open(one).doc.defaults(); got.Get("what") != views.PrintTicked ||
		!slices.Contains(got["q"], q.ID) {
		t.Errorf("the question leads to a sheet of %v", url.Values(got))
	}
}

// Paper and files have the key that counts: put right, withdrawn or full marks.
func TestPaperAndFilesHaveTheKeyThatCounts(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	q, right, wrong, lesson := choiceQuestion(t, s)
	l, err := s.course.Lesson(lesson)
	if err != nil {
		t.Fatal(err)
	}
	var gone, full *quiz.Question
	for _, other := range askedIn(l) {
		if other != q && gone == nil {
			gone = other
		} else if other != q {
			full = other
		}
	}
	here := s.handsOut("Three", []string{q.ID, gone.ID, full.ID})
	s.owner.open(views.BankLessonPath(l.ID)).hides("The key was put right.")
	s.corrects(q, classroom.KeyCorrected, "key.a", wrong.ID)
	s.corrects(gone, classroom.Withdrawn)
	s.corrects(full, classroom.FullMarks)

	sheet := views.WorksheetPath(l.ID)
	for _, path := range []string{sheet, here + "/print"} {
		asked := len(askedIn(l)) - 1
		if path != sheet {
			asked = 2
		}
		for _, answers := range []string{"none", "inline", "key"} {
			p := s.owner.open(path + "?answers=" + answers).says("left out of the sheet").says(gone.Stem)
			if n := len(p.doc.class("pr-q")); n != asked {
				t.Errorf("%s asks %d questions as %s, want %d", path, n, answers, asked)
			}
		}
		s.owner.open(path + "?answers=key").says("The key was put right.").says("Everybody who answers gets full marks.")
		box := ""
		for _, li := range s.owner.open(path + "?answers=inline").doc.tags("li") {
			if words := li.words(); strings.HasPrefix(words, "✓") && strings.HasSuffix(words, squeeze(wrong.Text)) {
				box = words
			} else if strings.HasPrefix(words, "✓") && strings.HasSuffix(words, squeeze(right.Text)) {
				t.Errorf("%s ticks the old key: %s", path, words)
			}
		}
		if box == "" {
			t.Errorf("%s does not tick %q", path, wrong.Text)
		}
	}
	s.owner.open(sheet + "?q=" + gone.ID).says("there is nothing to print")
	s.owner.open(views.BankLessonPath(l.ID)).says("The key was put right.").says("Withdrawn: it counts for nobody.").
		says("Everybody who answers gets full marks.")
	s.filesHaveTheKeyThatCounts(l, q, gone, full, wrong)

	// A colleague of another class knows nothing of it.
	other, _, _ := s.secondTeacher()
	other.open(views.BankLessonPath(l.ID)).hides("The key was put right.").hides("Withdrawn:")
	if n := len(other.open(sheet).doc.class("pr-q")); n != len(askedIn(l)) {
		t.Errorf("the other teacher prints %d questions, want all %d", n, len(askedIn(l)))
	}
}

// filesHaveTheKeyThatCounts looks into the files of a lesson and of the whole bank.
func (s *site) filesHaveTheKeyThatCounts(l *course.Lesson, q, gone, full *quiz.Question, right quiz.Option) {
	s.t.Helper()
	for _, path := range []string{"/bank/moodle.zip", views.BankLessonPath(l.ID) + "/moodle.zip"} {
		_, files := bankFile(s.t, s.owner, path)
		losses := files["LOSSES.txt"]
		for sentence, of := range map[string]*quiz.Question{"The key of this question was put right": q,
			"This question is withdrawn in your classes": gone, "Everybody in your classes gets full marks": full} {
			_, under, found := strings.Cut(losses, sentence)
			under, _, _ = strings.Cut(under, "\n\n")
			if !found || !strings.Contains(under, "  "+of.ID+"  ") || strings.Count(under, "\n") != 1 {
				s.t.Errorf("%s: LOSSES.txt says of %q: %s", path, sentence, under)
			}
		}
		var file moodleFile
		if err := xml.Unmarshal([]byte(files["questions.moodle.xml"]), &file); err != nil {
			s.t.Fatal(err)
		}
		key, there := "", map[string]bool{}
		for _, item := range file.Questions {
			there[item.IDNumber] = true
			for _, a := range item.Answers {
				if item.IDNumber == q.ID && a.Fraction == "100" {
					key += plainOf(a.Text)
				}
			}
		}
		if key != right.Text || there[gone.ID] || !there[full.ID] {
			s.t.Errorf("%s: the key is %q, withdrawn is there: %v, full marks: %v", path, key, there[gone.ID], there[full.ID])
		}
	}
}
