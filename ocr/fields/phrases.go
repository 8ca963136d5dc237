package fields

import (
	_ "embed"
	"slices"
	"sync"

	"loupe/models"
)

//go:embed phrases.txt
var phrasesText string

// The meanings of phrases.txt.
const (
	cueHolder      = "holder"
	cueDegree      = "degree"
	cueAward       = "award"
	cueSubject     = "subject"
	cueHonours     = "honours"
	cueDated       = "dated"
	cueBorn        = "born"
	cueSerial      = "serial"
	cueInstitution = "institution"
	cueSeat        = "seat"
	cuePerson      = "person"
	cueAddress     = "address"
	cueHeading     = "heading"
)

// phraseBook has one lexicon per meaning: a wording may have several (le, title of, certificate).
var phraseBook = sync.OnceValue(func() map[string]*lexicon {
	book := map[string]*lexicon{}
	for _, key := range []string{cueHolder, cueDegree, cueAward, cueSubject, cueHonours, cueDated, cueBorn, cueSerial, cueInstitution, cueSeat, cuePerson, cueAddress, cueHeading} {
		book[key] = newLexicon(linesOf(phrasesText, key))
	}
	return book
})

// cue is a phrase found in a run: the pieces from..to.
type cue struct {
	from, to int
	score    float64
	language string
}

// sure is the folded length below which a phrase must agree letter by letter: in running text there are many short words.
const sure = 7

// cueAt returns the longest phrase of a meaning that begins at piece i; one letter in eight may be wrong.
func cueAt(key string, ps []piece, i int) (cue, bool) {
	best := cue{from: i, to: i}
	book := phraseBook()[key]
	for k := i; k < min(len(ps), i+maxPieces); k++ {
		s := through(ps, i, k)
		if len(s) > book.longest+2 {
			break
		}
		if len(s) < sure {
			if p, ok := book.exact[s]; ok {
				best = cue{i, k + 1, 1, p.language}
			}
		} else if p, q, ok := book.find(s, len(s)/4); ok && q*float64(len(s)) > best.score*float64(lengthOf(ps, i, best.to)) {
			best = cue{i, k + 1, q, p.language}
		}
	}
	return best, best.to > i
}

// lengthOf is the folded length of the pieces ps[from:to].
func lengthOf(ps []piece, from, to int) int {
	if from >= to {
		return 0
	}
	return len(through(ps, from, to-1))
}

// cues returns where phrases of a meaning stand in a run, from left to right.
func cues(key string, ps []piece) []cue {
	var out []cue
	for i := 0; i < len(ps); i++ {
		if c, ok := cueAt(key, ps, i); ok {
			out = append(out, c)
			i = c.to - 1
		}
	}
	return out
}

// sheet is a diploma's text ready to be understood.
type sheet struct {
	page
	height int                // median height of the words
	axis   int                // the middle of the lines of a page whose lines are centred; 0 on others
	used   map[int]bool       // runs that are a value already
	seen   map[string][][]cue // of each meaning that was asked for, where it stands in each run
	out    []models.Statement
}

func newSheet(rs []run) *sheet {
	s := &sheet{page: page{runs: rs}, used: map[int]bool{}, seen: map[string][][]cue{}}
	var heights []int
	for _, r := range rs {
		s.pieces = append(s.pieces, r.pieces())
		for _, w := range r.words {
			heights = append(heights, w.Box[3])
		}
	}
	slices.Sort(heights)
	if len(heights) > 0 {
		s.height = heights[len(heights)/2]
	}
	s.axis = axis(rs, s.height)
	return s
}

// axis returns the middle on which most lines are centred, give or take a letter; 0 when fewer than two thirds are.
func axis(rs []run, height int) int {
	var middles []int
	for _, r := range rs {
		if r.box.Dx() > 10*height {
			middles = append(middles, (r.box.Min.X+r.box.Max.X)/2)
		}
	}
	if len(middles) < 4 {
		return 0
	}
	slices.Sort(middles)
	at, n := middles[len(middles)/2], 0
	for _, m := range middles {
		if max(m-at, at-m) <= height {
			n++
		}
	}
	if 3*n < 2*len(middles) {
		return 0
	}
	return at
}

// whole is how likely a line is all there: on a page of centred lines one that stands to the side has lost a word.
func (s *sheet) whole(r int) float64 {
	const torn = 0.5
	b := s.runs[r].box
	if off := (b.Min.X+b.Max.X)/2 - s.axis; s.axis > 0 && max(off, -off) > 2*max(s.height, s.runs[r].h/2) {
		return torn
	}
	return 1
}

// cues returns where phrases of a meaning stand in a run, from left to right.
func (s *sheet) cues(key string, r int) []cue {
	if s.seen[key] == nil {
		s.seen[key] = make([][]cue, len(s.runs))
		for i, ps := range s.pieces {
			s.seen[key][i] = cues(key, ps)
		}
	}
	return s.seen[key][r]
}

// has reports whether a run holds a phrase of one of the meanings.
func (s *sheet) has(r int, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return len(s.cues(key, r)) > 0 })
}

// foreign reports whether the sheet announces something in a language of countries that all write the day first.
func (s *sheet) foreign() bool {
	for r, ps := range s.pieces {
		for _, key := range []string{cueHolder, cueDegree, cueBorn} {
			for _, c := range s.cues(key, r) {
				if c.language != "en" && c.language != "la" && lengthOf(ps, c.from, c.to) >= sure {
					return true
				}
			}
		}
	}
	return false
}

// state adds a statement of the text of a run's pieces from..to.
func (s *sheet) state(name string, text span, value string, score float64) {
	if text.text != "" && len(text.words) > 0 {
		s.out = append(s.out, state(name, text, value, score))
	}
}
