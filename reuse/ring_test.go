package reuse_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"loupe/models"
	"loupe/reuse"
)

func linkBetween(id, a, b string, r models.Relation, at int) models.LinkRecord {
	minute := func(s string) time.Time { return time.Unix(int64(s[0])*60, 0).UTC() } // "a" came before "b"
	return models.LinkRecord{ID: id, A: models.LinkEnd{SubmissionID: "s" + a, Account: a, FirstSeen: minute(a)}, B: models.LinkEnd{SubmissionID: "s" + b, Account: b, FirstSeen: minute(b)},
		Comparison: models.Comparison{Relation: r}, CreatedAt: time.Unix(int64(at), 0).UTC()}
}

func TestRing(t *testing.T) {
	links := []models.LinkRecord{
		linkBetween("l3", "d", "c", models.RelationSameDocumentNumber, 30),
		linkBetween("l1", "b", "a", models.RelationSameCapture, 10),
		linkBetween("l2", "c", "a", models.RelationSamePortrait, 20),
	}
	links[0].Conflicts = []models.Conflict{{Field: "portrait"}}
	links[1].Also = []models.Relation{models.RelationSamePortrait}
	r := reuse.Ring(links)
	if r.ID != reuse.RingID("l1") || r.Conflicts != 1 || !slices.Equal(reuse.Accounts(r), []string{"a", "b", "c", "d"}) || r.Accounts[0].Account != "a" {
		t.Errorf("ring %+v", r)
	}
	var shared [][]string
	for _, s := range r.Shared {
		shared = append(shared, append([]string{string(s.Relation)}, s.Accounts...))
	}
	want := [][]string{{"same_capture", "a", "b"}, {"same_portrait", "a", "b", "c"}, {"same_document_number", "c", "d"}}
	if !reflect.DeepEqual(shared, want) {
		t.Errorf("shared %v, want %v", shared, want)
	}
	var joined []models.Relation
	for _, m := range r.Timeline {
		joined = append(joined, m.Relation)
	}
	if want := []models.Relation{"", models.RelationSameCapture, models.RelationSamePortrait, models.RelationSameDocumentNumber}; !slices.Equal(joined, want) {
		t.Errorf("joined by %v, want %v", joined, want)
	}
	slices.Reverse(links)
	if again := reuse.Ring(links); !reflect.DeepEqual(again, r) {
		t.Error("another order of links gives another ring")
	}
}

func TestGroups(t *testing.T) {
	links := []models.LinkRecord{
		linkBetween("1", "a", "b", models.RelationSameCapture, 1), linkBetween("2", "c", "d", models.RelationSameCapture, 2),
		linkBetween("3", "e", "f", models.RelationSameCapture, 3), linkBetween("4", "d", "a", models.RelationSameCapture, 4),
	}
	var ids [][]string
	for _, g := range reuse.Groups(links) {
		var of []string
		for _, l := range g {
			of = append(of, l.ID)
		}
		ids = append(ids, of)
	}
	if want := [][]string{{"1", "2", "4"}, {"3"}}; !reflect.DeepEqual(ids, want) {
		t.Errorf("groups %v, want %v", ids, want)
	}
}
