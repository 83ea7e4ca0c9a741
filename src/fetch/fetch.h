/* fetch: what is new at feeds, on pages and in folders.
 *
 * In: addresses and paths. Out: bytes of feeds and pages with what the server said of them; names of files that rest.
 * Frees: drg_fetcher_free, drg_response_clear, drg_feed_clear, drg_folder_close.
 * Goes wrong: everything a network can do; it comes as a response that says what and whether to try again.
 *
 *   url.c      addresses: which host, where a redirect leads
 *   robots.c   robots.txt: may this page be fetched?
 *   hosts.c    what is remembered of hosts: when the next request may go out, their robots.txt
 *   http.c     one request through libcurl, with its limits
 *   fetcher.c  requests that wait, run and are done
 *   feed.c     when a feed is fetched again
 *   page.c     a page as the document of a feed's item
 *   folder.c   files new or changed: inotify, or looking again and again
 *
 * The way of a request:
 *
 *   add ──> waiting ──────────────────> running ──> done ──> next
 *              ^   time, host, robots      │
 *              └───────── redirect <───────┘
 *
 * Invariants: one request at a time to a host, a pause after each; nothing but http and https, nor behind a redirect;
 * who was sent away from a public address does not reach a private one (10.0.0.0/8, localhost, …).
 */
#ifndef DRG_FETCH_H
#define DRG_FETCH_H
#include "base/base.h"

#endif
