package metadata

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"

	"github.com/bep/imagemeta"

	"loupe/forensics/embedded"
)

// Limits for the EXIF reader: a tag's value may hold a hundred offsets, which bounds the work nested directories
// can ask for.
const (
	maxTags    = 2000
	maxTagSize = 512
)

// exif is what is used of an EXIF block. Words are clean; a missing one is "".
type exif struct {
	words     map[string]string // by tag name, of the picture's own directories (IFD0, Exif, GPS)
	thumbnail []byte            // the JPEG of IFD1, part of the block; nil when there is none
	tags      int               // tags read
}

// readEXIF reads a TIFF structure. It never fails: damage ends the reading, and what was read counts.
func readEXIF(block []byte, isFile bool) exif {
	e := exif{words: map[string]string{}}
	var offset, length uint64
	options := imagemeta.Options{
		R: bytes.NewReader(block), ImageFormat: imagemeta.TIFF, Sources: imagemeta.EXIF,
		LimitNumTags: maxTags, LimitTagSize: maxTagSize,
		ShouldHandleTag: func(t imagemeta.TagInfo) bool { return wanted(t) },
		HandleTag: func(t imagemeta.TagInfo) error {
			e.tags++
			if t.Tag == "GPSDOP" && t.Namespace == "IFD0" {
				t.Tag = "ProcessingSoftware" // the reader knows tag 0x000b by its GPS meaning only
			}
			switch {
			case t.Namespace == "IFD1" && t.Tag == "ThumbnailOffset":
				offset = number(t.Value)
			case t.Namespace == "IFD1" && t.Tag == "ThumbnailLength":
				length = number(t.Value)
			case t.Namespace != "IFD1" && e.words[t.Tag] == "":
				e.words[t.Tag] = embedded.Clean(fmt.Sprint(t.Value))
			}
			return nil
		},
	}
	if !isFile {
		if len(block) > maxBlob {
			return e
		}
		// The reader takes a thumbnail's directory from a PNG's eXIf chunk, but not from a bare TIFF structure.
		options.R, options.ImageFormat = bytes.NewReader(asPNG(block)), imagemeta.PNG
	}
	_, _ = imagemeta.Decode(options)
	if n := uint64(len(block)); !isFile && length > 0 && offset < n && length <= n-offset {
		e.thumbnail = block[offset : offset+length]
	}
	return e
}

// wanted says which tags are read; the rest is passed over before a value is built.
func wanted(t imagemeta.TagInfo) bool {
	switch t.Tag {
	case "Make", "Model", "Software", "HostComputer", "ModifyDate", "DateTimeOriginal", "CreateDate", "GPSDateStamp", "GPSTimeStamp":
		return t.Namespace != "IFD1"
	case "GPSDOP":
		return t.Namespace == "IFD0"
	case "ThumbnailOffset", "ThumbnailLength":
		return t.Namespace == "IFD1"
	}
	return false
}

// asPNG wraps a TIFF structure in the least PNG that the reader accepts.
func asPNG(block []byte) []byte {
	b := make([]byte, 0, len(block)+20)
	b = append(b, "\x89PNG\r\n\x1a\n"...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(block)))
	b = append(b, "eXIf"...)
	b = append(b, block...)
	return append(b, 0, 0, 0, 0)
}

func number(v any) uint64 {
	if r := reflect.ValueOf(v); r.CanUint() {
		return r.Uint()
	}
	return 0
}
