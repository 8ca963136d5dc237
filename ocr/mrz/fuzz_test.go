package mrz_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"math"
	"reflect"
	"strings"
	"testing"

	"loupe/models"
	"loupe/ocr/mrz"
)

// fuzzedRows reads rows from bytes: a line is its characters, each followed by another one and how probable that is; what is
// in no alphabet gives posteriors that are none.
func fuzzedRows(data []byte) []mrz.Row {
	var rows []mrz.Row
	for i, line := range bytes.Split(data, []byte("\n")) {
		var row mrz.Row
		for j := 0; j+2 < len(line); j += 3 {
			var p mrz.Posterior
			a, b := strings.IndexByte(mrz.Alphabet, line[j]), strings.IndexByte(mrz.Alphabet, line[j+1])
			for k := range p {
				p[k] = -20
			}
			if a >= 0 && b >= 0 {
				share := float64(line[j+2])/512 + 1e-6
				p[b], p[a] = float32(math.Log(share)), float32(math.Log(1-share))
			} else {
				p[int(line[j])%len(p)] = math.Float32frombits(binary.LittleEndian.Uint32(append(line[j:j+3:j+3], line[j+1])))
			}
			row.Cells = append(row.Cells, mrz.Cell{Box: image.Rect(20*j, 60*i, 20*j+50, 60*i+30), Posterior: p})
		}
		rows = append(rows, row)
	}
	return rows
}

func FuzzDecode(f *testing.F) {
	for _, lines := range everyZone() {
		var b strings.Builder
		for _, line := range lines {
			for _, c := range line {
				b.WriteString(string(c) + "0\x08")
			}
			b.WriteByte('\n')
		}
		f.Add([]byte(b.String()))
	}
	f.Fuzz(func(t *testing.T, data []byte) { holds(t, mrz.Decode(fuzzedRows(data))) })
}

// holds checks what is true of every zone.
func holds(t *testing.T, m *models.MRZ) {
	if m == nil {
		return
	}
	again, err := mrz.Parse(m.Lines)
	if err != nil || !reflect.DeepEqual(again.Fields, m.Fields) || !reflect.DeepEqual(again.Checks, m.Checks) || again.Valid != m.Valid {
		t.Fatalf("found %+v, but Parse says %+v, %v", m, again, err)
	}
	if m.Valid && m.Ambiguous || len(m.Characters) != len(m.Lines) || len(m.Confidence) != len(m.Lines) || m.Box == nil {
		t.Fatalf("%+v", m)
	}
	for _, r := range m.Repairs {
		if m.Lines[r.Line-1][r.Position-1:r.Position] != r.Now || r.Read == r.Now || r.Why == "" {
			t.Fatalf("repair %+v of %q", r, m.Lines)
		}
	}
	for i, line := range m.Characters {
		if len(line) != len(m.Lines[i]) || !(m.Confidence[i] >= 0 && m.Confidence[i] <= 100.001) {
			t.Fatalf("line %d: %d characters, confidence %v", i+1, len(line), m.Confidence[i])
		}
	}
	for _, s := range mrz.Statements(m, day()) {
		if s.Value == "" || !(s.Confidence >= 0 && s.Confidence <= 1.00001) {
			t.Fatalf("statement %+v", s)
		}
	}
}
