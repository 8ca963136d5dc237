package metadata_test

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"loupe/models"
)

// TestNestedDirectories asks for the most work that an EXIF block can: one entry with as many sub-directories as its
// size allows, all of them the same long directory whose entries count as nothing. It must end, and say nothing.
func TestNestedDirectories(t *testing.T) {
	const offsets, entries = 512, 4000
	b := []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x4a\x00\x04")
	b = binary.BigEndian.AppendUint32(b, offsets)
	b = append(b, 0, 0, 0, 26, 0, 0, 0, 0)
	for range offsets {
		b = binary.BigEndian.AppendUint32(b, 26+4*offsets)
	}
	b = binary.BigEndian.AppendUint16(b, entries)
	b = append(b, bytes.Repeat([]byte{0x99, 0x99, 0, 4, 0, 2, 0, 0, 0, 0, 0, 0}, entries)...)
	f := run(t, jpegFile(t, scene(100, 80, 1), segment(0xe1, "Exif\x00\x00"+string(b))))
	expect(t, f, models.OutcomeInconclusive, "")
}

// TestDeepXMP: a packet of elements that never close ends the reading, not the process.
func TestDeepXMP(t *testing.T) {
	packet := `<a xmp:CreatorTool="GIMP">` + strings.Repeat("<li>x", 10_000)
	expect(t, run(t, jpegFile(t, scene(100, 80, 1), xmpSegment(packet))), models.OutcomeSuspect, models.ReasonMetadataEditor)
}

// TestBlocksOverTheCap: EXIF and XMP over 256 KB are passed over.
func TestBlocksOverTheCap(t *testing.T) {
	exif := string(block{ifd0: camera(map[uint16]string{tagSoftware: "GIMP"})}.bytes()) + strings.Repeat("\x00", 256<<10)
	xmp := `<a xmp:CreatorTool="GIMP"/>` + strings.Repeat(" ", 256<<10)
	f := run(t, pngFile(t, scene(100, 80, 1), "eXIf"+exif, "iTXtXML:com.adobe.xmp\x00\x00\x00\x00\x00"+xmp))
	expect(t, f, models.OutcomeInconclusive, "")
}
