package ocr

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// debianTessdata is where Debian's and Ubuntu's tesseract-ocr-* packages install models.
const debianTessdata = "/usr/share/tesseract-ocr/5/tessdata"

const modelSuffix = ".traineddata"

// dataDir returns the directory the models are read from.
func (c Config) dataDir() string {
	if c.DataDir != "" {
		return c.DataDir
	}
	if dir := os.Getenv("TESSDATA_PREFIX"); dir != "" {
		return dir
	}
	return debianTessdata
}

// Installed returns the names of the models in the directory that c names, sorted.
func (c Config) Installed() ([]string, error) {
	entries, err := os.ReadDir(c.dataDir())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), modelSuffix); ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// checkModels makes sure before Tesseract looks: when its Init fails, gosseract lets it write the reasons past the end of a
// 512-byte buffer.
func (c Config) checkModels() error {
	for _, name := range c.Languages {
		path := filepath.Join(c.dataDir(), name+modelSuffix)
		if err := checkModel(path); err != nil {
			return fmt.Errorf("%w: language %s: %w: install it (Debian: tesseract-ocr-%s) or set TESSDATA_PREFIX",
				ErrUnavailable, name, err, strings.ReplaceAll(name, "_", "-"))
		}
	}
	return nil
}

// A traineddata file begins with the number of its entries (TESSDATA_NUM_ENTRIES is 24 in Tesseract 5) and their 64-bit
// offsets, -1 for one that is absent; tesseract/src/ccutil/tessdatamanager.h.
const maxEntries = 64

// checkModel reports what keeps path from being a whole model file.
func checkModel(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var entries uint32
	if err := binary.Read(f, binary.LittleEndian, &entries); err != nil || entries == 0 || entries > maxEntries {
		return fmt.Errorf("%s is no Tesseract model", path)
	}
	offsets := make([]int64, entries)
	if err := binary.Read(f, binary.LittleEndian, offsets); err != nil {
		return fmt.Errorf("%s is cut short: %w", path, io.ErrUnexpectedEOF)
	}
	for _, at := range offsets {
		if at < -1 || at >= info.Size() {
			return fmt.Errorf("%s is cut short: an entry begins at %d of %d bytes", path, at, info.Size())
		}
	}
	return nil
}
