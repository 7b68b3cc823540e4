// SPDX-License-Identifier: EUPL-1.2
// What a password is made of beside famous words, runs and repetitions.
#include "service/famous_words.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { TEXT_MAX = 1024, WORDS_TAKEN = 2, RUN_LEAST = 3, UNIT_MOST = 4 };

// Written down for this program: what tops every published count of leaked passwords (words of
// love, first names, football, animals, months, keyboards), in English and Italian. A list of whole
// passwords would say less: hardly any of the ten thousand most used has the twelve characters that
// are asked for here, and those that have are such a word with a number behind it. Longest first.
static const char *const WORDS[] = {
    "amministratore", "internazionale", "administrator", "biancoceleste", "rollingstones",
    "forzanapoli", "giallorosso", "lamborghini", "mariagrazia", "neroazzurro", "playstation",
    "principessa", "alessandra", "alessandro", "basketball", "bellissima", "bestfriend",
    "bianconero", "buonanotte", "buongiorno", "buonnatale", "california", "cioccolato",
    "elisabetta", "farfallina", "ferdinando", "fiorentina", "forzainter", "forzamilan",
    "giuseppina", "hellokitty", "immacolata", "infermiera", "manchester", "margherita",
    "nerazzurro", "pasqualina", "professore", "realmadrid", "schumacher", "sebastiano",
    "strawberry", "vaffanculo", "vascorossi", "alexander", "alfaromeo", "annamaria", "antonella",
    "argentina", "barcelona", "benedetta", "benvenuta", "benvenuti", "benvenuto", "buonasera",
    "butterfly", "cagnolino", "capodanno", "caramella", "charlotte", "chocolate", "christian",
    "christine", "christmas", "cristiano", "cuoricino", "dolcevita", "donatella", "elizabeth",
    "forzajuve", "forzaroma", "francesca", "francesco", "gabriella", "graziella", "instagram",
    "jovanotti", "katherine", "liverpool", "maddalena", "mercoledi", "metallica", "microsoft",
    "minecraft", "nicoletta", "persempre", "pierluigi", "pinkfloyd", "primavera", "raffaella",
    "rossonero", "salvatore", "sampdoria", "september", "settembre", "silvestro", "spaghetti",
    "spiderman", "starcraft", "stephanie", "valentina", "valentino", "wednesday", "amoremio",
    "angelica", "atalanta", "babygirl", "baseball", "bastardo", "batteria", "beatrice", "business",
    "calabria", "campania", "caterina", "changeme", "chitarra", "ciaociao", "ciliegia", "cocacola",
    "computer", "coniglio", "corvette", "cristian", "cristina", "december", "delpiero", "dicembre",
    "domenica", "domenico", "eleonora", "emanuela", "emanuele", "fabrizio", "facebook", "famiglia",
    "farfalla", "febbraio", "february", "federica", "federico", "felicita", "filomena", "fiorella",
    "football", "fortnite", "gabriele", "garfield", "gianluca", "giovanna", "giovanni", "girasole",
    "giuliano", "giuseppe", "gregorio", "hospital", "iloveyou", "internet", "isabella", "italiana",
    "italiano", "jennifer", "jonathan", "juventus", "kawasaki", "leonardo", "loredana", "maradona",
    "marcello", "marianna", "maserati", "maurizio", "mercedes", "michelle", "montagna", "mountain",
    "natascia", "nicholas", "nintendo", "november", "novembre", "ospedale", "padrepio", "paperina",
    "paperino", "paradiso", "pasquale", "password", "passwort", "patricia", "patrizia", "princess",
    "principe", "raffaele", "riccardo", "rossella", "samantha", "sardegna", "saturday", "slipknot",
    "speranza", "spiaggia", "starwars", "steelers", "stefania", "stellina", "studente", "sunshine",
    "superman", "thursday", "together", "topolino", "vacation", "veronica", "victoria", "vincenza",
    "vincenzo", "virginia", "vittoria", "vittorio", "warcraft", "whatsapp", "zucchero", "accesso",
    "albania", "alessia", "alessio", "alfonso", "america", "amorino", "android", "anthony",
    "antonia", "antonio", "arancia", "argento", "arianna", "arsenal", "asshole", "autunno",
    "azienda", "azzurro", "bambina", "bambino", "barbara", "beatles", "blessed", "bologna",
    "brandon", "bubbles", "camilla", "carmela", "catania", "cavallo", "cecilia", "charles",
    "charlie", "chelsea", "chicago", "chicken", "claudia", "claudio", "company", "counter",
    "cowboys", "crystal", "daniela", "daniele", "default", "delfino", "destiny", "diamond",
    "diavolo", "dolphin", "dottore", "edoardo", "ernesto", "eugenio", "fabiana", "federer",
    "ferrari", "filippo", "firenze", "florida", "flowers", "forever", "fortuna", "fragola",
    "freedom", "friends", "fuckyou", "gabriel", "gaetano", "gandalf", "gattino", "gennaio",
    "germany", "giacomo", "giorgia", "giorgio", "giovedi", "goodbye", "heather", "holiday",
    "hotmail", "inferno", "insieme", "inverno", "jackson", "january", "jasmine", "jessica",
    "letizia", "letmein", "liberta", "ligabue", "liliana", "lorenza", "lorenzo", "luciana",
    "luciano", "madonna", "maestra", "mammina", "manuela", "marocco", "martedi", "martina",
    "massimo", "matilde", "matthew", "melissa", "merlino", "michael", "michela", "michele",
    "minchia", "mirella", "mustang", "natalia", "newyork", "nicolas", "nirvana", "nutella",
    "october", "ornella", "ottobre", "palermo", "pantani", "panther", "patrick", "pausini",
    "peaches", "pokemon", "porsche", "pumpkin", "puttana", "rebecca", "richard", "rihanna",
    "roberta", "roberto", "romania", "ronaldo", "rosalia", "rosanna", "rosaria", "sabrina",
    "samsung", "samuele", "samurai", "scooter", "segreta", "segreto", "senegal", "shakira",
    "sicilia", "silvana", "silvano", "sistema", "soldier", "sorriso", "stefano", "stronzo",
    "student", "susanna", "teacher", "tiffany", "tiziana", "tiziano", "tommaso", "toscana",
    "trustno", "tuesday", "ufficio", "umberto", "vacanza", "valeria", "valerio", "vanessa",
    "venerdi", "venezia", "vincent", "viviana", "warrior", "welcome", "whiskey", "william",
    "windows", "yankees", "youtube", "access", "agosto", "always", "amanda", "amazon", "amelia",
    "amiche", "andrea", "andrew", "angela", "angeli", "angelo", "angels", "aprile", "ashley",
    "august", "aurora", "austin", "autumn", "azerty", "baggio", "banana", "batman", "berlin",
    "bianca", "bianco", "boston", "brasil", "buffon", "canada", "carina", "carmen", "cherry",
    "chiara", "christ", "cinzia", "coffee", "cookie", "cristo", "dallas", "daniel", "davide",
    "debora", "denaro", "denise", "doctor", "donald", "dragon", "ducati", "eagles", "eminem",
    "enrico", "estate", "europa", "falcon", "family", "felice", "flavia", "flavio", "flower",
    "france", "franco", "friday", "friend", "fulvio", "gelato", "genova", "george", "giallo",
    "gianni", "ginger", "giugno", "giulia", "giulio", "google", "grazia", "grazie", "guitar",
    "hannah", "harley", "heaven", "hobbit", "hockey", "hottie", "huawei", "hunter", "ilaria",
    "italia", "jeremy", "johnny", "jordan", "joseph", "joshua", "justin", "killer", "kitten",
    "lakers", "lancia", "lauren", "lavoro", "lebron", "libero", "limone", "london", "londra",
    "lovely", "loveme", "luglio", "lunedi", "madrid", "maggio", "manuel", "marisa", "martin",
    "master", "matrix", "matteo", "medico", "merlin", "mexico", "milano", "minnie", "miriam",
    "monday", "monica", "monkey", "musica", "napoli", "naruto", "natale", "nicola", "nicole",
    "number", "numero", "office", "oliver", "olivia", "orange", "ospite", "pamela", "parigi",
    "parola", "pasqua", "pepper", "pietro", "pirate", "player", "polska", "puglia", "purple",
    "qwerty", "qwertz", "rachel", "ranger", "renata", "renato", "robert", "russia", "sabato",
    "samuel", "sandra", "sandro", "school", "scuola", "secret", "sempre", "serena", "sergio",
    "server", "shadow", "silver", "silvia", "silvio", "simona", "simone", "snoopy", "soccer",
    "sophie", "spring", "stella", "steven", "strike", "summer", "sunday", "suzuki", "sweety",
    "system", "tamara", "taylor", "tennis", "teresa", "tesoro", "thanks", "thomas", "torino",
    "turtle", "utente", "verona", "viking", "walter", "winnie", "winter", "wizard", "yamaha",
    "yellow", "zidane", "admin", "alice", "amica", "amici", "amico", "amore", "angel", "annie",
    "apple", "april", "banca", "bella", "bello", "bimba", "bimbo", "birra", "bitch", "black",
    "bruno", "buddy", "bunny", "caffe", "carla", "carlo", "cazzo", "chris", "cielo", "cuore",
    "cutie", "daisy", "danny", "dario", "david", "debra", "demon", "devil", "diana", "diego",
    "dolce", "donna", "eagle", "elena", "elisa", "emily", "erica", "fabio", "faith", "fiore",
    "fiori", "forza", "frank", "frodo", "gamer", "gatta", "gatto", "ghost", "gmail", "grace",
    "green", "guest", "guido", "happy", "hello", "honda", "honey", "horse", "house", "inter",
    "irene", "italy", "jacob", "james", "japan", "jason", "jesus", "julia", "karen", "katia",
    "kevin", "kitty", "laura", "lazio", "leone", "lidia", "linda", "login", "lucia", "lucky",
    "luigi", "luisa", "lupin", "magic", "mamma", "march", "marco", "maria", "mario", "marta",
    "marzo", "mauro", "merda", "messi", "micio", "milan", "money", "music", "nadal", "nadia",
    "never", "ninja", "noemi", "nokia", "nonna", "nonno", "ocean", "paola", "paolo", "paris",
    "passw", "pasta", "peace", "peter", "piano", "piero", "pippo", "pizza", "pluto", "porno",
    "prego", "puppy", "pussy", "queen", "rocco", "rocky", "rossi", "rosso", "sarah", "scott",
    "senna", "simba", "smile", "sofia", "soldi", "sonia", "sonic", "spain", "sugar", "sweet",
    "texas", "tiamo", "tiger", "tigre", "titti", "totti", "tyson", "vasco", "verde", "vespa",
    "viola", "white", "yahoo", "zelda", "alex", "anna", "argo", "audi", "baby", "bank", "bari",
    "bear", "beer", "best", "blue", "cane", "casa", "ciao", "culo", "emma", "eric", "fiat", "figa",
    "fuck", "gaga", "gary", "gesu", "gino", "gold", "golf", "halo", "home", "hope", "jack", "john",
    "july", "june", "juve", "kira", "kobe", "lady", "life", "lion", "lisa", "love", "luca", "luna",
    "lupo", "mare", "mary", "maya", "mela", "miao", "nemo", "nero", "orso", "pace", "papa", "paul",
    "pele", "pooh", "rita", "roma", "root", "rosa", "rose", "ryan", "sara", "sexy", "sole", "toby",
    "tony", "tvtb", "user", "vino", "vita", "wolf", "work", "xbox", "zeus",
};

