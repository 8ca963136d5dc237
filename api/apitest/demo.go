package apitest

import (
	"fmt"
	"image"
	"image/color"

	"loupe/models"
)

// Demo returns a fake with what a reviewer's day holds: a farmed card, its victim and two more of their ring, a poor picture,
// one whose check failed, one that was not examined yet, and two re-scans.
func Demo() *Service {
	s := New()
	s.card("sub-victim", "acc-100 Lindqvist", models.VerdictAccept, 0)
	s.card("sub-twin", "acc-412", models.VerdictReview, 0)
	s.card("sub-photo", "acc-533", models.VerdictReview, 60)
	s.card("sub-blurred", "acc-204", models.VerdictReject, 40)
	s.card("sub-failed", "acc-311", models.VerdictReview, 20)
	s.card("sub-farm", "acc-977", models.VerdictReview, 0)
	s.Held = append(s.Held, models.Submission{ID: "sub-new", Account: "acc-978", Kind: models.KindProfilePhoto, Filename: "me.jpg",
		State: models.StateReceived, CreatedAt: epoch()})
	s.blur("sub-blurred")
	s.breakCheck("sub-failed")
	s.farm("sub-farm", "sub-victim")
	s.ring("sub-farm", "sub-victim", "sub-twin", "sub-photo")
	done := epoch()
	s.Jobs = []models.Rescan{
		{ID: "res-2", Reason: "new ELA version", State: models.RescanRunning, Total: 1200, Done: 431, Changed: 7, Failed: 1, CreatedAt: epoch()},
		{ID: "res-1", Reason: "policy 3", DryRun: true, State: models.RescanFinished, Total: 80, Done: 80, Changed: 2, CreatedAt: epoch(), FinishedAt: &done,
			Filter: models.RescanFilter{Kind: models.KindDiploma, StaleOnly: true}},
	}
	s.Changes = []models.RescanChange{
		{SubmissionID: "sub-farm", Account: "acc-977", Before: models.VerdictAccept, After: models.VerdictReview, Changes: []string{"ela: clear -> suspect", "new link to acc-100: same_capture"}},
		{SubmissionID: "sub-failed", Account: "acc-311", Before: models.VerdictReview, After: models.VerdictReview, Error: "the examination did not finish within 30 s"},
	}
	return s
}

const demoW, demoH = 1280, 800

// card holds one examined identity card with its pictures.
func (s *Service) card(id string, account models.Account, v models.Verdict, tint uint8) {
	m := Card(demoW, demoH, tint)
	s.Files[id+"-preview"] = File{"image/png", PNG(m)}
	s.Files[id+"-thumb"] = File{"image/png", PNG(Card(320, 200, tint))}
	s.Originals[id] = []byte("original bytes of " + id)
	s.Add(models.Submission{ID: id, Account: account, Kind: models.KindIdentityDocument, Side: models.SideFront, Filename: "IMG_2041.jpg", DeclaredType: "image/jpeg",
		SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Bytes: 2_345_678, State: models.StateExamined,
		Claim: models.Claim{"surname": "Lindqvist", "date_of_birth": "1990-04-12", "nationality": "UTO"}},
		models.Report{ID: "rep-" + id, Kind: models.KindIdentityDocument, Verdict: v, CreatedAt: epoch(),
			Engine:    models.Engine{Version: "0.1.0", Policy: 3},
			File:      models.FileInfo{MediaType: "image/jpeg", Bytes: 2_345_678, Width: demoW, Height: demoH, Frames: 1, Pages: 1, Orientation: 1},
			Artifacts: []models.Artifact{{Name: "preview", MediaType: "image/png", ID: id + "-preview"}, {Name: "thumbnail", MediaType: "image/png", ID: id + "-thumb"}},
			Findings:  ordinaryFindings(), Document: document(), Text: text(),
		})
}

func (s *Service) latest(id string) *models.Report {
	all := s.Reports[id]
	return &all[len(all)-1]
}

