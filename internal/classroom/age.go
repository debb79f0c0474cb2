package classroom

import "time"

// Age is how long ago something happened, 0 or more. What seems to lie ahead counts as happening now: the clock of a
// small computer may have been ahead when it was written down, and set right since.
func Age(now, then time.Time) time.Duration { return max(0, now.Sub(then)) }
