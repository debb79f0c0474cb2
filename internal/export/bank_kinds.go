package export

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/quiz"
)

// question makes pieces of a question. What no other program asks is said in the general feedback or is a loss.
func (s *splitter) question(q *quiz.Question) []piece {
	var all []piece
	switch b := q.Body.(type) {
	case *quiz.SingleChoice:
		all = s.single(b)
	case *quiz.MultipleResponse:
		all = s.multiple(b)
	case *quiz.TrueFalse:
		all = s.trueFalse(b)
	case *quiz.Chronology:
		all = s.chronology(b)
	case *quiz.Matching:
		all = s.matching(b)
	case *quiz.Cloze:
		all = s.cloze(b)
	case *quiz.NumericEstimate:
		all = s.estimate(b)
	case *quiz.EvidenceHighlight:
		all = s.evidence(b)
	case *quiz.Provenance:
		all = s.provenance(b)
	case *quiz.Comparison:
		all = s.comparison(b)
	case *quiz.NextSource:
		all = s.nextSource(b)
	default:
		all = []piece{{form: writes}}
		s.lose("This kind of question is not known here. Only its text is in the file, to be answered in words.", q.Kind)
	}
	s.common(q, all)
	return all
}

// common puts into pieces what all kinds have.
func (s *splitter) common(q *quiz.Question, all []piece) {
	for i := range all {
		p := &all[i]
		p.id, p.title, p.category = q.ID, q.Title, s.entry.Category
		if i > 0 {
			p.id += "." + strconv.Itoa(i+1)
		}
		if len(all) > 1 {
			p.title += fmt.Sprintf(" (%d of %d)", i+1, len(all))
		}
		p.text = s.naming(together(stemOf(q), p.text))
		if p.marks == 0 {
			p.marks = 1 / float64(len(all))
		}
		p.marks *= q.Marks
		p.general = together(p.general, q.Feedback.General)
		p.right, p.partly, p.wrong = q.Feedback.Correct, q.Feedback.Partial, q.Feedback.Incorrect
		p.tags = tagsOf(q)
		s.combined(p)
	}
	if len(all) > 1 {
		s.lose("This question has several parts, and each is a question of its own here.",
			fmt.Sprintf("%d parts", len(all)))
	}
	if s.format == GIFT && q.Marks != 1 {
		s.lose("GIFT has no marks. Every question counts 1 until you set its marks.",
			strconv.FormatFloat(q.Marks, 'f', -1, 64)+" marks")
	}
	if q.AsksConfidence() {
		s.lose("Students are not asked how sure they are.", "")
	}
	if len(q.Refs) > 0 {
		s.lose("The link to the place in the lesson that answers the question is not in the file.", "")
	}
}

// stemOf is what is asked before the text of a question's kind. What a teacher's own question says only because our
// pages have a box in the text is left out.
func stemOf(q *quiz.Question) string {
	if _, gaps := q.Body.(*quiz.Cloze); gaps && (q.Stem == quiz.TypedStem || q.Stem == quiz.AnswerStem) {
		return ""
	}
	return q.Stem
}

// combined keeps what is said by how well a student did where a format has a place for it.
func (s *splitter) combined(p *piece) {
	for _, said := range []string{p.right, p.partly, p.wrong} {
		if said != "" && (s.format == GIFT || p.form != picks && p.form != ticks && p.form != pairs) {
			s.lose("What is said to those who are right, partly right or wrong is not in the file.", said)
		}
	}
}

func tagsOf(q *quiz.Question) []string {
	tags := slices.Concat(q.Objectives, q.Skills)
	if q.Tests != "" {
		tags = append(tags, "tests "+q.Tests)
	}
	return append(tags, q.Kind, fmt.Sprintf("difficulty %d", q.Difficulty), fmt.Sprintf("%d seconds", q.Seconds),
		fmt.Sprintf("version %d", q.Version))
}

// one is a choice of one option; the wrong ideas behind options are not known elsewhere.
func (s *splitter) one(text string, options []quiz.Option) piece {
	p := piece{form: picks, text: text}
	for _, o := range options {
		share := "0"
		if o.Correct {
			share = "100"
		}
		p.options = append(p.options, pieceOption{o.Text, share, o.Feedback})
	}
	s.ideas(options)
	return p
}

