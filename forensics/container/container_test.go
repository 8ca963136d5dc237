package container_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"reflect"
	"slices"
	"strings"
	"testing"

	"loupe/forensics"
	"loupe/forensics/container"
	"loupe/forensics/pdffile/pdftest"
	"loupe/forensics/survey"
	"loupe/models"
)

// pixels is a picture that does not compress to nothing.
func pixels() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 64, 48))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i >> 5)
	}
	m.Set(0, 0, color.White)
	return m
}

func jpegFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, pixels(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, pixels()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func zipFile(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("a.txt")
	if err == nil {
		_, err = w.Write([]byte("payload"))
	}
	if err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// comment puts a comment behind the SOI of a JPEG.
func comment(file []byte, text []byte) []byte {
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xfe}, uint16(len(text)+2))
	return join(file[:2], head, text, file[2:])
}

// samsung is a trailer that holds n bytes.
func samsung(n int) []byte {
	u32 := func(v int) []byte { return binary.LittleEndian.AppendUint32(nil, uint32(v)) }
	directory := join([]byte("SEFH"), u32(101), u32(1), []byte{0, 0, 1, 10}, u32(n), u32(n))
	return join(bytes.Repeat([]byte{7}, n), directory, u32(len(directory)), []byte("SEFT"))
}

