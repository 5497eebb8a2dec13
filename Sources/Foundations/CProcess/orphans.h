#ifndef CPROCESS_ORPHANS_H
#define CPROCESS_ORPHANS_H

#include <sys/types.h>

/// Registers started programs, and ends what they leave behind.
///
/// Every program adopts the orphans among its descendants (`PR_SET_CHILD_SUBREAPER`), and this process
/// adopts them from a program that ends. A program begins in a session of its own, so a child of this
/// process that is of another session and not registered was left by a program that has ended,
/// whatever groups and sessions it went through.

/// Locks the register; no orphan is looked for until `cprocess_register`.
void cprocess_lock_register(void);

/// Registers a started program, or none if `child` is not above 0, and unlocks the register.
void cprocess_register(pid_t child);

/// Strikes a program whose process has been waited for from the register, and ends the orphans that it
/// and others before it have left.
void cprocess_end_orphans(pid_t program);

#endif
