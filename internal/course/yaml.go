package course

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
)

// item is one decoded entry of a YAML file, with the node it came from for positions.
type item[T any] struct {
	value T
	at    place
	node  ast.Node
}

// path finds the line of a YAML path inside the entry; the entry's own line when there is no such path.
func (i item[T]) path(p string) place { return nodePlace(i.at, i.node, p) }

func nodePlace(at place, node ast.Node, p string) place {
	if p == "" || p == "$" || node == nil {
		return at
	}
	yp, err := yaml.PathString(p)
	if err != nil {
		return at
	}
	found, err := yp.FilterNode(node)
	if err != nil || found == nil || found.GetToken() == nil {
		return at
	}
	return place{at.file, found.GetToken().Position.Line}
}

// readYAML returns the document of a YAML file.
func (c *compiler) readYAML(file string) (ast.Node, bool) {
	return whole(c, func() (ast.Node, bool) {
		ahead, ok := c.ahead[file]
		if !ok {
			return c.document(file)
		}
		read := ahead()
		c.all = append(c.all, read.findings...)
		return read.node, read.ok
	})
}

// document reads and parses a YAML file.
func (c *compiler) document(file string) (ast.Node, bool) {
	data, ok := c.readFile(file, mostYAML)
	if !ok {
		return nil, false
	}
	node := c.parseYAML(place{file, 1}, 1, data)
	return node, node != nil
}

// readMarkdown returns the front matter of a Markdown file and its body, in which the front matter is left as empty
// lines. fields says what the front matter holds, such as "the fields of the lesson".
func (c *compiler) readMarkdown(file, fields string) (node ast.Node, body []byte, ok bool) {
	node, ok = whole(c, func() (ast.Node, bool) {
		data, ok := c.readFile(file, mostMarkdown)
		if !ok || !c.fits(file, data) {
			return nil, false
		}
		var head []byte
		if head, body, ok = frontMatter(data); !ok {
			c.add(place{file, 1}, "Y01", "the file has no front matter", "begin with --- and "+fields+", then ---")
			return nil, false
		}
		node := c.parseYAML(place{file, 1}, 2, head)
		return node, node != nil
	})
	return node, body, ok
}

// readPlain returns a Markdown file that has no front matter.
func (c *compiler) readPlain(file string) ([]byte, bool) {
	return whole(c, func() ([]byte, bool) {
		data, ok := c.readFile(file, mostMarkdown)
		return data, ok && c.fits(file, data)
	})
}

// parseYAML returns a document; nil (and a finding) when it is not well formed. at is where it is announced in its
// file, and first the line on which it begins.
func (c *compiler) parseYAML(at place, first int, data []byte) ast.Node {
	if line, ok := tooManyMarks(data); !ok {
		c.add(place{at.file, first + line - 1}, "Y01",
			fmt.Sprintf("there are more than %d punctuation marks and lines up to here", mostMarks),
			"divide what is here between several files, or take out what does not belong")
		return nil
	}
	tokens := lexer.Tokenize(string(data))
	for _, t := range tokens {
		t.Position.Line += first - 1
	}
	if f := checkTokens(at.file, tokens); f != nil {
		c.all = append(c.all, *f)
		return nil
	}
	f, err := parser.Parse(tokens, 0)
	if err != nil {
		c.yamlError(at, err)
		return nil
	}
	for _, doc := range f.Docs {
		if doc.Body != nil {
			return doc.Body
		}
	}
	c.add(at, "Y01", "there is nothing here", "write at least one entry")
	return nil
}

// decode fills v, a pointer, from node. An unknown field, a wrong type or a value that is not what it looks like is a
// finding. Texts are taken as they stand in the file, see written.
func (c *compiler) decode(at place, node ast.Node, v any) bool {
	w := written{file: at.file}
	if w.node(node, reflect.TypeOf(v)); w.fault != nil {
		c.all = append(c.all, *w.fault)
		return false
	}
	if err := yaml.NodeToValue(node, v, yaml.Strict()); err != nil {
		c.yamlError(at, err)
		return false
	}
	return true
}

func (c *compiler) yamlError(at place, err error) {
	message := err.Error()
	var located yaml.Error
	if errors.As(err, &located) {
		message = located.GetMessage()
		if tok := located.GetToken(); tok != nil && tok.Position != nil {
			at.line = tok.Position.Line
		}
	}
	message, _, _ = strings.Cut(message, "\n")
	c.add(at, "Y01", "this is not what the format allows: "+message,
		"compare with docs/writing-a-lesson.md; quote texts with a colon or a bracket")
}

// decodeList decodes a file that is a list of entries.
func decodeList[T any](c *compiler, file string) []item[T] {
	node, ok := c.readYAML(file)
	if !ok {
		return nil
	}
	seq, ok := node.(*ast.SequenceNode)
	if !ok {
		c.add(place{file, node.GetToken().Position.Line}, "Y01", "this should be a list", "begin each entry with a hyphen")
		return nil
	}
	var items []item[T]
	for _, n := range seq.Values {
		it := item[T]{at: place{file, firstLine(n)}, node: n}
		if c.decode(it.at, n, &it.value) {
			items = append(items, it)
		}
	}
	return items
}

// firstLine is the line on which an entry begins. The token of a mapping is its first colon.
func firstLine(n ast.Node) int {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return m.Values[0].Key.GetToken().Position.Line
	}
	return n.GetToken().Position.Line
}

// keyOf is the name of a field, with or without quotation marks in the file.
func keyOf(v *ast.MappingValueNode) string { return v.Key.GetToken().Value }

// fieldsOf lists the fields of a mapping; false for any other node.
func fieldsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch m := n.(type) {
	case *ast.MappingNode:
		return m.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{m}, true
	}
	return nil, false
}

// splitMapping divides an entry into the fields named in keys and the others, so that each half decodes strictly.
func splitMapping(n ast.Node, keys map[string]bool) (named, others *ast.MappingNode, err error) {
	values, ok := fieldsOf(n)
	if !ok {
		return nil, nil, fmt.Errorf("a question is a list of fields")
	}
	tok := n.GetToken()
	named, others = ast.Mapping(tok, false), ast.Mapping(tok, false)
	for _, v := range values {
		if keys[keyOf(v)] {
			named.Values = append(named.Values, v)
		} else {
			others.Values = append(others.Values, v)
		}
	}
	return named, others, nil
}

// frontMatter cuts the YAML between the first two --- lines from a Markdown file. head begins on line 2; body keeps its
// line numbers, with empty lines for what was cut.
func frontMatter(data []byte) (head, body []byte, ok bool) {
	first, rest, found := bytes.Cut(data, []byte("\n"))
	if !found || !isRule(first) {
		return nil, data, false
	}
	for n := 2; len(rest) > 0; n++ {
		var line []byte
		line, rest, _ = bytes.Cut(rest, []byte("\n"))
		if isRule(line) {
			return head, append(bytes.Repeat([]byte("\n"), n), rest...), true
		}
		head = append(append(head, line...), '\n')
	}
	return nil, data, false
}

// isRule tells whether a line is the --- around front matter, perhaps with spaces behind it.
func isRule(line []byte) bool { return string(bytes.TrimRight(line, " \t")) == "---" }
