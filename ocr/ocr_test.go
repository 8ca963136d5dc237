package ocr_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"loupe/ocr"
)

func TestConfigValidate(t *testing.T) {
	if err := ocr.DefaultConfig().Validate(); err != nil {
		t.Fatal(err)
	}
	for says, change := range map[string]func(*ocr.Config){
		"no languages":         func(c *ocr.Config) { c.Languages = nil },
		`"../eng" is no name`:  func(c *ocr.Config) { c.Languages = []string{"../eng"} },
		`"eng+deu" is no name`: func(c *ocr.Config) { c.Languages = []string{"eng+deu"} },
		`"" is no name`:        func(c *ocr.Config) { c.Languages = []string{""} },
		"max pixels is 0":      func(c *ocr.Config) { c.MaxPixels = 0 },
		"max glyphs is -1":     func(c *ocr.Config) { c.MaxGlyphs = -1 },
	} {
		c := ocr.DefaultConfig()
		change(&c)
		if _, err := ocr.New(c); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("New says %v, want %q", err, says)
		}
	}
}

// A missing or damaged model is told before Tesseract sees it: with 30 of them missing, gosseract's error buffer of 512
// bytes was overrun by 6 kB.
func TestNewWithoutModels(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name+".traineddata"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("empty", "")
	write("prose", "This is not a model at all, but it is long enough to be read as one.")
	write("short", "\x18\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff")
	write("beyond", "\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00")
	many := make([]string, 30)
	for i := range many {
		many[i] = "missing" + strings.Repeat("x", i)
	}
	for name, c := range map[string]struct {
		languages []string
		says      string
	}{
		"missing": {many, "no such file"}, "empty": {[]string{"empty"}, "no Tesseract model"}, "prose": {[]string{"prose"}, "no Tesseract model"},
		"short": {[]string{"short"}, "cut short"}, "beyond": {[]string{"beyond"}, "cut short"},
	} {
		config := ocr.DefaultConfig()
		config.DataDir, config.Languages = dir, c.languages
		if _, err := ocr.New(config); !errors.Is(err, ocr.ErrUnavailable) || !strings.Contains(err.Error(), c.says) ||
			!strings.Contains(err.Error(), c.languages[0]) {
			t.Errorf("%s: %v", name, err)
		}
	}
	config := ocr.DefaultConfig()
	config.DataDir = dir
	if names, err := config.Installed(); err != nil || !reflect.DeepEqual(names, []string{"beyond", "empty", "prose", "short"}) {
		t.Errorf("installed: %q, %v", names, err)
	}
	config.DataDir = filepath.Join(dir, "absent")
	if _, err := config.Installed(); !errors.Is(err, ocr.ErrUnavailable) {
		t.Errorf("without the directory: %v", err)
	}
}

func TestDataDirFromEnvironment(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TESSDATA_PREFIX", dir)
	if _, err := ocr.New(ocr.DefaultConfig()); err == nil || !strings.Contains(err.Error(), dir) {
		t.Errorf("%v does not name %s", err, dir)
	}
}

func TestParseLanguages(t *testing.T) {
	for s, want := range map[string][]string{
		"eng": {"eng"}, "eng+deu+fra": {"eng", "deu", "fra"}, " deu + eng ": {"deu", "eng"}, "eng+eng": {"eng"}, "chi_sim+srp_latn": {"chi_sim", "srp_latn"},
		"": nil, "eng+": nil, "eng,deu": nil, "../eng": nil, "a+b+c+d+e+f+g+h+i": nil, "eng~": nil, "дойч": nil,
	} {
		got, err := ocr.ParseLanguages(s)
		if (err == nil) != (want != nil) || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, %v, want %q", s, got, err, want)
		}
	}
}

// Whatever is parsed makes a valid configuration that names the same again.
func FuzzParseLanguages(f *testing.F) {
	f.Add("eng+deu")
	f.Add("../../etc+x")
	f.Fuzz(func(t *testing.T, s string) {
		names, err := ocr.ParseLanguages(s)
		if err != nil {
			return
		}
		c := ocr.DefaultConfig()
		if c.Languages = names; c.Validate() != nil {
			t.Fatalf("%q gives %q, which is not valid: %v", s, names, c.Validate())
		}
		if again, err := ocr.ParseLanguages(strings.Join(names, "+")); err != nil || !reflect.DeepEqual(again, names) {
			t.Fatalf("%q gives %q, then %q, %v", s, names, again, err)
		}
	})
}
