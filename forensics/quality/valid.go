package quality

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"loupe/models"
)

// Validate reports everything in p that makes no sense, each with its key and its value.
func (p Policy) Validate() error {
	var errs []error
	fault := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("quality policy: "+format, args...))
	}
	if p.Version < 1 {
		fault("version is %d, must be at least 1", p.Version)
	}
	for _, l := range Levels() {
		if s, ok := p.Shift[l]; !ok || !(-0.9 <= s && s <= 0.9) {
			fault("shift.%s is %v, must be given and lie in -0.9..0.9", l, s)
		}
	}
	for _, l := range slices.Sorted(maps.Keys(p.Shift)) {
		if !slices.Contains(Levels(), l) {
			fault("shift.%s is of no level, must be one of %v", l, Levels())
		}
	}
	for _, k := range models.Kinds() {
		for _, err := range p.Kinds[k].faults(k) {
			fault("kinds.%s.%w", k, err)
		}
	}
	for _, k := range slices.Sorted(maps.Keys(p.Kinds)) {
		if !slices.Contains(models.Kinds(), k) {
			fault("kinds.%s is no kind, must be one of %v", k, models.Kinds())
		}
	}
	return errors.Join(errs...)
}

func (l Limits) faults(k models.Kind) (errs []error) {
	if !slices.Contains(Levels(), l.Level) {
		errs = append(errs, fmt.Errorf("level is %q, must be one of %v", l.Level, Levels()))
	}
	for _, share := range []struct {
		name  string
		value float64
	}{{"dark_highlight", l.Excuses.DarkHighlight}, {"bright_shadow", l.Excuses.BrightShadow}, {"washed", l.Excuses.Washed}} {
		if !(0 <= share.value && share.value <= 1) {
			errs = append(errs, fmt.Errorf("excuses.%s is %v, must lie in 0..1", share.name, share.value))
		}
	}
	if err := l.Legible.validate(); err != nil && k != models.KindProfilePhoto {
		errs = append(errs, err)
	}
	known := map[string]bool{}
	for _, i := range instruments() {
		limit, named := l.Limits[i.name]
		known[i.name] = true
		switch wants := i.judges(k); {
		case wants && !named:
			errs = append(errs, fmt.Errorf("limits.%s is missing: give a limit, or null to show the measure only", i.name))
		case !wants && named:
			errs = append(errs, fmt.Errorf("limits.%s is given and not measured on this kind: leave it out", i.name))
		case limit != nil:
			if err := limit.validate(i.rises); err != nil {
				errs = append(errs, fmt.Errorf("limits.%s: %w", i.name, err))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(l.Limits)) {
		if !known[name] {
			errs = append(errs, fmt.Errorf("limits.%s is of no known measure", name))
		}
	}
	return errs
}
