/* Limits on a child process before it executes another program. */
#ifndef STATS_OUTPUT_SANDBOX_H
#define STATS_OUTPUT_SANDBOX_H

/* Called between fork and exec: limits processor time, file size and memory, and
 * forbids (where the kernel can) starting processes and opening sockets. Failures
 * are ignored: this is a second line of defence. */
void sandbox_enter(void);

#endif
