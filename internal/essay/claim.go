package essay

import "time"

// Expired says whether a claim made at claimed has run out by now: ClaimFor after it was made. An essay that
// nobody has claimed has no claim that could run out. A clock that was set back ends no claim early.
func Expired(p Place, claimed, now time.Time) bool {
	return p.State == Claimed && now.Sub(claimed) >= ClaimFor
}

// PlaceAt is where an essay really stands now: a claim that has run out no longer counts, although the record
// says so only with the next step.
func PlaceAt(p Place, claimed, now time.Time) Place {
	if !Expired(p, claimed, now) {
		return p
	}
	if next, err := Next(p, Expire, Program); err == nil {
		p.State = next
	}
	return p
}
