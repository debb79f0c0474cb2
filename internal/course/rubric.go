package course

import (
	"slices"
	"strings"

	"dossier/internal/essay"
)

// Rubric is how a written judgement is marked: skills with levels from 0 to 4, each described for the marker and for
// the student. Its id carries its version: a rubric that changes is another rubric.
type Rubric struct {
	ID     string         `yaml:"id"`
	Title  string         `yaml:"title"`
	Caps   []string       `yaml:"caps"` // limits that hold whatever a descriptor says, for the marker
	Skills []*RubricSkill `yaml:"skills"`
}

// RubricSkill is one row of a rubric.
type RubricSkill struct {
	ID       string        `yaml:"id"`
	Title    string        `yaml:"title"`
	Ask      string        `yaml:"ask"`
	Levels   []RubricLevel `yaml:"levels"` // five, level 0 first
	Comments []Comment     `yaml:"comments"`
}

// RubricLevel is one level of a skill.
type RubricLevel struct {
	Descriptor string `yaml:"descriptor"` // for the marker
	Can        string `yaml:"can"`        // for the student: "I …"
	Reach      string `yaml:"reach"`      // what to do to get there; "" for level 0
}

// Comment is a ready comment for markers.
type Comment struct {
	ID   string `yaml:"id"`
	Text string `yaml:"text"`
}

// rubricLevels is how many levels a skill has, 0 to 4.
const rubricLevels = 5

// Skill finds a skill by id; nil when there is none.
func (r *Rubric) Skill(id string) *RubricSkill {
	for _, s := range r.Skills {
		if s.ID == id {
			return s
		}
	}
	return nil
}

// Most is the highest sum of levels.
func (r *Rubric) Most() int { return (rubricLevels - 1) * len(r.Skills) }

// Rubric finds a rubric by id, or ErrUnknown.
func (c *Course) Rubric(id string) (*Rubric, error) { return find(c.rubrics, id) }

// EncodeRubric writes a rubric as it is now, for the record of every version that was served.
func EncodeRubric(r *Rubric) (body, sha string, err error) { return encode("rubric "+r.ID, r) }

func (c *compiler) readRubrics() {
	const file = "quizzes/rubrics.yaml"
	if !c.exists(file) {
		return
	}
	for _, it := range decodeList[Rubric](c, file) {
		r := it.value
		if !c.define("rubric", r.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"title": r.Title})
		if len(r.Skills) == 0 {
			c.add(it.at, "B04", "the rubric has no skills", "write at least one")
		}
		ids := map[string]bool{}
		for i, s := range r.Skills {
			at := it.path("$.skills[" + itoa(i) + "]")
			c.need(at, map[string]string{"id": s.ID, "title": s.Title, "ask": s.Ask})
			if ids[s.ID] {
				c.add(at, "B04", "the skill "+quote(s.ID)+" stands twice", "give each skill an id of its own")
			}
			ids[s.ID] = true
			if len(s.Levels) != rubricLevels {
				c.add(at, "B04", "the skill has "+itoa(len(s.Levels))+" levels", "describe five, from 0 to 4")
			}
			for n, level := range s.Levels {
				if strings.TrimSpace(level.Descriptor) == "" || strings.TrimSpace(level.Can) == "" ||
					(strings.TrimSpace(level.Reach) == "") != (n == 0) {
					c.add(at, "B04", "level "+itoa(n)+" is not described for markers and students",
						"fill in descriptor and can, and reach for every level but 0")
				}
			}
			for _, comment := range s.Comments {
				c.need(at, map[string]string{"the id of a comment": comment.ID, "the text of a comment": comment.Text})
			}
		}
		c.course.rubrics[r.ID] = &r
		c.course.Rubrics = append(c.course.Rubrics, &r)
	}
}

type stockEntry struct {
	ID      string   `yaml:"id"`
	Phrases []string `yaml:"phrases"`
	Unless  []string `yaml:"unless"`
	Before  []string `yaml:"before"`
	Ask     string   `yaml:"ask"`
	Catches []string `yaml:"catches"`
	Leaves  []string `yaml:"leaves"`
}

// readCoach reads the rules of the coach. Each brings sentences that it has to catch, and sentences of good answers
// that no rule may catch.
func (c *compiler) readCoach() {
	const file = "quizzes/coach.yaml"
	if !c.exists(file) {
		return
	}
	items := decodeList[stockEntry](c, file)
	for _, it := range items {
		e := it.value
		if !c.define("coach rule", e.ID, it.at) {
			continue
		}
		c.need(it.at, map[string]string{"ask": e.Ask})
		if len(e.Phrases) == 0 || len(e.Catches) < 3 || len(e.Leaves) < 5 {
			c.add(it.at, "B05", "the rule has too few phrases or trials",
				"write phrases, at least three sentences under catches and five under leaves")
		}
		c.course.Coach = append(c.course.Coach, essay.Stock{ID: e.ID, Phrases: e.Phrases, Unless: e.Unless, Before: e.Before,
			Ask: e.Ask})
	}
	coach := essay.NewCoach(c.course.Coach)
	caughtBy := func(text string) (ids []string) {
		for _, n := range coach.Nudges(text) {
			ids = append(ids, n.Rule)
		}
		return ids
	}
	for _, it := range items {
		for i, sentence := range it.value.Catches {
			if !slices.Contains(caughtBy(sentence), it.value.ID) {
				c.add(it.path("$.catches["+itoa(i)+"]"), "B05", "the rule does not catch "+quote(sentence),
					"add the phrase, or take the sentence out")
			}
		}
		for i, sentence := range it.value.Leaves {
			if ids := caughtBy(sentence); len(ids) > 0 {
				c.add(it.path("$.leaves["+itoa(i)+"]"), "B05", "the rule "+quote(ids[0])+" catches "+quote(sentence),
					"narrow its phrases, or name what silences it")
			}
		}
	}
}

// B05, second half: no model answer is held up by the coach.
func (c *compiler) checkCoach() {
	coach := essay.NewCoach(c.course.Coach)
	for _, b := range c.course.Benches {
		for _, n := range coach.Nudges(b.ModelAnswer) {
			c.add(c.at["bench:"+b.ID], "B05", "the coach asks about the model answer: "+quote(n.Quote),
				"narrow the rule "+n.Rule)
		}
	}
}
