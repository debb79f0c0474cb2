package demo

import (
	"math/rand/v2"
	"strings"

	"dossier/internal/quiz"
)

func count(text string) int { return len(strings.Fields(text)) }

func lower(text string) string { return strings.ToLower(text) }

// write is what somebody writes in a part of an answer: good, middling or weak, as they are able.
func (w *worker) write(q *quiz.Question, part quiz.WrittenPart) string {
	texts := texts[q.ID+"."+part.ID]
	if len(texts) == 0 {
		texts = anyTexts
	}
	text := texts[w.grade(len(texts))]
	if long := before[w.r.IntN(len(before))] + text + after[w.r.IntN(len(after))]; count(long) <= part.Words.Max {
		text = long
	}
	return fitting(text, part.Words)
}

// grade is how well somebody writes, as a number below n; a higher one is better.
func (w *worker) grade(n int) int {
	return min(n-1, max(0, int((w.who.able-.35)/.6*float64(n)+w.r.Float64()*.8-.4)))
}

// judged is what follows an answer with written parts: its author says how good they are, and the teacher later.
func (w *worker) judged(g Given) (after []Deed) {
	body, ok := g.Question.Body.(quiz.Writer)
	if !ok {
		return nil
	}
	for _, part := range body.Written() {
		if w.r.Float64() < .5+w.who.hard*.5 {
			level := min(len(part.Levels)-1, max(0, w.grade(len(part.Levels))+rounded(w.who.bold*3, w.r)))
			after = append(after, JudgePart{g.Lesson, g.Question.ID, part.ID, level})
		}
		after = append(after, LevelPart{g.Lesson, g.Question.ID, part.ID, w.grade(len(part.Levels))})
	}
	return after
}

// rounded rounds up or down, so that it is right on average.
func rounded(x float64, r *rand.Rand) int {
	n := int(x)
	if rest := x - float64(n); rest > 0 && r.Float64() < rest {
		return n + 1
	} else if rest < 0 && r.Float64() < -rest {
		return n - 1
	}
	return n
}

// anyTexts are for questions that the invented class knows nothing of, such as those of a school's own lessons.
var anyTexts = []string{
	"I think it is useful because it is from that time. But it could also be biased so you can not believe everything.",
	"It shows what people could see and say at that time. It does not prove that it was true, because the writer " +
		"only knew one side of it. I would want a second source.",
	"It is good evidence of what the writer believed and wanted others to think. For what really happened it is " +
		"weaker, because the writer could not see all of it, so I would check it against a record from somebody else.",
}

