package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
)

// whom says about whom a command is.
type whom struct {
	Student int64  `placeholder:"ID" help:"Number of a student: student_id in every table that a teacher takes away."`
	Class   string `placeholder:"CODE" help:"A class, by its code or its number."`
	Name    string `placeholder:"NAME" help:"Name of a student in that class."`
}

// people are the student, or the class, that was meant.
type people struct {
	student *classroom.Student // nil when the whole class was meant
	class   classroom.Class
}

func (p people) name() string {
	if p.student != nil {
		return p.student.Name
	}
	return p.class.Name
}

// words names them in a sentence.
func (p people) words() string {
	if p.student != nil {
		return fmt.Sprintf("“%s” in “%s”", p.student.Name, p.class.Name)
	}
	return fmt.Sprintf("the class “%s”", p.class.Name)
}

// find looks for whoever was meant.
func (w whom) find(ctx context.Context, data *store.Store) (p people, err error) {
	if (w.Student == 0) == (w.Class == "") || w.Name != "" && w.Class == "" {
		return p, &failure{exitUsage, "say about whom: --student ID, or --class CODE, or --class CODE and --name NAME"}
	}
	if w.Student != 0 {
		st, err := data.AnyStudent(ctx, classroom.StudentID(w.Student))
		if errors.Is(err, store.ErrNotFound) {
			return p, &failure{exitUsage, fmt.Sprintf("there is no student %d: the roster of a class has the numbers "+
				"as student_id", w.Student)}
		}
		if err != nil {
			return p, err
		}
		p.student = &st
		p.class, err = data.AnyClass(ctx, st.Class)
		return p, err
	}
	if p.class, err = w.findClass(ctx, data); err != nil || w.Name == "" {
		return p, err
	}
	name, problem := account.CleanName(w.Name)
	if problem != nil {
		return p, &failure{exitUsage, "--name: " + problem.Error()}
	}
	st, err := data.StudentByName(ctx, p.class.ID, name, account.FoldName(name))
	if errors.Is(err, store.ErrNotFound) {
		return p, &failure{exitUsage, fmt.Sprintf("the class “%s” has nobody of that name: type it as the roster has it",
			p.class.Name)}
	}
	p.student = &st
	return p, err
}

func (w whom) findClass(ctx context.Context, data *store.Store) (class classroom.Class, err error) {
	err = store.ErrNotFound
	if n, e := strconv.ParseInt(w.Class, 10, 64); e == nil {
		class, err = data.AnyClass(ctx, classroom.ClassID(n))
	}
	if code, e := account.ParseJoinCode(w.Class); e == nil && errors.Is(err, store.ErrNotFound) {
		class, err = data.ClassByCode(ctx, code)
	}
	if errors.Is(err, store.ErrNotFound) {
		return class, &failure{exitUsage, fmt.Sprintf("there is no class %s: its page has the code, and its address the "+
			"number", w.Class)}
	}
	return class, err
}

// openData opens a data folder that is there, hands it to do and closes it.
func openData(dir string, do func(context.Context, *store.Store) error) (err error) {
	if found := lookAtData(dir); found.isNew || found.begun {
		return &failure{exitUsage, fmt.Sprintf("there is no database in %s: name the data folder of your school with --data",
			dir)}
	}
	ctx := context.Background()
	data, err := store.Open(ctx, dir, time.Now)
	if err != nil {
		return openFailure(dir, err)
	}
	defer func() { err = errors.Join(err, closed(dir, data)) }()
	return dataFailure(dir, do(ctx, data))
}

// dataFailure says why something could not be done with the data in dir, unless the error says it already.
func dataFailure(dir string, err error) error {
	var f *failure
	if err == nil || errors.As(err, &f) {
		return err
	}
	return storeFailure(dir, err)
}

// confirmed asks whoever sits at the machine to type a word, unless they have said yes already.
func confirmed(to console, yes bool, question, word string) error {
	if yes {
		return nil
	}
	fmt.Fprint(to.out, question)
	line, err := readLine(to.in)
	fmt.Fprintln(to.out)
	if err != nil || strings.TrimSpace(line) != word {
		return &failure{exitUsage, "nothing was changed: something else was typed"}
	}
	return nil
}

// printJSON prints what a command has done, for another program.
func printJSON(to console, v any) error {
	out := json.NewEncoder(to.out)
	out.SetEscapeHTML(false)
	return out.Encode(v)
}
