package name

import "strings"

// pairing is how the words of two names were matched.
type pairing struct {
	a, b   []token
	why    []string // what else than equality was needed, in order, each once
	strong int      // words matched by more than an initial or a particle
	full   int      // letters in the words that were matched, of both
}

// A tier is one way in which two words can be the same. The tiers are tried in order, over all words, so that a better
// match is never taken by a worse one.
type tier struct {
	why    string // empty for plain equality
	weak   bool   // proves little: an initial
	fits   func(a, b token) bool
	joined bool // words written as one are tried after this tier
}

func tiers(aCut, bCut bool) []tier {
	return []tier{
		{fits: func(a, b token) bool { return a.how == b.how && a.key == b.key }, joined: true},
		{why: "spelled by another romanisation", fits: func(a, b token) bool {
			return a.how == letters && b.how == letters && len(a.text) > 1 && len(b.text) > 1 && a.sound == b.sound
		}},
		{why: "the consonants agree, vowels are not written", fits: func(a, b token) bool {
			return a.how != b.how && a.bones != "" && a.bones == b.bones
		}},
		{why: "a usual variant or short form of the same given name", fits: variants},
		{why: "cut short where the field ends", fits: func(a, b token) bool {
			return aCut && strings.HasPrefix(b.text, a.text) || bCut && strings.HasPrefix(a.text, b.text)
		}},
		{why: "an initial", weak: true, fits: func(a, b token) bool {
			return (len(a.text) == 1) != (len(b.text) == 1) && a.text[0] == b.text[0]
		}},
	}
}

func match(a, b Name) (pairing, bool) {
	at, aForeign := a.tokens()
	bt, bForeign := b.tokens()
	p := pairing{a: at, b: bt}
	if aForeign || bForeign {
		return p, false
	}
	for _, t := range tiers(a.Cut, b.Cut) {
		for i := range p.a {
			for j := range p.b {
				if p.a[i].mate < 0 && p.b[j].mate < 0 && t.fits(p.a[i], p.b[j]) {
					p.take(i, i+1, j, j+1, t)
				}
			}
		}
		if t.joined {
			p.join(tier{why: "written as one word"})
		}
	}
	return p, true
}

// join matches runs of two to four words of one name with one word of the other: VAN DER LINDE and VANDERLINDE.
func (p *pairing) join(t tier) {
	for n := 4; n >= 2; n-- {
		for i := range p.a {
			for j := range p.b {
				switch {
				case i+n <= len(p.a) && p.b[j].mate < 0 && free(p.a[i:i+n]) && runKey(p.a[i:i+n]) == p.b[j].key:
					p.take(i, i+n, j, j+1, t)
				case j+n <= len(p.b) && p.a[i].mate < 0 && free(p.b[j:j+n]) && runKey(p.b[j:j+n]) == p.a[i].key:
					p.take(i, i+1, j, j+n, t)
				}
			}
		}
	}
}

func free(run []token) bool {
	for _, t := range run {
		if t.mate >= 0 {
			return false
		}
	}
	return true
}

func runKey(run []token) string {
	var s strings.Builder
	for _, t := range run {
		s.WriteString(t.text)
	}
	return key(s.String())
}

// take notes that words i to k of a are the words j to l of b.
func (p *pairing) take(i, k, j, l int, t tier) {
	firm := false
	for x := i; x < k; x++ {
		p.a[x].mate = j
		p.full += len(p.a[x].text)
		firm = firm || !p.a[x].loose
	}
	for x := j; x < l; x++ {
		p.b[x].mate = i
		p.full += len(p.b[x].text)
		firm = firm || !p.b[x].loose
	}
	if firm && !t.weak {
		p.strong++
	}
	p.note(t.why)
}

func (p *pairing) note(why string) {
	for _, w := range p.why {
		if w == why {
			return
		}
	}
	if why != "" {
		p.why = append(p.why, why)
	}
}

// left returns the words that matter and found no counterpart.
func left(ts []token) []token {
	var out []token
	for _, t := range ts {
		if t.mate < 0 && !t.loose {
			out = append(out, t)
		}
	}
	return out
}
