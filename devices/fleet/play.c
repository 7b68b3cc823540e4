// SPDX-License-Identifier: EUPL-1.2
// Handing out the parts of scenarios.
#include "fleet/play.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCENARIOS_MAX 1000
#define PATH_SIZE 4096

struct play {
    struct scenario scenarios[SCENARIOS_MAX];
    size_t count;
};

static bool complain(const char *path, size_t line, const char *what) {
    (void)fprintf(stderr, "sostegno-fleet: %s:%zu: %s\n", path, line, what);
    return false;
}

static struct member *member_named(struct member *members, size_t count, const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].device->id, id) == 0)
            return &members[i];
    return NULL;
}

static bool find_beside(const char *list, const char *file, char out[PATH_SIZE]) {
    const char *slash = strrchr(list, '/');
    int folder = file[0] == '/' || !slash ? 0 : (int)(slash - list + 1);
    int length = snprintf(out, PATH_SIZE, "%.*s%s", folder, list, file);
    return length > 0 && length < PATH_SIZE;
}

struct stage {
    const char *list;
    size_t line;
    struct member *members;
    size_t count;
    int64_t start_us;
};

static bool give_parts(struct play *play, char *text, const struct stage *stage) {
    char path[PATH_SIZE];
    char *save = NULL;
    size_t fault = 0;
    size_t device = 0;
    const char *file = strtok_r(text, " \t\n", &save);
    if (!file || file[0] == '#')
        return true;
    if (play->count == SCENARIOS_MAX || !find_beside(stage->list, file, path))
        return complain(stage->list, stage->line, "too many scenarios, or too long a name");
    struct scenario *scenario = &play->scenarios[play->count];
    if (!scenario_read(path, scenario, &fault))
        return complain(path, fault, fault ? "not a line of a scenario" : strerror(errno));
    play->count++;
    for (const char *id = strtok_r(NULL, " \t\n", &save); id; id = strtok_r(NULL, " \t\n", &save)) {
        struct member *member = member_named(stage->members, stage->count, id);
        if (!member || member->part.scenario)
            return complain(stage->list, stage->line, "a device that is unknown or plays already");
        member->part =
            (struct part_played){.scenario = scenario, .device = device++, .start_us = stage->start_us};
        member->habit = SENDS_AT_ONCE; // what is sent twice says the scenario
    }
    return device == scenario->devices ||
           complain(stage->list, stage->line, "the scenario has another number of devices");
}

struct play *play_begin(const char *list, struct member *members, size_t count, int64_t start_us) {
    struct play *play = calloc(1, sizeof *play);
    struct stage stage = {list, 0, members, count, start_us};
    char *text = NULL;
    size_t size = 0;
    FILE *file = fopen(list, "re");
    bool good = play && (file || complain(list, 0, strerror(errno)));
    while (good && getline(&text, &size, file) >= 0) {
        stage.line++;
        good = give_parts(play, text, &stage);
    }
    free(text);
    if (file)
        (void)fclose(file);
    if (good)
        return play;
    play_free(play);
    return NULL;
}

void play_free(struct play *play) {
    if (!play)
        return;
    for (size_t i = 0; i < play->count; i++)
        scenario_free(&play->scenarios[i]);
    free(play);
}
