package course

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// citation is the inline node for [@fact-id; @other-fact].
type citation struct {
	ast.BaseInline
	ids   []string
	notes []int // numbers in this lesson, filled by the compiler
}

var kindCitation = ast.NewNodeKind("Citation")

// Kind implements ast.Node.
func (*citation) Kind() ast.NodeKind { return kindCitation }

// Dump implements ast.Node.
func (n *citation) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type citationParser struct{}

// Trigger implements parser.InlineParser.
func (citationParser) Trigger() []byte { return []byte{'['} }

// Parse implements parser.InlineParser: it takes over every bracket that begins with an at sign.
func (citationParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("[@")) {
		return nil
	}
	end := bytes.IndexByte(line, ']')
	if end < 0 {
		return nil
	}
	n := &citation{}
	for _, part := range strings.Split(string(line[1:end]), ";") {
		n.ids = append(n.ids, strings.TrimPrefix(strings.TrimSpace(part), "@"))
	}
	block.Advance(end + 1)
	return n
}

type citationRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (citationRenderer) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindCitation, func(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		for _, n := range node.(*citation).notes {
			_, _ = fmt.Fprintf(w, `<a class="cite" href="#note-%d" aria-label="Note %d">%d</a>`, n, n, n)
		}
		return ast.WalkSkipChildren, nil
	})
}

// markdown is our dialect: CommonMark, {#id} on headings, citations; raw HTML is refused by the compiler and never
// rendered.
var markdown = goldmark.New(
	goldmark.WithParserOptions(
		parser.WithAttribute(),
		parser.WithInlineParsers(util.Prioritized(citationParser{}, 150)),
	),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(citationRenderer{}, 100))),
)

// parseMarkdown reads a text that begins at a place. It reports lines such as "[Note]: so", which
// Markdown takes for the target of a link and would drop without a word.
func (c *compiler) parseMarkdown(src []byte, begins place) ast.Node {
	context := parser.NewContext()
	doc := markdown.Parser().Parse(text.NewReader(src), parser.WithContext(context))
	for _, target := range context.References() {
		label := "[" + string(target.Label()) + "]:"
		at := begins
		if i := bytes.Index(src, []byte(label)); i >= 0 {
			at.line += lineAt(src, i) - 1
		}
		c.add(at, "R08", "a line begins with "+quote(label)+", which Markdown does not show", "begin it with another word")
	}
	return doc
}

// render turns one node into HTML.
func render(src []byte, n ast.Node) []byte {
	var b bytes.Buffer
	if err := markdown.Renderer().Render(&b, src, n); err != nil {
		return []byte(html.EscapeString(plainText(src, n))) // the words are all that is left
	}
	return b.Bytes()
}

// plainText is the text of a node without markup and citations.
func plainText(src []byte, n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch t := n.(type) {
		case *citation:
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			b.Write(t.Segment.Value(src))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(t.Value)
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// lineAt is the line of an offset.
func lineAt(src []byte, offset int) int { return 1 + bytes.Count(src[:offset], []byte("\n")) }

// lineOf is the line on which a block begins.
func lineOf(src []byte, n ast.Node) int {
	for ; n != nil; n = n.FirstChild() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return lineAt(src, n.Lines().At(0).Start)
		}
		if n.Pos() >= 0 { // a rule or an empty block has no lines of its own
			return lineAt(src, n.Pos())
		}
	}
	return 1
}
