/* SPDX-License-Identifier: Apache-2.0 */
/* A fault on purpose: two threads write without a lock. ThreadSanitizer must see it. */
#include <pthread.h>
#include <stddef.h>

static int shared;

static void *count(void *arg)
{
	for (int i = 0; i < 1000; i++)
		shared++;
	return arg;
}

int main(void)
{
	pthread_t a, b;

	if (pthread_create(&a, NULL, count, NULL) != 0 || pthread_create(&b, NULL, count, NULL) != 0)
		return 0;
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	return 0;
}
