package mrz_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

// french is the zone of a French identity card of 1988.
func french() []string {
	first := pad("IDFRABERTHIER", 30) + "750001"
	second := "881192310285" + digit("881192310285") + pad("CORINNE", 14) + "651206" + digit("651206") + "F"
	return []string{first, second + digit(first+second)}
}

// everyZone is the standard's specimens, the French card and others with what fields allow.
func everyZone() map[string][]string {
	zones := specimens()
	zones["French"] = french()
	zones["TD3 full name"] = passport("PAPANDROPOULOUS<<JONATHON<ALEC<PANAGIOT", "L898902C3", "UTO", "740812", "F", "120415", "ZE184226B")
	zones["TD3 without personal number"] = passport("ARKFREITH", "A1", "D<<", "<<<<<<", "<", "300101", "")
	zones["TD3 unknown state"] = passport("DOE<<JANE", "123456789", "QQQ", "740812", "M", "120415", "")
	return zones
}

func TestDecodeSpecimens(t *testing.T) {
	for name, lines := range everyZone() {
		page := append([]string{"REPUBLICOFUTOPIAPASSPORT", "SURNAMEERIKSSONGIVENNAMES<ANNA"}, lines...)
		m := mrz.Decode(append(sure(page...), sure("12345678901234567890123456789012345678901234")...))
		if m == nil || !m.Valid || !reflect.DeepEqual(m.Lines, lines) || m.Read != nil || m.Repairs != nil || m.Ambiguous {
			t.Errorf("%s: %+v", name, m)
			continue
		}
		want, _ := mrz.Parse(lines)
		if m.Type != want.Type || !reflect.DeepEqual(m.Fields, want.Fields) || !reflect.DeepEqual(m.Checks, want.Checks) {
			t.Errorf("%s: %v %v, want %v %v", name, m.Type, m.Fields, want.Type, want.Fields)
		}
		box := models.Region{X: 100, Y: 520, W: 20 * len(lines[0]), H: 60*(len(lines)-1) + 30, Label: "machine readable zone"}
		if *m.Box != box || slices.Min(m.Confidence) < 99 || len(m.Characters) != len(lines) {
			t.Errorf("%s: box %+v, want %+v; confidence %v", name, *m.Box, box, m.Confidence)
		}
	}
}

func TestDecodeCharacters(t *testing.T) {
	lines := specimens()["TD3"]
	rows := sure(lines...)
	rows[1].Cells[13].Posterior = certain('7', map[byte]float64{'1': 0.3})
	m := mrz.Decode(rows)
	for _, c := range []struct {
		line, at int
		checks   []string
		p        float64
	}{
		{0, 7, nil, 0.999}, {1, 0, []string{"document_number", "composite"}, 0.999}, {1, 9, []string{"document_number", "composite"}, 0.999},
		{1, 10, nil, 0.999}, {1, 13, []string{"birth_date", "composite"}, 0.7 / 0.73}, {1, 20, nil, 0.999}, {1, 43, []string{"composite"}, 0.999},
	} {
		got := m.Characters[c.line][c.at]
		want := cellBox(c.line, c.at)
		if got.Box != [4]int{want.Min.X, want.Min.Y, want.Dx(), want.Dy()} || !slices.Equal(got.Checks, c.checks) || got.Probability < c.p-0.002 || got.Probability > c.p+0.002 {
			t.Errorf("line %d position %d: %+v, want %v with %.3f", c.line+1, c.at+1, got, c.checks, c.p)
		}
	}
	if m.Confidence[1] < 95 || m.Confidence[1] > 96.5 {
		t.Errorf("confidence %v, want that of the least certain character, 100 * 0.7/0.73", m.Confidence)
	}
}

