package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// correcting is a question of a class that is to be corrected, in one wording.
type correcting struct {
	class    classroom.Class
	asked    classroom.Asked
	older    bool
	question *quiz.Question
	present  *quiz.Question        // in the wording that the course has now
	standing *classroom.Correction // what counts in the class; nil for nothing
}

// now is the question with the key that counts.
func (c correcting) now() *quiz.Question { return c.standing.Corrected(c.question) }

// newer is the key of the present wording, where it is another one and this wording can have it; nil otherwise.
func (c correcting) newer() map[string][]string {
	if !c.older || !quiz.SameParts(c.question.Body, c.present.Body) {
		return nil
	}
	key := quiz.KeyOf(c.present.Body)
	if quiz.SameKey(key, quiz.KeyOf(c.now().Body)) {
		return nil
	}
	return key
}

// correcting finds the question of the path, and the class that the teacher comes from.
func (s *Server) correcting(r *request) (c correcting, err error) {
	if c.class, err = s.class(r); err != nil {
		return c, err
	}
	var l *course.Lesson
	if c.present, l, err = r.edition.course.Question(r.param("question")); err != nil {
		return c, err
	}
	if l == nil || !c.present.Served() {
		return c, course.ErrUnknown
	}
	c.question, c.asked = c.present, r.asAsked(c.present)
	if n := r.queryNumber("version"); n > 0 && n != c.asked.Version {
		c.asked.Version, c.older = n, true
		if c.question, _, err = s.asked(r, c.asked); err != nil {
			return c, err
		}
	}
	all, err := s.Store.CorrectionsIn(r.ctx, c.class.ID)
	c.standing = all[c.asked]
	return c, err
}

// corrected is a question with what the teachers of a class have corrected in it.
func (s *Server) corrected(r *request, class classroom.ClassID, asked classroom.Asked, q *quiz.Question) (
	*quiz.Question, *classroom.Correction, error) {
	all, err := s.Store.CorrectionsIn(r.ctx, class)
	return all[asked].Corrected(q), all[asked], err
}

func (s *Server) showCorrect(r *request) error {
	c, err := s.correcting(r)
	if err != nil {
		return err
	}
	kind := views.CorrectByKey
	if c.newer() != nil {
		kind = views.CorrectByNewer
	}
	return s.correctPage(r, http.StatusOK, c, typedCorrection{kind: kind, key: quiz.KeyOf(c.now().Body),
		form: account.FormToken()})
}

// typedCorrection is what the form says.
type typedCorrection struct {
	kind, reason, form string
	key                map[string][]string
	problems           views.Problems
}

// readCorrection reads the form. Texts stand one a line.
func readCorrection(r *request, c correcting) typedCorrection {
	t := typedCorrection{kind: r.form.Value("kind"), reason: strings.TrimSpace(r.form.Value("reason")),
		form: formToken(r.form), key: map[string][]string{}, problems: views.Problems{}}
	for _, p := range keyParts(c.question) {
		field := views.KeyPart{KeyPart: p}.Field()
		t.key[p.ID] = r.form[field]
		if p.Typed() {
			t.key[p.ID] = slices.DeleteFunc(strings.FieldsFunc(r.form.Value(field), func(r rune) bool {
				return r == '\n' || r == '\r'
			}), func(line string) bool { return strings.TrimSpace(line) == "" })
		}
	}
	return t
}

func keyParts(q *quiz.Question) []quiz.KeyPart {
	if keyed, ok := q.Body.(quiz.Keyed); ok {
		return keyed.Key()
	}
	return nil
}

// correction is what the form asks for; what cannot be goes to the problems.
func (t *typedCorrection) correction(c correcting) classroom.NewCorrection {
	out := classroom.NewCorrection{Asked: c.asked, Kind: classroom.CorrectionKind(t.kind), Reason: t.reason,
		FormToken: t.form}
	switch t.kind {
	case views.CorrectByNewer:
		out.Kind, out.Key, out.FromVersion = classroom.KeyCorrected, quiz.KeyOf(c.present.Body), c.present.Version
		if c.newer() == nil {
			t.problems["what"] = "The current wording has no other key for this one."
		}
	case views.CorrectByKey:
		out.Key = t.key
		t.checkKey(c)
	case views.CorrectAllFull, views.CorrectGone:
		if c.standing != nil && c.standing.Kind == out.Kind {
			t.problems["what"] = "This is done already."
		}
	default:
		t.problems["what"] = "Choose what you want to do."
	}
	switch {
	case t.reason == "":
		t.problems["reason"] = "Say why, in a sentence."
	case utf8.RuneCountInString(t.reason) > views.MaxReason:
		t.problems["reason"] = fmt.Sprintf("Use at most %d characters.", views.MaxReason)
	}
	return out
}

