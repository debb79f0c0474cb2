package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/originals"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// withOriginals is a course with what the school has added of the originals of its sources.
func (s *Server) withOriginals(ctx context.Context, c *course.Course) (*course.Course, error) {
	all, err := s.Store.Originals(ctx)
	if err != nil {
		return nil, err
	}
	texts := map[string]string{}
	for _, o := range all {
		texts[o.Source] = o.Text
	}
	return c.WithOriginals(texts), nil
}

func (s *Server) showOriginals(r *request) error {
	return s.originalsPage(r, http.StatusOK, views.OriginalsProps{Kept: r.queryNumber("kept")})
}

// originalsPage lists what is there and what is missing, with the form to add more.
func (s *Server) originalsPage(r *request, status int, props views.OriginalsProps) error {
	all, err := s.Store.Originals(r.ctx)
	if err != nil {
		return err
	}
	for _, source := range r.edition.course.Sources {
		row := views.OriginalRow{Source: source}
		at := slices.IndexFunc(all, func(o classroom.Original) bool { return o.Source == source.ID })
		switch {
		case at >= 0:
			o := all[at]
			row.Added, row.By, row.File = s.when(o.Added), o.By, o.File
			row.Words = len(strings.Fields(o.Text))
			props.There = append(props.There, row)
		case len(source.Anchors) > 0:
			props.Missing = append(props.Missing, row)
		default:
			props.Unknown = append(props.Unknown, row)
		}
	}
	return s.render(r, status, views.OriginalsPage(s.page(r, "Originals", "/originals"), props))
}

// readOriginals looks through what was pasted and uploaded, and shows what was found. Nothing is stored yet.
func (s *Server) readOriginals(r *request) error {
	anchors := r.edition.course.Anchors()
	problems := views.Problems{}
	var found []originals.Source
	look := func(field, what string, data []byte) {
		text, err := originals.Read(data)
		if err != nil {
			problems[field] = what + ": " + err.Error() + "."
			return
		}
		if here := originals.Find(text, anchors); found == nil {
			found = here
		} else {
			found = originals.Merge(found, here)
		}
	}
	pasted := r.form.Value("text")
	if strings.TrimSpace(pasted) != "" {
		look("text", "The pasted text", []byte(pasted))
	}
	for _, file := range r.files {
		look("file", file.name, file.data)
	}
	switch {
	case found == nil && len(problems) == 0:
		problems["text"] = "Choose a file or paste a text."
	case len(problems) == 0 && !slices.ContainsFunc(found, func(f originals.Source) bool {
		return f.State != originals.Missing
	}):
		problems["text"] = "None of the extracts was recognised. Look below which are expected, and whether the whole " +
			"extract is there, from its first words to its last."
	}
	if len(problems) > 0 {
		return s.originalsPage(r, http.StatusUnprocessableEntity, views.OriginalsProps{Text: pasted, Problems: problems})
	}
	return s.foundPage(r, http.StatusOK, s.foundProps(r, found))
}

func (s *Server) foundPage(r *request, status int, props views.FoundProps) error {
	return s.render(r, status, views.FoundPage(s.page(r, "What was found", "/originals"), props))
}

// foundProps is what was found, source by source, with what can be kept without a second look ticked.
func (s *Server) foundProps(r *request, found []originals.Source) (props views.FoundProps) {
	for _, file := range r.files {
		props.Files = append(props.Files, file.name)
	}
	for _, f := range found {
		source, err := r.edition.course.Source(f.ID)
		if err != nil {
			continue
		}
		card := views.FoundSource{Source: source, Has: source.Original != nil}
		offered := f.Offered()
		for i, span := range f.Spans {
			if slices.ContainsFunc(offered, func(o originals.Span) bool { return o.From == span.From && o.To == span.To }) {
				card.Spans = append(card.Spans, views.FoundSpan{Span: span, Field: fmt.Sprintf("%s.%d", f.ID, i),
					Use: span.State == originals.Found && !card.Has})
			}
		}
		if len(card.Spans) == 0 {
			props.Missing = append(props.Missing, source)
			continue
		}
		props.Sources = append(props.Sources, card)
	}
	return props
}

// keepOriginals stores the texts that were ticked, as they stand in their boxes.
func (s *Server) keepOriginals(r *request) error {
	props, all := s.typedOriginals(r)
	if len(props.Problems) == 0 && len(all) == 0 {
		props.Problems["keep"] = "Nothing is ticked. Tick the texts that you want to keep."
	}
	if len(props.Problems) > 0 {
		return s.foundPage(r, http.StatusUnprocessableEntity, props)
	}
	if err := s.Store.AddOriginals(r.ctx, r.teacher.ID, all); err != nil {
		return err
	}
	if err := s.publish(r.ctx, r.edition.compiled); err != nil {
		return err
	}
	return redirect(fmt.Sprintf("/originals?kept=%d", len(all)))
}

