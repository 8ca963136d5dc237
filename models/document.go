package models

// FileInfo is what is known of a file once it was opened.
type FileInfo struct {
	SHA256       string `json:"sha256"`
	PixelsSHA256 string `json:"pixels_sha256,omitempty"` // of width, height and the decoded stored pixels
	MediaType    string `json:"media_type"`
	Bytes        int64  `json:"bytes"`
	Width        int    `json:"width"`  // stored pixels, before EXIF orientation
	Height       int    `json:"height"` // stored pixels, before EXIF orientation
	Frames       int    `json:"frames"`
	Pages        int    `json:"pages"`
	Orientation  int    `json:"orientation"` // EXIF 1..8; 1 when absent
}

// PageSource says where a page's pixels come from.
type PageSource string

// The sources of a page.
const (
	SourcePicture  PageSource = "picture"  // the uploaded file is this picture
	SourceEmbedded PageSource = "embedded" // a picture inside a PDF, by its own bytes or samples
	SourceRendered PageSource = "rendered" // a PDF's sheet as it would be printed
)

// PageInfo is one examined picture of a submission. A photograph is one page; a PDF gives one for each large picture in
// it and one for each sheet that has to be rendered; the back of a card follows its front.
type PageInfo struct {
	Page     int        `json:"page"`           // from 0 through the whole submission; what regions and findings refer to
	Side     Side       `json:"side,omitempty"` // of the file it stands in
	Sheet    int        `json:"sheet"`          // of that file, from 1
	Source   PageSource `json:"source"`
	DPI      float64    `json:"dpi,omitempty"` // as placed on the sheet; 0 when unknown
	Place    *Place     `json:"place"`         // where the document lies in the picture; null when that was not asked or seen
	FileInfo            // of the page's own picture; SHA256 is empty when it has no bytes of its own

	// NotHashed says why the page has no perceptual fingerprint, or none of one length: too small, too flat. Empty otherwise.
	NotHashed string `json:"not_hashed,omitempty"`
}

// DocumentFormat is a document's size.
type DocumentFormat string

// The sizes that are told apart, ISO/IEC 7810 and ISO 216, in millimetres.
const (
	FormatUnknown DocumentFormat = ""
	FormatID1     DocumentFormat = "ID-1" // 85.60 x 53.98: cards
	FormatID2     DocumentFormat = "ID-2" // 105 x 74: older cards, visas
	FormatID3     DocumentFormat = "ID-3" // 125 x 88: a passport's page
	FormatA4      DocumentFormat = "A4"   // 210 x 297, upright or lying
)

// Millimetres returns the format's longer and shorter side; 0, 0 when it is unknown.
func (f DocumentFormat) Millimetres() (long, short float64) {
	switch f {
	case FormatID1:
		return 85.60, 53.98
	case FormatID2:
		return 105, 74
	case FormatID3:
		return 125, 88
	case FormatA4:
		return 297, 210
	}
	return 0, 0
}

// Place is where the document lies in a page's picture.
type Place struct {
	Quad     [4][2]float64  `json:"quad"`     // corners in stored pixels, clockwise from the document's own top left; outside the picture when cut off
	Frame    bool           `json:"frame"`    // the picture's frame is the document's: a scan or a crop, no outline was seen
	Format   DocumentFormat `json:"format"`   // by its proportions, and by what was read on it
	DPI      float64        `json:"dpi"`      // pixels of the picture per inch of the document, the lesser direction; 0 when the format is unknown
	Tilt     float64        `json:"tilt"`     // degrees between the document's and the camera's normal, 0..90
	Rotation float64        `json:"rotation"` // degrees that the document's top edge is turned clockwise against the picture as it is shown, -180..180
	Seen     [4]float64     `json:"seen"`     // share of the top, right, bottom and left edge at which an outline was seen, 0..1
}

