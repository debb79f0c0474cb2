package store

import (
	"context"
	"encoding/json"
	"slices"

	"dossier/internal/classroom"
)

// storedStep is a row of roster_step.
type storedStep struct {
	id   int64
	kind classroom.StepKind
	held bool // whoever it has taken out of the class is held, since nobody has undone it
	data stepData
}

func storedSteps(ctx context.Context, t tx) ([]storedStep, error) {
	return collect(ctx, t, func(row scanner) (step storedStep, err error) {
		var data []byte
		if err := row.Scan(&step.id, &step.kind, &step.held, &data); err != nil {
			return step, err
		}
		return step, json.Unmarshal(data, &step.data)
	}, `SELECT id, kind, undone_at IS NULL, data FROM roster_step ORDER BY id`)
}

// withMerged adds to students whoever was merged into one of them and could still be parted again.
func withMerged(ctx context.Context, t tx, students []classroom.StudentID) (map[classroom.StudentID]bool, error) {
	all := map[classroom.StudentID]bool{}
	for _, id := range students {
		all[id] = true
	}
	steps, err := storedSteps(ctx, t)
	slices.Reverse(steps) // whoever was merged into somebody who was merged later
	for _, step := range steps {
		if m := step.data.Merge; m != nil && step.held && all[m.Into] {
			all[m.From] = true
		}
	}
	return all, err
}

// forgetInSteps takes students out of what was done to rosters, so that no undo brings them back and their names stand
// there no more. What it takes to undo it for others stays.
func forgetInSteps(ctx context.Context, t tx, gone map[classroom.StudentID]bool) error {
	steps, err := storedSteps(ctx, t)
	if err != nil || len(steps) == 0 {
		return err
	}
	names, err := namesOf(ctx, t, gone, steps)
	if err != nil {
		return err
	}
	for _, step := range steps {
		was, err := json.Marshal(step.data)
		if err != nil {
			return err
		}
		step.data.forget(gone, names)
		data, err := json.Marshal(step.data)
		if err != nil {
			return err
		}
		if slices.Equal(data, was) {
			continue
		}
		if len(step.data.Students) == 0 && step.kind != classroom.StepAdd { // nothing is left to undo
			_, err = t.ExecContext(ctx, `DELETE FROM roster_step WHERE id = ?1`, step.id)
		} else {
			_, err = t.ExecContext(ctx, `UPDATE roster_step SET data = ?2 WHERE id = ?1`, step.id, string(data))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forget takes students out of a step. Of a merge nothing stays: it is about two.
func (d *stepData) forget(gone map[classroom.StudentID]bool, names map[string]bool) {
	d.Students = slices.DeleteFunc(d.Students, func(st stepStudent) bool { return gone[st.ID] })
	d.Held = slices.DeleteFunc(d.Held, func(id classroom.StudentID) bool { return gone[id] })
	d.Added = slices.DeleteFunc(d.Added, func(name string) bool { return names[name] })
	if d.Merge != nil && (gone[d.Merge.Into] || gone[d.Merge.From]) {
		*d = stepData{}
	}
}

// namesOf are the names of students, now and before the steps.
func namesOf(ctx context.Context, t tx, of map[classroom.StudentID]bool, steps []storedStep) (map[string]bool, error) {
	names := map[string]bool{}
	for id := range of {
		found, err := collect(ctx, t, func(row scanner) (name string, err error) {
			return name, row.Scan(&name)
		}, `SELECT name FROM student WHERE id = ?1 AND name <> ''`, id)
		if err != nil {
			return nil, err
		}
		for _, name := range found {
			names[name] = true
		}
	}
	for _, step := range steps {
		for _, st := range step.data.Students {
			if of[st.ID] {
				names[st.Name], names[st.NewName] = true, true
			}
		}
	}
	return names, nil
}
