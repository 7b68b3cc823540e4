// SPDX-License-Identifier: EUPL-1.2
// A datagram to the service manager.
#include "inbox/supervisor.h"

#include "inbox/wake.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool supervisor_tell(const char *state) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *name = getenv("NOTIFY_SOCKET");
    size_t length = name == NULL ? 0 : strlen(name);
    if (length < 2 || length >= sizeof address.sun_path || (name[0] != '/' && name[0] != '@'))
        return false;
    memcpy(address.sun_path, name, length);
    if (name[0] == '@')
        address.sun_path[0] = '\0';
    int sender = -1;
    if (inbox_socket_sender(&sender) != INBOX_OK)
        return false;
    // An abstract name is as long as it is told: no byte behind it belongs to it.
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    size_t bytes = strlen(state);
    bool told = sendto(sender, state, bytes, MSG_NOSIGNAL, (const struct sockaddr *)&address,
                       size) == (ssize_t)bytes;
    (void)close(sender); // nothing was written to a file
    return told;
}
