package hold

import "golang.org/x/net/bpf"

// Policy is policy, for tests that run the filter of a machine on another one.
func Policy(goarch string, pid int) ([]bpf.RawInstruction, error) { return policy(goarch, pid) }

// CallNames returns the calls that are judged by name, by list, and those that are judged by their arguments.
func CallNames() map[string][]string {
	var named []string
	for _, c := range guardedCalls(1) {
		named = append(named, c.name)
	}
	return map[string][]string{"hostile": hostileCalls(), "refused": refusedCalls(), "plain": plainCalls(), "guarded": named}
}

// LandlockABI is the version the kernel speaks.
func LandlockABI() int { return landlockABI() }