func (s *splitter) ideas(options []quiz.Option) {
	for _, o := range options {
		if o.Misconception != "" {
			s.lose("The wrong ideas behind some options, by which Dossier says what a class got wrong, are not in the file.",
				o.Misconception)
		}
	}
}

func (s *splitter) single(b *quiz.SingleChoice) []piece {
	if b.IsTrueOrFalse() {
		truth, right, wrong := b.Options[0].Correct, b.Options[0].Feedback, b.Options[1].Feedback
		if !truth {
			right, wrong = wrong, right
		}
		s.ideas(b.Options)
		return []piece{{form: judges, truth: truth, saidRight: right, saidWrong: wrong}}
	}
	p := s.one("", b.Options)
	p.fixed = s.fixed(b.Shuffle)
	return []piece{p}
}

// fixed tells whether options stay in their order, which GIFT cannot ask for.
func (s *splitter) fixed(shuffle *bool) bool {
	if shuffle == nil || *shuffle {
		return false
	}
	if s.format == GIFT {
		s.lose("The options have an order that means something. Switch shuffling off for this question.", "")
	}
	return true
}

func (s *splitter) multiple(b *quiz.MultipleResponse) []piece {
	keys := 0
	for _, o := range b.Options {
		if o.Correct {
			keys++
		}
	}
	penalty := 1.0
	if b.Scoring == "all_or_nothing" {
		s.lose("In Dossier only the whole answer earns marks. Here each right option earns its share, and one wrong option "+
			"takes all.", "")
	} else {
		penalty = 1 / float64(max(1, len(b.Options)-keys))
	}
	p := piece{form: ticks, fixed: s.fixed(b.Shuffle)}
	for _, o := range b.Options {
		share := -penalty
		if o.Correct {
			share = 1 / float64(keys)
		}
		p.options = append(p.options, pieceOption{o.Text, s.percent(share), o.Feedback})
	}
	if b.Choose.Mode == "exactly" {
		p.text = fmt.Sprintf("Choose %d.", b.Choose.N)
		s.lose("How many options to choose is only said. Nothing keeps a student from choosing more or fewer.",
			strconv.Itoa(b.Choose.N))
	}
	s.ideas(b.Options)
	return []piece{p}
}

// percent is a share as Moodle knows it.
func (s *splitter) percent(share float64) string {
	text, exact := percent(share)
	if !exact {
		s.lose("Moodle knows a few percentages only, so one here is the nearest of them.",
			fmt.Sprintf("%.4g%% has become %s%%", share*100, text))
	}
	return text
}

func (s *splitter) trueFalse(b *quiz.TrueFalse) []piece {
	p := piece{form: judges, text: b.Statement, truth: b.Answer, saidRight: b.FeedbackTrue, saidWrong: b.FeedbackFalse}
	if !b.Answer {
		p.saidRight, p.saidWrong = b.FeedbackFalse, b.FeedbackTrue
		var texts []string
		for _, a := range b.Correction.Accept {
			texts = append(texts, "“"+a.Text+"”")
		}
		p.general = "Instead of “" + b.WrongSpan + "” it should say " + strings.Join(texts, " or ") + "."
		s.lose("Students only say that the statement is false. The correction is shown to them afterwards and not asked "+
			"for, so the answer earns all marks instead of half of them.", "")
		if b.Correction.Near > 0 || b.Correction.Match != "" {
			s.lose("How a typed correction is compared with the right one is not in the file.",
				strings.TrimSpace(fmt.Sprintf("%s, near %g", b.Correction.Match, b.Correction.Near)))
		}
		for _, a := range b.Correction.Accept {
			if a.Score > 0 && a.Score < 1 {
				s.lose("A correction that earns a part of the marks is shown like the others.", a.Text)
			}
		}
	}
	return []piece{p}
}

