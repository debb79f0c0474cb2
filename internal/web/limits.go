package web

import (
	"time"

	"dossier/internal/account"
)

// How often the same thing may be tried from one address. A whole school may share one, so whole classes have to fit.
const (
	joinsPerMinute   = 150 // new students of one class
	namesPerMinute   = 300 // names that are looked up in a class
	formsPerMinute   = 240 // forms of one session
	signInsPerWindow = 100 // passphrases of all teachers, in signInWindow
	signInWindow     = 15 * time.Minute
)

// limits count what is tried. All but forms are by address.
type limits struct {
	codes   *account.Limiter // wrong join codes
	names   *account.Limiter // names that were looked up
	joins   *account.Limiter // new students, by class too
	pins    *account.Limiter // wrong PINs
	unknown *account.Limiter // PINs of names that a class does not have, by class and name too
	passes  *account.Limiter // wrong passphrases, by teacher too
	signIns *account.Limiter // wrong passphrases, against making the server hash all day
	forms   *account.Limiter // by session
}

func newLimits() limits {
	return limits{
		codes:   account.NewCodeLimiter(),
		names:   account.NewLimiter(namesPerMinute, time.Minute),
		joins:   account.NewLimiter(joinsPerMinute, time.Minute),
		pins:    account.NewLimiter(account.PINsPerMinute, time.Minute),
		unknown: account.NewLimiter(account.PINFree, time.Minute),
		passes:  account.NewPassphraseLimiter(),
		signIns: account.NewLimiter(signInsPerWindow, signInWindow),
		forms:   account.NewLimiter(formsPerMinute, time.Minute),
	}
}
