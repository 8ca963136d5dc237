package locate_test

import (
	"encoding/json"
	"fmt"
	"image/jpeg"
	"os"
	"testing"

	"loupe/forensics/locate"
)

func TestDev2(t *testing.T) {
	dir := os.Getenv("LOCATE_DEV")
	if dir == "" {
		t.Skip()
	}
	right, frame, wrong := map[bool]int{}, map[bool]int{}, map[bool]int{}
	for seed := 1; seed <= 620; seed++ {
		f, err := os.Open(fmt.Sprintf("%s/%03d.jpg", dir, seed))
		if err != nil {
			continue
		}
		img, _ := jpeg.Decode(f)
		f.Close()
		var sc scene
		b, _ := os.ReadFile(fmt.Sprintf("%s/%03d.json", dir, seed))
		json.Unmarshal(b, &sc)
		p := locate.Find(img, 1)
		neg := sc.Quad[0] == sc.Quad[2]
		ok := neg && p.Frame || !neg && overlap(p.Quad, sc.Quad, float64(sc.W), float64(sc.H)) >= 0.95
		k := seed > 500
		switch {
		case ok:
			right[k]++
		case p.Frame:
			frame[k]++
		default:
			wrong[k]++
			fmt.Printf("  wrong %d %s %.3f\n", seed, sc.Kind, overlap(p.Quad, sc.Quad, float64(sc.W), float64(sc.H)))
		}
	}
	fmt.Println("photos: right, frame, wrong", right[false], frame[false], wrong[false], "flat:", right[true], frame[true], wrong[true])
}