// chronology asks for the place of each event. Events of one day share their places.
func (s *splitter) chronology(b *quiz.Chronology) []piece {
	p := piece{form: pairs, text: "Give each event its place: 1 is the earliest."}
	var dates []string
	lines := b.Grade(nil).Lines
	for i, it := range b.Items {
		first, last := i, i
		for first > 0 && b.Items[first-1].Date == it.Date {
			first--
		}
		for last+1 < len(b.Items) && b.Items[last+1].Date == it.Date {
			last++
		}
		place := strconv.Itoa(first + 1)
		if last > first {
			place += "–" + strconv.Itoa(last+1)
			s.lose("Some events happened at the same time. They share a place, which gives away that they do.", "")
		}
		p.pairs = append(p.pairs, piecePair{it.Text, place})
		dates = append(dates, lines[i].Expected+": "+it.Text)
	}
	p.general = bullets(dates)
	says := "The order of events is asked for as the place of each one. Marks count events in their right place, and " +
		"not pairs of events in the right order."
	if b.Scoring == "exact" {
		says = "The order of events is asked for as the place of each one. Each right place earns its share, while Dossier " +
			"wants the whole order."
	}
	s.lose(says, "")
	return []piece{p}
}

func (s *splitter) matching(b *quiz.Matching) []piece {
	p := piece{form: pairs}
	text := map[string]string{}
	used := map[string]bool{}
	for _, c := range b.Choices {
		text[c.ID] = c.Text
	}
	var said []string
	for _, prompt := range b.Prompts {
		p.pairs = append(p.pairs, piecePair{prompt.Text, text[prompt.Answer]})
		used[prompt.Answer] = true
		if prompt.Feedback != "" {
			said = append(said, prompt.Text+": "+prompt.Feedback)
		}
	}
	for _, c := range b.Choices {
		if !used[c.ID] {
			p.pairs = append(p.pairs, piecePair{"", c.Text})
		}
	}
	p.general = bullets(said)
	if len(said) > 0 {
		s.lose("What is said about each pair stands in the feedback for the whole question.", "")
	}
	if !b.Reuse {
		s.lose("Each answer can be used once only in Dossier. Here nothing keeps a student from using one twice.", "")
	}
	return []piece{p}
}

// gapped is the text with a line for the gap that is asked for and dots for the others.
func gapped(b *quiz.Cloze, id string) string {
	var out strings.Builder
	for _, seg := range b.Segments() {
		switch seg.Gap {
		case "":
			out.WriteString(seg.Text)
		case id:
			out.WriteString("________")
		default:
			out.WriteString("(…)")
		}
	}
	return out.String()
}

func (s *splitter) cloze(b *quiz.Cloze) (all []piece) {
	for _, g := range b.Gaps {
		text := gapped(b, g.ID)
		if s.entry.Question.Stem == quiz.AnswerStem {
			text = strings.TrimRight(text, "_ ") // the answer stands behind the question
		}
		all = append(all, s.gap(text, g))
	}
	return all
}

// gap is one gap. A year or a number is asked for as a number, a pattern as a text for a person to mark.
func (s *splitter) gap(text string, g quiz.Gap) piece {
	p := piece{form: types, text: text, general: g.Feedback}
	if g.Match == "regex" {
		p.form = writes
		p.max = 20
		s.forMarker(&p, "", titled("Accepted (patterns)", bullets(texts(g.Accept))))
		for _, a := range g.Accept {
			s.lose("The answer is recognised by a pattern in Dossier. Here a person marks it.",
				fmt.Sprintf("%s, %g", a.Text, a.Score))
		}
		for _, w := range g.Wrong {
			s.lose("What is said about a wrong answer that many give is not in the file.", w.Text+": "+w.Feedback)
		}
		return p
	}
	for _, a := range g.Accept {
		share := a.Score
		if share == 0 {
			share = 1
		}
		p.options = append(p.options, pieceOption{text: a.Text, percent: s.percent(share)})
	}
	for _, w := range g.Wrong {
		p.options = append(p.options, pieceOption{w.Text, "0", w.Feedback})
	}
	if g.Match == "year" || g.Match == "number" {
		s.asNumber(&p)
	}
	if g.Match == "name" || g.Match == "text" {
		s.lose("Only the texts in the file are recognised, in capital or small letters. Dossier also knows other spellings "+
			"and fuller names of a person, accents, and small words in front.", g.Match)
	}
	if g.Near > 0 {
		s.lose("A name that is one letter off earns nothing here.", fmt.Sprintf("%g of the marks in Dossier", g.Near))
	}
	return p
}

