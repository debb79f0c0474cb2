package classroom

import "slices"

// Then compares first answers with what came of them.
type Then struct {
	Latest Share // of those who have answered: right in their latest answer
	Mended Share // of those who were not right at first and have answered again: right in their latest answer
}

// Since looks at all answers to an item, in the order in which they were given.
func Since(it *Item, all []StoredAnswer) (t Then) {
	first := map[StudentID]FirstAnswer{}
	for i := range it.N() {
		first[it.Answers[i].Student] = it.Answers[i].FirstAnswer
	}
	for _, a := range LatestOf(all) {
		full := a.Given.Score >= 1-dust
		t.Latest.add(full)
		if f, ok := first[a.Student.ID]; ok && !f.Full() && f.Response != a.Response {
			t.Mended.add(full)
		}
	}
	return t
}

func (s *Share) add(counts bool) {
	if s.Of++; counts {
		s.Count++
	}
}

// LatestOf picks the latest answer of each student, in the order in which they were given.
func LatestOf(all []StoredAnswer) (latest []StoredAnswer) {
	seen := map[StudentID]bool{}
	for _, a := range slices.Backward(all) {
		if !seen[a.Student.ID] {
			seen[a.Student.ID], latest = true, append(latest, a)
		}
	}
	slices.Reverse(latest)
	return latest
}

// Among picks the answers of an item out of all, one for each in the same order. One that is gone since, with its
// author, is left out of the item too.
func (it *Item) Among(all []StoredAnswer) (found []StoredAnswer) {
	at := map[int64]int{}
	for i, a := range all {
		at[a.Response] = i
	}
	it.Answers = slices.DeleteFunc(it.Answers, func(a ItemAnswer) bool {
		i, ok := at[a.Response]
		if ok {
			found = append(found, all[i])
		}
		return !ok
	})
	return found
}
