package samples

import (
	"bytes"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"time"

	"loupe/samples/baseline"
)

// saving is the last save that a control shares with its edits.
type saving struct {
	dir    string
	chain  Chain
	sub    bool
	camera []byte // the capture's own file
}

// once reports whether the chain keeps the capture's own file.
func (c Chain) once() bool { return c.Name == chainCamera || c.Name == chainStripped }

// write stores a picture with its mask and returns its label, completed.
func (s saving) write(l Labelled, e *Edit) (Labelled, error) {
	name, extension := fmt.Sprintf("%s-%s", l.Scene, l.Operation), ".jpg"
	if s.chain.Quality == 0 && !s.chain.once() {
		extension = ".png"
	}
	l.File = name + extension
	out := s.chain.scaled(e.Image)
	data, err := s.encode(out)
	if err == nil {
		err = os.WriteFile(filepath.Join(s.dir, l.File), data, 0o644)
	}
	if err != nil || !l.Edited {
		return l, err
	}
	l.Mask = "masks/" + name + ".png"
	l.Boxes = scaledRegions(e.Regions, e.Image.Rect, out.Rect)
	if data, err = encodePNG(scaledMask(e.touched, out.Rect)); err != nil {
		return l, err
	}
	return l, os.WriteFile(filepath.Join(s.dir, filepath.FromSlash(l.Mask)), data, 0o644)
}

// encode returns the file that the chain makes of a picture.
func (s saving) encode(out *image.RGBA) ([]byte, error) {
	switch {
	case s.chain.Name == chainStripped:
		return s.camera, nil
	case s.chain.Name == chainCamera:
		return withExif(s.camera, Exif{
			Make: "Loupe", Model: "Specimen Cam 1", Original: specimenNow().Add(-time.Hour), Width: out.Rect.Dx(), Height: out.Rect.Dy(), ISO: 100, Exposure: [2]uint32{1, 60},
		})
	case s.chain.Quality == 0:
		return encodePNG(out)
	}
	return baseline.Encode(out, baseline.Standard().Scaled(s.chain.Quality), s.sub)
}

// withExif puts a segment behind SOI, before everything else.
func withExif(data []byte, exif Exif) ([]byte, error) {
	segment, err := exif.segment()
	if err != nil {
		return nil, err
	}
	return append(append(bytes.Clone(data[:2]), segment...), data[2:]...), nil
}
