package demo

import (
	"context"
	"fmt"

	"dossier/internal/account"
	"dossier/internal/store"
)

// ownClasses is how many classes the teacher of a filled school has.
const ownClasses = 5

// Fill grows a school to so many answers, or a few more, for measurements: class after class of the plan's shape. The
// first five belong to the teacher of the ground, who passes for a teacher with a full timetable; each of the others
// has a teacher of its own. It returns how many answers there are. progress is told after each class.
func Fill(ctx context.Context, g Ground, plan *Plan, answers int, progress func(classes, answers int)) (int, error) {
	class, err := plant(ctx, g, plan, store.NewDemo{Name: "School 1", FormToken: account.FormToken(), Real: true})
	if err != nil {
		return 0, err
	}
	each, _, err := g.Store.WorkIn(ctx, class)
	if err != nil {
		return 0, err
	}
	n := 1
	for ; n < ownClasses || n*each < answers; n++ {
		progress(n, n*each)
		teacher := g.Teacher
		if n >= ownClasses {
			teacher = 0
		}
		// Codes drawn at random would meet now and then, when there are thousands of classes.
		name, code := fmt.Sprintf("School %d", n+1), fmt.Sprintf("S%05d", n+1)
		if _, err := g.Store.CopyClass(ctx, class, teacher, name, code); err != nil {
			return 0, err
		}
	}
	progress(n, n*each)
	return n * each, nil
}
