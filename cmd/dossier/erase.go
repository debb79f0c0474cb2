package main

import (
	"context"
	"errors"
	"fmt"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// eraseCmd deletes a student or a class for good.
type eraseCmd struct {
	whom
	Yes  bool   `help:"Do not ask."`
	JSON bool   `name:"json" help:"Print what was erased as JSON. It needs --yes."`
	Data string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
}

// erased is what the command prints as JSON.
type erased struct {
	Class    int64 `json:"class"`
	Student  int64 `json:"student,omitempty"`
	Students int   `json:"students"`
	Answers  int   `json:"answers"`
	Essays   int   `json:"essays"`
}

// Run asks while the data folder is closed, so that it is not locked for as long as somebody thinks.
func (c *eraseCmd) Run(to console) error {
	if c.JSON && !c.Yes {
		return &failure{exitUsage, "--json asks nothing: give --yes with it"}
	}
	var p people
	var goes erased
	err := openData(c.Data, func(ctx context.Context, data *store.Store) (err error) {
		if p, err = c.find(ctx, data); err == nil {
			goes, err = whatGoes(ctx, data, p)
		}
		return err
	})
	if err != nil {
		return err
	}
	question := fmt.Sprintf("%s, with %s and %s, will be erased for good: no undo and no restored backup brings them "+
		"back.\nType the name to erase (%s): ", p.words(), plural(goes.Answers, "answer"), plural(goes.Essays, "essay"),
		p.name())
	if err := confirmed(to, c.Yes, question, p.name()); err != nil {
		return err
	}
	if err := openData(c.Data, func(ctx context.Context, data *store.Store) error {
		return errors.Join(p.erase(ctx, data), wipe(ctx, data))
	}); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(to, goes)
	}
	fmt.Fprintf(to.out, "%s is erased. %s\n", p.words(), backupsKeep)
	return nil
}

// erase erases a student, or the class when it is about no student.
func (p people) erase(ctx context.Context, data *store.Store) error {
	if p.student == nil {
		return data.DeleteClass(ctx, 0, p.class.ID, nil)
	}
	return data.EraseStudents(ctx, 0, p.class.ID, []classroom.StudentID{p.student.ID})
}

// wipe leaves no trace in the files of who was erased.
func wipe(ctx context.Context, data *store.Store) error {
	wiped, err := data.Wipe(ctx)
	if err == nil && !wiped {
		err = &failure{exitOther, "they are erased, but another program has the database open, so that traces are left in " +
			"the file: close that program, then start Dossier, and the traces go"}
	}
	return err
}

// backupsKeep says where somebody who was erased still is.
const backupsKeep = "Backups that were made before still hold what was erased until they are thinned out, after " +
	"eight weeks at most. Backups that you have copied elsewhere, and folders called replaced-…, keep it until you " +
	"delete them."

// whatGoes counts what is stored about whoever is to be erased.
func whatGoes(ctx context.Context, data *store.Store, p people) (erased, error) {
	if p.student != nil {
		about, err := data.StoredAbout(ctx, p.student.ID)
		return erased{Class: int64(p.class.ID), Student: int64(p.student.ID), Students: 1, Answers: about.Answers,
			Essays: about.Essays}, err
	}
	holds, err := data.ClassHolds(ctx, p.class.ID)
	return erased{Class: int64(p.class.ID), Students: holds.Students, Answers: holds.Answers, Essays: holds.Essays}, err
}
