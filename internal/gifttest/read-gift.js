// Reads GIFT from standard input with gift-pegjs, the file that the argument names, and prints what it
// understood as JSON: category, id, type, title, text, options with weights, pairs, numbers and feedback.
const parser = require(require("path").resolve(process.argv[1]));

// The parser leaves the escapes of the right side of a pair as it found them.
const signs = { "092": "\\", "058": ":", "035": "#", "061": "=", "123": "{", "125": "}", "126": "~" };
const decoded = (text) => (text ?? "").replace(/&&(\d{3});/g, (all, n) => signs[n] ?? all);
const words = (rich) => rich?.text ?? "";

let category = "";
const out = [];
for (const q of parser.parse(require("fs").readFileSync(0, "utf8"))) {
	if (q.type === "Category") {
		category = q.title;
		continue;
	}
	out.push({
		category,
		id: q.id ?? "",
		tags: q.tags ?? [],
		type: q.type,
		title: q.title ?? "",
		format: q.stem.format,
		text: words(q.stem),
		isTrue: q.isTrue ?? false,
		wrong: words(q.trueFeedback),
		right: words(q.falseFeedback),
		options: (q.choices ?? []).map((c) => ({
			sign: c.isCorrect === true,
			weight: c.weight ?? null,
			text: c.text && c.text.type ? "" : words(c.text),
			number: c.text && c.text.type ? [c.text.number ?? 0, c.text.range ?? 0] : null,
			feedback: words(c.feedback),
		})),
		pairs: (q.matchPairs ?? []).map((p) => [words(p.subquestion), decoded(p.subanswer)]),
		general: words(q.globalFeedback),
	});
}
process.stdout.write(JSON.stringify(out));
