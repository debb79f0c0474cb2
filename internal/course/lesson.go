package course

import (
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"

	"dossier/internal/quiz"
)

type lessonEntry struct {
	ID          string      `yaml:"id"`
	Number      int         `yaml:"number"`
	Title       string      `yaml:"title"`
	Question    string      `yaml:"question"`
	Lede        string      `yaml:"lede"`
	Objectives  []Objective `yaml:"objectives"`
	Minutes     int         `yaml:"minutes"`
	ContentNote string      `yaml:"content_note"`
	Short       string      `yaml:"short"`
	Remember    []string    `yaml:"remember"`
}

// The shape of a lesson.
const (
	minSections, maxSections = 4, 6
	minWords, maxWords       = 900, 1500
	maxSectionWords          = 450 // a section is a page, read in one go
	maxChecks                = 2   // questions of a section
)

func (c *compiler) readLessons() {
	for _, file := range glob(c.content.Lessons, "lessons", "[0-9]*.md") {
		if strings.HasSuffix(file, ".plain.md") || strings.HasSuffix(file, guideEnding) {
			continue // read with its lesson, or after all of them
		}
		node, body, ok := c.readMarkdown(file, "the fields of the lesson")
		if !ok {
			continue
		}
		it := item[lessonEntry]{at: place{file, 1}, node: node}
		if c.decode(it.at, node, &it.value) {
			c.readLesson(it, body)
		}
	}
	if len(c.course.Lessons) == 0 {
		c.add(place{"lessons", 1}, "R11", "there is no lesson", "write lessons/01-name.md")
	}
	sort.SliceStable(c.course.Lessons,
		func(i, j int) bool { return c.course.Lessons[i].Number < c.course.Lessons[j].Number })
	c.dealQuestions()
}

func (c *compiler) readLesson(it item[lessonEntry], body []byte) {
	e := it.value
	if !c.define("lesson", e.ID, it.at) {
		return
	}
	c.need(it.at, map[string]string{"title": e.Title, "question": e.Question, "lede": e.Lede})
	if len(e.Objectives) < 3 || len(e.Objectives) > 4 {
		c.add(it.path("$.objectives"), "R11", "a lesson has three or four objectives", "say what a student can do afterwards")
	}
	for i, o := range e.Objectives {
		at := it.path("$.objectives[" + itoa(i) + "]")
		c.define("objective", o.ID, at)
		c.need(at, map[string]string{"text": o.Text})
	}
	if e.Minutes < 1 || e.Number < 1 {
		c.add(it.at, "R11", "number or minutes is missing", "give the lesson's number and its reading time in minutes")
	}
	for _, other := range c.course.Lessons {
		if other.Number == e.Number {
			c.add(it.path("$.number"), "R02", "lesson "+quote(other.ID)+" has the number "+itoa(e.Number)+" too",
				"give each lesson a number of its own")
		}
	}
	l := &Lesson{ID: e.ID, Number: e.Number, Title: e.Title, Question: e.Question, Objectives: e.Objectives,
		Minutes: e.Minutes, ContentNote: e.ContentNote, Short: e.Short}
	w := &lessonWriter{compiler: c, lesson: l, file: it.at.file, numbers: map[string]int{}, seen: map[string]bool{},
		facts: map[string]map[string]bool{}, words: map[*Section]string{}, places: map[*Section]place{}}
	l.Lede = w.inline(e.Lede, it.path("$.lede"))
	w.body(body)
	w.section = nil
	for _, s := range l.Sections {
		s.Grade = grade(c.withoutNames(w.words[s]))
		w.fitsAPage(s)
	}
	if n := len(e.Remember); n != 0 && n != 5 {
		c.add(it.path("$.remember"), "R11", itoa(n)+" sentences are to be remembered", "write five")
	}
	for i, sentence := range e.Remember {
		l.Remember = append(l.Remember, w.inline(sentence, it.path("$.remember["+itoa(i)+"]")))
	}
	w.readPlainWords(w.facts)
	if n := len(l.Sections); n < minSections || n > maxSections {
		c.add(it.at, "R11", "the lesson has "+itoa(n)+" sections", "write four to six")
	}
	if l.Words < minWords || l.Words > maxWords {
		c.add(it.at, "R11", "the lesson has "+itoa(l.Words)+" words", "write 900 to 1,500")
	}
	c.course.lessons[l.ID] = l
	c.course.Lessons = append(c.course.Lessons, l)
}

// inlineParagraph compiles one paragraph that stands outside a lesson's body, such as the opening of the course.
func (c *compiler) inlineParagraph(src string, at place) Paragraph {
	w := &lessonWriter{compiler: c, lesson: &Lesson{}, file: at.file, numbers: map[string]int{}, seen: map[string]bool{},
		unnumbered: true}
	return w.inline(src, at)
}

