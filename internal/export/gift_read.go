package export

import (
	"regexp"
	"strings"

	"dossier/internal/quiz"
)

// Characters that GIFT writes with a backslash are set aside as these while an item is taken apart.
const (
	asideBackslash = '\ue000' + iota
	asideColon
	asideHash
	asideEquals
	asideOpen
	asideClose
	asideTilde
	asideNewline
)

// setAside takes the place of each escape. A backslash before anything else is a backslash.
var setAside = strings.NewReplacer(`\\`, string(rune(asideBackslash)), `\:`, string(rune(asideColon)),
	`\#`, string(rune(asideHash)), `\=`, string(rune(asideEquals)), `\{`, string(rune(asideOpen)),
	`\}`, string(rune(asideClose)), `\~`, string(rune(asideTilde)), `\n`, string(rune(asideNewline)))

var putBack = strings.NewReplacer(string(rune(asideBackslash)), `\`, string(rune(asideColon)), ":",
	string(rune(asideHash)), "#", string(rune(asideEquals)), "=", string(rune(asideOpen)), "{",
	string(rune(asideClose)), "}", string(rune(asideTilde)), "~", string(rune(asideNewline)), "\n")

// notAside keeps what already stands in the file from being taken for something set aside.
var notAside = func() *strings.Replacer {
	var pairs []string
	for r := rune(asideBackslash); r <= asideNewline; r++ {
		pairs = append(pairs, string(r), "")
	}
	return strings.NewReplacer(pairs...)
}()

// ReadGIFT reads questions in Moodle's GIFT format. Errors: those of ReadQuestions.
func ReadGIFT(file []byte) (Import, error) {
	text, err := textOf(file)
	if err != nil {
		return Import{}, err
	}
	if len(text) > mostText {
		return Import{}, ErrLargeText
	}
	in := Import{Format: "GIFT", Text: text}
	blocks, categories := giftBlocks(notAside.Replace(text))
	for _, b := range blocks {
		if in.Items = append(in.Items, giftItem(b)); len(in.Items) > mostItems {
			return Import{}, ErrManyQuestions
		}
	}
	if len(in.Items) == 0 {
		return Import{}, ErrNoQuestions
	}
	if categories {
		in.Notes = append(in.Notes, "The categories of the file are not kept: all questions come into one set.")
	}
	in.Notes = append(in.Notes, guessed(file)...)
	return in, nil
}

// block is an item of a GIFT file, without comments, and the line on which it begins.
type block struct {
	line int
	text string
}

// giftBlocks parts a file at its empty lines. An empty line between a question and answers that plainly go on with it
// parts nothing: the brace is still open, and the next line begins as answers do and no question does.
func giftBlocks(text string) (all []block, categories bool) {
	lines := strings.Split(text, "\n")
	goesOn := make([]bool, len(lines)+1) // whether the next line with anything in it begins as answers do
	for i := len(lines) - 1; i >= 0; i-- {
		if bare := strings.TrimSpace(lines[i]); bare == "" {
			goesOn[i] = goesOn[i+1]
		} else {
			goesOn[i] = strings.ContainsRune("=~#}", rune(bare[0]))
		}
	}
	var now []string
	from, open := 0, false
	end := func() {
		if from > 0 {
			all = append(all, block{from, strings.Join(now, "\n")})
		}
		now, from, open = nil, 0, false
	}
	for i, line := range lines {
		bare := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(bare, "//"):
			line = ""
		case strings.HasPrefix(bare, "$CATEGORY:") && !open:
			end()
			categories = true
			continue
		case bare == "":
			if !open || !goesOn[i] {
				end()
			}
		case from == 0:
			from = i + 1
		}
		if from > 0 {
			now = append(now, line)
			if sign := strings.LastIndexAny(setAside.Replace(line), "{}"); sign >= 0 {
				open = setAside.Replace(line)[sign] == '{'
			}
		}
	}
	end()
	return all, categories
}

var (
	formatPrefix = regexp.MustCompile(`^\s*\[(html|moodle|plain|markdown)\]`)
	givenWeight  = regexp.MustCompile(`^%(-?\d+(?:[.,]\d+)?)%`)
)

// giftItem reads one item.
func giftItem(b block) Item {
	text := strings.TrimSpace(setAside.Replace(b.text))
	d := &draft{line: b.line}
	if rest, ok := strings.CutPrefix(text, "::"); ok {
		if name, rest, ok := strings.Cut(rest, "::"); ok {
			d.title, text = quiz.OneLine(putBack.Replace(name)), strings.TrimSpace(rest)
		}
	}
	if m := formatPrefix.FindStringSubmatch(text); m != nil {
		d.format, text = formatNames[m[1]], text[len(m[0]):]
	}
	before, rest, opened := strings.Cut(text, "{")
	answers, after, closed := strings.Cut(rest, "}")
	if !opened || strings.Contains(before, "}") {
		d.stem = d.giftText(text)
		if strings.Contains(text, "}") {
			return refused(b.line, quiz.OwnTitle(d.title, d.stem), "A } has no { before it.")
		}
		return refused(b.line, quiz.OwnTitle(d.title, d.stem),
			"This is a text without a question. Put it into the question that needs it.")
	}
	d.stem, d.after = d.giftText(before), d.giftText(after)
	if !closed {
		return refused(b.line, quiz.OwnTitle(d.title, d.stem), "The { has no } before the next empty line.")
	}
	if strings.ContainsAny(after, "{}") {
		return refused(b.line, quiz.OwnTitle(d.title, d.stem), "There are several pairs of braces. Put an empty line "+
			"between two questions, and a backslash in front of a brace that belongs to the text.")
	}
	d.inside = d.after != ""
	answers = strings.TrimSpace(answers)
	if at := strings.LastIndex(answers, "####"); at >= 0 {
		d.said.General = d.giftText(answers[at+4:])
		answers = strings.TrimSpace(answers[:at])
	}
	return d.giftAnswers(answers)
}

// giftAnswers decides on the type by what stands between the braces, in Moodle's order.
func (d *draft) giftAnswers(answers string) Item {
	verdict, comments, _ := strings.Cut(answers, "#")
	switch {
	case answers == "":
		return d.item(d.refuse(essayRefused))
	case answers[0] == '#':
		return d.item(d.giftNumber(strings.TrimSpace(answers[1:])))
	case strings.Contains(answers, "~"):
		return d.item(d.choose(d.giftChoices(answers, "=~"), strings.Contains(answers, "=")))
	case strings.Contains(answers, "=") && strings.Contains(answers, "->"):
		return d.item(d.giftMatch(answers))
	}
	switch strings.TrimSpace(verdict) {
	case "T", "TRUE", "F", "FALSE":
		wrong, right, _ := strings.Cut(comments, "#")
		truth := verdict[0] == 'T'
		ifTrue, ifFalse := d.giftText(right), d.giftText(wrong)
		if !truth {
			ifTrue, ifFalse = ifFalse, ifTrue
		}
		return d.item(d.trueFalse(truth, ifTrue, ifFalse))
	}
	return d.item(d.short(d.giftChoices(answers, "=")))
}

// essayRefused is why a question to be answered in sentences is not kept.
const essayRefused = "It asks for a text. Dossier marks texts by levels, which the file does not have: set it at " +
	"the bench or on paper."

// giftText is a piece of an item as plain words.
func (d *draft) giftText(text string) string {
	format := d.format
	if m := formatPrefix.FindStringSubmatch(text); m != nil {
		format, text = formatNames[m[1]], text[len(m[0]):]
	}
	return d.plain(putBack.Replace(text), format)
}

// giftChoices parts answers at the signs that begin them.
func (d *draft) giftChoices(answers, signs string) (all []choice) {
	for answers != "" {
		if len(all) > mostAnswers {
			d.refuse(tooManyAnswers)
			return nil
		}
		next := 1 + strings.IndexAny(answers[1:], signs)
		if next == 0 {
			next = len(answers)
		}
		piece := answers[:next]
		answers = answers[next:]
		c := choice{weight: 100}
		if strings.ContainsRune(signs, rune(piece[0])) {
			c.weight = map[bool]float64{true: 100, false: 0}[piece[0] == '=']
			piece = piece[1:]
		}
		piece = strings.TrimSpace(piece)
		if m := givenWeight.FindStringSubmatch(piece); m != nil {
			c.weight, _ = readFigures(m[1])
			piece = piece[len(m[0]):]
		}
		text, comment, _ := strings.Cut(piece, "#")
		c.text, c.feedback = d.giftText(text), d.giftText(comment)
		if c.text != "" || c.feedback != "" || strings.TrimSpace(piece) != "" {
			all = append(all, c)
		}
	}
	return all
}

// giftMatch reads pairs.
func (d *draft) giftMatch(answers string) quiz.Body {
	var pairs []pair
	if strings.Count(answers, "=") > mostAnswers {
		return d.refuse(tooManyAnswers)
	}
	for i, piece := range strings.Split(answers, "=") {
		if strings.TrimSpace(piece) == "" {
			if i > 0 {
				return d.refuse("One pair is empty.")
			}
			continue
		}
		left, right, ok := strings.Cut(piece, "->")
		if !ok {
			return d.refuse("“%s” has no -> with a match.", d.giftText(piece))
		}
		right, comment, commented := strings.Cut(right, "#")
		if commented && strings.TrimSpace(comment) != "" {
			d.note("The comment on “%s” was left out.", d.giftText(left))
		}
		pairs = append(pairs, pair{d.giftText(left), d.giftText(right)})
	}
	return d.match(pairs)
}

// giftNumber reads one number, or several with the share of the mark that each earns.
func (d *draft) giftNumber(answers string) quiz.Body {
	all := d.giftChoices(answers, "=~")
	for i := range all {
		if all[i].weight == 0 && all[i].text == "" {
			all[i].text = "*"
		}
	}
	return d.number(all)
}
