// SPDX-License-Identifier: EUPL-1.2
// The section [http] of the configuration.
#include "http/server.h"

const struct config_option http_options[] = {
    {"http", "listen", CONFIG_ENDPOINT, "127.0.0.1:8080", 0, 0, NULL,
     "Address and port of the web application and its API; port 0 takes any free one."},
    {"http", "tls-cert", CONFIG_PATH, "", 0, 0, NULL,
     "PEM file with the certificate chain; with tls-key it makes the server speak HTTPS."},
    {"http", "tls-key", CONFIG_PATH, "", 0, 0, NULL, "PEM file with the private key of tls-cert."},
    {"http", "trusted-proxy", CONFIG_ADDRESS, "", 0, 0, NULL,
     "Address of the one proxy that speaks TLS for this server; only its X-Forwarded-For is "
     "believed."},
    {"http", "www", CONFIG_PATH, "/usr/share/sostegno/www", 0, 0, NULL,
     "Folder of the web application; empty serves the API alone."},
    {"http", "secure-cookies", CONFIG_BOOL, "yes", 0, 0, NULL,
     "Cookies for HTTPS only; 'no' is taken on a plain loopback listener alone."},
    {"http", "workers", CONFIG_INTEGER, "8", 1, 64, NULL, "Threads that carry out requests."},
    {"http", "connection-limit", CONFIG_INTEGER, "1024", 16, 16384, NULL,
     "Open connections in all."},
    {"http", "per-ip-limit", CONFIG_INTEGER, "64", 1, 16384, NULL,
     "Open connections of one address, in IPv6 of one /64; loopback and the trusted proxy are not "
     "counted."},
    {"http", "streams-per-user", CONFIG_INTEGER, "4", 1, 256, NULL,
     "Live event streams of one account."},
    {"http", "header-seconds", CONFIG_INTEGER, "10", 1, 120, NULL,
     "How long the header of a request may take."},
    {"http", "body-seconds", CONFIG_INTEGER, "60", 1, 3600, NULL,
     "How long the body of a request may take."},
    {"http", "idle-seconds", CONFIG_INTEGER, "30", 1, 3600, NULL,
     "How long a connection may be silent."},
    {0},
};

void http_settings_read(const struct config *config, struct http_settings *settings) {
    *settings = (struct http_settings){
        .listen = config_text(config, "http", "listen"),
        .tls_cert = config_text(config, "http", "tls-cert"),
        .tls_key = config_text(config, "http", "tls-key"),
        .trusted_proxy = config_text(config, "http", "trusted-proxy"),
        .www = config_text(config, "http", "www"),
        .secure_cookies = config_bool(config, "http", "secure-cookies"),
        .workers = (unsigned)config_integer(config, "http", "workers"),
        .connection_limit = (unsigned)config_integer(config, "http", "connection-limit"),
        .per_ip_limit = (unsigned)config_integer(config, "http", "per-ip-limit"),
        .streams_per_user = (unsigned)config_integer(config, "http", "streams-per-user"),
        .header_seconds = config_integer(config, "http", "header-seconds"),
        .body_seconds = config_integer(config, "http", "body-seconds"),
        .idle_seconds = config_integer(config, "http", "idle-seconds"),
    };
}