// checkKey says what is wrong with a key beside its part.
func (t *typedCorrection) checkKey(c correcting) {
	after, err := c.question.WithKey(t.key)
	var problem quiz.KeyProblem
	switch {
	case errors.As(err, &problem):
		field := "what"
		for _, p := range keyParts(c.question) {
			if p.ID == problem.Part {
				field = views.KeyPart{KeyPart: p}.FieldID()
			}
		}
		t.problems[field] = problem.Message
	case err != nil:
		t.problems["what"] = "This question cannot have another key."
	case c.standing == nil || c.standing.Kind == classroom.KeyCorrected:
		if quiz.SameKey(quiz.KeyOf(after.Body), quiz.KeyOf(c.now().Body)) {
			t.problems["what"] = "This is what counts already. Change what is right below."
		}
	}
}

func (s *Server) correctPage(r *request, status int, c correcting, t typedCorrection) error {
	answers, err := s.Store.AnswersTo(r.ctx, r.teacher.ID, c.asked)
	if err != nil {
		return err
	}
	props := views.CorrectProps{Class: classCard(c.class), ID: c.question.ID, Stem: c.question.Stem,
		About: c.question.Body.Asks(), Marks: c.question.Marks, Answers: len(answers), Standing: correctedWords(c.standing),
		Kind: t.kind, Reason: t.reason, FormToken: t.form, Problems: t.problems}
	if c.older {
		props.Version = c.asked.Version
	}
	for _, p := range keyParts(c.question) {
		props.Parts = append(props.Parts, views.KeyPart{KeyPart: p, Chosen: t.key[p.ID]})
	}
	if len(props.Parts) == 0 && t.kind == views.CorrectByKey {
		props.Kind = ""
	}
	if w, ok := c.question.Body.(quiz.Writer); ok {
		props.Written = len(w.Written()) > 0
	}
	if key := c.newer(); key != nil {
		props.Newer = &views.NewerKey{Version: c.present.Version, Lines: keyLines(c.question, key)}
	}
	return s.render(r, status, views.CorrectPage(s.page(r, "Put the key right", "/classes"), props))
}

// correctedWords says what counts in a class already.
func correctedWords(c *classroom.Correction) string {
	switch {
	case c == nil:
		return ""
	case c.Kind == classroom.Withdrawn:
		return "This question is withdrawn: it counts for nobody."
	case c.Kind == classroom.FullMarks:
		return "Everybody who has answered this question gets full marks."
	}
	return "The key of this question has been put right. The page shows the key that counts now."
}

// keyLines says what is right in the parts of a question in which a key differs from its own.
func keyLines(q *quiz.Question, key map[string][]string) (lines []views.KeyLine) {
	for _, p := range keyParts(q) {
		right, named := key[p.ID]
		if !named || quiz.SameKey(map[string][]string{"": right}, map[string][]string{"": p.Right}) {
			continue
		}
		var words []string
		for _, id := range right {
			at := slices.IndexFunc(p.Choices, func(c quiz.Choice) bool { return c.ID == id })
			switch {
			case p.Typed():
				words = append(words, strings.TrimSpace(id))
			case at >= 0:
				words = append(words, p.Choices[at].Text)
			}
		}
		if len(words) == 0 {
			words = []string{"none"}
		}
		lines = append(lines, views.KeyLine{Part: p.Label, Right: strings.Join(words, "; ")})
	}
	return lines
}

// correctQuestion shows what a correction would change, or makes it.
func (s *Server) correctQuestion(r *request) error {
	c, err := s.correcting(r)
	if err != nil {
		return err
	}
	t := readCorrection(r, c)
	do := r.form.Value("do")
	if do == "back" {
		return s.correctPage(r, http.StatusOK, c, t)
	}
	correction := t.correction(c)
	// A form that comes twice finds that what it asks for is done: it is no problem, the store knows it by its token.
	done, err := s.madeBy(r, c, correction.FormToken)
	if err != nil {
		return err
	}
	switch {
	case do == "correct" && done > 0:
	case len(t.problems) > 0:
		return s.correctPage(r, http.StatusUnprocessableEntity, c, t)
	case do != "correct":
		return s.regradePage(r, c, t, correction)
	}
	return s.regradeAsJob(r, c.class.ID, "correct "+correction.FormToken, c.asked, c.question,
		func(ctx context.Context, teacher classroom.TeacherID, regrade store.Regrade) (int64, error) {
			return s.Store.Correct(ctx, teacher, correction, regrade)
		})
}

