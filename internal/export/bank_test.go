package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dossier/internal/export"
	"dossier/internal/gifttest"
	"dossier/internal/quiz"
)

var update = flag.Bool("update", false, "write the golden files anew")

// written is a bank in both formats with what is lost.
func written(t *testing.T, bank export.Bank) map[string]string {
	t.Helper()
	out := map[string]string{}
	for f, write := range map[export.Format]func(io.Writer, export.Bank) ([]export.Loss, error){
		export.GIFT: export.WriteGIFT, export.MoodleXML: export.WriteMoodleXML,
	} {
		var file, list bytes.Buffer
		losses, err := write(&file, bank)
		if err != nil {
			t.Fatal(err)
		}
		if err := export.WriteLosses(&list, bank.Title, f, losses, len(bank.Entries)); err != nil {
			t.Fatal(err)
		}
		out[f.File()], out["LOSSES."+string(f)+".txt"] = file.String(), list.String()
	}
	return out
}

func TestBankFilesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	for name, got := range written(t, sampleBank()) {
		path := filepath.Join("testdata", "bank", name)
		if *update {
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s has changed; look at it, and run go test ./internal/export -update\n%s", name, got)
		}
	}
}

// inDossierAlone are fields that say nothing about what is asked: notes of authors, how wide a box is drawn, what the
// caller resolves (sources), and ids, which name parts of a question to itself.
var inDossierAlone = regexp.MustCompile(`(?:^Common\.(?:Status|Waive|Stimulus|Confidence|Kind)|BoxChars|Sources?|` +
	`\]\.ID|MinPick|Choose\.Mode)$`)

// TestNoFieldIsDropped takes every field of every kind away in turn: the file or the list of losses has to change, in
// both formats.
func TestNoFieldIsDropped(t *testing.T) {
	t.Parallel()
	if len(samples()) != len(quiz.Kinds) {
		t.Fatalf("there are samples of %d kinds, want %d", len(samples()), len(quiz.Kinds))
	}
	for _, kind := range quiz.Kinds {
		whole := written(t, export.Bank{Entries: []export.BankEntry{{Question: samples()[kind]}}})
		for _, path := range leaves(reflect.ValueOf(samples()[kind]), "") {
			if inDossierAlone.MatchString(path) {
				continue
			}
			q := samples()[kind]
			clear(reflect.ValueOf(q), path)
			less := written(t, export.Bank{Entries: []export.BankEntry{{Question: q}}})
			for _, f := range []export.Format{export.GIFT, export.MoodleXML} {
				list := "LOSSES." + string(f) + ".txt"
				if whole[f.File()] == less[f.File()] && whole[list] == less[list] {
					t.Errorf("%s, %s: neither the file nor the list of losses knows %s", f, kind, path)
				}
			}
		}
	}
}

// leaves lists the exported fields below a value that have something in them.
func leaves(v reflect.Value, path string) (all []string) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			return leaves(v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				all = append(all, leaves(v.Field(i), strings.TrimPrefix(path+"."+f.Name, "."))...)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.String {
			if v.Len() > 0 {
				return []string{path}
			}
			return nil
		}
		for i := range v.Len() {
			all = append(all, leaves(v.Index(i), fmt.Sprintf("%s[%d]", path, i))...)
		}
	default:
		if !v.IsZero() {
			return []string{path}
		}
	}
	return all
}

// clear empties the field that a path names.
func clear(v reflect.Value, path string) {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if path == "" {
		if v.Kind() == reflect.Bool {
			v.SetBool(!v.Bool())
		} else {
			v.SetZero()
		}
		return
	}
	var n int
	if _, err := fmt.Sscanf(path, "[%d]", &n); err == nil {
		_, rest, _ := strings.Cut(path, "]")
		clear(v.Index(n), strings.TrimPrefix(rest, "."))
		return
	}
	name, rest := path, ""
	if i := strings.IndexAny(path, ".["); i >= 0 {
		name, rest = path[:i], strings.TrimPrefix(path[i:], ".")
	}
	clear(v.FieldByName(name), rest)
}

