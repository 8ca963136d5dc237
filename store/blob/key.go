package blob

import (
	"crypto/sha256"

	"loupe/models"
)

// CheckKey refuses everything but 64 lower-case hex digits, so that a key can never be a path.
func CheckKey(key string) error {
	ok := len(key) == 2*sha256.Size
	for i := 0; ok && i < len(key); i++ {
		c := key[i]
		ok = '0' <= c && c <= '9' || 'a' <= c && c <= 'f'
	}
	if !ok {
		return models.Invalidf("key", "blob key %.80q is not 64 lower-case hex digits", key)
	}
	return nil
}