func texts(accept []quiz.Accept) (all []string) {
	for _, a := range accept {
		all = append(all, a.Text)
	}
	return all
}

// asNumber turns a piece for words into one for a number, if all its texts are numbers.
func (s *splitter) asNumber(p *piece) {
	s.lose("Numbers are typed in figures alone. Dossier also reads words such as “thousand”, and units.", "")
	var bands []pieceBand
	for _, o := range p.options {
		n, ok := quiz.ParseNumber(o.text)
		if !ok {
			return
		}
		bands = append(bands, pieceBand{n, 0, o.percent, o.feedback})
	}
	p.form, p.options, p.bands = counts, nil, bands
}

// ownNumber says what of a teacher's own question about a number would not come back.
func (s *splitter) ownNumber(b *quiz.NumericEstimate) {
	if b.Number == "year" {
		s.lose("The file does not say that the number is a year.", "")
	}
	if b.Unit != "" {
		s.lose("What is counted stands in the text of the question.", b.Unit)
	}
	if b.Context != "" {
		s.lose("What the number means stands in the feedback.", "")
	}
}

func (s *splitter) estimate(b *quiz.NumericEstimate) []piece {
	p := piece{form: counts, general: b.Context}
	ask := map[string]string{"year": "Write a year in four figures.", "percent": "Write a percentage, without the sign."}
	p.text = ask[b.Number]
	if p.text == "" {
		p.text = "Write a number in figures."
	}
	if _, own := quiz.OwnNumber(s.entry.Question.ID); own {
		p.text = ""
		s.ownNumber(b)
	}
	if b.Unit != "" {
		p.text = strings.TrimSpace(p.text + " Unit: " + b.Unit + ".")
	}
	if b.AskRange {
		p.form, p.max = writes, 20
		p.text += " Give a range: from … to …"
		s.forMarker(&p, b.InFigures(b.Answer)+" "+b.Unit, "")
		s.lose("Students give a range. No other program marks that, so a person does.", b.InFigures(b.Answer))
		return []piece{p}
	}
	s.lose("Numbers are typed in figures alone. Dossier also reads words such as “thousand”, and units.", "")
	p.bands = append(p.bands, pieceBand{b.Answer, 0, "100", ""})
	for _, band := range b.Bands {
		lo, hi, ok := band.Bounds(b.Answer)
		if !ok {
			continue
		}
		middle, reach := b.Answer, hi-b.Answer
		if math.Abs(b.Answer-lo-reach) > 1e-9*math.Abs(b.Answer) { // from a third to three times: not the same both ways
			middle, reach = (lo+hi)/2, (hi-lo)/2
		}
		if reach > 0 || band.Score < 1 {
			p.bands = append(p.bands, pieceBand{middle, reach, s.percent(band.Score), ""})
		}
	}
	return []piece{p}
}

// evidence asks for the passages in a list instead of in the text.
func (s *splitter) evidence(b *quiz.EvidenceHighlight) []piece {
	keys := 0
	for i := range b.Segments {
		if b.IsKey(i) {
			keys++
		}
	}
	p := piece{form: picks}
	most := b.MaxPick
	if b.Quoting() {
		most = 1
		s.lose("In Dossier students copy the words that show it. Here they choose them from a list.", "")
	} else {
		s.lose("In Dossier students mark the passages in the text. Here they choose them from a list.", "")
	}
	if most > 1 {
		p.form, p.text = ticks, fmt.Sprintf("Choose %d at most.", most)
		if b.MinPick == most {
			p.text = fmt.Sprintf("Choose %d.", most)
		}
		s.lose("How many options to choose is only said. Nothing keeps a student from choosing more or fewer.",
			fmt.Sprintf("%d to %d", b.MinPick, most))
	}
	for i, span := range b.Segments {
		p.options = append(p.options, pieceOption{span.Quote, s.passage(span, b.IsKey(i), keys, most), span.Feedback})
	}
	if b.Because == nil {
		return []piece{p}
	}
	because := s.one(b.Because.Ask, b.Because.Options)
	p.marks, because.marks = 0.7, 0.3
	return []piece{p, because}
}

