package metadata_test

import (
	"context"
	"image"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"loupe/forensics"
	"loupe/forensics/metadata"
	"loupe/forensics/raster"
	"loupe/models"
)

func run(t testing.TB, data []byte) models.Finding {
	t.Helper()
	x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	f, err := metadata.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

func expect(t testing.TB, f models.Finding, outcome models.Outcome, reason models.ReasonCode) {
	t.Helper()
	if f.Outcome != outcome || f.ReasonCode != reason {
		t.Errorf("%s %q, want %s %q: %s %+v", f.Outcome, f.ReasonCode, outcome, reason, f.Message, f.Measures)
	}
}

func measure(t testing.TB, f models.Finding, name string) models.Measure {
	t.Helper()
	i := slices.IndexFunc(f.Measures, func(m models.Measure) bool { return m.Name == name })
	if i < 0 {
		t.Fatalf("no measure %s in %+v", name, f.Measures)
	}
	return f.Measures[i]
}

func camera(more map[uint16]string) map[uint16]string {
	m := map[uint16]string{tagMake: "Apple", tagModel: "iPhone 13", tagSoftware: "15.2.1", tagModified: "2023:05:06 07:08:09"}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func taken(s string) map[uint16]string { return map[uint16]string{tagOriginal: s, tagDigitised: s} }

func TestCleanCamera(t *testing.T) {
	b := block{ifd0: camera(nil), exif: taken("2023:05:06 07:08:09"), gps: map[uint16]string{tagGPSDate: "2023:05:06"}}
	f := run(t, jpegFile(t, scene(640, 480, 1), exifSegment(b)))
	expect(t, f, models.OutcomeClear, "")
	for name, want := range map[string]string{
		"make": "Apple", "model": "iPhone 13", "software": "15.2.1", "taken": "2023-05-06T07:08:09", "digitised": "2023-05-06T07:08:09",
		"modified": "2023-05-06T07:08:09", "gps_time": "2023-05-06T00:00:00Z", "segments": "APP1 Exif",
	} {
		if f.Facts[name] != want {
			t.Errorf("fact %s is %q, want %q", name, f.Facts[name], want)
		}
	}
	if !strings.Contains(f.Message, "camera Apple iPhone 13") || *f.Score != 0 {
		t.Errorf("message %q, score %v", f.Message, *f.Score)
	}
}

func TestNoMetadata(t *testing.T) {
	for _, data := range [][]byte{jpegFile(t, scene(100, 80, 1)), pngFile(t, scene(100, 80, 1))} {
		f := run(t, data)
		expect(t, f, models.OutcomeInconclusive, "")
		if f.Score != nil {
			t.Error("inconclusive carries a score")
		}
	}
}

func TestEditors(t *testing.T) {
	xmp := func(s string) string {
		return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description ` + s + `</rdf:RDF></x:xmpmeta>`
	}
	history := xmp(`rdf:about=""><xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:softwareAgent="Adobe Photoshop 24.1"/></rdf:Seq></xmpMM:History></rdf:Description>`)
	agent := xmp(`rdf:about=""><xmpMM:History><rdf:Seq><rdf:li rdf:parseType="Resource"><stEvt:softwareAgent>Affinity Photo 2</stEvt:softwareAgent></rdf:li></rdf:Seq></xmpMM:History></rdf:Description>`)
	creator := xmp(`xmp:CreatorTool="Canva (Renderer)"/>`)
	img := scene(160, 120, 1)
	software := func(s string) []byte {
		return jpegFile(t, img, exifSegment(block{ifd0: camera(map[uint16]string{tagSoftware: s})}))
	}
	edited := map[string][]byte{
		"EXIF Photoshop":   software("Adobe Photoshop CC 2019 (Windows)"),
		"EXIF GIMP":        software("GIMP 2.10.14"),
		"EXIF Snapseed":    software("Snapseed 2.0"),
		"EXIF PicsArt":     software("PicsArt"),
		"processing":       jpegFile(t, img, exifSegment(block{ifd0: camera(map[uint16]string{tagProcessing: "darktable 4.2"})})),
		"XMP CreatorTool":  jpegFile(t, img, xmpSegment(creator)),
		"XMP history":      jpegFile(t, img, xmpSegment(history)),
		"XMP agent":        jpegFile(t, img, xmpSegment(agent)),
		"save for web":     jpegFile(t, img, segment(0xec, "Ducky\x00\x01\x00\x04\x00\x00\x00\x3c\x00\x00")),
		"JPEG comment":     jpegFile(t, img, comment("Created with GIMP")),
		"PNG text":         pngFile(t, img, "tEXtSoftware\x00Paint.NET v3.5.10"),
		"PNG XMP":          pngFile(t, img, "iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00"+creator),
		"PNG eXIf":         pngFile(t, img, "eXIf"+string(block{ifd0: camera(map[uint16]string{tagSoftware: "Pixelmator Pro 3.2"})}.bytes())),
		"hidden in a word": software("v1.0 (adobe photoshop)"),
	}
	for name, data := range edited {
		t.Run(name, func(t *testing.T) {
			f := run(t, data)
			expect(t, f, models.OutcomeSuspect, models.ReasonMetadataEditor)
			if f.Facts["editor"] == "" || measure(t, f, "editor_traces").ReasonCode != models.ReasonMetadataEditor {
				t.Errorf("facts %v, measures %v", f.Facts, f.Measures)
			}
		})
	}
	for _, firmware := range []string{
		"14.4.2", "HDR+ 1.0.345618096z", "G991BXXU3AUE1", "Ver.1.00", "Digital Camera FinePix40i Ver1.39", "00WW_3_380_SP02", "MediaTek Camera Application",
		"Microsoft Windows Photo Gallery 6.0", "Nikon Transfer 1.1 W", "Mac OS X 10.5.8 (9L31a)", "Canvas Camera 2", "Coreldrawn", "Android RKQ1.200826.002", "Picasa",
	} {
		expect(t, run(t, software(firmware)), models.OutcomeClear, "")
	}
}

func TestDates(t *testing.T) {
	tests := []struct {
		name                               string
		model, original, digitised, change string
		gps                                string
		conflict                           bool
	}{
		{name: "all equal", original: "2020:01:05 10:00:00", digitised: "2020:01:05 10:00:00", change: "2020:01:05 10:00:00"},
		{name: "modified later", original: "2020:01:05 10:00:00", change: "2024:01:05 10:00:00"},
		{name: "modified before taken", original: "2020:03:05 10:00:00", change: "2019:03:05 10:00:00", conflict: true},
		{name: "a zone apart", original: "2020:03:05 10:00:00", change: "2020:03:04 09:00:00"},
		{name: "two days before", original: "2020:03:05 10:00:00", change: "2020:03:03 07:00:00", conflict: true},
		{name: "digitised before taken", original: "2020:03:05 10:00:00", digitised: "2018:03:05 10:00:00", conflict: true},
		{name: "clock never set", original: "2010:01:01 00:00:12", change: "2009:05:05 00:00:00"},
		{name: "zeros", original: "0000:00:00 00:00:00", change: "2020:03:05 10:00:00"},
		{name: "blanks", original: "    :  :     :  :  ", change: "2020:03:05 10:00:00"},
		{name: "before cameras", original: "1955:11:05 06:15:00", conflict: true},
		{name: "before the model", model: "iPhone 13 Pro", original: "2019:06:05 10:00:00", conflict: true},
		{name: "the model's year", model: "iPhone 13 Pro", original: "2021:10:05 10:00:00"},
		{name: "an unknown model", model: "Phone 3000", original: "2009:10:05 10:00:00"},
		{name: "GPS long after", original: "2020:03:05 10:00:00", gps: "2021:03:05", conflict: true},
		{name: "stale GPS", original: "2020:03:05 10:00:00", gps: "2020:02:20"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := block{
				ifd0: map[uint16]string{tagModel: tt.model, tagModified: tt.change},
				exif: map[uint16]string{tagOriginal: tt.original, tagDigitised: tt.digitised}, gps: map[uint16]string{tagGPSDate: tt.gps},
			}
			f := run(t, jpegFile(t, scene(160, 120, 1), exifSegment(b)))
			if tt.conflict {
				expect(t, f, models.OutcomeSuspect, models.ReasonMetadataDates)
			} else {
				expect(t, f, models.OutcomeClear, "")
			}
		})
	}
}

// TestThumbnail: what devices do to a thumbnail passes; another picture, or another part of it, does not.
func TestThumbnail(t *testing.T) {
	picture := scene(1200, 900, 7)
	changed := scene(1200, 900, 7)
	box(changed, image.Rect(100, 500, 350, 830), 190)
	box(changed, image.Rect(160, 560, 290, 780), 70)
	own := raster.Box(picture, 160, 120)
	bars := func(g *image.Gray, w, h int) *image.Gray { // g on a black w x h ground
		out := image.NewGray(image.Rect(0, 0, w, h))
		for y := range g.Rect.Dy() {
			copy(out.Pix[(y+(h-g.Rect.Dy())/2)*w+(w-g.Rect.Dx())/2:], g.Pix[y*g.Stride:][:g.Rect.Dx()])
		}
		return out
	}
	dim := raster.Box(picture, 160, 120)
	for i, v := range dim.Pix {
		dim.Pix[i] = v/2 + 30
	}
	crop := func(g *image.Gray, r image.Rectangle) *image.Gray { return g.SubImage(r).(*image.Gray) }
	rebased := func(g *image.Gray) *image.Gray { return raster.Luma(g) }
	wide := rebased(crop(picture, image.Rect(0, 112, 1200, 787))) // 16:9
	tests := []struct {
		name               string
		picture, thumbnail *image.Gray
		mismatch           bool
	}{
		{"own", picture, own, false},
		{"own, larger", picture, raster.Box(picture, 320, 240), false},
		{"own, darker and flatter", picture, dim, false},
		{"letterboxed", wide, bars(raster.Box(wide, 160, 90), 160, 120), false},
		{"cut to 4:3", wide, raster.Box(rebased(crop(wide, image.Rect(150, 0, 1050, 675))), 160, 120), false},
		{"picture turned since", raster.Upright(picture, 6).(*image.Gray), own, false},
		{"picture cropped since", rebased(crop(picture, image.Rect(250, 80, 1100, 700))), own, false},
		{"flat thumbnail", picture, image.NewGray(image.Rect(0, 0, 160, 120)), false},
		{"another picture", picture, raster.Box(scene(1200, 900, 8), 160, 120), true},
		{"another, letterboxed", picture, bars(raster.Box(scene(1200, 900, 9), 160, 90), 160, 120), true},
		{"a part replaced", changed, own, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := block{ifd0: camera(nil), thumbnail: jpegFile(t, tt.thumbnail)}
			f := run(t, jpegFile(t, tt.picture, exifSegment(b)))
			if tt.mismatch {
				expect(t, f, models.OutcomeSuspect, models.ReasonMetadataThumbnail)
			} else {
				expect(t, f, models.OutcomeClear, "")
			}
			if tt.name == "picture cropped since" && f.Facts["cropped"] == "" {
				t.Error("the crop is not stated")
			}
			if tt.name == "a part replaced" {
				at := image.Rect(100, 500, 350, 830)
				if len(f.Regions) != 1 || !image.Rect(f.Regions[0].X, f.Regions[0].Y, f.Regions[0].X+f.Regions[0].W, f.Regions[0].Y+f.Regions[0].H).Overlaps(at) {
					t.Errorf("regions %+v do not show %v", f.Regions, at)
				}
			}
		})
	}
}

// TestHostileThumbnail: a thumbnail that lies about its size, is too large or is no JPEG is passed over.
func TestHostileThumbnail(t *testing.T) {
	for name, thumbnail := range map[string][]byte{
		"too large": jpegFile(t, scene(800, 600, 1)), "tiny": jpegFile(t, scene(16, 16, 1)), "no JPEG": []byte("\xff\xd8\xffnothing"), "empty": {},
		"cut off": jpegFile(t, scene(160, 120, 1))[:900],
	} {
		f := run(t, jpegFile(t, scene(640, 480, 1), exifSegment(block{ifd0: camera(nil), thumbnail: thumbnail})))
		if f.Outcome != models.OutcomeClear || f.Facts["thumbnail"] != "" {
			t.Errorf("%s: %s %v", name, f.Outcome, f.Facts)
		}
	}
}

// TestHostileWords: what a file says reaches the report capped, valid and without marks that steer a reader's eye.
func TestHostileWords(t *testing.T) {
	b := block{ifd0: map[uint16]string{
		tagMake: "evil\u202egnp.exe\u200b\x07", tagModel: strings.Repeat("ä", 900), tagSoftware: "\xff\xfe<script>\x1b[31m",
	}}
	f := run(t, jpegFile(t, scene(160, 120, 1), exifSegment(b), comment(strings.Repeat("\u2066x", 3000)), xmpSegment(`<a xmp:CreatorTool="`+strings.Repeat("y", 5000)+`"/>`)))
	if len(f.Facts) < 4 {
		t.Errorf("facts %v", f.Facts)
	}
	for name, value := range f.Facts {
		if !utf8.ValidString(value) || utf8.RuneCountInString(value) > 200 || strings.ContainsAny(value, "\u202e\u200b\u2066\x07\x1b") {
			t.Errorf("fact %s is %q", name, value)
		}
	}
}

func TestDeterministic(t *testing.T) {
	data := jpegFile(t, scene(400, 300, 1), exifSegment(block{ifd0: camera(nil), exif: taken("2020:01:01 00:00:00"), thumbnail: jpegFile(t, scene(160, 120, 2))}), comment("GIMP"))
	a, b := run(t, data), run(t, data)
	if a.Message != b.Message || !slices.EqualFunc(a.Measures, b.Measures, func(x, y models.Measure) bool { return x.Name == y.Name && x.Value == y.Value }) {
		t.Errorf("%+v\n%+v", a, b)
	}
}

func TestCancelled(t *testing.T) {
	x, _ := forensics.Open(jpegFile(t, scene(100, 80, 1)), models.KindDiploma, forensics.DefaultLimits())
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := metadata.New().Run(ctx, x); err == nil {
		t.Error("a cancelled context gives an answer")
	}
}

// FuzzRun feeds the metadata readers: the blocks travel in a picture that opens.
func FuzzRun(f *testing.F) {
	whole := block{ifd0: camera(nil), exif: taken("2020:03:05 10:00:00"), gps: map[uint16]string{tagGPSDate: "2020:03:05"}, thumbnail: jpegFile(f, scene(64, 48, 1))}
	f.Add(whole.bytes(), []byte(`<x xmp:CreatorTool="GIMP"><b>c</b></x>`), []byte("PK"))
	f.Add([]byte("II*\x00\x08\x00\x00\x00\xff\xff"), []byte("<"), []byte{})
	small := scene(32, 24, 1)
	f.Fuzz(func(t *testing.T, exif, xmp, tail []byte) {
		if len(exif) > 60_000 || len(xmp) > 60_000 {
			return
		}
		run(t, append(jpegFile(t, small, segment(0xe1, "Exif\x00\x00"+string(exif)), xmpSegment(string(xmp)), comment(string(xmp))), tail...))
		run(t, append(pngFile(t, small, "eXIf"+string(exif), "iTXtXML:com.adobe.xmp\x00\x00\x00"+string(xmp)), tail...))
	})
}

func BenchmarkRun(b *testing.B) {
	picture := scene(4000, 3000, 1)
	data := jpegFile(b, picture, exifSegment(block{ifd0: camera(nil), exif: taken("2023:05:06 07:08:09"), thumbnail: jpegFile(b, raster.Box(picture, 160, 120))}))
	x, refusal := forensics.Open(data, models.KindIdentityDocument, forensics.DefaultLimits())
	if refusal != nil {
		b.Fatal(refusal.Message)
	}
	x.Small()
	for b.Loop() {
		if _, err := metadata.New().Run(context.Background(), x); err != nil {
			b.Fatal(err)
		}
	}
}
