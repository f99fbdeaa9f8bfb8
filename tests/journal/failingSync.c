/*
 * Preloaded: while the file named by FAIL_SYNC exists, nothing can be flushed to the disk;
 * with FAIL_SYNC_OF=folders, no folder can.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int is_meant(int fd) {
  struct stat what;
  return !getenv("FAIL_SYNC_OF") || (fstat(fd, &what) == 0 && S_ISDIR(what.st_mode));
}

static int flush(const char *name, int fd) {
  const char *flag = getenv("FAIL_SYNC");
  if (flag && access(flag, F_OK) == 0 && is_meant(fd)) {
    errno = EIO;
    return -1;
  }
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  return real(fd);
}

int fsync(int fd) { return flush("fsync", fd); }
int fdatasync(int fd) { return flush("fdatasync", fd); }
