package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// unmatched lists what was typed in a class and is still not recognised, but for what a teacher has refused.
func (s *Server) unmatched(r *request, class classroom.ClassID) ([]classroom.Unmatched, error) {
	answers, err := s.Store.UnmatchedAnswers(r.ctx, class)
	if err != nil {
		return nil, err
	}
	refused, err := s.Store.Refusals(r.ctx, class)
	if err != nil {
		return nil, err
	}
	return classroom.UnmatchedIn(answers, refused, func(a classroom.StoredAnswer) (quiz.Grade, error) {
		if a.Given.Grade != nil {
			return *a.Given.Grade, nil
		}
		q, _, err := s.asked(r, a.Given.Asked())
		if err != nil {
			return quiz.Grade{}, err
		}
		return decided(q, a.Given), nil
	})
}

func (s *Server) showUnmatched(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	return s.unmatchedPage(r, http.StatusOK, views.UnmatchedProps{Class: classCard(class)})
}

func (s *Server) unmatchedPage(r *request, status int, props views.UnmatchedProps) error {
	class := classroom.ClassID(props.Class.ID)
	unmatched, err := s.unmatched(r, class)
	if err != nil {
		return err
	}
	for _, group := range classroom.ByQuestion(unmatched) {
		q, err := s.unmatchedQuestion(r, class, group)
		if err != nil {
			return err
		}
		props.Questions = append(props.Questions, q)
	}
	accepted, err := s.Store.Acceptances(r.ctx, class)
	if err != nil {
		return err
	}
	refused, err := s.Store.Refusals(r.ctx, class)
	if err != nil {
		return err
	}
	if props.Accepted, err = s.decidedRows(r, accepted); err != nil {
		return err
	}
	// What a colleague refused may have been typed in a class that is not this one.
	refused = slices.DeleteFunc(refused, func(f classroom.Refusal) bool { return f.Teacher != r.teacher.ID })
	if props.Refused, err = s.decidedRows(r, asAcceptances(refused)); err != nil {
		return err
	}
	if props.Now, err = s.decidedNow(r, props); err != nil {
		return err
	}
	return s.render(r, status, views.UnmatchedPage(s.page(r, "Answers to look at", "/classes"), props))
}

// asAcceptances are refusals as rows of the same sort.
func asAcceptances(refused []classroom.Refusal) (all []classroom.Acceptance) {
	for _, f := range refused {
		all = append(all, classroom.Acceptance(f))
	}
	return all
}

// unmatchedQuestion is a question with what was typed for each of its parts.
func (s *Server) unmatchedQuestion(r *request, class classroom.ClassID, group []classroom.Unmatched) (
	out views.UnmatchedQuestion, err error) {
	q, older, err := s.asked(r, group[0].Asked)
	if err != nil {
		return out, err
	}
	out.Stem, out.Older = q.Text(), older
	if _, l, err := r.edition.course.Question(q.ID); err == nil && l != nil {
		out.Lesson = l.Title
	}
	for i, u := range group {
		if i == 0 || group[i-1].Field != u.Field {
			part := views.UnmatchedPart{Name: partOf(q, u.Label)}
			if body, ok := q.Body.(quiz.Acceptor); ok {
				part.Accepted = body.AcceptedIn(u.Field)
			}
			out.Parts = append(out.Parts, part)
		}
		row := views.UnmatchedRow{Key: views.UnmatchedKey(u.Response, u.Field), Text: u.Text, Students: u.Students,
			Href: views.ClassHref(int64(class), fmt.Sprintf("/unmatched/%d/%s", u.Response, url.PathEscape(u.Field)))}
		for _, other := range u.Spellings[1:] {
			row.Others = append(row.Others, other.Text)
		}
		part := &out.Parts[len(out.Parts)-1]
		part.Rows = append(part.Rows, row)
	}
	return out, nil
}

