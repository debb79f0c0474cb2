package classroom

import (
	"strconv"
	"strings"
	"time"

	"dossier/internal/account"
)

// RosterStudent is a student as the list of a class has them.
type RosterStudent struct {
	ID         StudentID
	Name       string
	LastActive time.Time
	Never      bool // they have not come in yet
	HasPIN     bool // false: they choose one when they first come in
	ExtraTime  int  // what is added to every time limit, in per cent
	PlainWords bool
}

// RosterRow is one line of a list or of a file, as it was read. What a cell does not say is "".
type RosterRow struct {
	Line                       int
	Number, Name, Group        string
	ExtraTime, PlainWords, PIN string
	Turned                     string // the line as it stood, when the name was put together from two columns
	Problem                    string // why the line cannot be read; "" when it can
}

// RosterKind is what a line of a roster leads to.
type RosterKind string

// The kinds.
const (
	RosterNew       RosterKind = "new"
	RosterChanged   RosterKind = "changed"
	RosterUnchanged RosterKind = "unchanged"
	RosterFaulty    RosterKind = "faulty"
)

// RosterChange is what a line of a roster leads to. For a student who is there it holds what they have afterwards.
type RosterChange struct {
	Line       int
	Kind       RosterKind
	ID         StudentID // 0 for a new one
	Name, Key  string    // Key is the name, folded
	Was        string    // the name so far, where it changes
	ExtraTime  int
	PlainWords bool
	PIN        string   // to be set; "" leaves it as it is
	PINHash    string   // the same, hashed, for the store
	Turned     string   // as in RosterRow
	Says       []string // what changes besides the name
	Problem    string   // why nothing is done; only when faulty
}

// RosterPlan is what a list or file would do to a class, line by line.
type RosterPlan []RosterChange

// Count is how many lines are of a kind.
func (p RosterPlan) Count(kind RosterKind) (n int) {
	for _, c := range p {
		if c.Kind == kind {
			n++
		}
	}
	return n
}

// Does lists what is to be stored.
func (p RosterPlan) Does() (all []RosterChange) {
	for _, c := range p {
		if c.Kind == RosterNew || c.Kind == RosterChanged {
			all = append(all, c)
		}
	}
	return all
}

// PlanRoster works out what rows would do to a class of this name, in which these students are. A row with a number is
// about that student; one without is about the student of the same name, or about a new one.
func PlanRoster(class string, there []RosterStudent, rows []RosterRow) RosterPlan {
	known := rosterKnown{byID: map[StudentID]RosterStudent{}, byKey: map[string]RosterStudent{}}
	for _, st := range there {
		known.byID[st.ID], known.byKey[account.FoldName(st.Name)] = st, st
	}
	lineOf := map[StudentID]int{}
	var plan RosterPlan
	for _, row := range rows {
		c := known.change(class, row)
		if first := lineOf[c.ID]; c.ID != 0 && c.Kind != RosterFaulty && first != 0 {
			c.Kind, c.Problem = RosterFaulty, "Line "+strconv.Itoa(first)+" is about the same student."
		}
		if c.ID != 0 && c.Kind != RosterFaulty {
			lineOf[c.ID] = c.Line
		}
		plan = append(plan, c)
	}
	return refuseSharedNames(there, plan)
}

// refuseSharedNames refuses the later of two lines after which two students of a class would have the same name. A line
// that is refused leaves its student with the name they have, so that another line may be refused in turn.
func refuseSharedNames(there []RosterStudent, plan RosterPlan) RosterPlan {
	for again := true; again; {
		again = false
		renamed := map[StudentID]bool{}
		for _, c := range plan {
			renamed[c.ID] = renamed[c.ID] || c.Kind == RosterChanged && c.Was != ""
		}
		taken := map[string]string{} // by folded name, why it is
		for _, st := range there {
			if !renamed[st.ID] {
				taken[account.FoldName(st.Name)] = "Another student of the class has this name."
			}
		}
		for i, c := range plan {
			if c.Kind != RosterNew && (c.Kind != RosterChanged || c.Was == "") {
				continue
			}
			if why := taken[c.Key]; why != "" {
				plan[i].Kind, plan[i].Problem, again = RosterFaulty, why, true
				continue
			}
			taken[c.Key] = "Line " + strconv.Itoa(c.Line) + " has the same name."
		}
	}
	return plan
}

