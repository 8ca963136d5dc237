package metadata

import (
	"slices"
	"strings"
)

// editors are programs made to change what a picture shows, lower case. Organisers, converters and uploaders (Windows
// Photo Gallery, Nikon Transfer, Picasa, ImageMagick) are left out on purpose: they touch most innocent pictures.
func editors() []string {
	return []string{
		"photoshop", "lightroom", "adobe express", "adobe fireworks", "adobe illustrator", "adobe imageready", "adobe firefly",
		"gimp", "paint.net", "krita", "inkscape", "photopea", "pixlr", "canva", "figma", "affinity", "pixelmator", "acorn",
		"corel", "paint shop", "paintshop", "photo-paint", "photoimpact", "photofiltre", "photoscape", "photodirector",
		"snapseed", "picsart", "vsco", "facetune", "faceapp", "meitu", "beautyplus", "beautycam", "b612", "youcam", "remini",
		"airbrush", "fotor", "polarr", "luminar", "befunky", "photomirage", "photogrid", "inshot", "lightx", "lensa",
		"darktable", "rawtherapee", "capture one", "dxo photolab", "on1 photo", "acdsee photo", "zoner photo", "photoworks",
		"paint tool sai", "painttool sai", "clip studio", "procreate", "artweaver", "mspaint", "microsoft paint",
	}
}

// editor reports whether s names one of them as a word of its own; firmware strings name none. A version number may
// follow at once ("GIMP2"), a letter may not ("Canvas").
func editor(s string) bool {
	lower := strings.ToLower(s)
	return slices.ContainsFunc(editors(), func(name string) bool { return names(lower, name) })
}

func names(s, name string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], name)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(name)
		if (start == 0 || !letter(s[start-1])) && (end == len(s) || !letter(s[end])) {
			return true
		}
		from = end
	}
}

func letter(b byte) bool { return 'a' <= b && b <= 'z' }