// decidedRows lists what the teachers of a class have accepted.
func (s *Server) decidedRows(r *request, accepted []classroom.Acceptance) ([]views.AcceptedRow, error) {
	var rows []views.AcceptedRow
	for _, a := range accepted {
		q, _, err := s.asked(r, a.Asked)
		if err != nil {
			return nil, err
		}
		row := views.AcceptedRow{ID: a.ID, Stem: q.Text(), Text: a.Text}
		for _, l := range q.Body.Grade(nil).Lines {
			if l.ID == a.Field {
				row.Part = partOf(q, l.Label)
			}
		}
		if a.Teacher != r.teacher.ID {
			row.By = a.By
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// decidedNow is what the address says was just decided, as far as it still stands and this teacher decided it.
func (s *Server) decidedNow(r *request, props views.UnmatchedProps) (*views.DecidedNow, error) {
	now, rows, ids := &views.DecidedNow{}, props.Accepted, numbersIn(r.query("accepted"))
	if refused := r.query("refused"); refused != "" {
		now.Refused, rows, ids = true, props.Refused, numbersIn(refused)
	}
	for _, row := range rows {
		if row.By == "" && slices.Contains(ids, row.ID) {
			now.Texts, now.IDs = append(now.Texts, row.Text), append(now.IDs, row.ID)
		}
	}
	if len(now.IDs) == 0 {
		return nil, nil
	}
	if now.Refused {
		return now, nil
	}
	var err error
	now.Regraded, err = s.Store.RegradedBy(r.ctx, r.teacher.ID, now.IDs)
	return now, err
}

// numbersIn reads numbers with commas between them.
func numbersIn(list string) (all []int64) {
	for _, text := range strings.Split(list, ",") {
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			all = append(all, n)
		}
	}
	return all
}

// partOf names a part of a question, where the question itself does not say it already.
func partOf(q *quiz.Question, label string) string {
	if label == q.Text() || label == q.Stem {
		return ""
	}
	return label
}

// askBefore is how many answers may change without a page that asks first: they are changed at once, and a button takes
// it back.
const askBefore = 10

// decideUnmatched accepts or refuses texts of the list: the one beside the button, or those that are ticked. Texts that
// are no longer in the list have been decided about meanwhile, and are passed over.
func (s *Server) decideUnmatched(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	accepts, keys := decision(r.form)
	if len(keys) == 0 {
		return s.unmatchedPage(r, http.StatusUnprocessableEntity, views.UnmatchedProps{Class: classCard(class),
			Problem: "Nothing is ticked. Tick the answers that you mean, or press the button beside one."})
	}
	unmatched, err := s.unmatched(r, class.ID)
	if err != nil {
		return err
	}
	chosen := slices.DeleteFunc(unmatched, func(u classroom.Unmatched) bool {
		return !slices.Contains(keys, views.UnmatchedKey(u.Response, u.Field))
	})
	here := views.ClassHref(int64(class.ID), "/unmatched")
	switch {
	case len(chosen) == 0:
		return redirect(here)
	case accepts:
		return s.acceptChosen(r, class, chosen)
	}
	ids, err := s.Store.Refuse(r.ctx, r.teacher.ID, chosen)
	if err != nil {
		return err
	}
	return redirect(here + "?refused=" + listOf(ids))
}

// decision is which button of the list was pressed, and for which texts.
func decision(form quiz.Form) (accepts bool, keys []string) {
	switch {
	case form.Value("accept") != "":
		return true, []string{form.Value("accept")}
	case form.Value("refuse") != "":
		return false, []string{form.Value("refuse")}
	case form.Value("do") == "accept", form.Value("do") == "refuse":
		return form.Value("do") == "accept", form["row"]
	}
	return false, nil
}

func listOf(ids []int64) string {
	var list []string
	for _, id := range ids {
		list = append(list, strconv.FormatInt(id, 10))
	}
	return strings.Join(list, ",")
}

// accepting is what is to be accepted for one question.
type accepting struct {
	question *quiz.Question
	asked    classroom.Asked
	texts    []quiz.Accepted
}

// toAccept puts together what is to be accepted, question by question.
func (s *Server) toAccept(r *request, chosen []classroom.Unmatched) (all []accepting, err error) {
	for _, group := range classroom.ByQuestion(chosen) {
		one := accepting{asked: group[0].Asked}
		if one.question, _, err = s.asked(r, one.asked); err != nil {
			return nil, err
		}
		for _, u := range group {
			one.texts = append(one.texts, u.ToAccept(one.question)...)
		}
		all = append(all, one)
	}
	return all, nil
}

// wouldChange lists the answers that accepting would grade anew.
func (s *Server) wouldChange(r *request, all []accepting) (changed []classroom.Regraded, err error) {
	for _, one := range all {
		answers, err := s.Store.AnswersTo(r.ctx, r.teacher.ID, one.asked)
		if err != nil {
			return nil, err
		}
		for i := range answers {
			answers[i].Accepted = append(slices.Clone(answers[i].Accepted), one.texts...)
		}
		changed = append(changed, classroom.Regrade(one.question, answers)...)
	}
	return changed, nil
}

// acceptChosen accepts texts for everyone. If many answers change, it asks first.
func (s *Server) acceptChosen(r *request, class classroom.Class, chosen []classroom.Unmatched) error {
	all, err := s.toAccept(r, chosen)
	if err != nil {
		return err
	}
	if r.form.Value("sure") == "" {
		changed, err := s.wouldChange(r, all)
		if err != nil {
			return err
		}
		if len(changed) > askBefore {
			return s.askToAccept(r, class, chosen, changed)
		}
	}
	_, keys := decision(r.form)
	return s.acceptAsJob(r, class.ID, keys, all)
}

// askToAccept asks whether texts are to be accepted, when many answers change.
func (s *Server) askToAccept(r *request, class classroom.Class, chosen []classroom.Unmatched,
	changed []classroom.Regraded) error {
	props := views.AcceptProps{Class: classCard(class), Action: r.path()}
	for _, u := range chosen {
		props.Texts = append(props.Texts, u.Text)
		props.Rows = append(props.Rows, views.UnmatchedKey(u.Response, u.Field))
	}
	if len(classroom.ByQuestion(chosen)) == 1 {
		q, _, err := s.asked(r, chosen[0].Asked)
		if err != nil {
			return err
		}
		props.Stem = q.Text()
	}
	describeChanges(&props, changed)
	return s.render(r, http.StatusOK, views.AcceptPage(s.page(r, "Accept for everyone", "/classes"), props))
}

// typedText is a text that was typed and not recognised, as the path names it: an answer of the class and a part of it.
type typedText struct {
	class    classroom.Class
	question *quiz.Question
	asked    classroom.Asked
	accepted quiz.Accepted
	label    string
}

// typedText finds the text of the path. One that was accepted in the meantime leads back to the list.
func (s *Server) typedText(r *request) (typed typedText, err error) {
	if typed.class, err = s.class(r); err != nil {
		return typed, err
	}
	a, err := s.Store.AnswerOf(r.ctx, typed.class.ID, r.number("response"))
	if err != nil {
		return typed, err
	}
	typed.asked = a.Given.Asked()
	if typed.question, _, err = s.asked(r, typed.asked); err != nil {
		return typed, err
	}
	line := func(g quiz.Grade) int {
		return slices.IndexFunc(g.Lines, func(l quiz.Line) bool { return l.ID == r.param("field") && l.Unmatched })
	}
	now := decided(typed.question, a.Given)
	if i := line(now); i >= 0 {
		typed.accepted, typed.label = quiz.Accepted{Field: now.Lines[i].ID, Text: now.Lines[i].Given}, now.Lines[i].Label
		return typed, nil
	}
	first := a.Given
	first.Grade = a.First.Grade
	if line(decided(typed.question, first)) >= 0 {
		return typed, redirect(views.ClassHref(int64(typed.class.ID), "/unmatched"))
	}
	return typed, store.ErrNotFound
}

// alike finds what the list has in the row of a typed text: with it go the other spellings.
func (s *Server) alike(r *request, typed typedText) ([]accepting, error) {
	alone := []accepting{{typed.question, typed.asked, []quiz.Accepted{typed.accepted}}}
	unmatched, err := s.unmatched(r, typed.class.ID)
	if err != nil {
		return nil, err
	}
	for _, u := range unmatched {
		if u.Asked == typed.asked && u.Field == typed.accepted.Field &&
			quiz.TypedKey(u.Text) == quiz.TypedKey(typed.accepted.Text) {
			return s.toAccept(r, []classroom.Unmatched{u})
		}
	}
	return alone, nil // refused before
}

// typedRow finds a typed text, and what goes with it.
func (s *Server) typedRow(r *request) (typed typedText, all []accepting, err error) {
	if typed, err = s.typedText(r); err == nil {
		all, err = s.alike(r, typed)
	}
	return typed, all, err
}

// showAccept says what accepting a text would change.
func (s *Server) showAccept(r *request) error {
	typed, all, err := s.typedRow(r)
	if err != nil {
		return err
	}
	changed, err := s.wouldChange(r, all)
	if err != nil {
		return err
	}
	props := views.AcceptProps{
		Class: classCard(typed.class), Stem: typed.question.Text(), Texts: []string{typed.accepted.Text},
		Part: partOf(typed.question, typed.label), Action: r.path(),
	}
	describeChanges(&props, changed)
	return s.render(r, http.StatusOK, views.AcceptPage(s.page(r, "Accept for everyone", "/classes"), props))
}

// changedOnPage is how many changed answers a page lists.
const changedOnPage = 60

// describeChanges says what accepting changes.
func describeChanges(props *views.AcceptProps, changed []classroom.Regraded) {
	props.Summary = fmt.Sprintf("This will regrade %s of %s.", nounCount(len(changed), "answer"),
		nounCount(classroom.People(changed), "student"))
	for i, c := range changed {
		if i == changedOnPage {
			props.More = len(changed) - i
			return
		}
		props.Changed = append(props.Changed, views.RegradeRow{
			Student: c.Student.Name, Class: c.Student.ClassName,
			Before: marksOf(c.Given.Marks, c.Given.OutOf), After: marksOf(c.After.Marks, c.Given.OutOf),
		})
	}
}

func marksOf(marks, outOf float64) string { return views.Number(marks) + " of " + views.Number(outOf) }

// nounCount writes "1 answer", "2 answers".
func nounCount(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (s *Server) acceptAnswer(r *request) error {
	typed, all, err := s.typedRow(r)
	if err != nil {
		return err
	}
	return s.acceptAsJob(r, typed.class.ID, []string{r.param("response"), r.param("field")}, all)
}

// undoAccepted takes back what this teacher has accepted.
func (s *Server) undoAccepted(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	ids, err := fieldNumbers(r.form, "acceptance")
	if err != nil {
		return err
	}
	var all []toRegrade
	teacher := r.teacher.ID
	for _, id := range ids {
		a, err := s.Store.Acceptance(r.ctx, teacher, id)
		if err != nil {
			return err
		}
		q, _, err := s.asked(r, a.Asked)
		if err != nil {
			return err
		}
		all = append(all, toRegrade{q, a.Asked, func(ctx context.Context, regrade store.Regrade) error {
			return s.Store.Unaccept(ctx, teacher, a.ID, regrade)
		}})
	}
	here := views.ClassHref(int64(class.ID), "/unmatched")
	return s.regradeAll(r, "take back "+listOf(ids), all, func(context.Context) (string, error) { return here, nil })
}

// lookAgain takes back that this teacher has refused texts: the list has them again.
func (s *Server) lookAgain(r *request) error {
	class, err := s.class(r)
	if err != nil {
		return err
	}
	ids, err := fieldNumbers(r.form, "refusal")
	if err != nil {
		return err
	}
	if err := s.Store.Unrefuse(r.ctx, r.teacher.ID, ids); err != nil {
		return err
	}
	return redirect(views.ClassHref(int64(class.ID), "/unmatched"))
}

// fieldNumbers reads the numbers of a field, of which there is one at least.
func fieldNumbers(form quiz.Form, field string) (ids []int64, err error) {
	for _, text := range form[field] {
		id, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, store.ErrNotFound
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, store.ErrNotFound
	}
	return ids, nil
}

// regrading decides about answers to q once more.
func regrading(q *quiz.Question) store.Regrade {
	return func(answers []classroom.StoredAnswer) []classroom.Regraded { return classroom.Regrade(q, answers) }
}

// regradeAsked decides once more about answers to questions as they were asked.
func (s *Server) regradeAsked(r *request) store.RegradeAsked {
	return func(asked classroom.Asked, answers []classroom.StoredAnswer) ([]classroom.Regraded, error) {
		q, _, err := s.asked(r, asked)
		if err != nil {
			return nil, err
		}
		return classroom.Regrade(q, answers), nil
	}
}
