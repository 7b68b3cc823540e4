// SPDX-License-Identifier: EUPL-1.2
// A shim over the default VFS; only what can fail is intercepted.
#include "core_fault_vfs.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct faulty_file {
    sqlite3_file base;
    const char *name;
    sqlite3_file *real; // behind this struct
};

static sqlite3_vfs *real_vfs;
static struct {
    pthread_mutex_t lock;
    enum fault_call call;
    char suffix[32];
    int left, code, struck;
    struct {
        enum fault_call call;
        char suffix[32];
        int code;
    } next; // armed when this one has struck
} armed = {.lock = PTHREAD_MUTEX_INITIALIZER};

void fault_vfs_arm(enum fault_call call, const char *suffix, int nth, int code) {
    pthread_mutex_lock(&armed.lock);
    armed.call = call;
    strncpy(armed.suffix, suffix, sizeof armed.suffix - 1);
    armed.left = nth;
    armed.code = code;
    armed.next.call = FAULT_CALL_NONE;
    pthread_mutex_unlock(&armed.lock);
}

void fault_vfs_then(enum fault_call call, const char *suffix, int code) {
    pthread_mutex_lock(&armed.lock);
    armed.next.call = call;
    strncpy(armed.next.suffix, suffix, sizeof armed.next.suffix - 1);
    armed.next.code = code;
    pthread_mutex_unlock(&armed.lock);
}

int fault_vfs_struck(void) {
    pthread_mutex_lock(&armed.lock);
    int struck = armed.struck;
    pthread_mutex_unlock(&armed.lock);
    return struck;
}

static int strike(enum fault_call call, const char *name) {
    int code = SQLITE_OK;
    pthread_mutex_lock(&armed.lock);
    size_t length = name ? strlen(name) : 0, suffix = strlen(armed.suffix);
    if (armed.call == call && length >= suffix && suffix > 0 &&
        strcmp(name + length - suffix, armed.suffix) == 0 && --armed.left == 0) {
        code = armed.code;
        armed.call = armed.next.call;
        memcpy(armed.suffix, armed.next.suffix, sizeof armed.suffix);
        armed.left = 1;
        armed.code = armed.next.code;
        armed.next.call = FAULT_CALL_NONE;
        armed.struck++;
    }
    pthread_mutex_unlock(&armed.lock);
    return code;
}

static sqlite3_file *real_of(sqlite3_file *file) {
    return ((struct faulty_file *)file)->real;
}

static int do_close(sqlite3_file *file) {
    return real_of(file)->pMethods ? real_of(file)->pMethods->xClose(real_of(file)) : SQLITE_OK;
}

static int do_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at) {
    return real_of(file)->pMethods->xRead(real_of(file), bytes, count, at);
}

static int do_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
    int code = strike(FAULT_CALL_WRITE, ((struct faulty_file *)file)->name);
    return code ? code : real_of(file)->pMethods->xWrite(real_of(file), bytes, count, at);
}

static int do_truncate(sqlite3_file *file, sqlite3_int64 size) {
    return real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int do_sync(sqlite3_file *file, int flags) {
    int code = strike(FAULT_CALL_SYNC, ((struct faulty_file *)file)->name);
    return code ? code : real_of(file)->pMethods->xSync(real_of(file), flags);
}

static int do_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int do_lock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int do_unlock(sqlite3_file *file, int level) {
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int do_check_lock(sqlite3_file *file, int *held) {
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}

static int do_control(sqlite3_file *file, int operation, void *argument) {
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int do_sector(sqlite3_file *file) {
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int do_device(sqlite3_file *file) {
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int do_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **memory) {
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, memory);
}

static int do_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void do_shm_barrier(sqlite3_file *file) {
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int do_shm_unmap(sqlite3_file *file, int remove) {
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove);
}

static const sqlite3_io_methods METHODS = {
    .iVersion = 2,
    .xClose = do_close,
    .xRead = do_read,
    .xWrite = do_write,
    .xTruncate = do_truncate,
    .xSync = do_sync,
    .xFileSize = do_size,
    .xLock = do_lock,
    .xUnlock = do_unlock,
    .xCheckReservedLock = do_check_lock,
    .xFileControl = do_control,
    .xSectorSize = do_sector,
    .xDeviceCharacteristics = do_device,
    .xShmMap = do_shm_map,
    .xShmLock = do_shm_lock,
    .xShmBarrier = do_shm_barrier,
    .xShmUnmap = do_shm_unmap,
};

static int do_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got) {
    (void)vfs;
    struct faulty_file *faulty = (struct faulty_file *)file;
    *faulty = (struct faulty_file){.name = name, .real = (sqlite3_file *)(faulty + 1)};
    int code = real_vfs->xOpen(real_vfs, name, faulty->real, flags, got);
    faulty->base.pMethods = faulty->real->pMethods ? &METHODS : NULL;
    return code;
}

void fault_vfs_register(void) {
    static sqlite3_vfs vfs;
    real_vfs = sqlite3_vfs_find(NULL);
    vfs = *real_vfs;
    vfs.zName = FAULT_VFS;
    vfs.szOsFile = real_vfs->szOsFile + (int)sizeof(struct faulty_file);
    vfs.xOpen = do_open;
    vfs.pNext = NULL;
    sqlite3_vfs_register(&vfs, 0);
}
