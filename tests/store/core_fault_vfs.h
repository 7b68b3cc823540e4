// SPDX-License-Identifier: EUPL-1.2
// An SQLite VFS that fails on demand: the n-th sync or write of a file whose name ends in a given
// text.
#ifndef TESTS_STORE_CORE_FAULT_VFS_H
#define TESTS_STORE_CORE_FAULT_VFS_H

enum fault_call { FAULT_CALL_NONE = 0, FAULT_CALL_SYNC, FAULT_CALL_WRITE };

#define FAULT_VFS "faulty"

// Register once per process.
void fault_vfs_register(void);

// From now on the `nth` (1: the next) call of this kind on a file ending in `suffix` fails once
// with `code`.
void fault_vfs_arm(enum fault_call call, const char *suffix, int nth, int code);

// When that one has struck, the next call of this kind fails too. After fault_vfs_arm.
void fault_vfs_then(enum fault_call call, const char *suffix, int code);

// How many armed faults have struck.
int fault_vfs_struck(void);

#endif
