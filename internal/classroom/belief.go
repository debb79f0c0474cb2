package classroom

// Beliefs counts how far a class believes a text, before and after.
type Beliefs struct {
	Before, After    [5]int // by step, the lowest first
	First, Both      int    // who has said it once, and who has said it again
	Less, Same, More int    // of those who have said it twice
}

// CountBeliefs counts what students have said of one text. What nobody has said yet is 0 in a Trust.
func CountBeliefs(said []Trust) (b Beliefs) {
	for _, t := range said {
		if t.Before < 1 || t.Before > len(b.Before) {
			continue
		}
		b.First++
		b.Before[t.Before-1]++
		if t.After < 1 || t.After > len(b.After) {
			continue
		}
		b.Both++
		b.After[t.After-1]++
		switch {
		case t.After < t.Before:
			b.Less++
		case t.After > t.Before:
			b.More++
		default:
			b.Same++
		}
	}
	return b
}
