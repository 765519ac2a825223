/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file reflect.h
 * Every response knows its type: name it, walk its fields, write it as JSON. Programs that print any response, and
 * bindings to other languages, need nothing else.
 */
#ifndef AGOLA_REFLECT_H
#define AGOLA_REFLECT_H

#include <agola/common.h>
#include <agola/error.h>

AGOLA_BEGIN_DECLS

/** A type, such as that of struct agola_gw_remote_source. Static: it never needs to be freed. */
typedef struct agola_type agola_type;

/** A field of a type. Static. */
typedef struct agola_field agola_field;

/** What a value is. Part of the ABI. */
enum agola_kind {
	AGOLA_KIND_NULL = 0,     /**< absent or null */
	AGOLA_KIND_STRING = 1,   /**< agola_value.string */
	AGOLA_KIND_BOOL = 2,     /**< agola_value.integer, 0 or 1 */
	AGOLA_KIND_INT = 3,      /**< agola_value.integer */
	AGOLA_KIND_UINT = 4,     /**< agola_value.uinteger */
	AGOLA_KIND_DOUBLE = 5,   /**< agola_value.real */
	AGOLA_KIND_TIME = 6,     /**< agola_value.time */
	AGOLA_KIND_DURATION = 7, /**< agola_value.integer, nanoseconds */
	AGOLA_KIND_ENUM = 8,     /**< agola_value.string is the server's word, agola_value.integer the enumerator */
	AGOLA_KIND_OBJECT = 9,   /**< agola_value.pointer, of agola_value.type */
	AGOLA_KIND_ARRAY = 10,   /**< agola_value.count items: agola_value_item() */
	AGOLA_KIND_MAP = 11,     /**< agola_value.count entries: agola_value_item(), agola_value_key() */
	AGOLA_KIND_RAW = 12      /**< agola_value.string is JSON text */
};

/** A value found in a response; it points into the response. Made by the library; it may grow at its end. */
typedef struct agola_value {
	size_t size; /**< set it to sizeof(agola_value) before use: AGOLA_VALUE_INIT */
	enum agola_kind kind;
	uint32_t unused_;
	const char *string;
	int64_t integer;
	uint64_t uinteger;
	double real;
	agola_time time;
	size_t count;
	const void *pointer;
	const agola_type *type;
	const agola_field *field; /**< where it was found */
} agola_value;

#define AGOLA_VALUE_INIT AGOLA_INIT_(agola_value)

/** The type of a response. @param root what a call returned. @return NULL for NULL. Since 0.1.0. */
AGOLA_API const agola_type *agola_type_of(const void *root);

/**
 * A type by its name, such as "agola_gw_remote_source"; NULL if there is none. A program that is linked with libagola.a has
 * the types of those operations that it uses. Since 0.1.0.
 */
AGOLA_API const agola_type *agola_type_find(const char *name);

/** The name of a type, such as "agola_gw_remote_source". Static. Since 0.1.0. */
AGOLA_API const char *agola_type_name(const agola_type *type);

/** How many fields @p type has. Since 0.1.0. */
AGOLA_API size_t agola_type_n_fields(const agola_type *type);

/** Field @p i in the order of the wire; NULL if there is none. Since 0.1.0. */
AGOLA_API const agola_field *agola_type_field(const agola_type *type, size_t i);

/** The type of the items if @p type is that of a list page, else NULL. Since 0.1.0. */
AGOLA_API const agola_type *agola_type_item(const agola_type *type);

/** The key on the wire, such as "creationTime". Static. Since 0.1.0. */
AGOLA_API const char *agola_field_key(const agola_field *field);

/** The member of the C struct, such as "creation_time". Static. Since 0.1.0. */
AGOLA_API const char *agola_field_member(const agola_field *field);

/** What the field holds when it is set. Since 0.1.0. */
AGOLA_API enum agola_kind agola_field_kind(const agola_field *field);

/** The type of an object, or of the objects in an array or map; NULL for other fields. Since 0.1.0. */
AGOLA_API const agola_type *agola_field_type(const agola_field *field);

/** Whether the field holds a secret, that programs should not show unasked. Since 0.1.0. */
AGOLA_API bool agola_field_is_secret(const agola_field *field);

/** The @p i th word that an enumerated field knows; NULL after the last, and for other fields. Static. Since 0.1.0. */
AGOLA_API const char *agola_field_enum_word(const agola_field *field, size_t i);

/**
 * Read @p field of @p object.
 * @param object  a response, or an object found in one, of the type that @p field belongs to
 * @param ret     not NULL, from AGOLA_VALUE_INIT; its kind is AGOLA_KIND_NULL when the field is not set. Since 0.1.0.
 */
AGOLA_API void agola_field_get(const agola_field *field, const void *object, agola_value *ret);

/** Read item @p i of an array or a map. @p ret as for agola_field_get(); AGOLA_KIND_NULL if there is no such item. Since 0.1.0. */
AGOLA_API void agola_value_item(const agola_value *value, size_t i, agola_value *ret);

/** The key of entry @p i of a map; NULL if there is none. It lives as long as the response. Since 0.1.0. */
AGOLA_API const char *agola_value_key(const agola_value *value, size_t i);

/** The @p i th item of a list page; NULL if there is none, or if @p root is no list page. Since 0.1.0. */
AGOLA_API const void *agola_list_item(const void *root, size_t i);

/** How many items a list page has; 0 for other responses. Since 0.1.0. */
AGOLA_API size_t agola_list_n_items(const void *root);

/** Flags of agola_json_encode(). */
enum agola_json_flags {
	AGOLA_JSON_PRETTY = 1,       /**< over several lines, indented by two spaces */
	AGOLA_JSON_MASK_SECRETS = 2, /**< mask them even with AGOLA_JSON_SHOW_SECRETS; alone it changes nothing */
	AGOLA_JSON_SHOW_SECRETS = 4  /**< secrets as they are */
};

/**
 * Write an object as JSON, with the keys and in the order of the wire. Each secret that is not empty is written as "***" unless
 * @p flags asks for them: see agola_field_is_secret().
 * @param type    of @p object; NULL: @p object is a whole response, its type is looked up
 * @param object  not NULL
 * @param flags   enum agola_json_flags
 * @param ret     not NULL: text that ends with NUL; free it with agola_free()
 * @return 0; AGOLA_ERR_INVALID if @p object has no type; AGOLA_ERR_VERSION for a flag that this library does not know;
 *         AGOLA_ERR_NOMEM. Since 0.1.0.
 */
AGOLA_API int agola_json_encode(const agola_type *type, const void *object, uint32_t flags, char **ret,
                                agola_error **err) AGOLA_CHECK;

AGOLA_END_DECLS

#endif