// Turned returns p of a document that lies turned by n quarter turns clockwise in the view that p gives: the quad begins
// at the document's own top left.
func (p Place) Turned(n int) Place {
	n = (n%4 + 4) % 4
	q, s := p.Quad, p.Seen
	for i := range 4 {
		p.Quad[i], p.Seen[i] = q[(i+n)%4], s[(i+n)%4]
	}
	if p.Rotation += 90 * float64(n); p.Rotation > 180 {
		p.Rotation -= 360
	}
	return p
}

// Document is what was understood of a document; nil in a report when nothing was.
type Document struct {
	Type     string           `json:"type"`    // "P", "ID", ...; empty when unknown
	Country  string           `json:"country"` // issuer, ICAO 9303-3 code; empty when unknown
	Side     Side             `json:"side"`
	Quad     *[4][2]float64   `json:"quad"` // corners in stored pixels, clockwise from top left; null when not found
	DPI      *float64         `json:"dpi"`
	MRZ      *MRZ             `json:"mrz"`
	Barcodes []Barcode        `json:"barcodes"`
	Fields   map[string]Field `json:"fields"` // by field name, see FieldNames: of several statements the best one

	Format     DocumentFormat `json:"format"`
	Statements []Statement    `json:"statements"` // everything that is stated anywhere, once for each place it stands
	Regions    []Region       `json:"regions"`    // labelled "seal" or "signature", on diplomas
}

// MRZType names a machine readable zone's format, ICAO 9303 parts 4 to 7.
type MRZType string

// The formats of ICAO 9303.
const (
	MRZTypeTD1  MRZType = "TD1"   // 3 x 30, cards
	MRZTypeTD2  MRZType = "TD2"   // 2 x 36
	MRZTypeTD3  MRZType = "TD3"   // 2 x 44, passports
	MRZTypeMRVA MRZType = "MRV-A" // 2 x 44, visas
	MRZTypeMRVB MRZType = "MRV-B" // 2 x 36, visas
)

// MRZ is a machine readable zone as read, ICAO 9303.
type MRZ struct {
	Type   MRZType           `json:"type"`
	Lines  []string          `json:"lines"`
	Valid  bool              `json:"valid"`  // every check digit agrees
	Fields map[string]string `json:"fields"` // surname, given_names, document_number, nationality, birth_date (YYMMDD), ...
	Checks map[string]bool   `json:"checks"` // per check digit: document_number, birth_date, expiry_date, optional_data, composite
	Box    *Region           `json:"box,omitempty"`

	// Read is the lines as the reader gave them, when fillers or characters that a field's alphabet rules out were repaired.
	Read []string `json:"read,omitempty"`
	// Ambiguous says that another reading of look-alike characters (O and 0, I and 1, ...) makes every check digit agree.
	Ambiguous bool `json:"ambiguous,omitempty"`
	// Confidence is that of the least certain character of each line, among those under a check digit where there are any, or
	// of its worst word, 0..100; absent when the lines were not read from a picture.
	Confidence []float64 `json:"confidence,omitempty"`
	// Repairs lists every character that is not what was read, in the order of the lines.
	Repairs []Repair `json:"repairs,omitempty"`
	// Characters is what is known of each character of Lines; nil when they were not read from a picture. It stays in the
	// darkroom.
	Characters [][]MRZCharacter `json:"-"`
}

// Repair is one character of a machine readable zone that was put in the place of another.
type Repair struct {
	Line     int    `json:"line"`     // from 1
	Position int    `json:"position"` // from 1, as the standard counts
	Read     string `json:"read"`     // what the reader took it for; empty when it saw nothing
	Now      string `json:"now"`
	Why      string `json:"why"` // alphabet (the field allows no other), check_digit (the only reading that its digit confirms), filler
}

