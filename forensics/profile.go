package forensics

import "loupe/models"

// Reach returns how much a check looks at: fast in the fast profile, full otherwise. The unit is the check's own.
func (x *Exhibit) Reach(fast, full int) int {
	if x.Profile == models.ProfileFast {
		return fast
	}
	return full
}
