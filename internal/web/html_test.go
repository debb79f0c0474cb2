package web_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// node is an element of a page, or a piece of text.
type node struct {
	tag  string
	attr map[string]string
	kids []*node
	text string
}

// parse reads a page. It insists on tags that close and on attributes that stand once, which HTML would forgive.
func parse(t *testing.T, page string) *node {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(page))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.AutoClose = []string{"meta", "link", "input", "br", "hr", "img", "wbr"}
	root := &node{}
	open := []*node{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("page does not parse: %v\n%s", err, page)
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{tag: token.Name.Local, attr: map[string]string{}}
			for _, a := range token.Attr {
				if _, twice := n.attr[a.Name.Local]; twice || a.Name.Local == "else" {
					t.Fatalf("<%s> has %q twice, or a piece of code among its attributes: %v", n.tag, a.Name.Local, token.Attr)
				}
				n.attr[a.Name.Local] = a.Value
			}
			top.kids = append(top.kids, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			top.kids = append(top.kids, &node{text: string(token)})
		}
	}
	return root
}

// find lists the elements below n that fit, in the order of the page.
func (n *node) find(fits func(*node) bool) (out []*node) {
	n.walk(func(k *node) bool {
		if k.tag != "" && fits(k) {
			out = append(out, k)
		}
		return true
	})
	return out
}

// walk visits everything below n in the order of the page, until visit says to stop.
func (n *node) walk(visit func(*node) (further bool)) bool {
	for _, k := range n.kids {
		if !visit(k) || !k.walk(visit) {
			return false
		}
	}
	return true
}

func (n *node) tags(tags ...string) []*node {
	return n.find(func(k *node) bool { return slices.Contains(tags, k.tag) })
}

// id is the element of that id, or nil.
func (n *node) id(id string) (found *node) {
	n.walk(func(k *node) bool {
		if k.attr["id"] == id {
			found = k
		}
		return found == nil
	})
	return found
}

// class lists the elements of a class.
func (n *node) class(class string) []*node {
	return n.find(func(k *node) bool { return slices.Contains(strings.Fields(k.attr["class"]), class) })
}

// words is the text of n with single spaces.
func (n *node) words() string {
	var b strings.Builder
	n.write(&b)
	return squeeze(b.String())
}

// raw is the text of n as it stands.
func (n *node) raw() string {
	out := n.text
	for _, k := range n.kids {
		out += k.raw()
	}
	return out
}

func (n *node) write(b *strings.Builder) {
	b.WriteString(n.text)
	for _, k := range n.kids {
		k.write(b)
	}
	if n.tag != "" && n.tag != "bdi" && n.tag != "b" && n.tag != "a" {
		b.WriteByte(' ')
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// form is a form of a page as it would be sent if nobody touched it.
type form struct {
	action string
	fields url.Values
	node   *node
}

// forms lists the forms of a page.
func (n *node) forms() []form {
	var out []form
	for _, f := range n.tags("form") {
		out = append(out, form{action: f.attr["action"], fields: f.defaults(), node: f})
	}
	return out
}

// defaults are the fields that a browser would send.
func (n *node) defaults() url.Values {
	fields := url.Values{}
	for _, k := range n.tags("input", "select", "textarea") {
		name := k.attr["name"]
		_, checked := k.attr["checked"]
		switch {
		case name == "":
		case k.tag == "select":
			value := ""
			for _, o := range k.tags("option") {
				if _, selected := o.attr["selected"]; selected {
					value = o.attr["value"]
				}
			}
			fields.Add(name, value)
		case k.tag == "textarea":
			fields.Add(name, strings.TrimPrefix(k.raw(), "\n"))
		case k.attr["type"] == "radio" || k.attr["type"] == "checkbox":
			if checked {
				fields.Add(name, k.attr["value"])
			}
		default:
			fields.Add(name, k.attr["value"])
		}
	}
	return fields
}

// labelOf is the text beside a field.
func (n *node) labelOf(field *node) string {
	for _, l := range n.tags("label") {
		if l.attr["for"] != "" && l.attr["for"] == field.attr["id"] {
			return l.words()
		}
		for _, inside := range l.tags("input", "select") {
			if inside == field {
				return l.words()
			}
		}
	}
	return ""
}
