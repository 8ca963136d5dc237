package fields_test

import (
	"fmt"
	"image"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"loupe/models"
	"loupe/ocr/fields"
)

// plate sets words with boxes, as a reader would give them, without pixels.
type plate struct {
	r     *rand.Rand
	words []models.Word
	size  image.Point
	noise float64 // probability that a character of a caption is misread
	line  int
}

// set places text with its top left at x, y in letters of height h, and returns where it ends.
func (p *plate) set(x, y, h int, text string, caption bool) int {
	p.line++
	for _, w := range strings.Fields(text) {
		width := max(4, utf8.RuneCountInString(w)*h*6/10)
		if !caption || p.r.Float64() >= p.noise { // now and then a whole word is lost
			shown := w
			if caption {
				shown = p.misread(w)
			}
			p.words = append(p.words, models.Word{Text: shown, Box: [4]int{x, y + p.r.IntN(2), width, h}, Confidence: 86 + 11*p.r.Float64(), Line: p.line})
		}
		x += width + h*45/100
	}
	return x
}

func (p *plate) misread(w string) string {
	swaps := map[rune]rune{'l': '1', 'i': 'l', 'o': '0', 'e': 'c', 'n': 'u', 'a': 'o', 'm': 'n', 's': '5', 't': 'f', 'O': '0', 'I': 'l', 'S': '5', 'B': '8', 'E': 'F', 'ő': 'o', 'ü': 'u', 'é': 'e'}
	return strings.Map(func(c rune) rune {
		if to, found := swaps[c]; found && p.r.Float64() < p.noise {
			return to
		}
		return c
	}, w)
}

// person is what a document states: as printed and as it must come out.
type person struct{ printed, want map[string]string }

func newPerson(r *rand.Rand, l language) person {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	day := func(from, to int) time.Time {
		return time.Date(from+r.IntN(to-from), time.Month(1+r.IntN(12)), 13+r.IntN(15), 0, 0, 0, 0, time.UTC)
	}
	p := person{map[string]string{}, map[string]string{}}
	add := func(field, printed, want string) { p.printed[field], p.want[field] = printed, want }
	same := func(field, value string) { add(field, value, value) }
	same(su, pick("O'Brien", "Nguyễn", "Müller-Şahin", "ŁUKASIEWICZ", "VAN DER LINDE", "Vasquez Peña", "DE LA CRUZ", "Þórsdóttir", "Ng", "D'Amico", "SØRBYE"))
	same(gi, pick("Anna Maria", "THỊ MINH", "Jean-Pierre", "Zoë", "CAROLINA INÉS", "Björn", "J. Robert", "Li"))
	number := pick("L01X00T47", "AB1234567", "880692310285", "CA00000AA", "12345678-Z", "T 22000129", "YA 4711082")
	add(nu, number, strings.ReplaceAll(number, " ", ""))
	for field, d := range map[string]time.Time{bd: day(1950, 2004), is: day(2015, 2024), ex: day(2025, 2034)} {
		add(field, l.date(d), d.Format(time.DateOnly))
	}
	same(bp, pick("Ulm", "Port Calder", "KRAKÓW", "Santa Brisa", "São Paulo", "Łódź"))
	same(au, pick("Civil Registry", "BÜRGERMEISTER VON ULM", "PREFET", "MSWiA", "Passport Office"))
	same(ad, pick("12 Harbour Street", "ul. Długa 5", "Hauptstr. 7", "Calle Mayor 3"))
	if r.IntN(2) == 0 {
		add(se, l.female, "F")
	} else {
		add(se, "M", "M")
	}
	height := strconv.Itoa(150 + r.IntN(50))
	add(he, height+" cm", height)
	add(na, l.nation[0], l.nation[1])
	return p
}

func (l language) date(d time.Time) string {
	if l.months == "" {
		return d.Format(l.dates)
	}
	return strings.NewReplacer("02", d.Format("02"), "2006", d.Format("2006"), "January", strings.Fields(l.months)[d.Month()-1],
		"Jan", strings.Fields(l.months)[d.Month()-1], "2", strconv.Itoa(d.Day())).Replace(l.dates)
}

// order is how fields follow each other.
func order() []string { return []string{su, gi, bd, se, na, bp, nu, he, is, ex, au, ad} }

// layout sets a person's fields in one way.
type layout struct {
	name string
	set  func(p *plate, caption func(field string) string, value map[string]string)
}

func layouts() []layout {
	return []layout{
		{"above", above(1)},
		{"above, two columns", above(2)},
		{"before, colon", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				if x := p.set(300, 80+60*i, 26, caption(f)+":", true); value[f] != "" {
					p.set(x, 80+60*i, 28, value[f], false)
				}
			}
		}},
		{"beside, in a column", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				p.set(200, 84+60*i, 20, caption(f), true)
				p.set(1300, 80+60*i, 28, value[f], false)
			}
		}},
	}
}

// strange are layouts that were tried after the first ones; what failed on them was looked at, and mended.
func strange() []layout {
	return []layout{
		{"two lines of captions", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				for k, part := range strings.Split(caption(f), " / ") {
					p.set(300, 60+130*i+26*k, 18, part, true)
				}
				p.set(304, 60+130*i+62, 30, value[f], false)
			}
		}},
		{"numbered, above", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				p.set(300, 60+95*i, 18, fmt.Sprintf("%d. %s", i+1, caption(f)), true)
				p.set(330, 60+95*i+32, 30, value[f], false)
			}
		}},
		{"two pairs in a row", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				x, y := 120+900*(i%2), 90+70*(i/2)
				x = p.set(x, y+6, 20, caption(f), true)
				p.set(x+20, y, 28, value[f], false)
			}
		}},
	}
}