// Followed in both directions.
static const char *const ROWS[] = {
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
    "qawsedrftgyhujikolp",
};

struct text {
    char raw[TEXT_MAX];   // lower case
    char plain[TEXT_MAX]; // … and figures that stand for letters as letters
    bool taken[TEXT_MAX];
    size_t length;
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char letter_of(char c) {
    static const char figures[] = "0134578@$!";
    static const char letters[] = "oieastbasi";
    const char *at = c == '\0' ? NULL : strchr(figures, c);
    return at == NULL ? c : letters[at - figures];
}

static void read_text(const char *password, struct text *text) {
    *text = (struct text){.length = 0};
    for (; password[text->length] != '\0' && text->length < TEXT_MAX - 1; text->length++) {
        text->raw[text->length] = lower(password[text->length]);
        text->plain[text->length] = letter_of(text->raw[text->length]);
    }
}

static bool is_one_unit_repeated(const struct text *text) {
    for (size_t unit = 1; unit <= UNIT_MOST && unit * 2 <= text->length; unit++) {
        size_t same = unit;
        while (same < text->length && text->raw[same] == text->raw[same - unit]) {
            same++;
        }
        if (same == text->length) {
            return true;
        }
    }
    return false;
}

static void take(struct text *text, size_t at, size_t length) {
    for (size_t i = at; i < at + length; i++) {
        text->taken[i] = true;
    }
}

static bool is_free(const struct text *text, size_t at, size_t length) {
    for (size_t i = at; i < at + length; i++) {
        if (text->taken[i]) {
            return false;
        }
    }
    return true;
}

static void take_words(struct text *text) {
    size_t words = 0;
    for (size_t w = 0; w < sizeof WORDS / sizeof WORDS[0] && words < WORDS_TAKEN; w++) {
        size_t length = strlen(WORDS[w]);
        for (const char *at = strstr(text->plain, WORDS[w]); at != NULL && words < WORDS_TAKEN;
             at = strstr(at + 1, WORDS[w])) {
            size_t place = (size_t)(at - text->plain);
            if (is_free(text, place, length)) {
                take(text, place, length);
                words++;
            }
        }
    }
}

// How far the text runs on from `at` along the row, in one direction.
static size_t follow(const struct text *text, size_t at, const char *row, bool back) {
    size_t longest = 0;
    size_t row_length = strlen(row);
    for (size_t start = 0; start < row_length; start++) {
        size_t length = 0;
        while (at + length < text->length && !text->taken[at + length] &&
               (back ? length <= start : start + length < row_length) &&
               text->raw[at + length] == row[back ? start - length : start + length]) {
            length++;
        }
        longest = length > longest ? length : longest;
    }
    return longest;
}

static bool is_figure(char c) {
    return c >= '0' && c <= '9';
}

// "1900" to "2099": of a birth, a marriage, or now.
static bool is_year(const struct text *text, size_t at) {
    const char *raw = text->raw + at;
    return at + 4 <= text->length && is_free(text, at, 4) &&
           (strncmp(raw, "19", 2) == 0 || strncmp(raw, "20", 2) == 0) && is_figure(raw[2]) &&
           is_figure(raw[3]);
}

static size_t run_from(const struct text *text, size_t at) {
    size_t longest = 0;
    while (at + longest < text->length && !text->taken[at + longest] &&
           text->raw[at + longest] == text->raw[at]) {
        longest++;
    }
    if (longest < 4 && is_year(text, at)) {
        longest = 4;
    }
    for (size_t r = 0; r < sizeof ROWS / sizeof ROWS[0]; r++) {
        for (int back = 0; back < 2; back++) {
            size_t length = follow(text, at, ROWS[r], back == 1);
            longest = length > longest ? length : longest;
        }
    }
    return longest;
}

static void take_runs(struct text *text) {
    for (size_t at = 0; at < text->length; at++) {
        size_t length = text->taken[at] ? 0 : run_from(text, at);
        if (length >= RUN_LEAST) {
            take(text, at, length);
        }
    }
}

unsigned famous_words_leave(const char *password) {
    struct text text;
    unsigned left = 0;
    read_text(password, &text);
    if (is_one_unit_repeated(&text)) {
        return 0;
    }
    take_words(&text);
    take_runs(&text);
    for (size_t i = 0; i < text.length; i++) {
        bool begins = ((unsigned char)text.raw[i] & 0xc0) != 0x80;
        left += begins && !text.taken[i] ? 1 : 0;
    }
    return left;
}
