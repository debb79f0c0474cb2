package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/views"
)

// asked lists the questions of a lesson, each once, as a sheet prints them.
func askedIn(l *course.Lesson) (all []*quiz.Question) {
	for _, q := range slices.Concat(l.Checks, l.Pool) {
		if q.Served() && !slices.Contains(all, q) {
			all = append(all, q)
		}
	}
	return all
}

// Each worksheet asks every question, and the blank one tells nothing of the key: neither words of the author about the
// answers nor which option is right. The same words stand in the key, so that the test can fail.
func TestWorksheets(t *testing.T) {
	t.Parallel()
	c := builtIn(t)
	words := canaries(c)
	s := startSite(t, c, t.TempDir(), &clock{at: morning}).setUp()
	rooms := []string{"few", "some", "many"}
	for i, l := range c.Lessons {
		path := views.WorksheetPath(l.ID)
		questions := askedIn(l)
		for _, room := range rooms[i%3 : i%3+1] {
			blank := s.owner.open(path + "?paper=letter&lines=" + room)
			if n := len(blank.doc.class("pr-q")); n != len(questions) {
				t.Errorf("%s: the sheet asks %d questions, want %d", l.ID, n, len(questions))
			}
			for _, q := range questions {
				blank.says(q.Stem)
				for _, part := range q.Body.Parts() {
					blank.says(part)
				}
				silentHere(t, blank, words[q.ID])
			}
			for _, box := range blank.doc.class("pr-box") {
				if box.words() != "" {
					t.Errorf("%s: a box of the blank sheet has %q", l.ID, box.words())
				}
			}
			blank.hides("✓").says("Name").says("Class").says("Date")
			for _, name := range []string{"pr-true", "pr-right", "pr-given", "pr-levels", "pr-why"} {
				if n := len(blank.doc.class(name)); n > 0 {
					t.Errorf("%s: the blank sheet has %d of %s", l.ID, n, name)
				}
			}
		}
		inline, key := s.owner.open(path+"?answers=inline"), s.owner.open(path+"?answers=key")
		if n := len(key.doc.class("pr-q")); n != len(questions) {
			t.Errorf("%s: the key has %d questions, want %d", l.ID, n, len(questions))
		}
		sung := 0
		for _, q := range questions {
			inline.says(q.Stem)
			key.says(q.Stem).says(l.QuestionNumber(q))
			if slices.ContainsFunc(words[q.ID], func(w string) bool { return strings.Contains(key.body, w) }) {
				sung++
			}
		}
		if sung < len(questions)-1 {
			t.Errorf("%s: the key says something of %d questions, want all %d", l.ID, sung, len(questions))
		}
		mark := inline.doc.class("pr-foot")[0].words()
		_, mark, _ = strings.Cut(mark, "copy ")
		key.says("copy " + mark)
		s.owner.open(path).says("copy " + mark)
	}
}

// The answers in their places, and those of the key, are those that the question takes for right.
func TestAnswersInPlaceAreRight(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	ticked := map[string]int{}
	for _, l := range s.course.Lessons {
		p := s.owner.open(views.WorksheetPath(l.ID) + "?answers=inline")
		for i, q := range askedIn(l) {
			sheet := p.doc.class("pr-q")[i]
			var got, want []string
			for _, li := range sheet.tags("li") {
				boxes := li.class("pr-box")
				if len(boxes) > 0 && boxes[0].words() == "✓" {
					got = append(got, li.tags("span")[len(li.tags("span"))-1].words())
				}
			}
			switch body := q.Body.(type) {
			case *quiz.SingleChoice:
				want = rightOf(body.Options)
			case *quiz.MultipleResponse:
				want = rightOf(body.Options)
			case *quiz.Provenance:
				for _, part := range body.Auto {
					want = append(want, rightOf(part.Options)...)
				}
			case *quiz.TrueFalse:
				want = []string{map[bool]string{true: "True", false: "False"}[body.Answer]}
			case *quiz.Chronology:
				// The numbers are those of the true order, and do not stand as they should end up.
				var numbers []string
				for _, box := range sheet.class("pr-box") {
					numbers = append(numbers, box.words())
				}
				if slices.IsSorted(numbers) || len(numbers) != len(body.Items) {
					t.Errorf("%s: the events are printed in the order %v", q.ID, numbers)
				}
				ticked[q.Kind]++
				continue
			case *quiz.Cloze:
				for _, gap := range sheet.class("pr-gap") {
					if gap.words() == "" || strings.HasPrefix(gap.words(), "gap ") {
						t.Errorf("%s: a gap is not filled", q.ID)
					}
				}
				ticked[q.Kind]++
				continue
			default:
				continue
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: ticked is %q, right is %q", q.ID, got, want)
			}
			ticked[q.Kind]++
		}
	}
	if len(ticked) < 5 {
		t.Errorf("only these kinds were looked at: %v", ticked)
	}
}

func rightOf(options []quiz.Option) (texts []string) {
	for _, o := range options {
		if o.Correct {
			texts = append(texts, squeeze(o.Text))
		}
	}
	return texts
}

