package export_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"dossier/internal/export"
	"dossier/internal/quiz"
)

// told puts an item into a line: what it asks, its answers with what they earn, and what was said about it.
func told(i export.Item) string {
	if i.Refused != "" {
		return "refused: " + i.Refused
	}
	q := i.Question
	var parts []string
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		parts = optionsTold(b.Options)
	case *quiz.MultipleResponse:
		parts = append([]string{"several"}, optionsTold(b.Options)...)
	case *quiz.Matching:
		for _, p := range b.Prompts {
			parts = append(parts, p.Text+">"+p.Answer)
		}
		for _, c := range b.Choices {
			parts = append(parts, c.ID+":"+c.Text)
		}
	case *quiz.Cloze:
		for _, a := range b.Gaps[0].Accept {
			parts = append(parts, fmt.Sprintf("=%s@%g", a.Text, a.Score))
		}
		for _, w := range b.Gaps[0].Wrong {
			parts = append(parts, "~"+w.Text+"#"+w.Feedback)
		}
	case *quiz.NumericEstimate:
		parts = []string{fmt.Sprintf("%s %g", b.Number, b.Answer)}
		for _, band := range b.Bands {
			parts = append(parts, fmt.Sprintf("±%g@%g", *band.Within, band.Score))
		}
	}
	said := strings.Join(i.Notes, " ")
	return strings.TrimSpace(q.Text() + " | " + strings.Join(parts, " ") + " | " + q.Feedback.General + " | " + said)
}

func optionsTold(options []quiz.Option) (all []string) {
	for _, o := range options {
		sign := "~"
		if o.Correct {
			sign = "="
		}
		if o.Feedback != "" {
			o.Text += "#" + o.Feedback
		}
		all = append(all, sign+o.Text)
	}
	return all
}

