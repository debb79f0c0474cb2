package web_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dossier/internal/course"
	"dossier/internal/gifttest"
	"dossier/internal/quiz"
	"dossier/views"
)

// bankFile downloads a file of questions and gives what is in its zip.
func bankFile(t *testing.T, b *browser, path string) (name string, files map[string]string) {
	t.Helper()
	page := b.get(path).want(http.StatusOK)
	_, params, err := mime.ParseMediaType(page.header.Get("Content-Disposition"))
	if err != nil {
		t.Fatal(err)
	}
	pack, err := zip.NewReader(strings.NewReader(page.body), int64(len(page.body)))
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]string{}
	for _, f := range pack.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = out.String()
	}
	return params["filename"], files
}

// bankIDs are the questions and tasks that the bank has to hold, each once.
func bankIDs(c *course.Course, lessons ...*course.Lesson) (questions []*quiz.Question, tasks []*course.Bench) {
	for _, l := range lessons {
		questions = append(append(questions, l.Checks...), l.Pool...)
		for _, b := range l.Benches {
			if b.Clock.Sort != nil {
				questions = append(questions, b.Clock.Sort)
			}
			tasks = append(tasks, b)
		}
	}
	return questions, tasks
}

// TestWholeBankInGIFT reads the whole bank with gift-pegjs and compares count, types and keys with the course.
func TestWholeBankInGIFT(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	name, files := bankFile(t, s.owner, "/bank/gift.zip")
	if !regexp.MustCompile(`^[a-z0-9-]+_questions-gift_\d{4}-\d\d-\d\d_\d{4}\.zip$`).MatchString(name) {
		t.Errorf("the file is called %s", name)
	}
	if len(files) != 2 || files["LOSSES.txt"] == "" {
		t.Fatalf("the zip holds %d files", len(files))
	}
	byID := map[string]gifttest.Item{}
	for _, item := range gifttest.Read(t, files["questions.gift.txt"]) {
		if _, twice := byID[item.ID]; twice {
			t.Errorf("%s is there twice", item.ID)
		}
		byID[item.ID] = item
	}
	questions, tasks := bankIDs(s.course, s.course.Lessons...)
	if len(questions) < 200 || len(tasks) < 10 {
		t.Fatalf("the course has %d questions and %d tasks", len(questions), len(tasks))
	}
	parts := 0
	for _, q := range questions {
		item, ok := byID[q.ID]
		if !ok {
			t.Errorf("%s is missing", q.ID)
			continue
		}
		sameInGIFT(t, q, item)
		for n := 1; ; n++ {
			id := q.ID
			if n > 1 {
				id += "." + strconv.Itoa(n)
			}
			if _, ok := byID[id]; !ok {
				break
			}
			parts++
		}
	}
	for _, b := range tasks {
		item := byID["bench-"+b.ID]
		if item.Type != "Essay" || !strings.Contains(item.Text, b.Question) ||
			!strings.Contains(squeeze(item.General), squeeze(b.ModelAnswer)) {
			t.Errorf("the writing of %s is not there: %+v", b.ID, item)
		}
	}
	sources := 0
	for id, item := range byID {
		if strings.Contains(id, ".source") {
			sources++
			if item.Type != "Description" {
				t.Errorf("%s is a %s", id, item.Type)
			}
		}
	}
	if len(byID) != parts+len(tasks)+sources || sources == 0 {
		t.Errorf("%d items are there, want %d parts, %d tasks and %d sources", len(byID), parts, len(tasks), sources)
	}
}

