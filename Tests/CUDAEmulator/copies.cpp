// Asynchronous copies, which land at their thread's wait.
#include "emulated_warpgroup.h"

namespace cuda_emulator {

// A copy's target holds poison from its beginning to its landing, so that who reads it too early,
// or begins it while another still reads the old bytes, is found.
void begin_copy(void *shared, const void *global, unsigned bytes, bool valid) {
    const auto to = reinterpret_cast<uintptr_t>(shared), from = reinterpret_cast<uintptr_t>(global);
    if (to % bytes != 0 || (valid && from % bytes != 0)) fail("an unaligned asynchronous copy");
    memset(shared, 0xFF, bytes);
    Thread &self = *current_thread;
    self.copies.push_back({shared, global, bytes, valid, self.open_group});
}

void commit_copies() { current_thread->open_group++; }

/// How many copies to each 16 bytes of dynamic shared memory have landed and not been fenced.
static std::vector<unsigned> unfenced;

void forget_copies() { unfenced.assign(current_figures.dynamic_bytes / 16 + 1, 0); }

/// The offset in `unfenced`; null for what is not dynamic.
static unsigned *unfenced_at(const void *shared) {
    const auto offset = static_cast<const unsigned char *>(shared) - current_dynamic;
    const bool is_dynamic = offset >= 0 && offset < current_figures.dynamic_bytes;
    return is_dynamic ? &unfenced[offset / 16] : nullptr;
}

static void note_landing(const void *shared) {
    if (unsigned *count = unfenced_at(shared)) {
        (*count)++;
        current_thread->landed.push_back(shared);
    }
}

void fence_landed_copies() {
    for (const void *shared : current_thread->landed) (*unfenced_at(shared))--;
    current_thread->landed.clear();
}

bool is_landed_unfenced(unsigned offset) { return unfenced[offset / 16] > 0; }

void wait_for_copies(unsigned pending) {
    Thread &self = *current_thread;
    size_t landed = 0;
    while (landed < self.copies.size() &&
           self.copies[landed].group + pending < self.open_group) {
        const AsyncCopy &copy = self.copies[landed++];
        if (copy.valid) memcpy(copy.to, copy.from, copy.bytes);
        else memset(copy.to, 0, copy.bytes);
        note_landing(copy.to);
    }
    self.copies.erase(self.copies.begin(), self.copies.begin() + landed);
}

} // namespace cuda_emulator
