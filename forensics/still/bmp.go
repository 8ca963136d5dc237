package still

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/bmp"
)

func configBMP(data []byte, _ int) (image.Config, error) {
	if err := bmpVariant(data); err != nil {
		return image.Config{}, err
	}
	cfg, err := bmp.DecodeConfig(bytes.NewReader(data))
	if errors.Is(err, bmp.ErrUnsupported) {
		return image.Config{}, unsupported("the BMP's header is of a variant that is not read: save it as PNG")
	}
	if err != nil {
		return image.Config{}, err
	}
	return cfg, bmpComplete(data, cfg)
}

func decodeBMP(data []byte, _ int) (image.Image, error) {
	return bmp.Decode(bytes.NewReader(data))
}

// bmpVariant names what the BITMAPINFOHEADER family allows and is not read: biSize, biBitCount and biCompression
// (MS-WMF section 2.2.2.3).
func bmpVariant(data []byte) error {
	if len(data) < 18 {
		return io.ErrUnexpectedEOF
	}
	if size := binary.LittleEndian.Uint32(data[14:]); size != 40 && size != 108 && size != 124 {
		return unsupported("the BMP has an information header of %d bytes; 40, 108 and 124 are read: save it as PNG", size)
	}
	if len(data) < 34 {
		return io.ErrUnexpectedEOF
	}
	bits, compression := binary.LittleEndian.Uint16(data[28:]), binary.LittleEndian.Uint32(data[30:])
	switch {
	case compression == 1 || compression == 2:
		return unsupported("the BMP is run-length coded (RLE%d), which is not read: save it as PNG", 8/compression)
	case compression > 3:
		return unsupported("the BMP has compression %d; 0 is read: save it as PNG", compression)
	case bits == 16:
		return unsupported("the BMP has 16 bits a pixel; 1, 2, 4, 8, 24 and 32 are read: save it as PNG")
	}
	return nil
}

// bmpComplete reports io.ErrUnexpectedEOF when the file is too short for the rows that its header declares: a header
// of 54 bytes can ask for a gigabyte.
func bmpComplete(data []byte, cfg image.Config) error {
	offset, bits := binary.LittleEndian.Uint32(data[10:]), binary.LittleEndian.Uint16(data[28:])
	row := (uint64(cfg.Width)*uint64(bits) + 31) / 32 * 4
	if need := uint64(offset) + row*uint64(cfg.Height); uint64(len(data)) < need {
		return fmt.Errorf("the BMP has %d bytes, its %dx%d pixels need %d: %w", len(data), cfg.Width, cfg.Height, need, io.ErrUnexpectedEOF)
	}
	return nil
}
