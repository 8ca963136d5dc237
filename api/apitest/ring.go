package apitest

import (
	"image"
	"image/color"
	"time"

	"loupe/models"
)

// ring ties two more accounts to a farmed card and its victim: a twin with another name and number, and a profile photo
// that shows the card's portrait.
func (s *Service) ring(farm, victim, twin, photo string) {
	m := Card(demoW, demoH, 0)
	Fill(m, image.Rect(455, 140, 900, 185), color.NRGBA{R: 30, G: 30, B: 60, A: 255})
	s.Files[twin+"-preview"] = File{"image/png", PNG(m)}
	s.Files[twin+"-thumb"] = s.Files[twin+"-preview"]
	s.Files["blink-a"], s.Files["blink-b"] = s.Files[farm+"-preview"], s.Files[victim+"-preview"]
	first := &s.LinkRecords[0].Comparison
	first.Artifacts = append(first.Artifacts, models.Artifact{Name: "blink_a", MediaType: "image/png", ID: "blink-a"}, models.Artifact{Name: "blink_b", MediaType: "image/png", ID: "blink-b"})
	portrait := [4]int{102, 160, 256, 400}
	rate := 0.002
	first.Portraits = []models.Portraits{{A: portrait, B: portrait, Answer: models.PortraitDifferent, Score: 0.08}}
	s.tie("link-2", twin, victim, models.Comparison{Relation: models.RelationSameCapture, Score: 0.88, FalseAlarmRate: first.FalseAlarmRate, Transform: first.Transform,
		Changed: []models.Region{region(image.Rect(455, 140, 900, 185), "name")}}, models.Conflict{Field: "name", A: "Brandt, Ida", B: "Lindqvist, Anna"})
	s.tie("link-3", farm, photo, models.Comparison{Relation: models.RelationSamePortrait, Score: 0.79, FalseAlarmRate: &rate,
		Portraits: []models.Portraits{{A: portrait, B: portrait, Answer: models.PortraitSame, Score: 0.79, FalseAlarmRate: &rate}}},
		models.Conflict{Field: "date_of_birth", A: "1990-04-12", B: "1999-01-02"})
	s.tie("link-4", farm, twin, models.Comparison{Relation: models.RelationSameDocumentNumber, Score: 1})
	s.LinkRecords[3].Also = []models.Relation{models.RelationSameIdentity}
	s.Finds = []models.Found{
		{SubmissionID: farm, Account: "acc-977", Kind: models.KindIdentityDocument, FirstSeen: epoch(), Verified: true, Relation: models.RelationSameCapture, Score: 0.91, FalseAlarmRate: &rate,
			Why: []models.Trace{{Fingerprint: models.FingerprintPHash, Distance: 9, Orientation: 1}, {Fingerprint: models.FingerprintFeature, Votes: 212}}},
		{SubmissionID: "sub-blurred", Account: "acc-204", Kind: models.KindIdentityDocument, FirstSeen: epoch(), Why: []models.Trace{{Fingerprint: models.FingerprintTemplate, Distance: 21, Orientation: 1}}},
	}
}

// Reviewed returns Demo after a reviewer said a few things.
func Reviewed() *Service {
	s := Demo()
	later := epoch().Add(time.Hour)
	word := models.Disposition{ID: "dsp-0", LinkID: "link-2", Word: models.RulingNotAMatch, Note: "the issuer's specimen", Reviewer: "kim", CreatedAt: later, Known: []string{}}
	s.LinkRecords[1].Dispose(&word)
	confirmed := models.Disposition{ID: "dsp-1", LinkID: "link-1", Word: models.RulingConfirmed, Note: "portrait and name were replaced", Reviewer: "kim", CreatedAt: later}
	s.LinkRecords[0].Dispose(&confirmed)
	ring := models.Disposition{ID: "dsp-2", RingID: "ring_link-2", Word: models.RulingNotAMatch, Reviewer: "lee", CreatedAt: later, Known: []string{"acc-100 Lindqvist", "acc-412", "acc-977"}}
	twin := models.Disposition{ID: "dsp-3", LinkID: "link-4", Word: models.RulingNotAMatch, CreatedAt: later}
	s.LinkRecords[3].Dispose(&twin)
	s.Said.Dispositions = []models.Disposition{word, confirmed, ring, twin}
	s.Said.Bank = []models.BankEntry{{SubmissionID: "sub-farm", Bank: models.BankBad, Note: "farmed", Reviewer: "kim", CreatedAt: later},
		{SubmissionID: "sub-blurred", Bank: models.BankGood, Reviewer: "", CreatedAt: later}}
	s.rebank("sub-farm", models.BankBad)
	return s
}

// tie adds a link; the times of its ends are those of their submissions.
func (s *Service) tie(id, later, earlier string, c models.Comparison, conflicts ...models.Conflict) {
	l := models.LinkRecord{ID: id, A: s.end(later), B: s.end(earlier), Comparison: c, Conflicts: conflicts, Status: models.StatusOpen}
	l.CreatedAt = l.A.FirstSeen.Add(time.Second)
	s.LinkRecords = append(s.LinkRecords, l)
}

func (s *Service) end(id string) models.LinkEnd {
	for _, sub := range s.Held {
		if sub.ID == id {
			return models.LinkEnd{SubmissionID: id, Account: string(sub.Account), FirstSeen: sub.CreatedAt}
		}
	}
	return models.LinkEnd{SubmissionID: id}
}