// A worksheet of some questions has those alone, and only questions of its lesson.
func TestWorksheetOfSomeQuestions(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l, other := s.course.Lessons[0], s.course.Lessons[1]
	first, last := l.Checks[0], l.Pool[len(l.Pool)-1]
	path := views.WorksheetPath(l.ID)
	p := s.owner.open(path + "?q=" + last.ID + "&q=" + first.ID).says(first.Stem).says(last.Stem)
	if n := len(p.doc.class("pr-q")); n != 2 {
		t.Errorf("the sheet asks %d questions, want 2", n)
	}
	if n := len(s.owner.open(path + "?what=text").doc.class("pr-q")); n != len(l.Checks) {
		t.Errorf("the sheet of the text asks %d questions, want %d", n, len(l.Checks))
	}
	s.owner.get(path + "?q=" + other.Checks[0].ID).want(http.StatusNotFound)
	s.owner.get(path + "?q=none").want(http.StatusNotFound)
	s.owner.get(views.WorksheetPath("none")).want(http.StatusNotFound)
	student := s.student("Ana")
	for _, query := range []string{"", "?answers=inline", "?answers=key"} {
		student.get(path + query).want(http.StatusNotFound)
	}
}

// The choice of what to print opens the sheet that was chosen, and the sheet leads back to the choice.
func TestChoosingWhatToPrint(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	l, err := s.course.Lesson("kirov")
	if err != nil {
		t.Fatal(err)
	}
	p := s.owner.open(views.PrintLessonPath(l.ID)).says("On paper").says(l.Title)
	for _, q := range askedIn(l) {
		p.says(l.QuestionNumber(q))
	}
	open := func(query string) string {
		return s.owner.get(views.PrintPath + "?open=yes&lesson=" + l.ID + "&" + query).want(http.StatusSeeOther).to()
	}
	for query, want := range map[string]string{
		"what=all&answers=key&paper=letter":            views.WorksheetPath(l.ID),
		"what=ticked&q=" + l.Checks[0].ID:              views.WorksheetPath(l.ID),
		"what=lesson":                                  views.WholePath(l.ID),
		"what=source:" + l.Sources[0].ID + "&card=yes": views.PrintSourcePath(l.Sources[0].ID),
	} {
		to := open(query)
		path, _, _ := strings.Cut(to, "?")
		if path != want {
			t.Errorf("%s opens %s, want %s", query, to, want)
		}
		s.owner.open(to)
	}
	key := s.owner.open(open("what=all&answers=key&paper=letter")).says("Key")
	if len(key.doc.class("on-letter")) != 1 {
		t.Error("the key is not for the paper that was chosen")
	}
	back := ""
	for _, a := range key.doc.tags("a") {
		if a.words() == "On paper" {
			back = a.attr["href"]
		}
	}
	chosen := s.owner.open(back).doc.defaults()
	for field, want := range map[string]string{"paper": "letter", "answers": "key", "what": "all", "lesson": l.ID} {
		if chosen.Get(field) != want {
			t.Errorf("back at the choice, %s is %q, want %q", field, chosen.Get(field), want)
		}
	}
	for _, query := range []string{"what=ticked", "what=source:none", "what=bench:none", "what=nothing"} {
		s.owner.get(views.PrintPath + "?open=yes&lesson=" + l.ID + "&" + query).want(http.StatusUnprocessableEntity).
			says("One thing to correct")
	}
	s.owner.get(views.PrintPath + "?lesson=none").want(http.StatusNotFound)
}

// Sources and benches are printed for everybody; but who has not come to the reveal of a bench does not learn there who
// wrote its texts.
func TestPrintedSourcesAndBenches(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	visitor := s.visitor()
	for _, source := range s.course.Sources {
		p := visitor.open(views.PrintSourcePath(source.ID)).says(source.Title).says("In our words").says("Name")
		lines := p.doc.class("pr-text")[0].tags("p")
		for i, line := range lines {
			number := line.class("pr-no")[0].words()
			want := ""
			if (i+1)%5 == 0 {
				want = fmt.Sprint(i + 1)
			}
			if number != want {
				t.Errorf("%s: line %d has the number %q, want %q", source.ID, i+1, number, want)
			}
		}
	}
	for _, b := range s.course.Benches {
		path := views.PrintBenchPath(b.ID)
		teacher := s.owner.open(path + "?rubric=yes").says(b.Question).says(b.Rubric.Skills[0].Title)
		if n := len(teacher.doc.class("pr-lines")); n == 0 {
			t.Errorf("%s has no lines to write on", b.ID)
		}
		p := visitor.open(path + "?rubric=yes").hides(b.Rubric.Skills[0].Levels[1].Descriptor)
		if !b.Guided() {
			p.says(b.Question)
			continue
		}
		p.hides(b.Question).says(b.Trust)
		for _, text := range b.Pair() {
			p.hides(text.Source.Creator).hides(text.Source.Title)
		}
		s.owner.open(path + "?what=blind:" + b.ID).hides(b.Question).says(b.Pair()[0].Blind)
	}
	visitor.get(views.PrintSourcePath("none")).want(http.StatusNotFound)
	visitor.get(views.PrintBenchPath("none")).want(http.StatusNotFound)
}
