package course

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"dossier/internal/quiz"
)

func itoa(n int) string { return strconv.Itoa(n) }

// locatedQuestion is a question with the lesson it belongs to and its place in the files.
type locatedQuestion struct {
	question *quiz.Question
	lesson   string
	at       place
	node     ast.Node
}

func (l locatedQuestion) path(p string) place { return nodePlace(l.at, l.node, p) }

// field finds the first line of the question where a field has a value; the question's own line when there is none.
func (l locatedQuestion) field(key, value string) place {
	search := &fieldSearch{key: key, value: value, found: l.at}
	ast.Walk(search, l.node)
	return search.found
}

// cite is where a question names its i-th source.
func (l locatedQuestion) cite(i int, id string) place {
	if at := l.field("source", id); at != l.at {
		return at
	}
	return l.path("$.sources[" + itoa(i) + "]")
}

// citedBy lists the ids of the sources that a question works with; none for most kinds.
func citedBy(q *quiz.Question) []string {
	if b, ok := q.Body.(quiz.Citing); ok {
		return b.Cites()
	}
	return nil
}

// needsEvidence tells whether a question is answered from a source or a figure.
func needsEvidence(q *quiz.Question) bool { return len(q.Stimulus) > 0 || len(citedBy(q)) > 0 }

// sourceTexts is what questions may know about sources, in the order of their ids; nothing about one that does not
// exist.
func (c *Course) sourceTexts(ids []string) []quiz.SourceText {
	texts := make([]quiz.SourceText, len(ids))
	for i, id := range ids {
		if s, ok := c.sources[id]; ok {
			name, _, _ := strings.Cut(s.Creator, ",") // "The Observer, unsigned" is long for a list
			texts[i] = quiz.SourceText{Name: name, Words: s.Words()}
		}
	}
	return texts
}

// fieldSearch walks a node for field.
type fieldSearch struct {
	key, value string
	found      place
	done       bool
}

// Visit implements ast.Visitor.
func (s *fieldSearch) Visit(n ast.Node) ast.Visitor {
	if m, ok := n.(*ast.MappingValueNode); ok && !s.done && keyOf(m) == s.key && m.Value.GetToken().Value == s.value {
		s.found.line, s.done = m.Value.GetToken().Position.Line, true
	}
	return s
}

// commonFields are the YAML names of the fields that every kind has.
var commonFields = func() map[string]bool {
	names := map[string]bool{}
	t := reflect.TypeOf(quiz.Common{})
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		names[name] = true
	}
	return names
}()

func (c *compiler) readQuestions() {
	var read []*readQuestion
	for _, file := range glob(c.content.Quizzes, "quizzes", "[0-9]*.yaml") {
		node, ok := c.readYAML(file)
		if !ok {
			continue
		}
		head, rest, err := splitMapping(node, map[string]bool{"lesson": true})
		if err != nil || len(rest.Values) != 1 || keyOf(rest.Values[0]) != "questions" {
			c.add(place{file, 1}, "Y01", "a quiz file has the fields lesson and questions",
				"write lesson: ID and questions: with a list")
			continue
		}
		var of struct {
			Lesson string `yaml:"lesson"`
		}
		if !c.decode(place{file, 1}, head, &of) {
			continue
		}
		if of.Lesson == "" {
			c.add(place{file, 1}, "Y01", "the file does not say which lesson the questions belong to", "begin with lesson: ID")
			continue
		}
		c.pending = append(c.pending, func() {
			refer(c, c.course.lessons, "lesson", of.Lesson, nodePlace(place{file, 1}, node, "$.lesson"))
		})
		seq, ok := rest.Values[0].Value.(*ast.SequenceNode)
		if !ok {
			c.add(place{file, 1}, "Y01", "questions should be a list", "begin each question with a hyphen")
			continue
		}
		for _, n := range seq.Values {
			read = append(read, &readQuestion{located: locatedQuestion{
				lesson: of.Lesson, at: place{file, firstLine(n)}, node: n}})
		}
	}
	each(len(read), func(i int) { c.decodeAndCheck(read[i]) })
	for _, r := range read {
		c.takeQuestion(r)
	}
}

// readQuestion is a question as it was read, with what there is to say about it alone.
type readQuestion struct {
	located  locatedQuestion
	ok       bool
	findings []Finding // of reading it
	faults   []quiz.Finding
}

// decodeAndCheck reads a question. It changes nothing but r: questions are read several at once.
func (c *compiler) decodeAndCheck(r *readQuestion) {
	own := compiler{course: c.course}
	r.located.question, r.ok = own.decodeQuestion(r.located.at, r.located.node)
	r.findings = own.all
	if r.ok {
		r.faults = r.located.question.Check()
	}
}

