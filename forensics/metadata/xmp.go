package metadata

import (
	"slices"

	"loupe/forensics/embedded"
)

const maxWords = 32 // values kept of one kind

// xmp is what is used of a file's XMP packets. Words are clean.
type xmp struct {
	tools      []string          // CreatorTool, tiff:Software and every softwareAgent of the history, each once, in order
	dates      map[string]string // CreateDate, ModifyDate, DateTimeOriginal, DateCreated: the first of each
	properties int
}

// readXMP reads packets, structures (the edit history) included. It never fails: damage ends the packet.
func readXMP(packets [][]byte) xmp {
	x := xmp{dates: map[string]string{}}
	for _, packet := range packets {
		for p := range embedded.Properties(packet) {
			x.property(p.Name, p.Value)
		}
	}
	return x
}

func (x *xmp) property(name, value string) {
	switch name {
	case "CreatorTool", "softwareAgent", "Software":
		if tool := embedded.Clean(value); tool != "" && len(x.tools) < maxWords && !slices.Contains(x.tools, tool) {
			x.tools = append(x.tools, tool)
		}
	case "CreateDate", "ModifyDate", "DateTimeOriginal", "DateCreated":
		if x.dates[name] == "" {
			x.dates[name] = embedded.Clean(value)
		}
	}
	x.properties++
}
