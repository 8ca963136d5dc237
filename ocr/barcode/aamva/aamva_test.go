package aamva_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/forensics/picturetest"
	"loupe/models"
	"loupe/ocr/barcode/aamva"
)

// build returns a payload as annex D.12 draws it, with right offsets.
func build(iin, version string, kind string, elements ...string) []byte {
	body := kind + strings.Join(elements, "\n") + "\r"
	return []byte(fmt.Sprintf("@\n\x1e\rANSI %s%s0001%s%04d%04d%s", iin, version, kind, 31, len(body), body))
}

func version8(more ...string) []byte {
	return build("636000", "08", "DL", append([]string{"DAQT64235789", "DCSSAMPLE", "DDEN", "DACMICHAEL", "DDFT", "DADJOHN", "DDGU", "DCUJR", "DCAD", "DCBK",
		"DCDPH", "DBD06062018", "DBB06061986", "DBA12102034", "DBC1", "DAU068 in", "DAYBRO", "DAG2300 WEST BROAD STREET", "DAIRICHMOND", "DAJVA",
		"DAK232690000  ", "DCF2424244747474786102204", "DCGUSA", "DCK123456789", "DDAF", "DDB06062018", "DDD1"}, more...)...)
}

func TestParse(t *testing.T) {
	l, err := aamva.Parse(version8("DDK1", "DDL1"))
	if err != nil {
		t.Fatal(err)
	}
	if l.IIN != "636000" || l.Issuer.Code != "VA" || l.Version != 8 || l.JurisdictionVersion != 0 || l.Identification {
		t.Errorf("header %q %+v %d %d %v", l.IIN, l.Issuer, l.Version, l.JurisdictionVersion, l.Identification)
	}
	want := aamva.Name{Surname: "SAMPLE", Given: "MICHAEL", Middle: "JOHN", Suffix: "JR", SurnameTruncated: aamva.NotTruncated,
		GivenTruncated: aamva.Truncated, MiddleTruncated: aamva.Unknown}
	if l.Name != want {
		t.Errorf("name %+v, want %+v", l.Name, want)
	}
	if want := (aamva.Address{"2300 WEST BROAD STREET", "", "RICHMOND", "VA", "23269"}); l.Address != want {
		t.Errorf("address %+v, want %+v", l.Address, want)
	}
	if l.BirthDate != "1986-06-06" || l.ExpiryDate != "2034-12-10" || l.Sex != "M" || l.Height.Metric() != 173 || !l.Limited ||
		l.Donor == nil || !*l.Donor || l.Veteran == nil || !*l.Veteran || l.Country != "USA" {
		t.Errorf("%+v", l)
	}
}

func TestStatements(t *testing.T) {
	l, err := aamva.Parse(version8())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range l.Statements() {
		got = append(got, s.Name+"="+s.Value)
		if s.Source != models.SourceBarcode || s.Confidence != 1 {
			t.Errorf("%s: source %s, confidence %v", s.Name, s.Source, s.Confidence)
		}
	}
	want := "surname=SAMPLE given_names=MICHAEL JOHN document_number=T64235789 birth_date=1986-06-06 issue_date=2018-06-06 expiry_date=2034-12-10 " +
		"issuer=USA authority=Virginia sex=M height=173 address=2300 WEST BROAD STREET, RICHMOND, VA 23269 document_code=DL"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	if f := l.Fields(); f[models.FieldBirthDate] != "1986-06-06" || f["DBB"] != "06061986" || f["DDF"] != "T" {
		t.Errorf("fields %v", f)
	}
}

