// Package account holds the rules of names, passphrases, PINs, join codes and session tokens. It
// stores nothing and knows no HTTP.
package account

// Problem is an error that says, in a sentence for the person at the keyboard, what is wrong with what
// they typed. Other errors of this package are not for their eyes.
type Problem string

func (p Problem) Error() string { return string(p) }
