package web_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

const ownGIFT = "::Kirov::Who was killed in 1934?{=Kirov#He led Leningrad. ~Yezhov ~Beria}\n\n::Write::Why?{}\n\n" +
	"Number?{#=17:0 =%50%17:2}\n\nIn 1934 {=Kirov =%50%Sergei =%0%Yezhov#He came later.} was killed.\n\n" +
	"So it was.{T}\n\nWhich two?{~%50%Zinoviev ~%50%Kamenev ~Radek}\n\n" +
	"Match.{=Sixteen -> 1936 =Seventeen -> 1937 = -> 1938}"

// brings pastes questions, looks at them and keeps them.
func (b *browser) brings(text string, pairs ...string) *page {
	b.t.Helper()
	p := b.send(b.open("/sets/new").form("/sets/new"), "text", text, "do", "look").want(http.StatusOK)
	return b.send(p.form("/sets/new"), append([]string{"do", "keep"}, pairs...)...)
}

func TestQuestionsAreBrought(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	s.owner.open("/classes").says("Your questions")
	s.owner.open("/sets").says("You have no questions of your own yet")
	before := s.dump()
	form := s.owner.open("/sets/new").form("/sets/new")
	look := s.owner.sendFiles("/sets/new", form.with("do", "look"), map[string]string{"year-9 trials.gift": ownGIFT}).
		want(http.StatusOK).says("5 can be kept as they are · 1 can be kept with changes · 1 cannot be kept").
		says("Line 3").says("It asks for a text.").says("Here each right answer earns the same").says("He led Leningrad.").
		says("Keep 6 questions")
	if changed := differ(before, s.dump()); len(changed) > 0 {
		t.Errorf("a look changed %v", changed)
	}
	plan := look.form("/sets/new")
	if name := plan.fields.Get("name"); name != "year-9 trials" {
		t.Errorf("the set would be called %q", name)
	}
	s.owner.send(plan, "do", "keep", "text", ownGIFT+"\n\nMore?{=a ~b}").want(http.StatusUnprocessableEntity).
		says("Nothing was kept, because the text has changed.").says("6 can be kept as they are")
	s.owner.send(plan, "do", "keep", "name", " ").want(http.StatusUnprocessableEntity).says("Give the set a name")
	to := s.owner.send(plan, "do", "keep").want(http.StatusSeeOther).to()
	if again := s.owner.send(plan, "do", "keep").want(http.StatusSeeOther).to(); again != to {
		t.Errorf("the form sent twice leads to %s and %s", to, again)
	}
	s.owner.open(to).says("6 questions").says("In 1934 ___ was killed.").says("50% of the mark").says("15 to 19").
		says("Sixteen → 1936").says("belongs to nothing").says("He came later.")
	s.owner.open("/sets").says("year-9 trials").says("just now")
	if n := one[int](s, `SELECT count(*) FROM own_question`); n != 6 {
		t.Errorf("%d questions are stored", n)
	}
	s.owner.brings("More?{=a ~b}", "name", "YEAR-9 trials").want(http.StatusUnprocessableEntity).
		says("You have a set of this name already.")
	set := strings.TrimPrefix(to, "/sets/")
	s.owner.open(to).says("Bring more questions")
	s.owner.brings("More?{=a ~b}", "into", set).want(http.StatusSeeOther)
	s.owner.open(to).says("7 questions").says("More?")
	s.owner.send(form, "do", "empty", "name", "Empty").want(http.StatusSeeOther)
	s.owner.open("/sets").says("Empty")
}

