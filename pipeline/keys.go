package pipeline

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"loupe/models"
)

// CreateKey makes a key and returns it; only its digest is kept.
func (s *Service) CreateKey(ctx context.Context, admin bool) (string, error) {
	key := "loupe_" + rand.Text()
	return key, s.store.CreateKey(ctx, models.APIKey{ID: s.config.NewID("key"), Hash: keyHash(key), Admin: admin, CreatedAt: s.config.Now().UTC()})
}

// Authenticate returns what is known of key, or an ErrUnauthorized.
func (s *Service) Authenticate(ctx context.Context, key string) (models.APIKey, error) {
	k, err := s.store.KeyByHash(ctx, keyHash(key))
	if err != nil && models.CodeOf(err) == models.ErrNotFound {
		return models.APIKey{}, models.Errorf(models.ErrUnauthorized, "key.unknown", "the key is not known: create one with `loupe key create`")
	}
	return k, err
}

// KeysRequired reports whether calls need a key: always beyond loopback, and as soon as one exists.
func (s *Service) KeysRequired(ctx context.Context) (bool, error) {
	if s.config.RequireKeys {
		return true, nil
	}
	n, err := s.store.CountKeys(ctx)
	return n > 0, err
}

func keyHash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