// takeQuestion takes a question that was read into the course.
func (c *compiler) takeQuestion(r *readQuestion) {
	c.all = append(c.all, r.findings...)
	located := r.located
	q, at := located.question, located.at
	if !r.ok || !c.define("question", q.ID, at) {
		return
	}
	if _, taken := quiz.OwnNumber(q.ID); taken {
		c.add(located.path("$.id"), "V01", "question "+q.ID+": ids of this form belong to the questions that teachers bring",
			"give it another id")
	}
	for _, f := range r.faults {
		where := located.path(f.Path)
		c.raised[verdict{q.ID, f.Rule, f.Warning}] = true
		c.all = append(c.all, Finding{File: where.file, Line: where.line, Rule: f.Rule, Warning: f.Warning,
			Message: "question " + q.ID + ": " + f.Message, Remedy: f.Remedy})
	}
	c.located[q.ID] = located
	c.versionAt["question:"+q.ID] = located.path("$.version")
	c.questionOrder = append(c.questionOrder, q.ID)
	c.course.questions[q.ID] = q
	for _, m := range misconceptionsOf(q) {
		refer(c, c.course.ideas, "misconception", m, located.field("misconception", m))
	}
	c.pending = append(c.pending, func() { c.resolveQuestion(located) })
}

// resolveQuestion applies the part of V16 that concerns references: they lead somewhere, and one leads to the section
// with the answer.
func (c *compiler) resolveQuestion(q locatedQuestion) {
	before, readable := len(c.all), false
	for i, s := range q.question.Refs {
		r, _ := c.resolveRef(s, q.path("$.refs["+itoa(i)+"]"))
		readable = readable || r.Kind == "lesson" && r.Part != ""
	}
	if !readable {
		c.add(q.path("$.refs"), "V16", "no section of a lesson is named where the answer can be read",
			`write refs: ["lesson:id#section"]`)
	}
	for i, s := range q.question.Stimulus {
		at := q.path("$.stimulus[" + itoa(i) + "]")
		if r, ok := c.resolveRef(s, at); ok && r.Kind != "source" && r.Kind != "figure" {
			c.add(at, "V16", quote(s)+" cannot stand beside a question", "use source:id or figure:id")
		}
	}
	for i, id := range citedBy(q.question) {
		if id != "" { // a missing id is reported already
			refer(c, c.course.sources, "source", id, q.cite(i, id))
		}
	}
	for i := range c.all[before:] {
		f := &c.all[before+i]
		f.Rule, f.Message = "V16", "question "+q.question.ID+": "+f.Message
		c.raised[verdict{q.question.ID, "V16", false}] = true
	}
}

func (c *compiler) decodeQuestion(at place, n ast.Node) (*quiz.Question, bool) {
	common, rest, err := splitMapping(n, commonFields)
	if err != nil {
		c.add(at, "Y01", err.Error(), "write the fields of a question")
		return nil, false
	}
	q := &quiz.Question{}
	if !c.decode(at, common, &q.Common) {
		return nil, false
	}
	if q.Body, err = quiz.NewBody(q.Kind); err != nil {
		c.add(nodePlace(at, n, "$.kind"), "Y01", err.Error(), "use one of: "+strings.Join(quiz.Kinds, ", "))
		return nil, false
	}
	if len(rest.Values) > 0 && !c.decode(at, rest, q.Body) {
		return nil, false
	}
	if b, ok := q.Body.(quiz.Casted); ok {
		b.SetCast(c.course.cast)
	}
	if b, ok := q.Body.(quiz.Sourced); ok {
		b.SetSources(c.course.sourceTexts(b.Cites()))
	}
	return q, true
}

// misconceptionsOf lists the wrong ideas that a question's lines can name.
func misconceptionsOf(q *quiz.Question) []string {
	var ids []string
	for _, line := range q.Body.Grade(nil).Lines {
		if line.Misconception != "" {
			ids = append(ids, line.Misconception)
		}
	}
	return ids
}

// EncodeQuestion writes a question as it is now, for the record of every version that was served, with the SHA-256 of
// that text. What the question tests is left out: it sorts the bank for its authors and reaches no student, so coding a
// question anew makes no other wording of it, and answers stay comparable.
func EncodeQuestion(q *quiz.Question) (body, sha string, err error) {
	common := q.Common
	common.Tests = ""
	return encode("question "+q.ID, common, q.Body)
}

// encode writes values as YAML, one after the other, with the SHA-256 of the whole.
func encode(what string, values ...any) (body, sha string, err error) {
	for _, v := range values {
		text, err := yaml.Marshal(v)
		if err != nil {
			return "", "", fmt.Errorf("encode %s: %w", what, err)
		}
		body += string(text)
	}
	sum := sha256.Sum256([]byte(body))
	return body, hex.EncodeToString(sum[:]), nil
}

// DecodeQuestion reads what EncodeQuestion wrote. Names are recognised by the cast of this course.
func (c *Course) DecodeQuestion(body string) (*quiz.Question, error) {
	f, err := parser.ParseBytes([]byte(body), 0)
	if err != nil {
		return nil, fmt.Errorf("decode stored question: %w", err)
	}
	if len(f.Docs) == 0 {
		return nil, errors.New("decode stored question: it is empty")
	}
	reader := &compiler{course: c}
	q, ok := reader.decodeQuestion(place{"stored question", 1}, f.Docs[0].Body)
	if !ok {
		return nil, fmt.Errorf("decode stored question: %s", reader.all[0].Message)
	}
	return q, nil
}

// DecodeOwn reads a question of a teacher's own, which is stored without its id and version.
func (c *Course) DecodeOwn(id string, version int, body string) (*quiz.Question, error) {
	q, err := c.DecodeQuestion(body)
	if err != nil {
		return nil, err
	}
	q.ID, q.Version = id, version
	return q, nil
}