// What cannot be read says so and leaves nothing behind.
func TestFilesThatAreNoQuestions(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	var bomb bytes.Buffer
	w := zip.NewWriter(&bomb)
	for name, text := range map[string]string{"quiz.gift": strings.Repeat(" ", 20<<20), "LOSSES.txt": "none"} {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	fields := s.owner.open("/sets/new").form("/sets/new").with("do", "look")
	before := s.dump()
	for _, row := range []struct {
		name, file string
		status     int
		says       string
	}{
		{"a.txt", " ", 422, "There is no question in it."},
		{"a.png", "\x89PNG\r\n\x1a\n\x00", 422, "It is no text"},
		{"a.zip", "PK\x03\x04xx", 422, "It is a zip file"},
		{"bomb.zip", bomb.String(), 422, "larger than 8 MB"},
		{"a.xml", "<?xml version=\"1.0\"?><html/>", 422, "but not Moodle"},
		{"half.xml", "<quiz><question type=\"truefalse\"><name><text>Half", 200, "The question breaks off in line 1."},
		{"half.gift", "Who?{=Kirov ~Ye", 200, "The { has no } before the next empty line."},
		{"long.gift", strings.Repeat("Who?{=a ~b}\n\n", 1001), 422, "more than 1,000 questions"},
		{"large.gift", strings.Repeat("Who?{=a ~b} and so on\n", 60000), 422, "longer than 1 MB"},
		{"larger.gift", strings.Repeat("x", 9<<20), 413, "too large"},
		{"largest.gift", strings.Repeat("x", 100<<20), 413, "too large"},
	} {
		s.owner.sendFiles("/sets/new", fields, map[string]string{row.name: row.file}).want(row.status).says(row.says)
	}
	s.owner.post("/sets/new", url.Values{"csrf": fields["csrf"], "do": {"keep"}, "text": {"Why?{}"}}).want(422)
	if changed := differ(before, s.dump()); len(changed) > 0 {
		t.Errorf("a bad file changed %v", changed)
	}
	ana := s.student("Ana")
	ana.sendFiles("/sets/new", url.Values{"csrf": {s.csrf(ana)}}, map[string]string{"a.gift": ownGIFT}).
		want(http.StatusNotFound)
}

// Every kind goes through its form: unchanged it stays what it is, and what is changed is a new version.
func TestQuestionsAreChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	to := s.owner.brings(ownGIFT, "name", "Trials").want(http.StatusSeeOther).to()
	for n := 1; n <= 6; n++ {
		at := fmt.Sprintf("%s/%d", to, n)
		s.owner.send(s.owner.open(at).form(at)).want(http.StatusSeeOther)
		if v := one[int](s, `SELECT max(version) FROM own_question_version WHERE question_id = ?`, n); v != 1 {
			t.Errorf("question %d has version %d though nothing was changed:\n%s", n, v,
				one[string](s, `SELECT group_concat(body, '----') FROM own_question_version WHERE question_id = ?`, n))
		}
	}
	for n, change := range map[int][]string{
		1: {"option.3", "Stalin", "right", "3"}, 2: {"near.0", "1"}, 3: {"accepted", "Sergei Kirov\nKirov (40%)"},
		4: {"truth", "false", "stem", "So it was not."}, 5: {"option.4", "Trotsky", "general", "Read the first trial."},
		6: {"left.2", "Twenty-one", "marks", "2"},
	} {
		at := fmt.Sprintf("%s/%d", to, n)
		form := s.owner.open(at).form(at)
		s.owner.send(form, change...).want(http.StatusSeeOther)
		s.owner.send(form, change...).want(http.StatusSeeOther)
		s.owner.send(form, append(change, "form", "another-form-token")...).want(http.StatusSeeOther) // says the same
		if v := one[int](s, `SELECT max(version) FROM own_question_version WHERE question_id = ?`, n); v != 2 {
			t.Errorf("question %d has version %d, want 2", n, v)
		}
		s.owner.send(form, "stem", "Something else altogether?", "form", "yet-another-token").want(http.StatusConflict).
			says("The question was changed in another window").says("Something else altogether?")
	}
	s.owner.open(to).says("Stalin").says("16 to 18").says("40% of the mark").says("So it was not.").says("Trotsky").
		says("Read the first trial.").says("Twenty-one → 1938").says("2 marks")
}

