#include "fiber.h"

#include <cstdint>
#include <cstdlib>
#include <sys/mman.h>
#ifndef __x86_64__
#include <ucontext.h>
#endif
#ifdef EMULATOR_UNDER_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif

namespace cuda_emulator {

#ifdef EMULATOR_UNDER_ASAN
static constexpr std::size_t stack_size = 256 << 10;
#else
static constexpr std::size_t stack_size = 64 << 10;
#endif
static constexpr std::size_t guard_size = 4 << 10;

char *fiber_new_stack() {
    void *memory = mmap(nullptr, guard_size + stack_size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory, guard_size, PROT_NONE) != 0) abort();
    return static_cast<char *>(memory) + guard_size;
}

#ifdef __x86_64__

// Saves what a call must keep, changes stacks, and returns on the other one.
extern "C" void cuda_emulator_switch(void **save, void *resume);
asm(R"(
.text
.globl cuda_emulator_switch
.hidden cuda_emulator_switch
.type cuda_emulator_switch, @function
cuda_emulator_switch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
.size cuda_emulator_switch, .-cuda_emulator_switch
)");

void fiber_prepare(Fiber &fiber, void (*entry)()) {
    if (!fiber.stack) fiber.stack = fiber_new_stack();
#ifdef EMULATOR_UNDER_ASAN
    ASAN_UNPOISON_MEMORY_REGION(fiber.stack, stack_size);
#endif
    // From below: six registers, the entry to return to, and the entry's own null return address.
    auto top = reinterpret_cast<void **>(fiber.stack + stack_size);
    for (int i = 1; i <= 8; i++) top[-i] = nullptr;
    top[-2] = reinterpret_cast<void *>(entry);
    fiber.resume = top - 8;
    fiber.sanitizer = nullptr;
}

static void change_stack(Fiber &from, Fiber &to) { cuda_emulator_switch(&from.resume, to.resume); }

#else

void fiber_prepare(Fiber &fiber, void (*entry)()) {
    if (!fiber.stack) fiber.stack = fiber_new_stack();
    auto context = static_cast<ucontext_t *>(fiber.resume);
    if (!context) fiber.resume = context = new ucontext_t;
    getcontext(context);
    context->uc_stack = {.ss_sp = fiber.stack, .ss_flags = 0, .ss_size = stack_size};
    context->uc_link = nullptr;
    makecontext(context, entry, 0);
}

static void change_stack(Fiber &from, Fiber &to) {
    if (!from.resume) from.resume = new ucontext_t;
    swapcontext(static_cast<ucontext_t *>(from.resume), static_cast<ucontext_t *>(to.resume));
}

#endif

#ifdef EMULATOR_UNDER_ASAN

// The system thread's own stack, learnt when its fiber is first left.
static const void *home_bottom = nullptr;
static std::size_t home_size = 0;

static void begin_switch(void **keep, const Fiber &to) {
    const void *bottom = to.stack ? to.stack : home_bottom;
    __sanitizer_start_switch_fiber(keep, bottom, to.stack ? stack_size : home_size);
}

void fiber_switch(Fiber &from, Fiber &to) {
    begin_switch(&from.sanitizer, to);
    change_stack(from, to);
    __sanitizer_finish_switch_fiber(from.sanitizer, nullptr, nullptr);
}

void fiber_leave(Fiber &from, Fiber &to) {
    begin_switch(nullptr, to);
    change_stack(from, to);
}

void fiber_arrived() {
    const void *bottom = nullptr;
    std::size_t size = 0;
    __sanitizer_finish_switch_fiber(nullptr, &bottom, &size);
    home_bottom = bottom;
    home_size = size;
}

#else

void fiber_switch(Fiber &from, Fiber &to) { change_stack(from, to); }
void fiber_leave(Fiber &from, Fiber &to) { change_stack(from, to); }
void fiber_arrived() {}

#endif

} // namespace cuda_emulator
