package jpeggrid

import "loupe/forensics/history"

const (
	both   = 1 + 1<<32                                        // a number in both halves of a word
	offset = uint64(both) * (history.SlideUnit/2 - 1 + 1<<31) // makes a half a plain unsigned number, whose bit 31 says "half a level or more"
)

// small returns 1 in each half of the word whose number is less than half a level from zero.
func small(v int64) uint64 { return (offset + uint64(v)) & (offset - uint64(v)) >> 31 & both }