// lessonWriter compiles the text of one lesson.
type lessonWriter struct {
	*compiler
	lesson     *Lesson
	section    *Section
	file       string
	numbers    map[string]int             // note number by fact id
	seen       map[string]bool            // people and terms that already have a note
	facts      map[string]map[string]bool // facts that a section cites, by section
	words      map[*Section]string
	places     map[*Section]place
	unnumbered bool // citations count, but leave no mark in the text
}

func (w *lessonWriter) inline(src string, at place) Paragraph {
	doc := w.parseMarkdown([]byte(src), at)
	p := doc.FirstChild()
	if p == nil { // a missing field is reported as such
		return Paragraph{}
	}
	if p.NextSibling() != nil {
		w.add(at, "R03", "the opening is not one paragraph", "write one or two sentences")
		return Paragraph{}
	}
	out, cited := w.paragraph(p, []byte(src), at)
	if !cited {
		w.uncited(at)
	}
	return out
}

func (w *lessonWriter) uncited(at place) {
	w.add(at, "R03", "the paragraph cites no fact", "end it with [@fact-id]")
}

func (w *lessonWriter) body(src []byte) {
	doc := w.parseMarkdown(src, place{w.file, 1})
	introduced := false // a list follows a paragraph that cites for it
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		at := place{w.file, lineOf(src, n)}
		if h, ok := n.(*ast.Heading); ok {
			w.heading(h, src, at)
			introduced = false
			continue
		}
		if w.section == nil {
			w.add(at, "R11", "there is text before the first section", "begin with ## Title {#id}")
			continue
		}
		if f, ok := n.(*ast.FencedCodeBlock); ok {
			w.directive(f, src, at)
			introduced = false
			continue
		}
		p, cited := w.paragraph(n, src, at)
		list, isList := n.(*ast.List)
		switch {
		case isList && !introduced:
			w.checkItems(list, src)
		case !isList && !cited:
			w.uncited(at)
		}
		introduced = !isList && cited
		words := plainText(src, n)
		w.section.Words += len(strings.Fields(words))
		w.lesson.Words += len(strings.Fields(words))
		w.words[w.section] += words + "\n"
		w.lesson.sentences = append(w.lesson.sentences, sentencesOf(words)...)
		w.section.Blocks = append(w.section.Blocks, Block{Paragraph: &p})
	}
}

// checkItems reports the items of a list that cite nothing.
func (w *lessonWriter) checkItems(list *ast.List, src []byte) {
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		cited := false
		_ = ast.Walk(item, func(n ast.Node, _ bool) (ast.WalkStatus, error) {
			if _, ok := n.(*citation); ok {
				cited = true
			}
			return ast.WalkContinue, nil
		})
		if !cited {
			w.add(place{w.file, lineOf(src, item)}, "R03", "the list item cites no fact",
				"end it with [@fact-id], or cite in the paragraph before the list")
		}
	}
}

// pageIDs are taken: the pages of a lesson have places with these ids, or there is a page beside its sections that has
// this address.
var pageIDs = regexp.MustCompile(
	`^(main|notes|quiz|remember|whole|text|know|sections|questions|attempts|note-.*|q-.*)$`)

func (w *lessonWriter) heading(h *ast.Heading, src []byte, at place) {
	id := headingID(h)
	if h.Level != 2 || !idPattern.MatchString(id) {
		w.add(at, "R11", "a heading in a lesson begins a section", "write ## Title {#id}")
	} else if pageIDs.MatchString(id) {
		w.add(at, "R02", "the lesson has a page or a place called "+quote(id)+" already", "give the section another id")
	} else if _, twice := w.lesson.Section(id); twice {
		w.add(at, "R02", "the section "+quote(id)+" stands twice", "rename one of them")
	}
	w.section = &Section{ID: id, Title: plainText(src, h)}
	w.places[w.section] = at
	w.lesson.Sections = append(w.lesson.Sections, w.section)
}

// fitsAPage finds what makes a section too long for the page that it is.
func (w *lessonWriter) fitsAPage(s *Section) {
	if s.Words > maxSectionWords {
		w.add(w.places[s], "R11", "the section "+quote(s.ID)+" has "+itoa(s.Words)+" words",
			"write "+itoa(maxSectionWords)+" at most, or make two sections of it")
	}
	if n := len(s.Checks()); n > maxChecks {
		w.add(w.places[s], "R11", "the section "+quote(s.ID)+" asks "+itoa(n)+" questions", "ask one or two")
	}
}

// headingID is the id written behind a heading, "" when there is none.
func headingID(h *ast.Heading) string {
	if v, ok := h.AttributeString("id"); ok {
		if b, ok := v.([]byte); ok {
			return string(b)
		}
	}
	return ""
}