func TestGIFT(t *testing.T) {
	for _, row := range []struct{ file, want string }{
		{"Who gave the speech?{~Molotov =Khrushchev#In 1956. ~Zhukov####Read it.}",
			"Who gave the speech? | ~Molotov =Khrushchev#In 1956. ~Zhukov | Read it. |"},
		{"The speech was {~loud =secret} at first.", "The speech was _____ at first. | ~loud =secret |  |"},
		{"It was secret.{TRUE#Look again.#So it was.}", "It was secret. | =True#So it was. ~False#Look again. |  |"},
		{"It was loud. {F}", "It was loud. | ~True =False |  |"},
		{"Lower case {true}", "Lower case … | =true@0 |  |"}, // Moodle's rule: only capitals say true or false
		{"Who was killed in 1934?{=Kirov =%50%Sergei =%0%Yezhov#He came later.}",
			"Who was killed in 1934? … | =Kirov@0 =Sergei@0.5 ~Yezhov#He came later. |  |"},
		{"In 1934 {=Kirov} was killed.", "In 1934 … was killed. | =Kirov@0 |  |"},
		{"Who?{=Kir* =Kirov}",
			"Who? … | =Kirov@0 |  | “Kir*” was left out: a star stands for any text, which Dossier does not accept."},
		{`Who?{=Kirov\*}`, "Who? … | =Kirov*@0 |  |"},
		{"Who?{=*}", "refused: It has no answer that Dossier can accept."},
		{"Who?{=%80%Kirov}", "Who? … | =Kirov@0 |  | No answer earns the whole mark in the file. Here the best ones do."},
		{"In which year?{#1934:1}", "In which year? | year 1934 ±1@1 |  |"},
		{"How many?{#1934}", "How many? | count 1934 ±0@1 |  |"},
		{"How many?{#1936..1938}", "How many? | count 1937 ±1@1 |  |"},
		{"How many?{#=17:0 =%50%17:2#Near. ~#Far.}", "How many? | count 17 ±0@1 ±2@0.5 |  | The comment on “17:2” was " +
			"left out: a number has none of its own here. The comment on wrong numbers was left out."},
		{"Pi?{#3.14159}", "refused: Dossier reads numbers with two decimals at most: a point or comma before three figures " +
			"parts thousands."},
		{"How many?{#many}", "refused: “many” is not a number."},
		{"Match.{=Kamenev -> 1936 =Pyatakov->1937 =Radek -> 1937 = -> 1938}",
			"Match. | Kamenev>c1 Pyatakov>c2 Radek>c2 c1:1936 c2:1937 c3:1938 |  |"},
		{"Match.{=Kamenev -> 1936 =Pyatakov}", "refused: “Pyatakov” has no -> with a match."},
		{"Match.{=Kamenev -> 1936}", "refused: There are fewer than two pairs."},
		{"Which two?{~%50%a1 ~%50%b1 ~%-50%c1 ~%-50%d1}", "Which two? | several =a1 =b1 ~c1 ~d1 |  |"},
		{"Which two?{~%50%a1 ~%50%b1 ~c1}", "Which two? | several =a1 =b1 ~c1 |  | The answers earn other shares of the " +
			"mark in the file. Here each right answer earns the same, and each wrong one takes some away."},
		{"Which?{=a1 =b1 ~c1}", "Which? | several =a1 =b1 ~c1 |  | Several answers are right, and one of them is enough in " +
			"the file. Here students choose all that are right."},
		{"Which?{=a1 ~%50%b1 ~%-20%c1}", "Which? | =a1 ~b1 ~c1 |  | “b1” earns 50 per cent in the file. Here it counts as " +
			"wrong: one answer is right, with the whole mark. Wrong answers cost marks in the file. Here they earn nothing."},
		{"Which?{~a1 ~b1}", "refused: No answer is marked as right."},
		{"Which?{=a1 ~a1}", "refused: The answer “a1” is there twice."},
		{"Which?{=a1}", "Which? … | =a1@0 |  |"},
		{"Which?{=a1 ~}", "refused: There are fewer than two answers to choose from."},
		{"Write.{}", "refused: It asks for a text."},
		{"Write.{####A model.}", "refused: It asks for a text."},
		{"Only a text.", "refused: This is a text without a question."},
		{"Open {=a ~b", "refused: The { has no } before the next empty line."},
		{"Closed =a}", "refused: A } has no { before it."},
		{"One{=a ~b}\nTwo{=c ~d}", "refused: There are several pairs of braces."},
		{`A \{brace\} \= \~ \# \: \\ x\ny?{=a\=b ~c\#d}`, `A {brace} = ~ # : \ x y? | =a=b ~c#d |  |`},
		{"Is a < b & c?{=yes ~no}", "Is a < b & c? | =yes ~no |  |"},
		{"[html]<p>A&nbsp;<b>bold</b></p><p>word&eacute;</p>{=yes ~no}", "A bold wordé | =yes ~no |  |"},
		{"[plain]<b>{=yes ~no}", "<b> | =yes ~no |  |"},
		{"[markdown]A **bold** [link](http://x.y/z) ![map](m.png){=yes ~no}", "A bold link map | =yes ~no |  | A picture " +
			"was left out. The address of a link was left out."},
		{"See <img src=x alt='a map'><stdio.h>?{=yes ~no}", "See <stdio.h>? | =yes ~no |  | A picture was left out (a map)."},
		{"{{x}} a word{=yes}", "refused: There are several pairs of braces."},
		{`\{\{x\}\} a word{=yes}`, "{ {x} } a word … | =yes@0 |  |"},
		{"::A name::{=a1 ~b1}", "A name | =a1 ~b1 |  | The question has a name and no words: its name is now what it asks."},
		{"::Кто? 😀::Кто убит?{=Киров ~Ежов}", "Кто убит? | =Киров ~Ежов |  |"},
		{"// a comment\nWho?{\n// another\n=a1\n\n~b1\n}", "Who? | =a1 ~b1 |  |"},
		{"$CATEGORY: a/b\n\nWho?{=a1 ~b1}", "Who? | =a1 ~b1 |  |"},
	} {
		in, err := export.ReadGIFT([]byte(row.file))
		if err != nil || len(in.Items) != 1 {
			t.Errorf("%q: got %d items (%v)", row.file, len(in.Items), err)
			continue
		}
		got := told(in.Items[0])
		if got != row.want && !(strings.HasPrefix(row.want, "refused") && strings.HasPrefix(got, row.want)) {
			t.Errorf("%q:\n got %s\nwant %s", row.file, got, row.want)
		}
	}
}

