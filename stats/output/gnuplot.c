#include "stats/output/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "stats/base/interrupt.h"
#include "stats/base/mem.h"
#include "stats/base/outfile.h"
#include "stats/base/source.h"
#include "stats/base/tempfolder.h"
#include "stats/base/text.h"
#include "stats/output/markup.h"
#include "stats/output/sandbox.h"

enum { TIMEOUT_SECONDS = 60, EXEC_FAILED = 127 };

static const struct {
    const char *name, *ending, *trailer; /* what a complete file ends with */
} formats[NUM_IMAGE_FORMATS] = {
    [IMAGE_PNG] = {"png", ".png", "IEND\xAE\x42\x60\x82"},
    [IMAGE_SVG] = {"svg", ".svg", "</svg>"},
    [IMAGE_PDF] = {"pdf", ".pdf", "%%EOF"},
};

enum image_format image_format_of(const char *path)
{
    const char *dot = strrchr(path, '.');
    int f = 0;

    while (f < NUM_IMAGE_FORMATS && (dot == NULL || strcmp(dot, formats[f].ending) != 0))
        f++;
    return (enum image_format)f;
}

const char *image_format_name(enum image_format format)
{
    return formats[format].name;
}

void gnuplot_job_free(struct gnuplot_job *self)
{
    strbuf_free(&self->terminal);
    strbuf_free(&self->script);
    for (int i = 0; i < GNUPLOT_MAX_DATA; i++)
        strbuf_free(&self->data[i]);
    self->num_data = 0;
}

static int quote(struct strbuf *script, const char *text, bool is_tic, struct err *err)
{
    size_t length = strlen(text);

    if (text_utf8_prefix(text, length) != length)
        return err_set(err, ERR_DATA, "a text of the figure is not UTF-8: '%.60s'", text);
    /* gnuplot takes a quote that opens a quoted text for its end, even doubled */
    while (text[0] == '\'') {
        strbuf_add(script, "\"\\047\".");
        text++;
        length--;
    }
    strbuf_add_char(script, '\'');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\t')
            strbuf_add_char(script, ' ');
        else if (text_find_control(text + i, length - i) == 0)
            return err_set(err, ERR_DATA, "a text of the figure holds a control character: '%.60s'", text);
        else if (text[i] == '\'')
            strbuf_add(script, "''");
        else if (text[i] == '%' && is_tic)
            strbuf_add(script, "%%");
        else
            strbuf_add_char(script, text[i]);
    }
    strbuf_add_char(script, '\'');
    return strbuf_status(script, err);
}

int gnuplot_quote(struct strbuf *script, const char *text, struct err *err)
{
    return quote(script, text, false, err);
}

int gnuplot_quote_tic(struct strbuf *script, const char *text, struct err *err)
{
    return quote(script, text, true, err);
}

static int write_text(const char *folder, const char *name, const struct strbuf *text, bool overwrite,
                      struct err *err)
{
    struct outfile file;
    char *path = outfile_join(folder, name, err);
    int status = path ? outfile_open(&file, path, overwrite, err) : ERR_LIMIT;

    if (status == ERR_OK) {
        outfile_write(&file, strbuf_text(text), text->length);
        status = outfile_commit(&file, err);
        outfile_free(&file);
    }
    free(path);
    return status;
}

int gnuplot_save(const struct gnuplot_job *job, enum image_format format, const char *folder, bool overwrite,
                 struct err *err)
{
    struct strbuf script = {0};
    int status = strbuf_status(&job->script, err);

    strbuf_addf(&script, "set encoding utf8\nset terminal %s\nset output './out.%s'\n",
                strbuf_text(&job->terminal), formats[format].name);
    strbuf_add(&script, strbuf_text(&job->script));
    strbuf_add(&script, "set output\n");
    if (status == ERR_OK)
        status = strbuf_status(&script, err);
    if (status == ERR_OK)
        status = write_text(folder, "plot.gp", &script, overwrite, err);
    for (int i = 0; i < job->num_data && status == ERR_OK; i++) {
        char name[20];
        snprintf(name, sizeof name, "d%d.dat", i);
        status = write_text(folder, name, &job->data[i], overwrite, err);
    }
    strbuf_free(&script);
    return status;
}

