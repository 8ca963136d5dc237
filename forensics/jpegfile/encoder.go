package jpegfile

import "fmt"

// Writer is the sort of program that wrote a file, as far as its tables tell: Kornblum, Using JPEG quantization tables to
// identify imagery processed by software, Digital Investigation 5, 2008, section 3.
type Writer string

// The sorts. Cameras and programs share the standard's tables, so that "library" clears nobody and accuses nobody.
const (
	WriterLibrary Writer = "library" // the standard's tables scaled as libjpeg does it: programs, web sites, some telephones
	WriterAdobe   Writer = "adobe"   // an Adobe segment beside tables that are not the standard's
	WriterOwn     Writer = "own"     // tables of its own: most cameras, a few programs
	WriterUnknown Writer = ""        // no table
)

// Encoder is what a file's tables and the order of its segments say of the program that wrote it last.
type Encoder struct {
	Writer    Writer
	Quality   Quality
	Tables    int  // different quantisation tables of the frame's components
	Optimised bool // Huffman tables made for this picture: hardly any camera takes the second pass that this needs
	Passes    bool // progressive: no camera is known to write it
	Sampling  string
}

// Encoder returns the file's encoder signature.
func (f *File) Encoder() Encoder {
	e := Encoder{Quality: f.Quality(), Optimised: f.OptimisedHuffman(), Passes: f.Progressive(), Sampling: f.Frame.Sampling()}
	seen := map[[64]uint16]bool{}
	for _, c := range f.Frame.Components {
		if c.Quant != nil {
			seen[c.Quant.Steps] = true
		}
	}
	e.Tables = len(seen)
	switch {
	case e.Tables == 0:
	case e.Quality.Exact:
		e.Writer = WriterLibrary
	case f.Adobe != nil:
		e.Writer = WriterAdobe
	default:
		e.Writer = WriterOwn
	}
	return e
}

// String describes the encoder in a few words.
func (e Encoder) String() string {
	var s string
	switch e.Writer {
	case WriterLibrary:
		s = fmt.Sprintf("the standard's tables at quality %d", e.Quality.Luma)
	case WriterAdobe:
		s = fmt.Sprintf("Adobe's tables, about quality %d", e.Quality.Luma)
	case WriterOwn:
		s = fmt.Sprintf("tables of its own, about quality %d", e.Quality.Luma)
	default:
		return "no tables"
	}
	if e.Sampling != "" {
		s += ", colour " + e.Sampling
	}
	if e.Passes {
		return s + ", progressive"
	}
	if e.Optimised {
		return s + ", Huffman tables made for the picture"
	}
	return s
}

// NoCamera reports whether no camera is known to write a file like that, so that a file that names one was saved again.
func (e Encoder) NoCamera() bool { return e.Passes || e.Writer == WriterLibrary && e.Optimised }