// paragraph resolves citations and links of one block and renders it. cited tells whether it cites anything.
func (w *lessonWriter) paragraph(n ast.Node, src []byte, at place) (p Paragraph, cited bool) {
	w.refuseHTML(n, at)
	if strings.Contains(plainText(src, n), "[@") {
		w.add(at, "R03", "a citation is not closed on its line", "write [@fact-id; @other-fact] on one line")
		cited = true
	}
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *citation:
			for _, id := range t.ids {
				if f := refer(w.compiler, w.course.facts, "fact", id, at); f != nil {
					cited = true
					w.tell(f)
					p.Notes = w.cite(t, f, p.Notes)
				}
			}
		case *ast.AutoLink:
			w.leavesCourse(string(t.URL(src)), at)
		case *ast.Link:
			p.Notes = w.link(t, at, p.Notes)
		}
		return ast.WalkContinue, nil
	})
	sort.SliceStable(p.Notes, func(i, j int) bool { return noteRank(p.Notes[i]) < noteRank(p.Notes[j]) })
	p.HTML = render(src, n)
	return p, cited
}

func noteRank(n Note) int {
	if n.Fact != nil {
		return 1
	}
	return 0
}

// tell remembers that the section that is being read rests on a fact.
func (w *lessonWriter) tell(f *Fact) {
	if w.section == nil {
		return
	}
	if w.facts[w.section.ID] == nil {
		w.facts[w.section.ID] = map[string]bool{}
	}
	if !w.facts[w.section.ID][f.ID] {
		w.section.Cited = append(w.section.Cited, f)
	}
	w.facts[w.section.ID][f.ID] = true
}

func (w *lessonWriter) cite(mark *citation, f *Fact, notes []Note) []Note {
	if w.unnumbered {
		return notes
	}
	number, ok := w.numbers[f.ID]
	if !ok {
		w.lesson.Cited = append(w.lesson.Cited, f)
		number = len(w.lesson.Cited)
		w.numbers[f.ID] = number
		notes = append(notes, Note{Number: number, Fact: f})
	}
	mark.notes = append(mark.notes, number)
	return notes
}

var courseLink = regexp.MustCompile(`^(person|term|source|event|lesson):`)

// link turns person:id and its like into the address of the page, and makes the note that belongs beside the first use.
func (w *lessonWriter) link(l *ast.Link, at place, notes []Note) []Note {
	target := string(l.Destination)
	if !courseLink.MatchString(target) {
		w.leavesCourse(target, at)
		return notes
	}
	ref, _ := ParseRef(target)
	l.Destination = []byte(ref.Href())
	first := !w.seen[target]
	w.seen[target] = true
	switch ref.Kind {
	case "person":
		if p := refer(w.compiler, w.course.people, "person", ref.ID, at); p != nil && first {
			notes = append(notes, Note{Person: p})
		}
	case "term":
		if t := refer(w.compiler, w.course.terms, "term", ref.ID, at); t != nil && first {
			notes = append(notes, Note{Term: t})
		}
	case "source":
		if s := refer(w.compiler, w.course.sources, "source", ref.ID, at); s != nil {
			w.meet(s)
		}
	default: // lessons may come later in the files, so they are resolved at the end
		w.pending = append(w.pending, func() { w.resolveRef(target, at) })
	}
	return notes
}

func (w *lessonWriter) leavesCourse(target string, at place) {
	w.add(at, "R01", quote(target)+" leads out of the course", "link to person:, term:, source:, event: or lesson:")
}

// meet remembers that the lesson shows or links a source.
func (w *lessonWriter) meet(s *Source) {
	for _, known := range w.lesson.Sources {
		if known == s {
			return
		}
	}
	w.lesson.Sources = append(w.lesson.Sources, s)
}

type comparisonEntry struct {
	About string      `yaml:"about"`
	Ask   string      `yaml:"ask"`
	Sides []sideEntry `yaml:"sides"`
}

type sideEntry struct {
	Document string   `yaml:"account"`
	Says     string   `yaml:"says"`
	Facts    []string `yaml:"facts"`
}

