// SPDX-License-Identifier: Apache-2.0
// As pkgconfig/example/list.c, in C++.
#include <agola/client.h>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace
{
template <auto Free> struct deleter {
	template <typename T> void operator()(T *p) const
	{
		Free(p);
	}
};
using client_ptr = std::unique_ptr<agola_gw_client, deleter<agola_gw_client_free>>;
using iter_ptr = std::unique_ptr<agola_gw_remote_source_iter, deleter<agola_gw_remote_source_iter_free>>;

int fail(agola_error *err)
{
	std::fprintf(stderr, "list: %s\n", agola_error_message(err));
	agola_error_free(err);
	return 1;
}
} // namespace

int main(int argc, char **argv)
{
	agola_client_opts opts = AGOLA_CLIENT_OPTS_INIT;
	agola_gw_client *client = nullptr;
	agola_gw_remote_source_iter *iter = nullptr;
	const agola_gw_remote_source *rs = nullptr;
	agola_error *err = nullptr;
	int r = 0;

	opts.url = argc > 1 ? argv[1] : "http://localhost:8000";
	opts.token = std::getenv("AGOLA_TOKEN");
	if (agola_gw_client_new(&opts, &client, &err) != 0)
		return fail(err);
	client_ptr client_owner(client);
	if (agola_gw_remote_source_iter_new(client, nullptr, &iter, &err) != 0)
		return fail(err);
	iter_ptr iter_owner(iter);
	while ((r = agola_gw_remote_source_iter_next(iter, nullptr, &rs, &err)) > 0)
		std::printf("%s  %s  login %s\n", rs->id, rs->name, rs->login_enabled ? "enabled" : "disabled");
	return r < 0 ? fail(err) : 0;
}
