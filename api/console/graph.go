package console

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"loupe/models"
)

// A ring is drawn on the server: its accounts on a circle in the order in which they came, clockwise from the top, so that
// the same ring always looks the same; its links as lines. A larger ring is told by its tables alone, and above maxNamed the
// accounts have numbers only.
const (
	maxDrawn   = 40
	maxNamed   = 12
	graphW     = 720.0
	graphH     = 440.0
	graphR     = 165.0 // of the circle
	nodeR      = 19.0
	labelChars = 22
)

// graph is a ring's drawing in a box of graphW x graphH.
type graph struct {
	W, H, R float64
	Nodes   []node
	Edges   []edge
}

// node is an account.
type node struct {
	Number  int // in order of arrival, from 1
	Account string
	X, Y    float64
	Label   string // "" when there are too many to name
	LX, LY  float64
	Anchor  string // text-anchor of the label
}

// edge is everything that ties two accounts.
type edge struct {
	X1, Y1, X2, Y2 float64
	From, To       int // numbers of the nodes
	Conflict       bool
	Confirmed      bool
	Text           string // relations and the number of conflicts, for readers
}

// draw lays a ring out; nil when it is too large to be seen.
func draw(r models.Ring) *graph {
	if len(r.Accounts) > maxDrawn {
		return nil
	}
	g := &graph{W: graphW, H: graphH, R: nodeR}
	at := map[string]int{}
	for i, a := range r.Accounts {
		angle := 2*math.Pi*float64(i)/float64(len(r.Accounts)) - math.Pi/2
		n := node{Number: i + 1, Account: a.Account, X: round(graphW/2 + graphR*math.Cos(angle)), Y: round(graphH/2 + graphR*math.Sin(angle))}
		if len(r.Accounts) <= maxNamed {
			n.name(angle)
		}
		at[a.Account], g.Nodes = i, append(g.Nodes, n)
	}
	between := map[[2]int][]models.LinkRecord{}
	var pairs [][2]int
	for _, l := range r.Links {
		a, known := at[l.A.Account]
		b, alsoKnown := at[l.B.Account]
		if !known || !alsoKnown || a == b {
			continue
		}
		pair := [2]int{min(a, b), max(a, b)}
		if between[pair] == nil {
			pairs = append(pairs, pair)
		}
		between[pair] = append(between[pair], l)
	}
	for _, pair := range pairs {
		g.Edges = append(g.Edges, g.edge(pair, between[pair]))
	}
	return g
}

// name puts the label outside the circle.
func (n *node) name(angle float64) {
	n.Label, n.Anchor = shortened(n.Account), "start"
	n.LX, n.LY = round(n.X+(nodeR+8)*math.Cos(angle)), round(n.Y+(nodeR+8)*math.Sin(angle)+5)
	switch c := math.Cos(angle); {
	case math.Abs(c) < 0.2:
		n.Anchor = "middle"
		n.LY = round(n.LY + 4*math.Sin(angle))
	case c < 0:
		n.Anchor = "end"
	}
}

func (g *graph) edge(pair [2]int, links []models.LinkRecord) edge {
	a, b := g.Nodes[pair[0]], g.Nodes[pair[1]]
	e := edge{X1: a.X, Y1: a.Y, X2: b.X, Y2: b.Y, From: a.Number, To: b.Number}
	var words []string
	conflicts := 0
	for _, l := range links {
		for _, r := range append([]models.Relation{l.Comparison.Relation}, l.Also...) {
			if w := relationLower(r); !slices.Contains(words, w) {
				words = append(words, w)
			}
		}
		conflicts += len(l.Conflicts)
		e.Confirmed = e.Confirmed || l.Status == models.StatusConfirmed
	}
	e.Conflict, e.Text = conflicts > 0, strings.Join(words, "; ")
	if e.Conflict {
		e.Text += fmt.Sprintf("; %d contradictions", conflicts)
	}
	return e
}

func shortened(s string) string {
	runes := []rune(visible(s))
	if len(runes) > labelChars {
		return string(runes[:labelChars-1]) + "…"
	}
	return string(runes)
}

func round(v float64) float64 { return math.Round(v*10) / 10 }
