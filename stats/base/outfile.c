#include "stats/base/outfile.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/text.h"

static const char temp_suffix[] = ".bassin-tmp";
enum { FLUSH_AT = 1 << 16 };

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* The folder of path, "." when it has none; allocated. */
static char *folder_of(const char *path, struct err *err)
{
    const char *name = base_name(path);

    if (name == path)
        return mem_copy_text(".", 1, err);
    return mem_copy_text(path, name - path > 1 ? (size_t)(name - path - 1) : 1, err);
}

/* Removes what a killed run left behind: ".NAME.PID.bassin-tmp", PID not alive. */
static void remove_stale(const char *folder, const char *name)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    size_t name_length = strlen(name);

    if (dir == NULL)
        return;
    while ((entry = readdir(dir)) != NULL) {
        const char *rest = entry->d_name;
        if (rest[0] != '.' || strncmp(rest + 1, name, name_length) != 0 || rest[1 + name_length] != '.')
            continue;
        char *end;
        long pid = strtol(rest + 2 + name_length, &end, 10);
        if (strcmp(end, temp_suffix) == 0 && pid > 0 && kill((pid_t)pid, 0) != 0 && errno == ESRCH)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
}

static int open_temp(struct outfile *self, struct err *err)
{
    char *folder = folder_of(self->path, err);
    struct strbuf temp = {0};

    if (folder == NULL)
        return ERR_LIMIT;
    remove_stale(folder, base_name(self->path));
    strbuf_addf(&temp, "%s/.%s.%ld%s", folder, base_name(self->path), (long)getpid(), temp_suffix);
    free(folder);
    if (strbuf_status(&temp, err) != ERR_OK) {
        strbuf_free(&temp);
        return ERR_LIMIT;
    }
    self->fd = open(temp.text, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (self->fd < 0) {
        strbuf_free(&temp);
        return err_errno(err, "cannot create", self->path);
    }
    self->temp_path = temp.text;
    return ERR_OK;
}

static int open_target(struct outfile *self, bool overwrite, struct err *err)
{
    struct stat info;
    bool exists = stat(self->path, &info) == 0;

    if (strcmp(self->path, "-") == 0) {
        self->fd = STDOUT_FILENO;
        return ERR_OK;
    }
    if (exists && S_ISDIR(info.st_mode))
        return err_set(err, ERR_IO, "cannot write '%s': it is a folder", self->path);
    if (exists && !S_ISREG(info.st_mode)) {
        self->fd = open(self->path, O_WRONLY | O_CLOEXEC);
        return self->fd < 0 ? err_errno(err, "cannot open", self->path) : ERR_OK;
    }
    if (exists && !overwrite)
        return err_set(err, ERR_IO, "'%s' already exists: give --force to replace it", self->path);
    return open_temp(self, err);
}

int outfile_open(struct outfile *self, const char *path, bool overwrite, struct err *err)
{
    int status;

    *self = (struct outfile){0};
    self->path = mem_copy_text(path, strlen(path), err);
    if (self->path == NULL)
        return ERR_LIMIT;
    status = open_target(self, overwrite, err);
    self->is_open = status == ERR_OK;
    if (status != ERR_OK)
        outfile_free(self);
    return status;
}

static void flush_pending(struct outfile *self)
{
    size_t done = 0;

    while (!self->failed && done < self->pending.length) {
        ssize_t written = write(self->fd, self->pending.text + done, self->pending.length - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            self->failed = true;
            self->saved_errno = errno;
            break;
        }
        done += (size_t)written;
    }
    strbuf_clear(&self->pending);
}

void outfile_write(struct outfile *self, const char *bytes, size_t length)
{
    strbuf_add_bytes(&self->pending, bytes, length);
    if (self->pending.failed) {
        self->failed = true;
        self->saved_errno = ENOMEM;
    }
    /* Standard output waits for the commit: a failing command prints nothing. */
    if (self->pending.length >= FLUSH_AT && (self->flows || strcmp(self->path, "-") != 0))
        flush_pending(self);
}

void outfile_flow(struct outfile *self)
{
    self->flows = true;
}

void outfile_text(struct outfile *self, const char *text)
{
    outfile_write(self, text, strlen(text));
}

static int close_checked(struct outfile *self)
{
    int status = close(self->fd);

    self->is_open = false;
    return status;
}

int outfile_finish(struct outfile *self, struct err *err)
{
    if (!self->is_open)
        return ERR_OK;
    flush_pending(self);
    if (self->failed) {
        errno = self->saved_errno;
        return err_errno(err, "cannot write", self->path);
    }
    if (self->fd == STDOUT_FILENO && strcmp(self->path, "-") == 0) {
        self->is_open = false;
        return ERR_OK;
    }
    if (self->temp_path != NULL && fsync(self->fd) != 0)
        return err_errno(err, "cannot write", self->path);
    return close_checked(self) != 0 ? err_errno(err, "cannot write", self->path) : ERR_OK;
}

static void sync_folder(const char *path)
{
    char *folder = folder_of(path, NULL);
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;

    if (fd >= 0) {
        fsync(fd); /* not every file system allows it: the rename itself has succeeded */
        close(fd);
    }
    free(folder);
}

static int replace_file(struct outfile *self, struct err *err)
{
    if (self->temp_path == NULL)
        return ERR_OK;
    if (rename(self->temp_path, self->path) != 0)
        return err_errno(err, "cannot write", self->path);
    free(self->temp_path);
    self->temp_path = NULL;
    sync_folder(self->path);
    return ERR_OK;
}

int outfile_commit(struct outfile *self, struct err *err)
{
    int status = outfile_finish(self, err);

    if (status == ERR_OK)
        status = interrupt_check(err);
    return status == ERR_OK ? replace_file(self, err) : status;
}

void outfile_free(struct outfile *self)
{
    if (self->is_open && !(self->path && strcmp(self->path, "-") == 0))
        close(self->fd);
    if (self->temp_path != NULL)
        unlink(self->temp_path);
    free(self->temp_path);
    free(self->path);
    strbuf_free(&self->pending);
    *self = (struct outfile){0};
}

int outfile_commit_all(struct outfile *files, size_t num, struct err *err)
{
    int status = ERR_OK;

    for (size_t i = 0; i < num && status == ERR_OK; i++)
        status = outfile_finish(&files[i], err);
    if (status == ERR_OK)
        status = interrupt_check(err);
    for (size_t i = 0; i < num && status == ERR_OK; i++)
        status = replace_file(&files[i], err);
    return status;
}

/* Folders that this process created, the last one first. */
struct created {
    char *path;
    struct created *before;
};

static struct created *last_created;

static int remember(const char *path, struct err *err)
{
    struct created *self = mem_alloc(1, sizeof *self, err);

    if (self == NULL || (self->path = mem_copy_text(path, strlen(path), err)) == NULL) {
        free(self);
        return ERR_LIMIT;
    }
    self->before = last_created;
    last_created = self;
    return ERR_OK;
}

void outfile_drop_folders(void)
{
    while (last_created != NULL) {
        struct created *self = last_created;
        last_created = self->before;
        rmdir(self->path); /* fails where there is something in it */
        free(self->path);
        free(self);
    }
}

static int make_one(const char *path, struct err *err)
{
    struct stat info;

    if (mkdir(path, 0777) == 0)
        return remember(path, err);
    if (errno == EEXIST && stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        return ERR_OK;
    return err_errno(err, "cannot create the folder", path);
}

int outfile_make_folder(const char *path, struct err *err)
{
    char *copy = mem_copy_text(path, strlen(path), err);
    int status = ERR_OK;

    if (copy == NULL)
        return ERR_LIMIT;
    for (char *slash = strchr(copy + 1, '/'); slash != NULL && status == ERR_OK;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        status = make_one(copy, err);
        *slash = '/';
    }
    if (status == ERR_OK)
        status = make_one(copy, err);
    free(copy);
    return status;
}

char *outfile_join(const char *folder, const char *name, struct err *err)
{
    struct strbuf path = {0};

    strbuf_addf(&path, "%s/%s", folder, name);
    if (strbuf_status(&path, err) != ERR_OK) {
        strbuf_free(&path);
        return NULL;
    }
    return path.text;
}
