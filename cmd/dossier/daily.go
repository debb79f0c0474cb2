package main

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dossier/internal/store"
)

// backUpDaily makes the daily backups beside what is served, until the returned function is called, which waits for
// one that is under way to be called off.
func (s starting) backUpDaily(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		s.data.KeepBackups(ctx, func(a store.Attempt, err error) { tellBackup(s.log, a, err, dataFlag(s.Data)) })
	})
	return func() {
		cancel()
		running.Wait()
	}
}

// tellBackup writes to the log how a daily backup went, and what has to be done about it.
func tellBackup(log *slog.Logger, a store.Attempt, err error, flag string) {
	switch {
	case a.Name == "" && a.Err() == store.ErrDamaged:
		log.Error("The database is damaged, and no backup was made of it. Stop Dossier and run: " +
			"dossier restore --latest" + flag)
		return
	case a.Name == "" && err != nil:
		log.Error("The daily backup failed. It is tried again in an hour.", "error", err.Error())
		return
	case a.Damage != "":
		log.Error("An index of the database is damaged, though no answer is lost. The backup of today is whole: " +
			"stop Dossier and run: dossier restore --latest" + flag)
	case err != nil:
		log.Warn("A backup was made, but older ones could not be removed", "error", err.Error())
	}
	log.Info("backed up", "file", a.Name, "size", fmt.Sprint(a.Size), "took", a.Took.Round(time.Millisecond).String())
}