// typedOriginals reads the form of what was found: as its page showed it, and what is to be kept.
func (s *Server) typedOriginals(r *request) (props views.FoundProps, all []classroom.Original) {
	props = views.FoundProps{Problems: views.Problems{}, Files: r.form["from"]}
	for _, source := range r.edition.course.Sources {
		card := views.FoundSource{Source: source, Has: source.Original != nil}
		var texts []string
		for i, a := range source.Anchors {
			field := fmt.Sprintf("%s.%d", source.ID, i)
			if _, shown := r.form["text."+field]; !shown {
				continue
			}
			span, problem := typedSpan(r.form, field, a)
			if problem != "" {
				props.Problems["text-"+field] = problem
			}
			if card.Spans = append(card.Spans, span); span.Use {
				texts = originals.Add(texts, span.Text)
			}
		}
		if len(card.Spans) > 0 {
			props.Sources = append(props.Sources, card)
		}
		if len(texts) > 0 {
			all = append(all, classroom.Original{Source: source.ID, Text: originals.Join(texts),
				File: strings.Join(props.Files, ", ")})
		}
	}
	return props, all
}

// typedSpan is one box of the form, and what is wrong with it.
func typedSpan(form quiz.Form, field string, a originals.Anchor) (span views.FoundSpan, problem string) {
	text := strings.Join(originals.Paragraphs(form.Value("text."+field)), "\n\n")
	span = views.FoundSpan{Field: field, Use: form.Value("use."+field) != "",
		Span: originals.Span{Anchor: a, State: originals.Doubtful, Text: text, Count: len(strings.Fields(text))}}
	if again := originals.Find(text, []originals.Anchor{a}); again[0].State == originals.Found {
		span.State = originals.Found
	}
	switch n := len([]rune(text)); {
	case span.Use && n == 0:
		problem = "This text is ticked and has no words. Put it back, or take the tick away."
	case span.Use && n > classroom.LongestOriginal:
		problem = tooLong(n)
	}
	return span, problem
}

// showOriginalText shows the original of a source to be corrected, or an empty box to put it in.
func (s *Server) showOriginalText(r *request) error {
	source, err := r.edition.course.Source(r.param("source"))
	if err != nil {
		return err
	}
	all, err := s.Store.Originals(r.ctx)
	if err != nil {
		return err
	}
	props := views.OriginalTextProps{Source: source}
	for _, o := range all {
		if o.Source == source.ID {
			props.Text = o.Text
		}
	}
	return s.originalTextPage(r, http.StatusOK, props)
}

func (s *Server) originalTextPage(r *request, status int, props views.OriginalTextProps) error {
	title := "The original of " + props.Source.Title
	return s.render(r, status, views.OriginalTextPage(s.page(r, title, "/originals"), props))
}

// saveOriginalText keeps a text that was typed or corrected by hand.
func (s *Server) saveOriginalText(r *request) error {
	source, err := r.edition.course.Source(r.param("source"))
	if err != nil {
		return err
	}
	text := strings.Join(originals.Paragraphs(r.form.Value("text")), "\n\n")
	problem := ""
	switch n := len([]rune(text)); {
	case n == 0:
		problem = "There is no text. Put it in, or leave this page."
	case n > classroom.LongestOriginal:
		problem = tooLong(n)
	}
	if problem != "" {
		return s.originalTextPage(r, http.StatusUnprocessableEntity, views.OriginalTextProps{Source: source,
			Text: r.form.Value("text"), Problems: views.Problems{"text": problem}})
	}
	all := []classroom.Original{{Source: source.ID, Text: text}}
	if err := s.Store.AddOriginals(r.ctx, r.teacher.ID, all); err != nil {
		return err
	}
	if err := s.publish(r.ctx, r.edition.compiled); err != nil {
		return err
	}
	return redirect("/sources/" + source.ID)
}

func tooLong(n int) string {
	return fmt.Sprintf("This text has %d characters, and %d fit. Shorten it.", n, classroom.LongestOriginal)
}

// added finds the original of the source of the path. store.ErrNotFound.
func (s *Server) added(r *request) (*course.Source, error) {
	source, err := r.edition.course.Source(r.param("source"))
	if err == nil && source.Original == nil {
		err = store.ErrNotFound
	}
	return source, err
}

func (s *Server) showRemoveOriginal(r *request) error {
	source, err := s.added(r)
	if err != nil {
		return err
	}
	return s.render(r, http.StatusOK, views.RemoveOriginalPage(s.page(r, "Remove an original", "/originals"), source))
}

func (s *Server) removeOriginal(r *request) error {
	source, err := s.added(r)
	if err != nil {
		return err
	}
	err = s.Store.RemoveOriginal(r.ctx, r.teacher.ID, source.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) { // somebody else was faster: it is gone all the same
		return err
	}
	if err := s.publish(r.ctx, r.edition.compiled); err != nil {
		return err
	}
	return redirect("/originals")
}
