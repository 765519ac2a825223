#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print a list of the gateway with nothing but ctypes: the library tells what it has found.

    AGOLA_GATEWAY_URL=… AGOLA_TOKEN=… list.py [LIBRARY] [NOUN]

NOUN: remote_source (the default), user, org, …, whatever agola_gw_NOUN_list() takes no path for.
"""
import ctypes
import os
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p


class ClientOpts(ctypes.Structure):
    """struct agola_client_opts"""
    _fields_ = ([("size", c_size_t)] +
                [(name, c_char_p) for name in ("url", "token", "ca_file", "ca_dir", "client_cert", "client_key",
                                               "client_key_pass", "proxy", "unix_socket", "user_agent")] +
                [("transport", c_void_p)] +
                [(name, c_int64) for name in ("connect_timeout_ms", "timeout_ms", "max_body")] +
                [(name, c_uint32) for name in ("max_depth", "max_connections", "flags", "header_version")] +
                [("release", c_char_p), ("max_retries", c_uint32), ("unused_", c_uint32)])


class Time(ctypes.Structure):
    """agola_time"""
    _fields_ = [("sec", c_int64), ("nsec", c_int32), ("offset", c_int32), ("valid", c_int32), ("unused_", c_int32)]


class Value(ctypes.Structure):
    """agola_value"""
    _fields_ = [("size", c_size_t), ("kind", c_int), ("unused_", c_uint32), ("string", c_char_p), ("integer", c_int64),
                ("uinteger", c_uint64), ("real", c_double), ("time", Time), ("count", c_size_t), ("pointer", c_void_p),
                ("type", c_void_p), ("field", c_void_p)]


NULL, STRING, BOOL, INT, UINT, DOUBLE, TIME, DURATION, ENUM, OBJECT, ARRAY, MAP, RAW = range(13)
PROTOTYPES = {
    "agola_gw_client_new": (c_int, POINTER(ClientOpts), POINTER(c_void_p), POINTER(c_void_p)),
    "agola_gw_client_free": (None, c_void_p),
    "agola_error_message": (c_char_p, c_void_p),
    "agola_error_free": (None, c_void_p),
    "agola_free": (None, c_void_p),
    "agola_type_of": (c_void_p, c_void_p),
    "agola_type_item": (c_void_p, c_void_p),
    "agola_type_field": (c_void_p, c_void_p, c_size_t),
    "agola_field_key": (c_char_p, c_void_p),
    "agola_field_is_secret": (c_bool, c_void_p),
    "agola_field_get": (None, c_void_p, c_void_p, POINTER(Value)),
    "agola_value_item": (None, POINTER(Value), c_size_t, POINTER(Value)),
    "agola_value_key": (c_char_p, POINTER(Value), c_size_t),
    "agola_list_item": (c_void_p, c_void_p, c_size_t),
}


class Agola:
    """libagola, as far as this program needs it."""

    def __init__(self, path):
        self.lib = ctypes.CDLL(path)
        for name, (result, *args) in PROTOTYPES.items():
            function = getattr(self.lib, name)
            function.restype, function.argtypes = result, args

    def call(self, name, *args):
        """Call what returns a result and sets an error."""
        error = c_void_p()
        if getattr(self.lib, name)(*args, byref(error)) < 0:
            words = self.lib.agola_error_message(error).decode()
            self.lib.agola_error_free(error)
            sys.exit(words)

    def plain(self, value):
        """A value as Python has it."""
        if value.kind in (STRING, ENUM, RAW):
            return value.string.decode()
        if value.kind in (BOOL, INT, DURATION):
            return bool(value.integer) if value.kind == BOOL else value.integer
        if value.kind in (UINT, DOUBLE):
            return value.uinteger if value.kind == UINT else value.real
        if value.kind == TIME:
            return value.time.sec if value.time.valid else None
        if value.kind == OBJECT:
            return self.members(value.type, value.pointer)
        if value.kind in (ARRAY, MAP):
            items = []
            for i in range(value.count):
                item = Value(size=ctypes.sizeof(Value))
                self.lib.agola_value_item(byref(value), i, byref(item))
                items.append(self.plain(item))
            if value.kind == ARRAY:
                return items
            return {self.lib.agola_value_key(byref(value), i).decode(): item for i, item in enumerate(items)}
        return None

    def members(self, kind, pointer):
        """The members of an object, in the order of the wire; secrets are not looked at."""
        found, i = {}, 0
        while field := self.lib.agola_type_field(kind, i):
            value = Value(size=ctypes.sizeof(Value))
            if self.lib.agola_field_is_secret(field):
                found[self.lib.agola_field_key(field).decode()] = "***"
            else:
                self.lib.agola_field_get(field, pointer, byref(value))
                found[self.lib.agola_field_key(field).decode()] = self.plain(value)
            i += 1
        return found


def main():
    path = sys.argv[1] if len(sys.argv) > 1 else "libagola.so.0"
    noun = sys.argv[2] if len(sys.argv) > 2 else "remote_source"
    agola = Agola(path)
    name = f"agola_gw_{noun}_list"
    if not hasattr(agola.lib, name):
        sys.exit(f"{noun}: there is no {name}()")
    getattr(agola.lib, name).argtypes = [c_void_p] * 5
    # what this program was written for; an older library refuses it
    major, minor, patch = 0, 1, 0
    opts = ClientOpts(size=ctypes.sizeof(ClientOpts), url=os.environ.get("AGOLA_GATEWAY_URL", "").encode(),
                      token=os.environ.get("AGOLA_TOKEN", "").encode(), header_version=(major * 1000 + minor) * 1000 + patch)
    client, page = c_void_p(), c_void_p()
    agola.call("agola_gw_client_new", byref(opts), byref(client))
    agola.call(name, client, None, None, byref(page))
    kind, i = agola.lib.agola_type_item(agola.lib.agola_type_of(page)), 0
    while item := agola.lib.agola_list_item(page, i):
        print(" ".join(f"{key}={value}" for key, value in agola.members(kind, item).items()))
        i += 1
    agola.lib.agola_free(page)
    agola.lib.agola_gw_client_free(client)


if __name__ == "__main__":
    main()
