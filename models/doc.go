// Package models is Loupe's vocabulary: the nouns every other package speaks in.
//
// It imports the standard library only and knows nothing of SQL, HTTP or pixels. All types marshal to the JSON
// of the contract (snake_case); every closed list (Kind, Outcome, ReasonCode, Relation, ...) rejects unknown words.
package models