// rosterKnown finds the students of a class.
type rosterKnown struct {
	byID  map[StudentID]RosterStudent
	byKey map[string]RosterStudent
}

func (known rosterKnown) change(class string, row RosterRow) RosterChange {
	c := RosterChange{Line: row.Line, Kind: RosterNew, Turned: row.Turned}
	fault := func(problem string) RosterChange {
		c.Kind, c.Problem = RosterFaulty, problem
		if c.Name == "" {
			c.Name = row.Name
		}
		return c
	}
	if row.Problem != "" {
		return fault(row.Problem)
	}
	now, found := RosterStudent{}, false
	if row.Number != "" {
		id, err := strconv.ParseInt(row.Number, 10, 64)
		if now, found = known.byID[StudentID(id)]; err != nil || !found {
			return fault("No student of this class has the number “" + row.Number + "”. Leave it empty for a new one.")
		}
	}
	if row.Group != "" && !sameGroup(row.Group, class) {
		return fault("This line is for the class “" + row.Group + "”. Read it in there.")
	}
	name, problem := account.CleanName(row.Name)
	switch {
	case found && row.Name == "":
		name = now.Name
	case problem != nil:
		return fault(problem.Error())
	}
	c.Name, c.Key = name, account.FoldName(name)
	if !found {
		now, found = known.byKey[c.Key]
		if found {
			c.Name = now.Name // a list writes the same name in its own way
		}
	}
	c.ID, c.ExtraTime, c.PlainWords = now.ID, now.ExtraTime, now.PlainWords
	if problem := c.settle(row); problem != "" {
		return fault(problem)
	}
	if found {
		c.compare(now)
	}
	return c
}

// settle reads what a row says besides the name. It returns what is wrong with it.
func (c *RosterChange) settle(row RosterRow) (problem string) {
	if strings.TrimSpace(row.ExtraTime) != "" {
		n, ok := ReadExtraTime(row.ExtraTime)
		if !ok {
			return "Extra time is 0, 25, 50 or 100 per cent or “no limit”, and not “" + row.ExtraTime + "”."
		}
		c.ExtraTime = n
	}
	switch said := strings.ToLower(row.PlainWords); said {
	case "":
	case "yes", "y", "true", "1":
		c.PlainWords = true
	case "no", "n", "false", "0":
		c.PlainWords = false
	default:
		return "Plain words are yes or no, and not “" + row.PlainWords + "”."
	}
	if row.PIN != "" && row.PIN != "*" {
		c.PIN = account.CleanPIN(row.PIN)
		if err := account.CheckPIN(c.PIN); err != nil {
			return err.Error()
		}
	}
	return ""
}

// compare says what changes for a student who is there.
func (c *RosterChange) compare(now RosterStudent) {
	if c.Name != now.Name {
		c.Was = now.Name
	}
	if c.ExtraTime != now.ExtraTime {
		c.Says = append(c.Says, "extra time: "+ExtraTimeWords(c.ExtraTime))
	}
	if c.PlainWords != now.PlainWords {
		c.Says = append(c.Says, map[bool]string{true: "plain words", false: "no plain words"}[c.PlainWords])
	}
	if c.PIN != "" {
		c.Says = append(c.Says, "a new PIN")
	}
	c.Kind = RosterUnchanged
	if c.Was != "" || len(c.Says) > 0 {
		c.Kind = RosterChanged
	}
}

// sameGroup compares names of classes as people write them.
func sameGroup(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
