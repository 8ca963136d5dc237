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
	FileInfo            // of the page's own picture; SHA256 is empty when it has no bytes of its own
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
	Fields   map[string]Field `json:"fields"`
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
	// Confidence is the lowest word confidence of each line, 0..100; absent when the lines were not read from a picture.
	Confidence []float64 `json:"confidence,omitempty"`
}

// Barcode is one decoded barcode.
type Barcode struct {
	Format string            `json:"format"`
	Text   string            `json:"text"`
	Fields map[string]string `json:"fields"`
	Page   int               `json:"page"` // as in PageInfo.Page
}

// Field is one value a document states, and where it stands.
type Field struct {
	Value      string  `json:"value"`
	Confidence float64 `json:"confidence"` // 0..1
	Source     string  `json:"source"`     // mrz, barcode, print
	Box        *[4]int `json:"box"`        // x, y, w, h in stored pixels
	Page       int     `json:"page"`       // as in PageInfo.Page
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
