package store

import (
	"github.com/uptrace/bun"

	"loupe/models"
)

// Writer is the connection that writes, for tests that fill or damage the database.
func (d *DB) Writer() *bun.DB { return d.write }

// Reader is the pool that reads.
func (d *DB) Reader() *bun.DB { return d.read }

// ExplainSQLite and ExplainPostgres are what callers see of a driver's error.
func ExplainSQLite(err error) error {
	return (&DB{dialect: dialect{classify: classifySQLite}}).fault("op", err)
}
func ExplainPostgres(err error) error {
	return (&DB{dialect: dialect{classify: classifyPostgres}}).fault("op", err)
}

// ParseCursor and Cursor are the two directions of a cursor.
func ParseCursor(list string, c models.Cursor) (number int64, id string, err error) {
	p, err := parseCursor(list, c)
	return p.number, p.id, err
}

func Cursor(list string, number int64, id string) models.Cursor {
	return place{list, number, id}.cursor()
}

// EncodeFingerprints and DecodeFingerprints are the two directions of what is kept of a submission's fingerprints.
func EncodeFingerprints(fps []models.Fingerprint) (string, error) { return encodeFingerprints(fps) }

func DecodeFingerprints(document string) ([]models.Fingerprint, error) {
	return decodeFingerprints(document, kinds{})
}
