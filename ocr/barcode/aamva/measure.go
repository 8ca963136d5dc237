package aamva

import (
	"math"
	"strconv"
	"strings"
)

// Height of the holder; at most one of the two units is stated.
type Height struct{ Inches, Centimetres int }

// Metric returns the height in centimetres; 0 when it is not stated.
func (h Height) Metric() int {
	if h.Centimetres > 0 {
		return h.Centimetres
	}
	return int(math.Round(float64(h.Inches) * 2.54))
}

// Weight of the holder: pounds, kilograms, or the code 0..9 of a range (DCE); Range is -1 when it is not stated.
type Weight struct{ Pounds, Kilograms, Range int }

// height reads "069 IN", "175 cm", and feet and inches as version 1 has them, "509".
func height(e map[string]string, version int) Height {
	n, unit := quantity(e["DAU"])
	switch {
	case n <= 0:
		cm, _ := quantity(e["DAV"])
		return Height{Centimetres: within(cm, 30, 280)}
	case strings.HasPrefix(unit, "C"):
		return Height{Centimetres: within(n, 30, 280)}
	case unit == "" && version <= 1 && n >= 100:
		return Height{Inches: within(n/100*12+n%100, 12, 110)}
	}
	return Height{Inches: within(n, 12, 110)}
}

func weight(e map[string]string) Weight {
	w := Weight{Range: -1}
	if n, unit := quantity(e["DAW"]); strings.HasPrefix(unit, "K") {
		w.Kilograms = within(n, 1, 400)
	} else {
		w.Pounds = within(n, 1, 900)
	}
	if n, _ := quantity(e["DAX"]); w.Kilograms == 0 {
		w.Kilograms = within(n, 1, 400)
	}
	if v := e["DCE"]; len(v) == 1 && v[0] >= '0' && v[0] <= '9' {
		w.Range = int(v[0] - '0')
	}
	return w
}

// quantity divides a number from its unit, in capitals; 0 when v begins with no number.
func quantity(v string) (n int, unit string) {
	v = strings.TrimSpace(v)
	end := strings.IndexFunc(v, func(r rune) bool { return r < '0' || r > '9' })
	if end < 0 {
		end = len(v)
	}
	n, err := strconv.Atoi(v[:end])
	if err != nil {
		return 0, ""
	}
	return n, strings.ToUpper(strings.TrimSpace(v[end:]))
}

// within returns n, or 0 when it is out of what people measure.
func within(n, least, most int) int {
	if n < least || n > most {
		return 0
	}
	return n
}

// colour returns the code of ANSI D20 of an eye or hair colour that is written in one of the ways issuers have.
func colour(v string) string {
	v = strings.ToUpper(strings.TrimSpace(v))
	switch v {
	case "BR", "BN", "BRN", "BROWN":
		return "BRO"
	case "BL", "BLUE":
		return "BLU"
	case "GR", "GREEN":
		return "GRN"
	case "HZ", "HAZEL":
		return "HAZ"
	case "BK", "BLACK":
		return "BLK"
	case "GY", "GRAY", "GREY":
		return "GRY"
	case "BLOND", "BLONDE", "BLD":
		return "BLN"
	}
	switch v {
	case "BAL", "BLK", "BLN", "BLU", "BRO", "DIC", "GRN", "GRY", "HAZ", "MAR", "PNK", "RED", "SDY", "WHI":
		return v
	}
	return ""
}