// directive puts a slot where a fenced block stands.
func (w *lessonWriter) directive(f *ast.FencedCodeBlock, src []byte, at place) {
	info := ""
	if f.Info != nil {
		info = string(f.Info.Segment.Value(src))
		at.line = lineAt(src, f.Info.Segment.Start)
	}
	kind, id, _ := strings.Cut(info, " ")
	id = strings.TrimSpace(id)
	if kind != "accounts" && f.Lines().Len() > 0 {
		w.add(at, "R11", "the block "+quote(info)+" holds text that nobody would see", "close it with ``` on the next line")
		return
	}
	var b Block
	switch kind {
	case "question":
		q := refer(w.compiler, w.course.questions, "question", id, at)
		if q == nil {
			return
		}
		for _, other := range w.lesson.Checks {
			if other == q {
				w.add(at, "R02", "the question "+quote(id)+" stands twice in the lesson", "take one of them out")
				return
			}
		}
		if !q.Served() {
			w.add(at, "R11", "the question "+quote(id)+" is a draft",
				"take status: draft out of the question, or this block out of the lesson")
			return
		}
		b.Question = q
		w.lesson.Checks = append(w.lesson.Checks, q)
	case "figure":
		b.Figure = refer(w.compiler, w.course.figures, "figure", id, at)
		if b.Figure == nil {
			return
		}
	case "source":
		b.Source = refer(w.compiler, w.course.sources, "source", id, at)
		if b.Source == nil {
			return
		}
		w.meet(b.Source)
	case "accounts":
		b.Comparison = w.comparison(f, src, at)
		if b.Comparison == nil {
			return
		}
	default:
		w.add(at, "R11", "there is no block called "+quote(kind), "use question, figure, source or accounts")
		return
	}
	w.section.Blocks = append(w.section.Blocks, b)
}

func (w *lessonWriter) comparison(f *ast.FencedCodeBlock, src []byte, at place) *Comparison {
	var text strings.Builder
	for i := range f.Lines().Len() {
		seg := f.Lines().At(i)
		text.Write(seg.Value(src))
	}
	node := w.parseYAML(at, at.line+1, []byte(text.String()))
	if node == nil {
		return nil
	}
	it := item[comparisonEntry]{at: at, node: node}
	if !w.decode(at, node, &it.value) {
		return nil
	}
	w.need(at, map[string]string{"about": it.value.About, "ask": it.value.Ask})
	if len(it.value.Sides) < 2 {
		w.add(at, "R11", "there is only one account to compare", "give at least two sides")
	}
	out := &Comparison{About: it.value.About, Ask: it.value.Ask}
	for i, s := range it.value.Sides {
		where := it.path("$.sides[" + itoa(i) + "]")
		w.need(where, map[string]string{"says": s.Says})
		side := Side{Says: s.Says,
			Document: refer(w.compiler, w.course.documents, "account", s.Document, where),
			Facts:    referAll(w.compiler, w.course.facts, "fact", s.Facts, where)}
		if len(side.Facts) == 0 {
			w.add(where, "R03", "the side cites no fact", "write facts: [fact-id]")
		}
		if side.Document != nil {
			out.Sides = append(out.Sides, side)
		}
	}
	return out
}

// dealQuestions gives each lesson its checks and its pool.
func (c *compiler) dealQuestions() {
	check := map[*quiz.Question]bool{}
	for _, l := range c.course.Lessons {
		for _, q := range l.Checks {
			check[q] = true
			c.course.lessonOf[q.ID] = l
			if of := c.located[q.ID]; of.lesson != l.ID {
				c.add(of.at, "R11", "question "+q.ID+" belongs to lesson "+quote(of.lesson)+" but stands in "+quote(l.ID),
					"move it to the quiz file of that lesson")
			}
		}
	}
	for _, id := range c.questionOrder {
		located := c.located[id]
		q := located.question
		if !q.Served() || check[q] {
			continue
		}
		l, ok := c.course.lessons[located.lesson]
		if !ok { // reported once for the file
			continue
		}
		l.Pool = append(l.Pool, q)
		c.course.lessonOf[q.ID] = l
	}
	for _, l := range c.course.Lessons {
		if len(l.Pool) < QuizLength {
			c.add(c.at["lesson:"+l.ID], "R11", "the quiz of the lesson has "+itoa(len(l.Pool))+" questions",
				"write at least ten beside the checks in the text")
		}
	}
}

type courseEntry struct {
	Title  string `yaml:"title"`
	Kicker string `yaml:"kicker"`
	Lede   string `yaml:"lede"`
	Figure string `yaml:"figure"`
}

func (c *compiler) readCourse() {
	const file = "lessons/course.yaml"
	node, ok := c.readYAML(file)
	if !ok {
		return
	}
	it := item[courseEntry]{at: place{file, 1}, node: node}
	if !c.decode(it.at, node, &it.value) {
		return
	}
	e := it.value
	c.need(it.at, map[string]string{"title": e.Title, "kicker": e.Kicker, "lede": e.Lede})
	c.course.Title, c.course.Kicker = e.Title, e.Kicker
	c.course.Lede = c.inlineParagraph(e.Lede, it.path("$.lede"))
	if e.Figure != "" {
		c.course.Figure = refer(c, c.course.figures, "figure", e.Figure, it.path("$.figure"))
	}
}
