package mrz

// partial is the most probable choice of options for the groups so far whose shifts add up to one value, and the odds of
// all such choices.
type partial struct {
	odds, total float64
	options     []option
}

// choose takes one option of each group so that the shifts add up to target modulo 10. It returns the changes of the most
// probable choice, and the share of that choice in the probability of everything that would explain what was read; 0 when
// there is no choice. The groups meet in nothing but the sum, so ten partial choices at a time are enough.
func choose(groups []group, target int) (changes []change, share float64) {
	state := [10]partial{0: {odds: 1, total: 1}}
	for _, g := range groups {
		var next [10]partial
		for at, p := range state {
			for _, o := range g.options {
				n := &next[(at+o.shift)%10]
				n.total += p.total * o.odds
				if odds := p.odds * o.odds; odds > n.odds {
					n.odds, n.options = odds, append(p.options[:len(p.options):len(p.options)], o)
				}
			}
		}
		state = next
	}
	best := state[target]
	if !(best.odds > 0) {
		return nil, 0
	}
	share = best.odds / best.total
	for i, o := range best.options {
		if len(o.changes) > 0 {
			share *= o.odds / (o.odds + groups[i].rest)
			changes = append(changes, o.changes...)
		}
	}
	return changes, share
}
