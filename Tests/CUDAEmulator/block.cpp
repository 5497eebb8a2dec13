#include "block.h"
#include "shared_memory.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>

namespace cuda_emulator {

Thread *current_thread = nullptr;
Dim current_block = {};
Figures current_figures = {};
unsigned char *current_dynamic = nullptr;
std::string failure;

static Fiber scheduler;
static const std::function<void()> *kernel_body = nullptr;
static std::vector<std::unique_ptr<Thread>> threads; // Reused by every block, with their stacks.
static std::vector<Warp> warps;
static unsigned thread_count = 0, living = 0, waiting_at_barrier = 0;
static bool failed = false;

static thread_local cuda_emulator_schedule schedule = CUDA_EMULATOR_LOCKSTEP;
static thread_local std::mt19937_64 dice;

void set_schedule(cuda_emulator_schedule next, uint64_t seed) {
    schedule = next;
    dice.seed(seed);
}

// What a thread does.

static Warp &warp_of(const Thread &thread) { return warps[thread.number / 32]; }

Warp &current_warp() { return warp_of(*current_thread); }

static void release_barrier_if_complete() {
    if (living == 0 || waiting_at_barrier < living) return;
    waiting_at_barrier = 0;
    for (unsigned i = 0; i < thread_count; i++)
        if (threads[i]->state == Thread::State::at_barrier)
            threads[i]->state = Thread::State::runnable;
}

static void thread_main() {
    fiber_arrived();
    (*kernel_body)();
    Thread &self = *current_thread;
    self.state = Thread::State::left;
    warp_of(self).broken = true;
    if (warp_of(self).arrived > 0) fail("a lane left its warp while others wait in an exchange");
    living--;
    release_barrier_if_complete();
    fiber_leave(self.fiber, scheduler);
    __builtin_unreachable();
}

static void stop(Thread::State state) {
    current_thread->state = state;
    fiber_switch(current_thread->fiber, scheduler);
}

void barrier() {
    Thread &self = *current_thread;
    self.state = Thread::State::at_barrier;
    waiting_at_barrier++;
    release_barrier_if_complete();
    if (self.state == Thread::State::at_barrier) stop(Thread::State::at_barrier);
}

void exchange(Exchange kind, const Lane &lane, Completion complete) {
    Thread &self = *current_thread;
    Warp &warp = warp_of(self);
    if (warp.broken) fail("an exchange in a warp of which a lane has left, or of under 32 lanes");
    if (warp.arrived > 0 && warp.exchange != kind) fail("lanes of a warp in different exchanges");
    warp.exchange = kind;
    warp.lanes[self.number % 32] = lane;
    if (++warp.arrived < warp.size) return stop(Thread::State::at_exchange);
    complete(warp.lanes);
    warp.arrived = 0;
    const unsigned first = self.number / 32 * 32;
    for (unsigned i = first; i < first + warp.size; i++)
        threads[i]->state = Thread::State::runnable;
}

void fail(const char *reason) {
    failed = true;
    const Dim b = current_block, t = current_thread->index;
    const auto triple = [](Dim d) {
        return "(" + std::to_string(d.x) + ", " + std::to_string(d.y) + ", " + std::to_string(d.z) +
               ")";
    };
    failure = std::string(reason) + ": block " + triple(b) + ", thread " + triple(t);
    fiber_leave(current_thread->fiber, scheduler);
    __builtin_unreachable();
}

// What the scheduler does.

static bool run(unsigned number) {
    Thread &thread = *threads[number];
    if (failed || thread.state != Thread::State::runnable) return false;
    current_thread = &thread;
    fiber_switch(scheduler, thread.fiber);
    return true;
}

/// Runs the first warp that can run until all its lanes wait for another warp.
static bool run_a_warp_ahead() {
    for (unsigned first = 0; first < thread_count; first += 32) {
        bool any = false, again = true;
        while (again) {
            again = false;
            for (unsigned i = first; i < std::min(first + 32, thread_count); i++) again |= run(i);
            any |= again;
        }
        if (any) return true;
    }
    return false;
}

static bool run_in_order(std::vector<unsigned> &order) {
    if (schedule == CUDA_EMULATOR_WARP_AHEAD) return run_a_warp_ahead();
    if (schedule == CUDA_EMULATOR_RANDOM) std::shuffle(order.begin(), order.end(), dice);
    bool any = false;
    for (unsigned number : order) any |= run(number);
    return any;
}

static std::vector<unsigned> first_order(unsigned count) {
    std::vector<unsigned> order(count);
    std::iota(order.begin(), order.end(), 0);
    if (schedule == CUDA_EMULATOR_REVERSED) std::reverse(order.begin(), order.end());
    if (schedule == CUDA_EMULATOR_RANDOM) std::shuffle(order.begin(), order.end(), dice);
    return order;
}

static void prepare_block() {
    const Dim size = current_figures.block;
    thread_count = living = size.x * size.y * size.z;
    waiting_at_barrier = 0;
    failed = false;
    forget_copies();
    while (threads.size() < thread_count) threads.push_back(std::make_unique<Thread>());
    warps.assign((thread_count + 31) / 32, Warp{});
    for (unsigned i = 0; i < thread_count; i++) {
        Thread &thread = *threads[i];
        thread.index = {i % size.x, i / size.x % size.y, i / size.x / size.y};
        thread.number = i;
        thread.state = Thread::State::runnable;
        thread.copies.clear();
        thread.landed.clear();
        thread.open_group = 0;
        fiber_prepare(thread.fiber, thread_main);
        warps[i / 32].size++;
    }
    for (Warp &warp : warps) warp.broken = warp.size < 32;
}

static bool run_block(std::vector<unsigned> &order) {
    poison_static_shared();
    prepare_block();
    while (living > 0 && !failed) {
        if (run_in_order(order) || failed) continue;
        failed = true;
        failure = "threads of a block wait for each other: " + std::to_string(waiting_at_barrier) +
                  " of " + std::to_string(living) + " at a barrier, the others in exchanges";
    }
    return !failed;
}

bool run_grid(const Figures &figures, const std::function<void()> &body) {
    current_figures = figures;
    kernel_body = &body;
    DynamicShared dynamic(figures.dynamic_bytes);
    current_dynamic = dynamic.bytes;
    const Dim grid = figures.grid, block = figures.block;
    auto blocks = first_order(grid.x * grid.y * grid.z);
    auto order = first_order(block.x * block.y * block.z);
    for (unsigned i : blocks) {
        current_block = {i % grid.x, i / grid.x % grid.y, i / grid.x / grid.y};
        dynamic.poison();
        if (!run_block(order)) return false;
        if (dynamic.overrun()) {
            failure = "a block wrote behind its dynamic shared memory of " +
                      std::to_string(figures.dynamic_bytes) + " bytes";
            return false;
        }
    }
    return true;
}

} // namespace cuda_emulator
