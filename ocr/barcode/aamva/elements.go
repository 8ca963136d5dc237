package aamva

import "strings"

// elements returns the values by their three letters, without padding. Of two values of one element the first that is not
// empty counts.
func elements(lines []string) map[string]string {
	out := map[string]string{}
	for _, line := range lines {
		id, value := element(line)
		if id == "" || len(out) >= maxElements {
			continue
		}
		if out[id] == "" {
			out[id] = value
		}
	}
	return out
}

// element divides a line into an element's letters and its value; the letters are empty when it is none.
func element(line string) (id, value string) {
	line = strings.TrimLeft(line, " ")
	line = withoutSubfile(line)
	if at := 3; len(line) >= at && known(line[:at]) {
		return line[:at], strings.TrimSpace(line[at:])
	}
	// A damaged header may precede the first element.
	for at := 1; at+3 < len(line); at++ {
		if rest := withoutSubfile(line[at:]); len(rest) < len(line)-at {
			return rest[:3], strings.TrimSpace(rest[3:])
		}
	}
	return "", ""
}

// withoutSubfile removes a subfile's type where an element of that subfile follows: DL or ID before D.., ZX before ZX..
func withoutSubfile(line string) string {
	if len(line) < 5 || !known(line[2:5]) {
		return line
	}
	switch kind := line[:2]; {
	case kind == "DL" || kind == "ID":
		return line[2:]
	case kind[0] == 'Z' && line[2:4] == kind:
		return line[2:]
	}
	return line
}

// known says whether id is an element of the standard, DAA to DDL, or of a jurisdiction, ZAA to ZZZ.
func known(id string) bool {
	capital := func(b byte) bool { return b >= 'A' && b <= 'Z' }
	switch {
	case id[0] == 'Z':
		return capital(id[1]) && capital(id[2])
	case id[0] == 'D':
		return id[1] >= 'A' && id[1] <= 'D' && capital(id[2]) && (id[1] != 'D' || id[2] <= 'L')
	}
	return false
}
