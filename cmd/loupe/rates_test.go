package main

import (
	"strings"
	"testing"

	"loupe/models"
	"loupe/samples"
)

func TestRates(t *testing.T) {
	pair := func(r models.Relation, ch samples.Channel, found models.Relation, score float64, iou ...float64) verdictOnPair {
		return verdictOnPair{PairEntry: samples.PairEntry{Relation: r, Channel: ch, Chain: "png"}, Found: found, Score: score, IoU: iou}
	}
	lines := newRates([]verdictOnPair{
		pair(models.RelationSameCapture, "photo", models.RelationSameCapture, 0.9, 0.8, 0.5),
		pair(models.RelationSameCapture, "scan", models.RelationSameLayout, 0.3, 0),
		pair(models.RelationSameLayout, "scan", models.RelationSameLayout, 0.4),
		pair(models.RelationSameLayout, "scan", models.RelationUnrelated, 0),
		pair(models.RelationSameLayout, "photo", models.RelationNearDuplicate, 0.6),
		{PairEntry: samples.PairEntry{Relation: models.RelationSameCapture}, Error: "no such file"},
	}).lines()
	text := strings.Join(lines, "\n")
	for _, want := range []string{
		"channel photo       1 of    1 with the right relation (100.0 %)", "channel scan        0 of    1", "chain png           1 of    2",
		"channel photo       1 of    1 linked", "channel scan        0 of    2 linked: the false-alarm rate is below 1 at", "0.43 on average, 1 of 3 at least 0.6",
		"at no false alarm in 3: score above 0.600, which 1 of 2 copies have", "1 pairs could not be compared",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q in\n%s", want, text)
		}
	}
}

func TestBestIoU(t *testing.T) {
	r := models.Region{X: 0, Y: 0, W: 10, H: 10}
	for _, c := range []struct {
		found []models.Region
		want  float64
	}{
		{nil, 0}, {[]models.Region{{X: 20, Y: 0, W: 5, H: 5}}, 0}, {[]models.Region{{X: 5, Y: 0, W: 10, H: 10}, r}, 1},
		{[]models.Region{{X: 5, Y: 0, W: 10, H: 10}}, 50.0 / 150},
	} {
		if got := bestIoU(r, c.found); got != c.want {
			t.Errorf("%+v: %v, want %v", c.found, got, c.want)
		}
	}
}
