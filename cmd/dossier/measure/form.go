package measure

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// form is a form of a page, filled in with something that can be sent.
type form struct {
	action string
	token  string // which makes a form that is sent twice count once
	before string // what is sent before the token, and after it
	after  string
}

// body is what is sent, under a token.
func (f form) body(token string) string { return f.before + url.QueryEscape(token) + f.after }

// formsOf reads the forms of a page whose action fits. number varies what is chosen.
func formsOf(page []byte, fits func(action string) bool, number int) (forms []form, err error) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	for n := range root.Descendants() {
		if action := attribute(n, "action"); n.DataAtom == atom.Form && fits(action) {
			forms = append(forms, filled(n, action, number))
		}
	}
	return forms, nil
}

// filled chooses and types something in every field of a form.
func filled(root *html.Node, action string, number int) form {
	f := form{action: action}
	var names, values []string
	choices := map[string][]int{} // by name of a group of radio buttons or boxes: where their values stand
	var boxes [][2]string
	add := func(name, value string) { names, values = append(names, name), append(values, value) }
	selects := 0
	for n := range root.Descendants() {
		name := attribute(n, "name")
		if name == "" {
			continue
		}
		switch n.DataAtom {
		case atom.Input:
			switch attribute(n, "type") {
			case "radio", "checkbox":
				boxes = append(boxes, [2]string{name, attribute(n, "value")})
				choices[name] = append(choices[name], len(boxes)-1)
			case "hidden":
				if name == "form" {
					f.token = attribute(n, "value")
				}
				add(name, attribute(n, "value"))
			case "number":
				add(name, "1934")
			default:
				add(name, "the guard")
			}
		case atom.Textarea:
			add(name, "Two of the sources agree, and one of them was written by somebody who was there.")
		case atom.Select:
			if options := optionsOf(n); len(options) > 0 {
				add(name, options[selects%len(options)])
				selects++
			}
		}
	}
	for _, box := range boxes {
		if group := choices[box[0]]; len(group) > 0 {
			add(box[0], boxes[group[number%len(group)]][1])
			delete(choices, box[0])
		}
	}
	sent := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			b.WriteString("&" + url.QueryEscape(names[i]) + "=" + url.QueryEscape(values[i]))
		}
		return b.String()
	}
	at := len(names)
	for i, name := range names {
		if name == "form" {
			at = i
		}
	}
	f.before = strings.TrimPrefix(sent(0, at)+"&form=", "&")
	f.after = sent(min(at+1, len(names)), len(names))
	return f
}

// optionsOf lists what a list offers beside the invitation to choose.
func optionsOf(list *html.Node) (values []string) {
	for n := range list.Descendants() {
		if n.DataAtom == atom.Option && attribute(n, "value") != "" {
			values = append(values, attribute(n, "value"))
		}
	}
	return values
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