// sameInGIFT compares the first piece of a question with the question.
func sameInGIFT(t *testing.T, q *quiz.Question, item gifttest.Item) {
	t.Helper()
	if !strings.Contains(squeeze(item.Text), squeeze(q.Stem)) {
		t.Errorf("%s asks %q", q.ID, item.Text)
	}
	want := gifttest.Item{}
	option := func(text string, key bool, feedback string) {
		want.Options = append(want.Options, gifttest.Option{Text: text, Right: key, Feedback: feedback})
	}
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		want.Type = "MC"
		for _, o := range b.Options {
			option(o.Text, o.Correct, o.Feedback)
		}
	case *quiz.MultipleResponse:
		want.Type = "MC"
		for _, o := range b.Options {
			option(o.Text, o.Correct, o.Feedback)
		}
	case *quiz.EvidenceHighlight:
		want.Type = "MC"
		for i, o := range b.Segments {
			option(o.Quote, b.IsKey(i), o.Feedback)
		}
	case *quiz.NextSource:
		want.Type = "MC"
		for _, o := range b.Options {
			option(o.Card, o.Value >= 1, strings.TrimSpace(o.Feedback+"\n\n"+o.Reveal))
		}
	case *quiz.Provenance:
		want.Type = "MC"
		for _, o := range b.Auto[0].Options {
			option(o.Text, o.Correct, o.Feedback)
		}
	case *quiz.TrueFalse:
		want.Type, want.IsTrue = "TF", b.Answer
	case *quiz.Chronology:
		want.Type = "Matching"
		for i, it := range b.Items {
			want.Pairs = append(want.Pairs, [2]string{it.Text, strconv.Itoa(i + 1)})
		}
	case *quiz.Matching:
		want.Type = "Matching"
		for _, p := range b.Prompts {
			for _, c := range b.Choices {
				if c.ID == p.Answer {
					want.Pairs = append(want.Pairs, [2]string{p.Text, c.Text})
				}
			}
		}
	case *quiz.Comparison:
		want.Type = "Matching"
		for _, p := range b.Points {
			for _, side := range b.Sides() {
				if side.ID == p.Answer {
					want.Pairs = append(want.Pairs, [2]string{p.Text, side.Text})
				}
			}
		}
	case *quiz.Cloze:
		want.Type = "Short"
		if b.Gaps[0].Match == "year" || b.Gaps[0].Match == "number" {
			want.Type = "Numerical"
		}
		for _, a := range b.Gaps[0].Accept {
			option(a.Text, a.Score == 0 || a.Score == 1, "")
			if a.Score > 0 {
				want.Options[len(want.Options)-1].Percent = 100 * a.Score
			}
		}
	case *quiz.NumericEstimate:
		want.Type = "Numerical"
		option(strconv.FormatFloat(b.Answer, 'f', -1, 64), true, "")
	default:
		t.Fatalf("%s is of kind %s, which this test does not know", q.ID, q.Kind)
	}
	if item.Type != want.Type || item.IsTrue != want.IsTrue {
		t.Errorf("%s is a %s (%v), want a %s", q.ID, item.Type, item.IsTrue, want.Type)
	}
	if q.Kind == "cloze" || q.Kind == "numeric_estimate" {
		for i := range want.Options { // wrong texts and wider bands follow
			w := want.Options[i]
			if w.Right {
				w.Percent = 100
			}
			if i >= len(item.Options) || item.Options[i].Said() != w.Text || item.Options[i].Percent != w.Percent {
				t.Errorf("%s accepts %+v", q.ID, item.Options)
			}
		}
	} else {
		for i := range item.Options {
			item.Options[i].Percent = 0
		}
		if !slices.Equal(item.Options, want.Options) {
			t.Errorf("%s has\n%+v, want\n%+v", q.ID, item.Options, want.Options)
		}
	}
	matched := slices.DeleteFunc(item.Pairs, func(p [2]string) bool { return p[0] == "" })
	if !slices.Equal(matched, want.Pairs) {
		t.Errorf("%s pairs\n%q, want\n%q", q.ID, matched, want.Pairs)
	}
}

// moodleFile is as much of Moodle XML as its importer needs.
type moodleFile struct {
	Questions []moodleQuestion `xml:"question"`
}

type moodleText struct {
	Format string `xml:"format,attr"`
	Text   string `xml:"text"`
}

type moodleQuestion struct {
	Type         string     `xml:"type,attr"`
	Category     moodleText `xml:"category"`
	Name         moodleText `xml:"name"`
	Text         moodleText `xml:"questiontext"`
	DefaultGrade string     `xml:"defaultgrade"`
	IDNumber     string     `xml:"idnumber"`
	Single       string     `xml:"single"`
	UseCase      string     `xml:"usecase"`
	Format       string     `xml:"responseformat"`
	GraderInfo   moodleText `xml:"graderinfo"`
	Answers      []struct {
		Fraction  string     `xml:"fraction,attr"`
		Text      string     `xml:"text"`
		Tolerance string     `xml:"tolerance"`
		Feedback  moodleText `xml:"feedback"`
	} `xml:"answer"`
	Subquestions []struct {
		Text   string     `xml:"text"`
		Answer moodleText `xml:"answer"`
	} `xml:"subquestion"`
}