// hostile are pieces of texts that a format could take for something else.
var hostile = []string{":", "::", "#", "####", "=", "~", "{", "}", "\\", "\\n", "\\:", "\n", "\n\n", "\r\n", "\t", "->",
	"//", "[html]", "%50%", "%", "&&092;", "&&058", "Москва", "Ежов", "🙂", "é", "]]>", "<b>", "</p>", "&amp;", "&lt;",
	"<![CDATA[",
	"$CATEGORY: x", "TRUE", "T", " ", "a", "b", "\x01", "\x0b", "\"", "'", "*", "\ufffe", "1934", ".", ";", "?"}

// hostileText is a text of such pieces with a word in front and behind, so that it is never empty.
func hostileText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(7) {
		b.WriteString(hostile[r.IntN(len(hostile))])
	}
	return b.String() + " " + string(rune('a'+r.IntN(26)))
}

// hostileBank has questions of all forms with such texts.
func hostileBank(r *rand.Rand, n int) export.Bank {
	text := func() string { return hostileText(r) }
	bank := export.Bank{Title: "Hostile " + text()}
	for i := range n {
		c := quiz.Common{ID: fmt.Sprintf("h%d", i), Title: text(), Stem: text(), Marks: 1, Confidence: "none",
			Feedback: quiz.Feedback{General: text()}}
		var body quiz.Body
		switch i % 5 {
		case 0:
			body = &quiz.SingleChoice{Options: []quiz.Option{{ID: "a", Text: text(), Correct: true, Feedback: text()},
				{ID: "b", Text: text(), Feedback: text()}, {ID: "c", Text: text()}}}
		case 1:
			body = &quiz.MultipleResponse{Options: []quiz.Option{{ID: "a", Text: text(), Correct: true, Feedback: text()},
				{ID: "b", Text: text(), Feedback: text()}, {ID: "c", Text: text(), Correct: true}}}
		case 2:
			body = &quiz.TrueFalse{Statement: text(), Answer: true, FeedbackTrue: text(), FeedbackFalse: text()}
		case 3:
			body = &quiz.Matching{Prompts: []quiz.Prompt{{ID: "p", Text: text(), Answer: "a"}, {ID: "q", Text: text(),
				Answer: "b"}}, Choices: []quiz.Choice{{ID: "a", Text: text()}, {ID: "b", Text: text()}, {ID: "c", Text: text()}}}
		case 4:
			body = &quiz.Cloze{Text: "x {{g}}", Gaps: []quiz.Gap{{ID: "g", Match: "text", Feedback: text(),
				Accept: []quiz.Accept{{Text: text()}, {Text: text(), Score: 0.5}},
				Wrong:  []quiz.WrongAnswer{{Text: text(), Feedback: text()}}}}}
		}
		bank.Entries = append(bank.Entries, export.BankEntry{Category: []string{text(), text()},
			Question: &quiz.Question{Common: c, Body: body}})
	}
	return bank
}

// TestHostileTextsInGIFT writes such texts and reads them back, by the rules of Moodle's importer and with gift-pegjs.
func TestHostileTextsInGIFT(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		bank := hostileBank(rand.New(rand.NewPCG(seed, 7)), 300)
		file := written(t, bank)["questions.gift.txt"]
		for reader, items := range map[string][]gifttest.Item{
			"gift-pegjs": gifttest.Read(t, file), "the rules of Moodle": moodleReads(t, file),
		} {
			if len(items) != len(bank.Entries) {
				t.Fatalf("%s finds %d questions, want %d", reader, len(items), len(bank.Entries))
			}
			for i, item := range items {
				sameAsHostile(t, reader, bank.Entries[i].Question, item)
			}
		}
	}
}

// flat is a text as every reader of GIFT has it.
func flat(text string, typed bool) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r == '\r', r < ' ' && r != '\n', r == 0xfffe:
			return -1
		}
		return r
	}, text)
	text = regexp.MustCompile(`&(&0\d\d)`).ReplaceAllString(text, "& $1")
	if typed {
		text = strings.ReplaceAll(text, "->", "→")
	}
	return spaces.ReplaceAllString(strings.TrimSpace(text), " ")
}

var spaces = regexp.MustCompile(` +`)

