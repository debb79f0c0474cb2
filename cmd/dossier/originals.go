package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/originals"
	"dossier/internal/store"
)

// originalsCmd keeps a school's own copies of the sources, as the page of the same name does.
type originalsCmd struct {
	Add    addOriginalsCmd   `cmd:"" help:"Find the extracts in text or HTML files, and add them to the sources."`
	List   listOriginalsCmd  `cmd:"" help:"List the sources, and which of them have their original."`
	Remove removeOriginalCmd `cmd:"" help:"Take the original of a source out again."`
}

type addOriginalsCmd struct {
	File     []string `arg:"" help:"Text or HTML, 8 MB at most each."`
	Doubtful bool     `help:"Add what is doubtful as well. Look it over afterwards: it may be damaged or incomplete."`
	Replace  bool     `help:"Put the new texts in the place of those that were added before, and perhaps corrected."`
	originalsFolder
}

type listOriginalsCmd struct{ originalsFolder }

type removeOriginalCmd struct {
	Source string `arg:"" name:"id" help:"Id of the source, as dossier originals list prints it."`
	originalsFolder
}

// originalsFolder is where the originals are kept, and the course that they belong to.
type originalsFolder struct {
	Data    string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
	Content string `env:"DOSSIER_CONTENT" placeholder:"DIR" help:"${content_help}"`
}

// with compiles the course, opens the data folder and hands both to do. A folder without a database is a mistake.
func (f originalsFolder) with(do func(context.Context, *course.Course, *store.Store) error) (err error) {
	content, err := openContent(f.Content)
	if err != nil {
		return err
	}
	lessons, findings := course.Compile(content)
	if errs := course.Errors(findings); len(errs) > 0 {
		return &failure{exitContent, fmt.Sprintf("the course has %s: dossier check lists them", plural(len(errs), "error"))}
	}
	if found := lookAtData(f.Data); found.isNew || found.begun {
		return &failure{exitUsage, fmt.Sprintf("there is no database in %s: name the data folder of your school with --data",
			f.Data)}
	}
	ctx := context.Background()
	data, err := store.Open(ctx, f.Data, time.Now)
	if err != nil {
		return openFailure(f.Data, err)
	}
	defer func() { err = errors.Join(err, closed(f.Data, data)) }()
	return do(ctx, lessons, data)
}

// Run looks through the files, says for each source what was found, and keeps what is certain.
func (c *addOriginalsCmd) Run(to console) error {
	texts, err := c.read()
	if err != nil {
		return err
	}
	return c.with(func(ctx context.Context, lessons *course.Course, data *store.Store) error {
		there, err := data.Originals(ctx)
		if err != nil {
			return storeFailure(c.Data, err)
		}
		anchors := lessons.Anchors()
		found := originals.Find(texts[0], anchors)
		for _, text := range texts[1:] {
			found = originals.Merge(found, originals.Find(text, anchors))
		}
		all, doubtful, kept := c.choose(to, found, there)
		if len(all)+kept == 0 {
			return &failure{exitUsage, c.nothing(doubtful)}
		}
		if len(all) > 0 {
			if err := data.AddOriginals(ctx, 0, all); err != nil {
				return storeFailure(c.Data, err)
			}
		}
		fmt.Fprintf(to.out, "%s added.\n", plural(len(all), "original"))
		return nil
	})
}

// choose says for each source what was found, and returns what is to be stored. doubtful counts what is not certain,
// and kept what stays because the school has it already.
func (c *addOriginalsCmd) choose(to console, found []originals.Source, there []classroom.Original) (
	all []classroom.Original, doubtful, kept int) {
	for _, f := range found {
		text, had := f.Sure(), textOf(there, f.ID)
		if c.Doubtful {
			text = f.Likely()
		}
		if f.State == originals.Doubtful {
			doubtful++
		}
		said := countOf(text)
		switch {
		case text == "":
		case len([]rune(text)) > classroom.LongestOriginal:
			said += ", too long to be kept"
		case had != "" && !c.Replace:
			kept++
			said += ", kept as it was: --replace takes the new text"
		default:
			all = append(all, classroom.Original{Source: f.ID, Text: text, File: c.names(), Over: had})
		}
		fmt.Fprintf(to.out, "%-9s %-26s %s\n", f.State, f.ID, said)
	}
	return all, doubtful, kept
}

// textOf is the original that a source has; "" for none.
func textOf(there []classroom.Original, source string) string {
	for _, o := range there {
		if o.Source == source {
			return o.Text
		}
	}
	return ""
}

// nothing says why nothing was added.
func (c *addOriginalsCmd) nothing(doubtful int) string {
	if doubtful > 0 {
		return fmt.Sprintf("nothing was found for certain in %s: look at what is doubtful on the page Originals, "+
			"or add it with --doubtful", c.names())
	}
	return fmt.Sprintf("none of the extracts was recognised in %s: each has to be there from its first words to its last",
		c.names())
}

// read reads the files. What is no text is a failure.
func (c *addOriginalsCmd) read() (texts []string, err error) {
	for _, name := range c.File {
		file, err := os.Open(name)
		if err != nil {
			return nil, &failure{exitUsage, fmt.Sprintf("the file %s cannot be read: %v", name, err)}
		}
		data, err := io.ReadAll(io.LimitReader(file, originals.Most+1))
		file.Close()
		if err != nil {
			return nil, &failure{exitUsage, fmt.Sprintf("the file %s cannot be read: %v", name, err)}
		}
		text, err := originals.Read(data)
		if err != nil {
			return nil, &failure{exitUsage, fmt.Sprintf("the file %s cannot be used: %v", name, err)}
		}
		texts = append(texts, text)
	}
	return texts, nil
}

func (c *addOriginalsCmd) names() string {
	var names []string
	for _, name := range c.File {
		names = append(names, filepath.Base(name))
	}
	return strings.Join(names, ", ")
}

func countOf(text string) string {
	if n := len(strings.Fields(text)); n > 0 {
		return plural(n, "word")
	}
	return ""
}

// Run lists every source with its original, if it has one.
func (c *listOriginalsCmd) Run(to console) error {
	return c.with(func(ctx context.Context, lessons *course.Course, data *store.Store) error {
		all, err := data.Originals(ctx)
		if err != nil {
			return storeFailure(c.Data, err)
		}
		texts := map[string]string{}
		for _, o := range all {
			texts[o.Source] = o.Text
		}
		for _, s := range lessons.Sources {
			state := "missing"
			if texts[s.ID] != "" {
				state = "added"
			}
			fmt.Fprintf(to.out, "%-9s %-26s %s\n", state, s.ID, countOf(texts[s.ID]))
		}
		return nil
	})
}

// Run removes the original of a source.
func (c *removeOriginalCmd) Run(to console) error {
	return c.with(func(ctx context.Context, _ *course.Course, data *store.Store) error {
		switch err := data.RemoveOriginal(ctx, 0, c.Source); {
		case errors.Is(err, store.ErrNotFound):
			return &failure{exitUsage, fmt.Sprintf("%s has no original here: dossier originals list shows which have one",
				c.Source)}
		case err != nil:
			return storeFailure(c.Data, err)
		}
		fmt.Fprintf(to.out, "The original of %s was removed.\n", c.Source)
		return nil
	})
}
