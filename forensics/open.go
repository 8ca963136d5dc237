package forensics

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"io"
	"sync"

	"loupe/forensics/face"
	"loupe/forensics/still"
	"loupe/forensics/survey"
	"loupe/models"
)

// Opener opens what was uploaded and is the only place in Loupe where untrusted pixels are decoded. It keeps the PDF
// sandbox between files and belongs to one goroutine at a time.
type Opener struct {
	limits Limits
	pdf    pdfEngine
	faces  func() (*face.Detector, error) // made when the first face is looked for
}

// NewOpener returns an opener; Close it to free the PDF sandbox.
func NewOpener(l Limits) (*Opener, error) {
	if err := l.Validate(); err != nil {
		return nil, err
	}
	return &Opener{limits: l, pdf: newPDFEngine(l), faces: sync.OnceValues(face.NewDetector)}, nil
}

// Close frees the PDF sandbox.
func (o *Opener) Close() { o.pdf.close() }

// Open tells the type of a file by its content and holds its headers against the limits; no pixel is decoded yet. A file
// that we do not read gives a Refusal with one of the file.* reasons.
func (o *Opener) Open(ctx context.Context, original models.Original, kind models.Kind) (*File, *models.Refusal) {
	data := original.Data
	if len(data) == 0 {
		return nil, refuse(models.ReasonFileEmpty, "the file is empty: send the picture's bytes")
	}
	if int64(len(data)) > o.limits.MaxBytes {
		return nil, refuse(models.ReasonFileTooLarge, "the file has %d bytes, the limit max_bytes is %d: send a smaller file", len(data), o.limits.MaxBytes)
	}
	seen := survey.Look(data)
	if refusal := o.limits.admit(seen, len(data)); refusal != nil {
		return nil, refusal
	}
	sum := sha256.Sum256(data)
	f := &File{
		info: models.FileInfo{
			SHA256: hex.EncodeToString(sum[:]), MediaType: seen.MediaType, Bytes: int64(len(data)), Frames: max(1, seen.Frames), Pages: max(1, seen.Pages),
		},
		original: original, seen: seen, kind: kind, limits: o.limits, faces: o.faces,
	}
	if seen.MediaType == "application/pdf" {
		return f, o.pdf.leaf(ctx, f)
	}
	for sheet := range f.info.Pages {
		f.leaves = append(f.leaves, f.pictureLeaf(seen, sheet))
	}
	return f, nil
}

// File is one opened upload: a picture, or several pages.
type File struct {
	info     models.FileInfo
	original models.Original
	seen     survey.Survey // of the whole file
	kind     models.Kind
	limits   Limits
	faces    func() (*face.Detector, error)
	leaves   []leaf
	closing  func()
}

// leaf is a page that can be decoded.
type leaf struct {
	info   models.PageInfo // without what only decoding tells
	data   []byte          // the page's own bytes, nil when it has none
	seen   survey.Survey   // of data
	decode func(ctx context.Context) (image.Image, error)
}

// Len returns the number of pages, at least 1.
func (f *File) Len() int { return len(f.leaves) }

// Close frees what the file holds. Exhibits of its pages stay usable.
func (f *File) Close() {
	if f.closing != nil {
		f.closing()
	}
}

// Info returns what is known of the file as a whole; first is its first page.
func (f *File) Info(first *Exhibit) models.FileInfo {
	info := f.info
	info.Width, info.Height, info.Orientation = first.File.Width, first.File.Height, first.File.Orientation
	if first.Page.Source == models.SourcePicture {
		info.PixelsSHA256 = first.File.PixelsSHA256
	}
	return info
}

// Fingerprint returns the digest of the file's bytes.
func (f *File) Fingerprint() models.Fingerprint {
	return models.Fingerprint{Kind: models.FingerprintBytes, Bits: 256, Hex: f.info.SHA256, Version: models.FingerprintVersion}
}

// Page decodes the n-th page, from 0. A page that cannot be decoded gives a Refusal: the whole file is then refused.
func (f *File) Page(ctx context.Context, n int) (*Exhibit, *models.Refusal) {
	l := f.leaves[n]
	if refusal := f.limits.size(l.info.Width, l.info.Height, 1); refusal != nil {
		return nil, f.onPage(n, refusal)
	}
	pixels, err := l.decode(ctx)
	if err != nil {
		return nil, f.onPage(n, damaged(l, err))
	}
	b := pixels.Bounds()
	if refusal := f.limits.size(b.Dx(), b.Dy(), 1); refusal != nil {
		return nil, f.onPage(n, refusal)
	}
	page := l.info
	page.Side, page.Width, page.Height, page.PixelsSHA256 = f.original.Side, b.Dx(), b.Dy(), pixelDigest(pixels)
	if page.Orientation == 0 {
		page.Orientation = orientation(page.MediaType, l.data)
	}
	x := newExhibit(l.data, l.seen, page, f.kind, pixels, f.faces)
	x.Declared = Declared{Name: f.original.Filename, Type: f.original.DeclaredType}
	if n == 0 {
		x.upload, x.uploaded = &f.seen, f.original.Data
	}
	return x, nil
}

// onPage names the page in a refusal when there are several.
func (f *File) onPage(n int, r *models.Refusal) *models.Refusal {
	if len(f.leaves) > 1 {
		r.Message = fmt.Sprintf("page %d: %s", n+1, r.Message)
	}
	return r
}

// pictureLeaf is a sheet of a picture file.
func (f *File) pictureLeaf(seen survey.Survey, sheet int) leaf {
	info := models.PageInfo{Sheet: sheet + 1, Source: models.SourcePicture, FileInfo: f.info}
	info.Width, info.Height = seen.Width, seen.Height
	if sheet < len(seen.Sheets) {
		info.Width, info.Height = seen.Sheets[sheet].Width, seen.Sheets[sheet].Height
	}
	if sheet > 0 {
		info.SHA256 = ""
	}
	data := f.original.Data
	return leaf{info: info, data: data, seen: seen, decode: func(context.Context) (image.Image, error) {
		return still.Decode(seen.MediaType, data, sheet)
	}}
}

// damaged tells a file that was cut off, which the uploader can send again, from one that is broken and from a variant
// that is not read. Decoders do not all say which it is.
func damaged(l leaf, err error) *models.Refusal {
	var variant *still.UnsupportedError
	switch {
	case errors.As(err, &variant):
		return refuse(models.ReasonFileUnsupported, "%s", variant.Detail)
	case errors.Is(err, io.ErrUnexpectedEOF), l.data != nil && !l.seen.Complete:
		return refuse(models.ReasonFileTruncated, "the %s file ends before the picture does: upload it again", l.info.MediaType)
	}
	return refuse(models.ReasonFileCorrupt, "the %s file cannot be decoded (%v): export it again", l.info.MediaType, err)
}

func refuse(code models.ReasonCode, format string, args ...any) *models.Refusal {
	return &models.Refusal{Reason: code, Message: fmt.Sprintf(format, args...)}
}

// Open opens a file that nothing was declared of and returns its first page: for tools and tests. Services use an Opener.
func Open(data []byte, kind models.Kind, limits Limits) (*Exhibit, *models.Refusal) {
	o, err := NewOpener(limits)
	if err != nil {
		return nil, refuse(models.ReasonFileUnsupported, "%v", err)
	}
	defer o.Close()
	f, refusal := o.Open(context.Background(), models.Original{Data: data}, kind)
	if refusal != nil {
		return nil, refusal
	}
	defer f.Close()
	return f.Page(context.Background(), 0)
}
