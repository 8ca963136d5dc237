// Package survey reads what a file says of itself before a pixel is decoded or a large buffer allocated: what it is, how
// large the picture is, where it ends, and what else the file holds. Standard library only.
//
// Look is total: hostile bytes give a Survey with a Problem, never a panic. Its time is linear in the number of bytes,
// and the only thing that it decompresses is a PNG's colour profile, up to MaxICC bytes.
package survey

// Limits on what a survey follows and keeps; they lie above what callers allow.
const (
	MaxChunks   = 100_000 // chunks, segments or blocks of any format; a file with more has a Problem
	MaxItems    = 1 << 16 // items of a HEIC or AVIF; a file with more has a Problem
	MaxICC      = 4 << 20 // bytes of a colour profile; the largest press profiles have about 3 MB
	MaxSheets   = 1000    // directories of a TIFF that are followed
	MaxTrailers = 32      // entries of Trailers and of Foreign, each
)

// Survey is what a file says of itself. All of it is untrusted; nothing in it was decoded.
type Survey struct {
	MediaType string // image/jpeg, image/png, ..., application/pdf; "" for what Loupe has no reader for
	Name      string // what the content is, in words with an article: "a JPEG picture", "a ZIP archive or office document"

	// Width and Height are the stored pixels of the picture that is examined: a JPEG's frame, the canvas of a GIF, WebP
	// or animated PNG, the first full-resolution directory of a TIFF, the primary item of a HEIC or AVIF before it is
	// turned or cropped. 0 when the file does not say.
	Width, Height int

	Frames int     // pictures of an animation, a sequence or a collection; 1 for a still, 0 for what is no picture
	Pages  int     // sheets: 1 for a picture, the full-resolution directories of a TIFF, 0 for a PDF (not counted here)
	Sheets []Sheet // of a TIFF, in file order, at most MaxSheets; nil otherwise

	Chunks  int // JPEG segments, PNG or RIFF chunks, GIF blocks, TIFF directory entries, ISO boxes and items
	Private int // PNG chunks that the standard does not know
	Scans   int // scans of a JPEG; 1 for any other picture

	EXIF          []byte  // of a HEIC or AVIF: the first Exif item's TIFF structure; nil for other types
	XMP           []byte  // of a HEIC or AVIF: the first XMP item; nil for other types
	MetadataBytes int     // EXIF, XMP, IPTC, text and comments, as stored
	ICCBytes      int     // the colour profile; of a compressed one as far as it was inflated, at most MaxICC+1
	ICC           []byte  // the profile; nil when there is none, it is larger than MaxICC or its parts do not fit together
	Colour        *Colour // coding-independent code points (nclx, cICP); nil when there are none

	End      int  // offset just after the picture's last byte, by its own structure
	Complete bool // the structure ends as it should, whatever it says; false for a file that was cut off

	Trailers []Trailer // what follows End, in file order, together all of it
	Foreign  []Trailer // what stands before End and is no part of a picture: archives, scripts, programs

	Problem string // why the header contradicts itself or cannot be read by any decoder; "" when it does not
}

// Sheet is one page of a TIFF.
type Sheet struct {
	Offset        int // of its image file directory
	Width, Height int // stored pixels
}

// Colour is a colour description by code points (ITU-T H.273, section 8).
type Colour struct {
	Primaries, Transfer, Matrix int
	FullRange                   bool
}

// Kind says what a run of bytes beside the picture is.
type Kind string

// The kinds. Archives, scripts, programs and documents are never part of a picture.
const (
	KindPadding  Kind = "padding"  // one byte repeated, or line ends and spaces
	KindPicture  Kind = "picture"  // a further picture
	KindFilm     Kind = "film"     // ISO media, as motion photos append
	KindMaker    Kind = "maker"    // a trailer that a camera maker documents or is known for
	KindArchive  Kind = "archive"  // ZIP, RAR, 7z, ...
	KindScript   Kind = "script"   // HTML, PHP, JavaScript, shell
	KindProgram  Kind = "program"  // executables
	KindDocument Kind = "document" // PDF
	KindUnknown  Kind = "unknown"
)

// Foreign reports whether bytes of this kind make a file something else besides a picture.
func (k Kind) Foreign() bool {
	return k == KindArchive || k == KindScript || k == KindProgram || k == KindDocument
}

// Trailer is a run of bytes that is not the picture's own.
type Trailer struct {
	Offset, Bytes int
	Kind          Kind
	What          string // in words with an article: "a ZIP archive"
	Announced     bool   // the picture's own index or XMP says that this stands here
}

// Look surveys data, which nobody trusts. It never fails: a Survey without MediaType says in Name what was sent.
func Look(data []byte) Survey {
	l := walk(data)
	if l.MediaType == "" {
		return l.Survey
	}
	switch {
	case l.Frames == 0: // no picture
	case l.Width == 0 && l.Height == 0:
		l.problem("the file does not say how large the picture is")
	case l.Width <= 0 || l.Height <= 0:
		l.problem("the picture is %dx%d: both sides must be positive", l.Width, l.Height)
	}
	l.follow()
	l.hidden()
	return l.Survey
}
