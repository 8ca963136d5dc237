package face

// UnpackPupils shows damaged cascades to the tests.
func UnpackPupils(data []byte) error { _, err := unpackPupils(data); return err }

// PupilCascade is the embedded one.
func PupilCascade() []byte { return pupilCascade }
