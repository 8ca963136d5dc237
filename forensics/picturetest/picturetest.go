// Package picturetest finds the pictures that no one here made, for tests of every room. They are not part of the
// project: LOUPE_TESTDATA says where they lie, shared/data beside the repository when it says nothing.
package picturetest

import (
	"os"
	"path/filepath"
	"testing"
)

// Dir returns a file or folder of the pictures, and skips the test loudly when it is not there.
func Dir(t testing.TB, elements ...string) string {
	t.Helper()
	path := filepath.Join(append([]string{Root()}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED, nothing was tested: no pictures: %v; set LOUPE_TESTDATA", err)
	}
	return path
}

// Root returns the folder of all the pictures, whether it is there or not.
func Root() string {
	if root := os.Getenv("LOUPE_TESTDATA"); root != "" {
		return root
	}
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return filepath.Join(dir, "..", "shared", "data")
}
