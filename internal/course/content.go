package course

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"

	"dossier/lessons"
	"dossier/quizzes"
)

// Content is the files a course is compiled from.
type Content struct {
	Lessons fs.FS
	Quizzes fs.FS
	// Overlaid tells that a teacher's own files lie over the built-in ones: what they leave unused is a warning, not an error.
	Overlaid bool
}

// Open returns the built-in content, with the files of dir/lessons and dir/quizzes laid over it, whole file by whole file.
// dir "" means the built-in content alone. It fails when dir has neither folder.
func Open(dir string) (Content, error) {
	content := Content{Lessons: lessons.FS, Quizzes: quizzes.FS}
	if dir == "" {
		return content, nil
	}
	found := false
	for name, target := range map[string]*fs.FS{"lessons": &content.Lessons, "quizzes": &content.Quizzes} {
		root, err := os.OpenRoot(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return Content{}, fmt.Errorf("open content: %w", err)
		}
		*target, found = overlay{top: root.FS(), base: *target}, true
	}
	if !found {
		return Content{}, fmt.Errorf("open content: %s has neither a lessons nor a quizzes folder", dir)
	}
	content.Overlaid = true
	return content, nil
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
