package quality_test

import (
	"context"
	"fmt"
	"image/png"
	"os"
	"testing"

	"loupe/forensics/quality"
	"loupe/samples"
)

func TestTmp(t *testing.T) {
	s := studio(t)
	for _, i := range []int{33, 79} {
		o := samples.CaptureOptions{}
		sc := capture(t, s, i%5, uint64(20000+i), o)
		x := sc.exhibit(t)
		p := x.Place()
		fmt.Printf("%d found %+v\n truth %v\n", i, p, sc.quad)
		f, _ := quality.New(quality.DefaultPolicy()).Run(context.Background(), x)
		fmt.Println(f.Message, f.Regions)
		fmt.Println(quality.Ground(x, p))
		w, _ := os.Create(fmt.Sprintf("/root/scratch/quality/u%d.png", i))
		png.Encode(w, sc.img)
		w.Close()
	}
}
