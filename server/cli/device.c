// SPDX-License-Identifier: EUPL-1.2
// sostegno device …: the certificate authority of devices, and certificates at the command line.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/exit.h"
#include "pki/pki.h"
#include "service/device_certificates.h"

int command_device_ca(struct invocation *invocation) {
    static const char *const no_flags[] = {NULL};
    const char *word = command_word(invocation, 0, no_flags);
    if (!word) {
        return command_usage(invocation, "device ca wants the folder to make the authority in");
    }
    const char *folder = command_path(invocation, word);
    if (!folder) {
        return EXIT_CODE_FAILURE;
    }
    struct fault fault = {0};
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        fault_set(&fault, RC_IO, "authority-folder");
        return command_fail(invocation, &fault);
    }
    enum rc rc = pki_authority_create(folder);
    if (rc != RC_OK) {
        fault_set(&fault, rc, rc == RC_CONFLICT ? "authority-exists" : "authority-not-written");
        return command_fail(invocation, &fault);
    }
    fprintf(invocation->out,
            "%s/root.key: take it away, nothing needs it until issuing.crt ends\n"
            "%s/issuing.key, %s/issuing.crt: the server, [devices] authority\n"
            "%s/devices.crt: the brokers, cafile of the listener for certificates\n",
            folder, folder, folder, folder);
    return EXIT_CODE_OK;
}

// The text of a small file. NULL: it cannot be read, or is larger than a request can be.
static const char *read_request(struct invocation *invocation, const char *path) {
    char text[PKI_CSR_MAX + 1];
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return NULL;
    }
    size_t length = 0;
    ssize_t got = 1;
    while (got > 0 && length < sizeof text) {
        got = read(file, text + length, sizeof text - length);
        length += got > 0 ? (size_t)got : 0;
    }
    close(file);
    if (got < 0 || length > PKI_CSR_MAX || memchr(text, '\0', length) != NULL) {
        return NULL;
    }
    return arena_printf(invocation->arena, "%.*s", (int)length, text);
}

int command_device_certificate(struct invocation *invocation) {
    static const char *const no_flags[] = {NULL};
    const char *word = command_word(invocation, 0, no_flags);
    const char *file = command_option(invocation, "--csr");
    struct public_id device;
    if (!word || !file || public_id_parse(word, strlen(word), &device) != RC_OK) {
        return command_usage(invocation, "device certificate ID --csr FILE");
    }
    struct fault fault = {0};
    const char *path = command_path(invocation, file);
    const char *csr = path ? read_request(invocation, path) : NULL;
    if (!csr) {
        fault_set(&fault, RC_IO, "request-not-read");
        return command_fail(invocation, &fault);
    }
    struct device_view view;
    const char *pem = NULL;
    enum rc rc = device_certificate_issue(&invocation->node->service, NULL, NULL, &device, csr,
                                          invocation->arena, &fault, &view, &pem);
    if (rc != RC_OK) {
        return command_fail(invocation, &fault);
    }
    fputs(pem, invocation->out);
    return EXIT_CODE_OK;
}
