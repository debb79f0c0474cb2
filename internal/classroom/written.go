package classroom

// VersionParts are the parts that an answer to one version of a question is written in.
type VersionParts struct {
	Asked
	Parts []string
}

// PartLevel is a teacher's level for one written part of an answer.
type PartLevel struct {
	Response int64
	Part     string
	Level    int
	Was      *int // what the page showed that sent it; nil for no level
}
