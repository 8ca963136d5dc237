package powerloss

import "loupe/store/blob"

// Blobs returns a disk for blob.OpenOn that does what the real one does and writes it down.
func (r *Recorder) Blobs() blob.Disk { return recordedDisk{r: r} }

type recordedDisk struct {
	blob.OS
	r *Recorder
}

// Names change and are written down under one lock: the record has the order in which the system saw them.

func (d recordedDisk) Create(dir, pattern string) (blob.File, error) {
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	f, err := d.OS.Create(dir, pattern)
	if err != nil {
		return nil, err
	}
	d.r.newFile(f.Name())
	return &recordedFile{File: f, r: d.r}, nil
}

func (d recordedDisk) Link(from, to string) error {
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	err := d.OS.Link(from, to)
	if err == nil {
		d.r.name(to, entry{file: d.r.names[from]})
	}
	return err
}

func (d recordedDisk) Rename(from, to string) error {
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	err := d.OS.Rename(from, to)
	if err == nil {
		d.r.name(to, entry{file: d.r.names[from]})
		d.r.name(from, entry{})
	}
	return err
}

func (d recordedDisk) Remove(path string) error {
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	err := d.OS.Remove(path)
	if err == nil {
		d.r.name(path, entry{})
	}
	return err
}

func (d recordedDisk) Mkdir(path string) error {
	d.r.mu.Lock()
	defer d.r.mu.Unlock()
	err := d.OS.Mkdir(path)
	if err == nil {
		d.r.name(path, entry{isDir: true})
	}
	return err
}

func (d recordedDisk) SyncDir(path string) error {
	since := d.r.Len()
	err := d.OS.SyncDir(path)
	if err == nil {
		d.r.syncedDir(path, since)
	}
	return err
}

type recordedFile struct {
	blob.File
	r  *Recorder
	at int64
}

func (f *recordedFile) Write(p []byte) (int, error) {
	n, err := f.File.Write(p)
	f.r.wrote(f.Name(), f.at, append([]byte(nil), p[:n]...))
	f.at += int64(n)
	return n, err
}

func (f *recordedFile) Sync() error {
	since := f.r.Len()
	err := f.File.Sync()
	if err == nil {
		f.r.synced(f.Name(), since)
	}
	return err
}
