package darkroom_test

import (
	"bytes"
	"encoding/binary"
	"image"
	"slices"
	"testing"

	"golang.org/x/image/tiff"

	"loupe/forensics/verdict"
	"loupe/models"
	"loupe/samples"
)

// sheets is a TIFF that shows one picture on n sheets.
func sheets(t testing.TB, n int) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 200, 120))
	for i := range img.Pix {
		img.Pix[i] = uint8(i * i / 7)
	}
	var b bytes.Buffer
	if err := tiff.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	at := binary.LittleEndian.Uint32(data[4:])
	size := 2 + 12*uint32(binary.LittleEndian.Uint16(data[at:]))
	directory := bytes.Clone(data[at : at+size])
	for range n - 1 {
		binary.LittleEndian.PutUint32(data[at+size:], uint32(len(data)))
		at = uint32(len(data))
		data = slices.Concat(data, directory, []byte{0, 0, 0, 0})
	}
	return data
}

// Every page of both files is asked every question, and says which page it is.
func TestEveryPageIsExamined(t *testing.T) {
	files := []models.Original{{Data: sheets(t, 2), Side: models.SideFront}, {Data: picture(t), Side: models.SideBack}}
	exam, err := pool(t, "", nil).Examine(t.Context(), files, models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(exam.Pages) != 3 || len(exam.Findings) != 9 || exam.File.Pages != 2 || exam.File.MediaType != "image/tiff" {
		t.Fatalf("%d pages, %d findings of %+v", len(exam.Pages), len(exam.Findings), exam.File)
	}
	for i, f := range exam.Findings {
		if f.Page != i/3 || f.Outcome != models.OutcomeClear {
			t.Errorf("finding %d: %+v", i, f)
		}
	}
	for i, want := range []models.PageInfo{{Page: 0, Side: models.SideFront, Sheet: 1}, {Page: 1, Side: models.SideFront, Sheet: 2}, {Page: 2, Side: models.SideBack, Sheet: 1}} {
		p := exam.Pages[i]
		if p.Page != want.Page || p.Side != want.Side || p.Sheet != want.Sheet || p.Width != 200 {
			t.Errorf("page %d: %+v", i, p)
		}
	}
	var names []string
	for _, a := range exam.Artifacts {
		names = append(names, a.Name)
	}
	if want := []string{"preview", "thumbnail", "preview_1", "thumbnail_1", "preview_2", "thumbnail_2"}; !slices.Equal(names, want) {
		t.Errorf("artifacts %v, want %v", names, want)
	}
	digests := map[int]int{}
	for _, f := range exam.Fingerprints {
		if f.Kind == models.FingerprintBytes {
			digests[f.Page]++
		}
	}
	if digests[0] != 1 || digests[1] != 0 || digests[2] != 1 {
		t.Errorf("digests of bytes by page: %v, want one of each file", digests)
	}
}

// A fault on one page of several is a failed finding of that page, and never accepted.
func TestAFaultOnALaterPage(t *testing.T) {
	for _, fault := range []string{"exit", "hang", "garbage"} {
		exam, err := pool(t, fault+"-2", nil).Examine(t.Context(), upload(sheets(t, 3)), models.Brief{Kind: models.KindDiploma}, models.PriorityLive, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range exam.Findings {
			want := models.OutcomeClear
			if f.Page == 2 && f.Check == "faulty" {
				want = models.OutcomeFailed
			}
			if f.Outcome != want {
				t.Errorf("%s: page %d %s is %s (%s), want %s", fault, f.Page, f.Check, f.Outcome, f.Message, want)
			}
		}
		policy := verdict.Policy{Required: map[models.Kind][]string{models.KindDiploma: {"faulty"}}, Actions: map[models.ReasonCode]verdict.Action{models.ReasonSystemCheckFailed: verdict.ActionReview}}
		if j := verdict.Decide(policy, verdict.Case{Kind: models.KindDiploma, Pages: exam.Pages, Findings: exam.Findings}); j.Verdict == models.VerdictAccept {
			t.Errorf("%s on page 2 was accepted", fault)
		}
	}
}

func TestAPageThatIsNotThereCannotBeCompared(t *testing.T) {
	a := models.Sheaf{Kind: models.KindDiploma, Originals: upload(sheets(t, 2)), Page: 1}
	p := pool(t, "", nil)
	if _, err := p.Compare(t.Context(), a, models.Sheaf{Kind: models.KindDiploma, Originals: upload(picture(t))}, models.PriorityLive); err != nil {
		t.Errorf("page 1 of 2: %v", err)
	}
	a.Page = 2
	if _, err := p.Compare(t.Context(), a, a, models.PriorityLive); err == nil {
		t.Error("page 2 of 2 was compared")
	}
}

// A comparison says of the faces whether they are one picture.
func TestPortraitsAreCompared(t *testing.T) {
	p := pool(t, "", nil)
	photo := func(kind models.Kind, quality int) models.Sheaf {
		data, err := samples.EncodeJPEG(samples.PortraitImage(samples.NewHolder(7).Face, samples.Scene{Seed: 7, Head: 0.7}, 240, 300), quality, nil)
		if err != nil {
			t.Fatal(err)
		}
		return models.Sheaf{Kind: kind, Originals: upload(data)}
	}
	for kind, want := range map[models.Kind]int{models.KindProfilePhoto: 1, models.KindDiploma: 0} {
		c, err := p.Compare(t.Context(), photo(kind, 90), photo(kind, 60), models.PriorityLive)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Portraits) != want || want == 1 && c.Portraits[0].Answer != models.PortraitSame {
			t.Errorf("%s: %+v, want %d the same", kind, c.Portraits, want)
		}
	}
}
