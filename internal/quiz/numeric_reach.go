package quiz

// Reach is what a band of an estimate holds: the numbers from Lo to Hi, for a share of the marks.
type Reach struct{ Lo, Hi, Score float64 }

// Reaches lists what each band holds, in their order: the first that holds an estimate counts. There are none where a
// range is asked for.
func (q *NumericEstimate) Reaches() (all []Reach) {
	if q.AskRange {
		return nil
	}
	for _, b := range q.Bands {
		if lo, hi, ok := b.Bounds(q.Answer); ok {
			all = append(all, Reach{Lo: lo, Hi: hi, Score: clamp(b.Score)})
		}
	}
	return all
}
