package course

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// written makes a node say what its author wrote. YAML takes 00447 for 295, 1.50 for 1.5 and TRUE for true; where a
// text is wanted, the text that stands in the file is meant. Where a number is wanted, a spelling that YAML reads as
// another number than people do is refused, and so is a null, which may mean the word or nothing.
//
// It walks a node along the type that it will be decoded into, and stops at the first fault.
type written struct {
	file  string
	fault *Finding
}

// node sees to a node that will become a t.
func (w *written) node(n ast.Node, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch n := n.(type) {
	case *ast.SequenceNode:
		if t.Kind() == reflect.Slice {
			w.list(n, t.Elem())
		}
	case *ast.MappingNode, *ast.MappingValueNode:
		fields, _ := fieldsOf(n)
		w.fields(fields, t)
	case *ast.NullNode:
		w.null(n)
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		w.number(n.GetToken(), t)
	}
}

// list sees to the entries of a list.
func (w *written) list(list *ast.SequenceNode, entry reflect.Type) {
	for i, n := range list.Values {
		if _, ok := n.(*ast.NullNode); ok {
			w.refuse(n.GetToken(), "an entry of the list is empty", "fill it in or take it out")
		}
		list.Values[i] = asText(n, entry)
		w.node(list.Values[i], entry)
	}
}

// fields sees to the fields of a struct, or to the keys and values of a map.
func (w *written) fields(fields []*ast.MappingValueNode, t reflect.Type) {
	seen := map[string]bool{}
	for _, f := range fields {
		key := keyOf(f)
		if seen[key] {
			w.refuse(f.Key.GetToken(), "the field "+quote(key)+" stands twice", "take one of them out")
		}
		seen[key] = true
		of, ok := valueType(t, key)
		if !ok {
			w.unknown(f.Key.GetToken(), t)
			continue
		}
		if t.Kind() == reflect.Map {
			if k, ok := asText(f.Key, t.Key()).(ast.MapKeyNode); ok {
				f.Key = k
			}
		}
		f.Value = asText(f.Value, of)
		w.node(f.Value, of)
	}
}

// unknown refuses a field that a struct does not have. Decoding would do so too, but not for a word between two commas.
func (w *written) unknown(key *token.Token, t reflect.Type) {
	if t.Kind() == reflect.Struct {
		w.refuse(key, fmt.Sprintf("this is not what the format allows: unknown field %q", key.Value),
			"compare with docs/writing-a-lesson.md; quote texts with a comma, a colon or a bracket")
	}
}

// valueType is the type of a field of a struct, by its YAML name, or of the values of a map.
func valueType(t reflect.Type, key string) (reflect.Type, bool) {
	switch t.Kind() {
	case reflect.Map:
		return t.Elem(), true
	case reflect.Struct:
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
			if name == key {
				return t.Field(i).Type, true
			}
		}
	}
	return nil, false
}

// asText is the node to decode where a t is wanted: for a text, whatever was written without quotation marks stands
// as it is.
func asText(n ast.Node, t reflect.Type) ast.Node {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.String {
		return n
	}
	switch n := n.(type) {
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode, *ast.BoolNode:
		return ast.String(n.GetToken())
	case *ast.StringNode:
		if n.Token.Type == token.StringType {
			n.Value = unfolded(n.Token.Origin, n.Value)
		}
	}
	return n
}

// unfolded is a text without quotation marks on one line as it was typed: the parser loses tabs. A text of several
// lines is joined by the parser and stays as it is.
func unfolded(origin, value string) string {
	typed := strings.TrimSpace(origin)
	if strings.Contains(typed, "\n") || strings.ReplaceAll(typed, "\t", "") != strings.ReplaceAll(value, "\t", "") {
		return value
	}
	return typed
}

// null refuses a null that was written out; an empty value is simply empty.
func (w *written) null(n *ast.NullNode) {
	if n.Token.Type != token.ImplicitNullType {
		w.refuse(n.Token, quote(n.Token.Value)+" can mean the word or nothing",
			"put the word between quotation marks, or leave the field empty")
	}
}

// misread are the numbers that YAML reads as others than people do: 010 as 8, 0x1F as 31.
var misread = regexp.MustCompile(`^[-+]?0[0-9a-zA-Z_]`)

// number refuses what is not a plain decimal number, or has decimals where a whole number is wanted.
func (w *written) number(t *token.Token, want reflect.Type) {
	whole := want.Kind() == reflect.Int
	switch typed := t.Value; {
	case whole && strings.ContainsAny(typed, ".eE") && !misread.MatchString(typed):
		w.refuse(t, typed+" is not a whole number", "write a number without decimals")
	case misread.MatchString(typed), strings.ContainsAny(typed, "nN"): // .inf and .nan
		w.refuse(t, typed+" is not a plain number", "write it in decimal figures, without a nought in front")
	}
}

func (w *written) refuse(t *token.Token, message, remedy string) {
	if w.fault == nil {
		w.fault = &Finding{File: w.file, Line: t.Position.Line, Rule: "Y01", Message: message, Remedy: remedy}
	}
}