func ordinaryFindings() []models.Finding {
	return []models.Finding{
		{Check: "ela", Version: 3, Group: models.GroupHistory, Outcome: models.OutcomeClear, Score: models.Score(0.08), Message: "No region's compression error stands out against its peers.",
			Measures: []models.Measure{{Name: "peak_ratio", Value: 1.31, Unit: "x", Threshold: models.Threshold(2.5)}}, ElapsedMS: 84},
		{Check: "mrz", Version: 2, Group: models.GroupSemantic, Outcome: models.OutcomeClear, Score: models.Score(0), Message: "All five check digits agree.", ElapsedMS: 3},
		{Check: "metadata", Version: 1, Group: models.GroupProvenance, Outcome: models.OutcomeInconclusive, Message: "The file carries no metadata, as most messaging services leave it.", ElapsedMS: 1,
			Facts: map[string]string{"software": "Camera 12.1"}},
		{Check: "quality", Version: 4, Group: models.GroupQuality, Outcome: models.OutcomeClear, Score: models.Score(0.1), Message: "Sharp, evenly lit, lightly compressed.",
			Measures: []models.Measure{{Name: "sharpness", Value: 0.7132, Unit: "cycles/px", Threshold: models.Threshold(0.25)}, {Name: "mean_luma", Value: 141.2, Unit: "levels"}}, ElapsedMS: 41},
	}
}

func (s *Service) blur(id string) {
	r := s.latest(id)
	r.Retryable = true
	r.Reasons = []models.Reason{models.NewReason(models.ReasonQualityBlur, "quality", "Sharpness is 0.11 cycles/px; 0.25 is needed."),
		models.NewReason(models.ReasonQualityTextUnreadable, "text", "")}
	r.Findings[3].Outcome, r.Findings[3].ReasonCode, r.Findings[3].Score = models.OutcomeSuspect, models.ReasonQualityBlur, models.Score(0.9)
	r.Findings[3].Message = "The picture is out of focus or moved."
	r.Findings[3].Measures[0].Value, r.Findings[3].Measures[0].ReasonCode = 0.11, models.ReasonQualityBlur
}

func (s *Service) breakCheck(id string) {
	r := s.latest(id)
	r.Reasons = []models.Reason{models.NewReason(models.ReasonSystemCheckFailed, "ela", "")}
	r.Findings[0].Outcome, r.Findings[0].Score, r.Findings[0].ReasonCode = models.OutcomeFailed, nil, models.ReasonSystemCheckFailed
	r.Findings[0].Message = "The check did not finish within 3s."
}

// farm makes id a copy of victim with portrait, name and number changed.
func (s *Service) farm(id, victim string) {
	portrait, name, number := image.Rect(102, 160, 358, 560), image.Rect(455, 140, 800, 185), image.Rect(455, 300, 1010, 345)
	m := Card(demoW, demoH, 0)
	Fill(m, portrait, color.NRGBA{R: 120, G: 90, B: 80, A: 255})
	Fill(m, name, color.NRGBA{R: 40, G: 20, B: 20, A: 255})
	Fill(m, number, color.NRGBA{R: 40, G: 20, B: 20, A: 255})
	s.Files[id+"-preview"] = File{"image/png", PNG(m)}
	s.Files[id+"-thumb"] = s.Files[id+"-preview"]
	s.Files[id+"-heat"] = File{"image/png", PNG(Heat(demoW/2, demoH/2, image.Rect(51, 80, 179, 280)))}
	s.Files["difference"] = File{"image/png", PNG(Heat(demoW/2, demoH/2, image.Rect(51, 80, 179, 280)))}
	changed := []models.Region{region(portrait, "portrait"), region(name, "name"), region(number, "document number")}
	r := s.latest(id)
	r.Reasons = []models.Reason{
		models.NewReason(models.ReasonReuseSameCapture, "reuse", "The same capture as on account acc-100, with three regions changed."),
		models.NewReason(models.ReasonCompressionELA, "ela", "The portrait's compression error is 4.2 times that of its peers; 2.5 is the threshold."),
		models.NewReason(models.ReasonDataMRZCheckDigit, "mrz", ""),
	}
	r.Findings[0] = models.Finding{Check: "ela", Version: 3, Group: models.GroupHistory, Outcome: models.OutcomeSuspect, Score: models.Score(0.81), ReasonCode: models.ReasonCompressionELA,
		Message: "One region's compression error stands out against its peers.", InnocentCauses: "A sharp printed portrait on a soft ground, or a picture pasted by the issuer's own software.",
		Measures:  []models.Measure{{Name: "peak_ratio", Value: 4.213, Unit: "x", Threshold: models.Threshold(2.5), ReasonCode: models.ReasonCompressionELA}, {Name: "blocks", Value: 412, Unit: "blocks"}},
		Regions:   []models.Region{region(portrait, "hot blocks")},
		Artifacts: []models.Artifact{{Name: "heatmap", MediaType: "image/png", ID: id + "-heat"}}, ElapsedMS: 96}
	r.Findings[1] = models.Finding{Check: "mrz", Version: 2, Group: models.GroupSemantic, Outcome: models.OutcomeSuspect, Score: models.Score(0.7), ReasonCode: models.ReasonDataMRZCheckDigit,
		Message: "The check digit of the document number does not agree.", Regions: []models.Region{{X: 60, Y: 665, W: 1160, H: 100, Score: 1, Label: "MRZ"}}, ElapsedMS: 3}
	r.Document.MRZ.Valid, r.Document.MRZ.Checks["document_number"] = false, false
	s.link(id, victim, changed)
}