/* In the child: never returns. */
static void execute(const char *folder)
{
    const char *path = getenv("PATH");
    char path_entry[4096], home_entry[4096];
    char program[] = "gnuplot", no_defaults[] = "-d", script[] = "plot.gp", locale[] = "LC_ALL=C.UTF-8";
    char *const arguments[] = {program, no_defaults, script, NULL};
    char *const environment[] = {path_entry, home_entry, locale, NULL};
    int null = open("/dev/null", O_RDONLY), messages;

    snprintf(path_entry, sizeof path_entry, "PATH=%s", path ? path : "/usr/bin:/bin");
    snprintf(home_entry, sizeof home_entry, "HOME=%s", folder);
    if (chdir(folder) != 0)
        _exit(EXEC_FAILED);
    messages = open("messages.txt", O_WRONLY | O_CREAT | O_EXCL, 0600);
    if (null < 0 || messages < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(messages, STDOUT_FILENO) < 0 ||
        dup2(messages, STDERR_FILENO) < 0)
        _exit(EXEC_FAILED);
    sandbox_enter();
    execvpe("gnuplot", arguments, environment);
    _exit(EXEC_FAILED);
}

/* Waits for the child, at most TIMEOUT_SECONDS; kills it after that, or when the
 * user interrupts. */
static int wait_for(pid_t child, int *status, struct err *err)
{
    const struct timespec pause = {0, 5000000};

    for (int i = 0; i < TIMEOUT_SECONDS * 200; i++) {
        pid_t done = waitpid(child, status, WNOHANG);
        if (done == child)
            return ERR_OK;
        if (done < 0 && errno != EINTR)
            return err_errno(err, "cannot wait for", "gnuplot");
        if (interrupt_pending())
            break;
        nanosleep(&pause, NULL);
    }
    kill(child, SIGKILL);
    waitpid(child, status, 0);
    if (interrupt_pending())
        return interrupt_check(err);
    return err_set(err, ERR_PLOT, "gnuplot did not finish within %d seconds", TIMEOUT_SECONDS);
}

/* A file that gnuplot has written, whole. */
struct image {
    char *bytes;
    size_t length;
};

static int check_messages(const char *folder, int status, struct err *err)
{
    struct image messages = {0};
    char *path = outfile_join(folder, "messages.txt", err);
    int result = path ? ERR_OK : ERR_LIMIT;

    if (WIFEXITED(status) && WEXITSTATUS(status) == EXEC_FAILED) {
        free(path);
        return err_set(err, ERR_PLOT, "gnuplot cannot be started: install it (package gnuplot-nox)");
    }
    if (result == ERR_OK && source_read_bytes(path, &messages.bytes, &messages.length, NULL) == ERR_OK &&
        messages.length > 0)
        result = err_set(err, ERR_PLOT, "gnuplot says: %.500s", messages.bytes);
    else if (result == ERR_OK && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        result = err_set(err, ERR_PLOT, "gnuplot failed (status %d)", status);
    free(messages.bytes);
    free(path);
    return result;
}

static int run(const char *folder, struct err *err)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        execute(folder);
    if (child < 0)
        return err_errno(err, "cannot start", "gnuplot");
    int result = wait_for(child, &status, err);
    return result == ERR_OK ? check_messages(folder, status, err) : result;
}

/* The date in a PDF would make two runs differ. */
static void erase_dates(char *bytes, size_t length)
{
    static const char mark[] = "/CreationDate (D:";

    for (size_t i = 0; i + sizeof mark + 14 < length; i++)
        if (memcmp(bytes + i, mark, sizeof mark - 1) == 0)
            for (size_t k = i + sizeof mark - 1; k < length && bytes[k] != ')'; k++)
                if (bytes[k] >= '0' && bytes[k] <= '9')
                    bytes[k] = '0';
}

