package survey

import "bytes"

// Tags of the camera's maker and model (TIFF 6.0, section 8; Exif 2.32, 4.6.4).
const (
	tagMake  = 0x010F
	tagModel = 0x0110
)

// NamesCamera reports whether an EXIF segment's TIFF structure names the camera. Anybody can write that: it says which
// pictures a picture claims to be like.
func NamesCamera(tiff []byte) bool {
	t := directories{data: tiff, order: byteOrder(tiff), left: 4096}
	if t.order == nil {
		return false
	}
	for f := range t.entries(t.u32(4)) {
		if (f.tag == tagMake || f.tag == tagModel) && len(bytes.Trim(f.value, "\x00 ")) > 0 {
			return true
		}
	}
	return false
}
