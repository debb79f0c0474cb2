package course

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"sync"

	"dossier/lessons"
	"dossier/quizzes"
)

// Content is the files a course is compiled from.
type Content struct {
	Lessons fs.FS
	Quizzes fs.FS
	// Overlaid tells that a school's own files lie over others: what they leave unused is a warning, not an error.
	Overlaid bool

	base *layer // what the school's own files lie over; nil when there are none
}

// layer is content that lies under other content, compiled when somebody asks.
type layer struct {
	content Content
	compile sync.Once
	holds   map[Version]bool
}

// builtIn is the course that the program comes with.
var builtIn = layer{content: Content{Lessons: lessons.FS, Quizzes: quizzes.FS}}

// has tells whether the layer has a wording, to the letter and under the same version.
func (l *layer) has(v Version) bool {
	l.compile.Do(func() {
		l.holds = map[Version]bool{}
		c, _ := Compile(l.content)
		wordings, _ := c.Wordings() // what cannot be written down is nobody's
		for _, w := range wordings {
			l.holds[w.Version] = true
		}
	})
	return l.holds[v]
}

// Open returns the built-in content, with the files of dir/lessons and dir/quizzes laid over it, whole file by whole
// file. dir "" means the built-in content alone. It fails when dir has neither folder.
func Open(dir string) (Content, error) {
	if dir == "" {
		return builtIn.content, nil
	}
	own := map[string]fs.FS{}
	for _, name := range []string{"lessons", "quizzes"} {
		root, err := os.OpenRoot(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Content{}, fmt.Errorf("open content: %w", err)
		}
		own[name] = root.FS()
	}
	if len(own) == 0 {
		return Content{}, fmt.Errorf("open content: %s has neither a lessons nor a quizzes folder", dir)
	}
	return builtIn.under(own["lessons"], own["quizzes"]), nil
}

// Under lays a school's own lessons and quizzes over this content, whole file by whole file. Either may be nil.
func (c Content) Under(lessons, quizzes fs.FS) Content {
	base := &layer{content: c}
	return base.under(lessons, quizzes)
}

func (l *layer) under(lessons, quizzes fs.FS) Content {
	c := Content{Lessons: l.content.Lessons, Quizzes: l.content.Quizzes, Overlaid: true, base: l}
	if lessons != nil {
		c.Lessons = overlay{top: lessons, base: c.Lessons}
	}
	if quizzes != nil {
		c.Quizzes = overlay{top: quizzes, base: c.Quizzes}
	}
	return c
}

// overlay shows the files of top, and those of base that top does not have.
type overlay struct{ top, base fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	f, err := o.top.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return o.base.Open(name)
	}
	return f, err
}

// Stat describes a file without opening it.
func (o overlay) Stat(name string) (fs.FileInfo, error) {
	info, err := fs.Stat(o.top, name)
	if errors.Is(err, fs.ErrNotExist) {
		return fs.Stat(o.base, name)
	}
	return info, err
}

// ReadDir lists the names of both layers, each once.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	seen := map[string]bool{}
	var all []fs.DirEntry
	for _, layer := range []fs.FS{o.top, o.base} {
		entries, err := fs.ReadDir(layer, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if !seen[e.Name()] {
				seen[e.Name()] = true
				all = append(all, e)
			}
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name() < all[j].Name() })
	return all, nil
}
