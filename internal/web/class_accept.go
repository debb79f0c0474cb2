package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dossier/internal/classroom"
	"dossier/internal/quiz"
	"dossier/internal/store"
	"dossier/views"
)

// toRegrade is a question whose answers are decided about once more, and what is changed before that.
type toRegrade struct {
	question *quiz.Question
	asked    classroom.Asked
	do       func(context.Context, store.Regrade) error
}

// regradeAll carries changes out one after the other, as a job. leadsTo is asked at its end.
func (s *Server) regradeAll(r *request, name string, all []toRegrade,
	leadsTo func(context.Context) (string, error)) error {
	return s.follow(r, s.begin(r, name, "Regrading", func(j *job) (string, error) {
		ctx, done, of := context.Background(), 0, 0
		for _, one := range all {
			n, err := s.Store.CountAnswersTo(ctx, j.teacher, one.asked)
			if err != nil {
				return "", err
			}
			of += n
		}
		for _, one := range all {
			regrade := regrading(one.question)
			if err := one.do(ctx, func(answers []classroom.StoredAnswer) []classroom.Regraded {
				changed := regrade(answers)
				done += len(answers)
				j.report(min(done, of), of)
				return changed
			}); err != nil {
				return "", err
			}
		}
		return leadsTo(ctx)
	}))
}

// acceptAsJob accepts texts for everyone and leads to the list, which says what was accepted and takes it back. keys
// are what the form named, so that a form which comes twice finds the job of the first.
func (s *Server) acceptAsJob(r *request, class classroom.ClassID, keys []string, accepted []accepting) error {
	var all []toRegrade
	teacher := r.teacher.ID
	for _, one := range accepted {
		for _, text := range one.texts {
			all = append(all, toRegrade{one.question, one.asked, func(ctx context.Context, regrade store.Regrade) error {
				return s.Store.Accept(ctx, teacher, one.asked, text, regrade)
			}})
		}
	}
	name := fmt.Sprint("accept in ", class, ": ", strings.Join(keys, " "))
	return s.regradeAll(r, name, all, func(ctx context.Context) (string, error) {
		return s.whereAccepted(ctx, teacher, class, accepted)
	})
}

// whereAccepted is the address of the list of a class that says what a teacher has accepted.
func (s *Server) whereAccepted(ctx context.Context, teacher classroom.TeacherID, class classroom.ClassID,
	all []accepting) (string, error) {
	stand, err := s.Store.Acceptances(ctx, class)
	var ids []int64
	for _, a := range stand {
		for _, one := range all {
			if a.Teacher == teacher && a.Asked == one.asked && slices.Contains(one.texts, a.Accepted) {
				ids = append(ids, a.ID)
			}
		}
	}
	return views.ClassHref(int64(class), "/unmatched") + "?accepted=" + listOf(ids), err
}
