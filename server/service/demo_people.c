// SPDX-License-Identifier: EUPL-1.2
// Forty people who do not exist. Their codes are well formed, so that every check runs as in real
// life; their ages are those that their plan covers (the temporary one ends at 75, A-05).
#include "service/demo_people.h"

// clang-format off
const struct demo_person demo_people[DEMO_PEOPLE] = {
    {"Bruno", "Ferrari", "1936-01-01", "FRRBRN36A01A944E", true, "h"},
    {"Ada", "Conti", "1956-06-12", "CNTDAA56H52F205B", false, "h"},
    {"Sergio", "Greco", "1950-11-23", "GRCSRG50S23H501T", true, "d"},
    {"Elsa", "Moro", "1957-04-07", "MROLSE57D47D612P", false, "c"},
    {"Alfredo", "Serra", "1964-09-18", "SRRLRD64P18L219J", true, "h"},
    {"Nives", "Villa", "1971-02-02", "VLLNVS71B42F839L", false, "hd"},
    {"Ettore", "Riva", "1942-07-13", "RVITTR42L13A662R", true, "d"},
    {"Carla", "Gatti", "1959-12-24", "GTTCRL59T64D969P", false, "c"},
    {"Guido", "Leone", "1956-05-08", "LNEGDU56E08G273B", true, "h"},
    {"Ines", "Fabbri", "1963-10-19", "FBBNSI63R59L736P", false, "hc"},
    {"Renato", "Testa", "1970-03-03", "TSTRNT70C03A944J", true, "d"},
    {"Rosalba", "Marini", "1957-08-14", "MRNRLB57M54F205W", false, "h"},
    {"Aldo", "Grassi", "1948-01-25", "GRSLDA48A25H501L", true, "dc"},
    {"Lidia", "D'Alò", "1955-06-09", "DLALDI55H49D612Z", false, "c"},
    {"Dario", "Caruso", "1962-11-20", "CRSDRA62S20L219L", true, "h"},
    {"Norma", "Pellegrini", "1969-04-04", "PLLNRM69D44F839N", false, "hd"},
    {"Ivo", "Bassi", "1940-09-15", "BSSVIO40P15A662G", true, "d"},
    {"Wanda", "Donati", "1955-02-26", "DNTWND55B66D969N", false, "hc"},
    {"Corrado", "Sala", "1954-07-10", "SLACRD54L10G273H", true, "c"},
    {"Tina", "Monti", "1961-12-21", "MNTTNI61T61L736S", false, "h"},
    {"Elio", "Longo", "1968-05-05", "LNGLEI68E05A944J", true, "hd"},
    {"Mirella", "Neri", "1958-10-16", "NREMLL58R56F205P", false, "d"},
    {"Tullio", "Rinaldi", "1946-03-27", "RNLTLL46C27H501O", true, "c"},
    {"Iolanda", "Valenti", "1953-08-11", "VLNLND53M51D612I", false, "hc"},
    {"Nello", "Orlando", "1960-01-22", "RLNNLL60A22L219Y", true, "dc"},
    {"Gemma", "Basile", "1967-06-06", "BSLGMM67H46F839I", false, "hd"},
    {"Franco", "Ruggeri", "1938-11-17", "RGGFNC38S17A662X", true, "hc"},
    {"Adele", "Sorrentino", "1960-04-01", "SRRDLA60D41D969R", false, "hdc"},
    {"Gino", "Negri", "1968-09-12", "NGRGNI68P12G273V", true, ""},
    {"Fernanda", "Palumbo", "1973-02-23", "PLMFNN73B63L736T", false, ""},
    {"Silvano", "Battaglia", "1978-07-07", "BTTSVN78L07A944Y", true, ""},
    {"Olga", "Pagano", "1983-12-18", "PGNLGO83T58F205W", false, ""},
    {"Remo", "Amato", "1948-05-02", "MTARME48E02H501Y", true, ""},
    {"Zaira", "Silvestri", "1953-10-13", "SLVZRA53R53D612W", false, ""},
    {"Mauro", "Guerra", "1958-03-24", "GRRMRA58C24L219F", true, ""},
    {"Marisa", "De Santis", "1963-08-08", "DSNMRS63M48F839I", true, ""},
    {"Nicolò", "Milani", "1968-01-19", "MLNNCL68A19A662U", true, ""},
    {"Piera", "Bernardi", "1973-06-03", "BRNPRI73H43D969L", true, ""},
    {"Fausto", "Cattaneo", "1978-11-14", "CTTFST78S14G273Q", true, ""},
    {"Noemi", "Farina", "1983-04-25", "FRNNMO83D65L736H", true, ""},
};
// clang-format on