func TestVersions(t *testing.T) {
	tests := map[string]struct {
		payload []byte
		want    aamva.Name
		birth   string
		height  int
	}{
		"1: whole name, CCYYMMDD, feet": {[]byte("@\n\x1e\rAAMVA6360060101DL00290082DLDAADOE,JANE,MARY ANN,SR\nDAQ1\nDBB19610101\nDAU506\r"),
			aamva.Name{Surname: "DOE", Given: "JANE", Middle: "MARY ANN", Suffix: "SR"}, "1961-01-01", 168},
		"1: given names first":      {[]byte("@\n\x1e\rANSI 6360250101DL00290082DLDAAJANE MARY ANN DOE\nDAQ1\nDBB19610101\r"), aamva.Name{Surname: "DOE", Given: "JANE", Middle: "MARY ANN"}, "1961-01-01", 0},
		"2: given names in one":     {build("636015", "02", "DL", "DCSDOE", "DCTJANE,MARY", "DAQ1", "DBB01311961", "DAU 65 IN"), aamva.Name{Surname: "DOE", Given: "JANE", Middle: "MARY"}, "1961-01-31", 165},
		"3: Canada":                 {build("636012", "03", "DL", "DCSDOE", "DCTJANE", "DAQ1", "DBB19610131", "DAU180 CM", "DCGCAN"), aamva.Name{Surname: "DOE", Given: "JANE"}, "1961-01-31", 180},
		"10: X and no middle name":  {build("636014", "10", "DL", "DCSDOE", "DACJANE", "DADNONE", "DAQ1", "DBB01311961", "DAU070 IN"), aamva.Name{Surname: "DOE", Given: "JANE"}, "1961-01-31", 178},
		"no header":                 {[]byte("DCSDOE\nDACJANE\nDAQ1\nDBB01311961\n"), aamva.Name{Surname: "DOE", Given: "JANE"}, "1961-01-31", 0},
		"blanks before, CR LF":      {[]byte(" \r\n@\r\n\x1e\r\nANSI 636014100001DL00310050DLDCSDOE\r\nDACJANE\r\nDAQ1\r\nDBB01311961\r\n"), aamva.Name{Surname: "DOE", Given: "JANE"}, "1961-01-31", 0},
		"printable separators":      {[]byte("@|\x1e|ANSI 636014100001DL00310050DLDCSDOE|DACJANE|DAQ1|DBB01311961|"), aamva.Name{Surname: "DOE", Given: "JANE"}, "1961-01-31", 0},
		"subfile of another length": {[]byte("@\n\x1e\rANSI 636014100002DL99999999ZC00000000DLDCSDOE\nDACJANE\nDAQ1\nDBB01311961\rZCZCAX\r"), aamva.Name{Surname: "DOE", Given: "JANE"}, "1961-01-31", 0},
		"ISO-8859-1":                {build("636012", "03", "DL", "DCSC\xd4T\xc9", "DACJANE", "DAQ1", "DBB19610131"), aamva.Name{Surname: "CÔTÉ", Given: "JANE"}, "1961-01-31", 0},
	}
	for name, tt := range tests {
		l, err := aamva.Parse(tt.payload)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if l.Name != tt.want || l.BirthDate != tt.birth || l.Height.Metric() != tt.height {
			t.Errorf("%s: %+v %s %d, want %+v %s %d", name, l.Name, l.BirthDate, l.Height.Metric(), tt.want, tt.birth, tt.height)
		}
	}
}

func TestIdentificationCard(t *testing.T) {
	l, err := aamva.Parse(build("636053", "06", "ID", "DAQ1", "DCSDOE", "DACJANE", "DBB01311961"))
	if err != nil || !l.Identification || l.Number != "1" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestDate(t *testing.T) {
	for v, want := range map[string]string{
		"01311961": "1961-01-31", "19610131": "1961-01-31", "12011912": "1912-12-01", "20121201": "2012-12-01", "2013-06-04 00:22": "2013-06-04",
		"02302000": "", "00000000": "", "": "", "NONE": "", "1231199": "", "123119991": "", "13012000": "", "06092016M": "2016-06-09", "01011899": "",
	} {
		if got := aamva.Date(v); got != want {
			t.Errorf("Date(%q) = %q, want %q", v, got, want)
		}
	}
}

func TestNotAAMVA(t *testing.T) {
	for _, payload := range []string{"", "@", "https://example.org/DAQ", "DAQ1", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ANSI 636000",
		"{\"DAQ\":\"1\"}", strings.Repeat("DAQ1\n", 4000)} {
		if l, err := aamva.Parse([]byte(payload)); !errors.Is(err, aamva.ErrNotAAMVA) {
			t.Errorf("%.30q: %+v, %v", payload, l, err)
		}
	}
}

// The two files of the foreign set that its expectations do not name.
func TestDamagedHeader(t *testing.T) {
	dir := picturetest.Dir(t, "aamva", "IdParser.Test")
	for name, want := range map[string]string{"Invalid Header": "MOTORIST 1961-02-04 CT", "Leading Whitespace": "SHEEHAN 1939-12-07 MA", "Licenses/MA Piped": "SMITH 1977-07-07 MA"} {
		data, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		l, err := aamva.Parse(data)
		if got := l.Surname + " " + l.BirthDate + " " + l.Issuer.Code; err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", name, got, err, want)
		}
	}
}

func TestIssuersAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, i := range aamva.Issuers() {
		if len(i.IIN) != 6 || seen[i.IIN] || (i.Code != "" && seen[i.Code]) || i.Name == "" || len(i.Country) != 3 {
			t.Errorf("%+v", i)
		}
		seen[i.IIN], seen[i.Code] = true, true
	}
}

func FuzzParse(f *testing.F) {
	f.Add(version8())
	f.Add([]byte("@\n\x1e\rAAMVA6360060101DL00290082DLDAADOE,JANE,,\nDAQ1\nDBB19610101\nDAU506\r"))
	f.Add([]byte("@|ANSI 636014DLZ\xff"))
	names := map[string]bool{}
	for _, n := range models.FieldNames() {
		names[n] = true
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		l, err := aamva.Parse(payload)
		if err != nil {
			if !errors.Is(err, aamva.ErrNotAAMVA) {
				t.Fatal(err)
			}
			return
		}
		for _, s := range l.Statements() {
			if !names[s.Name] || s.Value == "" {
				t.Errorf("statement %+v", s)
			}
		}
	})
}
