package samples_test

import (
	stdcontext "context"
	"errors"
	"image"
	"strings"
	"testing"

	"loupe/samples"
)

func context() stdcontext.Context { return stdcontext.Background() }

// ICAO 9303-3, section 4.9, and the specimens of 9303-4 and 9303-5 give the digits.
func TestCheckDigit(t *testing.T) {
	for _, c := range []struct {
		field string
		want  byte
	}{
		{"520727", '3'}, {"AB2134<<<", '5'}, {"L898902C3", '6'}, {"740812", '2'}, {"120415", '9'}, {"ZE184226B<<<<<", '1'},
		{"L898902C3674081221204159ZE184226B<<<<<1", '0'}, {"D23145890", '7'}, {"", '0'}, {"<<<<<<", '0'},
	} {
		if got := samples.CheckDigit(c.field); got != c.want {
			t.Errorf("CheckDigit(%q) = %c, want %c", c.field, got, c.want)
		}
	}
}

func FuzzCheckDigit(f *testing.F) {
	f.Add("L898902C3")
	f.Fuzz(func(t *testing.T, field string) {
		if got := samples.CheckDigit(field); got < '0' || got > '9' {
			t.Errorf("CheckDigit(%q) = %q", field, got)
		}
	})
}

func TestMRZLines(t *testing.T) {
	for _, c := range []struct{ surname, given, name string }{
		{"Müller-Şahin", "Leyla", "MUELLER<SAHIN<<LEYLA"}, {"Nguyễn", "Thị Minh", "NGUYEN<<THI<MINH"}, {"O'Brien", "Conor", "OBRIEN<<CONOR"},
		{"", "Suryani", "SURYANI"}, {"Þórsdóttir", "Zoë", "THORSDOTTIR<<ZOE"}, {"Łukasiewicz", "Stanisław", "LUKASIEWICZ<<STANISLAW"},
	} {
		h := samples.NamedHolder(3, c.surname, c.given, "F")
		passport, card := samples.TD3Lines(h), samples.TD1Lines(h)
		if want := ("P<UTO" + c.name + strings.Repeat("<", 44))[:44]; passport[0] != want {
			t.Errorf("TD3 line 1 is %q, want %q", passport[0], want)
		}
		if want := (c.name + strings.Repeat("<", 30))[:30]; card[2] != want {
			t.Errorf("TD1 line 3 is %q, want %q", card[2], want)
		}
		checkTD3(t, passport[1])
		checkTD1(t, card)
	}
}

func checkTD3(t *testing.T, line string) {
	t.Helper()
	if len(line) != 44 {
		t.Fatalf("TD3 line 2 has %d characters", len(line))
	}
	for _, f := range [][2]int{{0, 9}, {13, 19}, {21, 27}, {28, 42}} { // positions of ICAO 9303-4, section 4.2.2
		if got, want := line[f[1]], samples.CheckDigit(line[f[0]:f[1]]); got != want {
			t.Errorf("check digit after %q is %c, want %c", line[f[0]:f[1]], got, want)
		}
	}
	if want := samples.CheckDigit(line[0:10] + line[13:20] + line[21:43]); line[43] != want {
		t.Errorf("composite of %q is %c, want %c", line, line[43], want)
	}
}

func checkTD1(t *testing.T, lines []string) {
	t.Helper()
	for i, line := range lines {
		if len(line) != 30 {
			t.Fatalf("TD1 line %d has %d characters", i+1, len(line))
		}
	}
	if want := samples.CheckDigit(lines[0][5:14]); lines[0][14] != want {
		t.Errorf("number's digit is %c, want %c", lines[0][14], want)
	}
	composite := lines[0][5:30] + lines[1][0:7] + lines[1][8:15] + lines[1][18:29] // ICAO 9303-5, section 4.2.4
	if want := samples.CheckDigit(composite); lines[1][29] != want {
		t.Errorf("composite is %c, want %c", lines[1][29], want)
	}
}

func TestFalsifyBreaksOneDigitOnly(t *testing.T) {
	for seed := range uint64(20) {
		lines := samples.TD3Lines(samples.NewHolder(seed))
		wrong := samples.Falsify(lines)
		if wrong[0] != lines[0] || wrong[1][:43] != lines[1][:43] || wrong[1][43] == lines[1][43] {
			t.Fatalf("Falsify(%q) = %q: want another last character and nothing else", lines, wrong)
		}
	}
}

// The package lists every letter it needs: any invented holder can be printed and transliterated.
func TestEveryHolderHasAnMRZ(t *testing.T) {
	for seed := range uint64(2000) {
		for _, line := range samples.TD1Lines(samples.NewHolder(seed)) {
			if strings.Trim(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") != "" || len(line) != 30 {
				t.Fatalf("holder %d: line %q is not an MRZ line", seed, line)
			}
		}
	}
}

func TestSameSeedSamePixels(t *testing.T) {
	studio := newStudio(t)
	draw := func(holder, capture uint64) image.Image {
		sheet, err := studio.CardFront(samples.NewHolder(holder), samples.Print{DPI: 200})
		if err != nil {
			t.Fatal(err)
		}
		shot, err := samples.Capture(sheet, capture, samples.CaptureOptions{Width: 800, Height: 600})
		if err != nil {
			t.Fatal(err)
		}
		return shot.Image
	}
	first := pixelsSHA(draw(1, 2))
	if pixelsSHA(draw(1, 2)) != first {
		t.Error("one seed gave two pictures")
	}
	if pixelsSHA(draw(1, 3)) == first || pixelsSHA(draw(2, 2)) == first {
		t.Error("another holder or another capture gave the same picture")
	}
}

func TestEverySheetDraws(t *testing.T) {
	studio := newStudio(t)
	h := samples.NamedHolder(5, "Nguyễn", "Thị Minh", "F")
	degree := samples.NewDegree(4)
	for name, draw := range map[string]func() (*samples.Sheet, error){
		"front":    func() (*samples.Sheet, error) { return studio.CardFront(h, samples.Print{DPI: 150}) },
		"back":     func() (*samples.Sheet, error) { return studio.CardBack(h, samples.Print{DPI: 150}) },
		"passport": func() (*samples.Sheet, error) { return studio.Passport(h, samples.Print{DPI: 150, FalseMRZ: true}) },
		"licence":  func() (*samples.Sheet, error) { return studio.Licence(h, samples.Print{DPI: 150}) },
		"diploma":  func() (*samples.Sheet, error) { return studio.Diploma(h, degree, samples.Print{DPI: 72}) },
	} {
		sheet, err := draw()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for field, area := range sheet.Areas {
			if !area.Box.In(sheet.Image.Bounds()) {
				t.Errorf("%s: area %s %v lies outside the sheet %v", name, field, area.Box, sheet.Image.Bounds())
			}
		}
	}
}

func TestMissingFontNamesItsPackage(t *testing.T) {
	for want, opts := range map[string]samples.Options{
		"fonts-ocr-b": {OCRBFont: "/nowhere/OCRB.otf"}, "fonts-dejavu-core": {DejaVuDir: "/nowhere"},
	} {
		if _, err := samples.NewStudio(opts); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one that names the package %s", err, want)
		}
	}
}

func TestGenerateStopsWhenAsked(t *testing.T) {
	ctx, cancel := stdcontext.WithCancel(context())
	cancel()
	if _, err := samples.Generate(ctx, t.TempDir(), samples.Options{}); !errors.Is(err, stdcontext.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}