// What stands at the ends of rows, and fillers too many or too few.
func TestDecodeLays(t *testing.T) {
	for name, lines := range everyZone() {
		for what, change := range map[string]func(rows []mrz.Row){
			"noise at the left of line 1": func(r []mrz.Row) { r[0] = before(r[0], 'I') },
			"noise at the left of line 2": func(r []mrz.Row) { r[1] = before(r[1], '1') },
			"noise at the right":          func(r []mrz.Row) { r[1] = behind(r[1], 'I') },
			"noise at both ends":          func(r []mrz.Row) { r[1] = behind(before(r[1], 'L'), 'K') },
			"two cells too many":          func(r []mrz.Row) { r[0] = before(before(r[0], '1'), 'I') },
		} {
			rows := sure(lines...)
			change(rows)
			m := mrz.Decode(rows)
			if m == nil || !reflect.DeepEqual(m.Lines, lines) || !m.Valid || m.Repairs != nil || m.Read == nil {
				t.Errorf("%s, %s: %+v", name, what, m)
			}
		}
	}
	td1, td3 := specimens()["TD1"], specimens()["TD3"]
	for name, c := range map[string]struct{ read, want []string }{
		"one filler lost":           {[]string{td3[0][:43], td3[1]}, td3},
		"most fillers lost":         {[]string{td3[0][:30], td3[1]}, td3},
		"fillers gained":            {[]string{td3[0] + "<<", td3[1]}, td3},
		"fillers of TD1 lost":       {[]string{td1[0][:25], td1[1], td1[2][:22]}, td1},
		"filler before digits lost": {[]string{td3[0], strings.Replace(td3[1], "<<<<<10", "<<<<10", 1)}, td3},
		"filler before a digit too": {[]string{td1[0], strings.Replace(td1[1], "UTO<", "UTO<<<", 1), td1[2]}, td1},
		"page's text between":       {[]string{td3[0], td3[1], td3[0]}, td3},
	} {
		m := mrz.Decode(sure(c.read...))
		if m == nil || !reflect.DeepEqual(m.Lines, c.want) || !m.Valid || !slices.Equal(m.Read, c.read[:len(c.want)]) && m.Read != nil {
			t.Errorf("%s: %+v", name, m)
			continue
		}
		for _, r := range m.Repairs {
			if r.Read != "" || r.Now != "<" || r.Why != "filler" {
				t.Errorf("%s: repair %+v", name, r)
			}
		}
	}
}

// before puts a cell at the left end of a row, behind one at the right.
func before(r mrz.Row, c byte) mrz.Row {
	box := r.Cells[0].Box
	box.Min.X, box.Max.X = box.Min.X-20, box.Max.X-20
	return mrz.Row{Cells: append([]mrz.Cell{{Box: box, Posterior: certain(c, nil)}}, r.Cells...)}
}

func behind(r mrz.Row, c byte) mrz.Row {
	box := r.Cells[len(r.Cells)-1].Box
	box.Min.X, box.Max.X = box.Min.X+20, box.Max.X+20
	return mrz.Row{Cells: append(slices.Clone(r.Cells), mrz.Cell{Box: box, Posterior: certain(c, nil)})}
}

func TestDecodeOrdinaryText(t *testing.T) {
	td1, td3 := specimens()["TD1"], specimens()["TD3"]
	for name, lines := range map[string][]string{
		"nothing":            nil,
		"prose":              {"ITWASTHEBESTOFTIMESITWASTHEWORSTOFTIMESITWAS", "THEAGEOFWISDOMITWASTHEAGEOFFOOLISHNESSITWASTH"},
		"only fillers":       {strings.Repeat("<", 44), strings.Repeat("<", 44)},
		"a rule and numbers": {"P<" + strings.Repeat("<", 42), strings.Repeat("0123456789", 5)[:44]},
		"half a zone":        {td3[0]},
		"first line twice":   {td3[0], td3[0]},
		"second line twice":  {td3[1], td3[1]},
		"lines swapped":      {td3[1], td3[0]},
		"two of three":       {td1[0], td1[1]},
		"far apart":          {td3[0], strings.Repeat("A", 44), td3[1]},
		"HTML":               {"<DIV<<P<<B<BOLD<BR<<BR<<BR<<BR<<I<TEXT<BR<<B", "<DIV<<P<<B<BOLD<BR<<BR<<BR<<BR<<I<TEXT<BR<<B"},
		"long rows":          {strings.Repeat("P<UTO", 1000), strings.Repeat("7408122F", 1000)},
		"short rows":         {td3[0][:19], td3[1][:19]},
		"different formats":  {td3[0], specimens()["TD2"][1]},
		"unnamed":            {"P<UTO" + strings.Repeat("<", 39), td3[1]},
		"another initial":    {"X" + td3[0][1:], td3[1]},
	} {
		if m := mrz.Decode(sure(lines...)); m != nil {
			t.Errorf("%s: found %+v", name, m)
		}
	}
	// Nothing is known of any character: everything is possible and nothing is there.
	var unknown mrz.Posterior
	rows := sure(td3...)
	for i := range rows {
		for j := range rows[i].Cells {
			rows[i].Cells[j].Posterior = unknown
		}
	}
	if m := mrz.Decode(rows); m != nil {
		t.Errorf("posteriors of nothing: found %+v", m)
	}
}
