package mrz_test

import (
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

func words(lines ...string) models.Text {
	var t models.Text
	for i, l := range lines {
		t.Words = append(t.Words, models.Word{Text: l, Box: [4]int{10, 10 + 40*i, 900, 30}, Confidence: 95, Line: i})
	}
	return t
}

// A zero read as the letter makes digits disagree; that is the reader's doing. A forged digit no look-alike explains.
func TestAmbiguity(t *testing.T) {
	const first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
	optional := digit("ZE747B")
	issued := func(number string) string { // line 2 with every digit right
		composite := digit(number + digit(number) + "7408122" + "1204159" + "ZE747B<<<<<<<<" + optional)
		return number + digit(number) + "UTO7408122F1204159ZE747B<<<<<<<<" + optional + composite
	}
	replaced := func(line string, at int, by byte) string { return line[:at] + string(by) + line[at+1:] }
	plain, zero := issued("X349934C3"), issued("X349904C3")
	for name, tt := range map[string]struct {
		second           string
		valid, ambiguous bool
	}{
		"as issued":           {plain, true, false},
		"zero read as O":      {replaced(zero, 5, 'O'), false, true},
		"composite forged":    {replaced(plain, 43, '0'+(plain[43]-'0'+3)%10), false, false},
		"birth date forged":   {replaced(plain, 14, '5'), false, false},
		"number digit forged": {replaced(plain, 8, '4'), false, false},
	} {
		m := mrz.Find(words(first, tt.second))
		if m == nil {
			t.Errorf("%s: no zone in %q", name, tt.second)
			continue
		}
		if m.Valid != tt.valid || m.Ambiguous != tt.ambiguous {
			t.Errorf("%s: valid %v, ambiguous %v; want %v, %v (%v)", name, m.Valid, m.Ambiguous, tt.valid, tt.ambiguous, m.Checks)
		}
	}
}
