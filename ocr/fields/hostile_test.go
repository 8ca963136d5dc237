package fields_test

import (
	"image"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"loupe/models"
	"loupe/ocr/fields"
)

// check holds what must hold of every statement.
func check(t *testing.T, statements []models.Statement, text models.Text, size image.Point) {
	t.Helper()
	var all strings.Builder
	for _, w := range text.Words {
		all.WriteString(w.Text)
	}
	for _, s := range statements {
		b := *s.Box
		if !image.Rect(b[0], b[1], b[0]+b[2], b[1]+b[3]).In(image.Rectangle{Max: size}) || b[2] < 1 || b[3] < 1 {
			t.Fatalf("%+v stands at %v, outside %v", s, b, size)
		}
		if !(s.Confidence > 0 && s.Confidence <= 1) || math.IsNaN(s.Confidence) || s.Source != models.SourcePrint {
			t.Fatalf("%+v", s)
		}
		shown := s.Raw
		if shown == "" {
			shown = s.Value
		}
		for _, w := range strings.Fields(shown) { // nothing stands in a statement that was not read
			if w = strings.Trim(w, ",;:."); !strings.Contains(all.String(), w) {
				t.Fatalf("%q of %+v is not among the words", w, s)
			}
		}
	}
}

// words makes a page of text from fuzzed bytes: lines, and columns parted by tabs.
func words(s string, h, gap int) models.Text {
	var text models.Text
	h, gap = 4+max(h, -h)%60, max(gap, -gap)%200
	for y, line := range strings.Split(s, "\n") {
		x := 5
		for column := range strings.SplitSeq(line, "\t") {
			for w := range strings.FieldsSeq(column) {
				width := 1 + utf8.RuneCountInString(w)*h/2
				text.Words = append(text.Words, models.Word{Text: w, Box: [4]int{x, 5 + y*(h+gap/4), width, h}, Confidence: float64(40 + (x+y)%60)})
				x += width + h/3
			}
			x += gap + 2*h
		}
	}
	return text
}

func FuzzFields(f *testing.F) {
	f.Add("Surname / Nom\tSex\nO'Brien\tF\nDate of birth\n03/04/1990", 20, 30)
	f.Add("1. MÜLLER\n2. ANNA\n3. 03.04.1990 ULM\n4a. 01.02.2020 4c. AMT\n4b. 01.02.2030\n5. X1234567", 28, 0)
	f.Add("University of X\nhereby confers upon\nAnna Müller, born 3 May 1990\nthe degree of\nMaster of Arts in\nHistory\nGiven at X on 3 May 2010\nDr. A B\tC D\nRector\tDean\nNo. 1234", 30, 99)
	f.Add("die Universität verleiht Frau (Anna) den akademischen Grad : / · Master", 12, 7)
	f.Fuzz(func(t *testing.T, s string, h, gap int) {
		if len(s) > 4000 || !utf8.ValidString(s) {
			return
		}
		text, size := words(s, h, gap), image.Pt(3000, 3000)
		check(t, fields.Identity(text, size), text, size)
		check(t, fields.Diploma(text, size), text, size)
		fields.Best(fields.Identity(text, size))
	})
}

// page sets n words of running text with labels among them.
func page(n int) models.Text {
	r := rand.New(rand.NewPCG(3, 3))
	p := &plate{r: r, noise: 0.02}
	list := strings.Fields("together with all rights and privileges belonging to that degree Surname / Nom Date of birth: 03/04/1990 the Senate hereby confers upon Anna O'Brien Given names Nationality Universität Rector No. 123456 issued by the authority")
	for i := 0; i < n; {
		var line []string
		for range 12 {
			line = append(line, list[r.IntN(len(list))])
		}
		p.set(60, 40+34*(i/12), 20, strings.Join(line, " "), true)
		i += 12
	}
	return models.Text{Words: p.words}
}

// Whatever the words say, reading ends soon and gives the same twice.
func TestHostileWords(t *testing.T) {
	same := models.Word{Text: "Sex", Box: [4]int{10, 10, 50, 20}, Confidence: 90}
	huge := models.Word{Text: "Date", Box: [4]int{0, 0, 1 << 19, 1 << 19}, Confidence: 90}
	odd := models.Word{Text: "Name", Box: [4]int{math.MinInt, math.MaxInt, math.MaxInt, math.MaxInt}, Confidence: math.NaN()}
	fill := func(w models.Word, n int) models.Text {
		var text models.Text
		for range n {
			text.Words = append(text.Words, w)
		}
		return text
	}
	labels := page(12_000)
	for i := range labels.Words {
		labels.Words[i].Text = "Surname:"
	}
	for name, text := range map[string]models.Text{
		"12,000 words": page(12_000), "one word in one place": fill(same, 12_000), "words as large as the page": fill(huge, 3000), "boxes that overflow": fill(odd, 100), "labels alone": labels,
		"long words": fill(models.Word{Text: strings.Repeat("Ä/", 5000), Box: [4]int{5, 5, 20, 20}, Confidence: 90}, 50), "beyond the limit": page(30_000),
	} {
		size := image.Pt(4000, 40_000)
		a, b := fields.Identity(text, size), fields.Identity(text, size)
		if len(a) != len(b) {
			t.Errorf("%s: %d statements, then %d", name, len(a), len(b))
		}
		check(t, a, text, size)
		check(t, fields.Diploma(text, size), text, size)
	}
}

func benchmark(b *testing.B, n int, read func(models.Text, image.Point) []models.Statement) {
	text := page(n)
	read(text, image.Pt(2000, 3000)) // the tables are made once
	for b.Loop() {
		read(text, image.Pt(2000, 3000))
	}
}

func alone(text models.Text, size image.Point) []models.Statement { return fields.Identity(text, size) }

func BenchmarkIdentity600(b *testing.B)   { benchmark(b, 600, alone) }
func BenchmarkIdentity12000(b *testing.B) { benchmark(b, 12_000, alone) }
func BenchmarkDiploma600(b *testing.B)    { benchmark(b, 600, fields.Diploma) }
func BenchmarkDiploma12000(b *testing.B)  { benchmark(b, 12_000, fields.Diploma) }
