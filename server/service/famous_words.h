// SPDX-License-Identifier: EUPL-1.2
// What most passwords are made of: words that stand near the top of every count of leaked ones, in
// English and Italian, and the rows that a finger runs along. Lower case, plain letters.
#ifndef SERVICE_FAMOUS_WORDS_H
#define SERVICE_FAMOUS_WORDS_H

// How much of the password is left, in characters, when up to two famous words, runs of three and
// more along a row of keys, the alphabet or the digits, years and repetitions are taken out of it. Case does not count, nor do
// the usual figures for letters (pa55w0rd). A password of one short piece repeated leaves 0.
unsigned famous_words_leave(const char *password);

#endif
