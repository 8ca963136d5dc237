package name

// conflict reports whether the words left over, la of a and lb of b, contradict each other. Words left on one side only
// were left out on the other. Words left on both contradict each other when they stand at the same place of the name.
func (p *pairing) conflict(la, lb []token) bool {
	if len(la) == 0 || len(lb) == 0 {
		return false
	}
	if p.strong == 1 && !divided(p.a) && !divided(p.b) {
		return true // one word in common: a common given name, or a relative
	}
	if unmatchedPart(p.a) || unmatchedPart(p.b) {
		return true
	}
	for i := range p.a {
		for j := range p.b {
			if p.open(p.a[i]) && p.open(p.b[j]) && p.place(i, j) {
				return true
			}
		}
	}
	return false
}

func (p *pairing) open(t token) bool { return t.mate < 0 && !t.loose }

// place reports whether word i of a and word j of b stand at one place of the name. In a name that is not divided, a word
// belongs to the part of the matched word before it, or else of the one behind it.
func (p *pairing) place(i, j int) bool {
	a, b := p.a[i].part, p.b[j].part
	if a == whole && b == whole {
		return anchor(p.a, i) == p.a2b(anchor(p.b, j))
	}
	if a == whole {
		a = p.partOf(p.b, p.a, i)
	}
	if b == whole {
		b = p.partOf(p.a, p.b, j)
	}
	return a == b
}

// partOf returns the part, in the other name, of the matched word beside word i of own.
func (p *pairing) partOf(other, own []token, i int) part {
	if k := anchor(own, i); k >= 0 {
		return other[own[k].mate].part
	}
	return whole
}

// a2b returns the word of a that word k of b was matched with.
func (p *pairing) a2b(k int) int {
	if k < 0 {
		return -1
	}
	return p.b[k].mate
}

// anchor returns the index of the nearest matched word before word i, or else behind it; -1 when none is matched.
func anchor(ts []token, i int) int {
	for k := i - 1; k >= 0; k-- {
		if ts[k].mate >= 0 && !ts[k].loose {
			return k
		}
	}
	for k := i + 1; k < len(ts); k++ {
		if ts[k].mate >= 0 && !ts[k].loose {
			return k
		}
	}
	return -1
}

func divided(ts []token) bool {
	for _, t := range ts {
		if t.part != whole {
			return true
		}
	}
	return false
}

// unmatchedPart reports whether a divided name has a surname or a given name of which no word was matched.
func unmatchedPart(ts []token) bool {
	for _, p := range []part{surname, given} {
		any, matched := false, false
		for _, t := range ts {
			any = any || t.part == p && !t.loose
			matched = matched || t.part == p && t.mate >= 0
		}
		if any && !matched {
			return true
		}
	}
	return false
}

// apart says in which part the names differ, and returns the words left over in it.
func (p *pairing) apart(la, lb []token) (string, []token, []token) {
	only := func(ts []token, want part) []token {
		var out []token
		for _, t := range ts {
			if t.part == want {
				out = append(out, t)
			}
		}
		return out
	}
	for _, c := range []struct {
		part  part
		other part
		name  string
	}{{surname, given, "surname"}, {given, surname, "given_names"}} {
		a, b := only(la, c.part), only(lb, c.part)
		if len(a) > 0 && len(b) > 0 && (len(only(la, c.other)) == 0 || len(only(lb, c.other)) == 0) {
			return c.name, a, b
		}
	}
	return "", la, lb
}