// One bad item spoils no other, and each has the line on which it begins.
func TestOneBadItemIsAlone(t *testing.T) {
	gift := "// mine\n$CATEGORY: x\n\n::One::First?{=a1 ~b1}\n\nBroken?{=a1 ~\n\n\n::Three::Third?{=c1 ~d1}\n\n" +
		"$CATEGORY: y\nFourth?{=e1 ~f1}\n"
	question := func(name, rest string) string {
		return "<question type=\"multichoice\"><name><text>" + name + "</text></name><questiontext><text>" + name +
			"?</text></questiontext>" + rest
	}
	answers := "<answer fraction=\"100\"><text>a1</text></answer>\n<answer fraction=\"0\"><text>b1</text></answer>" +
		"</question>\n"
	xml := "<?xml version=\"1.0\"?>\n<quiz><question type=\"category\"><category><text>x</text></category></question>" +
		"\n\n" +
		question("First", answers) + question("Broken", "<answer>\n<b>&nothing;</answer></question>\n") +
		question("Half", "<answer fraction=") + "\n" + question("Third", answers) + "<!-- " + question("Out", answers) +
		" -->\n" + question("Last", "\n<answer><![CDATA[")
	for _, row := range []struct{ file, want string }{
		{gift, "4 kept, 6 refused, 9 kept, 12 kept"},
		{strings.ReplaceAll(gift, "\n", "\r\n"), "4 kept, 6 refused, 9 kept, 12 kept"},
		{strings.ReplaceAll(gift, "\n", "\r"), "4 kept, 6 refused, 9 kept, 12 kept"},
		{xml, "4 kept, 6 refused, 8 refused, 9 kept, 14 refused"},
	} {
		in, err := export.ReadQuestions([]byte(row.file))
		var got []string
		for _, i := range in.Items {
			got = append(got, fmt.Sprintf("%d %s", i.Line, i.Outcome()))
		}
		if list := strings.Join(got, ", "); err != nil || list != row.want || len(in.Notes) != 1 {
			t.Errorf("%.40q: got %s, notes %q (%v), want %s", row.file, list, in.Notes, err, row.want)
			for _, i := range in.Items {
				t.Log(told(i))
			}
		}
	}
}

