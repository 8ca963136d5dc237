package mrz_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

// measured is n, or ten times as many for the figures of a report.
func measured(n int) int {
	if os.Getenv("LOUPE_MEASURE") != "" {
		return 10 * n
	}
	return n
}

// TestDecodeOfNoise reads invented zones with noise of several strengths and counts what comes of it. What must not come is
// a zone whose digits all agree and whose document number is another one.
func TestDecodeOfNoise(t *testing.T) {
	n := measured(300)
	for _, c := range []struct {
		noise, sharpened float64
		right, wrong     float64 // the least share of zones read right, the most of zones wrong though every digit agrees
	}{
		{0.20, 1, 0.98, 0.002}, {0.25, 1, 0.95, 0.005}, {0.30, 1, 0.82, 0.01}, {0.36, 1, 0.6, 0.02}, {0.42, 1, 0.35, 0.03}, {0.30, 2.5, 0.72, 0.02}, {0.36, 2.5, 0.5, 0.03},
	} {
		reader, r := newRecogniser(c.noise, c.sharpened), rand.New(rand.NewPCG(11, 12))
		var errors, characters, none, raw, right, repaired, left, ambiguous, blind, wrong, number, wrongRepair, sure int
		for i := range n {
			truth := invented{r}.zone(formats()[i%5])
			rows := reader.rows(truth, r)
			e := misread(truth, rows)
			characters += len(truth) * len(truth[0])
			errors += e
			if e == 0 {
				raw++
			}
			m := mrz.Decode(rows)
			if m == nil {
				none++
				continue
			}
			if s := mrz.Statements(m, day()); slices.ContainsFunc(s, func(s models.Statement) bool {
				return s.Name == models.FieldDocumentNumber && s.Confidence >= 0.9 && s.Value != strings.TrimRight(number9(truth), "<")
			}) {
				sure++
			}
			solved := slices.ContainsFunc(m.Repairs, func(r models.Repair) bool { return r.Why == "check_digit" })
			switch got, want := covered(m.Lines, m), covered(truth, m); {
			case !m.Valid:
				left++
				if m.Ambiguous {
					ambiguous++
				}
			case got == want:
				right++
				if solved {
					repaired++
				}
			case residues(got) == residues(want):
				blind++
			default:
				wrong++
				if solved {
					wrongRepair++
				}
				if want, _ := mrz.Parse(truth); want.Fields["document_number"] != m.Fields["document_number"] {
					number++
				}
			}
		}
		t.Logf("noise %.2f sharpened %.1f, n=%d: characters wrong %.2f %%, raw right %d, right %d (%d by check digits), disagreeing %d (%d ambiguous), none %d, blind %d, valid but wrong %d (number %d, by repair %d), wrong number stated with 0.9 %d",
			c.noise, c.sharpened, n, 100*float64(errors)/float64(characters), raw, right, repaired, left, ambiguous, none, blind, wrong, number, wrongRepair, sure)
		if float64(right) < c.right*float64(n) || float64(wrong) > c.wrong*float64(n) {
			t.Errorf("noise %.2f sharpened %.1f: %d of %d right, %d wrong though valid", c.noise, c.sharpened, right, n, wrong)
		}
	}
}

// number9 is the document number's field.
func number9(lines []string) string {
	if len(lines) == 3 {
		return lines[0][5:14]
	}
	return lines[1][:9]
}

// TestDecodeOfForgeries prints another digit in the document number, without its check digit, and reads that with noise. A
// zone whose digits all agree then hides the forgery.
func TestDecodeOfForgeries(t *testing.T) {
	n := measured(300)
	for _, c := range []struct{ noise, sharpened, least, hidden float64 }{{0.15, 1, 0.98, 0.005}, {0.25, 1, 0.88, 0.03}, {0.3, 1, 0.7, 0.05}, {0.3, 2.5, 0.9, 0.03}} {
		reader, r := newRecogniser(c.noise, c.sharpened), rand.New(rand.NewPCG(13, 14))
		kept, ambiguous, repaired, chance, errors, characters := 0, 0, 0, 0, 0, 0
		for i := range n {
			truth := invented{r}.zone(formats()[i%5])
			line, at := 1, 3
			if i%5 == 0 {
				line, at = 0, 8
			}
			b := []byte(truth[line])
			b[at] = '0' + (b[at]-'0'+1+byte(r.IntN(9)))%10
			truth[line] = string(b)
			rows := reader.rows(truth, r)
			errors, characters = errors+misread(truth, rows), characters+len(truth)*len(truth[0])
			switch m := mrz.Decode(rows); {
			case m == nil:
			case m.Valid && slices.ContainsFunc(m.Repairs, func(r models.Repair) bool { return r.Why == "check_digit" }):
				repaired++
			case m.Valid:
				chance++
			case m.Ambiguous:
				ambiguous++
			case !m.Checks["document_number"]:
				kept++
			}
		}
		t.Logf("noise %.2f sharpened %.1f, n=%d forged, characters wrong %.2f %%: %d disagree for certain, %d ambiguous, %d repaired away, %d agree by a misreading", c.noise, c.sharpened, n, 100*float64(errors)/float64(characters), kept, ambiguous, repaired, chance)
		if float64(kept) < c.least*float64(n) || float64(repaired+chance) > c.hidden*float64(n) {
			t.Errorf("noise %.2f sharpened %.1f: %d of %d kept, %d hidden", c.noise, c.sharpened, kept, n, repaired+chance)
		}
	}
}

// misread counts the characters whose greatest posterior is another's.
func misread(lines []string, rows []mrz.Row) int {
	n := 0
	for i, row := range rows {
		for j, c := range row.Cells {
			best := 0
			for k, p := range c.Posterior {
				if p > c.Posterior[best] {
					best = k
				}
			}
			if mrz.Alphabet[best] != lines[i][j] {
				n++
			}
		}
	}
	return n
}

// residues is the values of s modulo 10, all that a check digit sees: K is "<" to it, G is 6 and L is 1.
func residues(s string) string {
	b := []byte(s)
	for i, c := range b {
		b[i] = byte('0' + max(0, strings.IndexByte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", c))%10)
	}
	return string(b)
}

// covered is what of lines stands under check digits.
func covered(lines []string, m *models.MRZ) string {
	var b strings.Builder
	for i, line := range lines {
		for j := range len(line) {
			if len(m.Characters[i][j].Checks) > 0 {
				b.WriteByte(line[j])
			}
		}
	}
	return b.String()
}