// moodleFractions are the fractions that Moodle takes.
var moodleFractions = strings.Fields("100 90 83.33333 80 75 70 66.66667 60 50 40 33.33333 30 25 20 16.66667 14.28571 " +
	"12.5 11.11111 10 5 0")

// TestWholeBankInMoodleXML reads the whole bank back strictly and holds it against what Moodle's importer needs.
func TestWholeBankInMoodleXML(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	_, files := bankFile(t, s.owner, "/bank/moodle.zip")
	var file moodleFile
	if err := xml.Unmarshal([]byte(files["questions.moodle.xml"]), &file); err != nil {
		t.Fatal(err)
	}
	ids := map[string]moodleQuestion{}
	for i, q := range file.Questions {
		if i == 0 && (q.Type != "category" || !strings.HasPrefix(q.Category.Text, "$course$/top/")) {
			t.Errorf("the file begins with %+v", q)
		}
		if q.Type == "category" {
			continue
		}
		if _, twice := ids[q.IDNumber]; twice {
			t.Errorf("%s is there twice", q.IDNumber)
		}
		ids[q.IDNumber] = q
		moodleTakes(t, q)
	}
	questions, tasks := bankIDs(s.course, s.course.Lessons...)
	for _, q := range questions {
		got, ok := ids[q.ID]
		if !ok {
			t.Errorf("%s is missing", q.ID)
		}
		if b, ok := q.Body.(*quiz.SingleChoice); ok {
			for i, o := range b.Options {
				if a := got.Answers[i]; plainOf(a.Text) != o.Text || (a.Fraction == "100") != o.Correct ||
					plainOf(a.Feedback.Text) != o.Feedback {
					t.Errorf("%s, %s: got %+v", q.ID, o.ID, a)
				}
			}
		}
	}
	for _, b := range tasks {
		info := squeeze(plainOf(ids["bench-"+b.ID].GraderInfo.Text))
		for _, want := range []string{b.ModelAnswer, b.Rubric.Skills[0].Levels[4].Descriptor, b.Indicative[0].Text} {
			if !strings.Contains(info, squeeze(want)) {
				t.Errorf("whoever marks %s does not see %q", b.ID, want)
			}
		}
	}
}

// plainOf takes the markup away that a plain text was given.
func plainOf(html string) string {
	html = strings.NewReplacer("</p><p>", "\n\n", "<br>", "\n", "<p>", "", "</p>", "").Replace(html)
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&amp;", "&").Replace(html)
}

// moodleTakes reports what Moodle's importer would refuse or misread.
func moodleTakes(t *testing.T, q moodleQuestion) {
	t.Helper()
	if q.Name.Text == "" || q.Text.Text == "" || q.Text.Format != "html" || q.IDNumber == "" {
		t.Errorf("%s has no name, text or number", q.IDNumber)
	}
	if n, err := strconv.ParseFloat(q.DefaultGrade, 64); err != nil || n <= 0 && q.Type != "description" {
		t.Errorf("%s counts %q", q.IDNumber, q.DefaultGrade)
	}
	sum, best := 0.0, 0.0
	for _, a := range q.Answers {
		n, err := strconv.ParseFloat(a.Fraction, 64)
		if err != nil || !slices.Contains(moodleFractions, strings.TrimPrefix(a.Fraction, "-")) {
			t.Errorf("%s has the fraction %q", q.IDNumber, a.Fraction)
		}
		sum, best = sum+math.Max(n, 0), math.Max(best, n)
		if a.Text == "" {
			t.Errorf("%s has an empty answer", q.IDNumber)
		}
	}
	switch q.Type {
	case "multichoice":
		if len(q.Answers) < 2 || q.Single == "true" && best != 100 || q.Single == "false" && math.Abs(sum-100) > 0.01 {
			t.Errorf("%s: %s, %d answers, best %v, together %v", q.IDNumber, q.Single, len(q.Answers), best, sum)
		}
	case "truefalse":
		if len(q.Answers) != 2 || q.Answers[0].Text != "true" || q.Answers[1].Text != "false" || sum != 100 {
			t.Errorf("%s: %+v", q.IDNumber, q.Answers)
		}
	case "shortanswer":
		if best != 100 || q.UseCase != "0" {
			t.Errorf("%s: best %v", q.IDNumber, best)
		}
	case "numerical":
		for _, a := range q.Answers {
			_, err := strconv.ParseFloat(a.Text, 64)
			_, err2 := strconv.ParseFloat(a.Tolerance, 64)
			if err != nil || err2 != nil || best != 100 {
				t.Errorf("%s: %+v", q.IDNumber, a)
			}
		}
	case "matching":
		asked, answers := 0, map[string]bool{}
		for _, sub := range q.Subquestions {
			if sub.Text != "" {
				asked++
			}
			if sub.Answer.Text == "" {
				t.Errorf("%s has a pair without an answer", q.IDNumber)
			}
			answers[sub.Answer.Text] = true
		}
		if asked < 2 || len(answers) < 3 {
			t.Errorf("%s: %d are asked with %d answers", q.IDNumber, asked, len(answers))
		}
	case "essay":
		if q.Format != "editor" {
			t.Errorf("%s is answered in %q", q.IDNumber, q.Format)
		}
	case "description":
	default:
		t.Errorf("%s is of type %s", q.IDNumber, q.Type)
	}
}

