package face_test

import (
	"bytes"
	"testing"

	"loupe/forensics/face"
)

func TestDamagedPupilCascade(t *testing.T) {
	whole := face.PupilCascade()
	if err := face.UnpackPupils(whole); err != nil {
		t.Fatal(err)
	}
	sizes := bytes.Clone(whole)
	sizes[12] = 200
	for name, data := range map[string][]byte{"empty": nil, "short": whole[:15], "cut off": whole[:len(whole)-1], "longer": append(bytes.Clone(whole), 0), "depth": sizes} {
		if err := face.UnpackPupils(data); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
