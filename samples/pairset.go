package samples

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"loupe/models"
)

// PairsFile is the name of the list of a set of pairs.
const PairsFile = "pairs.json"

// PairEntry is one pair of a set: two files of its directory and how they belong together. A set may as well be made by
// hand, of real pictures.
type PairEntry struct {
	A        string          `json:"a"`
	B        string          `json:"b"`
	Kind     models.Kind     `json:"kind"`     // "" is identity_document
	Relation models.Relation `json:"relation"` // a relation that links, or same_layout or unrelated for pairs that must not be linked
	Channel  Channel         `json:"channel"`  // what rates are counted by: photo, scan, render
	Chain    string          `json:"chain"`    // how B was stored
	Changed  []models.Region `json:"changed"`  // what differs, in stored pixels of A; empty when nothing is known of it
}

// GeneratePairs draws n farm pairs and n honest pairs of each channel into dir, with their list. Equal seeds give equal files.
func GeneratePairs(ctx context.Context, dir string, n int, seed uint64, o Options) (entries []PairEntry, err error) {
	s, err := NewStudio(o)
	if err != nil {
		return nil, err
	}
	sorts := []struct {
		name string
		draw func(seed uint64, ch Channel, chain Chain) (Pair, error)
	}{{"farm", s.FarmPair}, {"honest", s.HonestPair}}
	for i := range n * len(Channels()) * len(sorts) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sort, ch, own := sorts[i%2], Channels()[i/2%len(Channels())], i/2/len(Channels())
		p, err := sort.draw(seed+uint64(own), ch, Chains()[own%len(Chains())])
		if err != nil {
			return nil, fmt.Errorf("%s pair %d: %w", sort.name, own, err)
		}
		e, err := p.write(dir, fmt.Sprintf("%s-%s-%d", ch, sort.name, own))
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	data, err := json.MarshalIndent(entries, "", " ")
	if err != nil {
		return nil, err
	}
	return entries, os.WriteFile(filepath.Join(dir, PairsFile), append(data, '\n'), 0o644)
}

func (p Pair) write(dir, name string) (PairEntry, error) {
	e := PairEntry{A: name + "-a.jpg", B: name + "-b.jpg", Relation: p.Relation, Channel: p.Channel, Chain: p.Chain, Changed: p.Changed}
	if len(p.B) > 4 && string(p.B[1:4]) == "PNG" {
		e.B = name + "-b.png"
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return e, err
	}
	if err := os.WriteFile(filepath.Join(dir, e.A), p.A, 0o644); err != nil {
		return e, err
	}
	return e, os.WriteFile(filepath.Join(dir, e.B), p.B, 0o644)
}