// madeBy is the correction that a form has made already; 0 for none.
func (s *Server) madeBy(r *request, c correcting, form string) (id int64, err error) {
	all, err := s.Store.Corrections(r.ctx, c.class.ID)
	for _, made := range all {
		if made.FormToken == form && made.Teacher == r.teacher.ID && made.Asked == c.asked {
			id = made.ID
		}
	}
	return id, err
}

// regradePage says what a correction would change.
func (s *Server) regradePage(r *request, c correcting, t typedCorrection, correction classroom.NewCorrection) error {
	answers, err := s.Store.AnswersTo(r.ctx, r.teacher.ID, c.asked)
	if err != nil {
		return err
	}
	for i := range answers {
		answers[i].Correction = &classroom.Correction{NewCorrection: correction}
	}
	totals, err := s.Store.QuizTotals(r.ctx, r.teacher.ID, c.asked)
	if err != nil {
		return err
	}
	changes := classroom.Changes(classroom.Regrade(c.question, answers), totals)
	props := views.RegradeProps{Class: classCard(c.class), Stem: c.question.Stem, About: c.question.Body.Asks(),
		Action: views.CorrectHref(int64(c.class.ID), c.question.ID, r.queryNumber("version")),
		Back:   views.QuestionHref(int64(c.class.ID), c.question.ID, false), What: correctionWords(correction),
		Reason: t.reason, Fields: hiddenFields(t, c), Count: classroom.CountChanges(changes)}
	if correction.Kind == classroom.KeyCorrected {
		props.Lines = keyLines(c.now(), correction.Key)
	}
	for i, change := range changes {
		if !change.Marks() {
			break
		}
		if i == changedOnPage {
			props.More = props.Count.Answers - i
			break
		}
		props.Changes = append(props.Changes, regradeChange(change))
	}
	return s.render(r, http.StatusOK, views.RegradePage(s.page(r, "Regrade", "/classes"), props))
}

// hiddenFields are the fields of the form once more, for the page that asks.
func hiddenFields(t typedCorrection, c correcting) []views.HiddenField {
	fields := []views.HiddenField{{Name: "form", Value: t.form}, {Name: "kind", Value: t.kind},
		{Name: "reason", Value: t.reason}}
	for _, p := range keyParts(c.question) {
		field := views.KeyPart{KeyPart: p}.Field()
		if p.Typed() {
			fields = append(fields, views.HiddenField{Name: field, Value: strings.Join(t.key[p.ID], "\n")})
			continue
		}
		for _, id := range t.key[p.ID] {
			fields = append(fields, views.HiddenField{Name: field, Value: id})
		}
	}
	return fields
}

// correctionWords says what a correction is.
func correctionWords(c classroom.NewCorrection) string {
	switch {
	case c.Kind == classroom.Withdrawn:
		return "The question is withdrawn."
	case c.Kind == classroom.FullMarks:
		return "Everybody who has answered gets full marks."
	case c.FromVersion > 0:
		return fmt.Sprintf("The key of version %d counts.", c.FromVersion)
	}
	return "The key is put right."
}

// regradeChange puts into words what a regrade does to an answer.
func regradeChange(c classroom.Change) views.RegradeChange {
	out := views.RegradeChange{Student: c.Student.Name, Class: c.Student.ClassName,
		Before: countedMarks(c.Given.Marks, c.OutOf, c.Given.Withdrawn()),
		After:  countedMarks(c.Regraded.After.Marks, c.OutOf, c.Regraded.After.Withdrawn())}
	if !c.InQuiz {
		return out
	}
	out.Quiz = marksOf(c.Before.Marks, c.Before.OutOf) + " → " + marksOf(c.After.Marks, c.After.OutOf)
	switch was, is := c.Before.Passed(), c.After.Passed(); {
	case is && !was:
		out.Passed = "passed now"
	case was && !is:
		out.Passed, out.Lost = "no longer passed", true
	}
	return out
}

func countedMarks(marks, outOf float64, withdrawn bool) string {
	if withdrawn {
		return "does not count"
	}
	return marksOf(marks, outOf)
}

// ruling puts into words for its author what a teacher has decided about an answer since it was given.
func ruling(given classroom.Response) views.Ruling {
	return views.Ruling{Kind: given.Ruled, Marks: marksOf(given.Marks, given.OutOf),
		First: marksOf(given.FirstMarks, given.FirstOutOf), Before: given.FirstGrade}
}
