package web

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"path"
	"strings"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/export"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

func (s *Server) showNewSet(r *request) error {
	return s.newSetPage(r, http.StatusOK, views.SetNewProps{Into: int64(r.queryNumber("into"))})
}

// newSetPage takes questions, and shows what would become of them.
func (s *Server) newSetPage(r *request, status int, props views.SetNewProps) error {
	sets, err := s.Store.QuestionSets(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props.Sets = s.setRows(sets)
	if props.FormToken == "" {
		props.FormToken = account.FormToken()
	}
	return s.render(r, status, views.NewSetPage(s.page(r, "Bring questions", views.SetsPath), props))
}

// bringQuestions reads a file or a text, says item by item what would become of it, and keeps it once that was
// confirmed.
func (s *Server) bringQuestions(r *request) error {
	sets, err := s.Store.QuestionSets(r.ctx, r.teacher.ID)
	if err != nil {
		return err
	}
	props, in := s.readQuestions(r, sets)
	switch {
	case len(props.Problems) > 0:
		return s.newSetPage(r, http.StatusUnprocessableEntity, props)
	case r.form.Value("do") == "empty" && len(r.files) == 0:
		return s.keepQuestions(r, props, nil)
	case r.form.Value("do") != "keep" || len(r.files) > 0:
		return s.newSetPage(r, http.StatusOK, props)
	case r.form.Value("seen") != props.Seen:
		props.Problems["items"] = "Nothing was kept, because the text has changed. Look at the questions once more."
	case len(in.Questions()) == 0:
		props.Problems["items"] = "There is no question that could be kept."
	}
	if len(props.Problems) > 0 {
		return s.newSetPage(r, http.StatusUnprocessableEntity, props)
	}
	return s.keepQuestions(r, props, in.Questions())
}

// readQuestions reads what was pasted or uploaded. Nothing is stored.
func (s *Server) readQuestions(r *request, sets []classroom.QuestionSet) (props views.SetNewProps, in export.Import) {
	props = views.SetNewProps{Text: r.form.Value("text"), Name: r.form.Value("name"), Problems: views.Problems{}}
	for _, set := range sets {
		if r.form.Value("into") == fmt.Sprint(set.ID) {
			props.Into = int64(set.ID)
		}
	}
	field, file := "text", []byte(props.Text)
	if len(r.files) > 0 {
		field, file = "file", r.files[0].data
		if strings.TrimSpace(props.Name) == "" {
			name, _ := classroom.CleanSetName(strings.TrimSuffix(path.Base(r.files[0].name), path.Ext(r.files[0].name)))
			props.Name = classroom.FreeSetName(name, sets)
		}
	}
	if r.form.Value("do") == "empty" && len(r.files) == 0 {
		return props, in
	}
	in, err := export.ReadQuestions(file)
	if err != nil {
		props.Problems[field] = sentenceOf(err)
		if strings.TrimSpace(props.Text) == "" && len(r.files) == 0 {
			props.Problems[field] = "Choose a file or paste the questions."
		}
		return props, in
	}
	in = storable(r.edition.course, in)
	read := setNewProps(in)
	read.Name, read.Into, read.Problems, read.Seen = props.Name, props.Into, props.Problems, s.seenItems(in)
	return read, in
}

// setNewProps is what a page shows of a file.
func setNewProps(in export.Import) views.SetNewProps {
	props := views.SetNewProps{Text: in.Text, Format: in.Format, Notes: in.Notes, Kept: in.Count(export.Kept),
		Changed: in.Count(export.Changed), Refused: in.Count(export.Refused)}
	for _, i := range in.Items {
		item := views.SetItem{Line: i.Line, Title: i.Title, Refused: i.Refused, Notes: i.Notes}
		if i.Question != nil {
			card := ownCard(i.Question)
			item.Card = &card
		}
		props.Items = append(props.Items, item)
	}
	return props
}

// storable refuses the items that could not be read again as they are now.
func storable(c *course.Course, in export.Import) export.Import {
	for n, i := range in.Items {
		if i.Question == nil {
			continue
		}
		if _, err := encodeOwn(c, i.Question); err != nil {
			in.Items[n].Question, in.Items[n].Refused = nil, "Dossier cannot keep a text with these signs in it."
		}
	}
	return in
}

// encodeOwn is a question as it is stored. There is an error when it would be read back as another one.
func encodeOwn(c *course.Course, q *quiz.Question) (store.NewOwn, error) {
	bare := *q
	bare.ID, bare.Version = quiz.OwnID(1), 1
	body, sha, err := course.EncodeQuestion(&bare)
	if err != nil {
		return store.NewOwn{}, err
	}
	again, err := c.DecodeQuestion(body)
	if err != nil {
		return store.NewOwn{}, err
	}
	if _, same, err := course.EncodeQuestion(again); err != nil || same != sha || again.Unanswerable() != "" {
		return store.NewOwn{}, errors.Join(err, errors.New("the question is read back as another one"))
	}
	return store.NewOwn{Title: q.Title, Body: body}, nil
}

// seenItems is a mark of what a page shows of a file, so that nothing else is kept than what was looked at.
func (s *Server) seenItems(in export.Import) string {
	sum := sha256.New()
	for _, i := range in.Items {
		fmt.Fprintf(sum, "%d %q %q\n", i.Line, i.Refused, i.Notes)
	}
	fmt.Fprint(sum, in.Text)
	return hex.EncodeToString(s.derive("questions", hex.EncodeToString(sum.Sum(nil)))[:sha256.Size/2])
}

// keepQuestions puts questions into a set: the one that was chosen, or a new one.
func (s *Server) keepQuestions(r *request, props views.SetNewProps, questions []*quiz.Question) error {
	var all []store.NewOwn
	for _, q := range questions {
		own, err := encodeOwn(r.edition.course, q)
		if err != nil {
			return err
		}
		all = append(all, own)
	}
	token := formToken(r.form)
	if props.Into != 0 {
		set := classroom.QuestionSetID(props.Into)
		if err := s.Store.AddToSet(r.ctx, r.teacher.ID, set, token, all); err != nil {
			return err
		}
		return redirect(views.SetHref(props.Into, ""))
	}
	name, problem := classroom.CleanSetName(props.Name)
	if problem == "" {
		set, err := s.Store.KeepSet(r.ctx, r.teacher.ID, name, token, all)
		if err == nil {
			return redirect(views.SetHref(int64(set), ""))
		}
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
		problem = setTaken
	}
	props.Problems["name"] = problem
	return s.newSetPage(r, http.StatusUnprocessableEntity, props)
}
