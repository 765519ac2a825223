/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libcurl, which is loaded when the first client or loop is made: with the thirty libraries that it may need it takes most of the time in which
 * a program starts, and `agolactl --help` or a program whose clients have a transport of their own need none of it.
 * With -Dlazy=false the linker brings it as usual.
 */
#ifndef AG_HTTP_CURL_H
#define AG_HTTP_CURL_H

#include <agola/error.h>

#include <curl/curl.h>

/* All that is used of it; the function curl_X is called as ag_curl_X. */
#define AG_CURL_FUNCTIONS(F)                                                                                                     \
	F(easy_cleanup)                                                                                                          \
	F(easy_getinfo)                                                                                                          \
	F(easy_init)                                                                                                             \
	F(easy_setopt)                                                                                                           \
	F(easy_strerror)                                                                                                         \
	F(global_init)                                                                                                           \
	F(multi_add_handle)                                                                                                      \
	F(multi_assign)                                                                                                          \
	F(multi_cleanup)                                                                                                         \
	F(multi_info_read)                                                                                                       \
	F(multi_init)                                                                                                            \
	F(multi_perform)                                                                                                         \
	F(multi_poll)                                                                                                            \
	F(multi_remove_handle)                                                                                                   \
	F(multi_setopt)                                                                                                          \
	F(multi_socket_action)                                                                                                   \
	F(multi_strerror)                                                                                                        \
	F(slist_append)                                                                                                          \
	F(slist_free_all)                                                                                                        \
	F(url)                                                                                                                   \
	F(url_cleanup)                                                                                                           \
	F(url_set)

#define AG_CURL_DECLARE(name) extern __typeof__(&curl_##name) ag_curl_##name;
AG_CURL_FUNCTIONS(AG_CURL_DECLARE)
#undef AG_CURL_DECLARE

/*
 * Make the functions above usable; they are NULL before. Any number of threads may call it, any number of times. What failed once, for want of
 * memory or because the library was missing, is tried again.
 */
int ag_curl_start(agola_error **err);

#endif
