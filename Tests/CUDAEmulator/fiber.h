// Fibers: stacks of their own on one system thread, switched by hand.
#pragma once

#include <cstddef>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define EMULATOR_UNDER_ASAN 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define EMULATOR_UNDER_ASAN 1
#endif

namespace cuda_emulator {

/// A suspended flow of control: its stack, and where on it to go on.
struct Fiber {
    char *stack = nullptr;
    void *resume = nullptr;
    void *sanitizer = nullptr;
};

/// Makes `fiber` begin at `entry` on its stack when it is next switched to; `entry` never returns.
void fiber_prepare(Fiber &fiber, void (*entry)());

/// Suspends `from`, which runs now, and goes on with `to`.
void fiber_switch(Fiber &from, Fiber &to);

/// The same, for a fiber that will not be switched to again until it is prepared anew.
void fiber_leave(Fiber &from, Fiber &to);

/// What a fiber does first.
void fiber_arrived();

/// A stack with a page below it that traps; stacks are kept for the life of the process.
char *fiber_new_stack();

} // namespace cuda_emulator
