package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"golang.org/x/term"

	"dossier/internal/account"
	"dossier/internal/classroom"
	"dossier/internal/store"
)

// resetCmd gives the owner a new passphrase when the old one is forgotten. Whoever may write to the data folder may do
// it, so it asks for nothing but the new passphrase.
type resetCmd struct {
	Data string `env:"DOSSIER_DATA" default:"${data_default}" placeholder:"DIR" help:"${data_help}"`
}

// Run asks for the passphrase while the data folder is closed, so that it is not locked for as long as somebody thinks.
func (c *resetCmd) Run(to console) error {
	var owner classroom.Teacher
	err := c.with(func(ctx context.Context, data *store.Store) (err error) {
		owner, err = data.Owner(ctx)
		return err
	})
	if err != nil {
		return err
	}
	pass, err := askPassphrase(to, owner.Name)
	if err != nil {
		return err
	}
	hash, err := account.HashSecret(pass)
	if err != nil {
		return err
	}
	err = c.with(func(ctx context.Context, data *store.Store) error { return data.ResetOwner(ctx, hash) })
	if err != nil {
		return err
	}
	fmt.Fprintf(to.out, "%s has a new passphrase and is signed out everywhere. Sign in with that name.\n", owner.Name)
	return nil
}

// with opens the data folder, hands it to do and closes it.
func (c *resetCmd) with(do func(context.Context, *store.Store) error) (err error) {
	if found := lookAtData(c.Data); found.isNew || found.begun {
		return &failure{exitUsage, fmt.Sprintf("there is no database in %s: name the data folder of your school with --data",
			c.Data)}
	}
	ctx := context.Background()
	data, err := store.Open(ctx, c.Data, time.Now)
	if err != nil {
		return openFailure(c.Data, err)
	}
	defer func() { err = errors.Join(err, closed(c.Data, data)) }()
	switch err := do(ctx, data); {
	case errors.Is(err, store.ErrNotFound):
		return &failure{exitUsage, fmt.Sprintf("nobody has set Dossier up in %s yet: start it and open the set-up link",
			c.Data)}
	case err != nil:
		return storeFailure(c.Data, err)
	}
	return nil
}

// askPassphrase reads a new passphrase for the owner: twice and without showing it from a terminal, and as one line
// from anything else, such as a file or the terminal of Git for Windows, which cannot be told not to show it.
func askPassphrase(to console, owner string) (pass string, err error) {
	fmt.Fprintf(to.out, "New passphrase for %s, 12 characters or more: ", owner)
	file, ok := to.in.(*os.File)
	hidden := ok && term.IsTerminal(int(file.Fd()))
	if hidden {
		pass, err = readHidden(to, file)
	} else {
		pass, err = readLine(to.in)
	}
	fmt.Fprintln(to.out)
	if errors.Is(err, io.EOF) {
		return "", &failure{exitUsage, "nothing was changed: no passphrase was typed"}
	}
	if err != nil {
		return "", &failure{exitOther, fmt.Sprintf("the passphrase could not be read: %v", err)}
	}
	if problem := account.CheckPassphrase(pass, owner); problem != nil {
		return "", &failure{exitUsage, "nothing was changed: " + problem.Error()}
	}
	if !hidden {
		return pass, nil
	}
	fmt.Fprint(to.out, "Type it once more: ")
	again, err := readHidden(to, file)
	fmt.Fprintln(to.out)
	if err != nil {
		return "", &failure{exitOther, fmt.Sprintf("the passphrase could not be read: %v", err)}
	}
	if again != pass {
		return "", &failure{exitUsage, "nothing was changed: the two passphrases differ"}
	}
	return pass, nil
}

// readHidden reads a line from a terminal that does not show it. Ctrl-C ends the program, and the terminal shows again
// what is typed.
func readHidden(to console, terminal *os.File) (string, error) {
	before, err := term.GetState(int(terminal.Fd()))
	if err != nil {
		return "", err
	}
	interrupted, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	defer close(done)
	go func() {
		select {
		case <-interrupted:
			_ = term.Restore(int(terminal.Fd()), before)
			fmt.Fprintln(to.out)
			os.Exit(exitOther)
		case <-done:
		}
	}()
	line, err := term.ReadPassword(int(terminal.Fd()))
	return string(line), err
}

// readLine reads one line. One that ends without a line break is a line too.
func readLine(from io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(from, 4096)).ReadString('\n')
	if errors.Is(err, io.EOF) && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