func sameAsHostile(t *testing.T, reader string, q *quiz.Question, item gifttest.Item) {
	t.Helper()
	same := func(what, got, want string, typed bool) {
		t.Helper()
		if got = spaces.ReplaceAllString(strings.TrimSpace(got), " "); got != flat(want, typed) {
			t.Errorf("%s reads %s of %s as\n%q, want\n%q", reader, what, q.ID, got, flat(want, typed))
		}
	}
	if item.ID != q.ID {
		t.Fatalf("%s reads %s, want %s", reader, item.ID, q.ID)
	}
	same("the title", item.Title, strings.Join(strings.Fields(flat(q.Title, false)), " "), false)
	var want gifttest.Item
	typed := false
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		want.Type = "MC"
		same("the text", item.Text, q.Stem, false)
		for _, o := range b.Options {
			want.Options = append(want.Options, gifttest.Option{Text: o.Text, Right: o.Correct, Feedback: o.Feedback})
		}
	case *quiz.MultipleResponse:
		want.Type = "MC"
		for _, o := range b.Options {
			want.Options = append(want.Options, gifttest.Option{Text: o.Text, Right: o.Correct, Feedback: o.Feedback})
		}
	case *quiz.TrueFalse:
		want.Type = "TF"
		same("the text", item.Text, strings.TrimSpace(q.Stem)+"\n\n"+strings.TrimSpace(b.Statement), false)
		same("what is said to those who are right", item.RightSaid, b.FeedbackTrue, false)
		same("what is said to those who are wrong", item.WrongSaid, b.FeedbackFalse, false)
	case *quiz.Matching:
		want.Type = "Matching"
		want.Pairs = [][2]string{{b.Prompts[0].Text, b.Choices[0].Text}, {b.Prompts[1].Text, b.Choices[1].Text},
			{"", b.Choices[2].Text}}
	case *quiz.Cloze:
		want.Type, typed = "Short", true
		g := b.Gaps[0]
		same("the general feedback", item.General,
			strings.TrimSpace(g.Feedback)+"\n\n"+strings.TrimSpace(q.Feedback.General), true)
		for _, text := range []string{g.Accept[0].Text, g.Accept[1].Text, g.Wrong[0].Text} {
			want.Options = append(want.Options, gifttest.Option{Text: strings.ReplaceAll(text, "*", `\*`),
				Right: text == g.Accept[0].Text})
		}
		want.Options[2].Feedback = g.Wrong[0].Feedback
	}
	if item.Type != want.Type || len(item.Options) != len(want.Options) || len(item.Pairs) != len(want.Pairs) {
		t.Fatalf("%s reads %s as %+v", reader, q.ID, item)
	}
	for i, o := range want.Options {
		same("an option", item.Options[i].Text, o.Text, true)
		same("its feedback", item.Options[i].Feedback, o.Feedback, typed)
		if item.Options[i].Right != o.Right {
			t.Errorf("%s reads option %d of %s as right: %v", reader, i, q.ID, item.Options[i].Right)
		}
	}
	for i, p := range want.Pairs {
		same("a pair", item.Pairs[i][0], p[0], true)
		same("its answer", item.Pairs[i][1], strings.ReplaceAll(flat(p[1], true), "\n", " "), true)
	}
}

