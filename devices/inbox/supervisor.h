// SPDX-License-Identifier: EUPL-1.2
// Tells the service manager that started this program how far it is (protocol of sd_notify(3)).
#ifndef INBOX_SUPERVISOR_H
#define INBOX_SUPERVISOR_H

#include <stdbool.h>

// One datagram, such as "READY=1", to the socket that $NOTIFY_SOCKET names (a path, or '@' and an
// abstract name). Never blocks. False when nobody asked to be told or it could not be handed over;
// a program that was started by hand goes on all the same. Reads the environment: call it from the
// main thread.
bool supervisor_tell(const char *state);

#endif
