// SPDX-License-Identifier: EUPL-1.2
// The peer of `sostegno evaluate`: each line of a file read and written again by jansson, no more.
// json_rate FILE: seconds of processor time.
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    FILE *in = argc == 2 ? fopen(argv[1], "re") : NULL;
    if (!in) {
        return 2;
    }
    char *line = NULL;
    size_t size = 0;
    size_t bytes = 0;
    ssize_t length;
    while ((length = getline(&line, &size, in)) > 0) {
        json_t *json = json_loadb(line, (size_t)length, JSON_REJECT_DUPLICATES, NULL);
        char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
        if (!text) {
            return 1;
        }
        bytes += (size_t)length;
        free(text);
        json_decref(json);
    }
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    printf("%.6f %zu\n", (double)time.tv_sec + (double)time.tv_nsec / 1e9, bytes);
    free(line);
    return fclose(in) == 0 ? 0 : 1;
}
