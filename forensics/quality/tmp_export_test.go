package quality

import (
	"loupe/forensics"
	"loupe/models"
)

func Ground(x *forensics.Exhibit, p models.Place) string {
	return ""
}
