package essay

// run is a stretch of units that two lists share, in order.
type run struct{ old, new, length int }

// common finds the longest list of units that two lists share in order, as runs. With more than most differences it
// looks no further than the beginning and the end that they share.
func common(old, new []string, most int) []run {
	head := 0
	for head < len(old) && head < len(new) && old[head] == new[head] {
		head++
	}
	tail := 0
	for tail < len(old)-head && tail < len(new)-head && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	var runs []run
	if head > 0 {
		runs = append(runs, run{0, 0, head})
	}
	numbers := map[string]int32{}
	number := func(units []string) []int32 {
		list := make([]int32, len(units))
		for i, unit := range units {
			n, known := numbers[unit]
			if !known {
				n = int32(len(numbers))
				numbers[unit] = n
			}
			list[i] = n
		}
		return list
	}
	for _, r := range myers(number(old[head:len(old)-tail]), number(new[head:len(new)-tail]), most) {
		runs = append(runs, run{r.old + head, r.new + head, r.length})
	}
	if tail > 0 {
		runs = append(runs, run{len(old) - tail, len(new) - tail, tail})
	}
	return runs
}

// myers walks, for d = 0, 1, 2, … differences, as far as they lead on each diagonal k = x - y, and then the way back;
// nil after most differences.
func myers(a, b []int32, most int) []run {
	if len(a) == 0 || len(b) == 0 {
		return nil
	}
	most = min(most, len(a)+len(b))
	far := make([]int32, 2*most+3) // how far on diagonal k, at k+most+1
	var steps [][]int32            // for each d, far on the diagonals -d … d before the step
	for d := 0; d <= most; d++ {
		steps = append(steps, append([]int32(nil), far[most+1-d:most+2+d]...))
		for k := -d; k <= d; k += 2 {
			at := k + most + 1
			var x int
			if k == -d || k != d && far[at-1] < far[at+1] {
				x = int(far[at+1])
			} else {
				x = int(far[at-1]) + 1
			}
			for x < len(a) && x-k < len(b) && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			far[at] = int32(x)
			if x >= len(a) && x-k >= len(b) {
				return back(steps, len(a), len(b))
			}
		}
	}
	return nil
}

// back collects the runs of the way that the steps took.
func back(steps [][]int32, x, y int) []run {
	var reversed []run
	for d := len(steps) - 1; d >= 0; d-- {
		k := x - y
		before := func(k int) int32 { // far on a diagonal before step d
			if k < -d || k > d {
				return 0
			}
			return steps[d][k+d]
		}
		fromX, fromY := 0, 0
		afterX := 0
		if d > 0 {
			if k == -d || k != d && before(k-1) < before(k+1) {
				fromX = int(before(k + 1))
				fromY, afterX = fromX-(k+1), fromX
			} else {
				fromX = int(before(k - 1))
				fromY, afterX = fromX-(k-1), fromX+1
			}
		}
		if n := x - afterX; n > 0 {
			reversed = append(reversed, run{afterX, afterX - k, n})
		}
		x, y = fromX, fromY
	}
	runs := make([]run, 0, len(reversed))
	for i := len(reversed) - 1; i >= 0; i-- {
		runs = append(runs, reversed[i])
	}
	return runs
}