// moodleReads reads GIFT by the rules of Moodle's importer.
func moodleReads(t *testing.T, file string) (items []gifttest.Item) {
	t.Helper()
	pre := strings.NewReplacer(`\\`, "&&092;", `\:`, "&&058;", `\#`, "&&035;", `\=`, "&&061;", `\{`, "&&123;", `\}`,
		"&&125;", `\~`, "&&126;", `\n`, "&&010;")
	post := strings.NewReplacer("&&092;", `\`, "&&058;", ":", "&&035;", "#", "&&061;", "=", "&&123;", "{", "&&125;", "}",
		"&&126;", "~", "&&010;", "\n")
	text := func(s string) string {
		s = strings.TrimSpace(s)
		for _, format := range []string{"[html]", "[moodle]", "[plain]", "[markdown]"} {
			if rest, ok := strings.CutPrefix(s, format); ok {
				s = rest
				break
			}
		}
		return post.Replace(strings.TrimSpace(s))
	}
	for _, block := range regexp.MustCompile(`\n\s*\n`).Split(file, -1) {
		var item gifttest.Item
		var lines []string
		for _, line := range strings.Split(block, "\n") {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "//"); ok {
				if m := regexp.MustCompile(`\[id:([^\]]+)\]`).FindStringSubmatch(rest); m != nil {
					item.ID = m[1]
				}
				continue
			}
			lines = append(lines, line)
		}
		s := strings.TrimSpace(strings.Join(lines, "\n"))
		if s == "" || strings.HasPrefix(s, "$CATEGORY:") {
			continue
		}
		s = pre.Replace(s)
		if rest, ok := strings.CutPrefix(s, "::"); ok {
			title, after, _ := strings.Cut(rest, "::")
			item.Title, s = post.Replace(title), strings.TrimSpace(after)
		}
		from, to := strings.Index(s, "{"), strings.Index(s, "}")
		if from < 0 || to < from || strings.TrimSpace(s[to+1:]) != "" {
			t.Fatalf("no answers in %q", s)
		}
		item.Text = text(s[:from])
		answers := strings.TrimSpace(s[from+1 : to])
		if at := strings.LastIndex(answers, "####"); at >= 0 {
			item.General, answers = text(answers[at+4:]), strings.TrimSpace(answers[:at])
		}
		item.Type = moodleType(answers)
		moodleAnswers(&item, answers, text, post.Replace)
		items = append(items, item)
	}
	return items
}

func moodleType(answers string) string {
	head, _, _ := strings.Cut(answers, "#")
	switch head = strings.TrimSpace(head); {
	case answers == "":
		return "Essay"
	case strings.HasPrefix(answers, "#"):
		return "Numerical"
	case strings.Contains(answers, "~"):
		return "MC"
	case strings.Contains(answers, "=") && strings.Contains(answers, "->"):
		return "Matching"
	case slices.Contains([]string{"T", "TRUE", "F", "FALSE"}, head):
		return "TF"
	}
	return "Short"
}

var weight = regexp.MustCompile(`^%(-*[0-9]{1,2}\.?[0-9]*)%`)

func moodleAnswers(item *gifttest.Item, answers string, text, post func(string) string) {
	switch item.Type {
	case "TF":
		parts := strings.Split(answers, "#")
		item.WrongSaid, item.RightSaid = text(parts[1]), text(parts[2])
		return
	case "Matching":
		for _, pair := range strings.Split(answers, "=")[1:] {
			left, right, _ := strings.Cut(pair, "->")
			item.Pairs = append(item.Pairs, [2]string{text(left), post(strings.TrimSpace(right))})
		}
		return
	}
	several := !strings.Contains(answers, "=")
	for _, at := range regexp.MustCompile(`[=~][^=~]*`).FindAllString(answers, -1) {
		o := gifttest.Option{}
		if at[0] == '=' {
			o.Percent = 100
		}
		at = strings.TrimSpace(at[1:])
		if m := weight.FindStringSubmatch(at); m != nil {
			fmt.Sscan(m[1], &o.Percent)
			at = at[len(m[0]):]
		}
		answer, feedback, _ := strings.Cut(at, "#")
		o.Text, o.Feedback = text(answer), text(feedback)
		o.Right = o.Percent == 100 || several && o.Percent > 0
		item.Options = append(item.Options, o)
	}
}

// TestHostileTextsInMoodleXML writes such texts and reads them back strictly.
func TestHostileTextsInMoodleXML(t *testing.T) {
	t.Parallel()
	bank := hostileBank(rand.New(rand.NewPCG(4, 7)), 300)
	var file struct {
		Questions []struct {
			Type    string `xml:"type,attr"`
			Name    string `xml:"name>text"`
			Text    string `xml:"questiontext>text"`
			General string `xml:"generalfeedback>text"`
			Answers []struct {
				Text     string `xml:"text"`
				Feedback string `xml:"feedback>text"`
			} `xml:"answer"`
		} `xml:"question"`
	}
	if err := xml.Unmarshal([]byte(written(t, bank)["questions.moodle.xml"]), &file); err != nil {
		t.Fatal(err)
	}
	i := 0
	for _, q := range file.Questions {
		if q.Type == "category" {
			continue
		}
		want := bank.Entries[i].Question
		i++
		if q.Name != strings.Join(strings.Fields(stripped(want.Title)), " ") {
			t.Errorf("%s is called %q, want %q", want.ID, q.Name, want.Title)
		}
		if body, ok := want.Body.(*quiz.SingleChoice); ok {
			if got := plainOf(q.Text); got != paragraphs(want.Stem) {
				t.Errorf("%s asks %q, want %q", want.ID, got, paragraphs(want.Stem))
			}
			for n, o := range body.Options {
				if got := plainOf(q.Answers[n].Text); got != paragraphs(o.Text) {
					t.Errorf("%s has the option %q, want %q", want.ID, got, paragraphs(o.Text))
				}
				if got := plainOf(q.Answers[n].Feedback); got != paragraphs(o.Feedback) {
					t.Errorf("%s says %q, want %q", want.ID, got, paragraphs(o.Feedback))
				}
			}
		}
	}
	if i != len(bank.Entries) {
		t.Errorf("there are %d questions, want %d", i, len(bank.Entries))
	}
}

// stripped is a text without what XML cannot hold.
func stripped(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe {
			return -1
		}
		return r
	}, text))
}

func paragraphs(text string) string {
	return regexp.MustCompile(`\n\s*\n`).ReplaceAllString(stripped(text), "\n\n")
}

// plainOf takes the markup away that a plain text was given.
func plainOf(markup string) string {
	markup = strings.NewReplacer("</p><p>", "\n\n", "<br>", "\n").Replace(markup)
	return html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(markup, "<p>"), "</p>"))
}

func TestLossesAreSaid(t *testing.T) {
	t.Parallel()
	odd := &quiz.Question{
		Common: quiz.Common{ID: "odd", Title: "An\nodd one", Stem: "a\x01b", Marks: 1, Confidence: "none"},
		Body:   &quiz.SingleChoice{Options: []quiz.Option{{ID: "a", Text: "x", Correct: true}, {ID: "b", Text: "y"}}}}
	plainOne := &quiz.Question{Common: quiz.Common{ID: "plain", Title: "Plain", Stem: "a", Marks: 1, Confidence: "none"},
		Body: odd.Body}
	for name, c := range map[string]struct {
		bank export.Bank
		want []string
	}{
		"nothing": {export.Bank{Title: "T", Entries: []export.BankEntry{{Question: plainOne}}},
			[]string{"T: what the Moodle XML file does not hold", "Nothing is lost."}},
		"control characters": {export.Bank{Title: "T", Entries: []export.BankEntry{{Question: odd}, {Question: plainOne}}},
			[]string{"A text had control characters", "  odd  An odd one"}},
		"no questions": {export.Bank{Title: "T"}, []string{"Nothing is lost."}},
	} {
		list := written(t, c.bank)["LOSSES.moodle.txt"]
		for _, want := range c.want {
			if !strings.Contains(list, want) {
				t.Errorf("%s: the list does not say %q:\n%s", name, want, list)
			}
		}
	}
	both := written(t, sampleBank())
	for list, wants := range map[string][]string{
		"LOSSES.gift.txt": {"GIFT has no marks", "(4 marks)", "The model answer is shown to students",
			"The levels and points for the marker are not in the file", "The options have an order", "The cards stay"},
		"LOSSES.moodle.txt": {"The cards stay", "Students are not asked how sure they are.",
			"23% has become 25%", "one letter off", "A figure is drawn beside this question"},
	} {
		for _, want := range wants {
			if !strings.Contains(both[list], want) {
				t.Errorf("%s does not say %q:\n%s", list, want, both[list])
			}
		}
	}
}

func TestBankPack(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 9, 1, 8, 0, 0, 0, time.UTC)
	for _, f := range []export.Format{export.GIFT, export.MoodleXML} {
		var out bytes.Buffer
		if err := export.WriteBank(&out, sampleBank(), f, at); err != nil {
			t.Fatal(err)
		}
		pack, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, file := range pack.File {
			names = append(names, file.Name)
		}
		if want := []string{f.File(), export.LossesFile}; !slices.Equal(names, want) {
			t.Errorf("the zip holds %q, want %q", names, want)
		}
		if err := export.WriteBank(full{}, sampleBank(), f, at); !errors.Is(err, errFull) {
			t.Errorf("a disk that is full gives %v", err)
		}
	}
}

var errFull = errors.New("the disk is full")

// full takes nothing.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
