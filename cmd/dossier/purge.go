package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dossier/internal/classroom"
	"dossier/internal/store"
)

// purgeCmd erases the classes that nobody has used for a long time, and guests.
type purgeCmd struct {
	OlderThan string `placeholder:"DAYS" help:"For how long nobody has used what is to go, such as 400d. At least 30d."`
	DryRun    bool   `help:"Say what would go, and erase nothing."`
	Yes       bool   `help:"Do not ask."`
	JSON      bool   `name:"json" help:"Print what goes as JSON. It needs --yes or --dry-run."`
	Data      string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
}

// purged is what the command prints as JSON.
type purged struct {
	Days    int           `json:"days"`
	DryRun  bool          `json:"dry_run"`
	Classes []purgedClass `json:"classes"`
	Guests  int           `json:"guests"`
	before  time.Time
}

type purgedClass struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Students int    `json:"students"`
	LastUsed string `json:"last_used"` // a day, in UTC
}

// Run looks for what goes, asks, and erases it.
func (c *purgeCmd) Run(to console) error {
	if c.JSON && !c.Yes && !c.DryRun {
		return &failure{exitUsage, "--json asks nothing: give --yes or --dry-run with it"}
	}
	var goes purged
	if err := openData(c.Data, func(ctx context.Context, data *store.Store) (err error) {
		goes, err = c.look(ctx, data)
		return err
	}); err != nil {
		return err
	}
	none := len(goes.Classes) == 0 && goes.Guests == 0
	if !c.JSON {
		goes.print(to)
	}
	if !c.DryRun && !none {
		if err := confirmed(to, c.Yes, "Type erase to erase all of it for good: ", "erase"); err != nil {
			return err
		}
		if err := openData(c.Data, goes.erase); err != nil {
			return err
		}
	}
	switch {
	case c.JSON:
		return printJSON(to, goes)
	case c.DryRun || none:
		fmt.Fprintln(to.out, "Nothing was erased.")
	default:
		fmt.Fprintln(to.out, "All of it is erased. "+backupsKeep)
	}
	return nil
}

// look finds what nobody has used for as many days as were given, or as the school has chosen.
func (c *purgeCmd) look(ctx context.Context, data *store.Store) (goes purged, err error) {
	days, err := data.KeepDays(ctx)
	if err != nil {
		return goes, err
	}
	if c.OlderThan != "" {
		if days, err = strconv.Atoi(strings.TrimSuffix(c.OlderThan, "d")); err != nil || !classroom.AllowedKeep(days) {
			return goes, &failure{exitUsage, fmt.Sprintf("--older-than takes a number of days between %dd and %dd",
				classroom.FewestKept, classroom.MostKept)}
		}
	}
	now := time.Now()
	goes = purged{Days: days, DryRun: c.DryRun, Classes: []purgedClass{}, before: now.AddDate(0, 0, -days)}
	uses, err := data.ClassUses(ctx, 0)
	if err != nil {
		return goes, err
	}
	for _, u := range classroom.Due(uses, now, days) {
		goes.Classes = append(goes.Classes, purgedClass{ID: int64(u.ID), Name: u.Name, Students: u.Students,
			LastUsed: u.Used.UTC().Format(time.DateOnly)})
	}
	goes.Guests, err = data.IdleGuests(ctx, goes.before)
	return goes, err
}

func (p purged) print(to console) {
	if len(p.Classes) == 0 && p.Guests == 0 {
		fmt.Fprintf(to.out, "There is nothing that nobody has used for %s.\n", plural(p.Days, "day"))
		return
	}
	fmt.Fprintf(to.out, "Nobody has used this for %s:\n", plural(p.Days, "day"))
	for _, c := range p.Classes {
		fmt.Fprintf(to.out, "  class %d, “%s”, with %s, last used on %s\n", c.ID, c.Name, plural(c.Students, "student"),
			c.LastUsed)
	}
	if p.Guests > 0 {
		fmt.Fprintf(to.out, "  %s\n", plural(p.Guests, "guest"))
	}
}

// erase erases what was found. A class that somebody has used since is no longer found, and stays.
func (p purged) erase(ctx context.Context, data *store.Store) error {
	uses, err := data.ClassUses(ctx, 0)
	if err != nil {
		return err
	}
	due := map[classroom.ClassID]bool{}
	for _, u := range classroom.Due(uses, time.Now(), p.Days) {
		due[u.ID] = true
	}
	for _, c := range p.Classes {
		if id := classroom.ClassID(c.ID); due[id] {
			if err := data.DeleteClass(ctx, 0, id, nil); err != nil {
				return err
			}
		}
	}
	if _, err = data.EraseGuests(ctx, p.before); err != nil {
		return err
	}
	return wipe(ctx, data)
}