func TestAQuestionIsWritten(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	to := s.owner.send(s.owner.open("/sets/new").form("/sets/new"), "do", "empty", "name", "Mine").to()
	add := to + "/add"
	s.owner.open(add).says("What kind of question is it?")
	for _, row := range []struct {
		kind  string
		pairs []string
		says  string // "" when it is kept
	}{
		{"choice", nil, "Write the question."},
		{"choice", []string{"stem", "Who?", "option.0", "a"}, "Write at least two answers."},
		{"choice", []string{"stem", "Who?", "option.0", "a", "option.1", "b"}, "Say which answer is right."},
		{"choice", []string{"stem", "Who?", "option.0", "a", "option.1", "A", "right", "0"},
			"The answer “A” is there twice."},
		{"choice", []string{"stem", "Who?", "option.0", "a", "said.1", "b", "right", "0"}, "Write the answer, or take away"},
		{"choice", []string{"stem", "Who?", "option.0", "a", "option.1", "b", "right", "0", "marks", "many"},
			"Write a number"},
		{"choice", []string{"stem", "Who?", "option.0", "a", "option.1", "b", "right", "0"}, ""},
		{"several", []string{"stem", "Which?", "option.0", "a", "option.2", "b", "right", "2"}, ""},
		{"true-false", []string{"stem", "So it was."}, "Say whether it is true or false."},
		{"true-false", []string{"stem", "So it was.", "truth", "true"}, ""},
		{"word", []string{"stem", "Who?"}, "Write at least one answer"},
		{"word", []string{"stem", "Who?", "accepted", "+"}, "Nobody can type “+” so that Dossier recognises it."},
		{"word", []string{"stem", "Who?", "accepted", "Kirov (50%)"}, "No accepted answer earns the full mark."},
		{"word", []string{"stem", "A ___ and ___?", "accepted", "x"}, "Leave one blank only."},
		{"word", []string{"stem", "{{x}} who?", "accepted", "Kirov", "wrong.0", "Beria", "said.0", "He came later."}, ""},
		{"number", []string{"stem", "When?", "answer", "late"}, "Write the right number in figures"},
		{"number", []string{"stem", "When?", "answer", "3.141"}, "two decimals at most"},
		{"number", []string{"stem", "When?", "answer", "17", "near.1", "0", "worth.1", "50"}, "Let each distance be larger"},
		{"number", []string{"stem", "When?", "answer", "17", "near.1", "2", "worth.1", "100"}, "Let each share be smaller"},
		{"number", []string{"stem", "When?", "answer", "1936", "year", "yes", "near.1", "1", "worth.1", "50"}, ""},
		{"pairs", []string{"stem", "Match.", "left.0", "a", "match.0", "1"}, "Write at least two pairs."},
		{"pairs", []string{"stem", "Match.", "left.0", "a", "match.0", "1", "left.1", "b"}, "Write what belongs to “b”."},
		{"pairs", []string{"stem", "Match.", "left.0", "a", "match.0", "1", "left.1", "b", "match.1", "2"}, ""},
	} {
		p := s.owner.send(s.owner.open(add+"?kind="+row.kind).form(add), row.pairs...)
		if row.says == "" {
			p.want(http.StatusSeeOther)
			continue
		}
		typed := p.want(http.StatusUnprocessableEntity).says(row.says).form(add).fields
		for i := 0; i+1 < len(row.pairs); i += 2 {
			if got := strings.TrimSpace(typed.Get(row.pairs[i])); got != row.pairs[i+1] {
				t.Errorf("%s: %s was %q and is %q", row.kind, row.pairs[i], row.pairs[i+1], got)
			}
		}
	}
	s.owner.open(to).says("6 questions")
	s.owner.open(add + "?kind=riddle").says("What kind of question is it?")
	// As a student would meet them.
	all, err := s.store.OwnQuestions(t.Context(), 1)
	if err != nil || len(all) != 6 {
		t.Fatalf("%d questions (%v)", len(all), err)
	}
	for _, own := range all {
		q, err := s.course.DecodeOwn(own.ID, own.Version, own.Body)
		if err != nil || q.ID != own.ID || q.Unanswerable() != "" || !q.Served() {
			t.Errorf("%s: %+v (%v)", own.ID, q, err)
		}
		if b, ok := q.Body.(*quiz.Cloze); ok {
			if g := b.Grade(quiz.Answer{"a": {"kirov"}}); g.Score != 1 {
				t.Errorf("kirov earns %g", g.Score)
			}
		}
	}
}

func TestSetsAreRenamedAndRemoved(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	to := s.owner.brings(ownGIFT, "name", "Trials").to()
	s.owner.brings("Who?{=a ~b}", "name", "Other")
	form := s.owner.open(to).form(to)
	s.owner.send(form, "name", " ").want(http.StatusUnprocessableEntity).says("Give the set a name")
	s.owner.send(form, "name", "other").want(http.StatusUnprocessableEntity).says("You have a set of this name already.")
	s.owner.send(form, "name", "<b>Show trials</b>").want(http.StatusSeeOther)
	s.owner.open(to).says("<b>Show trials</b>").says("6 questions")
	remove := s.owner.open(to + "/2/remove").says("Remove this question?").form(to + "/2/remove")
	s.owner.send(remove).want(http.StatusSeeOther)
	s.owner.send(remove).want(http.StatusNotFound)
	s.owner.open(to).says("5 questions").hides("15 to 19")
	s.owner.get(to + "/7").want(http.StatusNotFound) // of the other set
	s.owner.send(s.owner.open(to + "/remove").says("5 questions go with it").form(to + "/remove")).
		want(http.StatusSeeOther)
	s.owner.open("/sets").hides("Show trials").says("Other")
	if n := one[int](s, `SELECT count(*) FROM own_question`); n != 1 {
		t.Errorf("%d questions are left", n)
	}
}
