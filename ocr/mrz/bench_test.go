package mrz_test

import (
	"math/rand/v2"
	"testing"

	"loupe/ocr/mrz"
)

func BenchmarkDecode(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	reader := newRecogniser(0.3, 1)
	for _, format := range formats() {
		rows := reader.rows(invented{r}.zone(format), r)
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				mrz.Decode(rows)
			}
		})
	}
}

// The most expensive pages: as many rows as are looked at, each of which may be any line, all characters doubtful.
func BenchmarkDecodeHostile(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 10))
	doubtful := func(format string, noise float64) []mrz.Row {
		reader := newRecogniser(noise, 1)
		var rows []mrz.Row
		for len(rows) < 300 {
			rows = append(rows, reader.rows(invented{r}.zone(format), r)...)
		}
		return rows
	}
	unknown := sure(make([]string, 300)...)
	for i := range unknown {
		unknown[i].Cells = make([]mrz.Cell, 60)
	}
	second := specimens()["TD2"][1]
	var seconds []string
	for range 300 {
		seconds = append(seconds, second)
	}
	for name, rows := range map[string][]mrz.Row{
		"100 zones TD1": doubtful("TD1", 0.4), "150 zones TD2": doubtful("TD2", 0.4), "150 zones TD3": doubtful("TD3", 0.4), "150 visas": doubtful("MRV-B", 0.5),
		"nothing known": unknown, "one line repeated": sure(seconds...),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				mrz.Decode(rows)
			}
		})
	}
}

func BenchmarkFind(b *testing.B) {
	words := text(specimens()["TD3"]...)
	for b.Loop() {
		mrz.Find(words)
	}
}
