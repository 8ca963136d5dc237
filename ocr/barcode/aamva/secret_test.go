package aamva_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"loupe/ocr/barcode/aamva"
)

func TestMasked(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"@\n\x1e\rANSI 636000010001DL00310100DLDAQ1\nDBK123-45-6789\nDAG1 MAIN", "@\n\x1e\rANSI 636000010001DL00310100DLDAQ1\nDBK***\nDAG1 MAIN"},
		{"@\n\x1e\rANSI 636000010001DL00310100DLDBK123456789\nDAQ1", "@\n\x1e\rANSI 636000010001DL00310100DLDBK***\nDAQ1"},
		{"@\n\x1e\rANSI 636000010001DL00310100DBK123456789\r", "@\n\x1e\rANSI 636000010001DL00310100DBK***\r"},
		{"@|ANSI 636000010001DL00310100DLDAQ1|DBK123 45 6789|DAG1", "@|ANSI 636000010001DL00310100DLDAQ1|DBK***|DAG1"},
		{"DAQ1\n  DBK1\nDBB1", "DAQ1\n  DBK***\nDBB1"},
		{"DBK123456789", "DBK***"},
		{"DAQ1\nDAG12 DBKER STREET\nDACADBK", "DAQ1\nDAG12 DBKER STREET\nDACADBK"},
		{"", ""},
	} {
		if got := aamva.Masked(c.text); got != c.want {
			t.Errorf("%q becomes %q, want %q", c.text, got, c.want)
		}
	}
}

// Whatever else a payload holds, what Parse finds as the number is not in the masked text.
func FuzzMasked(f *testing.F) {
	f.Add("@\n\x1e\rANSI 636000010001DL00310100DLDAQ1\n", "DBK", "123456789")
	f.Add("@~ANSI 636000010001", "~DLDBK", "987654321")
	f.Fuzz(func(t *testing.T, before, letters, number string) {
		if len(number) < 6 || strings.Contains(before+letters, number) || strings.ContainsAny(number, "* ") || !utf8.ValidString(before+letters+number) {
			return
		}
		text := before + letters + number
		l, err := aamva.Parse([]byte(text))
		if err == nil && l.Elements["DBK"] == number && strings.Contains(aamva.Masked(text), number) {
			t.Errorf("%q keeps the number: %q", text, aamva.Masked(text))
		}
	})
}
