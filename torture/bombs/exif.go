package bombs

import (
	"bytes"

	"loupe/torture/craft"
)

// Pointers of EXIF (2.32, 4.6.3) and the thumbnail's place.
const (
	exifIFD        = 0x8769
	gpsIFD         = 0x8825
	subIFDs        = 0x014A
	thumbnailAt    = 0x0201
	thumbnailBytes = 0x0202
	makerNote      = 0x927C
)

func exifBombs() []Bomb {
	exif := func(tiff []byte) func() []byte { return with(craft.EXIF(tiff)) }
	one := func(tags ...craft.Tag) []byte { return craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, tags...)) }
	return []Bomb{
		{Name: "exif/loop", Data: exif(loopedDirectory()), Want: Finishes, Why: "a directory that follows itself (exiv2 CVE-2017-11336 kin)"},
		{Name: "exif/self", Data: exif(one(craft.Long(exifIFD, 8), craft.Long(gpsIFD, 8))), Want: Finishes, Why: "the EXIF and GPS directories are the first one"},
		{Name: "exif/65535-entries", Data: exif(manyEntries()), Want: Finishes, Why: "a directory that says 65,535 entries and has 5,000"},
		{Name: "exif/offsets-beyond", Data: exif(one(craft.Tag{ID: 0x10F, Type: craft.TypeASCII, Count: 400, Value: make([]byte, 4)}, craft.Long(exifIFD, 0x7FFFFFFF))), Want: Finishes, Why: "values and directories behind the end"},
		{Name: "exif/count-4g", Data: exif(one(craft.Tag{ID: 0x10F, Type: 12, Count: 0xFFFFFFFF, Value: make([]byte, 4)})), Want: Finishes, Why: "2^32-1 values of 8 bytes overflow"},
		{Name: "exif/denominator-0", Data: exif(one(craft.Tag{ID: 0x829A, Type: craft.TypeRational, Count: 1, Value: make([]byte, 8)}, craft.Tag{ID: 0x11A, Type: craft.TypeRational, Count: 1, Value: make([]byte, 8)})), Want: Finishes, Why: "0/0 seconds and pixels per inch"},
		{Name: "exif/orientation-99", Data: exif(one(craft.Short(0x112, 99))), Want: Finishes, Why: "an orientation that does not exist"},
		{Name: "exif/orientations", Data: exif(one(craft.Short(0x112, 6, 3, 8), craft.Short(0x112, 5))), Want: Finishes, Why: "several orientations"},
		{Name: "exif/thumbnail-beyond", Data: exif(firstAndThumbnail(craft.Long(thumbnailAt, 0x7FFFFF00), craft.Long(thumbnailBytes, 0x7FFFFF00))), Want: Finishes, Why: "a thumbnail of 2 GiB at 2 GiB"},
		{Name: "exif/thumbnail-giant", Data: withThumbnail(headedJPEG(craft.SOF(0, 8, 65500, 65500, craft.Sampling{H: 1, V: 1}), craft.DHT())), Want: Finishes, Why: "the thumbnail says 65,500x65,500: it must not be decoded unseen"},
		{Name: "exif/thumbnail-12000", Data: withThumbnail(craft.Picture{Width: 1800, Height: 1800}.Encode()), Want: Finishes, Why: "a thumbnail larger than its picture"},
		{Name: "exif/thumbnails-nested", Data: nestedThumbnails(20), Want: Finishes, Why: "thumbnails within thumbnails, 20 deep"},
		{Name: "exif/maker-note-loop", Data: exif(one(craft.Tag{ID: makerNote, Type: 7, Count: 60, Value: loopedDirectory()})), Want: Finishes, Why: "a maker's note that is a looping directory"},
		{Name: "exif/markup", Data: exif(one(craft.Text(0x10F, `<img src=x onerror=alert(1)>`), craft.Text(0x110, "=cmd|' /C calc'!A0"), craft.Text(0x131, "\u202Egnp.exe\x00\x1b[2J"))), Want: Finishes, Why: "script, formula, direction marks and terminal commands as camera names (Piwigo #600)"},
	}
}

// loopedDirectory returns a TIFF structure of one entry whose next directory is itself.
func loopedDirectory() []byte {
	return craft.Join(craft.TIFFHeader(8), craft.Directory(8, 8, craft.Text(0x10F, "Loop")))
}

func manyEntries() []byte {
	tags := make([]craft.Tag, 5000)
	for i := range tags {
		tags[i] = craft.Short(0x9000+i, i)
	}
	data := craft.Join(craft.TIFFHeader(8), craft.Directory(8, 0, tags...))
	data[8], data[9] = 0xFF, 0xFF
	return data
}

// firstAndThumbnail returns a TIFF structure of an empty first directory and a second one, which is the thumbnail's.
func firstAndThumbnail(tags ...craft.Tag) []byte {
	first := craft.Short(0x112, 1)
	next := 8 + craft.DirectorySize(first)
	return craft.Join(craft.TIFFHeader(8), craft.Directory(8, next, first), craft.Directory(next, 0, tags...))
}

func thumbnailed(thumbnail []byte) []byte {
	compression := craft.Short(0x103, 6)
	size := len(firstAndThumbnail(compression, craft.Long(thumbnailAt, 0), craft.Long(thumbnailBytes, 0)))
	return append(firstAndThumbnail(compression, craft.Long(thumbnailAt, size), craft.Long(thumbnailBytes, len(thumbnail))), thumbnail...)
}

func withThumbnail(thumbnail []byte) func() []byte { return with(craft.EXIF(thumbnailed(thumbnail))) }

func nestedThumbnails(depth int) func() []byte {
	return func() []byte {
		data := small().Encode()
		for range depth {
			data = withThumbnail(bytes.Clone(data))()
		}
		return data
	}
}
