package powerloss_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"loupe/store/powerloss"
)

// after rebuilds the directory at the end of the record for many seeds and returns what was seen, file by file: "-" is
// a file that is not there.
func after(t *testing.T, r *powerloss.Recorder, path string) map[string]int {
	t.Helper()
	seen := map[string]int{}
	for seed := range uint64(200) {
		dir := filepath.Join(t.TempDir(), "x")
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := r.Replay(nil).Crash(r.Len(), seed, dir); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(filepath.Join(dir, path))
		if os.IsNotExist(err) {
			seen["-"]++
		} else if err != nil {
			t.Fatal(err)
		} else {
			seen[string(content)]++
		}
	}
	return seen
}

func recorder(t *testing.T) (*powerloss.Recorder, string) {
	t.Helper()
	root := t.TempDir()
	if err := os.WriteFile(filepath.Join(root, "old"), []byte("durable"), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := powerloss.NewRecorder(root)
	if err != nil {
		t.Fatal(err)
	}
	return r, root
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestOnlyWhatWasSyncedIsSure goes through a Put, step by step.
func TestOnlyWhatWasSyncedIsSure(t *testing.T) {
	r, root := recorder(t)
	disk, text := r.Blobs(), strings.Repeat("a", 512)+strings.Repeat("b", 512)
	f, err := disk.Create(root, "put-*")
	must(t, err)
	_, err = f.Write([]byte(text))
	must(t, err)
	must(t, disk.Link(f.Name(), filepath.Join(root, "new")))
	if got := after(t, r, "old"); got["durable"] != 200 {
		t.Errorf("what was there before: %v", got)
	}
	// Nothing synced: the name may miss, the content may be whole, empty, or either sector with zeros for the other.
	got := after(t, r, "new")
	torn := strings.Repeat("\x00", 512) + strings.Repeat("b", 512)
	for _, want := range []string{"-", "", text, text[:512], torn} {
		if got[want] == 0 {
			t.Errorf("%.20q was never seen", want)
		}
	}
	if len(got) != 5 {
		t.Errorf("%d outcomes, want 5", len(got))
	}
	must(t, f.Sync())
	if got := after(t, r, "new"); got["-"] == 0 || got[text] == 0 || len(got) != 2 {
		t.Errorf("content synced, name not: %d outcomes, missing %d times", len(got), got["-"])
	}
	must(t, disk.SyncDir(root))
	if got := after(t, r, "new"); got[text] != 200 {
		t.Errorf("both synced: %d of 200 whole", got[text])
	}
	must(t, disk.Remove(filepath.Join(root, "new")))
	if got := after(t, r, "new"); got["-"] == 0 || got[text] == 0 || len(got) != 2 {
		t.Errorf("removed, not synced: %d outcomes", len(got))
	}
	must(t, disk.SyncDir(root), f.Close())
	if got := after(t, r, "new"); got["-"] != 200 {
		t.Errorf("removed and synced: %v", got)
	}
}

// TestDirectoriesMustBeSyncedToo: a durable file in a directory whose own name is not durable is gone.
func TestDirectoriesMustBeSyncedToo(t *testing.T) {
	r, root := recorder(t)
	disk, dir := r.Blobs(), filepath.Join(root, "ab")
	must(t, disk.Mkdir(dir))
	f, err := disk.Create(dir, "f")
	must(t, err)
	_, err = f.Write([]byte("x"))
	must(t, err, f.Sync(), disk.SyncDir(dir))
	path := filepath.Join("ab", filepath.Base(f.Name()))
	if got := after(t, r, path); got["-"] == 0 || got["x"] == 0 {
		t.Errorf("parent not synced: %v", got)
	}
	must(t, disk.SyncDir(root), f.Close())
	if got := after(t, r, path); got["x"] != 200 {
		t.Errorf("parent synced: %v", got)
	}
}

// TestRenameIsTwoNames: of a rename that is not synced either name, both or none may be left.
func TestRenameIsTwoNames(t *testing.T) {
	r, root := recorder(t)
	disk := r.Blobs()
	must(t, disk.Rename(filepath.Join(root, "old"), filepath.Join(root, "moved")))
	both := map[[2]bool]bool{}
	for seed := range uint64(200) {
		dir := t.TempDir()
		must(t, r.Replay(nil).Crash(r.Len(), seed, dir))
		_, oldErr := os.Stat(filepath.Join(dir, "old"))
		_, newErr := os.Stat(filepath.Join(dir, "moved"))
		both[[2]bool{oldErr == nil, newErr == nil}] = true
	}
	if len(both) != 4 {
		t.Errorf("outcomes: %v", both)
	}
}

// TestReplayIsDeterministic: equal seeds give equal directories.
func TestReplayIsDeterministic(t *testing.T) {
	r := record(t, plan(4))
	listing := func() string {
		dir := t.TempDir()
		must(t, r.Replay(nil).Crash(r.Len()/2, 5, dir))
		var out strings.Builder
		must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			content, err := os.ReadFile(path)
			out.WriteString(strings.TrimPrefix(path, dir) + string(content))
			return err
		}))
		return out.String()
	}
	if one, two := listing(), listing(); one != two || one == "" {
		t.Error("two replays differ")
	}
}
