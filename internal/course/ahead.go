package course

import (
	"runtime"
	"sync"

	"github.com/goccy/go-yaml/ast"
)

// What takes long and needs nothing but a file is done ahead, for all files at once: a start waits for it.

// document is the outcome of reading a YAML file.
type document struct {
	node     ast.Node
	ok       bool
	findings []Finding
}

// readAhead begins to read the YAML files. readYAML waits for the one it is asked for, so that whatever is wrong is
// still found in the order in which the files are read.
func (c *compiler) readAhead() {
	c.ahead = map[string]func() document{}
	files := append(glob(c.content.Quizzes, "quizzes", "*.yaml"), glob(c.content.Lessons, "lessons", "*.yaml")...)
	for _, file := range files {
		c.ahead[file] = sync.OnceValue(func() document {
			own := compiler{content: c.content}
			node, ok := own.document(file)
			return document{node, ok, own.all}
		})
	}
	go each(len(files), func(i int) { c.ahead[files[i]]() })
}

// each calls do for 0 to n-1, for as many at once as there are processors, and waits for all.
func each(n int, do func(i int)) {
	var all sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}
