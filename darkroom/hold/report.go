package hold

// Names of the holds, as they stand in a Report.
const (
	Memory      = "memory limit"
	CPU         = "cpu limit"
	Descriptors = "descriptors"
	Files       = "landlock"
	Calls       = "seccomp"
	Network     = "network namespace"
	Privileges  = "no new privileges"
	Caps        = "no capabilities"
	Secrecy     = "no core, no tracing"
)

// Hold is one thing that keeps a process from doing anything but computing.
type Hold struct {
	Name   string `json:"name"`
	Held   bool   `json:"held"`
	Detail string `json:"detail"` // what was observed
}

// Report is what holds a process, in a fixed order.
type Report struct {
	Holds []Hold `json:"holds"`
}

// Held reports whether the hold of that name is in place.
func (r Report) Held(name string) bool {
	for _, h := range r.Holds {
		if h.Name == name {
			return h.Held
		}
	}
	return false
}
