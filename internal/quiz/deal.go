package quiz

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"sort"
	"strings"
)

// Deal lays a question before one person in one attempt: the order of its parts and the opaque handle of each.
// Order and handles come from separate keyed hashes, so neither tells anything about the authored order or the key,
// and a reload keeps both.
type Deal struct{ key []byte }

// NewDeal makes the deal of one question from the attempt's secret key.
func NewDeal(key []byte, question string) Deal {
	return Deal{key: mac(key, "deal", question)}
}

// Handle is the name under which the browser knows a part. It begins with a letter.
func (d Deal) Handle(part string) string {
	return "h" + strings.ToLower(base32.StdEncoding.EncodeToString(mac(d.key, "handle", part))[:12])
}

// handles are the names under which the browser knows some parts.
func handles(d Deal, parts []string) []string {
	out := make([]string, len(parts))
	for i, part := range parts {
		out[i] = d.Handle(part)
	}
	return out
}

// Part finds the part among ids that a handle stands for.
func (d Deal) Part(handle string, ids []string) (string, bool) {
	for _, id := range ids {
		if d.Handle(id) == handle {
			return id, true
		}
	}
	return "", false
}

// Order returns ids as this person sees them. group keeps two lists of one question apart.
func (d Deal) Order(group string, ids []string) []string {
	out := append([]string(nil), ids...)
	rank := make(map[string][]byte, len(ids))
	for _, id := range ids {
		rank[id] = mac(d.key, "order", group+"\x00"+id)
	}
	sort.SliceStable(out, func(i, j int) bool { return bytes.Compare(rank[out[i]], rank[out[j]]) < 0 })
	return out
}

// mac is the HMAC-SHA256 of label and text under a key. It is put together here, and not by crypto/hmac, because a page
// needs hundreds of them: each would set up two hashes on the heap, which takes longer than the hashing.
func mac(key []byte, label, text string) []byte {
	const block = sha256.BlockSize
	if len(key) > block {
		sum := sha256.Sum256(key)
		key = sum[:]
	}
	inner, outer := make([]byte, block, 4*block), make([]byte, block, block+sha256.Size) // on the stack
	copy(inner, key)
	copy(outer, key)
	for i := range block {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	inner = append(append(append(inner, label...), 0), text...)
	first := sha256.Sum256(inner)
	sum := sha256.Sum256(append(outer, first[:]...))
	return sum[:]
}
