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
	found, problems := s.lookThrough(r)
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
		return s.originalsPage(r, http.StatusUnprocessableEntity,
			views.OriginalsProps{Text: r.form.Value("text"), Problems: problems})
	}
	there, err := s.originalsThere(r)
	if err != nil {
		return err
	}
	return s.foundPage(r, http.StatusOK, foundProps(r, found, there))
}

// lookThrough finds the extracts in what was pasted and uploaded; nil when there was nothing to read. The problems say
// what cannot be read.
func (s *Server) lookThrough(r *request) (found []originals.Source, problems views.Problems) {
	s.searching.Lock() // a large file takes much memory while it is looked through
	defer s.searching.Unlock()
	anchors := r.edition.course.Anchors()
	problems = views.Problems{}
	look := func(field, what string, data []byte) {
		text, err := originals.Read(data)
		if err != nil {
			problems[field] = strings.TrimSpace(problems[field] + " " + what + ": " + err.Error() + ".")
			return
		}
		if here := originals.Find(text, anchors); found == nil {
			found = here
		} else {
			found = originals.Merge(found, here)
		}
	}
	if pasted := r.form.Value("text"); strings.TrimSpace(pasted) != "" {
		look("text", "The pasted text", []byte(pasted))
	}
	for _, file := range r.files {
		look("file", file.name, file.data)
	}
	return found, problems
}

func (s *Server) foundPage(r *request, status int, props views.FoundProps) error {
	return s.render(r, status, views.FoundPage(s.page(r, "What was found", "/originals"), props))
}

// foundProps is what was found, source by source, with what can be kept without a second look ticked.
func foundProps(r *request, found []originals.Source, there map[string]classroom.Original) (
	props views.FoundProps) {
	for _, file := range r.files {
		props.Files = append(props.Files, file.name)
	}
	for _, f := range found {
		source, err := r.edition.course.Source(f.ID)
		if err != nil {
			continue
		}
		card := views.FoundSource{Source: source, Has: source.Original != nil, Stamp: there[f.ID].Stamp()}
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
	there, err := s.originalsThere(r)
	if err != nil {
		return err
	}
	props, all := typedOriginals(r, there)
	if len(props.Problems) == 0 && len(all) == 0 {
		props.Problems["keep"] = "Nothing is ticked. Tick the texts that you want to keep."
	}
	if len(props.Problems) > 0 {
		return s.foundPage(r, http.StatusUnprocessableEntity, props)
	}
	if err := s.addOriginals(r, all); err != nil {
		return err
	}
	return redirect(fmt.Sprintf("/originals?kept=%d", len(all)))
}

// originalsThere is what the school has now, by source.
func (s *Server) originalsThere(r *request) (map[string]classroom.Original, error) {
	all, err := s.Store.Originals(r.ctx)
	there := map[string]classroom.Original{}
	for _, o := range all {
		there[o.Source] = o
	}
	return there, err
}

// addOriginals stores originals and shows them to everybody. store.ErrStale when one was changed in this moment.
func (s *Server) addOriginals(r *request, all []classroom.Original) error {
	if err := s.Store.AddOriginals(r.ctx, r.teacher.ID, all); err != nil {
		return err
	}
	return s.publish(r.ctx, r.edition.compiled)
}

// changedMeanwhile is said when an original is no longer the one that a form showed.
const changedMeanwhile = "Somebody has added or changed the original of this source since you opened the page. Look " +
	"at theirs on the page of the source. If you keep yours now, it takes the place of theirs."

// typedOriginals reads the form of what was found: as its page showed it, and what is to be kept.
func typedOriginals(r *request, there map[string]classroom.Original) (
	props views.FoundProps, all []classroom.Original) {
	props = views.FoundProps{Problems: views.Problems{}, Files: r.form["from"]}
	for _, source := range r.edition.course.Sources {
		now := there[source.ID]
		card := views.FoundSource{Source: source, Has: now.Text != "", Stamp: now.Stamp()}
		last := ""
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
				texts, last = originals.Add(texts, span.Text), "text-"+field
			}
		}
		if len(card.Spans) > 0 {
			props.Sources = append(props.Sources, card)
		}
		if len(texts) == 0 {
			continue
		}
		joined := originals.Join(texts)
		switch n := len([]rune(joined)); {
		case props.Problems[last] != "":
		case n > classroom.LongestOriginal:
			props.Problems[last] = "All that is ticked for this source: " + tooLong(n)
		case r.form.Value("over."+source.ID) != now.Stamp():
			props.Problems[last] = changedMeanwhile
		}
		all = append(all, classroom.Original{Source: source.ID, Text: joined, File: strings.Join(props.Files, ", "),
			Over: now.Text})
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
	there, err := s.originalsThere(r)
	if err != nil {
		return err
	}
	now := there[source.ID]
	return s.originalTextPage(r, http.StatusOK,
		views.OriginalTextProps{Source: source, Text: now.Text, Stamp: now.Stamp()})
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
	there, err := s.originalsThere(r)
	if err != nil {
		return err
	}
	text, now := strings.Join(originals.Paragraphs(r.form.Value("text")), "\n\n"), there[source.ID]
	problem, status := "", http.StatusUnprocessableEntity
	switch n := len([]rune(text)); {
	case n == 0:
		problem = "There is no text. Put it in, or leave this page."
	case n > classroom.LongestOriginal:
		problem = tooLong(n)
	case r.form.Value("over") != now.Stamp() && text != now.Text:
		problem, status = changedMeanwhile, http.StatusConflict
	}
	if problem != "" {
		return s.originalTextPage(r, status, views.OriginalTextProps{Source: source, Text: r.form.Value("text"),
			Stamp: now.Stamp(), Problems: views.Problems{"text": problem}})
	}
	if err := s.addOriginals(r, []classroom.Original{{Source: source.ID, Text: text, Over: now.Text}}); err != nil {
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