// texts are what is written in the parts of the questions of the built-in course, weak ones first.
var texts = map[string][]string{
	"before-30.value": {
		"You can use it to know that Rubin was treated very badly. It is sad and I believe her.",
		"It shows how somebody was made to confess. But she is his sister so she is on his side and it was a long " +
			"time ago.",
		"It is useful to see how a confession was made. I want a second witness for the two men who were shot, because " +
			"she was not there herself.",
		"She tells what her brother told her, so it is good for how he explained his confession. For the shootings I " +
			"would want somebody else who saw them.",
		"It is good evidence of how a false confession could be forced, since she heard it from him. But she wanted to " +
			"clear his name and saw nothing herself, so the two killings need a second witness.",
	},
	"causes-38.fits": {
		"Trotsky, because he knew Stalin and she was only a writer. He explains it better and it is more logical I " +
			"think.",
		"I think Mandelstam fits better. Many people were shot and it was about fear so that nobody says anything " +
			"any more.",
		"Mandelstam fits better because most people who were shot were not in the party at all. Trotsky only speaks " +
			"about the opposition.",
		"Most of the dead were not party members, so her idea that everybody was to be afraid fits better. It does not " +
			"explain why it started in 1937 and not before.",
		"Her explanation fits most of them better, because they had no power and no office that Stalin could fear. But " +
			"if it was only about fear, why were there orders with numbers and groups? That stays open, and Trotsky does " +
			"not answer it either.",
	},
	"kirov-32.more": {
		"Arnot helps more because he says clearly that there is proof and Duranty is not so sure about what he says.",
		"I would take Duranty. He was a reporter in Moscow and reporters know more than somebody who writes for a " +
			"party paper.",
		"Duranty helps more because he says that at first it looked like a personal reason. That is something new for " +
			"a historian.",
		"Duranty defends Stalin but he also says that it first looked personal. That does not help his own side so I " +
			"believe it more. Arnot does not show his proof.",
		"Duranty. He admits something that does not suit him, the personal motive, and this makes it worth more. Arnot " +
			"only claims that the proof was strong enough and does not show it. So from Arnot I learn what his readers " +
			"were to believe.",
	},
	"notice-25.worth": {
		"It is good evidence that Stalin was bad because Khrushchev says so and he was the leader after him.",
		"It is good to see what the party said later about Stalin. But it is only one man and he has his own reasons.",
		"It shows what the leader of the party wanted to say about Stalin in 1956. For the numbers and the cases I " +
			"would look somewhere else.",
		"It is good evidence of how the new leaders spoke about Stalin behind closed doors. For his own part in the " +
			"terror I would look elsewhere, he will not speak about it.",
		"As head of the party he could use its files, so it is good for what the party now admitted. He had worked for " +
			"Stalin and leaves his own part out, so for that I would need papers or other witnesses.",
	},
	"seventeen-33.weigh": {
		"Feuchtwanger because he was in the room and saw the men with his own eyes. Trotsky was far away and he hated " +
			"Stalin so you can not trust him.",
		"I think Trotsky is better evidence. He was the one they accused so he knows it. Feuchtwanger was only a " +
			"writer who visited Moscow for some weeks.",
		"Feuchtwanger could see faces and clothes, but you can not see if a charge is true by looking at a face. So " +
			"Trotsky is better, because he knew if he gave orders or not.",
		"Trotsky knew whether he had given the orders, and Feuchtwanger could not know it. But Trotsky also wanted to " +
			"defend himself. So I take Trotsky but I want to check him with something, like the airport story.",
		"For the charges Trotsky is better evidence. What he knew is exactly what the trial was about. Feuchtwanger is " +
			"a good witness for the courtroom, but calm men prove nothing about the cells, which he did not see. Because " +
			"Trotsky fought for his name I would only use what can be checked, and the flight to Oslo could be checked.",
	},
	"twentyone-36.silence": {
		"Kirchwey, because she says nothing about if they are guilty and this is the most important thing in the " +
			"whole trial.",
		"Arnot and Buck leave out that Krestinsky said he was not guilty. So the reader does not know about it.",
		"Arnot and Buck do not tell about Krestinsky and Kirchwey does not say if the men were guilty. Both leave out " +
			"something important.",
		"The silence of Arnot and Buck is worse. They want to prove something and leave out Krestinsky's plea. " +
			"Kirchwey does not say if they are guilty but she does not try to prove it.",
		"Arnot and Buck mislead more. They knew that Krestinsky had said he was not guilty and still told their " +
			"readers how strong the case was. Kirchwey keeps silent on the guilt, but she does not pretend that she has " +
			"proof, so her reader can see that something is missing.",
	},
	"army-24.worth": {
		"I am more sure because two texts say the same. If two people say it then there is something true in it I think.",
		"Only a bit more sure. The second text does not really help me, it says nearly the same as the first one.",
		"Not much. Trepper wrote it many years later and he was not there when it happened, so he only heard the story.",
		"I am not much surer. They could both have the story from the same place. Trepper wrote it very much later and " +
			"we do not know who wrote the other one.",
		"Hardly surer. Neither text says how it knows the story, so the second may only repeat the first. Papers from " +
			"the trial would help more, because there you could see if a German file was used.",
	},
}

// before and after are put around a text, so that no two people write quite the same.
var (
	before = []string{"", "", "", "I am not totally sure. ", "I read both parts twice. ", "This one was hard. "}
	after  = []string{"", "", "", " That is my opinion.", " But I can be wrong.", " I hope this is enough."}
)
