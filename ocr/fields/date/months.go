package date

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

//go:embed months.txt
var monthsText string

// calendar knows the names of months, folded.
type calendar struct {
	names  map[string]int
	long   [longest + 1][]string // the names that are long enough to be read with one wrong letter, by their length
	digits *strings.Replacer     // puts letters in the place of digits that look like them
}

// Names from nearLength letters on may be read with one wrong letter.
const nearLength, longest = 6, 16

var months = sync.OnceValue(func() calendar {
	c := calendar{names: map[string]int{}, digits: strings.NewReplacer("0", "o", "1", "i", "5", "s", "8", "b")}
	for line := range strings.Lines(monthsText) {
		n, names, found := strings.Cut(strings.TrimSpace(line), ":")
		m, err := strconv.Atoi(n)
		if !found || err != nil {
			continue
		}
		for _, name := range strings.FieldsFunc(names, func(r rune) bool { return r == ' ' || r == ';' }) {
			name = Fold(name)
			if _, known := c.names[name]; !known && len(name) >= nearLength && len(name) <= longest {
				c.long[len(name)] = append(c.long[len(name)], name)
			}
			c.names[name] = m
		}
	}
	return c
})

// monthOf returns the month that a folded word names; 0 when it names none. Of long names one wrong, missing or additional
// letter is forgiven when only one month is that near; in short ones only a digit that looks like a letter.
func monthOf(text string) int {
	c := months()
	if m := c.names[text]; m > 0 || len(text) < 3 || len(text) > longest {
		return m
	}
	if strings.ContainsAny(text, "0158") {
		text = c.digits.Replace(text)
		if m := c.names[text]; m > 0 {
			return m
		}
	}
	if len(text) < nearLength {
		return 0
	}
	near := 0
	for _, names := range c.long[len(text)-1 : min(len(text)+2, longest+1)] {
		for _, name := range names {
			switch m := c.names[name]; {
			case m == near || !oneApart(name, text):
			case near > 0:
				return 0
			default:
				near = m
			}
		}
	}
	return near
}

// oneApart reports whether a and b differ by one letter: replaced, missing or additional.
func oneApart(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:]
	}
	return a[i:] == b[i+1:]
}
