package still

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
)

func configJPEG(data []byte, _ int) (image.Config, error) {
	if err := jpegVariant(data); err != nil {
		return image.Config{}, err
	}
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return cfg, jpegError(err)
}

func decodeJPEG(data []byte, _ int) (image.Image, error) {
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil && !endsJPEG(data) {
		return nil, fmt.Errorf("%w: %w", io.ErrUnexpectedEOF, err)
	}
	return img, jpegError(err)
}

// endsJPEG reports whether an EOI marker follows the last SOS: a thumbnail's own EOI stands before it. A decoder that
// runs out of bytes inside Huffman data does not say so.
func endsJPEG(data []byte) bool {
	return bytes.LastIndex(data, []byte{0xff, 0xd9}) > bytes.LastIndex(data, []byte{0xff, 0xda})
}

func jpegError(err error) error {
	var u jpeg.UnsupportedError
	if errors.As(err, &u) {
		return unsupported("the JPEG is of a variant that is not read (%v): save it as a baseline or progressive JPEG of 8 bits", err)
	}
	return err
}

// jpegVariant names the coding processes of ITU-T T.81 that are not read, by the first frame header (table B.1).
// image/jpeg refuses them too, as "unknown marker".
func jpegVariant(data []byte) error {
	for at := 2; at+4 <= len(data); {
		marker := data[at+1]
		switch {
		case data[at] != 0xff:
			return nil // damaged or odd: let the decoder judge
		case marker == 0xff:
			at++
			continue
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			at += 2
			continue
		case isSOF(marker):
			return sofVariant(marker, data[at+4:])
		case marker == 0xda || marker == 0xd9:
			return nil
		}
		at += 2 + int(binary.BigEndian.Uint16(data[at+2:]))
	}
	return nil
}

// isSOF reports whether m starts a frame: FFC0-FFCF without DHT, JPG and DAC.
func isSOF(m byte) bool {
	return m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc
}

func sofVariant(marker byte, header []byte) error {
	const advice = "save it as a baseline or progressive JPEG of 8 bits"
	switch {
	case marker == 0xc3 || marker == 0xc7 || marker == 0xcb || marker == 0xcf:
		return unsupported("the JPEG is lossless (SOF%d), which is not read: %s", marker-0xc0, advice)
	case marker > 0xc8:
		return unsupported("the JPEG is arithmetic-coded (SOF%d), which is not read: %s", marker-0xc0, advice)
	case marker > 0xc4:
		return unsupported("the JPEG is hierarchical (SOF%d), which is not read: %s", marker-0xc0, advice)
	case len(header) > 0 && header[0] != 8:
		return unsupported("the JPEG has %d bits a sample, 8 are read: %s", header[0], advice)
	}
	return nil
}