func TestMoodleXML(t *testing.T) {
	for _, row := range []struct{ kind, inside, want string }{
		{"multichoice", `<questiontext format="html"><text><![CDATA[<p>Who?</p>]]></text></questiontext><single>true</single>
			<generalfeedback><text>Read it.</text></generalfeedback><defaultgrade>2.0000000</defaultgrade>
			<answer fraction="100" format="html"><text>Kirov</text><feedback><text>Yes, he.</text></feedback></answer>
			<answer fraction="0" format="html"><text>&lt;b&gt;Yezhov&lt;/b&gt;</text></answer>`,
			"Who? | =Kirov#Yes, he. ~Yezhov | Read it. |"},
		{"multichoice", `<questiontext><text>Which?</text></questiontext><single>false</single>
			<answer fraction="50"><text>a1</text></answer><answer fraction="50"><text>b1</text></answer>
			<answer fraction="-100"><text>c1</text></answer>`, "Which? | several =a1 =b1 ~c1 |  |"},
		{"truefalse", `<questiontext><text>So?</text></questiontext><answer fraction="0"><text>true</text>
			<feedback><text>No.</text></feedback></answer><answer fraction="100"><text>false</text></answer>`,
			"So? | ~True#No. =False |  |"},
		{"truefalse", `<questiontext><text>So?</text></questiontext><answer fraction="0"><text>true</text></answer>`,
			"refused: The file does not say whether it is true or false."},
		{"shortanswer", `<questiontext><text>Killed in 1934 was ______.</text></questiontext><usecase>1</usecase>
			<answer fraction="100"><text>Kirov</text></answer>`,
			"Killed in 1934 was …. | =Kirov@0 |  | Capital and small letters count as the same here."},
		{"numerical", `<questiontext><text>In which year?</text></questiontext><answer fraction="100"><text>1934</text>
			<tolerance>1</tolerance></answer><answer fraction="0"><text>*</text></answer>`,
			"In which year? | year 1934 ±1@1 |  |"},
		{"matching", `<questiontext><text>Match.</text></questiontext><subquestion><text>Kamenev</text><answer><text>1936
			</text></answer></subquestion><subquestion><text>Radek</text><answer><text>1937</text></answer></subquestion>
			<subquestion><text></text><answer><text>1938</text></answer></subquestion>`,
			"Match. | Kamenev>c1 Radek>c2 c1:1936 c2:1937 c3:1938 |  |"},
		{"essay", `<questiontext><text>Write.</text></questiontext>`, "refused: It asks for a text."},
		{"description", `<questiontext><text>Read.</text></questiontext>`, "refused: This is a text without a question."},
		{"cloze", `<questiontext><text>{1:SA:=x}</text></questiontext>`, "refused: Dossier has no question with several"},
		{"ddwtos", `<questiontext><text>[[1]]</text></questiontext>`, "refused: Dossier has no question with words that"},
		{"stack", ``, "refused: Dossier does not know questions of the type “stack”."},
		{"multichoice", `<questiontext format="html"><text><![CDATA[Which map? <img src="@@PLUGINFILE@@/m.png">]]></text>
			<file name="m.png" encoding="base64">aaaa` + "\n" + `bbbb</file></questiontext><hint><text>Look.</text></hint>
			<answer fraction="100"><text>a1</text></answer><answer fraction="0"><text>b1</text></answer>`,
			"Which map? | =a1 ~b1 |  | A picture was left out. The hints were left out."},
	} {
		file := "<quiz>\n<question type=\"" + row.kind + "\">" + row.inside + "</question></quiz>"
		in, err := export.ReadQuestions([]byte(file))
		if err != nil || len(in.Items) != 1 {
			t.Errorf("%s: got %d items (%v)", row.kind, len(in.Items), err)
			continue
		}
		if got := told(in.Items[0]); got != row.want &&
			!(strings.HasPrefix(row.want, "refused") && strings.HasPrefix(got, row.want)) {
			t.Errorf("%s:\n got %s\nwant %s", row.kind, got, row.want)
		}
	}
	in, _ := export.ReadMoodleXML([]byte(`<quiz><question type="truefalse"><questiontext><text>So?</text></questiontext>` +
		`<defaultgrade>3</defaultgrade><answer fraction="100"><text>true</text></answer></question></quiz>`))
	if len(in.Items) != 1 || in.Items[0].Question == nil || in.Items[0].Question.Marks != 3 {
		t.Errorf("the marks of the file are not kept: %+v", in.Items)
	}
}

// zipped packs files.
func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func utf16Of(text string, big bool) []byte {
	out := []byte("\xff\xfe")
	if big {
		out = []byte("\xfe\xff")
	}
	for _, u := range utf16.Encode([]rune(text)) {
		if big {
			out = append(out, byte(u>>8), byte(u))
		} else {
			out = append(out, byte(u), byte(u>>8))
		}
	}
	return out
}

