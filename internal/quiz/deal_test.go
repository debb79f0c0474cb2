package quiz_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"math"
	"slices"
	"sort"
	"strings"
	"testing"

	"dossier/internal/quiz"
)

const deals = 1200

// chi sums the squared distance of counts from an even spread.
func chi(counts []int) float64 {
	total := 0
	for _, n := range counts {
		total += n
	}
	even := float64(total) / float64(len(counts))
	sum := 0.0
	for _, n := range counts {
		sum += (float64(n) - even) * (float64(n) - even) / even
	}
	return sum
}

func TestOrderDoesNotFollowTheFile(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e"}
	at := map[string][]int{} // how often each part stood at each place
	for _, id := range ids {
		at[id] = make([]int, len(ids))
	}
	ahead := 0 // how often a stood before b
	for n := range deals {
		d := quiz.NewDeal(key(n), "sample-01")
		order := d.Order("options", ids)
		place := map[string]int{}
		for i, id := range order {
			place[id] = i
			at[id][i]++
		}
		if place["a"] < place["b"] {
			ahead++
		}
	}
	// 18.47 is the 99.9 per cent point of chi squared with 4 degrees of freedom. The keys are fixed, so the test is too.
	for _, id := range ids {
		if x := chi(at[id]); x > 18.47 {
			t.Errorf("%s stands at the places %v times, chi squared %.1f", id, at[id], x)
		}
	}
	if off := math.Abs(float64(ahead) - deals/2); off > 3.3*math.Sqrt(deals)/2 {
		t.Errorf("a stands before b in %d of %d deals", ahead, deals)
	}
}

func TestHandlesDoNotFollowTheFileOrTheOrder(t *testing.T) {
	ids := []string{"a", "b", "c", "d"}
	rank := make([]int, len(ids)) // place of the handle of "a" when handles are sorted
	same := make([]int, 2)        // whether sorting by handle gives the dealt order of the first two
	for n := range deals {
		d := quiz.NewDeal(key(n), "sample-01")
		sorted := append([]string(nil), ids...)
		sort.Slice(sorted, func(i, j int) bool { return d.Handle(sorted[i]) < d.Handle(sorted[j]) })
		for i, id := range sorted {
			if id == "a" {
				rank[i]++
			}
		}
		order := d.Order("options", ids)
		if d.Handle(order[0]) < d.Handle(order[1]) {
			same[0]++
		} else {
			same[1]++
		}
	}
	if x := chi(rank); x > 16.27 { // 99.9 per cent, 3 degrees of freedom
		t.Errorf("the handle of a ranks %v, chi squared %.1f", rank, x)
	}
	if x := chi(same); x > 10.83 { // 1 degree of freedom
		t.Errorf("handles rise with the dealt order %v times, chi squared %.1f", same, x)
	}
}

func TestDealIsStableAndParticular(t *testing.T) {
	ids := []string{"a", "b", "c", "d", "e", "f"}
	handles := map[string]bool{}
	moved := 0
	for n := range deals {
		one, again := quiz.NewDeal(key(n), "sample-01"), quiz.NewDeal(key(n), "sample-01")
		other := quiz.NewDeal(key(n), "sample-02")
		if got, want := strings.Join(again.Order("x", ids), ""), strings.Join(one.Order("x", ids), ""); got != want {
			t.Fatalf("a reload shows %s instead of %s", got, want)
		}
		if strings.Join(one.Order("x", ids), "") != strings.Join(other.Order("x", ids), "") {
			moved++
		}
		for _, id := range ids {
			h := one.Handle(id)
			if h != again.Handle(id) {
				t.Fatalf("a reload changes the handle of %s", id)
			}
			if handles[h] || handles[other.Handle(id)] || h == other.Handle(id) {
				t.Fatalf("the handle %s is not particular to its attempt and question", h)
			}
			handles[h], handles[other.Handle(id)] = true, true
			if h[0] < 'a' || h[0] > 'z' {
				t.Errorf("the handle %s does not begin with a letter", h)
			}
			if part, ok := one.Part(h, ids); !ok || part != id {
				t.Errorf("the handle of %s stands for %q", id, part)
			}
		}
		if _, ok := one.Part(other.Handle("a"), ids); ok {
			t.Fatal("a handle of another question was taken")
		}
	}
	if moved < deals*95/100 { // 719 of 720 orders differ
		t.Errorf("two questions of an attempt differ in order in %d of %d deals", moved, deals)
	}
	one := quiz.NewDeal(key(1), "q")
	if slices.Equal(one.Order("prompts", ids), one.Order("choices", ids)) {
		t.Error("two lists of one question have one order")
	}
}