// Barcode is one decoded barcode.
type Barcode struct {
	Format  string            `json:"format"`            // PDF417, QRCode, DataMatrix, Aztec, Code128, ...
	Text    string            `json:"text"`              // in the symbol's character set, else UTF-8, else ISO-8859-1; lossless for the latter two but for AAMVA's element DBK, a social security number, whose value is ***
	Payload []byte            `json:"-"`                 // the exact bytes; nil once the barcode was stored or sent
	Fields  map[string]string `json:"fields"`            // what the payload states, by field name; of AAMVA also the raw elements by their three letters
	Content string            `json:"content,omitempty"` // aamva, url, ...; empty when the payload is of no known structure
	Box     *[4]int           `json:"box"`               // x, y, w, h in stored pixels
	Page    int               `json:"page"`              // as in PageInfo.Page
}

// Field is one value a document states, and where it stands.
type Field struct {
	Value      string  `json:"value"`         // normalised: dates as YYYY-MM-DD, states as ICAO 9303-3 codes, sex as M, F or X
	Raw        string  `json:"raw,omitempty"` // as it stands, when that differs
	Confidence float64 `json:"confidence"`    // 0..1
	Source     Source  `json:"source"`
	Box        *[4]int `json:"box"`  // x, y, w, h in stored pixels
	Page       int     `json:"page"` // as in PageInfo.Page
}

// Source says where on a document a value stands.
type Source string

// The sources.
const (
	SourceMRZ     Source = "mrz"
	SourceBarcode Source = "barcode"
	SourcePrint   Source = "print"
)

// Statement is one field as stated at one place.
type Statement struct {
	Name string `json:"name"` // see FieldNames
	Field
}

// The names of fields. On identity documents:
const (
	FieldSurname        = "surname"
	FieldGivenNames     = "given_names"
	FieldName           = "name" // the whole name where it is not divided; the holder of a diploma
	FieldDocumentNumber = "document_number"
	FieldPersonalNumber = "personal_number"
	FieldBirthDate      = "birth_date"
	FieldBirthPlace     = "birth_place"
	FieldIssueDate      = "issue_date"
	FieldExpiryDate     = "expiry_date"
	FieldNationality    = "nationality"
	FieldIssuer         = "issuer" // the state or province
	FieldAuthority      = "authority"
	FieldSex            = "sex"
	FieldHeight         = "height"
	FieldAddress        = "address"
	FieldDocumentCode   = "document_code"
)

// And on diplomas and certificates:
const (
	FieldInstitution = "institution"
	FieldDegree      = "degree"
	FieldSubject     = "subject"
	FieldHonours     = "honours"
	FieldAwardDate   = "award_date"
	FieldSerial      = "serial_number"
	FieldSignatory   = "signatory"
)

// FieldNames returns the closed list of field names, in the order in which they are shown.
func FieldNames() []string {
	return []string{
		FieldSurname, FieldGivenNames, FieldName, FieldDocumentNumber, FieldPersonalNumber, FieldBirthDate, FieldBirthPlace, FieldIssueDate,
		FieldExpiryDate, FieldNationality, FieldIssuer, FieldAuthority, FieldSex, FieldHeight, FieldAddress, FieldDocumentCode,
		FieldInstitution, FieldDegree, FieldSubject, FieldHonours, FieldAwardDate, FieldSerial, FieldSignatory,
	}
}

// Text is what was read in a picture.
type Text struct {
	Language   string  `json:"language"`
	Confidence float64 `json:"confidence"` // median over words, 0..100, Tesseract's scale
	Words      []Word  `json:"words"`
}

// Word is one recognised word.
type Word struct {
	Text       string  `json:"text"`
	Box        [4]int  `json:"box"`        // x, y, w, h in stored pixels
	Confidence float64 `json:"confidence"` // 0..100
	Page       int     `json:"page"`       // as in PageInfo.Page
	Line       int     `json:"-"`          // words with equal Line stand on one text line, in reading order
}

// Face is one detected face.
type Face struct {
	Box   [4]int        `json:"box"`  // x, y, w, h in stored pixels
	Eyes  [2][2]float64 `json:"eyes"` // centres, stored pixels
	Score float64       `json:"score"`
	Page  int           `json:"page"` // as in PageInfo.Page
}
