package account

// Keys returns how many keys a Limiter remembers.
func Keys(l *Limiter) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.taken)
}