// Where the right part stands, and how its handle ranks, says nothing: for every list that the kinds about sources
// shuffle.
func TestKeysOfQuestionsAboutSourcesAreDealtEvenly(t *testing.T) {
	evidence, provenance, comparison, next := evidence(t), provenance(t), comparison(t), nextSource(t)
	place, rank := map[string][]int{}, map[string][]int{}
	count := func(list string, handles []string, key int) {
		if place[list] == nil {
			place[list], rank[list] = make([]int, len(handles)), make([]int, len(handles))
		}
		place[list][key]++
		below := 0
		for _, h := range handles {
			if h < handles[key] {
				below++
			}
		}
		rank[list][below]++
	}
	for n := range deals {
		d := quiz.NewDeal(key(n), "sample-01")
		lists := map[string][]quiz.Option{"reasons": evidence.DealtReasons(d), "aspect": provenance.Auto[0].Dealt(d)}
		for list, options := range lists {
			var handles []string
			key := 0
			for i, o := range options {
				h := d.Handle(o.ID)
				if list == "aspect" {
					h = provenance.Auto[0].Handle(o, d)
				}
				handles = append(handles, h)
				if o.Correct {
					key = i
				}
			}
			count(list, handles, key)
		}
		var cards, points []string
		best, first := 0, 0
		for i, o := range next.Dealt(d) {
			cards = append(cards, d.Handle(o.ID))
			if o.Value == 1 {
				best = i
			}
		}
		for i, p := range comparison.Dealt(d) {
			points = append(points, p.Field(d))
			if p.Answer == "first" {
				first = i
			}
		}
		count("cards", cards, best)
		count("points", points, first)
		var sides []string
		for _, s := range comparison.Sides() {
			sides = append(sides, comparison.Points[0].Handle(s.ID, d))
		}
		count("sides", sides, 0)
	}
	for list := range place {
		// 99.9 per cent points of chi squared with 2 and 3 degrees of freedom
		limit := map[int]float64{3: 13.82, 4: 16.27}[len(place[list])]
		if x := chi(place[list]); x > limit && list != "sides" {
			t.Errorf("%s: the key stands at the places %v times, chi squared %.1f", list, place[list], x)
		}
		if x := chi(rank[list]); x > limit {
			t.Errorf("%s: the handle of the key ranks %v, chi squared %.1f", list, rank[list], x)
		}
	}
	if len(place) != 5 {
		t.Errorf("%d lists, want 5", len(place))
	}
}

func TestOrderIgnoresTheOrderOfTheFile(t *testing.T) {
	for n := range 250 {
		d := quiz.NewDeal(key(n), "sample-01")
		got := strings.Join(d.Order("x", []string{"d", "b", "a", "c"}), "")
		want := strings.Join(d.Order("x", []string{"a", "b", "c", "d"}), "")
		if got != want {
			t.Fatalf("reordering the file changes the deal from %s to %s", want, got)
		}
	}
}

func TestDealtKeepsEveryPart(t *testing.T) {
	d := deal(7)
	m := matching(t)
	if len(m.DealtPrompts(d)) != 3 || len(m.DealtChoices(d)) != 4 || len(chronology(t).Dealt(d)) != 5 ||
		len(multiple(t).Dealt(d)) != 4 {
		t.Error("a deal loses parts")
	}
	for _, c := range m.DealtChoices(d) {
		if c.Text == "" {
			t.Errorf("choice %s was dealt without its text", c.ID)
		}
	}
	fixed := single(t)
	no := false
	fixed.Shuffle = &no
	for n := range 50 {
		for i, o := range fixed.Dealt(deal(n)) {
			if o.ID != fixed.Options[i].ID {
				t.Fatal("options with an order of their own were shuffled")
			}
		}
	}
}

// TestHandlesAreHMACs: handles in pages that are open, and in attempts that were begun, outlive the program.
func TestHandlesAreHMACs(t *testing.T) {
	keyed := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		h.Write([]byte(text))
		return h.Sum(nil)
	}
	for _, length := range []int{0, 1, 32, 63, 64, 65, 200} {
		key := bytes.Repeat([]byte("k"), length)
		for _, part := range []string{"", "a", strings.Repeat("long ", 60)} {
			sum := keyed(keyed(key, "deal\x00question"), "handle\x00"+part)
			want := "h" + strings.ToLower(base32.StdEncoding.EncodeToString(sum)[:12])
			if got := quiz.NewDeal(key, "question").Handle(part); got != want {
				t.Errorf("key of %d bytes, part %q: %s, want %s", length, part, got, want)
			}
		}
	}
}

func BenchmarkHandle(b *testing.B) {
	d := quiz.NewDeal([]byte("key"), "question")
	for b.Loop() {
		d.Handle("part")
	}
}
