package mrz_test

import (
	"reflect"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

// text makes words of lines, split at spaces, each 10 x 20 pixels a character, lines 40 apart.
func text(lines ...string) models.Text {
	var t models.Text
	for n, line := range lines {
		x := 100
		for _, w := range strings.Fields(line) {
			t.Words = append(t.Words, models.Word{Text: w, Box: [4]int{x, 1000 + 40*n, 10 * len(w), 20}, Confidence: 95 - float64(n), Line: n})
			x += 10 * (len(w) + 1)
		}
	}
	return t
}

func TestFindSpecimens(t *testing.T) {
	for name, lines := range specimens() {
		page := append([]string{"REPUBLIC OF UTOPIA", "Passport No. L898902C3", "ERIKSSON"}, lines...)
		m := mrz.Find(text(page...))
		if m == nil || string(m.Type) != name || !m.Valid || m.Read != nil || !reflect.DeepEqual(m.Lines, lines) {
			t.Errorf("%s: %+v", name, m)
			continue
		}
		want := models.Region{X: 100, Y: 1120, W: 10 * len(lines[0]), H: 40*(len(lines)-1) + 20, Label: "machine readable zone"}
		if *m.Box != want || m.Confidence[0] != 92 || len(m.Confidence) != len(lines) {
			t.Errorf("%s: box %+v, want %+v; confidence %v", name, *m.Box, want, m.Confidence)
		}
	}
}

func TestFindRepairs(t *testing.T) {
	td1, td3 := specimens()["TD1"], specimens()["TD3"]
	for name, c := range map[string]struct{ read, want []string }{
		"spaces":                       {[]string{"P<UTO ERIKSSON<<ANNA <MARIA<<<< <<<<<<<<<<<<<<<", "L898902C36UTO74 08122F1204159ZE184226B<<<<<10"}, td3},
		"guillemets":                   {[]string{"P<UTOERIKSSON«ANNA<MARIA«««««««««<", td3[1]}, td3},
		"fillers lost at the end":      {[]string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<", td3[1]}, td3},
		"too many fillers":             {[]string{td3[0] + "<<<", td3[1]}, td3},
		"K and C among the fillers":    {[]string{"P<UTOERIKSSON<<ANNA<MARIA<<<<<K<<<CC<<KK<K<", td3[1]}, td3},
		"marks among the fillers":      {[]string{"P<UTOERIKSSON<<ANNA<MARIA<<£<((<<<<{<<<<<<<<", td3[1]}, td3},
		"letters in digit fields":      {[]string{td3[0], "L898902C36UTO74O8I22F12O4I59ZE184226B<<<<<1O"}, td3},
		"digits in letter fields":      {[]string{"P<UT0ERIK550N<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UT07408122F1204159ZE184226B<<<<<10"}, td3},
		"fillers lost before digits":   {[]string{td3[0], "L898902C36UTO7408122F1204159ZE184226B<<<10"}, td3},
		"fillers gained before digits": {[]string{td1[0], "7408122F1204159UTO<<<<<<<<<<<<<6", td1[2]}, td1},
		"border read as a mark":        {[]string{"|" + td3[0], td3[1] + "."}, td3},
		"lower case glyphs":            {[]string{strings.ReplaceAll(td3[0], "S", "s"), td3[1]}, td3},
	} {
		m := mrz.Find(text(c.read...))
		if m == nil || !reflect.DeepEqual(m.Lines, c.want) || !m.Valid {
			t.Errorf("%s: %+v", name, m)
			continue
		}
		if name != "spaces" && (len(m.Read) != len(c.read) || m.Read[0] != c.read[0] || m.Read[1] != c.read[1]) {
			t.Errorf("%s: does not say what was read: %q", name, m.Read)
		}
	}
}

// What the alphabet does not force stays as it was read, even when a check digit would tell.
func TestFindNeverGuessesData(t *testing.T) {
	td3 := specimens()["TD3"]
	line := strings.Replace(td3[1], "L898902C3", "L8989O2C3", 1)
	m := mrz.Find(text(td3[0], line))
	if m == nil || m.Lines[1] != line || m.Valid || m.Checks["document_number"] {
		t.Errorf("document number with O for 0: %+v", m)
	}
	name := strings.Replace(td3[0], "ANNA<MARIA", "ANNAKMARIA", 1)
	if m = mrz.Find(text(name, td3[1])); m == nil || m.Lines[0] != name {
		t.Errorf("K between two names: %+v", m)
	}
	// Fillers between data and check digits are counted anew only when the composite digit confirms it.
	broken := strings.Replace(td3[1], "<<<<<10", "<<<12", 1)
	if m = mrz.Find(text(td3[0], broken)); m != nil {
		t.Errorf("an unconfirmed count of fillers: %+v", m)
	}
}

func TestFindReportsContradiction(t *testing.T) {
	lines := specimens()["TD2"]
	m := mrz.Find(text(lines[0], strings.Replace(lines[1], "740812", "740821", 1)))
	if m == nil || m.Valid || m.Checks["birth_date"] || m.Checks["composite"] || !m.Checks["document_number"] || m.Read != nil {
		t.Errorf("%+v", m)
	}
}

// A month that no calendar has is the document's or the reader's, and no reason to see no zone.
func TestFindReportsImpossibleDate(t *testing.T) {
	lines := specimens()["TD3"]
	m := mrz.Find(text(lines[0], strings.Replace(lines[1], "740812", "741312", 1)))
	if m == nil || m.Valid || m.Checks["birth_date"] || m.Fields["birth_date"] != "741312" {
		t.Errorf("%+v", m)
	}
}

func TestFindNothingInOrdinaryText(t *testing.T) {
	td1, td3 := specimens()["TD1"], specimens()["TD3"]
	for name, lines := range map[string][]string{
		"empty":              nil,
		"prose":              {"It was the best of times, it was the worst of times, it was the age", "of wisdom, it was the age of foolishness, it was the epoch"},
		"44 capitals":        {strings.Repeat("ABCDEFGHIJK", 4), strings.Repeat("LMNOPQRSTUV", 4)},
		"only fillers":       {strings.Repeat("<", 44), strings.Repeat("<", 44)},
		"half a zone":        {td3[0]},
		"lines swapped":      {td3[1], td3[0]},
		"two of three":       {td1[0], td1[1]},
		"letters as a date":  {td3[0], strings.Replace(td3[1], "740812", "XYWVUT", 1)},
		"HTML":               {"<DIV><P><B>BOLD<BR><BR><BR><BR><I>TEXT<BR><B>", "<DIV><P><B>BOLD<BR><BR><BR><BR><I>TEXT<BR><B>"},
		"a long single word": {strings.Repeat("P<UTO", 100_000)},
		"different sizes":    {td3[0], specimens()["TD2"][1]},
	} {
		if m := mrz.Find(text(lines...)); m != nil {
			t.Errorf("%s: found %+v", name, m)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, lines := range specimens() {
		f.Add(strings.Join(lines, "\n"))
	}
	f.Add("P<UTOERIKSSON«ANNA<MARIA«««««««««<\nL898902C36UTO74O8I22F12O4I59ZE184226B<<<<<1O")
	f.Fuzz(func(t *testing.T, s string) {
		holds(t, mrz.Find(text(strings.Split(s, "\n")...)))
	})
}
