package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/uptrace/bun"

	"loupe/models"
)

type keyRow struct {
	bun.BaseModel `bun:"table:api_keys,alias:k"`

	ID        string `bun:"id,pk"`
	Hash      string `bun:"hash"`
	Admin     bool   `bun:"admin"`
	CreatedAt int64  `bun:"created_at"`
}

// CreateKey stores a key's hash. A zero CreatedAt becomes now.
func (d *DB) CreateKey(ctx context.Context, k models.APIKey) error {
	if err := identifier("id", k.ID); err != nil {
		return err
	}
	if err := identifier("hash", k.Hash); err != nil {
		return err
	}
	row := &keyRow{ID: k.ID, Hash: k.Hash, Admin: k.Admin, CreatedAt: micros(d.stamp(k.CreatedAt))}
	return d.tx(ctx, "store key "+k.ID, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.NewInsert().Model(row).Exec(ctx)
		return err
	})
}

// KeyByHash finds a key. The error does not repeat the hash.
func (d *DB) KeyByHash(ctx context.Context, hash string) (models.APIKey, error) {
	unknown := models.Errorf(models.ErrNotFound, "key.missing", "no API key has this hash")
	if storable("hash", hash) != nil {
		return models.APIKey{}, unknown
	}
	var row keyRow
	err := d.read.NewSelect().Model(&row).Where("hash = ?", hash).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return models.APIKey{}, unknown
	}
	if err != nil {
		return models.APIKey{}, d.fault("find a key", err)
	}
	return models.APIKey{ID: row.ID, Hash: row.Hash, Admin: row.Admin, CreatedAt: instant(row.CreatedAt)}, nil
}

// CountKeys counts the keys.
func (d *DB) CountKeys(ctx context.Context) (int, error) {
	n, err := d.read.NewSelect().Model((*keyRow)(nil)).Count(ctx)
	return n, d.fault("count keys", err)
}