func TestBankPages(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	index := s.owner.open("/bank").says("Import, then Moodle XML format").says("Canvas reads neither format").
		says("LOSSES.txt")
	if n := len(index.doc.class("primary")); n != 1 {
		t.Errorf("%d buttons are dark", n)
	}
	for _, l := range s.course.Lessons {
		index.says(l.Title)
		for _, file := range []string{"/gift.zip", "/moodle.zip"} {
			if !leadsTo(index, views.BankLessonPath(l.ID)+file) {
				t.Errorf("nothing leads to %s of %s", file, l.ID)
			}
		}
		class := s.owner.open("/classes/" + strconv.FormatInt(s.class, 10) + "/questions?lesson=" + l.ID)
		for _, to := range []string{"", views.BankMoodle, views.BankGIFT} {
			if !leadsTo(class, views.BankLessonPath(l.ID)+to) {
				t.Errorf("the class does not lead to %s of %s", to, l.ID)
			}
		}
	}
	s.owner.get("/bank/none").want(http.StatusNotFound)
	s.owner.get("/bank/none/gift.zip").want(http.StatusNotFound)
	s.owner.get("/bank/none/moodle.zip").want(http.StatusNotFound)
}

// TestBankShowsEveryAnswer holds the teacher's page of each lesson against its questions.
func TestBankShowsEveryAnswer(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, l := range s.course.Lessons {
		page := s.owner.open(views.BankLessonPath(l.ID))
		for _, q := range slices.Concat(l.Checks, l.Pool) {
			page.says(q.Title).says(q.Feedback.General)
			for _, line := range q.Body.Grade(nil).Lines {
				page.says(line.Label).says(line.Expected).says(line.Feedback)
			}
			for _, text := range q.Body.Typed() {
				page.says(text)
			}
		}
	}
}

// TestLessonBankHoldsItsLesson reads the file of each lesson.
func TestLessonBankHoldsItsLesson(t *testing.T) {
	t.Parallel()
	s := newSite(t).setUp()
	for _, l := range s.course.Lessons {
		name, files := bankFile(t, s.owner, views.BankLessonPath(l.ID)+"/moodle.zip")
		if !strings.Contains(name, "_"+l.ID+"-moodle_") {
			t.Errorf("the file of %s is called %s", l.ID, name)
		}
		var file moodleFile
		if err := xml.Unmarshal([]byte(files["questions.moodle.xml"]), &file); err != nil {
			t.Fatal(err)
		}
		have := map[string]bool{}
		for _, q := range file.Questions {
			have[q.IDNumber] = true
		}
		questions, tasks := bankIDs(s.course, l)
		for _, q := range questions {
			if !have[q.ID] {
				t.Errorf("%s is missing", q.ID)
			}
		}
		for _, b := range tasks {
			if !have["bench-"+b.ID] {
				t.Errorf("%s is missing", b.ID)
			}
		}
	}
}
