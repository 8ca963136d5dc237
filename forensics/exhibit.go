package forensics

import (
	"context"
	"image"
	"sync"
	"time"

	"loupe/forensics/face"
	"loupe/forensics/jpegfile"
	"loupe/forensics/locate"
	"loupe/forensics/raster"
	"loupe/forensics/survey"
	"loupe/models"
)

// Exhibit is one opened page: a picture with its stored pixels. Everything derived from it is made once, on first use,
// and shared by the checks, which must not write to it. An Exhibit is safe for use by several goroutines.
type Exhibit struct {
	File     models.FileInfo // of the page's own picture
	Page     models.PageInfo // where the picture stands in what was uploaded
	Kind     models.Kind
	Declared Declared
	Profile  models.Profile // how thoroughly to look; a check that leaves something to the full profile says so in Finding.Left
	Day      time.Time      // of the upload: which century a date of two digits means

	data     []byte
	survey   survey.Survey
	upload   *survey.Survey // of the uploaded file, on its first page only
	uploaded []byte         // the uploaded file, on its first page only
	pixels   image.Image
	reader   Reader

	luma    func() *image.Gray
	small   func() *image.Gray
	place   func() models.Place
	view    func() (locate.View, error)
	faces   func() ([]models.Face, error)
	jpeg    func() (*jpegfile.File, error)
	reading func() (Reading, error)
	past    past
}

// Declared is what the sender said of the uploaded file: untrusted words.
type Declared struct{ Name, Type string }

// Reader reads what a document says. The darkroom supplies it; forensics does not know how reading is done.
type Reader interface {
	Read(ctx context.Context, x *Exhibit) (Reading, error)
}

// Reading is what a Reader understood. Nil members mean "nothing there", never "did not look".
type Reading struct {
	Text     *models.Text
	Document *models.Document
	Turn     int     // quarter turns clockwise by which the text in View is turned, 0..3
	XHeight  float64 // median height of lower-case letters without ascenders, in stored pixels; 0 without text
}

// SmallSide is the longest side, in pixels, of the reduced luma plane that Small returns.
const SmallSide = 1000

// newExhibit wires the lazily derived planes.
func newExhibit(data []byte, seen survey.Survey, page models.PageInfo, kind models.Kind, pixels image.Image, detector func() (*face.Detector, error)) *Exhibit {
	x := &Exhibit{File: page.FileInfo, Page: page, Kind: kind, data: data, survey: seen, pixels: pixels}
	x.luma = sync.OnceValue(func() *image.Gray { return raster.Luma(pixels) })
	x.small = sync.OnceValue(func() *image.Gray { return raster.Fit(x.Luma(), SmallSide) })
	x.place = sync.OnceValue(func() models.Place {
		if kind == models.KindProfilePhoto {
			return locate.Frame(pixels.Bounds(), x.Orientation())
		}
		return locate.Find(pixels, x.Orientation())
	})
	x.faces = sync.OnceValues(func() ([]models.Face, error) { return findFaces(x, detector) })
	x.view = sync.OnceValues(func() (locate.View, error) { return locate.Rectify(x.Luma(), x.Place(), ViewPixels) })
	x.jpeg = sync.OnceValues(func() (*jpegfile.File, error) { return jpegfile.Parse(data) })
	return x
}

// Bytes returns the picture's own bytes as uploaded; empty for what stands in a PDF without bytes of its own. Callers must
// not change it.
func (x *Exhibit) Bytes() []byte { return x.data }

// Survey returns what the picture's bytes say of themselves; the zero Survey when it has none of its own.
func (x *Exhibit) Survey() survey.Survey { return x.survey }

// Upload returns what the uploaded file says of itself; ok is false on every page but the file's first, so that what is
// to be said of the file is said once.
func (x *Exhibit) Upload() (s survey.Survey, ok bool) {
	if x.upload == nil {
		return survey.Survey{}, false
	}
	return *x.upload, true
}

// UploadBytes returns the uploaded file's bytes on its first page, nil on every other. Callers must not change them.
func (x *Exhibit) UploadBytes() []byte { return x.uploaded }

// Pixels returns the picture as stored: EXIF orientation is not applied.
func (x *Exhibit) Pixels() image.Image { return x.pixels }

// Luma returns the full-size luma plane (ITU-R BT.601 Y, 0..255) in stored orientation, origin 0,0.
func (x *Exhibit) Luma() *image.Gray { return x.luma() }

// Small returns the luma plane reduced to at most SmallSide pixels on its longest side, box-filtered; never enlarged.
func (x *Exhibit) Small() *image.Gray { return x.small() }

// Place returns where the document lies in the picture.
func (x *Exhibit) Place() models.Place { return x.place() }

// ViewPixels is the area that View is reduced to when the document has more pixels.
const ViewPixels = 9_000_000

// View returns the document's luma as it would lie flat.
func (x *Exhibit) View() (locate.View, error) { return x.view() }

// JPEG returns the parsed bitstream, or jpegfile.ErrNotJPEG when the file is of another type.
func (x *Exhibit) JPEG() (*jpegfile.File, error) { return x.jpeg() }

// Orientation returns how the stored pixels must be turned to be shown.
func (x *Exhibit) Orientation() models.Orientation { return models.Orientation(x.File.Orientation) }

// SetReader supplies the reader. It must be called before the first Reading and before the checks run.
func (x *Exhibit) SetReader(ctx context.Context, r Reader) {
	x.reader = r
	x.reading = sync.OnceValues(func() (Reading, error) { return r.Read(ctx, x) })
}

// Reading returns what the document says, read once and shared. The error is ErrNoReader when no reader was supplied.
func (x *Exhibit) Reading() (Reading, error) {
	if x.reading == nil {
		return Reading{}, ErrNoReader
	}
	return x.reading()
}