// odd are layouts that were written down when all else was finished, and tried once.
func odd() []layout {
	return []layout{
		{"three columns, small print", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				x, y := 250+720*(i%3), 60+110*(i/3)
				p.set(x, y, 13, caption(f), true)
				p.set(x-1, y+26, 32, value[f], false)
			}
		}},
		{"indented under", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				p.set(300, 60+100*i, 20, caption(f), true)
				p.set(350, 60+100*i+34, 26, value[f], false)
			}
		}},
		{"captions ending in one line, values behind", func(p *plate, caption func(string) string, value map[string]string) {
			for i, f := range order() {
				width := utf8.RuneCountInString(caption(f)) * 18 * 6 / 10
				p.set(900-width, 82+64*i, 18, caption(f), true)
				p.set(940, 78+64*i, 26, value[f], false)
			}
		}},
	}
}

func above(columns int) func(*plate, func(string) string, map[string]string) {
	return func(p *plate, caption func(string) string, value map[string]string) {
		for i, f := range order() {
			x, y := 300+700*(i%columns), 60+95*(i/columns)
			p.set(x, y, 18, caption(f), true)
			p.set(x+2, y+32, 30, value[f], false)
		}
	}
}

// tally counts fields.
type tally struct{ right, wrong, missed int }

func (t tally) String() string {
	n := max(1, t.right+t.wrong+t.missed)
	return fmt.Sprintf("%d right (%.1f %%), %d wrong (%.1f %%), %d missed of %d", t.right, 100*float64(t.right)/float64(n), t.wrong, 100*float64(t.wrong)/float64(n), t.missed, n)
}

// judge scores statements against what they must say.
func (t *tally) judge(got []models.Statement, want map[string]string) (wrong []string) {
	said := map[string]string{}
	for _, s := range got {
		if _, known := said[s.Name]; known && said[s.Name] == want[s.Name] {
			continue
		}
		said[s.Name] = s.Value
	}
	for _, name := range models.FieldNames() {
		value, found := said[name]
		switch expected, stated := want[name]; {
		case found && stated && value == expected:
			t.right++
		case found && value != "":
			t.wrong++
			wrong = append(wrong, fmt.Sprintf("%s is %q, not %q", name, value, expected))
		case stated:
			t.missed++
			wrong = append(wrong, fmt.Sprintf("%s is missed (%q)", name, expected))
		}
	}
	return wrong
}

// run reads documents of every language in every layout, alone and beside English.
func run(t *testing.T, languages []language, layouts []layout, seed uint64, noise float64) tally {
	t.Helper()
	var sum tally
	english := languages[0].captions
	for i, l := range languages {
		for j, lay := range layouts {
			for _, bilingual := range []bool{false, true} {
				var own tally
				var failures []string
				for n := range uint64(4) {
					r := rand.New(rand.NewPCG(seed+n, uint64(100*i+10*j)))
					p := &plate{r: r, size: image.Pt(2400, 1800), noise: noise}
					who := newPerson(r, l)
					for _, f := range order() {
						if l.captions[f] == "" && (f != bp || l.captions[bd] == "") {
							delete(who.printed, f)
							delete(who.want, f)
						}
					}
					if l.captions[bp] == "" { // in one field with the date
						who.printed[bd], who.printed[bp] = who.printed[bd]+" "+who.printed[bp], ""
					}
					lay.set(p, func(f string) string {
						if bilingual && i > 0 && l.captions[f] != "" {
							return l.captions[f] + " / " + english[f]
						}
						return l.captions[f]
					}, who.printed)
					failures = append(failures, own.judge(fields.Identity(models.Text{Words: p.words}, p.size), who.want)...)
				}
				if len(failures) > 0 {
					t.Logf("%s, %s, bilingual %v: %v: %s", l.name, lay.name, bilingual, own, strings.Join(failures, "; "))
				}
				sum.right, sum.wrong, sum.missed = sum.right+own.right, sum.wrong+own.wrong, sum.missed+own.missed
			}
		}
	}
	return sum
}

func TestIdentityInEveryLanguageAndLayout(t *testing.T) {
	for _, c := range []struct {
		name      string
		languages []language
		layouts   []layout
		noise     float64
		least     float64
	}{
		{"clean", languages(), layouts(), 0, 0.97},
		{"misread", languages(), layouts(), 0.04, 0.85},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum := run(t, c.languages, c.layouts, 1, c.noise)
			t.Log(sum)
			if n := sum.right + sum.wrong + sum.missed; float64(sum.right) < c.least*float64(n) || float64(sum.wrong) > 0.01*float64(n) {
				t.Errorf("%v, want at least %.2f right and at most 0.01 wrong", sum, c.least)
			}
		})
	}
}

// Other wordings and layouts; the last ones are fresh, and nothing was changed after they were read.
func TestIdentityInOtherWords(t *testing.T) {
	for _, c := range []struct {
		name      string
		languages []language
		layouts   []layout
		least     float64
	}{
		{"rare captions", rare(), layouts(), 0.95},
		{"strange layouts", languages(), strange(), 0.95},
		{"both", rare(), strange(), 0.95},
		{"fresh captions", fresh(), layouts(), 0.9},
		{"odd layouts", languages(), odd(), 0.9},
		{"fresh and odd", fresh(), odd(), 0.9},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum := run(t, c.languages, c.layouts, 5001, 0.02)
			t.Log(sum)
			if n := sum.right + sum.wrong + sum.missed; float64(sum.right) < c.least*float64(n) || float64(sum.wrong) > 0.01*float64(n) {
				t.Errorf("%v, want at least %.2f right and at most 0.01 wrong", sum, c.least)
			}
		})
	}
}