func (s *Service) link(id, victim string, changed []models.Region) {
	rate := 0.0001
	s.tie("link-1", id, victim, models.Comparison{Relation: models.RelationSameCapture, Score: 0.93, FalseAlarmRate: &rate, SharedFraction: 0.81,
		Transform: [9]float64{1, 0, 0, 0, 1, 0, 0, 0, 1}, Changed: changed,
		Measures:  []models.Measure{{Name: "residual_correlation", Value: 0.912, Unit: "", Threshold: models.Threshold(0.5)}},
		Artifacts: []models.Artifact{{Name: "difference", MediaType: "image/png", ID: "difference"}}},
		models.Conflict{Field: "surname", A: "Okafor", B: "Lindqvist"}, models.Conflict{Field: "document_number", A: "X4419082", B: "L8988901"})
}

func region(r image.Rectangle, label string) models.Region {
	return models.Region{X: r.Min.X, Y: r.Min.Y, W: r.Dx(), H: r.Dy(), Score: 1, Label: label}
}

func document() *models.Document {
	return &models.Document{Type: "ID", Country: "UTO", Side: models.SideFront,
		Quad: &[4][2]float64{{8, 6}, {1270, 9}, {1268, 792}, {10, 790}},
		MRZ: &models.MRZ{Type: models.MRZTypeTD2, Lines: []string{"I<UTOLINDQVIST<<ANNA<MARIA<<<<<<<<<<", "L898902C36UTO9004129F3004151<<<<<<<6"}, Valid: true,
			Fields: map[string]string{"surname": "LINDQVIST", "given_names": "ANNA MARIA", "document_number": "L898902C3", "birth_date": "900412", "nationality": "UTO"},
			Checks: map[string]bool{"birth_date": true, "composite": true, "document_number": true, "expiry_date": true},
			Box:    &models.Region{X: 60, Y: 665, W: 1160, H: 100, Score: 1}},
		Fields:     map[string]models.Field{"surname": {Value: "Lindquist", Confidence: 0.8, Source: models.SourcePrint, Box: &[4]int{455, 140, 345, 45}}},
		Statements: statements()}
}

func statements() []models.Statement {
	zone := func(name, value string) models.Statement {
		return models.Statement{Name: name, Field: models.Field{Value: value, Confidence: 0.97, Source: models.SourceMRZ, Box: &[4]int{60, 665, 1160, 100}}}
	}
	return []models.Statement{
		{Name: models.FieldSurname, Field: models.Field{Value: "Lindquist", Confidence: 0.8, Source: models.SourcePrint, Box: &[4]int{455, 140, 345, 45}}},
		zone(models.FieldSurname, "LINDQVIST"), zone(models.FieldGivenNames, "ANNA MARIA"), zone(models.FieldDocumentNumber, "L898902C3"),
		zone(models.FieldBirthDate, "1990-04-12"), zone(models.FieldNationality, "UTO"),
	}
}

func text() *models.Text {
	t := &models.Text{Language: "eng", Confidence: 88}
	for i, word := range []string{"UTOPIA", "IDENTITY", "CARD", "Lindquist", "Anna", "Maria", "12.04.1990", "L898902C3"} {
		t.Words = append(t.Words, models.Word{Text: word, Box: [4]int{460 + (i%2)*200, 144 + (i/2)*80, 180, 32}, Confidence: float64(95 - 7*i)})
	}
	return t
}

// Numbered adds n plain submissions, for lists with several pages.
func (s *Service) Numbered(n int) {
	for i := range n {
		s.Add(models.Submission{ID: fmt.Sprintf("sub-n%03d", i), Account: "bulk", Kind: models.KindDiploma}, models.Report{Verdict: models.VerdictAccept})
	}
}