/* gnuplot writes bold type as a family "Name:Bold" that no viewer knows; families
 * that a browser has stand in where the font is missing. */
static void add_with_fonts(struct strbuf *out, const char *text)
{
    static const char mark[] = "font-family=\"";
    const char *found;

    while ((found = strstr(text, mark)) != NULL) {
        const char *name = found + sizeof mark - 1;
        size_t length = strcspn(name, "\"");
        bool bold = length > 5 && strncmp(name + length - 5, ":Bold", 5) == 0;
        strbuf_add_bytes(out, text, (size_t)(name - text));
        strbuf_add_bytes(out, name, bold ? length - 5 : length);
        strbuf_add(out, ", Arial, Helvetica, sans-serif");
        if (bold)
            strbuf_add(out, "\" font-weight=\"bold");
        text = name + length;
    }
    strbuf_add(out, text);
}

/* Replaces <title>...</title> and <desc>...</desc> of gnuplot by ours. */
static int name_svg(struct image *image, const char *title, const char *description, struct err *err)
{
    const char *start = strstr(image->bytes, "<title>"), *end = strstr(image->bytes, "</desc>");
    struct strbuf out = {0};

    if (start == NULL || end == NULL || end < start)
        return err_set(err, ERR_PLOT, "the SVG of gnuplot has no title and description to replace");
    strbuf_add_bytes(&out, image->bytes, (size_t)(start - image->bytes));
    strbuf_add(&out, "<title>");
    markup_text(&out, title);
    strbuf_add(&out, "</title>\n<desc>");
    markup_text(&out, description);
    add_with_fonts(&out, end);
    if (strbuf_status(&out, err) != ERR_OK) {
        strbuf_free(&out);
        return ERR_LIMIT;
    }
    free(image->bytes);
    image->bytes = out.text;
    image->length = out.length;
    return ERR_OK;
}

static bool is_complete(const struct image *image, const char *trailer)
{
    size_t length = image->length, size = strlen(trailer);

    while (length > 0 && (image->bytes[length - 1] == '\n' || image->bytes[length - 1] == '\r'))
        length--;
    return length >= size && memcmp(image->bytes + length - size, trailer, size) == 0;
}

static int collect(const char *folder, enum image_format format, const char *title, const char *description,
                   char **bytes, size_t *length, struct err *err)
{
    struct image image = {0};
    char name[20];
    char *path;
    int status;

    snprintf(name, sizeof name, "out.%s", formats[format].name);
    path = outfile_join(folder, name, err);
    status = path ? source_read_bytes(path, &image.bytes, &image.length, err) : ERR_LIMIT;
    free(path);
    if (status == ERR_OK && !is_complete(&image, formats[format].trailer))
        status = err_set(err, ERR_PLOT, "gnuplot wrote an incomplete %s (disk full?)", formats[format].name);
    if (status == ERR_OK && format == IMAGE_PDF)
        erase_dates(image.bytes, image.length);
    if (status == ERR_OK && format == IMAGE_SVG)
        status = name_svg(&image, title, description, err);
    if (status == ERR_OK) {
        *bytes = image.bytes;
        *length = image.length;
        image.bytes = NULL;
    }
    free(image.bytes);
    return status;
}

int gnuplot_render(const struct gnuplot_job *job, enum image_format format, const char *title,
                   const char *description, char **image, size_t *length, struct err *err)
{
    struct tempfolder folder = {0};
    int status = tempfolder_make(&folder, err);

    if (status == ERR_OK)
        status = gnuplot_save(job, format, folder.path, false, err);
    if (status == ERR_OK)
        status = run(folder.path, err);
    if (status == ERR_OK)
        status = collect(folder.path, format, title, description, image, length, err);
    tempfolder_remove(&folder);
    return status;
}
