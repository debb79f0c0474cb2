package course

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
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

// parseYAML returns a document; nil (and a finding) when it is not well formed. The lines of data are those of the file;
// at is where the document begins.
func (c *compiler) parseYAML(at place, data []byte) ast.Node {
	f, err := parser.ParseBytes(data, 0)
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

// decode fills v from node; an unknown field or a wrong type is a finding.
func (c *compiler) decode(at place, node ast.Node, v any) bool {
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
	c.add(at, "Y01", "this is not what the format allows: "+message, "compare with docs/writing-a-lesson.md; quote texts with a colon or a bracket")
}

// decodeList decodes a file that is a list of entries.
func decodeList[T any](c *compiler, file string) []item[T] {
	data, ok := c.readFile(file)
	if !ok {
		return nil
	}
	node := c.parseYAML(place{file, 1}, data)
	if node == nil {
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

// splitMapping divides an entry into the fields named in keys and the others, so that each half decodes strictly.
func splitMapping(n ast.Node, keys map[string]bool) (named, others *ast.MappingNode, err error) {
	var values []*ast.MappingValueNode
	switch m := n.(type) {
	case *ast.MappingNode:
		values = m.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{m}
	default:
		return nil, nil, fmt.Errorf("a question is a list of fields")
	}
	tok := n.GetToken()
	named, others = ast.Mapping(tok, false), ast.Mapping(tok, false)
	for _, v := range values {
		if keys[v.Key.String()] {
			named.Values = append(named.Values, v)
		} else {
			others.Values = append(others.Values, v)
		}
	}
	return named, others, nil
}

// frontMatter cuts the YAML between the first two --- lines from a Markdown file. The body keeps its line numbers:
// what was cut is replaced by empty lines.
func frontMatter(data []byte) (head, body []byte, ok bool) {
	if !bytes.HasPrefix(data, []byte("---\n")) {
		return nil, data, false
	}
	end := bytes.Index(data[4:], []byte("\n---\n"))
	if end < 0 {
		return nil, data, false
	}
	head = append([]byte("\n"), data[4:4+end+1]...)
	rest := data[4+end+5:]
	body = append(bytes.Repeat([]byte("\n"), bytes.Count(data[:4+end+5], []byte("\n"))), rest...)
	return head, body, true
}
