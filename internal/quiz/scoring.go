package quiz

// AllOrNothing tells whether only exactly the right options earn anything.
func (q *MultipleResponse) AllOrNothing() bool { return q.Scoring == allOrNothing }

// Exact tells whether only the whole order earns anything.
func (q *Chronology) Exact() bool { return q.Scoring == scoreExact }

// InOrder tells whether a deal lays the events out as they happened, so that there would be nothing to do.
func (q *Chronology) InOrder(d Deal) bool {
	var ids []string
	for _, item := range q.Dealt(d) {
		ids = append(ids, item.ID)
	}
	return q.Grade(Answer{"order": ids}).Full()
}
