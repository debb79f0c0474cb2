package course

import (
	"crypto/sha256"
	"encoding/hex"
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
	for _, file := range c.glob(c.content.Quizzes, "quizzes", "[0-9]*.yaml") {
		data, ok := c.readFile(file)
		if !ok {
			continue
		}
		node := c.parseYAML(file, data)
		if node == nil {
			continue
		}
		head, rest, err := splitMapping(node, map[string]bool{"lesson": true})
		if err != nil || len(rest.Values) != 1 || rest.Values[0].Key.String() != "questions" {
			c.add(place{file, 1}, "Y01", "a quiz file has the fields lesson and questions", "write lesson: ID and questions: with a list")
			continue
		}
		var of struct {
			Lesson string `yaml:"lesson"`
		}
		c.decode(place{file, 1}, head, &of)
		seq, ok := rest.Values[0].Value.(*ast.SequenceNode)
		if !ok {
			c.add(place{file, 1}, "Y01", "questions should be a list", "begin each question with a hyphen")
			continue
		}
		for _, n := range seq.Values {
			c.readQuestion(file, of.Lesson, n)
		}
	}
}

func (c *compiler) readQuestion(file, lesson string, n ast.Node) {
	at := place{file, firstLine(n)}
	q, ok := c.decodeQuestion(at, n)
	if !ok || !c.define("question", q.ID, at) {
		return
	}
	located := locatedQuestion{question: q, lesson: lesson, at: at, node: n}
	for _, f := range q.Check() {
		where := located.path(f.Path)
		c.all = append(c.all, Finding{File: where.file, Line: where.line, Rule: f.Rule, Warning: f.Warning, Message: "question " + q.ID + ": " + f.Message, Remedy: f.Remedy})
	}
	c.located[q.ID] = located
	c.questionOrder = append(c.questionOrder, q.ID)
	c.course.questions[q.ID] = q
	for _, m := range misconceptionsOf(q) {
		refer(c, c.course.ideas, "misconception", m, at)
	}
	c.pending = append(c.pending, func() {
		for i, r := range q.Refs {
			c.resolveQuestionRef(located, r, "$.refs["+itoa(i)+"]")
		}
		for i, r := range q.Stimulus {
			if ref, ok := c.resolveQuestionRef(located, r, "$.stimulus["+itoa(i)+"]"); ok && ref.Kind != "source" && ref.Kind != "figure" {
				c.add(located.path("$.stimulus"), "V16", quote(r)+" cannot stand beside a question", "use source:ID or figure:ID")
			}
		}
	})
}

func (c *compiler) resolveQuestionRef(q locatedQuestion, ref, path string) (Ref, bool) {
	before := len(c.all)
	r, ok := c.resolveRef(ref, q.path(path))
	for i := before; i < len(c.all); i++ {
		c.all[i].Rule = "V16"
	}
	return r, ok
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

// EncodeQuestion writes a question as it is now, for the record of every version that was served, with the SHA-256 of that text.
func EncodeQuestion(q *quiz.Question) (body, sha string, err error) {
	common, err := yaml.Marshal(q.Common)
	if err != nil {
		return "", "", fmt.Errorf("encode question %s: %w", q.ID, err)
	}
	kind, err := yaml.Marshal(q.Body)
	if err != nil {
		return "", "", fmt.Errorf("encode question %s: %w", q.ID, err)
	}
	body = string(common) + string(kind)
	sum := sha256.Sum256([]byte(body))
	return body, hex.EncodeToString(sum[:]), nil
}

// DecodeQuestion reads what EncodeQuestion wrote. Names are recognised by the cast of this course.
func (c *Course) DecodeQuestion(body string) (*quiz.Question, error) {
	f, err := parser.ParseBytes([]byte(body), 0)
	if err != nil || len(f.Docs) == 0 {
		return nil, fmt.Errorf("decode stored question: %w", err)
	}
	reader := &compiler{course: c}
	q, ok := reader.decodeQuestion(place{"stored question", 1}, f.Docs[0].Body)
	if !ok {
		return nil, fmt.Errorf("decode stored question: %s", reader.all[0].Message)
	}
	return q, nil
}
