package mrz

import (
	"slices"

	"loupe/models"
)

// The limits of repair by check digits. Nothing is invented: what is put in was seen by the reader, and no other reading
// that the digits allow is nearly as probable.
const (
	// repairFloor is the least posterior of a character that may take the place of the one that was read. repairShare
	// asks for about 0.1 of a single one and of the product of two.
	repairFloor = 0.05
	// repairShare is the least share of the chosen reading in the probability of everything that would explain what was
	// read: every other reading that the digits allow, a character that the reader was sure of and wrong about (slip), and
	// digits that do disagree on the document (forgedShare, against 1 for a misreading).
	repairShare, forgedShare = 0.95, 5e-3
	// maxLikely bounds the likely characters of one check digit that are tried, the most probable first.
	maxLikely = 16
)

// change is a character in the place of the one that was read.
type change struct {
	spot
	now  byte
	odds float64 // against the one that was read
}

// option is changes that make a group's own check digit agree.
type option struct {
	changes []change
	odds    float64
	shift   int // of the composite sum
}

// group is the characters under one check digit, or those that only the composite one covers.
type group struct {
	options []option
	rest    float64 // odds of what no option stands for
}

// solve returns the one clear reading that makes every check digit of z agree and its probability; none when they agree as
// they are or there is no clear one.
func (z *zone) solve(m *models.MRZ) ([]change, float64) {
	sums := z.sums()
	if m.Valid {
		return nil, 0
	}
	all := sum{}
	own := sums
	if last := len(sums) - 1; sums[last].name == CheckComposite {
		all, own = sums[last], sums[:last]
	}
	var groups []group
	for _, s := range own {
		g := group{options: []option{{odds: 1}}}
		if !m.Checks[s.name] {
			g = z.group(s, s.off(z.lines), all)
		}
		if len(g.options) == 0 {
			return nil, 0 // this one disagrees whatever was doubtful
		}
		groups = append(groups, g)
	}
	if all.name != "" {
		groups = append(groups, z.loose(own, all))
	}
	changes, share := choose(groups, (10-all.off(z.lines))%10)
	if share < repairShare {
		return nil, 0
	}
	return changes, share
}

// group collects the options that take the sum s, which is off by that much, to 0.
func (z *zone) group(s sum, off int, all sum) group {
	likely, rest := z.likely(s, off)
	g := group{rest: rest + forgedShare}
	for _, c := range combinations(likely) {
		total := off
		for _, change := range c {
			total += shift(s.weight(change.spot), z.lines[change.line][change.at], change.now)
		}
		if total%10 == 0 && z.dated(c) {
			g.options = append(g.options, z.option(c, all))
		}
	}
	return g
}

// loose is the group of the characters that stand under the composite digit only. It may stay as it is.
func (z *zone) loose(own []sum, all sum) group {
	s := sum{name: all.name}
	for i, p := range all.spots {
		if !slices.ContainsFunc(own, func(o sum) bool { return slices.Contains(o.spots, p) }) {
			s.spots, s.weights = append(s.spots, p), append(s.weights, all.weights[i])
		}
	}
	likely, rest := z.likely(s, all.off(z.lines))
	g := group{options: []option{{odds: 1}}, rest: rest + forgedShare}
	for _, c := range combinations(likely) {
		g.options = append(g.options, z.option(c, all))
	}
	return g
}

func (z *zone) option(c []change, all sum) option {
	o := option{changes: c, odds: 1}
	for _, change := range c {
		o.odds *= change.odds
		o.shift += shift(all.weight(change.spot), z.lines[change.line][change.at], change.now)
	}
	o.shift %= 10
	return o
}

// likely returns the likely other characters under s, the most probable first, and the odds of the unlikely ones that would
// each take the sum to 0.
func (z *zone) likely(s sum, off int) (likely []change, rest float64) {
	for i, p := range s.spots {
		g := z.glyph(p.line, p.at)
		if g == nil {
			continue
		}
		was := z.lines[p.line][p.at]
		z.templates[p.line].may[p.at].each(func(at int, c byte) {
			odds := g.p[at] / g.p[place(was)]
			switch {
			case c == was:
			case g.raw[at] >= repairFloor:
				likely = append(likely, change{p, c, odds})
			case (off+shift(s.weights[i], was, c))%10 == 0:
				rest += odds
			}
		})
	}
	slices.SortStableFunc(likely, func(a, b change) int {
		switch {
		case a.odds > b.odds:
			return -1
		case a.odds < b.odds:
			return 1
		}
		return 0
	})
	return likely[:min(len(likely), maxLikely)], rest
}

// combinations returns every choice of one or two of likely at different places: no more are replaced for one check digit.
func combinations(likely []change) [][]change {
	var out [][]change
	for i, a := range likely {
		out = append(out, []change{a})
		for _, b := range likely[i+1:] {
			if a.spot != b.spot {
				out = append(out, []change{a, b})
			}
		}
	}
	return out
}

// dated reports whether the dates that the changes touch are in the calendar with them.
func (z *zone) dated(changes []change) bool {
	for _, c := range changes {
		for _, d := range z.templates[c.line].dates {
			if c.at < d.from || c.at >= d.to {
				continue
			}
			text := []byte(string(z.lines[c.line][d.from:d.to]))
			for _, other := range changes {
				if other.line == c.line && other.at >= d.from && other.at < d.to {
					text[other.at-d.from] = other.now
				}
			}
			if !isDate(string(text)) {
				return false
			}
		}
	}
	return true
}
