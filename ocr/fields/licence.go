package fields

import (
	"slices"
	"strings"

	"loupe/models"
)

// numbered returns the fields of a driving licence by their number, Directive 2006/126/EC, annex I, and the line on which each
// is printed when every one has its own, counted from 4a.
func numbered(n string) (key string, line int) {
	switch n {
	case "1":
		return models.FieldSurname, -3
	case "2":
		return models.FieldGivenNames, -2
	case "3":
		return models.FieldBirthDate + "+" + models.FieldBirthPlace, -1
	case "4a", "aa":
		return models.FieldIssueDate, 0
	case "4b", "ab", "46":
		return models.FieldExpiryDate, 1
	case "4c", "ac", "4e":
		return models.FieldAuthority, 2
	case "4d", "ad":
		return models.FieldPersonalNumber, 99
	case "5":
		return models.FieldDocumentNumber, 3
	case "8":
		return models.FieldAddress, 99
	}
	return "", 99
}

// fourth reports whether a number is one of 4a to 4c, or as they are misread.
func fourth(n string) bool {
	key, line := numbered(n)
	return len(n) == 2 && key != "" && line <= 2
}

// numeral is a field's number on a licence, and the value that stands beside it; the value has no words when none was read.
type numeral struct {
	label
	line  int
	value candidate
}

// inferred is how sure a field is whose number was not read, from its place between those that were.
const inferred = 0.7

// licence finds the numbered fields of a driving licence: one with at least two of the numbers 4a to 4c under each other or in a
// row, and a date at 4a or 4b. The numbers are small and single letters, so that readers lose them: where 4a to 4c stand on
// lines of their own, the other lines of the column are known by their distance.
func (p *page) licence() []candidate {
	found := p.numerals()
	var fourths []numeral
	dated := false
	for _, f := range found {
		if f.line >= 0 && f.line <= 2 {
			fourths = append(fourths, f)
			dated = dated || len(f.value.text.words) > 0 && typeOf(f.key) == typeDate
		}
	}
	if len(fourths) < 2 || !dated {
		return nil
	}
	found = append(found, p.lines(fourths, found)...)
	var out []candidate
	for _, f := range found {
		if len(f.value.text.words) == 0 {
			continue
		}
		f.value.label = len(p.labels)
		p.labels = append(p.labels, f.label)
		out = append(out, f.value)
	}
	return out
}

// numerals finds the numbers of a licence's fields; of one that stands twice the first. Single digits count only before a value
// that fits them.
func (p *page) numerals() []numeral {
	var out []numeral
	for r, ps := range p.pieces {
		if len(out) >= 32 || p.labelled(r) {
			continue
		}
		for i, q := range ps {
			key, line := numbered(q.folded)
			if key == "" || i > 0 && len(q.folded) < 2 || slices.ContainsFunc(out, func(f numeral) bool { return f.key == key }) {
				continue
			}
			f := numeral{line: line}
			f.label = label{run: r, from: i, to: i + 1, key: key, score: 1, h: p.runs[r].h, box: rect(p.runs[r].words[q.word])}
			if p.beside(&f); len(f.value.text.words) > 0 || i == 0 && fourth(q.folded) {
				out = append(out, f)
			}
		}
	}
	return out
}

// beside sets the value right of a numeral, when it fits: the rest of its run up to the next numeral, or the next run of the row.
func (p *page) beside(f *numeral) {
	ps := p.pieces[f.run]
	end := f.to
	for end < len(ps) && !fourth(ps[end].folded) {
		end++
	}
	c := candidate{run: f.run, position: beside, score: 1}
	if f.to < end {
		c.text = p.runs[f.run].cut(ps, f.to, end)
	} else if f.to == len(ps) {
		if c.run = p.next(f.label); c.run < 0 {
			return
		}
		c.text = p.whole(c.run, f.key)
	}
	if _, ok := fits(f.key, c.text.text); ok && len(c.text.words) > 0 {
		f.value = c
	}
}

// next returns the run that stands next right of a label; -1 when none does.
func (p *page) next(l label) int {
	best := -1
	for r, at := range p.runs {
		if r != l.run && len(p.pieces[r]) > 0 && rightOf(l, at) > 0 && (best < 0 || at.box.Min.X < p.runs[best].box.Min.X) {
			best = r
		}
	}
	return best
}

// whole returns a run's text; where a place follows a date, with the run that follows it in its row.
func (p *page) whole(r int, key string) span {
	s := p.runs[r].cut(p.pieces[r], 0, len(p.pieces[r]))
	if !strings.Contains(key, "+") {
		return s
	}
	l := label{run: r, box: p.runs[r].box, h: p.runs[r].h}
	if n := p.next(l); n >= 0 && p.runs[n].box.Min.X-l.box.Max.X < 3*l.h && !p.labelled(n) {
		for _, w := range p.runs[n].words {
			s.add(w, w.Text, " ")
		}
	}
	return s
}

// lines names the runs in the column of the values by their distance from line 4a. Names are known by the birth date under them.
func (p *page) lines(fourths, found []numeral) []numeral {
	first, last := fourths[0], fourths[0]
	for _, f := range fourths {
		if f.line < first.line {
			first = f
		}
		if f.line > last.line {
			last = f
		}
	}
	column := slices.IndexFunc(fourths, func(f numeral) bool { return len(f.value.text.words) > 0 })
	pitch := (last.box.Min.Y - first.box.Min.Y) / max(1, last.line-first.line)
	if column < 0 || pitch <= first.h || max(first.box.Min.X-last.box.Min.X, last.box.Min.X-first.box.Min.X) > first.h {
		return nil
	}
	anchor := fourths[column]
	left, top := anchor.value.text.box.Min.X, anchor.value.text.box.Min.Y-anchor.line*pitch
	var out []numeral
	known := func(key string) bool {
		same := func(f numeral) bool { return f.key == key && len(f.value.text.words) > 0 }
		return slices.ContainsFunc(found, same) || slices.ContainsFunc(out, same)
	}
	for _, n := range []string{"3", "2", "1", "4a", "4b", "4c", "5"} {
		key, line := numbered(n)
		if known(key) || line < -1 && !known(models.FieldBirthDate+"+"+models.FieldBirthPlace) {
			continue
		}
		if r, text := p.at(left, top+line*pitch, pitch, key); r >= 0 {
			l := label{run: r, key: key, score: inferred, h: p.runs[r].h, box: p.runs[r].box}
			out = append(out, numeral{label: l, line: line, value: candidate{run: r, text: text, score: inferred}})
		}
	}
	return out
}

// at returns the run that begins at x, y, give or take a quarter of a line, and fits a field; -1 when none does.
func (p *page) at(x, y, pitch int, key string) (int, span) {
	for r, run := range p.runs {
		dx, dy := run.box.Min.X-x, run.box.Min.Y-y
		if 4*max(dy, -dy) > pitch || max(dx, -dx) > run.h || len(p.pieces[r]) == 0 || p.labelled(r) {
			continue
		}
		text := p.whole(r, key)
		if _, ok := fits(key, text.text); ok {
			return r, text
		}
	}
	return -1, span{}
}
