package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/course"
	"dossier/internal/demo"
	"dossier/internal/store"
	"dossier/internal/web"
)

// demoCmd makes an invented class of the owner, as the button on the page of the classes does.
type demoCmd struct {
	Class    string `default:"Demo class" placeholder:"NAME" help:"What the class is called."`
	Students int    `default:"28" placeholder:"N" help:"How many students it has, 1 to 60."`
	Weeks    int    `default:"6" placeholder:"N" help:"For how many weeks they have worked, 1 to 30."`
	Remove   bool   `help:"Remove the invented class of the owner, with everything in it."`
	originalsFolder
}

// Run plants the class or removes it.
func (c *demoCmd) Run(to console) error {
	if _, problem := account.CleanName(c.Class); problem != nil {
		return &failure{exitUsage, "the name of a class has 1 to 40 characters: give another one with --class"}
	}
	if c.Students < 1 || c.Students > demo.MostStudents || c.Weeks < 1 || c.Weeks > demo.MostWeeks {
		return &failure{exitUsage, fmt.Sprintf("--students is between 1 and %d, --weeks between 1 and %d", demo.MostStudents,
			demo.MostWeeks)}
	}
	return c.with(func(ctx context.Context, lessons *course.Course, data *store.Store) error {
		teacher, err := data.Owner(ctx)
		if errors.Is(err, store.ErrNotFound) {
			return &failure{exitUsage, fmt.Sprintf("the folder %s has no teacher yet: start dossier, open the address for "+
				"setting it up that it prints, and then run dossier demo again", c.Data)}
		}
		if err != nil {
			return storeFailure(c.Data, err)
		}
		owner := teacher.ID
		there, err := data.DemoOf(ctx, owner)
		switch {
		case err != nil && !errors.Is(err, store.ErrNotFound):
			return storeFailure(c.Data, err)
		case c.Remove:
			return c.remove(ctx, to, data, owner, there)
		case err == nil:
			fmt.Fprintf(to.out, "There is an invented class already: “%s” with %s. dossier demo --remove removes it.\n",
				there.Name, plural(there.Students, "student"))
			return nil
		}
		return c.plant(ctx, to, data, lessons, owner)
	})
}

// remove removes the class; id 0 is none.
func (c *demoCmd) remove(ctx context.Context, to console, data *store.Store, owner classroom.TeacherID,
	class classroom.Class) error {
	if class.ID == 0 {
		fmt.Fprintln(to.out, "There is no invented class here, so nothing was removed.")
		return nil
	}
	if err := data.RemoveDemo(ctx, owner, class.ID); err != nil {
		return storeFailure(c.Data, err)
	}
	fmt.Fprintf(to.out, "The invented class “%s” was removed with everything in it.\n", class.Name)
	return nil
}

// plant makes the class and tells what is in it.
func (c *demoCmd) plant(ctx context.Context, to console, data *store.Store, lessons *course.Course,
	owner classroom.TeacherID) error {
	server, err := web.New(web.Config{Course: lessons, Store: data, Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if errors.Is(err, store.ErrChanged) {
		return &failure{exitContent, "questions have changed since this folder was last served: dossier check lists them"}
	}
	if err != nil {
		return storeFailure(c.Data, err)
	}
	fmt.Fprintf(to.out, "Inventing %s and %s of work …\n", plural(c.Students, "student"), plural(c.Weeks, "week"))
	name, _ := account.CleanName(c.Class)
	id, err := server.PlantDemo(ctx, owner, name, demo.Shape{Students: c.Students, Weeks: c.Weeks}, nil)
	if err != nil {
		return storeFailure(c.Data, err)
	}
	secret, err := data.Secret(ctx)
	if err != nil {
		return storeFailure(c.Data, err)
	}
	class, err := data.Class(ctx, owner, id)
	if err != nil {
		return storeFailure(c.Data, err)
	}
	answers, essays, err := data.WorkIn(ctx, id)
	if err != nil {
		return storeFailure(c.Data, err)
	}
	fmt.Fprintf(to.out, "“%s” has %s, who gave %s and started %s.\n", class.Name,
		plural(class.Students, "student"), plural(answers, "answer"), plural(essays, "essay"))
	fmt.Fprintf(to.out, "To see what a student sees: join with the code %s as %s with the PIN %s.\n"+
		"Start dossier to look at the class. dossier demo --remove removes it.\n",
		account.FormatJoinCode(class.Code), demo.ShownName, demo.PIN(secret, id))
	return nil
}
