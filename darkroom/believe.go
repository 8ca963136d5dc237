package darkroom

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"loupe/models"
)

// checkFile holds what a worker says of a file against the file itself.
func checkFile(info models.FileInfo, file []byte) error {
	sum := sha256.Sum256(file)
	if want := hex.EncodeToString(sum[:]); info.SHA256 != want {
		return fmt.Errorf("the worker answered about %.12s, it was asked about %.12s", info.SHA256, want)
	}
	if info.Width < 1 || info.Height < 1 || info.Orientation < 1 || info.Orientation > 8 {
		return fmt.Errorf("the worker says the picture is %dx%d, orientation %d", info.Width, info.Height, info.Orientation)
	}
	return nil
}
