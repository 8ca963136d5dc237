package mrz_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

// misreading is one cell with what the recogniser thinks there.
type misreading struct {
	line, at int // from 0
	read     byte
	others   map[byte]float64
}

func withMisreadings(lines []string, misread ...misreading) []mrz.Row {
	rows := sure(lines...)
	for _, m := range misread {
		rows[m.line].Cells[m.at].Posterior = certain(m.read, m.others)
	}
	return rows
}

// told writes the repairs as line:position read>now why.
func told(m *models.MRZ) []string {
	var out []string
	for _, r := range m.Repairs {
		out = append(out, fmt.Sprintf("%d:%d %s>%s %s", r.Line, r.Position, r.Read, r.Now, r.Why))
	}
	return out
}

type others = map[byte]float64

func TestDecodeRepairs(t *testing.T) {
	td1, td3, visa := specimens()["TD1"], specimens()["TD3"], specimens()["MRV-A"]
	for name, c := range map[string]struct {
		lines   []string
		misread []misreading
		want    []string
	}{
		"letter in a date": {td3, []misreading{{1, 16, 'B', others{'8': 0.01}}}, []string{"2:17 B>8 alphabet"}},
		"letter in a date, certainly": {td3, []misreading{{1, 16, 'B', nil}},
			[]string{"2:17 B>8 alphabet"}},
		"digit in a name":            {td3, []misreading{{0, 5, '3', others{'E': 0.05}}}, []string{"1:6 3>E alphabet"}},
		"letter behind the names":    {td3, []misreading{{0, 40, 'K', nil}}, []string{"1:41 K>< filler"}},
		"one doubtful in the number": {td3, []misreading{{1, 5, 'O', others{'0': 0.15}}}, []string{"2:6 O>0 check_digit"}},
		"two doubtful in the number": {td3, []misreading{{1, 5, 'Q', others{'0': 0.3}}, {1, 8, '9', others{'3': 0.3}}},
			[]string{"2:6 Q>0 check_digit", "2:9 9>3 check_digit"}},
		"a doubtful check digit": {td3, []misreading{{1, 19, '7', others{'2': 0.2}}}, []string{"2:20 7>2 check_digit"}},
		"two fields": {td3, []misreading{{1, 5, 'O', others{'0': 0.3}}, {1, 21, '7', others{'1': 0.3}}},
			[]string{"2:6 O>0 check_digit", "2:22 7>1 check_digit"}},
		"under the composite only": {td1, []misreading{{1, 29, '8', others{'6': 0.3}}}, []string{"2:30 8>6 check_digit"}},
		"without a composite":      {visa, []misreading{{1, 6, 'O', others{'0': 0.3}}}, []string{"2:7 O>0 check_digit"}},
	} {
		m := mrz.Decode(withMisreadings(c.lines, c.misread...))
		if m == nil || !m.Valid || !slices.Equal(told(m), c.want) || !reflect.DeepEqual(m.Lines, c.lines) || m.Ambiguous {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

// What disagrees and was read with certainty stays. A doubtful character elsewhere must not be bent to excuse it.
func TestDecodeLeavesDisagreement(t *testing.T) {
	td3 := specimens()["TD3"]
	for name, c := range map[string]struct {
		misread   []misreading
		ambiguous bool
	}{
		"forged number":                            {[]misreading{{1, 8, '8', nil}}, false},
		"forged birth date":                        {[]misreading{{1, 13, '8', nil}}, false},
		"forged check digit":                       {[]misreading{{1, 9, '5', nil}}, false},
		"forged composite digit":                   {[]misreading{{1, 43, '5', nil}}, false},
		"a look-alike, read with certainty":        {[]misreading{{1, 5, 'O', nil}}, false},
		"a forged number beside a doubtful digit":  {[]misreading{{1, 8, '8', nil}, {1, 2, '9', others{'7': 0.01}}}, false},
		"a forged number beside a doubtful date":   {[]misreading{{1, 8, '8', nil}, {1, 13, '1', others{'7': 0.3}}}, false},
		"doubtful, below the floor":                {[]misreading{{1, 5, 'O', others{'0': 0.08}}}, true},
		"several readings satisfy":                 {[]misreading{{1, 5, 'O', others{'0': 0.3}}, {1, 6, '2', others{'0': 0.3}}}, true},
		"three doubtful characters in one number":  {[]misreading{{1, 5, 'O', others{'0': 0.3}}, {1, 4, 'G', others{'9': 0.3}}, {1, 3, 'B', others{'8': 0.3}}}, true},
		"a reading that satisfies is no real date": {[]misreading{{1, 19, '1', nil}, {1, 15, '0', others{'9': 0.3}}}, true},
	} {
		m := mrz.Decode(withMisreadings(td3, c.misread...))
		if m == nil || m.Valid || m.Ambiguous != c.ambiguous {
			t.Errorf("%s: %+v", name, m)
			continue
		}
		for _, r := range m.Repairs {
			t.Errorf("%s: repaired %+v", name, r)
		}
		for _, x := range c.misread {
			if m.Lines[x.line][x.at] != x.read {
				t.Errorf("%s: %q at %d, read %q", name, m.Lines[x.line][x.at], x.at, x.read)
			}
		}
	}
}

// A document number of more than nine characters has its check digit in the optional data.
func TestDecodeRepairsLongNumber(t *testing.T) {
	const number = "D23145890734"
	line := number[:9] + "<UTO740812" + digit("740812") + "F120415" + digit("120415") + pad(number[9:]+digit(number)+"<AB", 7)
	line += digit(line[0:10] + line[13:20] + line[21:35])
	lines := []string{pad("I<UTOERIKSSON<<ANNA<MARIA", 36), line}
	m := mrz.Decode(withMisreadings(lines, misreading{1, 29, 'B', others{'3': 0.2}}))
	if m == nil || !m.Valid || m.Fields["document_number"] != number || !slices.Equal(told(m), []string{"2:30 B>3 check_digit"}) {
		t.Errorf("%+v", m)
	}
}
