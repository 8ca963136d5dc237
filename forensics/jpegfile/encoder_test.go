package jpegfile_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"testing"

	"loupe/forensics/jpegfile"
)

func TestEncoder(t *testing.T) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 32, 32)), &jpeg.Options{Quality: 85}); err != nil {
		t.Fatal(err)
	}
	f, err := jpegfile.Parse(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	e := f.Encoder()
	if e.Writer != jpegfile.WriterLibrary || e.Quality.Luma != 85 || e.Tables != 1 || e.NoCamera() {
		t.Errorf("got %+v", e)
	}
	own := append([]byte(nil), b.Bytes()...)
	at := bytes.Index(own, []byte{0xFF, 0xDB})
	own[at+10]++ // a step of the luma table
	if f, err = jpegfile.Parse(own); err != nil {
		t.Fatal(err)
	}
	if e := f.Encoder(); e.Writer != jpegfile.WriterOwn {
		t.Errorf("other tables: got %+v", e)
	}
	f.Adobe = &jpegfile.Adobe{}
	if e := f.Encoder(); e.Writer != jpegfile.WriterAdobe {
		t.Errorf("with an Adobe segment: got %+v", e)
	}
}
