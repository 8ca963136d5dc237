package storetest

import (
	"testing"
	"time"

	"loupe/models"
)

func accountSince(t *testing.T, b *bench) {
	first, second := b.submission("O'Brien"), b.submission("O'Brien")
	first.CreatedAt = second.CreatedAt.Add(-time.Hour)
	b.create(t, second)
	b.create(t, first)
	got, err := b.AccountSince(t.Context(), "O'Brien")
	check(t, err)
	wantEqual(t, "since", got, kept(first.CreatedAt))
	for _, a := range []models.Account{"nobody", "\x00"} {
		_, err := b.AccountSince(t.Context(), a)
		wantCode(t, "account "+string(a), err, models.ErrNotFound)
	}
}

func banksOfMany(t *testing.T, b *bench) {
	good, bad, none := b.submission("a"), b.submission("b"), b.submission("c")
	for _, s := range []models.Submission{good, bad, none} {
		b.create(t, s)
	}
	check(t, b.PutInBank(t.Context(), models.BankEntry{SubmissionID: good.ID, Bank: models.BankGood}, nil, nil))
	check(t, b.PutInBank(t.Context(), models.BankEntry{SubmissionID: bad.ID, Bank: models.BankBad}, nil, nil))
	got, err := b.Banks(t.Context(), []string{good.ID, bad.ID, none.ID, "unknown"})
	check(t, err)
	wantEqual(t, "entries", len(got), 2)
	wantEqual(t, "good", got[good.ID], models.BankGood)
	wantEqual(t, "bad", got[bad.ID], models.BankBad)
	entries, _, err := b.BankEntries(t.Context(), models.BankQuery{SubmissionID: bad.ID})
	check(t, err)
	if len(entries) != 1 || entries[0].SubmissionID != bad.ID {
		t.Errorf("entries of one submission: %+v", entries)
	}
	got, err = b.Banks(t.Context(), nil)
	check(t, err)
	wantEqual(t, "of none", len(got), 0)
}
