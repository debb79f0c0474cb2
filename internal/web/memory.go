package web

import "sync"

// memory keeps values that were costly to get, and forgets those that were not asked for in a while. Safe for
// concurrent use.
type memory[K comparable, V any] struct {
	limit int // of the sizes of what is kept at least; at most it is twice as much

	mu         sync.Mutex
	young, old map[K]V
	size       int // of the young
}

func newMemory[K comparable, V any](limit int) *memory[K, V] {
	return &memory[K, V]{limit: limit, young: map[K]V{}}
}

// get returns what was kept under a key, if it is still there.
func (m *memory[K, V]) get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.young[key]; ok {
		return v, true
	}
	v, ok := m.old[key]
	return v, ok
}

// put keeps a value of a size. When the young ones are too many, they become the old ones, which are forgotten.
func (m *memory[K, V]) put(key K, v V, size int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.size += size; m.size > m.limit {
		m.old, m.young, m.size = m.young, map[K]V{}, size
	}
	m.young[key] = v
}
