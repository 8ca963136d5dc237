package metadata

import (
	"fmt"
	"strings"

	"loupe/forensics/jpegfile"
)

// segmentNames lists the application segments in file order, "APP1 Exif", repeats of one name folded.
func segmentNames(j *jpegfile.File) []string {
	var names []string
	for _, s := range j.Segments {
		if s.Marker < jpegfile.APP0 || s.Marker > jpegfile.APP15 || len(names) == 24 {
			continue
		}
		name := segmentName(int(s.Marker-jpegfile.APP0), j.Payload(s))
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return names
}

// segmentName returns "APP1 Exif": the number and the identifier up to its NUL.
func segmentName(n int, payload []byte) string {
	id := payload[:min(len(payload), 28)]
	for i, c := range id {
		if c <= ' ' || c > '~' {
			id = id[:i]
			break
		}
	}
	name := string(id)
	if strings.HasPrefix(name, "http://ns.adobe.com/xap/") || strings.HasPrefix(name, "http://ns.adobe.com/xmp/") {
		name = "XMP"
	}
	return strings.TrimSpace(fmt.Sprintf("APP%d %s", n, name))
}