func open(t testing.TB, data []byte, d forensics.Declared) *forensics.Exhibit {
	t.Helper()
	o, err := forensics.NewOpener(forensics.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	f, refusal := o.Open(context.Background(), models.Original{Data: data, Filename: d.Name, DeclaredType: d.Type}, models.KindProfilePhoto)
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	defer f.Close()
	x, refusal := f.Page(context.Background(), 0)
	if refusal != nil {
		t.Fatal(refusal.Message)
	}
	return x
}

func run(t testing.TB, x *forensics.Exhibit) models.Finding {
	t.Helper()
	f, err := container.New().Run(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Validate(x.File.Width, x.File.Height); err != nil {
		t.Fatal(err)
	}
	return f
}

// measure returns a measure's value and reason.
func measure(t *testing.T, f models.Finding, name string) models.Measure {
	t.Helper()
	for _, m := range f.Measures {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("there is no measure %q", name)
	return models.Measure{}
}

func TestTypes(t *testing.T) {
	j, p := jpegFile(t), pngFile(t)
	for _, c := range []struct {
		name    string
		data    []byte
		file    string
		declare string
		said    string // part of the message; "" for clear
	}{
		{"nothing said", j, "", "", ""},
		{"all agree", j, "passport.jpg", "image/jpeg", ""},
		{"upper case", j, "IMG_0001.JPG", "IMAGE/JPEG", ""},
		{"image/jpg", j, "a.jpeg", "image/jpg", ""},
		{"image/pjpeg", j, "a.jfif", "image/pjpeg", ""},
		{"parameters", j, "a.jpg", " image/jpeg; name=a.jpg", ""},
		{"octets", j, "a.jpg", "application/octet-stream", ""},
		{"octets of another name", p, "a.bin", "binary/octet-stream", ""},
		{"no extension", j, "photo", "image/jpeg", ""},
		{"unknown extension", j, "photo.2024", "image/jpeg", ""},
		{"hidden file", j, ".jpg", "image/jpeg", ""},
		{"dot in a folder", j, "v1.png/photo", "", ""},
		{"blank behind the extension", j, "photo.jpg. ", "", ""},
		{"PNG named .jpg", p, "photo.jpg", "", "its name ends in .jpg"},
		{"PNG declared JPEG", p, "photo.png", "image/jpeg", "it was declared image/jpeg"},
		{"PNG named and declared JPEG", p, "photo.jpg", "image/jpeg", "ends in .jpg and it was declared image/jpeg"},
		{"JPEG named .heic", j, "IMG_1.HEIC", "image/heic", "ends in .heic and it was declared image/heic"},
		{"JPEG named .php", j, "a.jpg.php", "image/jpeg", "ends in .php"},
		{"JPEG declared HTML", j, "a.jpg", "text/html", "declared text/html"},
		{"two dots", j, "scan.page.jpg", "", ""},
		{"null behind the extension", j, "a.jpg\x00.php\x00", "", "ends in .php"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := run(t, open(t, c.data, forensics.Declared{Name: c.file, Type: c.declare}))
			if c.said == "" {
				if f.Outcome != models.OutcomeClear || *f.Score != 0 || f.ReasonCode != "" {
					t.Fatalf("got %+v, want clear", f)
				}
				return
			}
			if f.Outcome != models.OutcomeSuspect || f.ReasonCode != models.ReasonFileTypeMismatch || !strings.Contains(f.Message, c.said) {
				t.Fatalf("got %s %s %q, want %q", f.Outcome, f.ReasonCode, f.Message, c.said)
			}
			if m := measure(t, f, "type_mismatches"); m.ReasonCode != models.ReasonFileTypeMismatch || m.Value < 1 {
				t.Errorf("measure %+v", m)
			}
		})
	}
}

func TestBeside(t *testing.T) {
	j, p, archive := jpegFile(t), pngFile(t), zipFile(t)
	noise := bytes.Repeat([]byte("\x91\x17\xe3"), 200)
	for _, c := range []struct {
		name     string
		data     []byte
		reason   models.ReasonCode
		trailing int
		follows  string
	}{
		{"nothing", j, "", 0, ""},
		{"newline", join(j, []byte("\n")), "", 1, "padding"},
		{"zeros to the end of a cluster", join(j, make([]byte, 4096)), "", 4096, "padding"},
		{"more zeros than any cluster has", join(j, make([]byte, 65537)), models.ReasonFileTrailingData, 65537, "padding"},
		{"too few bytes to hide anything", join(j, noise[:16]), "", 16, "unknown"},
		{"noise", join(j, noise), models.ReasonFileTrailingData, len(noise), "unknown"},
		{"Samsung", join(j, samsung(300)), "", len(samsung(300)), "Samsung"},
		{"another JPEG", join(j, j), models.ReasonFileTrailingData, len(j), "JPEG"},
		{"ZIP behind", join(j, archive), models.ReasonFileForeign, len(archive), ""},
		{"ZIP and noise behind a PNG", join(p, noise, archive), models.ReasonFileForeign, len(noise) + len(archive), "unknown"},
		{"script inside", comment(j, []byte("<?php system('id');")), models.ReasonFileForeign, 0, ""},
		{"ZIP inside", comment(j, archive), models.ReasonFileForeign, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := run(t, open(t, c.data, forensics.Declared{}))
			want := models.OutcomeClear
			if c.reason != "" {
				want = models.OutcomeSuspect
			}
			if f.Outcome != want || f.ReasonCode != c.reason || *f.Score == 0 != (c.reason == "") {
				t.Fatalf("got %s %s: %s", f.Outcome, f.ReasonCode, f.Message)
			}
			if m := measure(t, f, "trailing_bytes"); m.Value != float64(c.trailing) {
				t.Errorf("trailing %v, want %d", m.Value, c.trailing)
			}
			if !strings.Contains(f.Facts["follows"], c.follows) || (c.follows == "") != (f.Facts["follows"] == "") {
				t.Errorf("follows %q, want %q", f.Facts["follows"], c.follows)
			}
			if (f.Facts["foreign"] != "") != (c.reason == models.ReasonFileForeign) {
				t.Errorf("foreign %q", f.Facts["foreign"])
			}
		})
	}
}

// Everything that is wrong is told, the gravest first, each with its own reason on its measure.
func TestSeveral(t *testing.T) {
	noise := bytes.Repeat([]byte("\x91\x17\xe3"), 200)
	f := run(t, open(t, join(pngFile(t), noise, zipFile(t)), forensics.Declared{Name: "x.jpg", Type: "image/jpeg\x1b[31m"}))
	if f.ReasonCode != models.ReasonFileForeign || *f.Score < 0.8 {
		t.Fatalf("got %s %v", f.ReasonCode, *f.Score)
	}
	for name, reason := range map[string]models.ReasonCode{
		"foreign_parts": models.ReasonFileForeign, "trailing_bytes": models.ReasonFileTrailingData, "type_mismatches": models.ReasonFileTypeMismatch,
	} {
		if m := measure(t, f, name); m.ReasonCode != reason {
			t.Errorf("%s: %+v", name, m)
		}
	}
	if strings.ContainsRune(f.Message+f.Facts["declared_type"], '\x1b') {
		t.Errorf("a control character is shown: %q", f.Facts["declared_type"])
	}
}

// The question is about the uploaded file and answered once, on its first page: of a PDF, too.
func TestOfAPDF(t *testing.T) {
	o, err := forensics.NewOpener(forensics.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	defer o.Close()
	scan := pdftest.Scan(jpegFile(t))
	for _, tt := range []struct {
		name string
		data []byte
		want models.ReasonCode
	}{
		{"a.pdf", scan, ""}, {"a.jpg", scan, models.ReasonFileTypeMismatch},
		{"a.pdf", append(bytes.Clone(scan), zipFile(t)...), models.ReasonFileForeign},
	} {
		f, refusal := o.Open(t.Context(), models.Original{Data: tt.data, Filename: tt.name}, models.KindDiploma)
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		x, refusal := f.Page(t.Context(), 0)
		if refusal != nil {
			t.Fatal(refusal.Message)
		}
		if got := run(t, x); got.ReasonCode != tt.want {
			t.Errorf("%s: %s %q, want %q", tt.name, got.Outcome, got.Message, tt.want)
		}
		f.Close()
	}
}

func TestInfo(t *testing.T) {
	i := container.New().Info()
	if i.ID != "container" || i.Group != models.GroupProvenance || i.Version != 1 || !i.For(models.KindDiploma) {
		t.Errorf("got %+v", i)
	}
	x := open(t, join(jpegFile(t), zipFile(t)), forensics.Declared{Name: "a.png"})
	if a, b := run(t, x), run(t, x); !reflect.DeepEqual(a, b) {
		t.Errorf("first %+v, then %+v", a, b)
	}
}

// HEIF is the container of HEIC and AVIF, so that .heif says of neither that it is another type.
func TestHEIFNames(t *testing.T) {
	for _, c := range []struct {
		content, file, declare string
		clear                  bool
	}{
		{"image/heic", "a.heic", "image/heif", true}, {"image/heic", "a.HEIF", "image/heic-sequence", true}, {"image/heif", "a.heic", "", true},
		{"image/avif", "a.heif", "image/avif", true}, {"image/avif", "a.avif", "image/heif", true}, {"image/avif", "a.heic", "", false}, {"image/heic", "a.avif", "", false},
		{"image/heic", "a.jpg", "", false}, {"image/gif", "a.gif", "image/gif", true}, {"image/bmp", "a.dib", "image/x-ms-bmp", true}, {"image/tiff", "a.tif", "image/x-tiff", true},
		{"image/webp", "a.jpg", "image/webp", false}, {"application/pdf", "a.pdf", "application/x-pdf", true},
	} {
		f := container.Judge(survey.Survey{MediaType: c.content, Name: "a picture"}, forensics.Declared{Name: c.file, Type: c.declare})
		if (f.Outcome == models.OutcomeClear) != c.clear {
			t.Errorf("%s named %q, declared %q: %s", c.content, c.file, c.declare, f.Outcome)
		}
	}
}

// What devices announce is no suspicion; what looks the same without being announced is.
func TestAnnounced(t *testing.T) {
	for _, c := range []struct {
		name    string
		trailer survey.Trailer
		reason  models.ReasonCode
	}{
		{"announced picture", survey.Trailer{Bytes: 9000, Kind: survey.KindPicture, What: "a JPEG picture", Announced: true}, ""},
		{"announced film", survey.Trailer{Bytes: 9000, Kind: survey.KindFilm, What: "a film", Announced: true}, ""},
		{"picture", survey.Trailer{Bytes: 9000, Kind: survey.KindPicture, What: "a JPEG picture"}, models.ReasonFileTrailingData},
		{"film", survey.Trailer{Bytes: 9000, Kind: survey.KindFilm, What: "a film"}, models.ReasonFileTrailingData},
		{"maker", survey.Trailer{Bytes: 9000, Kind: survey.KindMaker, What: "a Samsung trailer"}, ""},
		{"archive that is announced", survey.Trailer{Bytes: 9000, Kind: survey.KindArchive, What: "a ZIP archive", Announced: true}, models.ReasonFileForeign},
		{"PDF", survey.Trailer{Bytes: 9, Kind: survey.KindDocument, What: "a PDF"}, models.ReasonFileForeign},
	} {
		f := container.Judge(survey.Survey{MediaType: "image/jpeg", Name: "a JPEG picture", Trailers: []survey.Trailer{c.trailer}}, forensics.Declared{})
		if f.ReasonCode != c.reason || !strings.Contains(f.Message, c.trailer.What) {
			t.Errorf("%s: %s %q", c.name, f.ReasonCode, f.Message)
		}
	}
	many := slices.Repeat([]survey.Trailer{{Bytes: 9000, Kind: survey.KindUnknown, What: "bytes of an unknown kind"}}, 30)
	f := container.Judge(survey.Survey{MediaType: "image/jpeg", Trailers: many}, forensics.Declared{})
	if !strings.HasSuffix(f.Message, "26 more.") || measure(t, f, "trailing_bytes").Value != 30*9000 {
		t.Errorf("%q", f.Message)
	}
}