// Files as they come: other encodings, packed, far too large, or no questions at all.
func TestFiles(t *testing.T) {
	const gift = "Wer war Zoë?{=a1 ~b1}\n"
	xml := "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><quiz><question type=\"truefalse\"><questiontext>" +
		"<text>Zoë?</text></questiontext><answer fraction=\"100\"><text>true</text></answer></question></quiz>"
	latin := func(s string) string { return strings.ReplaceAll(s, "ë", "\xeb") }
	bomb := "<?xml version=\"1.0\"?><!DOCTYPE quiz [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><quiz>" +
		"<question type=\"truefalse\"><questiontext><text>&b;&b;</text></questiontext></question></quiz>"
	for _, row := range []struct {
		name string
		file []byte
		want error
		says string
	}{
		{"plain", []byte(gift), nil, "Zoë"},
		{"with a mark", []byte("\ufeff" + gift), nil, "Zoë"},
		{"Windows-1252", []byte(latin(gift)), nil, "Zoë"},
		{"UTF-16", utf16Of(gift, false), nil, "Zoë"},
		{"UTF-16, the other way round", utf16Of(gift, true), nil, "Zoë"},
		{"XML in UTF-8 that says otherwise", []byte(xml), nil, "Zoë"},
		{"XML in Latin-1", []byte(latin(xml)), nil, "Zoë"},
		{"XML in UTF-16", utf16Of(xml, false), nil, "Zoë"},
		{"our own zip", zipped(t, "quiz.gift", gift, "LOSSES.txt", "nothing"), nil, "Zoë"},
		{"a foreign zip", zipped(t, "quiz.gift", gift), export.ErrForeignZip, ""},
		{"a zip with two", zipped(t, "a.gift", gift, "b.xml", xml, "LOSSES.txt", ""), export.ErrForeignZip, ""},
		{"half a zip", zipped(t, "quiz.gift", gift, "LOSSES.txt", "")[:60], export.ErrForeignZip, ""},
		{"a zip bomb", zipped(t, "quiz.gift", strings.Repeat(" ", 200<<20), "LOSSES.txt", ""), export.ErrLargeFile, ""},
		{"an entity bomb", []byte(bomb), nil, "broken in line 1"},
		{"nothing", nil, export.ErrNoQuestions, ""},
		{"spaces", []byte(" \n// only this\n"), export.ErrNoQuestions, ""},
		{"a quiz without questions", []byte("<quiz></quiz>"), export.ErrNoQuestions, ""},
		{"a picture", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00"), export.ErrNotText, ""},
		{"a PDF", []byte("%PDF-1.7 xx"), export.ErrNotText, ""},
		{"another XML", []byte("<?xml version=\"1.0\"?><html></html>"), export.ErrNotMoodle, ""},
		{"9 MB", bytes.Repeat([]byte("x"), 9<<20), export.ErrLargeFile, ""},
		{"2 MB of text", bytes.Repeat([]byte("Who?{=a1 ~b1} and more and more and more\n"), 50000), export.ErrLargeText, ""},
		{"1,001 questions", bytes.Repeat([]byte("Who?{=a1 ~b1}\n\n"), 1001), export.ErrManyQuestions, ""},
		{"2 MB of pictures", []byte("<quiz><question type=\"truefalse\"><questiontext><text>Zoë?</text><file name=\"x\">" +
			strings.Repeat("abcd\n", 400000) + "</file></questiontext><answer fraction=\"100\"><text>true</text></answer>" +
			"</question></quiz>"), nil, "Zoë"},
	} {
		in, err := export.ReadQuestions(row.file)
		if !errors.Is(err, row.want) || err == nil && (len(in.Items) != 1 || !strings.Contains(told(in.Items[0]), row.says)) {
			t.Errorf("%s: got %d items (%v), want %v and %q", row.name, len(in.Items), err, row.want, row.says)
		}
	}
}

// A file that is made to take long is read in a moment all the same.
func TestNoFileTakesLong(t *testing.T) {
	for _, piece := range []string{"{=a\n\n", "=a\n\n", "{\n", "x\n", "\n", "{=a*", "=a->b", "~a#",
		"<question type='category'>",
		"<question><answer>", "<!--", "<a", "&lt;", "\\\\", "{}\n\n", "<question><![CDATA[", "$CATEGORY:\n"} {
		for _, start := range []string{"", "Who?{=a ", "<quiz><question type='shortanswer'>", "<quiz>"} {
			from := time.Now()
			_, _ = export.ReadQuestions([]byte(start + strings.Repeat(piece, (1<<20-64)/len(piece))))
			if took := time.Since(from); took > 5*time.Second {
				t.Errorf("%q and many times %q take %v", start, piece, took)
			}
		}
	}
}

// wellMade says what is wrong with a question that is to be stored.
func wellMade(q *quiz.Question) error {
	if why := q.Unanswerable(); why != "" {
		return errors.New(why)
	}
	for _, text := range append([]string{q.Title, q.Stem, q.Body.Asks()}, q.Body.Parts()...) {
		if strings.ContainsAny(text, "\n\r\x00") || strings.TrimSpace(text) != text {
			return fmt.Errorf("%q is no line", text)
		}
	}
	if g := q.Body.Grade(nil); g.Score != 0 {
		return fmt.Errorf("no answer earns %g", g.Score)
	}
	return nil
}

func FuzzReadGIFT(f *testing.F) {
	for _, seed := range []string{"::a::Who?{=a1 ~b1#c####d}", "x{#1:2}\n\ny{=a->b =c->d}", "{", "}", "a{T#b#c}", "\\",
		"x{=%50%a}", "$CATEGORY: x\n\n// c\n\ne{}", "x{~%33.3%a ~%-1%b}", "[markdown]**a**{=b}", "<p>&amp;{=c ~d} </p>"} {
		f.Add(seed)
	}
	items := regexp.MustCompile(`(?m)^[^\s/$]`)
	f.Fuzz(func(t *testing.T, file string) {
		in, err := export.ReadGIFT([]byte(file))
		if err != nil {
			return
		}
		last := 0
		for _, i := range in.Items {
			if i.Line <= last || i.Title == "" || (i.Question == nil) != (i.Refused != "") {
				t.Fatalf("item %+v after line %d", i, last)
			}
			last = i.Line
			if i.Question != nil {
				if err := wellMade(i.Question); err != nil {
					t.Fatal(err)
				}
			}
		}
		if len(in.Items) == 0 && items.MatchString(in.Text) {
			t.Fatalf("%q has no item", file)
		}
	})
}

func FuzzReadMoodleXML(f *testing.F) {
	for _, seed := range []string{"<quiz><question type=\"truefalse\"></question></quiz>", "<question", "<quiz>&a;",
		"<question type='multichoice'><questiontext><text><![CDATA[<p>a</p>]]></text></questiontext><answer fraction='100'>" +
			"<text>b</text></answer><answer><text>c</text></answer></question>",
		"<question type='numerical'><answer fraction='100'><text>1</text><tolerance>x</tolerance></answer></question>"} {
		f.Add(seed)
	}
	starts := regexp.MustCompile(`<question\b[^>]*>`)
	f.Fuzz(func(t *testing.T, file string) {
		in, err := export.ReadMoodleXML([]byte(file))
		if err != nil {
			return
		}
		if n := len(starts.FindAllString(in.Text, -1)); len(in.Items) > n {
			t.Fatalf("%d items of %d", len(in.Items), n)
		}
		for _, i := range in.Items {
			if i.Title == "" || (i.Question == nil) != (i.Refused != "") {
				t.Fatalf("item %+v", i)
			}
			if i.Question != nil {
				if err := wellMade(i.Question); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// A file whose letters were guessed says so, because a wrong guess shows in the letters alone.
func TestF11AGuessedEncodingIsSaid(t *testing.T) {
	russian := "\xca\xf2\xee?{=\xdf\xe3\xee\xe4\xe0 ~\xc5\xe6\xee\xe2}\n" // "Кто?" in Windows-1251
	xml := "<quiz><question type=\"truefalse\"><questiontext><text>Zo\xeb?</text></questiontext>" +
		"<answer fraction=\"100\"><text>true</text></answer></question></quiz>"
	for file, guessed := range map[string]bool{russian: true, xml: true, "Кто?{=Ягода ~Ежов}\n": false,
		string(utf16Of("Кто?{=Ягода ~Ежов}\n", true)): false} {
		in, err := export.ReadQuestions([]byte(file))
		if err != nil || strings.Contains(strings.Join(in.Notes, " "), "Western European") != guessed {
			t.Errorf("%.30q: notes %q (%v), want a guess: %v", file, in.Notes, err, guessed)
		}
	}
}
