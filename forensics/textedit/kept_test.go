package textedit_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"loupe/darkroom"
	"loupe/forensics"
	"loupe/ocr"
)

// kept is a reader that reads each picture once: reading costs more than all that is measured here, and does not change.
type kept struct {
	dir    string // "" reads anew each time
	reader forensics.Reader
}

func newReader(t *testing.T) kept {
	reader, err := ocr.New(ocr.DefaultConfig())
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	return kept{os.Getenv("LOUPE_TEXTEDIT_READINGS"), darkroom.TextReader{OCR: reader}}
}

func (k kept) Read(ctx context.Context, x *forensics.Exhibit) (r forensics.Reading, err error) {
	if k.dir == "" {
		return k.reader.Read(ctx, x)
	}
	sum := sha256.Sum256(x.Bytes())
	path := filepath.Join(k.dir, hex.EncodeToString(sum[:]))
	if data, err := os.ReadFile(path); err == nil {
		return r, gob.NewDecoder(bytes.NewReader(data)).Decode(&r)
	}
	if r, err = k.reader.Read(ctx, x); err != nil {
		return r, err
	}
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(r); err != nil {
		return r, err
	}
	return r, os.WriteFile(path, b.Bytes(), 0o644)
}