// passage is what choosing a passage earns.
func (s *splitter) passage(span quiz.Span, key bool, keys, most int) string {
	switch {
	case key && most <= 1:
		return "100"
	case key:
		if keys > most {
			s.lose("More passages show it than students may choose. Here all of them are needed for full marks.", "")
		}
		return s.percent(1 / float64(keys))
	case span.Role == "near" && most <= 1:
		return "50"
	case span.Role == "near":
		s.lose("A passage that comes close earns nothing here, and half of a share in Dossier.", "")
		return "0"
	}
	if span.Role == "trap" {
		s.lose("Dossier knows which passages seem to show it and do not. Here they are wrong like all others.", span.Quote)
	}
	if most <= 1 {
		return "0"
	}
	return s.percent(-0.5 / float64(min(keys, most)))
}

// written makes an essay of each part to write.
func (s *splitter) written(parts []quiz.WrittenPart, model string) (all []piece) {
	for _, w := range parts {
		p := piece{form: writes, min: w.Words.Min, max: w.Words.Max,
			text: together(w.Ask, fmt.Sprintf("Write %d to %d words.", w.Words.Min, w.Words.Max))}
		var levels []string
		for i, l := range w.Levels {
			levels = append(levels, fmt.Sprintf("%d: %s", i, l))
		}
		s.forMarker(&p, model, titled("Levels", strings.Join(levels, "\n")))
		s.lose("A text that students write earns a level and no marks in Dossier. Here it is a question of its own, for a "+
			"person to mark.", "")
		all = append(all, p)
	}
	return all
}

func (s *splitter) provenance(b *quiz.Provenance) (all []piece) {
	for _, a := range b.Auto {
		all = append(all, s.one(a.Ask, a.Options))
	}
	return append(all, s.written(b.Writing, "")...)
}

func (s *splitter) comparison(b *quiz.Comparison) []piece {
	p := piece{form: pairs}
	text := map[string]string{}
	used := map[string]bool{}
	for _, side := range b.Sides() {
		text[side.ID] = side.Text
	}
	var said []string
	for _, point := range b.Points {
		p.pairs = append(p.pairs, piecePair{point.Text, text[point.Answer]})
		used[point.Answer] = true
		said = append(said, point.Text+": "+point.Feedback)
	}
	for _, side := range b.Sides() {
		if !used[side.ID] {
			p.pairs = append(p.pairs, piecePair{"", side.Text})
		}
	}
	p.general = bullets(said)
	s.lose("What is said about each pair stands in the feedback for the whole question.", "")
	return append([]piece{p}, s.written(b.Writing, b.Model)...)
}

// nextSource asks for the card, and then for the reasons that hold for the best one.
func (s *splitter) nextSource(b *quiz.NextSource) []piece {
	claim := titled("Claim", b.Claim)
	card, why := piece{form: picks, text: claim, marks: 0.6}, piece{form: ticks, marks: 0.4}
	var best *quiz.Card
	for i, o := range b.Options {
		if best == nil || o.Value > best.Value {
			best = &b.Options[i]
		}
		card.options = append(card.options, pieceOption{o.Card, s.percent(o.Value), together(o.Feedback, o.Reveal)})
	}
	if best == nil || len(best.Reasons) == 0 {
		card.marks = 1
		return []piece{card}
	}
	why.text = together(claim, "Which reasons hold for this source: “"+best.Card+"”?")
	for _, r := range b.Reasons {
		share := -1 / float64(len(best.Reasons))
		if slices.Contains(best.Reasons, r.ID) {
			share = 1 / float64(len(best.Reasons))
		}
		why.options = append(why.options, pieceOption{r.Text, s.percent(share), ""})
	}
	if len(why.options) == 1 { // a choice needs two options
		why.options = append(why.options, pieceOption{"None of these", "0", ""})
	}
	for i := range b.Options {
		if o := &b.Options[i]; o != best && len(o.Reasons) > 0 {
			s.lose("The reasons are asked for the best source only, in a question of its own that names it.",
				"not asked: "+o.Card)
		}
	}
	return []piece{card, why}
}
