package metadata

import (
	"fmt"
	"strings"

	"loupe/forensics/embedded"
)

// facts lists what the file states, each value clean; an absent one is left out.
func (s statement) facts() map[string]string {
	found := map[string]string{}
	for name, value := range map[string]string{
		"make": s.exif.words["Make"], "model": s.exif.words["Model"], "software": s.exif.words["Software"],
		"processing_software": s.exif.words["ProcessingSoftware"], "host_computer": s.exif.words["HostComputer"],
		"tools": strings.Join(s.xmp.tools, "; "), "comment": strings.Join(s.container.notes, "; "),
		"segments": strings.Join(s.container.segments, ", "),
	} {
		if value = embedded.Clean(value); value != "" {
			found[name] = value
		}
	}
	for name, m := range map[string]moment{
		"taken": s.dates.original, "digitised": s.dates.digitised, "modified": s.dates.modified, "gps_time": s.dates.gps,
		"created": s.dates.created, "changed": s.dates.changed,
	} {
		if m.set() {
			found[name] = m.iso()
		}
	}
	return found
}

// states reports whether the file says anything of its origin. Its segments' order alone does not.
func (s statement) states() bool {
	return len(s.exif.words) > 0 || s.exif.thumbnail != nil || s.xmp.properties > 0 || len(s.container.notes) > 0
}

// story is the sentence of a file that contradicts nothing.
func (s statement) story(cropped bool) string {
	var parts []string
	if camera := strings.TrimSpace(s.exif.words["Make"] + " " + s.exif.words["Model"]); camera != "" {
		parts = append(parts, "camera "+camera)
	}
	if s.exif.words["Software"] != "" {
		parts = append(parts, "software "+s.exif.words["Software"])
	}
	if s.dates.original.set() {
		parts = append(parts, "taken "+s.dates.original.iso())
	}
	if s.dates.modified.set() && s.dates.modified != s.dates.original {
		parts = append(parts, "modified "+s.dates.modified.iso())
	}
	if cropped {
		parts = append(parts, "and its thumbnail shows that it was cropped since")
	}
	if len(parts) == 0 {
		return "The file carries metadata that says little of its origin; nothing in it contradicts."
	}
	return fmt.Sprintf("The file states %s; nothing in it contradicts.", strings.Join(parts, ", "))
}
